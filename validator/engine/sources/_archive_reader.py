"""Archives are unpacked in a child process: one made to exhaust the machine costs nothing but itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

from msgspec.structs import replace

from validator.engine.isolation.refusals import ReadingLimits
from validator.engine.isolation.supervised import Stopped, SupervisedChild
from validator.engine.sources._archives import seconds_for
from validator.engine.sources._found import Found, found_as_data

_LIMITS = ReadingLimits(megabytes=400, recognising_megabytes=400, answer_megabytes=96)
"""Memory: an archive inside an archive inside an archive, each as large as it may be."""


class ArchiveReader(AbstractContextManager["ArchiveReader"]):
    """Unpacks archives; the process starts with the first. Use it in a `with` block."""

    def __init__(self) -> None:
        """Nothing is started yet."""
        self._child: SupervisedChild | None = None

    def members(self, path: str) -> Iterator[Found]:
        """The files in an archive, as `_archives.members` gives them, or at some point why there are no more."""
        if self._child is None:
            self._child = SupervisedChild("validator.engine.sources._archive_child", _LIMITS)
        child = self._child
        child.limits = replace(_LIMITS, seconds=seconds_for(Path(path).stat().st_size))
        request: str | None = path
        while True:
            found = child.ask(request, found_as_data().read)
            if isinstance(found, Stopped):
                yield found.refusal(path, child.limits)
                return
            if not found:
                return
            request = None
            yield from found

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End the process."""
        if self._child is not None:
            self._child.close()

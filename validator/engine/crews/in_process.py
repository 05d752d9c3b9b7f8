"""For a few files: they are read in the sandbox and checked here, which starts quicker than a worker does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TYPE_CHECKING

from validator.engine._file_checker import FileChecker
from validator.engine._groups import Group, GroupOutcome, hold
from validator.engine._scheduling import LARGEST_CHUNK, chunks_of
from validator.engine.isolation.sandbox import Sandbox
from validator.engine.sources.sources import Source
from validator.engine.task import FileOutcome, Task

if TYPE_CHECKING:
    from validator.engine.extracts import Store
    from validator.packs.pack import Pack


class InProcessCrew(AbstractContextManager["InProcessCrew"]):
    """A crew of this process alone; use it in a `with` block."""

    def __init__(self, task: Task, pack: Pack | None = None) -> None:
        """Start the sandbox, and make the task ready meanwhile; `pack`: that of the task, if it is loaded already."""
        self._sandbox = Sandbox()
        try:
            self._bench = FileChecker(task, self._sandbox.read, pack)
        except BaseException:
            self._sandbox.close()
            raise

    def outcomes(self, sources: Iterable[Source], begun: Callable[[str], None]) -> Iterator[FileOutcome]:
        """Do the work when it is asked for; nobody waits for it, so chunks are large at once."""
        for chunk in chunks_of(sources, lambda _: LARGEST_CHUNK):
            paths = iter([source.path for source in chunk])

            def announce(at: int, paths: Iterator[str] = paths) -> None:
                """A file that is begun anew is not told again."""
                path = next(paths, None) if at >= 0 else None
                if path is not None:
                    begun(path)

            yield from self._bench.run(chunk, announce)

    def hold(self, groups: Iterable[Group], store: Store) -> Iterator[GroupOutcome]:
        """One group after the other."""
        return (hold(self._bench, group.with_bodies(store.body)) for group in groups)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End the sandbox."""
        self._sandbox.close()

"""For a few files: one worker process, since a second one takes longer to start than to check them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TYPE_CHECKING

from validator.engine._groups import GroupOutcome, GroupTask
from validator.engine._scheduling import LARGEST_CHUNK, chunks_of
from validator.engine.crews.worker import Worker
from validator.engine.sources.sources import Source
from validator.engine.task import FileOutcome, Task

if TYPE_CHECKING:
    from validator.engine.extracts import Store
    from validator.packs.pack import Pack


class SingleCrew(AbstractContextManager["SingleCrew"]):
    """A crew of one worker; use it in a `with` block."""

    def __init__(self, task: Task, pack: Pack | None = None) -> None:
        """Start the worker; `pack`: that of the task, if it is loaded already."""
        self._worker = Worker(task, pack=pack, alone=True)

    def outcomes(self, sources: Iterable[Source], begun: Callable[[str], None]) -> Iterator[FileOutcome]:
        """Have the work done when it is asked for; nobody waits for it, so chunks are large at once."""
        for chunk in chunks_of(sources, lambda _: LARGEST_CHUNK):
            told: set[str] = set()

            def begin(path: str, told: set[str] = told) -> None:
                """A file that is begun anew is not told again."""
                if path not in told:
                    told.add(path)
                    begun(path)

            yield from self._worker.run(chunk, begin)

    def hold(self, groups: Iterable[GroupTask], store: Store) -> Iterator[GroupOutcome]:
        """One group after the other."""
        for group in groups:
            yield from self._worker.hold([group.with_bodies(store.body)])

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End the worker."""
        self._worker.close()

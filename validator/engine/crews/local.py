"""Several worker processes on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from queue import SimpleQueue
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from validator.engine._groups import GroupOutcome, GroupTask
from validator.engine._scheduling import held_in_chunks, read_in_chunks
from validator.engine.crews.worker import Worker
from validator.engine.isolation.refusals import ReadingLimits
from validator.engine.sources.sources import Source
from validator.engine.task import FileOutcome, Task

if TYPE_CHECKING:
    from validator.engine.extracts import Store
    from validator.packs.pack import Pack

_Done = TypeVar("_Done")


class LocalCrew(AbstractContextManager["LocalCrew"]):
    """Workers on this machine; use it in a `with` block."""

    def __init__(self, task: Task, workers: int, limits: ReadingLimits | None = None, pack: Pack | None = None) -> None:
        """Start the processes; `pack`: that of the task, if it is loaded already."""
        self.width = workers
        self._workers = [Worker(task, limits, pack) for _ in range(workers)]
        self._idle: SimpleQueue[Worker] = SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(workers)

    def outcomes(self, sources: Iterable[Source], begun: Callable[[str], None]) -> Iterator[FileOutcome]:
        """Hand chunks of files out to the workers."""
        return read_in_chunks(sources, self._submit, self.width, begun)

    def _submit(self, chunk: Sequence[Source]) -> Future[list[FileOutcome]]:
        """Hand a chunk to the next worker that is free."""
        return self._threads.submit(self._by_worker, lambda worker: worker.run(chunk))

    def hold(self, groups: Iterable[GroupTask], store: Store) -> Iterator[GroupOutcome]:
        """Hand groups of reports out in the same way."""
        return held_in_chunks(groups, store, self._submit_groups, self.width)

    def _submit_groups(self, groups: Sequence[GroupTask]) -> Future[list[GroupOutcome]]:
        return self._threads.submit(self._by_worker, lambda worker: worker.hold(groups))

    def _by_worker(self, job: Callable[[Worker], list[_Done]]) -> list[_Done]:
        worker = self._idle.get()
        try:
            return job(worker)
        finally:
            self._idle.put(worker)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End all processes."""
        for worker in self._workers:
            worker.close()
        self._threads.shutdown(cancel_futures=True)

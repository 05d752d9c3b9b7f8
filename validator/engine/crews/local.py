"""Worker processes: each reads and checks files, and is ended when a file hangs it or takes too much memory.

Reading hostile files in the process that also checks them is as safe as the sandbox of a single file (the process can
be ended at any time, and its memory is limited), and nothing but results has to cross from one process to another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from queue import SimpleQueue
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from validator.engine._file_checker import FileChecker
from validator.engine._groups import Group, GroupOutcome, hold_all
from validator.engine._scheduling import held_in_chunks, read_in_chunks
from validator.engine.isolation.refusals import Limits
from validator.engine.isolation.supervised import Stopped, SupervisedChild
from validator.engine.sources.sources import Source
from validator.engine.task import FileOutcome, Task, unreadable_outcome

if TYPE_CHECKING:
    from validator.engine.extracts import Store

_ENVIRONMENT = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""One process a core is enough: libraries are not to start threads for every core as well."""
_Work = TypeVar("_Work", Source, Group)
_Done = TypeVar("_Done")


class Worker(SupervisedChild):
    """One worker process that is started again whenever it had to be ended."""

    def __init__(self, task: Task, limits: Limits | None = None) -> None:
        """Start the process."""
        self._task = task
        super().__init__("validator.engine.crews._local_child", limits, (task,), _ENVIRONMENT)

    def run(self, chunk: Sequence[Source]) -> list[FileOutcome]:
        """One outcome a file, in the order given. A file that brings the process down is told as unreadable.

        A process may also be ended for no fault of the file it was about, so such a file gets a second chance.
        """
        blamed: dict[int, FileOutcome] = {}
        suspected: set[int] = set()
        while len(blamed) < len(chunk):
            rest = [at for at in range(len(chunk)) if at not in blamed]
            found = self._try([chunk[at] for at in rest])
            if not isinstance(found, Stopped):
                blamed.update(zip(rest, found, strict=True))
            elif found.at < 0 and len(rest) > 1:
                blamed.update((at, self.run([chunk[at]])[0]) for at in rest)
            else:
                at = rest[max(found.at, 0)]
                if found.why == "late" or at in suspected:
                    refusal = found.refusal(chunk[at].path, self.limits)
                    blamed[at] = unreadable_outcome(self._task, chunk[at], refusal)
                suspected.add(at)
        return [blamed[at] for at in range(len(chunk))]

    def hold(self, groups: Sequence[Group]) -> list[GroupOutcome] | None:
        """What comes of groups of reports; None if they are too much for a process twice."""
        for _ in range(2):
            found = self._try(groups)
            if not isinstance(found, Stopped):
                return found
        return None

    def _try(self, chunk: Sequence[_Work]) -> list[Any] | Stopped:
        """What came of each, unless the process was stopped."""
        answer: list[Any] | Stopped = self.ask(chunk, len(chunk))
        return answer


class LocalCrew(AbstractContextManager["LocalCrew"]):
    """Workers on this machine; use it in a `with` block."""

    def __init__(self, task: Task, workers: int, limits: Limits | None = None) -> None:
        """Start the processes."""
        self.width = workers
        self._task = task
        self._lock = Lock()
        self._workers = [Worker(task, limits) for _ in range(workers)]
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

    def hold(self, groups: Iterable[Group], store: Store) -> Iterator[GroupOutcome]:
        """Hand groups of reports out in the same way."""
        return held_in_chunks(groups, store, self._submit_groups, self.width)

    def _submit_groups(self, groups: Sequence[Group]) -> Future[list[GroupOutcome]]:
        return self._threads.submit(self._by_worker, lambda worker: worker.hold(groups) or self._held_here(groups))

    def _held_here(self, groups: Sequence[Group]) -> list[GroupOutcome]:
        """Groups that are too large for a worker: this process may take more memory."""
        with self._lock:
            return hold_all(FileChecker(self._task), groups)

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

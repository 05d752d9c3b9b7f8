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
from typing import Any, NamedTuple, TypeVar

from validator.engine._file_checker import FileChecker
from validator.engine._groups import Group, GroupOutcome, hold, hold_all
from validator.engine._scheduling import held_in_chunks
from validator.engine.extracts import Store
from validator.engine.isolation.child_process import ChildProcess
from validator.engine.isolation.sandbox import Limits, Sandbox, broken_off, too_large, too_late
from validator.engine.sources.sources import Source
from validator.engine.task import CHECKING, RECOGNISING, FileOutcome, Task, unreadable_outcome
from validator.model.errors import UnreadableInputError

_MEGABYTE = 1 << 20
_STARTING = 120.0
"""Seconds that a worker may take before it announces its first file."""
_ENVIRONMENT = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""One process a core is enough: libraries are not to start threads for every core as well."""
_Work = TypeVar("_Work", Source, Group)
_Done = TypeVar("_Done")


class _Stopped(NamedTuple):
    """A worker that did not get to the end of its chunk."""

    at: int
    """The file it was about; -1 while it checked what it had read, or before it began."""
    why: str
    """`late`, `large` or `gone`."""
    recognising: bool
    """True if text in pictures was recognised."""


class Worker:
    """One worker process that is started again whenever it had to be ended."""

    def __init__(self, task: Task, limits: Limits | None = None) -> None:
        """Start the process."""
        self._task = task
        self._limits = limits or Limits()
        self._closed = False
        self._child: ChildProcess | None = self._start()

    def run(self, chunk: Sequence[Source]) -> list[FileOutcome]:
        """One outcome a file, in the order given. A file that brings the process down is told as unreadable.

        A process may also be ended for no fault of the file it was about, so such a file gets a second chance.
        """
        blamed: dict[int, FileOutcome] = {}
        suspected: set[int] = set()
        while len(blamed) < len(chunk):
            rest = [at for at in range(len(chunk)) if at not in blamed]
            found = self._try([chunk[at] for at in rest])
            if not isinstance(found, _Stopped):
                blamed.update(zip(rest, found, strict=True))
            elif found.at < 0 and len(rest) > 1:
                blamed.update((at, self.run([chunk[at]])[0]) for at in rest)
            else:
                at = rest[max(found.at, 0)]
                if found.why == "late" or at in suspected:
                    blamed[at] = unreadable_outcome(self._task, chunk[at], self._reason(chunk[at].path, found))
                suspected.add(at)
        return [blamed[at] for at in range(len(chunk))]

    def hold(self, groups: Sequence[Group]) -> list[GroupOutcome] | None:
        """What comes of groups of reports; None if they are too much for a process twice."""
        for _ in range(2):
            found = self._try(groups)
            if not isinstance(found, _Stopped):
                return found
        return None

    def _try(self, chunk: Sequence[_Work]) -> list[Any] | _Stopped:
        if self._closed:
            raise InterruptedError
        child = self._child = self._child or self._start()
        child.tell(chunk)
        at, patience, lifted = CHECKING, _STARTING, False
        while True:
            try:
                answer = child.wait(patience)
            except TimeoutError:
                self._end()
                return _Stopped(at, "late", lifted)
            if answer == RECOGNISING:
                patience, lifted = self._limits.recognising_seconds, True
            elif isinstance(answer, int):
                # Checking takes a moment a file, and may read a file once more.
                at, patience = answer, self._limits.seconds * (1 if answer >= 0 else 1 + len(chunk))
            elif isinstance(answer, list):
                if lifted:
                    # So have its limits: the next chunk gets a process of its own.
                    self._end()
                return answer
            else:
                self._end()
                return _Stopped(at, "large" if isinstance(answer, MemoryError) else "gone", lifted)

    def _reason(self, path: str, stopped: _Stopped) -> UnreadableInputError:
        if stopped.why == "late":
            return too_late(path, self._limits, recognising=stopped.recognising)
        if stopped.why == "large":
            return too_large(path, self._limits, recognising=stopped.recognising)
        return broken_off(path)

    def _start(self) -> ChildProcess:
        sizes = (self._limits.megabytes, self._limits.recognising_megabytes)
        memory = (str(size * _MEGABYTE) for size in sizes)
        child = ChildProcess("validator.engine.crews._local_child", *memory, environment=_ENVIRONMENT)
        child.tell(self._task)
        return child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def close(self) -> None:
        """End the process for good; a chunk that is under way is given up with InterruptedError."""
        self._closed = True
        self._end()


class InProcessCrew(AbstractContextManager["InProcessCrew"]):
    """For a few files: they are read in the sandbox and checked here, which starts quicker than a worker does."""

    width = 1

    def __init__(self, task: Task) -> None:
        """Start the sandbox, and make the task ready meanwhile."""
        self._sandbox = Sandbox()
        self._bench = FileChecker(task, self._sandbox.read)

    def submit(self, chunk: Sequence[Source]) -> Future[list[FileOutcome]]:
        """Do the work at once."""
        done: Future[list[FileOutcome]] = Future()
        done.set_result(self._bench.run(chunk))
        return done

    def hold(self, groups: Iterable[Group], store: Store) -> Iterator[GroupOutcome]:
        """One group after the other."""
        return (hold(self._bench, group.with_bodies(store.body)) for group in groups)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End the sandbox."""
        self._sandbox.__exit__(kind, error, traceback)


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

    def submit(self, chunk: Sequence[Source]) -> Future[list[FileOutcome]]:
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

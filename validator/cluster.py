"""The same work on a Dask cluster: each Dask worker drives a worker process of its own, as on one machine.

A chunk whose Dask worker is lost is given to another by Dask; since an outcome depends on nothing but the file and the
task, the results are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from threading import local
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, cast

from validator.sources import Source
from validator.work import Outcome, Task
from validator.workers import Worker

if TYPE_CHECKING:
    from concurrent.futures import Future

LOCAL = "local"
"""Address that stands for a cluster started on this machine for the run."""
_RETRIES = 5
"""How often a chunk is begun again after its worker was lost."""
_SECONDS = 30
"""Time to find the scheduler."""


class ClusterError(Exception):
    """The cluster cannot be used."""


class _Client(Protocol):
    """The part of `distributed.Client` that is used; the library has no types."""

    def submit(self, function: object, *arguments: object, pure: bool, retries: int) -> Future[list[Outcome]]: ...
    def close(self) -> None: ...
    def ncores(self) -> dict[str, int]: ...


class ClusterCrew(AbstractContextManager["ClusterCrew"]):
    """The workers of a cluster; use it in a `with` block."""

    def __init__(self, task: Task, address: str, workers: int | None = None) -> None:
        """Connect to a scheduler, or for LOCAL start one with so many workers; raises ClusterError, ImportError."""
        from distributed import Client, LocalCluster

        self._task = task
        self._cluster = None
        try:
            if address == LOCAL:
                self._cluster = LocalCluster(  # type: ignore[no-untyped-call]  # as the library has it
                    n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs=50
                )
            client = Client(self._cluster or address, timeout=_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]  # see above
            self._client = cast("_Client", client)
        except (OSError, ValueError, TimeoutError) as error:
            self._close_cluster()
            raise ClusterError(str(error)) from error
        self.width = max(1, sum(self._client.ncores().values()))

    def submit(self, chunk: Sequence[Source]) -> Future[list[Outcome]]:
        """Hand a chunk to the scheduler."""
        return self._client.submit(work_on, self._task, chunk, pure=False, retries=_RETRIES)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Leave the cluster; one that was started for the run ends."""
        self._client.close()
        self._close_cluster()

    def _close_cluster(self) -> None:
        if self._cluster is not None:
            self._cluster.close()


_here = local()


def work_on(task: Task, chunk: Sequence[Source]) -> list[Outcome]:
    """What a Dask worker does with a chunk; its own worker process is kept for the next one."""
    if getattr(_here, "task", None) != task:
        if hasattr(_here, "worker"):
            _here.worker.close()
        _here.task, _here.worker = task, Worker(task)
    worker: Worker = _here.worker
    return worker.run(chunk)

"""The same work on a Dask cluster: each Dask worker drives a worker process of its own, as on one machine.

A chunk whose Dask worker is lost is given to another by Dask; since an outcome depends on nothing but the file and the
task, the results are the same.

The join over years and units is a Dask dataframe. Its rows, one a report, are made where the files were read and stay
there; the groups of reports are found here, by names alone, and give each row the number of its group. Shuffled by it,
the rows of each group come together on one worker, which compares them. (Two joins on the workers, by organ and by the
organ above it, would do without the names here; but an error is located over all reports of a group, and which these
are is known only once all names are.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from importlib.util import find_spec
from itertools import islice
from threading import local
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast

from validator.engine._groups import GroupOutcome, GroupTask
from validator.engine._scheduling import held_in_chunks, read_in_chunks
from validator.engine.crews._cluster_join import (
    BATCH,
    JoinedRow,
    descriptions,
    held_rows,
    in_order,
    reports_in,
    rows,
    rows_of,
)
from validator.engine.crews.worker import Worker
from validator.engine.extracts import Store
from validator.engine.sources.sources import Source
from validator.engine.task import FileOutcome, Task

if TYPE_CHECKING:
    from concurrent.futures import Future

    import pandas as pd

LOCAL = "local"
"""Address that stands for a cluster started on this machine for the run."""
_RETRIES = 5
"""How often a chunk is begun again after its worker was lost."""
_SECONDS = 30
"""Time to find the scheduler."""
_FEW = 1000
"""Reports to be compared that are sent to the workers as they are: the dataframe takes seconds to load in each."""


class ClusterError(Exception):
    """The cluster cannot be used."""


class _Client(Protocol):
    """The part of `distributed.Client` that is used; the library has no types."""

    def submit(self, function: object, *arguments: object, pure: bool, retries: int) -> Future[Any]: ...
    def compute(self, collections: object, *, retries: int) -> Future[Any]: ...
    def close(self) -> None: ...
    def ncores(self) -> dict[str, int]: ...


class _Chunk(NamedTuple):
    """What is on the cluster of a chunk of files."""

    reports: Future[int]
    """How many reports there are in it."""
    outcomes: Future[list[FileOutcome]] | None
    """None where the rows are not kept there."""


class ClusterCrew(AbstractContextManager["ClusterCrew"]):
    """The workers of a cluster; use it in a `with` block."""

    def __init__(self, task: Task, address: str, workers: int | None = None) -> None:
        """Connect to a scheduler, or for LOCAL start one with so many workers; raises ClusterError, ImportError."""
        from distributed import Client, LocalCluster

        if task.keeps and find_spec("dask.dataframe") is None:
            # Needed at the end, and missed at the beginning.
            raise ModuleNotFoundError("dask.dataframe", name="dask")
        self._task = task
        self._chunks: list[_Chunk] = []
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

    def outcomes(self, sources: Iterable[Source], begun: Callable[[str], None]) -> Iterator[FileOutcome]:
        """Hand chunks of files out to the scheduler."""
        return read_in_chunks(sources, self._read, self.width, begun)

    def _read(self, chunk: Sequence[Source]) -> Future[list[FileOutcome]]:
        """Hand a chunk to the scheduler."""
        done = self._submit(work_on, self._task, chunk)
        if self._task.keeps:
            # To make lost rows again the scheduler keeps the chunk: but not the content of archives.
            kept = all(source.data is None for source in chunk)
            self._chunks.append(_Chunk(self._submit(reports_in, done), done if kept else None))
        return done

    def _submit(self, function: object, *arguments: object) -> Future[Any]:
        return self._client.submit(function, *arguments, pure=False, retries=_RETRIES)

    def hold(self, groups: Iterable[GroupTask], store: Store) -> Iterator[GroupOutcome]:
        """Bring the rows of each group together and hold them against each other."""
        listed = list(groups)
        if not listed:
            return iter(())
        if sum(len(group.places) for group in listed) <= _FEW:
            return held_in_chunks(listed, store, lambda chunk: self._submit(hold_few, self._task, chunk), self.width)
        import dask
        import dask.dataframe as dd

        with dask.config.set({"dataframe.convert-string": False}):
            table = dd.from_delayed(cast("Any", list(self._parts(listed, store))), meta=rows(()), verify_meta=False)
            together = table.shuffle("group", npartitions=min(len(listed), 4 * self.width), shuffle_method="tasks")
            told = together.map_partitions(hold_on, self._task, meta=held_rows(rows(()), _nothing))
            return in_order(self._client.compute(told, retries=_RETRIES).result())

    def _parts(self, groups: Sequence[GroupTask], store: Store) -> Iterator[Future[Any]]:
        """The partitions: the descriptions of the groups, and the reports, each on the worker that has it."""
        groups_of: dict[int, list[int]] = {}
        for number, group in enumerate(groups):
            for place in group.places:
                groups_of.setdefault(place, []).append(number)
        yield self._submit(rows, list(descriptions(groups)))
        start = store.kept
        here = list(range(start))
        for chunk in self._chunks:
            places = range(start, start + chunk.reports.result())
            start = places.stop
            if chunk.outcomes is None:
                here += places
            else:
                yield self._submit(rows_of, chunk.outcomes, [(place, groups_of.get(place, ())) for place in places])
        rest = ((number, at) for at in (*here, *range(start, len(store.names))) for number in groups_of.get(at, ()))
        while some := list(islice(rest, BATCH)):
            yield self._submit(rows, [JoinedRow(number, at, store.body(at)) for number, at in some])

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


def work_on(task: Task, chunk: Sequence[Source]) -> list[FileOutcome]:
    """What a Dask worker does with a chunk."""
    return _worker(task).run(chunk)


def hold_few(task: Task, groups: Sequence[GroupTask]) -> list[GroupOutcome]:
    """What a Dask worker does with some groups."""
    return _worker(task).hold(groups)


def hold_on(partition: pd.DataFrame, task: Task) -> pd.DataFrame:
    """What a Dask worker does with a partition of groups."""
    return held_rows(partition, lambda group: _worker(task).hold([group])[0])


def _nothing(group: GroupTask) -> GroupOutcome:
    raise LookupError(group)  # an empty partition has no group


def _worker(task: Task) -> Worker:
    """The worker process of a Dask worker, kept for the next chunk."""
    if getattr(_here, "task", None) != task:
        if hasattr(_here, "worker"):
            _here.worker.close()
        _here.task, _here.worker = task, Worker(task)
    worker: Worker = _here.worker
    return worker

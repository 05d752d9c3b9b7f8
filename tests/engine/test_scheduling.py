from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from random import Random

import pytest

from validator.engine._scheduling import read_in_chunks
from validator.engine.crews.crew import cores
from validator.engine.sources.sources import Source
from validator.engine.task import FileOutcome, Tally


class Threads:
    """A crew that takes an unforeseeable time over each chunk."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.chunks: list[int] = []
        self.under_way = 0
        self.most_under_way = 0
        self._pool = ThreadPoolExecutor(width)
        self._random = Random(1)  # noqa: S311 - only how long things take

    def submit(self, chunk: Sequence[Source]) -> Future[list[FileOutcome]]:
        self.chunks.append(len(chunk))
        self.under_way += len(chunk)
        self.most_under_way = max(self.most_under_way, self.under_way)
        return self._pool.submit(self._run, chunk, self._random.random() / 200)

    def _run(self, chunk: Sequence[Source], delay: float) -> list[FileOutcome]:
        time.sleep(delay)
        return [FileOutcome(source.path, None, Tally(reports=1)) for source in chunk]


def read(files: Iterable[Source], crew: Threads) -> Iterator[FileOutcome]:
    return read_in_chunks(files, crew.submit, crew.width, lambda _: None)


@pytest.mark.parametrize("width", [1, 2, 7])
@pytest.mark.parametrize("count", [0, 1, 500])
def test_outcomes_come_in_the_order_of_the_files(width: int, count: int) -> None:
    files = [Source(str(number)) for number in range(count)]
    assert [one.path for one in read(files, Threads(width))] == [one.path for one in files]


def test_only_a_few_files_are_taken_before_their_turn() -> None:
    crew = Threads(2)
    for _ in read((Source(str(number)) for number in range(5000)), crew):
        crew.under_way -= 1
    assert crew.most_under_way <= 500
    assert crew.chunks[0] < max(crew.chunks)


def test_archive_members_are_held_only_so_far_as_they_fit_the_memory() -> None:
    crew = Threads(1)
    list(read((Source(str(number), bytes(5 << 20)) for number in range(40)), crew))
    assert max(crew.chunks) <= 4


def test_standard_input_is_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stream:
        @property
        def buffer(self) -> Stream:
            return self

        def read(self, size: int = -1) -> bytes:
            return b"typed"[: None if size < 0 else size]

    monkeypatch.setattr("sys.stdin", Stream())
    seen: list[bytes | None] = []

    class Looking(Threads):
        def submit(self, chunk: Sequence[Source]) -> Future[list[FileOutcome]]:
            seen.extend(source.data for source in chunk)
            return super().submit(chunk)

    list(read([Source("-")], Looking(1)))
    assert seen == [b"typed"]


def test_there_is_a_core() -> None:
    assert cores() >= 1


def test_large_files_are_fewer_in_a_chunk() -> None:
    crew = Threads(1)
    list(read((Source(str(number), stamp=(3 << 20, 1)) for number in range(40)), crew))
    assert max(crew.chunks) == 2

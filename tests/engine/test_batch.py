from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest

from validator.engine._file_checker import FileChecker
from validator.engine.batch import Gathered, Inventory, cores, outcomes
from validator.engine.pipeline import check, select_rules
from validator.engine.sources.sources import Source
from validator.engine.task import RESULT, FileOutcome, Tally, Task
from validator.packs.pack import load_pack

SAMPLES = Path(__file__).parents[2] / "samples"


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


@pytest.mark.parametrize("width", [1, 2, 7])
@pytest.mark.parametrize("count", [0, 1, 500])
def test_outcomes_come_in_the_order_of_the_files(width: int, count: int) -> None:
    files = [Source(str(number)) for number in range(count)]
    assert [one.path for one in outcomes(files, Threads(width))] == [one.path for one in files]


def test_only_a_few_files_are_taken_before_their_turn() -> None:
    crew = Threads(2)
    for _ in outcomes((Source(str(number)) for number in range(5000)), crew):
        crew.under_way -= 1
    assert crew.most_under_way <= 500
    assert crew.chunks[0] < max(crew.chunks)


def test_archive_members_are_held_only_so_far_as_they_fit_the_memory() -> None:
    crew = Threads(1)
    list(outcomes((Source(str(number), bytes(5 << 20)) for number in range(40)), crew))
    assert max(crew.chunks) <= 4


def test_gathered_outcomes_make_the_result_of_check() -> None:
    paths = [SAMPLES / "balance-2023.html", SAMPLES / "before-2019.txt", SAMPLES / "consistent-2022.html"]
    bench = FileChecker(Task(RESULT, wanted=select_rules(load_pack())))
    gathered = Gathered()
    inventory = Inventory(paths)
    for outcome in outcomes(inventory, _InPlace(bench)):
        gathered.add(outcome)
    expected, found = check(paths), gathered.result(inventory.skipped)
    assert found.reports == expected.reports
    assert [str(error) for error in found.unreadable] == [str(error) for error in expected.unreadable]


class _InPlace:
    """A crew of nobody but us."""

    width = 1

    def __init__(self, bench: FileChecker) -> None:
        self._bench = bench

    def submit(self, chunk: Sequence[Source]) -> Future[list[FileOutcome]]:
        done: Future[list[FileOutcome]] = Future()
        done.set_result(self._bench.run(chunk))
        return done


def test_the_inventory_notes_what_is_passed_over(tmp_path: Path) -> None:
    for name in ("a.html", "list.csv"):
        (tmp_path / name).touch()
    inventory = Inventory(tmp_path)
    assert [Path(source.path).name for source in inventory] == ["a.html"]
    assert [Path(path).name for path in inventory.skipped] == ["list.csv"]


def test_standard_input_is_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stream:
        @property
        def buffer(self) -> Stream:
            return self

        def read(self) -> bytes:
            return b"typed"

    monkeypatch.setattr("sys.stdin", Stream())
    seen: list[bytes | None] = []

    class Looking(Threads):
        def submit(self, chunk: Sequence[Source]) -> Future[list[FileOutcome]]:
            seen.extend(source.data for source in chunk)
            return super().submit(chunk)

    list(outcomes(iter([Source("-")]), Looking(1)))
    assert seen == [b"typed"]


def test_there_is_a_core() -> None:
    assert cores() >= 1

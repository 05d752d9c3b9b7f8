"""Worker processes: ended and replaced as need be, and no file is lost over it."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Timer

import pytest
from msgspec.structs import replace

from validator.crosschecks.options import Across
from validator.engine._file_checker import FileChecker
from validator.engine._groups import groups_of
from validator.engine.crews.local import LocalCrew
from validator.engine.crews.worker import Worker
from validator.engine.extracts import Store
from validator.engine.isolation.refusals import ReadingLimits
from validator.engine.pipeline import select_rules
from validator.engine.sources.sources import Source
from validator.engine.task import Task
from validator.packs.pack import load_pack

DAY = date(2026, 1, 1)
SAMPLES = Path(__file__).parents[3] / "samples"
FILES = [Source(str(SAMPLES / name)) for name in ("consistent-2022.html", "before-2019.txt", "balance-2023.html")]
TASK = Task(content="jsonl", today=DAY, wanted=select_rules(load_pack()))


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    one = Worker(TASK)
    yield one
    one.close()


@pytest.fixture(scope="module")
def expected() -> list[str]:
    return [one.text for one in FileChecker(TASK).run(FILES)]


def kill(worker: Worker) -> None:
    child = worker._child  # noqa: SLF001 - brought down as a damaged file would
    assert child is not None
    os.kill(child._process.pid, signal.SIGKILL)  # noqa: SLF001 - see above


def test_a_worker_does_what_the_bench_does(worker: Worker, expected: list[str]) -> None:
    assert [one.text for one in worker.run(FILES)] == expected
    assert [one.text for one in worker.run(FILES[:1])] == expected[:1]


def test_a_worker_that_is_ended_for_no_fault_of_a_file_loses_none(worker: Worker, expected: list[str]) -> None:
    kill(worker)
    assert [one.text for one in worker.run(FILES)] == expected


def test_a_worker_that_is_ended_in_the_middle_loses_no_file(worker: Worker, expected: list[str]) -> None:
    worker.run(FILES[:1])
    timer = Timer(0.02, kill, [worker])
    timer.start()
    found = worker.run(FILES * 8)
    timer.join()
    assert [one.text for one in found] == expected * 8


def test_a_file_that_hangs_the_worker_is_told_and_the_others_are_read(tmp_path: Path, expected: list[str]) -> None:
    os.mkfifo(tmp_path / "hangs.html")
    worker = Worker(TASK, ReadingLimits(seconds=3.0))
    try:
        first, hung, last = worker.run([FILES[0], Source(str(tmp_path / "hangs.html")), FILES[2]])
    finally:
        worker.close()
    assert [first.text, last.text] == [expected[0], expected[2]]
    assert hung.error is not None
    assert "more than 3 seconds" in hung.error.reason.en


def test_a_file_that_needs_too_much_memory_is_told_and_the_others_are_read(expected: list[str]) -> None:
    many = ("<table>" + "<tr>" + "<td>1" * 100_000) * 8
    # Where coverage is measured, a child needs more for itself.
    worker = Worker(TASK, ReadingLimits(megabytes=180))
    try:
        large, good = worker.run([Source("large.html", many.encode()), FILES[0]])
    finally:
        worker.close()
    assert large.error is not None
    assert good.text == expected[0]


def test_a_crew_leaves_no_process_behind() -> None:
    with LocalCrew(TASK, 1) as crew:
        next(crew.outcomes(FILES, lambda _: None))
        child = crew._workers[0]._child  # noqa: SLF001 - the process is looked for after the end
        assert child is not None
    deadline = time.monotonic() + 5
    while child._process.poll() is None and time.monotonic() < deadline:  # noqa: SLF001 - see above
        time.sleep(0.01)
    assert child._process.poll() is not None  # noqa: SLF001 - see above


def test_a_worker_loads_neither_pandas_nor_pandera() -> None:
    program = (
        "import sys; from validator.engine.crews import _local_child; from engine.crews import test_local as t; "
        "_local_child._taken(); t.FileChecker(t.TASK).run(t.FILES); print({'pandas', 'pandera'} & sys.modules.keys())"
    )
    paths = os.pathsep.join(map(str, (SAMPLES.parent, SAMPLES.parent / "tests")))
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, env={**os.environ, "PYTHONPATH": paths}
    )
    assert done.stdout.decode().strip() == "set()", done.stdout


def test_reports_whose_comparison_is_too_much_for_any_process_are_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    task = replace(TASK, keeps=True)
    sources = [Source(str(path)) for path in sorted((SAMPLES / "chain-2021-2023").glob("*.html"))]
    store = Store(io.BytesIO())
    store.add(extract for outcome in FileChecker(task).run(sources) for extract in outcome.extracts)
    groups = [one.with_bodies(store.body) for one in groups_of(store, [], load_pack(), Across(), None)]
    monkeypatch.setattr(Worker, "_start", lambda _: None)
    asked: list[int] = []
    monkeypatch.setattr(Worker, "_held", lambda worker, _: asked.append(worker.limits.megabytes))
    with Worker(task) as worker:
        (told,) = worker.hold(groups)
    limits = ReadingLimits()
    assert asked == [limits.megabytes, limits.recognising_megabytes]
    records = [json.loads(line) for line in told.text.splitlines()]
    cut = [one for one in records if one["rule"] == "reading-incomplete"]
    assert [one["path"] for one in cut] == [source.path for source in sources]
    assert told.tally.warnings == len(sources) > 1

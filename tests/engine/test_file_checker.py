from __future__ import annotations

import errno
import json
import pickle
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from validator.engine._file_checker import FileChecker
from validator.engine.isolation.channel import CHECKING
from validator.engine.pipeline import check, select_rules
from validator.engine.sources.sources import Source
from validator.engine.task import RESULT, FileOutcome, Tally, Task
from validator.model.errors import BrokenPatternError, UnreadableInputError
from validator.model.text import Text
from validator.packs.pack import load_pack
from validator.recognition.recognise import recognise

if TYPE_CHECKING:
    from validator.model.report import Report

DAY = date(2026, 1, 1)
SAMPLES = Path(__file__).parents[2] / "samples"
GOOD, WRONG, BEFORE_2019 = (
    str(SAMPLES / name) for name in ("consistent-2022.html", "balance-2023.html", "before-2019.txt")
)
WANTED = select_rules(load_pack())


def run(content: str, *paths: str, wanted: frozenset[str] | None = WANTED) -> list[FileOutcome]:
    return FileChecker(Task(content=content, today=DAY, wanted=wanted)).run([Source(path) for path in paths])


def test_outcomes_come_in_the_order_of_the_files_with_what_was_counted() -> None:
    good, before, wrong = run("jsonl", GOOD, BEFORE_2019, WRONG)
    assert [one.path for one in (good, before, wrong)] == [GOOD, BEFORE_2019, WRONG]
    assert good.tally[:3] == (1, 0, 0)
    assert before.tally == Tally(unreadable=1)
    assert isinstance(before.error, UnreadableInputError)
    assert wrong.tally.errors > 0


def test_the_result_is_that_of_check() -> None:
    expected = check([GOOD, BEFORE_2019, WRONG], today=DAY)
    good, before, wrong = run(RESULT, GOOD, BEFORE_2019, WRONG)
    assert (*good.results, *wrong.results) == expected.reports
    assert str(before.error) == str(expected.unreadable[0])
    totals = good.tally.plus(before.tally).plus(wrong.tally)
    assert totals.violated == sum(
        len([f for f in one.findings if f.verdict == "violated" and f.comparator]) for one in expected.reports
    )


def test_lines_tell_of_every_file() -> None:
    lines = [json.loads(line) for one in run("jsonl", GOOD, BEFORE_2019, WRONG) for line in one.text.splitlines()]
    assert [(line["kind"], line["path"]) for line in lines if line["kind"] != "finding"] == [
        ("report", GOOD),
        ("unreadable", BEFORE_2019),
        ("report", WRONG),
    ]
    assert {line["rule"] for line in lines if line["severity"] == "error"} >= {"requests-balance"}


def test_without_rules_the_cells_are_told() -> None:
    (outcome,) = run("jsonl", WRONG, wanted=None)
    cells = [json.loads(line) for line in outcome.text.splitlines()]
    assert {cell["table"] for cell in cells} >= {"requests", "disputes"}
    assert outcome.tally == Tally(reports=1)


@pytest.mark.parametrize("where", ["validator.checking.checker.recognise", "validator.checking.checker.observe"])
def test_a_file_over_which_the_program_stumbles_hurts_no_other(monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    expected = run("jsonl", GOOD, WRONG)

    def stumble(first: object, *rest: object) -> object:
        paths = [first.path] if hasattr(first, "path") else [one.path for one in first]  # type: ignore[attr-defined]  # either of the two
        if BEFORE_2019 in paths or str(SAMPLES / "row-total-2023.docx") in paths:
            raise KeyError("surprise")
        return original(first, *rest)

    original: Callable[..., object] = recognise if where.endswith("recognise") else _observe()
    monkeypatch.setattr(where, stumble)
    good, bad, wrong = run("jsonl", GOOD, str(SAMPLES / "row-total-2023.docx"), WRONG)
    assert [good, wrong] == expected
    assert bad.error is not None
    assert "KeyError" in bad.error.reason.en


def _observe() -> Callable[..., object]:
    from validator.checking._observations import observe

    return observe


def test_what_is_known_to_be_unreadable_is_not_read() -> None:
    error = UnreadableInputError("a.zip", Text("坏", "bad"), Text("", ""))
    (outcome,) = FileChecker(Task(content="csv", today=DAY, wanted=WANTED)).run([Source("a.zip", refused=error)])
    assert outcome.error is error
    assert outcome.text.startswith("unreadable,a.zip,")


def test_a_file_that_is_looked_at_alone_is_announced_by_its_place_in_the_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits blames the right file if the process ends over it."""
    bench = FileChecker(Task(content="jsonl", today=DAY, wanted=WANTED))
    original = bench.checker.check

    def together(reports: Sequence[Report], *rest: object) -> object:
        if len(reports) > 1:
            raise KeyError("surprise")
        return original(reports, *rest)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(bench.checker, "check", together)
    told: list[int] = []
    outcomes = bench.run([Source(GOOD), Source(WRONG)], told.append)
    assert [one.error for one in outcomes] == [None, None]
    assert told == [0, 1, CHECKING, 0, CHECKING, 1, CHECKING]


@pytest.mark.parametrize("where", ["recognise_all", "check"])
def test_a_broken_pattern_of_the_pack_is_not_blamed_on_a_file(monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    bench = FileChecker(Task(content="jsonl", today=DAY, wanted=WANTED))

    def broken(*_: object) -> NoReturn:
        raise BrokenPatternError("(", "unterminated")

    monkeypatch.setattr(bench.checker, where, broken)
    with pytest.raises(BrokenPatternError) as told:
        bench.run([Source(GOOD), Source(WRONG)])
    assert str(pickle.loads(pickle.dumps(told.value))) == str(told.value)  # noqa: S301 - made here


@pytest.mark.parametrize(
    "error",
    [
        ImportError("lxml/etree.so: failed to map segment from shared object"),
        ImportError("libx.so: cannot allocate memory in static TLS block"),
        OSError(errno.ENOMEM, "Cannot allocate memory"),
        # As OpenCV and ONNX Runtime say it.
        type("error", (Exception,), {})("std::bad_alloc"),
        RuntimeError("Exception during initialization: bad allocation"),
    ],
)
@pytest.mark.parametrize("where", ["recognise_all", "check"])
def test_a_file_is_not_blamed_for_the_memory_that_one_before_it_took(
    monkeypatch: pytest.MonkeyPatch, where: str, error: Exception
) -> None:
    """Whoever gave the file out tries it again in a process with all its memory."""
    bench = FileChecker(Task(content="jsonl", today=DAY, wanted=WANTED))

    def full(*_: object) -> NoReturn:
        raise error

    monkeypatch.setattr(bench.checker, where, full)
    with pytest.raises(MemoryError):
        bench.run([Source(GOOD)])

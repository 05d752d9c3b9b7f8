"""Results in memory are held against each other when all have come."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace
from support.labelled import Labelled, report_of

from validator.crosschecks.options import Across
from validator.engine._file_checker import checker_of
from validator.engine.sinks import Results, compared
from validator.engine.task import RESULT, FileOutcome, Run, Tally, Task
from validator.model.errors import UnreadableInputError
from validator.model.result import ReportResult
from validator.model.rules.rule import Verdict
from validator.model.text import Text
from validator.packs.pack import load_pack

PACK = load_pack()
RUN = Run(Task(content=RESULT, today=date(2026, 1, 1), wanted=frozenset({"claim-growth"})), PACK, Across())


@pytest.fixture
def alone() -> tuple[ReportResult, ...]:
    """Two years of an organ; the later text quotes a growth that is not that of the figures."""
    before = report_of(Labelled("", (), {"requests.new.total": 128, "requests.carried_in.total": 0}, year=2022))
    now = report_of(Labelled("收到政府信息公开申请146件，同比增长41%。", ()))
    pair = [replace(one, organ="甲县", path=f"{one.year}.html") for one in (before, now)]
    return checker_of(PACK, None).check(pair, frozenset({"claim-growth"}))


def test_a_claim_is_told_as_the_year_before_judges_it(alone: tuple[ReportResult, ...]) -> None:
    assert [claim.verdict for claim in alone[1].claims] == [Verdict.NOT_APPLICABLE]
    _, now = compared(RUN, alone, ())
    assert [claim.verdict for claim in now.claims] == [Verdict.VIOLATED]
    assert now.previous == alone[0].report


def test_last_years_reports_are_held_against_and_not_told(alone: tuple[ReportResult, ...]) -> None:
    (now,) = compared(RUN, alone[1:], [alone[0].report])
    assert [finding.rule for finding in now.findings] == ["claim-growth"]


def test_what_has_come_is_the_result(alone: tuple[ReportResult, ...]) -> None:
    sink = Results()
    error = UnreadableInputError("a.zip", Text("坏", "bad"), Text("", ""))
    sink.add(FileOutcome("2022.html", None, Tally(reports=1), results=alone[:1]))
    sink.add(FileOutcome("a.zip", None, Tally(unreadable=1), error=error))
    result = sink.result(("notes.py",))
    assert (result.reports, result.unreadable, result.skipped) == (alone[:1], (error,), ("notes.py",))
    assert sink.tally == Tally(reports=1, unreadable=1)

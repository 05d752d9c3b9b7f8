"""A violation is held against a second reading of the file: agreed, withdrawn, or left as it is."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from validator.engine._second_reading import confirm, violated_relations
from validator.engine.authoring._example_documents import example_document
from validator.engine.pipeline import check_document
from validator.model.report import CellValue, Reading, Report
from validator.model.result import ReportResult
from validator.model.rules.rule import Example, Severity, Verdict
from validator.packs.pack import load_pack

UPHELD, TOTAL = "disputes.reconsideration.upheld", "disputes.reconsideration.total"


@pytest.fixture(scope="module")
def checked() -> ReportResult:
    """A report whose reconsideration cases do not add up: 10 against a total of 0."""
    pack = load_pack()
    return check_document(example_document(Example({UPHELD: "10"}), pack.form("annual-report-2021"), pack))


def with_cell(report: Report, name: str, value: CellValue) -> Report:
    cells = list(report.cells)
    cells[report.form.index[name]] = value
    return replace(report, cells=tuple(cells))


def read(value: int) -> CellValue:
    return CellValue(Reading.READ, Decimal(value), str(value))


def test_a_reading_that_agrees_is_said_to_agree(checked: ReportResult) -> None:
    told = confirm(checked, checked.report)
    (finding,) = [one for one in told.findings if one.rule == "disputes-row-total"]
    assert finding.verdict is Verdict.VIOLATED
    assert finding.second_reading is not None
    assert finding.second_reading.agrees
    assert told.outcomes == checked.outcomes


def test_a_violation_whose_cells_were_read_otherwise_is_withdrawn(checked: ReportResult) -> None:
    second = with_cell(checked.report, TOTAL, read(10))
    told = confirm(checked, second)
    (finding,) = [one for one in told.findings if one.rule == "disputes-row-total"]
    assert finding.verdict is Verdict.UNDETERMINED
    assert finding.severity is Severity.NOTE
    assert finding.second_reading is not None
    assert dict(finding.second_reading.differing) == {TOTAL: Decimal(10)}
    changed = [(old, new) for old, new in zip(checked.outcomes, told.outcomes, strict=True) if old != new]
    assert [(old.verdict, new.verdict) for old, new in changed] == [(Verdict.VIOLATED, Verdict.UNDETERMINED)]
    assert changed[0][1].key == finding.key


@pytest.mark.parametrize("reading", [Reading.RECONSTRUCTED, Reading.AMBIGUOUS, Reading.UNREADABLE])
def test_a_second_reading_that_is_not_independent_says_nothing(checked: ReportResult, reading: Reading) -> None:
    second = with_cell(checked.report, TOTAL, CellValue(reading))
    assert confirm(checked, second).findings == checked.findings


def test_blank_and_zero_are_the_same_number(checked: ReportResult) -> None:
    second = with_cell(checked.report, TOTAL, CellValue(Reading.BLANK))
    findings = confirm(checked, second).findings
    assert all(one.second_reading is None or one.second_reading.agrees for one in findings)


def test_only_a_violated_relation_that_must_hold_is_worth_a_second_reading(checked: ReportResult) -> None:
    assert violated_relations(checked.findings)
    weaker = [replace(one, severity=Severity.WARNING) for one in checked.findings]
    assert not violated_relations(weaker)
    without = [one for one in checked.findings if one.comparator is None]
    assert not violated_relations(without)

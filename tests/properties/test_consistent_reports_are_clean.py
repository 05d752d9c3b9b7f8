"""A report in which everything agrees raises no alarm, however its office leaves cells blank."""

from __future__ import annotations

from hypothesis import example, given
from support.checking import CHECKER, alarms, check_written, law
from support.oracle import broken, violated
from support.randomreport import reports
from support.reports import ReportData, result_rows, totals_left_blank, zeros_left_blank
from support.samples import consistent_bureau

from validator.model.rules.rule import Verdict

MUST_HOLD = frozenset({"requests-balance", "requests-handled-sum", "requests-row-total", "disputes-row-total"})


def any_number(report: ReportData, table: str) -> bool:
    return any(report.number(cell) for cell in report.cells if cell.startswith(f"{table}."))


@law()
@given(report=reports())
def test_nothing_is_reported(report: ReportData) -> None:
    assert not violated(report)
    result = check_written(report)
    assert alarms(result) == []
    (checked,) = CHECKER.check([result.report], MUST_HOLD)
    assert set(checked.counts) == {Verdict.SATISFIED}


@law()
@example(report=consistent_bureau())
@given(report=reports())
def test_zeros_left_blank_are_as_good_as_zeros(report: ReportData) -> None:
    filled, blank = check_written(report), check_written(zeros_left_blank(report))
    # A table in which nothing at all is filled in is said to be so.
    empty = [table for table in ("requests", "disputes") if not any_number(report, table)]
    assert alarms(blank) == ["cells-blank"] * len(empty)
    assert broken(blank) <= broken(filled)
    (checked,) = CHECKER.check([blank.report], MUST_HOLD)
    assert set(checked.counts) <= {Verdict.SATISFIED, Verdict.NOT_APPLICABLE}


@law()
@given(report=reports())
def test_totals_left_blank_are_undetermined_and_never_wrong(report: ReportData) -> None:
    result = check_written(totals_left_blank(report))
    missing = [row for row in result_rows(report.form) if report.number(f"requests.{row}.total")]
    assert alarms(result) == (["total-blank"] if missing else [])
    (rows,) = CHECKER.check([result.report], frozenset({"requests-row-total"}))
    assert rows.counts[Verdict.UNDETERMINED] == len(missing)
    (columns,) = CHECKER.check([result.report], frozenset({"requests-handled-sum"}))
    assert columns.counts[Verdict.UNDETERMINED] == bool(missing)

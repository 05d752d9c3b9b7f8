"""However a copy has laid a report out as text, each of its numbers is read rightly or said to be open."""

from __future__ import annotations

import pytest
from hypothesis import given
from support.checking import check_text, law
from support.converted import CONVERTED
from support.official import lay_out
from support.randomreport import reports
from support.reports import ReportData, zeros_left_blank

from validator.model.numbers import read_number
from validator.model.report import CellValue, Reading
from validator.model.result import ReportResult

OF_LOST_NUMBERS = {"report-blank", "row-missing", "table-missing", "column-missing", "table-incomplete", "row-extra"}


def accounted(value: CellValue, printed: str | None) -> bool:
    """Whether a cell holds what is printed, a blank for a 0, or what is printed is among its candidates."""
    wanted = read_number(printed or "").value or 0
    if value.reading is Reading.AMBIGUOUS:
        return not value.candidates or wanted in {candidate or 0 for candidate in value.candidates}
    if value.reading is Reading.BLANK:
        return not printed
    return value.value == wanted


def lost(result: ReportResult, report: ReportData) -> dict[str, tuple[str | None, CellValue]]:
    return {
        cell: (printed, result.report[cell])
        for cell, printed in report.cells.items()
        if not accounted(result.report[cell], printed)
    }


@pytest.mark.parametrize("layout", CONVERTED)
@law(0.04)
@given(report=reports())
def test_where_zeros_are_printed(layout: str, report: ReportData) -> None:
    result = check_text(CONVERTED[layout](lay_out(report)))
    assert lost(result, report) == {}
    assert not OF_LOST_NUMBERS & {finding.rule for finding in result.findings}


@pytest.mark.parametrize("layout", CONVERTED)
@law(0.04)
@given(report=reports().map(zeros_left_blank))
def test_where_zeros_are_left_blank(layout: str, report: ReportData) -> None:
    result = check_text(CONVERTED[layout](lay_out(report)))
    assert lost(result, report) == {}
    assert not OF_LOST_NUMBERS & {finding.rule for finding in result.findings}

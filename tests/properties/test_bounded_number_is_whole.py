"""A number bounded by white space, a bar, a cell or a line end is whole: never cut, never joined to a neighbour."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from support.checking import check_text, law
from support.converted import CONVERTED
from support.official import lay_out
from support.randomreport import reports
from support.reports import ReportData, zeros_left_blank

from validator.model.form import CellName
from validator.model.numbers import read_number
from validator.model.report import Report

BOUNDED = [name for name in CONVERTED if name != "soup-glued"]


def said(report: Report) -> Iterator[tuple[str, Decimal]]:
    """Every number that a cell is said to hold, or may hold."""
    for name in report.form.cells:
        value = report[name]
        yield from ((name, one) for one in (value.value, *value.candidates) if one)


def printed(report: ReportData, cell: str) -> set[Decimal]:
    """The numbers that stand in the same line of the page as a cell: in the same row, all of table four as one."""
    name = CellName.parse(cell)
    row = f"{name.table}." if name.table == "disputes" else f"{name.table}.{name.row}."
    found = (read_number(text or "").value for one, text in report.cells.items() if one.startswith(row))
    return {number for number in found if number is not None}


@law(0.5)
@given(layout=st.sampled_from(BOUNDED), report=reports() | reports().map(zeros_left_blank))
def test_no_cell_holds_a_number_that_is_not_printed(layout: str, report: ReportData) -> None:
    found = said(check_text(CONVERTED[layout](lay_out(report))).report)
    assert [(name, number) for name, number in found if number not in printed(report, name)] == []

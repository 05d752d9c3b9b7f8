"""A report says the same in whatever format and style it is written down."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace
from support.checking import check_written, law
from support.randomreport import reports
from support.reports import ReportData, zeros_left_blank
from support.samples import consistent_county
from support.style import MISPRINTS, Style, styles
from support.writers import WRITERS

from validator.model.numbers import read_number
from validator.model.result import ReportResult


def assert_read_right(result: ReportResult, report: ReportData) -> None:
    assert result.report.form.editions == report.form.editions
    assert (result.report.organ, result.report.year) == (report.organ, report.year)
    read = {cell: result.report[cell].value for cell in report.form.cells}
    assert read == {cell: read_number(printed or "").value for cell, printed in report.cells.items()}


def fitting(writer: str, style: Style) -> Style:
    """A style that a format can show: where only the order is left, a table of one number is a line of text."""
    return style if WRITERS[writer].keeps_blanks else replace(style, documents_apart=False)


@pytest.mark.parametrize("writer", WRITERS)
@law(0.12)
@given(report=reports())
def test_every_cell_is_read_in_every_format(writer: str, report: ReportData) -> None:
    assert_read_right(check_written(report, writer), report)


@pytest.mark.parametrize("writer", [name for name, writer in WRITERS.items() if writer.keeps_blanks])
@law(0.12)
@given(report=reports().map(zeros_left_blank))
def test_blank_cells_stay_in_their_places(writer: str, report: ReportData) -> None:
    assert_read_right(check_written(report, writer), report)


@pytest.mark.parametrize("writer", WRITERS)
@law(0.12)
@example(report=consistent_county(), style=Style(misprints=MISPRINTS))
@given(report=reports(), style=styles())
def test_the_liberties_of_an_office_change_no_cell(writer: str, report: ReportData, style: Style) -> None:
    assert_read_right(check_written(report, writer, fitting(writer, style)), report)


@law(0.4)
@given(report=reports(), writer=st.sampled_from(sorted(WRITERS)), style=styles())
def test_verdicts_are_the_same_in_every_format(report: ReportData, writer: str, style: Style) -> None:
    usual, other = check_written(report), check_written(report, writer, fitting(writer, style))
    assert other.counts == usual.counts
    assert [finding.rule for finding in other.findings] == [finding.rule for finding in usual.findings]

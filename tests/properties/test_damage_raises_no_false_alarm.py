"""Where a file has lost something, nothing is called wrong that is right in the report, and no number is guessed."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support.checking import check_text, check_written, law
from support.official import lay_out
from support.oracle import broken
from support.randomreport import reports
from support.reports import ReportData, zeros_left_blank
from support.style import OFFICIAL, Style
from support.writers import WRITERS, text

from validator.model.report import Reading
from validator.model.result import ReportResult

RANDOM = st.randoms(use_true_random=True)
Lose = Callable[[list[str], list[str], Random], list[str]]
SETTLED = {Reading.READ, Reading.RECONSTRUCTED, Reading.BLANK}
PAGE_BREAKS = st.builds(Style, break_after=st.none() | st.integers(min_value=1, max_value=22))
LABELS, COLUMNS = 3, 10


def tab_text(report: ReportData, style: Style = OFFICIAL) -> list[str]:
    return WRITERS["tabs"].write(lay_out(report, style)).decode().split("\n")


def rows_of_table_three(lines: list[str]) -> list[int]:
    first = next(at for at, line in enumerate(lines) if line.startswith("一、本年新收"))
    last = next(at for at, line in enumerate(lines) if line.startswith("四、结转下年度"))
    return [at for at in range(first, last + 1) if lines[at]]


def lose_a_blank(labels: list[str], values: list[str], rng: Random) -> list[str]:
    """A row that has lost one of its blank fields: what stands right of it moved to the left."""
    blanks = [at for at, value in enumerate(values) if not value]
    lost = rng.choice(blanks) if blanks else len(values)
    return [*labels, *values[:lost], *values[lost + 1 :]]


def lose_a_blank_and_merged_labels(labels: list[str], values: list[str], rng: Random) -> list[str]:
    """The same, and without the fields that merged labels cover; filled up at the right end."""
    fields = lose_a_blank([label for label in labels if label], values, rng)
    return [*fields, *[""] * (COLUMNS - 1 - len(fields))]


def damaged(report: ReportData, lose: Lose, rng: Random) -> str:
    """The text of a report whose table three has lost fields from some row on, as at a page break."""
    lines = tab_text(report)
    rows = rows_of_table_three(lines)[rng.randrange(20) :]
    for at in rows:
        fields = lines[at].split("\t")
        lines[at] = "\t".join(lose(fields[:LABELS], fields[LABELS:], rng))
    if rng.random() < 0.5:
        lines.insert(rows[0], "")
    return "\n".join(lines)


def without_an_empty_column(report: ReportData, rng: Random) -> str:
    """The text of a report in which a column that is empty below a page break is left out there."""
    lines = tab_text(report)
    rows = rows_of_table_three(lines)[rng.randrange(20) :]
    fields = [lines[at].split("\t") for at in rows]
    empty = [column for column in range(LABELS, COLUMNS) if not any(row[column] for row in fields)]
    assume(empty)
    column = rng.choice(empty)
    for at, row in zip(rows, fields, strict=True):
        lines[at] = "\t".join([*row[:column], *row[column + 1 :]])
    return "\n".join(lines)


def assert_nothing_false(result: ReportResult, report: ReportData) -> None:
    assert broken(result) <= broken(check_written(report))
    settled = {
        cell: result.report[cell].raw
        for cell in result.report.form.cells
        if cell in report.cells and result.report[cell].reading in SETTLED
    }
    assert settled == {cell: report.cells[cell] or "" for cell in settled}


@pytest.mark.parametrize("lose", [lose_a_blank, lose_a_blank_and_merged_labels])
@law(0.4)
@given(report=reports().map(zeros_left_blank), rng=RANDOM)
def test_lost_fields(lose: Lose, report: ReportData, rng: Random) -> None:
    assert_nothing_false(check_text(damaged(report, lose, rng)), report)


@law(0.4)
@given(report=reports().map(zeros_left_blank), rng=RANDOM)
def test_a_lost_column(report: ReportData, rng: Random) -> None:
    assert_nothing_false(check_text(without_an_empty_column(report, rng)), report)


@law(0.3)
@given(report=reports().map(zeros_left_blank))
def test_blanks_that_left_no_trace(report: ReportData) -> None:
    assert_nothing_false(check_written(report, "single-blanks"), report)


@law(0.6)
@given(report=reports(), style=PAGE_BREAKS, rng=RANDOM)
def test_a_text_cut_off_between_lines(report: ReportData, style: Style, rng: Random) -> None:
    lines = tab_text(report, style)
    assert_nothing_false(check_text("\n".join(lines[: rng.choice(rows_of_table_three(lines))])), report)


@law(0.6)
@given(report=reports(), style=PAGE_BREAKS, rng=RANDOM)
def test_a_text_cut_off_inside_a_line(report: ReportData, style: Style, rng: Random) -> None:
    lines = tab_text(report, style)
    last = rng.choice(rows_of_table_three(lines))
    fields = lines[last].split("\t")
    cut = "\t".join(fields[: rng.randrange(1, len(fields))])
    assert_nothing_false(check_text("\n".join([*lines[:last], cut])), report)


@law()
@given(report=reports(), rng=RANDOM)
def test_a_lost_row(report: ReportData, rng: Random) -> None:
    lines = tab_text(report)
    del lines[rng.choice(rows_of_table_three(lines))]
    result = check_text("\n".join(lines))
    assert_nothing_false(result, report)
    assert {"row-missing", "table-incomplete"} & {finding.rule for finding in result.findings}


@law(0.2)
@given(report=reports())
def test_digits_run_together(report: ReportData) -> None:
    assert_nothing_false(check_text(text.glued(lay_out(report)).decode()), report)

"""Where a file has lost something, nothing is called wrong that is right in the whole report, and no number is guessed."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st
from support.checking import check_text, check_written, law
from support.official import lay_out
from support.oracle import broken
from support.randomreport import reports
from support.reports import ReportData, zeros_left_blank
from support.style import OFFICIAL, Style
from support.writers import WRITERS

from validator.pipeline import ReportResult
from validator.report import Reading

RANDOM = st.randoms(use_true_random=True)
SETTLED = {Reading.READ, Reading.RECONSTRUCTED, Reading.BLANK}
PAGE_BREAKS = st.builds(Style, break_after=st.none() | st.integers(min_value=1, max_value=22))
COLUMNS = 10


def tab_text(report: ReportData, style: Style = OFFICIAL) -> list[str]:
    return WRITERS["tabs"].write(lay_out(report, style)).decode().split("\n")


def rows_of_table_three(lines: list[str]) -> list[int]:
    first = next(at for at, line in enumerate(lines) if line.startswith("一、本年新收"))
    last = next(at for at, line in enumerate(lines) if line.startswith("四、结转下年度"))
    return [at for at in range(first, last + 1) if lines[at]]


def without_a_column(report: ReportData, rng: Random) -> str:
    """From a row of table three on, each row has lost one of its blank fields, and is shifted to the left there."""
    lines = tab_text(report)
    for at in rows_of_table_three(lines)[rng.randrange(20) :]:
        fields = lines[at].split("\t")
        blanks = [place for place in range(COLUMNS - 7, COLUMNS) if not fields[place]]
        if blanks:
            del fields[rng.choice(blanks)]
        lines[at] = "\t".join(fields)
    return "\n".join(lines)


def assert_nothing_false(result: ReportResult, report: ReportData) -> None:
    assert broken(result) <= broken(check_written(report))
    settled = {
        cell: result.report[cell].raw
        for cell in result.report.form.cells
        if cell in report.cells and result.report[cell].reading in SETTLED
    }
    assert settled == {cell: report.cells[cell] or "" for cell in settled}


@law(0.6)
@given(report=reports().map(zeros_left_blank), rng=RANDOM)
def test_a_lost_column(report: ReportData, rng: Random) -> None:
    assert_nothing_false(check_text(without_a_column(report, rng)), report)


@law(0.6)
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

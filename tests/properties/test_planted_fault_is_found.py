"""Every slip that touches a relation is reported, at every relation it breaks and nowhere else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from support.checking import check_written, law
from support.faults import faulty_reports
from support.oracle import errors, violated
from support.reports import ReportData, totals_left_blank, zeros_left_blank
from support.writers import WRITERS

EXACT = sorted(name for name, writer in WRITERS.items() if name not in {"docx-office", "docx-nested"})


@law()
@given(report=faulty_reports())
def test_one_wrong_cell_is_found(report: ReportData) -> None:
    assert violated(report)
    assert errors(check_written(report)) == violated(report)


@law()
@given(report=faulty_reports(most=6))
def test_many_wrong_cells_are_found(report: ReportData) -> None:
    assert errors(check_written(report)) == violated(report)


@law(0.6)
@given(report=faulty_reports(), writer=st.sampled_from(EXACT))
def test_a_wrong_cell_is_found_in_every_format(report: ReportData, writer: str) -> None:
    assert errors(check_written(report, writer)) == violated(report)


@law()
@given(report=faulty_reports(most=3).map(zeros_left_blank))
def test_wrong_cells_are_found_among_blanks(report: ReportData) -> None:
    assert errors(check_written(report)) == violated(report)


@law()
@given(report=faulty_reports(most=3).map(totals_left_blank))
def test_wrong_cells_are_found_where_totals_are_left_out(report: ReportData) -> None:
    assert errors(check_written(report)) == violated(report)

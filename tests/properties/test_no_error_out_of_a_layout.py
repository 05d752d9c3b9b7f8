"""In no layout of a text does a relation fail that holds in the report."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.checking import check_text, check_written, law
from support.converted import CONVERTED
from support.official import lay_out
from support.oracle import broken
from support.randomreport import reports
from support.reports import ReportData, zeros_left_blank


@pytest.mark.parametrize("layout", CONVERTED)
@law(0.04)
@given(report=reports() | reports().map(zeros_left_blank))
def test_a_report_in_order(layout: str, report: ReportData) -> None:
    assert broken(check_text(CONVERTED[layout](lay_out(report)))) <= broken(check_written(report, "html"))


@pytest.mark.parametrize("layout", CONVERTED)
@law(0.04)
@given(report=reports(), rng=st.randoms(use_true_random=True))
def test_a_report_with_a_false_number(layout: str, report: ReportData, rng: Random) -> None:
    cells = [cell for cell in report.cells if cell.startswith(("requests.", "disputes."))]
    wrong = rng.choice(cells)
    faulty = report.with_cells({wrong: report.number(wrong) + rng.randint(1, 30)})
    assert broken(check_text(CONVERTED[layout](lay_out(faulty)))) <= broken(check_written(faulty, "html"))

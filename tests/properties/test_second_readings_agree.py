"""A second way to read a format reads what the first one reads, in whatever style a report is set."""

from __future__ import annotations

import pytest
from hypothesis import given
from support.checking import CHECKER, law
from support.official import lay_out
from support.randomreport import reports
from support.reports import ReportData, zeros_left_blank
from support.style import Style, styles
from support.writers import WRITERS

from validator.model.numbers import read_number
from validator.readers import SECOND_READERS, read


@pytest.mark.parametrize("writer", [name for name in WRITERS if name.partition("-")[0] in SECOND_READERS])
@law(0.2)
@given(report=reports().map(zeros_left_blank) | reports(), style=styles())
def test_both_readings_agree(writer: str, report: ReportData, style: Style) -> None:
    data = WRITERS[writer].write(lay_out(report, style))
    second = CHECKER.recognise(read("report", data=data, second=True))
    assert second.form.editions == report.form.editions
    values = {cell: second[cell].value for cell in report.form.cells}
    assert values == {cell: read_number(printed or "").value for cell, printed in report.cells.items()}

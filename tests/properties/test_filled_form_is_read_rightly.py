from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from support.checking import CHECKER, law
from support.randomreport import reports
from support.workbooks import fill

from validator.packs.pack import load_pack
from validator.readers import read
from validator.renderers import FORM_EXPORTERS, RenderOptions, form_exporter

if TYPE_CHECKING:
    from support.reports import ReportData


@cache
def blank(form_id: str) -> bytes:
    form = next(one for one in load_pack().forms if one.id == form_id)
    export = form_exporter(FORM_EXPORTERS["xlsx"])
    return export(form, CHECKER.constraints(form), load_pack(), RenderOptions())


@pytest.mark.parametrize("name", ["2019", "2021"])
def test_filled_form_is_read_rightly(name: str) -> None:
    @law(0.4)
    @given(reports([name]))
    def holds(report: ReportData) -> None:
        numbers = {cell: text.rstrip("万元") for cell, text in report.cells.items() if text is not None}
        read_back = CHECKER.recognise(read("filled.xlsx", data=fill(blank(report.form.id), report.form, numbers)))
        assert read_back.form.id == report.form.id
        values = {cell: read_back[cell].value for cell in report.form.cells}
        assert {cell: float(value or 0) for cell, value in values.items()} == {
            cell: float(text) for cell, text in numbers.items()
        }

    holds()

"""What `gouji read --format csv|xlsx` writes reads back without loss, and is checked as the report itself."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.accuracy import sample
from support.checking import CHECKER, law
from support.layouts import LAYOUTS

from validator.model.report import CellValue, Report
from validator.model.result import ReportResult, Result
from validator.packs.pack import load_pack
from validator.readers import read
from validator.renderers import RenderOptions
from validator.renderers.data.lines import csv_header, csv_lines
from validator.renderers.data.records import CELL_FIELDS, cell_records
from validator.renderers.workbook import cells as workbook

PACK = load_pack()
NAMES = sorted(name for name, layout in LAYOUTS.items() if not layout.needs_more and name != "glued")


def written(reports: list[Report], kind: str) -> bytes:
    result = Result(tuple(map(ReportResult, reports)))
    if kind == "csv":
        lines = (csv_lines(cell_records(one), CELL_FIELDS) for one in result.reports)
        return (csv_header(CELL_FIELDS) + "".join(lines)).encode()
    return workbook.export(result, PACK, RenderOptions())


def said(value: CellValue) -> tuple[object, ...]:
    """All of a cell but what the export has no field for: the choices of an uncertain one, and places on a page."""
    place = None if value.location is None else value.location._replace(box=None)
    return value.reading, value.value, value.raw, place, value.unit, value.note, value.places


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@law(0.4)
@given(st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 999)), min_size=1, max_size=3))
@example([("single-blanks", 244)])  # an uncertain number with its unit
def test_reading_writing_and_reading_gives_the_same_cells(kind: str, drawn: list[tuple[str, int]]) -> None:
    reports = [
        CHECKER.recognise(read(f"{number}.x", data=sample(name, seed).data))
        for number, (name, seed) in enumerate(drawn)
    ]
    again = CHECKER.recognise_all(read("book", data=written(reports, kind)))
    assert [one.part for one in again] == [one.path for one in reports]
    for one, other in zip(reports, again, strict=True):
        assert other.form.editions == one.form.editions
        assert (other.organ, other.year) == (one.organ, one.year)
        for cell in one.form.cells:
            assert said(other[cell]) == said(one[cell]), cell

from __future__ import annotations

import pytest
from support.official import lay_out
from support.page import Sheet
from support.reports import ReportData, form

from validator.model.form import Form
from validator.renderers.layout.form import FormSheet, form_sheets, section_of


def printed(sheet: FormSheet) -> list[tuple[int, int, int, int, str]]:
    return sorted((box.row, box.column, box.rowspan, box.colspan, box.text) for box in sheet.boxes)


def official(of: Form) -> list[list[tuple[int, int, int, int, str]]]:
    """The form as the tests lay it out, written down by hand from the official one."""
    report = ReportData("甲县", of.first_year, of, dict.fromkeys(of.cells))
    sheets = [block for block in lay_out(report) if isinstance(block, Sheet)]
    return [
        sorted(
            (at, column, box.rowspan, box.colspan, box.text)
            for at, row in enumerate(sheet.placed())
            for column, box in row
        )
        for sheet in sheets
    ]


@pytest.mark.parametrize("name", ["2019", "2021", "hybrid"])
def test_a_form_is_laid_out_as_the_official_one(name: str) -> None:
    assert [printed(sheet) for sheet in form_sheets(form(name))] == official(form(name))


@pytest.mark.parametrize("name", ["2019", "2021", "hybrid"])
def test_every_cell_of_the_form_has_one_blank(name: str) -> None:
    cells = [box.cell for sheet in form_sheets(form(name)) for box in sheet.boxes if box.cell]
    assert sorted(cells) == sorted(form(name).cells)


@pytest.mark.parametrize("name", ["2019", "2021"])
def test_boxes_cover_a_sheet_without_a_gap(name: str) -> None:
    for sheet in form_sheets(form(name)):
        places = [
            (row, column)
            for box in sheet.boxes
            for row in range(box.row, box.row + box.rowspan)
            for column in range(box.column, box.column + box.colspan)
        ]
        assert sorted(places) == [(row, column) for row in range(sheet.height) for column in range(sheet.width)]


def test_each_sheet_belongs_to_a_section() -> None:
    assert [section_of(sheet, form("2021")) for sheet in form_sheets(form("2021"))] == ["二", "三", "四"]


def test_labels_are_wider_than_numbers() -> None:
    requests = form_sheets(form("2021"))[1]
    assert requests.labels == 3
    assert requests.widths[2] > requests.widths[3] == requests.widths[-1]

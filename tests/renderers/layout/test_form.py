from __future__ import annotations

import pytest
from msgspec.structs import replace
from support.official import lay_out
from support.page import Sheet
from support.reports import ReportData, form

from validator.model.form import Form
from validator.renderers.layout.form import FormSheet, form_sheets, laid_out


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


def below(of: Form) -> list[tuple[str, list[str]]]:
    return [(heading, [sheet.number for sheet in sheets]) for heading, sheets in laid_out(of)]


def test_each_sheet_stands_below_the_heading_of_its_section() -> None:
    assert below(form("2021")) == [
        ("一、总体情况", []),
        ("二、主动公开政府信息情况", ["表二"]),
        ("三、收到和处理政府信息公开申请情况", ["表三"]),
        ("四、政府信息公开行政复议、行政诉讼情况", ["表四"]),
        ("五、存在的主要问题及改进情况", []),
        ("六、其他需要报告的事项", []),
    ]


def test_a_sheet_of_no_section_comes_last() -> None:
    sections = [one for one in form("2021").sections if one.number in {"一", "三"}]
    told = below(replace(form("2021"), sections=tuple(sections)))
    assert [sheets for _, sheets in told] == [[], ["表三"], ["表二", "表四"]]
    assert told[-1][0] == ""


def test_labels_are_wider_than_numbers() -> None:
    requests = form_sheets(form("2021"))[1]
    assert requests.labels == 3
    assert requests.widths[2] > requests.widths[3] == requests.widths[-1]

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from readers.documents import cover, only_grid, paragraphs, shape, zipped
from readers.documents import rows as texts
from readers.sheet_samples import (
    merged,
    ods,
    ods_cell,
    ods_number,
    ods_row,
    ods_table,
    opendocument_parts,
    rows,
    xlsx,
    xlsx_parts,
)

from validator.model.document import Document, Location
from validator.model.errors import UnreadableInputError
from validator.readers import READERS
from validator.readers.spreadsheet._sheet import COVERED_LEFT_OUT, HIDDEN_READ, NOT_COMPUTED, SHEET_LEFT_OUT
from validator.readers.spreadsheet.reader import read_ods, read_xls, read_xlsx

XLS = (Path(__file__).parents[1] / "data" / "sheets.xls").read_bytes()
"""Two sheets that show and one that does not, with merged cells, formats, a hidden row and formulas."""


def workbook(*sheets: str, strings: Sequence[str] = (), formats: Sequence[str] = (), properties: str = "") -> Document:
    return read_xlsx("年报.xlsx", xlsx(*sheets, strings=strings, formats=formats, properties=properties))


def refused(data: bytes, kind: str = "xlsx") -> str:
    with pytest.raises(UnreadableInputError) as caught:
        READERS[kind]("年报", data)
    assert caught.value.path == "年报"
    assert caught.value.reason.zh
    assert caught.value.hint.zh
    return caught.value.reason.en


# Where tables begin and end


def test_blank_rows_part_tables_and_each_is_as_wide_as_its_own_cells() -> None:
    document = workbook(rows("a|b|c", "1|2|3", "", " | d|e", " | 4|5"))
    first, second = document.grids
    assert texts(first) == [["a", "b", "c"], ["1", "2", "3"]]
    assert texts(second) == [["d", "e"], ["4", "5"]]
    assert first.widths == (3, 3)
    assert second.widths == (2, 2)


def test_text_above_a_table_becomes_paragraphs() -> None:
    document = workbook(rows("某局2023年年报", "三、收到和处理情况", "a|b", "1|2"))
    assert shape(document) == "PPG"
    assert paragraphs(document) == ["某局2023年年报", "三、收到和处理情况"]


def test_the_label_of_a_row_without_numbers_stays_in_its_table() -> None:
    document = workbook(rows("a|b", "一、新收|1", "二、结转", "三、总计|2", "四、结转下年"))
    assert shape(document) == "G"
    assert texts(only_grid(document))[-1] == ["四、结转下年", ""]


def test_prose_and_headings_across_the_table_part_it() -> None:
    across = rows("a|b|c", "1|2|3", "四、复议", "d|e|f", "4|5|6", "以上数字均已核对。") + merged("A3:C3")
    document = workbook(across)
    assert shape(document) == "GPGP"
    assert paragraphs(document) == ["四、复议", "以上数字均已核对。"]


def test_a_column_of_text_is_prose() -> None:
    assert paragraphs(workbook(rows("一、总体情况", "甲", "乙"))) == ["一、总体情况", "甲", "乙"]


def test_a_cell_merged_downwards_holds_a_table_together() -> None:
    document = workbook(rows("三|a|1", "", " |b|2") + merged("A1:A3"))
    assert cover(only_grid(document)) == [["三", "a", "1"], ["三", "", ""], ["三", "b", "2"]]


def test_places_name_sheet_and_address() -> None:
    document = workbook(rows("标题", "", " |a|b", " |1|2"), rows("c|d", "3|4"))
    assert document.blocks[0].location == Location(paragraph=1, sheet="表1", address="A1")
    first, second = document.grids
    assert first.location == Location(table=1, sheet="表1", address="B3")
    assert first.rows[1][1].location == Location(table=1, row=2, column=2, sheet="表1", address="C4")
    assert second.rows[1][0].location == Location(table=2, row=2, column=1, sheet="表2", address="A2")


# Merged cells


def test_merged_cells_are_one_cell_with_spans() -> None:
    grid = only_grid(workbook(rows("信息内容|件数", " |制发|废止", "规章|1|2") + merged("A1:A2", "B1:C1")))
    assert cover(grid) == [["信息内容", "件数", "件数"], ["信息内容", "制发", "废止"], ["规章", "1", "2"]]
    assert grid.widths == (3, 3, 3)


def test_blank_merged_cells_are_cut_at_the_edges_of_their_table() -> None:
    grid = next(workbook(rows("a| |b", "1| |2", "", "c|d") + merged("B1:B3", "D1:H1")).grids)
    assert cover(grid) == [["a", "", "b"], ["1", "", "2"]]
    assert [(cell.row, cell.column, cell.rowspan) for cell in grid.cells if not cell.text] == [(0, 1, 2)]


def test_what_stands_under_a_merged_cell_is_left_out_and_said() -> None:
    document = workbook(rows("a|b|c", "1|2|3") + merged("A1:B1"))
    assert texts(only_grid(document)) == [["a", "c"], ["1", "2", "3"]]
    assert document.warnings == (COVERED_LEFT_OUT,)


def test_of_overlapping_merged_cells_the_first_stands() -> None:
    grid = only_grid(workbook(rows("a|b|c", "1|2|3") + merged("A2:B2", "B1:B2", "nonsense")))
    assert cover(grid) == [["a", "b", "c"], ["1", "1", "3"]]


# What stands in a cell


def test_strings_are_shared_inline_or_rich() -> None:
    strings = ["<t>甲</t>", "<r><t>乙</t></r><r><t>局</t></r><rPh><t>yi</t></rPh>", "<t>一_x000D_\n二</t>"]
    cells = '<c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="s"><v>99</v></c>'
    inline = '<c t="inlineStr"><is><r><t>丙</t></r></is></c><c t="str"><f>A1</f><v>丁</v></c><c t="b"><v>1</v></c>'
    document = workbook(f"<sheetData><row>{cells}</row><row>{inline}</row></sheetData>", strings=strings)
    assert texts(only_grid(document)) == [["甲", "乙局", "一\n二"], ["丙", "丁", "TRUE"]]


def test_numbers_are_printed_as_their_format_says() -> None:
    formats = ["0.00", "0.0%", "yyyy&quot;年&quot;"]
    cells = "".join(f'<c s="{style}"><v>{value}</v></c>' for style, value in [(0, "12.0"), (1, "4525.4"), (2, "0.256")])
    date = '<c s="3"><v>45292</v></c><c s="77"><v>4525.3999999999996</v></c><c t="e"><v>#N/A</v></c>'
    document = workbook(f"<sheetData><row>{cells}</row><row>{date}</row></sheetData>", formats=formats)
    assert texts(only_grid(document)) == [["12", "4525.40", "25.6%"], ["2024年", "4525.4", "#N/A"]]


def test_dates_may_count_from_1904() -> None:
    sheet = '<sheetData><row><c s="1"><v>0</v></c><c><v>1</v></c></row></sheetData>'
    document = workbook(sheet, formats=["yyyy-mm-dd"], properties='<workbookPr date1904="1"/>')
    assert texts(only_grid(document)) == [["1904-01-01", "1"]]


def test_rows_and_cells_may_come_without_addresses() -> None:
    sheet = (
        "<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row/><row/>"
        '<row><c><v>3</v></c></row><row r="9"><c r="B9"><v>5</v></c><c><v>6</v></c></row></sheetData>'
    )
    document = workbook(sheet)
    assert [cell.location.address for grid in document.grids for cell in grid.cells] == ["A1", "B1", "B9", "C9"]
    assert [paragraph.location.address for paragraph in document.paragraphs] == ["A4"]


# Formulas


def test_formulas_with_a_result_give_it() -> None:
    sheet = '<sheetData><row><c><f>A9*2</f><v>7</v></c><c t="str"><f>""</f><v></v></c><c><v>1</v></c></row></sheetData>'
    document = workbook(sheet)
    assert texts(only_grid(document)) == [["7", "", "1"]]
    assert document.warnings == ()


def test_sums_without_a_result_are_computed() -> None:
    document = workbook(rows("规章|1|2.5|=SUM(B1:C1)", "文件|3||=B2+C2", "总计|=SUM(B1:B2)|=SUM(C1:C2)|=SUM(D1:D2)"))
    assert [row[-1] for row in texts(only_grid(document))] == ["3.5", "3", "6.5"]
    assert document.warnings == ()


def test_other_formulas_without_a_result_stay_and_are_said() -> None:
    document = workbook(rows("a|1|=B1*2", "b|2|=ROUND(B2,0)"))
    assert [row[-1] for row in texts(only_grid(document))] == ["=B1*2", "=ROUND(B2,0)"]
    assert document.warnings == (NOT_COMPUTED,)


def test_a_formula_that_was_filled_down_counts_from_its_own_place() -> None:
    sheet = (
        '<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c>'
        '<c r="C1"><f t="shared" ref="C1:C2" si="0">A1+B1</f></c></row>'
        '<row r="2"><c r="A2"><v>3</v></c><c r="B2"><v>4</v></c><c r="C2"><f t="shared" si="0"/></c></row></sheetData>'
    )
    assert [row[-1] for row in texts(only_grid(workbook(sheet)))] == ["3", "7"]


# What does not show


def test_hidden_rows_and_columns_are_read_and_said() -> None:
    sheet = '<cols><col min="3" max="9" hidden="1"/></cols>' + rows("a|b", "1|2").replace(
        'r="2">', 'r="2" hidden="1">', 1
    )
    document = workbook(sheet)
    assert texts(only_grid(document)) == [["a", "b"], ["1", "2"]]
    assert document.warnings == (HIDDEN_READ,)
    assert workbook('<cols><col min="2" max="2" hidden="true"/></cols>' + rows("a|b")).warnings == (HIDDEN_READ,)
    assert workbook('<cols><col min="3" max="9" hidden="1"/></cols>' + rows("a|b")).warnings == ()


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_are_left_out_and_said(state: str) -> None:
    document = read_xlsx("x", xlsx(rows("a|b"), rows("c|d"), states=["visible", state]))
    assert texts(only_grid(document)) == [["a", "b"]]
    assert document.warnings == (SHEET_LEFT_OUT,)


# Several sheets


def test_sheets_come_one_after_the_other_each_block_with_its_sheet() -> None:
    content = xlsx(rows("a|b"), "", rows("c|d"))
    document = read_xlsx("x", content)
    assert [texts(grid) for grid in document.grids] == [[["a", "b"]], [["c", "d"]]]
    assert [grid.location.sheet for grid in document.grids] == ["表1", "表3"]
    assert document.title is None


def test_the_flat_export_is_told_from_tables() -> None:
    header = "path|organ|year|form|table|row|column|value|unit|raw"
    assert workbook(rows(header, "a|b|2023|c|d|e|f|1||1")).flat
    assert not workbook(rows("path|organ|year", "a|b|2023")).flat
    assert not workbook("").flat


# Old workbooks


def test_an_old_workbook_reads_like_a_new_one() -> None:
    document = read_xls("年报.xls", XLS)
    first, second = document.grids
    assert paragraphs(document) == ["甲县2023年政府信息公开工作年度报告"]
    assert cover(first) == [
        ["信息内容", "本年制发件数", "本年制发件数", "收费金额"],
        ["信息内容", "制发", "废止", "收费金额"],
        ["规章", "3", "0", "4525.40"],
        ["规范性文件", "12", "", "25.6%"],
        ["总计", "15", "#DIV/0!", "4525.656"],
        ["统计日期", "2023年12月31日", "TRUE", "-1,234.50"],
    ]
    assert texts(second) == [["乙", "1"], ["丙", "2"]]
    assert first.rows[2][1].location == Location(table=1, row=3, column=2, sheet="年报", address="B5")
    assert document.warnings == (SHEET_LEFT_OUT, HIDDEN_READ)
    assert document.format == "xls"


@pytest.mark.parametrize("kept", range(0, len(XLS), 701))
def test_a_truncated_old_workbook_is_refused(kept: int) -> None:
    assert "damaged" in refused(XLS[:kept], "xls")


# OpenDocument


def test_an_open_document_sheet_reads_as_printed() -> None:
    table = ods_table(
        "<table:table-column/>",
        ods_row(
            ods_cell("信息内容"), ods_cell("件数", ' table:number-columns-spanned="2"'), "<table:covered-table-cell/>"
        ),
        ods_row(ods_cell("规章"), ods_number("1234.5", "¥1,234.50"), ods_number("0", "-")),
        ods_row(
            ods_cell("总计", ' table:number-rows-spanned="2"'),
            ods_cell("", ' table:formula="of:=SUM([.B2:.C2])"'),
            ods_cell("", ' table:formula="of:=[.B2]*2"'),
        ),
        ods_row("<table:covered-table-cell/>", ods_cell("甲<text:s/>乙"), ods_number("3", "")),
    )
    document = read_ods("x", ods(table))
    assert cover(only_grid(document)) == [
        ["信息内容", "件数", "件数"],
        ["规章", "1,234.50", "0"],
        ["总计", "1234.5", "=B2*2"],
        ["总计", "甲 乙", "3"],
    ]
    assert document.warnings == (NOT_COMPUTED,)


def test_repeated_cells_and_rows_are_laid_out() -> None:
    table = ods_table(
        ods_row(ods_cell("a"), ods_cell("", ' table:number-columns-repeated="2"'), ods_cell("b")),
        ods_row(
            ods_number("1", "1", ' table:number-columns-repeated="4"'), attributes=' table:number-rows-repeated="2"'
        ),
        ods_row(ods_cell("", ' table:number-columns-repeated="16384"'), attributes=' table:number-rows-repeated="9"'),
        ods_row(ods_cell("c"), ods_cell("d")),
    )
    first, second = read_ods("x", ods(table)).grids
    assert texts(first) == [["a", "", "", "b"], ["1"] * 4, ["1"] * 4]
    assert second.rows[0][0].location.address == "A13"


def test_hidden_parts_of_an_open_document_sheet() -> None:
    hiding = (
        '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>'
    )
    shown = ods_table(
        '<table:table-column table:visibility="collapse"/>',
        ods_row(ods_cell("a"), ods_cell("b<office:annotation><text:p>批注</text:p></office:annotation>")),
    )
    hidden = ods_table(ods_row(ods_cell("c"), ods_cell("d")), attributes=' table:style-name="h"')
    document = read_ods("x", ods(hidden, shown, styles=hiding))
    assert texts(only_grid(document)) == [["a", "b"]]
    assert document.warnings == (SHEET_LEFT_OUT, HIDDEN_READ)


# Damage


@pytest.mark.parametrize("kept", [30, 500, 0.5, 0.9, 0.99])
def test_a_truncated_workbook_is_refused(kept: float) -> None:
    content = xlsx(rows("a|b"))
    assert "damaged" in refused(content[: int(kept if kept > 1 else kept * len(content))])


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("xl/worksheets/sheet1.xml", None, "sheet1.xml is missing"),
        ("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row>", "no valid XML"),
        ("xl/worksheets/sheet1.xml", "<!DOCTYPE a [<!ENTITY x 'y'>]><a><c>&x;</c></a>", "DOCTYPE"),
        ("xl/worksheets/sheet1.xml", "<c>" * 300 + "</c>" * 300, "nested too deep"),
        ("xl/workbook.xml", None, "workbook.xml is missing"),
        ("xl/styles.xml", "<styles", "no valid XML"),
        ("xl/sharedStrings.xml", "<sst><si>", "no valid XML"),
    ],
)
def test_a_workbook_with_a_broken_part_is_refused(name: str, content: str | None, reason: str) -> None:
    parts = xlsx_parts(rows("a|b"))
    kept = {key: part for key, part in parts.items() if key != name} | ({} if content is None else {name: content})
    assert reason in refused(zipped(kept))


def test_a_binary_workbook_is_refused_by_name() -> None:
    parts = xlsx_parts(rows("a|b"))
    parts["_rels/.rels"] = str(parts["_rels/.rels"]).replace("workbook.xml", "workbook.bin")
    assert ".xlsb" in refused(zipped(parts))


def test_an_open_document_sheet_under_a_password_is_refused() -> None:
    parts = opendocument_parts("spreadsheet", ods_table(ods_row(ods_cell("a"))))
    parts["META-INF/manifest.xml"] = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    assert "password" in refused(zipped(parts), "ods")


def test_an_open_document_file_without_a_sheet_is_refused() -> None:
    assert "holds no sheet" in refused(zipped(opendocument_parts("text", "<text:p>a</text:p>")), "ods")


# Any table


@st.composite
def sheets(draw: st.DrawFn) -> tuple[list[list[str]], list[tuple[int, int, int, int]]]:
    """A grid of texts, with merged areas (top, left, bottom, right) that do not overlap; no row is blank."""
    height, width = draw(st.integers(2, 7)), draw(st.integers(2, 7))
    areas = []
    free = {(row, column) for row in range(height) for column in range(width)}
    for _ in range(draw(st.integers(0, 4))):
        top, left = draw(st.integers(0, height - 1)), draw(st.integers(0, width - 1))
        bottom, right = draw(st.integers(top, height - 1)), draw(st.integers(left, width - 1))
        area = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        # One that covers a whole row could be a heading, which is no part of the table.
        if area <= free and len(area) > 1 and right - left + 1 < width:
            free -= area
            areas.append((top, left, bottom, right))
    grid = [[f"{row}.{column}甲" for column in range(width)] for row in range(height)]
    return grid, areas


@given(sheets())
def test_any_table_with_merged_cells_comes_back(sheet: tuple[list[list[str]], list[tuple[int, int, int, int]]]) -> None:
    grid, areas = sheet
    book = openpyxl.Workbook()
    worksheet = book.create_sheet("表", 0)
    for line in grid:
        worksheet.append(line)
    expected = [list(line) for line in grid]
    for top, left, bottom, right in areas:
        worksheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
        for row in range(top, bottom + 1):
            expected[row][left : right + 1] = [grid[top][left]] * (right - left + 1)
    file = io.BytesIO()
    book.save(file)
    document = read_xlsx("x", file.getvalue())
    assert [line for one in document.grids for line in cover(one)] == expected
    assert document.warnings == ()

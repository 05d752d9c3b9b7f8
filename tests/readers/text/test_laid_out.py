"""Text laid out as the pages of a PDF: columns by the count of characters, labels broken over lines."""

from __future__ import annotations

from collections.abc import Sequence

from readers.documents import read_bytes, rows

from validator.model.document import Grid

STARTS = (0, 24, 32, 40)
"""Where the columns begin, in characters."""
LINES = (
    ("", "自然人", "商业企业", "总计"),
    ("一、本年新收政府信息公",),
    ("", "12", "", "12"),
    ("开申请数量",),
    ("二、上年结转申请数量", "", "3", "3"),
    ("三、办理结果", "12", "3", "15"),
)


def laid_out(lines: Sequence[Sequence[str]]) -> str:
    text = ""
    for cells in lines:
        line = ""
        for start, cell in zip(STARTS, cells, strict=False):
            line = line.ljust(start) + cell
        text += line.rstrip() + "\n"
    return text


PAGE = "二、主动公开政府信息情况\n\n" + laid_out(LINES)


def grids(text: str) -> list[Grid]:
    return list(read_bytes(text).grids)


def test_numbers_stand_under_their_columns_beside_labels_that_wrap() -> None:
    (grid,) = grids(f"{PAGE}\f一、总体情况\n")
    assert grid.positioned
    assert grid.aligned
    assert rows(grid)[1:] == [
        ["一、本年新收政府信息公开申请数量", "12", "", "12"],
        ["二、上年结转申请数量", "", "3", "3"],
        ["三、办理结果", "12", "3", "15"],
    ]


def test_the_label_of_a_group_beside_numbers_parts_no_label() -> None:
    page = (
        "                自然人   商业企业  总计\n"
        "      （一）予以公开     1            1\n"
        "            1.属于国家\n"
        "（二）不予公                 12     12\n"
        "            秘密\n"
        "开           2.保护\n"
        "            第三方\n"
        "      （三）总计       1     12     13\n"
    )
    (grid,) = grids(f"{page}\f一、总体情况\n")
    texts = [[text for text in row if text] for row in rows(grid)]
    assert ["（二）不予公", "1.属于国家秘密", "12", "12"] in [[text.replace("开", "") for text in row] for row in texts]


def test_a_sentence_parts_tables_that_have_numbers_in_the_same_columns() -> None:
    row = ("复议", "1", "2", "3")
    second = laid_out([("四、复议情况",), ("本年度被申请复议七件。",), row, row])
    first, last = grids(f"{PAGE}{second}\f一、总体情况\n")
    assert ["三、办理结果", "12", "3", "15"] in rows(first)
    assert rows(last)[-1] == list(row)


def test_cells_know_their_line_and_page() -> None:
    first, second = grids(f"{PAGE}\f{PAGE}")
    assert [grid.location.table for grid in (first, second)] == [1, 2]
    number = next(cell for cell in second.cells if cell.text == "15")
    assert (number.location.page, number.location.line, number.location.box) == (2, 16, None)
    assert [one.location.paragraph for one in read_bytes(f"{PAGE}\f{PAGE}").paragraphs] == [1, 2]


def test_a_text_without_pages_is_read_line_by_line() -> None:
    assert "开申请数量" in {cell.text for grid in grids(PAGE) for cell in grid.cells}


def test_columns_that_are_straight_on_a_screen_are_not_counted_in_characters() -> None:
    rows_on_screen = ["规章          0    3", "规范性文件    27   3", "文件          5    3", "其他主动公开  1    2"]
    (grid,) = grids("\n".join(rows_on_screen) + "\n\f")
    assert [row[0] for row in rows(grid)] == ["规章", "规范性文件", "文件", "其他主动公开"]
    assert grid.location.page is None

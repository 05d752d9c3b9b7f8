"""Which lines without ruling lines are one table, and which are another right below it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from readers.documents import cover, rows
from readers.pdf_samples import Page, draw_table, pdf, places, plain_cells, text_width

from validator.readers.pdf.reader import read_pdf

ABOVE = [["甲", "12", "1", "13"], ["乙", "4", "0", "4"], ["丙", "", "7", "7"]]
BELOW = [["丁", "20", "1", "21"], ["戊", "3", "0", "3"], ["己", "", "56", "56"]]


def grids(*tables: tuple[Sequence[Sequence[str]], float, Sequence[float]], pages: int = 1) -> list[list[list[str]]]:
    """The texts of the grids read from tables without lines: (rows, where the first begins, edges of the columns)."""
    drawn = [Page() for _ in range(pages)]
    for at, (texts, top, xs) in enumerate(tables):
        draw_table(drawn[min(at, pages - 1)], plain_cells(texts), xs, places(top, [18.0] * len(texts)), ruled=False)
    return [rows(grid) for grid in read_pdf("report", pdf(drawn)).grids]


EDGES = places(60.0, [80, 60, 60, 60])


def moved(by: float) -> list[float]:
    return [edge + by for edge in EDGES]


@pytest.mark.parametrize("by", [-7.0, 4.0, 9.0])
@pytest.mark.parametrize("pages", [1, 2])
def test_a_table_right_below_another_is_known_by_where_its_columns_stand(by: float, pages: int) -> None:
    below = 100 + 18.0 * len(ABOVE) if pages == 1 else 60.0
    assert grids((ABOVE, 100, EDGES), (BELOW, below, moved(by)), pages=pages) == [ABOVE, BELOW]


def test_one_row_on_the_next_page_may_be_a_table_with_columns_of_its_own() -> None:
    row = [["丁", "20", "", "21"]]
    above, below = grids((ABOVE, 100, EDGES), (row, 60, moved(8)), pages=2)
    assert above == ABOVE
    assert [text for text in below[0] if text] == ["丁", "20", "21"]


@pytest.mark.parametrize("pages", [1, 2])
def test_a_table_that_goes_on_in_its_columns_is_one(pages: int) -> None:
    below = 100 + 18.0 * len(ABOVE) if pages == 1 else 60.0
    assert grids((ABOVE, 100, EDGES), (BELOW, below, EDGES), pages=pages) == [[*ABOVE, *BELOW]]


def test_one_row_that_stands_a_little_otherwise_is_no_table() -> None:
    odd = [["丁", "20", "1", "21"]]
    found = grids((ABOVE, 100, EDGES), (odd, 154, moved(4)), (BELOW[1:], 172, EDGES))
    assert found == [[*ABOVE, *odd, *BELOW[1:]]]


def test_numbers_that_begin_at_one_place_are_in_one_column_however_long() -> None:
    page = Page()
    numbers = [["1", "20", "3"], ["4000", "5", "60"], ["7", "8", "9000"], ["10", "110", "12"]]
    for at, row in enumerate(numbers):
        for column, text in enumerate(["甲乙丙丁"[at], *row]):
            page.text(60 + 70 * column, 100 + 18 * at, text)
    (grid,) = read_pdf("report", pdf([page])).grids
    assert cover(grid) == [["甲乙丙丁"[at], *row] for at, row in enumerate(numbers)]


def test_a_number_half_way_down_a_label_that_wraps_is_no_header_of_it() -> None:
    page = Page()
    page.text(60, 100, "本年新收政府信息")
    page.text(60, 113, "公开申请数量共计")
    for column, text in enumerate(["0", "11", "2", "13"]):
        page.text(60 + text_width("公开申请数量共计") + 2 + 40 * column, 106.5, text)
    (grid,) = read_pdf("report", pdf([page])).grids
    assert rows(grid) == [["本年新收政府信息公开申请数量共计", "0", "11", "2", "13"]]


def test_a_caption_over_all_columns_at_the_top_of_a_page_is_no_label_of_the_row_above() -> None:
    first, second = Page(), Page()
    xs = places(60.0, [80, 80, 80, 80])
    above = [["甲", "1", "2", "3"], ["乙", "4", "5", "6"], ["丙", "", "7", ""]]
    draw_table(first, plain_cells(above), xs, places(700, [20.0] * 3), ruled=False)
    draw_table(second, [((0, 0, 1, 4), "第二十条第六项")], xs, places(60, [20.0]), ruled=False)
    draw_table(second, plain_cells([["丁", "", "8", ""]]), xs, places(80, [20.0]), ruled=False)
    texts = [row for grid in read_pdf("report", pdf([first, second])).grids for row in rows(grid)]
    assert ["丙", "", "7", ""] in texts


@pytest.mark.parametrize("label", [["5.要求机关", "确认或重新", "出具的信息"], ["5.要求机关", "确认或重新"]])
def test_a_number_set_one_digit_a_line_beside_a_label_of_as_many_lines_is_whole(label: list[str]) -> None:
    page = Page()
    xs = places(60.0, [70, 22, 22, 60])
    pitch = 12.0
    digits = "459"[: len(label)]
    for at, (text, digit) in enumerate(zip(label, digits, strict=True)):
        page.text(xs[0], 150 + pitch * at, text)
        page.text(xs[1] + 6, 150 + pitch * at, digit)
    page.text(xs[3], 150 + pitch * (len(label) - 1) / 2, digits)
    for at, texts in enumerate([["3.甲", "", "7", "7"], ["4.乙", "1", "0", "1"]]):
        for x, text in zip(xs, texts, strict=False):
            page.text(x + 6 * (x > xs[0]) * (x < xs[3]), 100 + 22 * at, text)
    for x, text in zip(xs, ["6.丙", "8", "2", "10"], strict=False):
        page.text(x + 6 * (x > xs[0]) * (x < xs[3]), 200, text)
    (grid,) = read_pdf("report", pdf([page])).grids
    assert ["".join(label), digits, "", digits] in cover(grid)

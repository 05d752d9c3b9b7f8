"""Tables that run over a page break, and the rows that the break cuts."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from readers.documents import cover, only_grid, rows
from readers.pdf_samples import Page, Span, draw_table, pdf, places, plain_cells, table_page

from validator.model.document import Document
from validator.readers.pdf.reader import read_pdf

HEAD = [["项目", "本年", "上年"]]


def document(*pages: Page) -> Document:
    return read_pdf("report", pdf(pages))


def broken(
    above: Sequence[Sequence[str]], below: Sequence[Sequence[str]], *, bottom: bool = True, width: float = 60.0
) -> list[Page]:
    """A table over two pages; `bottom`: its last row on the first page is ruled below."""
    first, second = Page(), table_page(below, top=60, width=width)
    xs, ys = places(60.0, [width] * len(above[0])), places(842 - 90 - 24.0 * len(above), [24.0] * len(above))
    for y in ys if bottom else ys[:-1]:
        first.line(xs[0], y, xs[-1], y)
    for x in xs:
        first.line(x, ys[0], x, ys[-1])
    draw_table(first, plain_cells(above), xs, ys, ruled=False)
    first.text(290, 800, "- 1 -")
    second.text(290, 800, "- 2 -")
    return [first, second]


@pytest.mark.parametrize("bottom", [True, False])
def test_a_table_over_two_pages_is_a_grid_on_each(bottom: bool) -> None:  # noqa: FBT001  a case
    read = document(*broken([*HEAD, ["甲", "12", "3"]], [["乙", "", "450"], ["丙", "1", "2"]], bottom=bottom))
    first, second = read.grids
    assert rows(first) == [*HEAD, ["甲", "12", "3"]]
    assert rows(second) == [["乙", "", "450"], ["丙", "1", "2"]]
    assert [cell.location.page for cell in (first.cells[0], second.cells[0])] == [1, 2]


def test_a_row_that_the_page_break_cuts_is_put_together_where_it_begins() -> None:
    pages = broken([*HEAD, ["4.无正当理由", "12", "3"]], [["大量反复", "", ""], ["5.丙", "1", "2"]], width=72)
    first, second = document(*pages).grids
    assert rows(first) == [*HEAD, ["4.无正当理由大量反复", "12", "3"]]
    assert rows(second) == [["5.丙", "1", "2"]]


def test_the_numbers_of_a_cut_row_may_stand_on_the_second_page() -> None:
    pages = broken([*HEAD, ["4.无正当理由", "", ""]], [["大量反复", "12", "3"]], width=72)
    assert rows(only_grid(document(*pages))) == [*HEAD, ["4.无正当理由大量反复", "12", "3"]]


def test_a_label_and_its_numbers_that_the_break_has_parted_are_one_row() -> None:
    pages = broken([*HEAD, ["3.甲", "7", "8"], ["", "12", "3"]], [["4.乙", "", ""], ["5.丙", "1", "2"]])
    first, second = document(*pages).grids
    assert rows(first) == [*HEAD, ["3.甲", "7", "8"], ["4.乙", "12", "3"]]
    assert rows(second) == [["5.丙", "1", "2"]]


def test_a_row_that_is_not_filled_in_is_none_that_the_break_has_parted() -> None:
    pages = broken([*HEAD, ["3.甲", "7", "8"]], [["4.乙", "", ""], ["5.丙", "1", "2"]])
    first, second = document(*pages).grids
    assert rows(first) == [*HEAD, ["3.甲", "7", "8"]]
    assert rows(second) == [["4.乙", "", ""], ["5.丙", "1", "2"]]


def test_a_number_taller_than_its_row_that_the_break_has_moved_is_put_into_it() -> None:
    pages = broken([*HEAD, ["4.甲", "", "3"]], [["", "12\n件", ""]], width=72)
    assert rows(only_grid(document(*pages))) == [*HEAD, ["4.甲", "12\n件", "3"]]


@pytest.mark.parametrize("below", [["", "12", "4"], ["5.乙", "12", ""], ["", "乙", ""]])
def test_no_number_is_moved_over_another_or_from_a_row_of_its_own(below: list[str]) -> None:
    pages = broken([*HEAD, ["4.甲", "", "3"]], [below], width=72)
    first, second = document(*pages).grids
    assert rows(first) == [*HEAD, ["4.甲", "", "3"]]
    assert rows(second) == [below]


def test_a_number_without_room_is_put_together_from_both_pages() -> None:
    pages = broken([["维", "纠", "总"], ["12", "1", "34"]], [["", "", "5"]], width=24)
    assert rows(only_grid(document(*pages))) == [["维", "纠", "总"], ["12", "1", "345"]]


@pytest.mark.parametrize(
    "below",
    [
        ["5.要求行政机", "", ""],  # a row of its own
        ["（三）不予", "", ""],
        ["大量反复", "12", "3"],  # numbers on both pages
        ["项目内容分", "本年", "上年"],  # the header, repeated
    ],
)
def test_a_row_that_is_not_the_rest_of_the_one_above_stays_its_own(below: list[str]) -> None:
    pages = broken([*HEAD, ["4.无正当理由", "12", "3"]], [below, ["6.丙", "1", "2"]], width=72)
    first, second = document(*pages).grids
    assert rows(first)[-1] == ["4.无正当理由", "12", "3"]
    assert rows(second)[0] == below


def test_a_label_with_room_left_is_not_cut() -> None:
    first, second = document(*broken([*HEAD, ["甲", "12", "3"]], [["反复", "", ""]], width=72)).grids
    assert rows(first)[-1] == ["甲", "12", "3"]
    assert rows(second) == [["反复", "", ""]]


def test_a_header_cut_by_the_page_break_is_whole() -> None:
    pages = broken([["项目", "商业企业及其", "科研机构及其"]], [["", "分支", "下属"], ["甲", "1", "2"]], width=72)
    first, second = document(*pages).grids
    assert rows(first) == [["项目", "商业企业及其分支", "科研机构及其下属"]]
    assert rows(second) == [["甲", "1", "2"]]


def test_the_label_of_a_group_outlives_the_row_that_is_taken_out() -> None:
    above: list[tuple[Span, str]] = [((0, 0, 1, 1), "（四）无法"), ((0, 1, 1, 1), "1.无正当理由"), ((0, 2, 1, 1), "7")]
    below: list[tuple[Span, str]] = [
        ((0, 0, 3, 1), "提供"),
        ((0, 1, 1, 1), "大量反复"),
        ((0, 2, 1, 1), ""),
        ((1, 1, 1, 1), "2.乙"),
        ((1, 2, 1, 1), "8"),
        ((2, 1, 1, 1), "3.丙"),
        ((2, 2, 1, 1), "9"),
    ]
    pages = [Page(), Page()]
    xs = places(60, [60, 72, 40])
    draw_table(pages[0], above, xs, places(700, [24]))
    draw_table(pages[1], below, xs, places(60, [24] * 3))
    first, second = document(*pages).grids
    assert rows(first) == [["（四）无法", "1.无正当理由大量反复", "7"]]
    assert cover(second) == [["提供", "2.乙", "8"], ["提供", "3.丙", "9"]]


def test_a_page_that_uses_fewer_columns_counts_them_like_the_others() -> None:
    above: list[tuple[Span, str]] = [
        ((0, 0, 1, 2), "项目"),
        ((0, 2, 1, 1), "本年"),
        ((1, 0, 1, 1), "组"),
        ((1, 1, 1, 1), "甲"),
        ((1, 2, 1, 1), "7"),
    ]
    pages = [Page(), Page()]
    draw_table(pages[0], above, places(60, [60, 60, 60]), places(700, [24, 24]))
    draw_table(pages[1], plain_cells([["总计", "7"]]), places(60, [120, 60]), places(60, [24]))
    first, second = document(*pages).grids
    assert first.widths == (3, 3)
    assert second.widths == (3,)
    assert [(cell.column, cell.colspan) for cell in second.cells] == [(0, 2), (2, 1)]


def test_tables_with_text_between_them_are_not_one() -> None:
    pages = broken([*HEAD, ["4.无正当理由", "12", "3"]], [["大量反复", "", ""]], width=72)
    pages[1].text(60, 40, "四、政府信息公开行政复议情况")
    first, second = document(*pages).grids
    assert rows(first)[-1] == ["4.无正当理由", "12", "3"]
    assert rows(second) == [["大量反复", "", ""]]

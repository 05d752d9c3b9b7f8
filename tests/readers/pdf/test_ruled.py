"""Tables with ruling lines, however the lines are drawn, and what looks like a table and is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from readers.documents import cover, only_grid, paragraphs, rows, shape
from readers.pdf_samples import Page, Span, draw_cell, draw_table, pdf, places, plain_cells, table_page, text_width

from validator.model.document import Document
from validator.readers.pdf.reader import read_pdf

ROWS = [["项目", "本年", "上年"], ["甲", "12", "3"], ["乙", "", "450"]]
XS, YS = places(60.0, [60.0] * 3), places(100.0, [24.0] * 3)


def document(*pages: Page) -> Document:
    return read_pdf("report", pdf(pages))


def words_only() -> Page:
    """The texts of ROWS, without lines."""
    return table_page(ROWS, ruled=False)


def lines_of(xs: Sequence[float] = XS, ys: Sequence[float] = YS) -> list[tuple[float, float, float, float]]:
    """The lines of a table in which nothing is merged."""
    level = [(xs[0], y, xs[-1], y) for y in ys]
    return level + [(x, ys[0], x, ys[-1]) for x in xs]


def in_pieces(page: Page) -> None:
    for x0, y0, x1, y1 in lines_of():
        for at in range(6):
            part, gap = ((x1 - x0) / 6, (y1 - y0) / 6), 0.1 if at < 5 else 0
            page.line(
                x0 + part[0] * at, y0 + part[1] * at, x0 + part[0] * (at + 1 - gap), y0 + part[1] * (at + 1 - gap)
            )


def as_bars(page: Page) -> None:
    for x0, y0, x1, y1 in lines_of():
        page.rectangle(x0 - 0.3, y0 - 0.3, x1 + 0.3, y1 + 0.3)


def as_bars_of_one_path(page: Page) -> None:
    parts = [f"{x0} {page.height - y1} {x1 - x0 + 0.5} {y1 - y0 + 0.5} re" for x0, y0, x1, y1 in lines_of()]
    page.raw("\n".join([*parts, "f"]))


def as_dots(page: Page) -> None:
    for x0, y0, x1, y1 in lines_of():
        steps = int(max(x1 - x0, y1 - y0) / 1.5)
        for at in range(steps + 1):
            x, y = x0 + (x1 - x0) * at / steps, y0 + (y1 - y0) * at / steps
            page.rectangle(x - 0.4, y - 0.4, x + 0.4, y + 0.4)


def as_one_path(page: Page) -> None:
    parts = [f"{x0} {page.height - y0} m {x1} {page.height - y1} l" for x0, y0, x1, y1 in lines_of()]
    page.raw("\n".join([*parts, "S"]))


def as_outlines(page: Page) -> None:
    for row in range(3):
        for column in range(3):
            page.rectangle(XS[column], YS[row], XS[column + 1], YS[row + 1], "S")


def as_frames_with_holes(page: Page) -> None:
    """Each cell has a frame of its own, with a narrow gap between them."""
    for row in range(3):
        for column in range(3):
            left, right = XS[column] + 0.5, XS[column + 1] - 0.5
            top, bottom = page.height - YS[row] - 0.5, page.height - YS[row + 1] + 0.5
            page.raw(
                f"{left} {bottom} {right - left} {top - bottom} re "
                f"{left + 0.7} {bottom + 0.7} {right - left - 1.4} {top - bottom - 1.4} re f*"
            )


def as_double_lines(page: Page) -> None:
    for x0, y0, x1, y1 in lines_of():
        for shift in (-1.2, 1.2):
            across = (shift, 0) if x0 == x1 else (0, shift)
            page.line(x0 + across[0], y0 + across[1], x1 + across[0], y1 + across[1])


def in_light_grey(page: Page) -> None:
    page.raw("0.85 G")
    for line in lines_of():
        page.line(*line)


def with_cells_filled_white(page: Page) -> None:
    for line in lines_of():
        page.line(*line)
    page.raw("1 g")
    page.rectangle(XS[0], YS[0], XS[-1], YS[-1] + 12)
    page.raw("0 g")


def with_shading_behind(page: Page) -> None:
    page.raw("0.7 0.8 0.9 rg")
    page.rectangle(XS[0], YS[0], XS[-1], YS[0] + 12)
    page.rectangle(XS[0] + 20, YS[1], XS[0] + 30, YS[2])
    page.raw("0 g")
    for line in lines_of():
        page.line(*line)


def with_white_and_unpainted_lines(page: Page) -> None:
    for line in lines_of():
        page.line(*line)
    page.raw("1 G")
    page.line(XS[0], 136, XS[-1], 136)
    page.raw("0 G")
    page.raw(f"{XS[0] + 30} 0 m {XS[0] + 30} 842 l n")


def inside_a_box_round_the_page(page: Page) -> None:
    page.rectangle(20, 20, 575, 822, "S")
    for line in lines_of():
        page.line(*line)


def open_at_the_sides(page: Page) -> None:
    for line in lines_of()[:4] + lines_of()[5:-1]:
        page.line(*line)


def with_lines_that_stop_short(page: Page) -> None:
    for x0, y0, x1, y1 in lines_of():
        page.line(x0 + 1.5 * (x1 > x0), y0 + 1.5 * (y1 > y0), x1 - 1.5 * (x1 > x0), y1 - 1.5 * (y1 > y0))


def not_quite_level(page: Page) -> None:
    for x0, y0, x1, y1 in lines_of():
        page.line(x0, y0, x1 + 0.4 * (x1 == x0), y1 + 0.4 * (y1 == y0))


def with_columns_dragged(page: Page) -> None:
    """In each row the columns are a little elsewhere."""
    for row in range(3):
        for column in range(4):
            x = XS[column] + row * 1.3
            page.line(x, YS[row], x, YS[row + 1])
    for y in YS:
        page.line(XS[0], y, XS[-1] + 2.6, y)


WAYS = (
    in_pieces,
    as_bars,
    as_bars_of_one_path,
    as_dots,
    as_one_path,
    as_outlines,
    as_frames_with_holes,
    as_double_lines,
    in_light_grey,
    with_cells_filled_white,
    with_shading_behind,
    with_white_and_unpainted_lines,
    inside_a_box_round_the_page,
    open_at_the_sides,
    with_lines_that_stop_short,
    not_quite_level,
    with_columns_dragged,
)


@pytest.mark.parametrize("draw", WAYS, ids=lambda draw: draw.__name__)
def test_lines_make_the_same_table_however_they_are_drawn(draw: Callable[[Page], None]) -> None:
    page = Page()
    draw(page)
    draw_table(page, plain_cells(ROWS), XS, YS, ruled=False)
    grid = only_grid(document(page))
    assert rows(grid) == ROWS
    assert grid.positioned


def test_merged_cells_cover_their_places() -> None:
    cells: list[tuple[Span, str]] = [
        ((0, 0, 2, 1), "项目"),
        ((0, 1, 1, 2), "申请人"),
        ((1, 1, 1, 1), "商业"),
        ((1, 2, 1, 1), "总计"),
        ((2, 0, 1, 1), "甲"),
        ((2, 1, 1, 1), "12"),
        ((2, 2, 1, 1), "12"),
    ]
    page = Page()
    draw_table(page, cells, XS, YS)
    grid = only_grid(document(page))
    assert cover(grid) == [["项目", "申请人", "申请人"], ["项目", "商业", "总计"], ["甲", "12", "12"]]
    assert grid.widths == (3, 3, 3)


def test_a_column_without_any_text_is_kept() -> None:
    page = table_page([["甲", "", "", "1"], ["乙", "", "", "2"]])
    assert rows(only_grid(document(page))) == [["甲", "", "", "1"], ["乙", "", "", "2"]]


def test_captions_and_page_numbers_stand_outside_the_table() -> None:
    page = table_page(ROWS)
    page.text(60, 92, "单位：件")
    page.text(290, 800, "- 3 -")
    read = document(page)
    assert shape(read) == "PGP"
    assert rows(only_grid(read)) == ROWS


def test_tables_side_by_side_and_below_each_other_are_apart() -> None:
    page = Page()
    for left, top, text in ((60, 100, "甲"), (300, 100, "乙"), (60, 200, "丙")):
        draw_table(page, plain_cells([[text, "1"], ["x", "2"]]), places(left, [50, 50]), places(top, [20, 20]))
    assert [rows(grid)[0][0] for grid in document(page).grids] == ["甲", "乙", "丙"]


def test_a_box_round_prose_is_a_paragraph() -> None:
    page = Page()
    page.rectangle(60, 100, 400, 180, "S")
    page.text(70, 120, "本报告数据统计期限自")
    assert shape(document(page)) == "P"


def test_a_table_of_one_column_is_paragraphs() -> None:
    page = Page()
    draw_table(page, plain_cells([["第一段"], ["第二段"]]), places(60, [300]), places(100, [40, 40]))
    read = document(page)
    assert paragraphs(read) == ["第一段", "第二段"]
    assert shape(read) == "PP"


def test_lines_of_a_drawing_are_no_table() -> None:
    page = Page()
    page.text(60, 60, "图一")
    draw_table(page, plain_cells([["", ""], ["", ""]]), places(60, [100, 100]), places(100, [40, 40]))
    assert shape(document(page)) == "P"


def test_a_table_that_only_arranges_the_page_gives_what_is_inside() -> None:
    page = Page()
    draw_table(page, plain_cells([["政务公开", ""]]), [20, 50, 580], [80, 400])
    draw_table(page, plain_cells(ROWS), XS, YS)
    page.text(60, 300, "右侧的说明")
    read = document(page)
    assert rows(only_grid(read)) == ROWS
    assert "右侧的说明" in paragraphs(read)


def test_a_cell_of_prose_without_numbers_beside_is_text() -> None:
    page = Page()
    draw_table(page, plain_cells([["说明", ""]]), [60, 110, 530], [100, 400])
    for at in range(14):
        page.text(
            120, 120 + at * 20, "本机关认真贯彻落实条例要求不断完善制度全面做好工作" if at % 2 else "并做好公开。"
        )
    assert "G" not in shape(document(page))


def test_numbers_below_each_other_in_a_ruled_column_are_rows() -> None:
    page = Page()
    lines = lines_of()
    for line in (lines[0], lines[1], lines[3], *lines[4:]):
        page.line(*line)
    draw_table(page, plain_cells([*ROWS[:1], ["甲", "12", "3"], ["乙", "5", "450"]]), XS, YS, ruled=False)
    assert rows(only_grid(document(page))) == [["项目", "本年", "上年"], ["甲", "12", "3"], ["乙", "5", "450"]]


@pytest.mark.parametrize(("gap", "cell"), [(0.0, ["不再补正、", "7"]), (8.0, ["不再补正", "、 7"])])
def test_a_mark_that_hangs_over_the_edge_of_its_cell_stays_in_it(gap: float, cell: list[str]) -> None:
    page = Page()
    edge = 60 + text_width("不再补正") + 1
    draw_table(page, [((0, 0, 1, 1), ""), ((0, 1, 1, 1), "")], [56, edge, edge + 60], [100, 124])
    page.text(60, 116, "不再补正")
    page.text(60 + text_width("不再补正") + gap, 116, "、")
    page.text(edge + 30, 116, "7")
    assert rows(only_grid(read_pdf("report", pdf([page])))) == [cell]


def test_a_hundred_thousand_lines_do_no_harm() -> None:
    page = table_page(ROWS)
    page.raw(
        "\n".join(
            f"{300 + at % 500 * 0.5:g} {at // 500 * 3:g} m {301 + at % 500 * 0.5:g} {at // 500 * 3:g} l S"
            for at in range(100_000)
        )
    )
    grid, *_ = read_pdf("report", pdf(page, packed=True)).grids
    assert rows(grid) == ROWS


def test_a_cell_drawn_across_others_does_not_upset_the_rest() -> None:
    page = table_page(ROWS)
    page.line(90, 112, 150, 112)
    page.line(90, 112, 90, 136)
    texts = [text for row in rows(only_grid(document(page))) for text in row]
    assert {"3", "450", "上年"} <= set(texts)


def test_a_cell_is_printed_in_the_middle_of_its_box() -> None:
    page = Page()
    draw_table(page, plain_cells([["甲", "1"]]), [60, 120, 180], [100, 160])
    draw_cell(page, (60, 100, 120, 130), "乙")
    assert rows(only_grid(document(page))) == [["乙\n甲", "1"]]

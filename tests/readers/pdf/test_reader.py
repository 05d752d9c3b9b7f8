"""What a PDF says beside its tables: text, its order, places, titles, and what cannot be read for certain."""

from __future__ import annotations

import pytest
from readers.documents import only_grid, paragraphs, rows, shape
from readers.pdf_samples import HEIGHT, WIDTH, Page, draw_cell, pdf, plain_cells, table_page, text_width

from validator.model.document import Grid, Location
from validator.readers import read
from validator.readers.page.geometry import Turn
from validator.readers.pdf import _scanned, reader
from validator.readers.pdf._characters import DrawnCharacter, DrawnText, page_text
from validator.readers.pdf.file import opened
from validator.readers.pdf.reader import PICTURE_PAGE, SCANNED_TEXT, UNNAMED_CHARACTERS, read_pdf

ROWS = [["项目", "本年", "上年"], ["甲", "12", "3"], ["乙", "", "450"]]
LONG = "全年共收到政府信息公开申请"
"""Thirteen characters."""


def prose(page: Page, text: str, top: float = 100.0) -> None:
    """A paragraph of 40 characters a line, the first line set in by two."""
    page.text(80, top, text[:38])
    for at in range(38, len(text), 40):
        page.text(60, top + (at + 2) // 40 * 18, text[at : at + 40])


def test_the_reader_is_found_by_the_content() -> None:
    document = read("report", data=pdf(table_page(ROWS)))
    assert document.format == "pdf"
    assert rows(only_grid(document)) == ROWS


def test_the_title_of_the_document_is_kept_apart() -> None:
    assert read_pdf("report", pdf(table_page(ROWS), title="甲县2023年 年度报告")).title == "甲县2023年 年度报告"
    assert read_pdf("report", pdf(table_page(ROWS), title="")).title is None
    assert read_pdf("report", pdf(table_page(ROWS))).title is None


def test_wrapped_lines_are_one_paragraph_and_a_heading_is_its_own() -> None:
    page = Page()
    page.text(80, 80, "一、总体情况")
    prose(page, LONG * 6 + "共113件。")
    page.text(80, 154, "（一）主动公开。")
    assert paragraphs(read_pdf("report", pdf(page))) == ["一、总体情况", LONG * 6 + "共113件。", "（一）主动公开。"]


def test_a_paragraph_without_an_indent_begins_where_the_line_before_had_room() -> None:
    page = Page()
    for at, line in enumerate([LONG * 3, "共10件。", LONG * 3, "共20件。"]):
        page.text(60, 100 + at * 18, line)
    assert paragraphs(read_pdf("report", pdf(page))) == [LONG * 3 + "共10件。", LONG * 3 + "共20件。"]


def test_a_wide_gap_and_another_size_end_a_paragraph() -> None:
    page = Page()
    for y, size in ((100, 10), (118, 10), (136, 10), (180, 10), (198, 12)):
        page.text(60, y, "公" * int(400 / size), size)
    assert [len(text) for text in paragraphs(read_pdf("report", pdf(page)))] == [120, 40, 33]


def test_a_numbered_item_begins_a_paragraph_after_a_full_sentence() -> None:
    page = Page()
    page.text(60, 100, "公" * 39 + "。")
    page.text(60, 118, "二、" + "开" * 38)
    page.text(60, 136, "三、" + "开" * 38)
    texts = paragraphs(read_pdf("report", pdf(page)))
    assert [text[:2] for text in texts] == ["公公", "二、"]


def test_a_paragraph_goes_on_over_the_page_break_without_the_page_number() -> None:
    first, second = Page(), Page()
    prose(first, LONG * 6, 720)
    first.text(WIDTH / 2, HEIGHT - 40, "- 1 -")
    second.text(60, 80, "113件。")
    second.text(80, 98, "二、结束")
    second.text(WIDTH / 2, HEIGHT - 40, "- 2 -")
    document = read_pdf("report", pdf([first, second]))
    assert paragraphs(document) == [LONG * 6 + "113件。", "- 1 -", "二、结束", "- 2 -"]
    assert [paragraph.location.page for paragraph in document.paragraphs] == [1, 1, 2, 2]


@pytest.mark.parametrize("number", ["3", "- 3 -", "—3—", "第3页", "第 3 页 共 5 页", "3/5"])
def test_a_page_number_interrupts_nothing(number: str) -> None:
    first, second = Page(), Page()
    prose(first, LONG * 6, 700)
    first.text(WIDTH / 2, HEIGHT - 40, number)
    second.text(60, 80, "113件。")
    assert paragraphs(read_pdf("report", pdf([first, second])))[0] == LONG * 6 + "113件。"


def test_a_running_head_interrupts_nothing() -> None:
    pages: list[Page] = []
    for _ in range(3):
        page = Page()
        page.text(200, 40, "甲县年度报告")
        for at in range(37):
            page.text(60, 100 + at * 18, "甲乙丙丁戊己庚"[(at + len(pages)) % 7] * 40)
        pages.append(page)
    texts = paragraphs(read_pdf("report", pdf(pages)))
    assert texts.count("甲县年度报告") == 3
    assert sorted(map(len, texts)) == [6, 6, 6, 3 * 37 * 40]


def test_blanks_stand_between_words_of_letters_and_where_a_wide_gap_is() -> None:
    page = Page()
    page.text(60, 100, "见 annual report 2023 年")
    page.text(60, 140, "目")
    page.text(90, 140, "录")
    assert paragraphs(read_pdf("report", pdf(page))) == ["见annual report 2023年", "目 录"]


def test_fonts_of_different_height_stand_in_one_line() -> None:
    page = Page()
    page.text(60, 100, "全年")
    page.latin(80, 100, "113")
    page.text(95, 100, "件、一项")
    assert paragraphs(read_pdf("report", pdf(page))) == ["全年113件、一项"]


def test_a_character_beyond_the_common_ones_is_read() -> None:
    page = Page()
    page.text(60, 100, "⼈⺠㐀")
    assert paragraphs(read_pdf("report", pdf(page))) == ["⼈⺠㐀"]


def test_text_drawn_twice_for_a_shadow_is_read_once() -> None:
    page = Page()
    for shift in (0.0, 0.4):
        for x, character in ((60, "共"), (70, "1"), (75, "1"), (80, "件")):
            page.text(x + shift, 100 + shift, character)
    assert paragraphs(read_pdf("report", pdf(page))) == ["共11件"]


def test_a_footnote_mark_is_no_digit_of_the_number() -> None:
    page = table_page([["项目", "本年"], ["甲", ""]])
    page.text(140, 138, "12")
    page.text(150.5, 133, "1", 6)
    (_, (_, number)) = rows(only_grid(read_pdf("report", pdf(page))))
    assert number == "12¹"


def test_a_watermark_is_not_read() -> None:
    page = table_page(ROWS)
    page.slanted_text(100, 160, "内部123")
    document = read_pdf("report", pdf(page))
    assert rows(only_grid(document)) == ROWS
    assert shape(document) == "G"


def test_a_label_that_lies_in_its_cell_is_read() -> None:
    page = table_page([["", "本年"], ["甲", "12"]])
    page.turned_text(95, 118, "AB")
    assert rows(only_grid(read_pdf("report", pdf(page))))[0] == ["AB", "本年"]


def test_text_and_tables_come_in_reading_order() -> None:
    page = table_page(ROWS, top=200)
    page.text(60, 400, "表后")
    page.text(60, 100, "表前")
    document = read_pdf("report", pdf(page))
    assert shape(document) == "PGP"
    assert paragraphs(document) == ["表前", "表后"]


def test_places_are_counted_from_the_top_left_corner() -> None:
    page = table_page(ROWS)
    page.text(60, 300, "表后")
    document = read_pdf("report", pdf(page))
    grid = only_grid(document)
    assert grid.location == Location(page=1, table=1, box=(60.0, 100.0, 240.0, 172.0))
    assert grid.rows[1][2].location == Location(page=1, table=1, row=2, column=3, box=(180.0, 124.0, 240.0, 148.0))
    (after,) = document.paragraphs
    assert after.location == Location(page=1, paragraph=1, box=(60.0, 291.0, 80.0, 302.0))


def test_a_page_whose_corner_is_not_the_origin_gives_the_same_places() -> None:
    page = table_page(ROWS)
    page.shift = 37.0
    assert only_grid(read_pdf("report", pdf(page))) == only_grid(read_pdf("report", pdf(table_page(ROWS))))


TURNED = {
    0: (60.0, 100.0, 240.0, 172.0),
    90: (HEIGHT - 172.0, 60.0, HEIGHT - 100.0, 240.0),
    180: (WIDTH - 240.0, HEIGHT - 172.0, WIDTH - 60.0, HEIGHT - 100.0),
    270: (100.0, WIDTH - 240.0, 172.0, WIDTH - 60.0),
}


@pytest.mark.parametrize("rotate", TURNED)
def test_a_page_that_is_shown_turned_is_read_upright_and_its_places_are_those_shown(rotate: int) -> None:
    page = table_page(ROWS)
    page.rotate = rotate
    grid = only_grid(read_pdf("report", pdf(page)))
    assert rows(grid) == ROWS
    assert grid.location.box == TURNED[rotate]


@pytest.mark.parametrize("rotate", [0, 90])
def test_a_table_drawn_lying_on_its_side_is_read(rotate: int) -> None:
    page = Page(rotate=rotate)
    xs, ys = [100, 130, 160, 190], [700, 620, 540]
    texts = [["甲项", "12", "-3"], ["乙项", "", "450"]]
    for edge in xs:
        page.line(edge, ys[0], edge, ys[-1])
    for edge in ys:
        page.line(xs[0], edge, xs[-1], edge)
    for column in range(2):
        for row in range(3):
            page.turned_text(xs[row] + 18, ys[column] - 10, texts[column][row])
    grid = only_grid(read_pdf("report", pdf(page)))
    assert rows(grid) == [["甲项", "乙项"], ["12", ""], ["-3", "450"]]
    shown = (100.0, 540.0, 190.0, 700.0) if rotate == 0 else (HEIGHT - 700.0, 100.0, HEIGHT - 540.0, 190.0)
    assert grid.location.box == shown


def test_pages_are_numbered_and_blank_ones_do_no_harm() -> None:
    document = read_pdf("report", pdf([Page(), table_page(ROWS), Page()]))
    assert only_grid(document).location.page == 2
    assert document.warnings == ()


def test_a_page_of_pictures_among_others_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "is_available", lambda: False)
    picture = Page()
    picture.picture()
    assert read_pdf("report", pdf([table_page(ROWS), picture])).warnings == (PICTURE_PAGE,)


def test_a_picture_behind_the_text_is_nothing_to_tell() -> None:
    page = table_page(ROWS)
    page.picture()
    assert read_pdf("report", pdf(page)).warnings == ()


def test_text_under_a_scan_is_read_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "is_available", lambda: False)
    page = Page()
    page.picture()
    page.text(60, 100, "政府信息公开", mode=3)
    document = read_pdf("report", pdf(page))
    assert paragraphs(document) == ["政府信息公开"]
    assert document.warnings == (SCANNED_TEXT,)


def test_a_number_in_a_font_that_names_nothing_is_no_number() -> None:
    page = table_page([["项目", "本年"], ["甲乙丙丁戊", ""]])
    page.text(140, 138, "\x14\x15", font="F2")
    document = read_pdf("report", pdf(page))
    assert rows(only_grid(document))[1][1] == "\ufffd\ufffd"
    assert document.warnings == (UNNAMED_CHARACTERS,)


def test_a_form_inside_the_page_is_read_where_it_is_moved_to() -> None:
    lines = "\n".join(f"{x} 0 m {x} 40 l S" for x in (0, 60, 120)) + "".join(
        f"\n0 {y} m 120 {y} l S" for y in (0, 20, 40)
    )
    words = "".join(
        f"\nBT /F1 10 Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET"
        for x, y, text in ((5, 25, "项目"), (65, 25, "本年"), (5, 5, "甲"), (65, 5, "12"))
    )
    page = Page()
    page.show_form(lines + words, "1.5 0 0 1.5 100 600")
    grid = only_grid(read_pdf("report", pdf(page)))
    assert rows(grid) == [["项目", "本年"], ["甲", "12"]]
    assert grid.location.box == (100.0, HEIGHT - 660.0, 280.0, HEIGHT - 600.0)


def test_cells_hold_their_lines_and_wrapped_ones_are_joined() -> None:
    page = table_page([["项目", "本年"], ["", ""]], width=60)
    draw_cell(page, (60, 124, 120, 148), "不计其他\n情形")
    draw_cell(page, (120, 124, 180, 148), "甲\n乙")
    assert rows(only_grid(read_pdf("report", pdf(page))))[1] == ["不计其他情形", "甲\n乙"]


def test_a_number_that_wraps_in_a_narrow_cell_is_one_number() -> None:
    page = table_page([["项", "本"], ["甲", ""]], width=32)
    draw_cell(page, (92, 124, 124, 148), "2224\n2")
    assert rows(only_grid(read_pdf("report", pdf(page))))[1] == ["甲", "22242"]


def test_a_character_belongs_to_the_cell_in_which_its_middle_lies() -> None:
    page = table_page([["甲", "乙"], ["丙", "丁"]])
    page.text(120 - 3, 118, "多")
    assert rows(only_grid(read_pdf("report", pdf(page))))[0] == ["甲", "多 乙"]


def test_the_samples_measure_text_as_the_reader_does() -> None:
    page = Page()
    page.text(60, 100, "政府A1")
    (paragraph,) = read_pdf("report", pdf(page)).paragraphs
    assert paragraph.location.box is not None
    assert paragraph.location.box[2] - paragraph.location.box[0] == pytest.approx(text_width("政府A1"), abs=1.5)


def test_plain_cells_are_what_a_page_shows() -> None:
    blocks = read_pdf("report", pdf(table_page(ROWS))).blocks
    assert isinstance(blocks[0], Grid)
    assert [
        ((cell.row, cell.column, cell.rowspan, cell.colspan), cell.text) for cell in blocks[0].cells
    ] == plain_cells(ROWS)


def test_characters_without_a_size_are_not_there() -> None:
    """Nobody can see them, and a gap between them has no measure."""
    drawn = [DrawnCharacter(sign, at, 0.0, at + 5, size, at, 0.0, size, 0) for at, (sign, size) in enumerate(SIZES)]
    found = page_text(DrawnText.of(drawn), Turn(0, 0.0, 0.0, 100.0, 100.0))
    assert [glyph.text for glyph in found.glyphs] == ["甲", "乙"]


SIZES = [("甲", 9.0), ("1", 0.0), ("2", float("nan")), ("3", -4.0), ("乙", 12.0)]


def test_a_page_for_whose_picture_there_is_no_room_takes_too_much_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a page that is damaged."""
    monkeypatch.setattr("pypdfium2.raw.FPDFBitmap_Create", lambda *_: None)
    with opened("report", pdf(table_page(ROWS))) as file, file.page(1) as page, pytest.raises(MemoryError):
        _scanned._drawn(page, 1.0)  # noqa: SLF001 - no page of a test is as large

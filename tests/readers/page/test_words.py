"""Tables without ruling lines, and ruled ones read a second time by the places of their words alone."""

from __future__ import annotations

import pytest
from readers.documents import only_grid, paragraphs, rows, shape
from readers.pdf_samples import Page, draw_table, pdf, places, plain_cells, table_page, text_width

from validator.model.document import Document
from validator.readers.pdf.reader import read_pdf, read_pdf_by_words

ROWS = [["项目", "本年", "上年"], ["甲", "12", "3"], ["乙", "", "450"], ["总计", "12", "453"]]


def document(*pages: Page) -> Document:
    return read_pdf("report", pdf(pages))


def column(page: Page, x: float, texts: dict[float, str], size: float = 10.0) -> None:
    """Texts below each other, each in the middle of a column."""
    for y, text in texts.items():
        page.text(x - text_width(text, size) / 2, y, text, size)


def test_columns_are_found_by_what_stands_below_each_other() -> None:
    grid = only_grid(document(table_page(ROWS, ruled=False)))
    assert rows(grid) == ROWS
    assert grid.positioned
    assert grid.widths == (3, 3, 3, 3)


def test_the_places_alone_give_the_same_table_as_the_lines() -> None:
    data = pdf(table_page(ROWS))
    by_lines, by_words = read_pdf("report", data), read_pdf_by_words("report", data)
    assert rows(only_grid(by_words)) == rows(only_grid(by_lines)) == ROWS
    assert only_grid(by_words).location.box != only_grid(by_lines).location.box


def test_a_column_in_which_nothing_but_the_header_stands_is_kept() -> None:
    texts = [["项目", "本年", "其他", "总计"], ["甲", "12", "", "12"], ["乙", "3", "", "3"]]
    assert rows(only_grid(document(table_page(texts, ruled=False)))) == texts


def test_a_row_in_which_nothing_is_filled_in_is_kept() -> None:
    texts = [["项目", "本年", "上年"], ["甲", "12", "3"], ["乙", "", ""], ["丙", "4", "5"], ["丁", "", ""]]
    assert rows(only_grid(document(table_page(texts, ruled=False)))) == texts


@pytest.mark.parametrize("numbers_at", [100.0, 106.5, 113.0], ids=["first line", "middle", "last line"])
def test_a_label_over_two_lines_has_the_numbers_beside_it(numbers_at: float) -> None:
    page = Page()
    for first, label, rest in ((100, "4.无正当理由大量", "反复申请"), (134, "5.要求行政机关确", "认已获取信息")):
        page.text(60, first, label)
        page.text(60, first + 13, rest)
        for x, number in ((200, "12"), (260, "7")):
            page.text(x, first + numbers_at - 100, number)
    assert rows(only_grid(document(page))) == [
        ["4.无正当理由大量反复申请", "12", "7"],
        ["5.要求行政机关确认已获取信息", "12", "7"],
    ]


def test_labels_set_as_close_as_their_lines_are_told_apart_by_their_numbering() -> None:
    page = Page()
    for at, label in enumerate(["1.不掌握", "相关信息", "2.没有现", "成的信息", "3.其他"]):
        page.text(60, 100 + at * 13, label)
    for at, number in ((0, "1"), (2, "2"), (4, "3")):
        page.text(160, 100 + at * 13, number)
        page.text(200, 100 + at * 13, number)
    labels = [row[0] for row in rows(only_grid(document(page)))]
    assert labels == ["1.不掌握相关信息", "2.没有现成的信息", "3.其他"]


def test_the_label_of_a_group_stands_in_a_column_of_its_own() -> None:
    page = Page()
    for at in range(4):
        page.text(120, 100 + at * 24, f"{at + 1}.申请")
        page.text(200, 100 + at * 24, "5")
        page.text(250, 100 + at * 24, "6")
    for at, text in enumerate(["（三）", "不予", "公开"]):
        page.text(60, 124 + at * 12, text)
    grid = only_grid(document(page))
    assert [row[-2:] for row in rows(grid)] == [["5", "6"]] * 4
    assert [text for row in rows(grid) for text in row[:1] if text] == ["（三）不予公开"]


@pytest.mark.parametrize(("label", "grids"), [("（二）公开（只计", 1), ("（二）公开只计", 2)])
def test_a_larger_label_without_numbers_on_its_height_has_them_once(label: str, grids: int) -> None:
    page = Page()
    texts = [("一、新收", "11"), ("二、结转", "12"), (label, "13"), ("1.甲项", "14"), ("2.乙项", "15")]
    for at, (text, number) in enumerate(texts):
        is_wrapped = text == label
        page.text(60, 100 + 20 * at, text, 12 if is_wrapped else 10)
        for x in (220, 260, 300):
            page.text(x, 100 + 20 * at + 9 * is_wrapped, number)
        if is_wrapped:
            page.text(60, 118 + 20 * at, "这一情形）")
    found = list(document(page).grids)
    assert len(found) == grids
    printed = [cell.text for grid in found for cell in grid.cells if cell.text.isdigit()]
    assert printed == [number for _, number in texts for _ in range(3)]


@pytest.mark.parametrize(("rest", "end"), [("（只计这", "一情形）"), ("“三安全", "一稳定”")])
def test_what_begins_with_a_bracket_or_quote_where_other_labels_begin_stays_with_its_own(rest: str, end: str) -> None:
    page = Page()
    page.text(60, 100, "（二）公开")
    page.text(60 + text_width("（二）公开", 10) + 3, 100, rest)
    page.text(60, 114, end)
    for at in range(4):
        page.text(60 + text_width("（二）公开", 10) + 3, 130 + at * 24, f"{at + 1}.申请")
    for at in range(5):
        page.text(250, 107 + at * 24 - (at > 0), "5")
        page.text(290, 107 + at * 24 - (at > 0), "6")
    assert rows(only_grid(document(page)))[0] == [f"（二）公开{rest}{end}", "5", "6"]


def test_a_header_over_several_columns_spans_them() -> None:
    page = table_page(ROWS[1:], ruled=False, top=124)
    column(page, 150, {94: ""})
    column(page, 180, {96: "申请人的情况说明"})
    column(page, 150, {116: "本年"})
    column(page, 210, {116: "上年"})
    top = only_grid(document(page)).rows[0]
    assert [(cell.text, cell.column, cell.colspan) for cell in top if cell.text] == [("申请人的情况说明", 1, 2)]


def test_headers_that_nearly_touch_are_cut_between_the_columns() -> None:
    page = Page()
    page.text(100, 100, "本年制发")
    page.text(144, 100, "本年废止")
    for y, numbers in ((124, ("12", "3")), (148, ("4", "56"))):
        page.text(60, y, "甲")
        column(page, 120, {y: numbers[0]})
        column(page, 164, {y: numbers[1]})
    assert rows(only_grid(document(page)))[0] == ["", "本年制发", "本年废止"]


def test_a_header_at_one_edge_and_numbers_at_the_other_are_one_column() -> None:
    page = Page()
    for left, right, name in ((100, 140, "商业"), (180, 220, "其他"), (260, 300, "总计")):
        page.text(left, 100, name)
        for y, number in ((124, "7"), (148, "18")):
            page.text(right - text_width(number), y, number)
    page.text(60, 124, "甲")
    page.text(60, 148, "乙")
    assert rows(only_grid(document(page))) == [
        ["", "商业", "其他", "总计"],
        ["甲", "7", "7", "7"],
        ["乙", "18", "18", "18"],
    ]


def test_a_number_that_wraps_is_one_number() -> None:
    page = Page()
    for y, label, first, last in ((100, "一、本年新收", "21", "1077"), (140, "二、上年结转", "3", "12")):
        page.text(60, y, label)
        page.text(160, y, first)
        page.text(200, y, last)
    page.text(200, 112, "9")
    assert [row[-1] for row in rows(only_grid(document(page)))] == ["10779", "12"]


def test_a_number_that_wraps_round_the_line_of_its_label_is_one_number() -> None:
    page = Page()
    for y, label, first in ((100, "一、本年新收", "21"), (140, "二、上年结转", "3")):
        page.text(60, y, label)
        page.text(160, y, first)
    page.text(200, 93.5, "1077")
    page.text(200, 106.5, "9")
    page.text(200, 140, "12")
    assert [row[1:] for row in rows(only_grid(document(page)))] == [["21", "10779"], ["3", "12"]]


def test_a_number_that_wraps_beside_both_lines_of_the_label_of_its_group_is_one_number() -> None:
    page = Page()
    for y, label, first in ((70, "一、本年新收", "21"), (100, "（一）公开", "0"), (140, "（二）其他", "3")):
        page.text(120, y, label)
        page.text(220, y, first)
        page.text(290, y, first)
    for height, text, number in ((94, "三、本年", "17"), (105.7, "结果", "11")):
        page.text(60, height, text)
        page.text(190, height, number)
    page.text(190, 70, "24")
    page.text(190, 140, "3")
    assert [row[-3:] for row in rows(only_grid(document(page)))] == [
        ["24", "21", "21"],
        ["1711", "0", "0"],
        ["3", "3", "3"],
    ]


@pytest.mark.parametrize("first", [100.0, 93.5])
def test_the_unit_of_a_number_that_wraps_is_part_of_it(first: float) -> None:
    page = Page()
    for y, label, number in ((100, "一、本年新收", "21"), (140, "二、上年结转", "3")):
        page.text(60, y, label)
        page.text(160, y, number)
    page.text(200, first, "28")
    page.text(200, first + 13, "件")
    page.text(200, 140, "12")
    assert [row[1:] for row in rows(only_grid(document(page)))] == [["21", "28件"], ["3", "12"]]


def test_the_unit_below_the_last_row_is_part_of_its_number() -> None:
    page = Page()
    for at, texts in enumerate([["项目", "甲", "乙", "丙"], ["一", "2", "30", "7"], ["二", "3", "4", "28"]]):
        for column, text in enumerate(texts):
            page.text(60 + column * 30, 100 + at * 20, text)
    page.text(150, 153, "件")
    assert rows(only_grid(document(page)))[-1] == ["二", "3", "4", "28件"]


def test_digits_beside_a_unit_that_wraps_wrap_as_well() -> None:
    page = Page()
    for at, texts in enumerate(
        [["项目", "甲类合计", "乙", "丙类合计"], ["一", "2", "30", "7"], ["二", "3", "28", "1"]]
    ):
        for column, text in enumerate(texts):
            page.text(60 + column * 50, 100 + at * 20, text)
    page.text(160, 153, "件")
    page.text(210, 153, "6")
    assert rows(only_grid(document(page)))[-1] == ["二", "3", "28件", "16"]


def test_a_number_over_three_lines_has_the_numbers_of_its_row_beside_the_second() -> None:
    page = Page()
    for y, label, number in ((100, "一、本年新收", "21"), (140, "二、上年结转", "3")):
        page.text(60, y, label)
        page.text(130, y, number)
    column(page, 150, {60: "自", 73: "然", 87: "６", 100: "６", 113: "０", 140: "１"})
    assert [row[1:] for row in rows(only_grid(document(page)))][-2:] == [["21", "６６０"], ["3", "１"]]


def test_a_number_in_the_row_below_is_not_the_end_of_the_one_above() -> None:
    texts = [["甲", "21", "1077"], ["乙", "3", "9"], ["丙", "", "5"]]
    page = Page()
    draw_table(page, plain_cells(texts), places(60, [60] * 3), places(100, [13] * 3), ruled=False)
    assert rows(only_grid(document(page))) == texts


def test_a_label_that_the_number_beside_it_nearly_touches_is_cut_off() -> None:
    page = Page()
    texts = [["甲", "21", "30"], ["乙", "3", "9"], ["丙项信息内", "47", "8"], ["丁项信息内", "55", ""]]
    for at, (label, first, second) in enumerate(texts):
        page.text(60, 100 + at * 14, label)
        page.text(112, 100 + at * 14, first)
        page.text(205, 100 + at * 14, second)
    assert rows(only_grid(document(page))) == texts


def test_a_remark_that_fills_its_line_is_parted_from_the_number_beside_it() -> None:
    page = Page()
    for at, (label, first, second) in enumerate([["甲", "21", "30"], ["乙（只计这", "0", "9"], ["丙", "47", "8"]]):
        page.text(60, 100 + at * 30, label)
        page.text(112, 100 + at * 30, first)
        page.text(205, 100 + at * 30, second)
    page.text(60, 142, "一情形）")
    assert rows(only_grid(document(page))) == [["甲", "21", "30"], ["乙（只计这一情形）", "0", "9"], ["丙", "47", "8"]]


def test_a_number_right_behind_the_paper_of_a_quote_stands_in_its_column() -> None:
    page = Page()
    for at, (label, first, second) in enumerate([["甲", "21", "30"], ["乙项“三安”", "0", "9"], ["丙", "47", "8"]]):
        page.text(60, 100 + at * 20, label)
        page.text(60 + text_width("乙项“三安”", 10), 100 + at * 20, first)
        page.text(205, 100 + at * 20, second)
    assert rows(only_grid(document(page)))[1] == ["乙项“三安”", "0", "9"]


def test_a_text_that_ends_inside_brackets_goes_on_although_it_has_room() -> None:
    page = Page()
    lines = ["（一）公开", "（二）部分公开（只", "计这一情形，不计其", "他）", "1.秘密"]
    for y, label in zip((100, 120, 132, 144, 164), lines, strict=True):
        page.text(60, y, label)
    page.text(60, 184, "2.其他法律法规禁止公开的")
    for y, numbers in ((100, "12"), (132, "34"), (164, "56"), (184, "78")):
        page.text(200, y, numbers[0])
        page.text(240, y, numbers[1])
    texts = rows(only_grid(document(page)))
    assert texts[1] == ["（二）部分公开（只计这一情形，不计其他）", "3", "4"]
    assert len(texts) == 4


def test_numbers_printed_over_each_other_keep_only_their_order() -> None:
    page = table_page([["甲", "1", "2"], ["乙", "3", "4"], ["丙", "5", "6"]], ruled=False)
    page.text(149, 140 + 4, "7")
    grid = only_grid(document(page))
    assert not grid.positioned
    assert [len(row) for row in rows(grid)] == [3, 4, 3]


def test_a_heading_stands_between_two_tables() -> None:
    page = table_page(ROWS, ruled=False, top=100)
    page.text(60, 220, "四、政府信息公开行政复议、行政诉讼情况")
    draw_table(
        page,
        plain_cells([["维持", "纠正"], ["5", "6"], ["7", "8"]]),
        places(60, [90] * 2),
        places(240, [24] * 3),
        ruled=False,
    )
    read = document(page)
    assert shape(read) == "GPG"
    assert [rows(grid)[0] for grid in read.grids] == [["项目", "本年", "上年"], ["维持", "纠正"]]


def test_another_header_begins_another_table() -> None:
    page = table_page([["项目", "本年", "上年"], ["甲", "12", "3"]], ruled=False, top=100)
    draw_table(
        page,
        plain_cells([["内容", "收费", "处理"], ["乙", "4", "5"]]),
        places(60, [60] * 3),
        places(148, [24] * 2),
        ruled=False,
    )
    assert [rows(grid) for grid in document(page).grids] == [
        [["项目", "本年", "上年"], ["甲", "12", "3"]],
        [["内容", "收费", "处理"], ["乙", "4", "5"]],
    ]


def test_a_table_goes_on_over_the_page_break_as_one_grid() -> None:
    first = table_page(
        [["项目", "本年", "上年"], ["甲", "12", "3"], ["4.无正当理由大", "5", "6"]], ruled=False, top=700, width=80
    )
    second = table_page([["量反复申请", "", ""], ["丙", "7", ""], ["丁", "8", "9"]], ruled=False, top=60, width=80)
    first.text(290, 800, "- 1 -")
    second.text(290, 800, "- 2 -")
    read = document(first, second)
    assert rows(only_grid(read)) == [
        ["项目", "本年", "上年"],
        ["甲", "12", "3"],
        ["4.无正当理由大量反复申请", "5", "6"],
        ["丙", "7", ""],
        ["丁", "8", "9"],
    ]
    assert [row[0].location.page for row in only_grid(read).rows] == [1, 1, 1, 2, 2]
    assert paragraphs(read) == ["- 1 -", "- 2 -"]


def test_a_label_at_the_top_of_a_page_is_not_the_end_of_a_header_with_room_left() -> None:
    first = table_page([["信息", "本年制发", "本年废止"]], ruled=False, top=700, width=90)
    second = table_page([["规章甲", "1", "2"], ["行政规范性文件", "4", "5"]], ruled=False, top=60, width=90)
    assert [row[0] for row in rows(only_grid(document(first, second)))] == ["信息", "规章甲", "行政规范性文件"]


def test_a_number_at_the_top_of_a_page_is_not_the_end_of_the_one_above() -> None:
    first = table_page([["甲", "21", "3"], ["乙", "5", "7"]], ruled=False, top=700, width=30)
    second = Page()
    column(second, 135, {60: "0", 73: "件"})
    column(second, 75, {60: "丙"})
    column(second, 105, {60: "9"})
    assert rows(only_grid(document(first, second)))[1:] == [["乙", "5", "7"], ["丙", "9", "0件"]]


def test_a_row_with_units_below_its_numbers_may_be_cut_by_the_page_break() -> None:
    first = table_page([["项", "本", "上"], ["甲丙", "12", "38"], ["8.属", "93", "14"]], ruled=False, top=700, width=30)
    second = table_page([["于", "件", "件"], ["丙", "7", ""]], ruled=False, top=60, width=30)
    assert rows(only_grid(document(first, second)))[2:] == [["8.属于", "93件", "14件"], ["丙", "7", ""]]


def test_a_remark_that_wraps_is_part_of_its_number() -> None:
    texts = [["项目", "本年", "上年"], ["甲", "26（其中修订 1", "73"], ["乙", "4", "5"]]
    page = table_page(texts, ruled=False, width=90)
    column(page, 195, {153: "件）"})
    assert rows(only_grid(document(page)))[1] == ["甲", "26（其中修订1件）", "73"]


def test_a_number_may_be_cut_by_the_page_break() -> None:
    first = table_page([["项", "本", "上"], ["甲丙", "3", "8"], ["乙", "9", "14"]], ruled=False, top=700, width=24)
    second = Page()
    column(second, 120, {60: "90"})
    column(second, 72, {84: "丙"})
    column(second, 96, {84: "7"})
    assert rows(only_grid(document(first, second)))[2:] == [["乙", "9", "1490"], ["丙", "7", ""]]


def test_the_end_of_a_label_with_units_beside_it_belongs_to_the_last_row() -> None:
    page = Page()
    for at, texts in enumerate([["项目", "甲", "乙"], ["一二三四", "2", "30"], ["五六七八", "3", "28"]]):
        for x, text in zip((60, 120, 150), texts, strict=True):
            page.text(x, 100 + at * 30, text)
    page.text(60, 173, "九十")
    page.text(150, 173, "件")
    assert rows(only_grid(document(page)))[-1] == ["五六七八九十", "3", "28件"]


def test_a_header_with_nothing_filled_in_below_it_ends_the_table() -> None:
    texts = [
        ["信息内容", "处理"],
        ["许可", "765"],
        ["处罚", "30"],
        ["强制", "1"],
        ["信息内容", "收费"],
        ["收费项目", ""],
    ]
    page = table_page(texts, ruled=False, width=80)
    page.text(60, 340, "三、收到和处理申请情况")
    assert rows(only_grid(document(page))) == texts


def test_a_row_of_numbers_alone_at_the_top_of_a_page_is_no_page_number() -> None:
    first, second = Page(), Page()
    for at, text in enumerate(["维持", "纠正", "总计"]):
        first.text(100 + at * 60, 760, text)
        second.text(105 + at * 60, 60, str(at + 3))
    second.text(60, 120, "五、存在的主要问题")
    assert rows(only_grid(document(first, second))) == [["维持", "纠正", "总计"], ["3", "4", "5"]]


def test_prose_with_numbers_is_no_table() -> None:
    page = Page()
    page.text(80, 100, "2023 年 1 月 1 日起至 2023 年 12 月 31 日止，共收到申请 113 件，办结 108 件。")
    page.text(80, 130, "邮编：223100    电话：0517-87222589")
    page.text(80, 160, "第 5 号")
    assert "G" not in shape(document(page))


def test_a_line_of_dashes_and_a_number_is_no_table() -> None:
    page = Page()
    page.text(60, 100, "正文一段。")
    page.text(290, 400, "-  3  -")
    assert "G" not in shape(document(page))


def test_amounts_with_their_units_are_values() -> None:
    texts = [
        ["项目", "数量", "金额"],
        ["集中采购", "134", "1206.8990万元"],
        ["其他", "—", "无"],
        ["共计", "134", "251000元"],
    ]
    assert rows(only_grid(document(table_page(texts, ruled=False, width=90)))) == texts


def test_words_and_lines_of_a_table_on_a_page_that_is_shown_turned() -> None:
    page = table_page(ROWS, ruled=False)
    page.rotate = 270
    assert rows(only_grid(document(page))) == ROWS


def test_a_table_with_more_words_than_any_report_is_prose() -> None:
    pages = []
    for _ in range(12):
        page = Page()
        page.raw("BT /F1 5 Tf 1 0 0 1 20 800 Tm")
        page.raw("\n".join("<0037> Tj 12 0 Td " * 45 + f"-{45 * 12} -12 Td" for _ in range(60)))
        page.raw("ET")
        pages.append(page)
    assert "G" not in shape(document(*pages))


def test_texts_that_share_a_place_stand_in_one_cell() -> None:
    page = table_page(ROWS, ruled=False)
    page.text(95.5, 139.5, "项")
    assert rows(only_grid(document(page)))[1] == ["甲项", "12", "3"]


def test_a_row_outside_a_table_does_not_go_on_in_the_next_line() -> None:
    page = Page()
    for y in (100, 113, 126):
        page.text(60, y, "本机关认真执行条例，按时公开信息，" * 2 + "全年没有发生。")
    right = 60 + text_width("本机关认真执行条例，按时公开信息，" * 2 + "全年没有发生。", 10.0)
    page.text(60, 139, "（七）总计")
    page.text(right - text_width("12", 10.0), 139, "12")
    page.text(60, 152, "四、结转下年度继续办理")
    assert paragraphs(document(page))[-2:] == ["（七）总计 12", "四、结转下年度继续办理"]

from __future__ import annotations

import pytest
from readers.documents import cover, only_grid, paragraphs, read_bytes, rows, shape

from validator.model.document import Location

LONG = (
    "2023年，全市各级行政机关严格执行条例，全年共收到政府信息公开申请一百一十三件，"
    "全部在法定期限内依法依规予以答复，没有超期"
)


# Tabs


def test_every_field_between_tabs_is_a_cell() -> None:
    grid = only_grid(read_bytes("规章\t3\t\t98\n\t(一) 公开\t1\t\n文件\t27\t27\t\t"))
    assert rows(grid) == [["规章", "3", "", "98"], ["", "(一) 公开", "1", ""], ["文件", "27", "27", "", ""]]
    assert grid.widths == (4, 4, 5)
    assert grid.positioned
    assert not grid.aligned
    assert grid.rows[1][2].location == Location(table=1, row=2, column=3, line=2)


def test_a_blank_line_ends_a_table_with_tabs() -> None:
    document = read_bytes("一、本年新收\t92\t113\n\n二、上年结转\t\t1\t\n三、总计\t93\t114\t\n")
    assert [grid.widths for grid in document.grids] == [(3,), (4, 4)]


def test_labels_without_a_tab_inside_a_table_are_rows_of_it() -> None:
    document = read_bytes(
        "第（五）项\n信息内容\t数量\n行政许可\t12\n第（六）项\n信息内容\t数量\n部分公开（只计这一情\n形，不计其他情形）\t7\n四、结转\n\n五、问题"
    )
    assert rows(only_grid(document))[2:] == [
        ["第（六）项"],
        ["信息内容", "数量"],
        ["部分公开（只计这一情"],
        ["形，不计其他情形）", "7"],
        ["四、结转"],
    ]
    assert paragraphs(document) == ["第（五）项", "五、问题"]


def test_prose_ends_a_table_with_tabs() -> None:
    document = read_bytes(f"规章\t1\n{LONG}。\n文件\t2\n")
    assert shape(document) == "GPG"


def test_tabs_that_indent_or_number_a_paragraph_make_no_table() -> None:
    assert shape(read_bytes(f"\t{LONG}。\n（一）\t{LONG}。\n\t一、总体情况\n")) == "PPP"


# Bars


def test_a_markdown_table_is_read() -> None:
    grid = only_grid(
        read_bytes(
            "| 信息内容 | 本年制发 |\n|:---|---:|\n| **规章** | **3** |\n"
            "| 文件<br>（含修订） | 1\\.5 |\n| a\\|b | &nbsp; |\n"
        )
    )
    assert rows(grid) == [["信息内容", "本年制发"], ["规章", "3"], ["文件\n（含修订）", "1.5"], ["a|b", ""]]
    assert grid.positioned
    assert grid.rows[1][1].location == Location(table=1, row=2, column=2, line=3)


def test_rows_of_a_markdown_table_keep_their_own_widths() -> None:
    grid = only_grid(read_bytes("| a | b | c |\n|---|---|---|\n| d |\n| e | | |\n| f | g | h | |\n| i | j"))
    assert grid.widths == (3, 1, 3, 4, 2)
    assert rows(grid)[2] == ["e", "", ""]


def test_a_markdown_table_needs_no_outer_bars() -> None:
    assert rows(only_grid(read_bytes("内容 | 数量\n--- | ---\n许可 | 12\n处罚 | \n"))) == [
        ["内容", "数量"],
        ["许可", "12"],
        ["处罚", ""],
    ]


def test_bars_close_the_rows_of_a_table_that_ends_in_the_middle_of_one() -> None:
    text = "规章 | 0 | 2 |\n| 文件 | 3 |\n许可 | | 5 |\n| | 处"
    assert rows(only_grid(read_bytes(text))) == [
        ["规章", "0", "2"],
        ["", "文件", "3"],
        ["许可", "", "5"],
        ["", "", "处"],
    ]


def test_a_markdown_table_needs_no_separator() -> None:
    assert rows(only_grid(read_bytes("| 许可 | 12 |\n| 处罚 | 3 |"))) == [["许可", "12"], ["处罚", "3"]]


def test_a_blank_line_ends_a_markdown_table() -> None:
    assert shape(read_bytes("| a | 1 |\n\n| b | 2 |\n正文")) == "GGP"


@pytest.mark.parametrize(
    "drawn",
    [
        "+----+----+\n| 许可 | 12 |\n+====+====+\n| 处罚 | 3 |\n+----+----+",
        "┌────┬────┐\n│ 许可 │ 12 │\n├────┼────┤\n│ 处罚 │  3 │\n└────┴────┘",
        "｜许可｜12｜\n｜处罚｜3｜",
    ],
)
def test_drawn_tables_are_read(drawn: str) -> None:
    assert rows(only_grid(read_bytes(f"甲\n{drawn}\n乙"))) == [["许可", "12"], ["处罚", "3"]]


def test_a_form_with_bars_that_nobody_filled_in_is_a_table() -> None:
    labels = ["许可", "处罚", "强制", "收费", "规章"]
    text = "| 内容 | 数量 |\n|---|---|\n" + "".join(f"| {label} |  |\n" for label in labels)
    assert rows(only_grid(read_bytes(text))) == [["内容", "数量"], *([label, ""] for label in labels)]


@pytest.mark.parametrize("text", ["首页 | 机构 | 联系", "a || b", "|", "注意 | 一个"])
def test_a_bar_in_a_line_makes_no_table(text: str) -> None:
    assert shape(read_bytes(f"甲\n{text}\n乙")) == "PPP"


# Gaps


def test_columns_set_with_blanks_are_found_by_their_place() -> None:
    document = read_bytes(
        "             自然人      法人或其他组织    总计\n"
        "                     商业企业  科研机构\n"
        "一、本年新收    128         6         3   137\n"
        "二、上年结转      5                         5\n"
        "（一）公开                  6               6\n"
        "四、结转\n"
    )
    assert cover(only_grid(document)) == [
        ["", "自然人", "法人或其他组织", "法人或其他组织", "总计"],
        ["", "", "商业企业", "科研机构", ""],
        ["一、本年新收", "128", "6", "3", "137"],
        ["二、上年结转", "5", "", "", "5"],
        ["（一）公开", "", "6", "", "6"],
        ["四、结转", "", "", "", ""],
    ]
    assert only_grid(document).positioned


def test_a_wide_row_with_one_mark_is_as_good_a_row_as_any() -> None:
    gap = " " * 80
    document = read_bytes(
        f"（五）不予处理  重复申请{gap}4\n      公开出版物\n（六）其他处理{gap}    无\n（七）总计{gap}        4\n"
    )
    assert len(only_grid(document).rows) == 4


def test_rows_of_which_every_cell_is_as_wide_show_their_columns() -> None:
    assert only_grid(read_bytes("许可      0      0\n处罚      1      2\n")).aligned
    assert not only_grid(read_bytes("许可  0  0\n处罚  1\n")).positioned


def test_gaps_do_not_part_a_table_of_which_a_row_has_none() -> None:
    document = read_bytes("重复申请   0\n公开出版物 7\n（六）其他处理   0\n（七）总计 3 3\n")
    assert rows(only_grid(document)) == [
        ["重复申请", "0"],
        ["公开出版物", "7"],
        ["（六）其他处理", "0"],
        ["（七）总计", "3", "3"],
    ]


def test_full_width_blanks_part_columns() -> None:
    grid = only_grid(read_bytes("信息内容　　本年制发　　废止\n规章　　　　　　　３　　　４\n规范性文件　　　１２\n"))
    assert rows(grid) == [["信息内容", "本年制发", "废止"], ["规章", "３", "４"], ["规范性文件", "１２", ""]]
    assert grid.positioned


def test_merged_labels_do_not_hide_the_columns() -> None:
    document = read_bytes(
        "一、本年新收                              128     0       3   131\n"
        "三、结果      （一）公开                  100     0       3   103\n"
        "              （三）不公开  1.国家秘密      8     0       0     8\n"
        "                            2.其他法律     20     0       0    20\n"
        "四、结转下年度继续办理                      0     0       0     0\n"
    )
    grid = only_grid(document)
    assert grid.positioned
    assert grid.widths == (7,) * 5
    assert [[one.text for one in row if one.column > 2] for row in grid.rows] == [
        ["128", "0", "3", "131"],
        ["100", "0", "3", "103"],
        ["8", "0", "0", "8"],
        ["20", "0", "0", "20"],
        ["0", "0", "0", "0"],
    ]


def test_quotation_marks_may_take_one_or_two_columns() -> None:
    for width in (1, 2):
        label = "危及“三安全一稳定”"
        pad = " " * (24 - 16 - 2 * width)
        grid = only_grid(read_bytes(f"属于国家秘密{' ' * 12}3   4   5\n{label}{pad}    6   7\n"))
        assert rows(grid) == [["属于国家秘密", "3", "4", "5"], [label, "", "6", "7"]]


def test_columns_that_cannot_be_made_out_leave_the_order() -> None:
    grid = only_grid(
        read_bytes("一、本年新收  128  6  3  137\n二、上年结转政府信息公开申请数量  5  5\n三  1  2  3  4\n")
    )
    assert rows(grid) == [
        ["一、本年新收", "128", "6", "3", "137"],
        ["二、上年结转政府信息公开申请数量", "5", "5"],
        ["三", "1", "2", "3", "4"],
    ]
    assert not grid.positioned
    assert grid.widths == (5, 3, 5)


def test_rows_that_leave_different_columns_blank_are_not_pressed_into_one() -> None:
    grid = only_grid(read_bytes("（一）公开    5            5\n（二）部分            6     6\n"))
    assert rows(grid) == [["（一）公开", "5", "5"], ["（二）部分", "6", "6"]]
    assert not grid.positioned


def test_columns_that_deny_their_header_leave_the_order() -> None:
    document = read_bytes(
        "内容      自然人   企业          总计\n"
        "一、新收  （一）   12       3    15\n"
        "      二、结转  （二）   12       3    15\n"
    )
    assert not only_grid(document).positioned


@pytest.mark.parametrize(
    "text",
    [
        "某局　　2024年1月31日",
        "姓　名：张　三\n电　话：无",
        f"{LONG}。  {LONG}。\n{LONG}。  {LONG}",
        "　　一、总体情况\n　　二、其他",
    ],
)
def test_gaps_in_prose_make_no_table(text: str) -> None:
    assert "G" not in shape(read_bytes(text))


def test_two_numbers_under_one_header_show_that_only_gaps_are_alike() -> None:
    blank = "\u00a0"
    outcomes = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    cells = [
        ["行政复议", *[blank] * 4, "行政诉讼", *[blank] * 9],
        [*outcomes, "未经复议直接起诉", *[blank] * 4, "复议后起诉", *[blank] * 4],
        [*[blank] * 5, *outcomes, *outcomes],
        [*[blank] * 10, "3", "15", "3", "4", "25"],
    ]
    grid = only_grid(read_bytes("\n".join(map("　　".join, cells))))
    assert not grid.positioned
    assert rows(grid)[-1] == ["3", "15", "3", "4", "25"]


def test_columns_may_be_counted_in_characters() -> None:
    printed = [["规章", "3", "", "3"], ["规范性文件", "", "5", "5"], ["许可事项", "4", "1", "5"]]
    lines = []
    for cells in [["信息内容", "制发", "废止", "总计"], *printed]:
        line = ""
        for start, cell in zip([0, 12, 16, 20], cells, strict=True):
            line = line.ljust(start) + cell
        lines.append(line)
    grid = only_grid(read_bytes("\n".join(lines)))
    assert grid.positioned
    assert rows(grid)[1:] == printed


@pytest.mark.parametrize("mark", ["；", ",", "\t", "&"])
def test_a_mark_at_both_ends_of_each_row_parts_nothing(mark: str) -> None:
    expected = [["规章", "1", "2"], ["文件", "3", "6"], ["许可", "4", "5"]]
    text = "\n".join(f"{mark}{mark.join(row)}{mark}" for row in expected)
    assert rows(only_grid(read_bytes(text))) == expected


def test_a_mark_at_the_end_of_each_row_stands_before_a_blank_cell() -> None:
    text = "甲,1,2,\n乙,3,4,\n丙,5,6,"
    assert rows(only_grid(read_bytes(text))) == [["甲", "1", "2", ""], ["乙", "3", "4", ""], ["丙", "5", "6", ""]]


@pytest.mark.parametrize("mark", ["|", "\t", " | "])
def test_labels_cut_into_pieces_are_put_together(mark: str) -> None:
    lines = [["规", "章（", "含", "草案）", "1", "2"], ["规", "范", "性文", "件", "3", "4"], ["许可", "5", "6"]]
    document = read_bytes("\n".join(mark.join(["", *line, ""]).strip(" ") for line in lines))
    assert rows(only_grid(document)) == [
        ["规 章（ 含 草案）", "1", "2"],
        ["规 范 性文 件", "3", "4"],
        ["许可", "5", "6"],
    ]


@pytest.mark.parametrize("before", ["", "；"])
def test_a_mark_behind_each_cell_is_none_of_it(before: str) -> None:
    cells = ["规章", "1", "2", "3", "文件", "4", "5", "6", "许可", "7", "8", "9"]
    text = "\n；\n".join(f"{before}{cell}；" for cell in cells)
    assert rows(only_grid(read_bytes(text))) == [cells[:4], cells[4:8], cells[8:]]
    assert paragraphs(read_bytes("一、规章；\n2；\n三、文件；")) == ["一、规章；", "2；", "三、文件；"]


@pytest.mark.parametrize("mark", ["，", ",", "；", "^"])
def test_a_table_of_blanks_has_its_number_in_its_column(mark: str) -> None:
    expected = [
        ["项目", "自然人", "企业", "机构", "总计"],
        ["规章", "", "", "", ""],
        ["文件", "", "1", "", ""],
        ["许可", "", "", "", ""],
        ["处罚", "", "", "", ""],
    ]
    assert rows(only_grid(read_bytes("\n".join(map(mark.join, expected))))) == expected


def test_two_marks_in_prose_make_no_row() -> None:
    text = "全年收到，，申请5件，，办结5件。\n甲，，\n乙，，\n丙，，"
    assert len(paragraphs(read_bytes(text))) == 4

"""Tables as programs write them down."""

from __future__ import annotations

from readers.documents import only_grid, paragraphs, read_bytes, rows


def test_a_list_of_lists_is_a_table() -> None:
    text = "表\n[['规章', '1', '0', '12'], ['规范性\\n文件', '2', None, '3'],\n ['许可', 7]]\n\n五、问题"
    document = read_bytes(text)
    grid = only_grid(document)
    assert rows(grid) == [["规章", "1", "0", "12"], ["规范性 文件", "2", "", "3"], ["许可", "7"]]
    assert [row[0].location.line for row in grid.rows] == [2, 2, 3]
    assert paragraphs(document) == ["表", "五、问题"]


def test_a_list_over_several_lines_is_a_row() -> None:
    text = '[\n [\n  "规章",\n  "1"\n ],\n [\n  "文件",\n  "2"\n ],\n [\n  "许可",\n  "3"\n ]\n]'
    assert rows(only_grid(read_bytes(text))) == [["规章", "1"], ["文件", "2"], ["许可", "3"]]


def test_brackets_in_prose_are_none() -> None:
    text = "依据国办发[2019]60号和[2021]30号文件，公开[1]条。"
    assert paragraphs(read_bytes(text)) == [text]


def test_the_cells_of_a_wiki_table_stand_in_its_rows() -> None:
    rows_of_wiki = ["! 信息 !! 数量 !! 备注", "| 规章 || 3 || ", '| style="a" | 文件\n| 5\n| ']
    document = read_bytes("\n|-\n".join(['{| class="wikitable"\n|+ 表二', *rows_of_wiki]) + "\n|}")
    assert rows(only_grid(document)) == [["信息", "数量", "备注"], ["规章", "3", ""], ["文件", "5", ""]]
    assert paragraphs(document) == ["表二"]


def test_a_tag_breaks_a_line() -> None:
    assert rows(only_grid(read_bytes("规章 1 2<br>文件 3 4<BR/>许可 5"))) == [
        ["规章", "1", "2"],
        ["文件", "3", "4"],
        ["许可", "5"],
    ]


def test_a_tab_ends_each_cell_blank_ones_too() -> None:
    text = "\n".join(["规章\t", "1\t", "2\t", "3", "文件\t", "4\t", "\t", "6", "许可\t", *["7\t"] * 6, "8"])
    assert rows(only_grid(read_bytes(text))) == [
        ["规章", "1", "2", "3"],
        ["文件", "4", "", "6"],
        ["许可", *["7"] * 6, "8"],
    ]


def test_a_colon_behind_labels_is_no_part_of_the_number() -> None:
    document = read_bytes("规章：1 2\n文件：3 4\n许可: 5\n电话：0313-1234567")
    assert rows(only_grid(document)) == [["规章", "1", "2"], ["文件", "3", "4"], ["许可", "5"]]


def test_a_single_number_behind_a_colon_is_no_row() -> None:
    assert paragraphs(read_bytes("邮编：075000\n一、概述")) == ["邮编：075000", "一、概述"]


def test_a_line_with_several_rows_between_tabs_is_read_cell_by_cell() -> None:
    text = "第（五）项\t内容\t数量\t规章\t1\t2\t文件\t3\t4"
    assert rows(only_grid(read_bytes(text)))[-2:] == [["规章", "1", "2"], ["文件", "3", "4"]]


def test_blank_cells_with_a_tab_behind_tell_that_one_ends_each_cell() -> None:
    text = "\n".join(["规章\t", "1\t", "2\t", "3", "文件\t", *["\t"] * 7, "", "许可\t", "8"])
    assert rows(only_grid(read_bytes(text))) == [["规章", "1", "2", "3"], ["文件", *[""] * 8], ["许可", "8"]]

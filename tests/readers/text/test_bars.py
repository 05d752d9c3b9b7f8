"""Cells that end with bars, rows parted by marks, and lists: what a text leaves of a table."""

from __future__ import annotations

from readers.documents import only_grid, paragraphs, read_bytes, rows

CELLS = ["规章", "3", "0", "11", "文件", "5", "", "7"]


def test_a_bar_may_end_each_cell() -> None:
    text = "".join(f"{cell} |\n" if cell else "|\n" for cell in CELLS)
    assert rows(only_grid(read_bytes(text))) == [CELLS[:4], CELLS[4:]]


def test_a_bar_may_stand_between_two_lines() -> None:
    assert rows(only_grid(read_bytes("\n|\n".join(CELLS) + "\n|\n"))) == [CELLS[:4], CELLS[4:]]


def test_bars_that_fill_a_row_are_no_cells() -> None:
    grid = only_grid(read_bytes("许可 |\n416 |\n|||\n处罚 |\n53 |\n|||\n强制 |\n6 |\n|||\n"))
    assert rows(grid) == [["许可", "416"], ["处罚", "53"], ["强制", "6"]]
    grid = only_grid(read_bytes("| 规章 | 3 |  | 11 | || \n| 许可 | 416 | |||| \n"))
    assert rows(grid) == [["规章", "3", "", "11"], ["许可", "416"]]


def test_rows_may_end_with_a_bar_and_begin_with_none() -> None:
    document = read_bytes("二、公开情况\n信息内容 | 制发 | 有效 |\n规章 | 0 | 3 |\n文件 | 7 |  |\n三、申请情况\n")
    assert rows(only_grid(document)) == [["信息内容", "制发", "有效"], ["规章", "0", "3"], ["文件", "7", ""]]
    assert paragraphs(document) == ["二、公开情况", "三、申请情况"]


def test_commas_may_part_cells_and_stand_in_labels() -> None:
    text = (
        "信息内容,制发,有效\n规章,0,3\n文件,7,\n部分公开（只计这一情形,不计其他）,1,1\n总计：8,4\n收到12件，办结8件。"
    )
    document = read_bytes(text)
    assert rows(only_grid(document)) == [
        ["信息内容", "制发", "有效"],
        ["规章", "0", "3"],
        ["文件", "7", ""],
        ["部分公开（只计这一情形,不计其他）", "1", "1"],
        ["总计", "8", "4"],
    ]
    assert paragraphs(document) == ["收到12件，办结8件。"]


def test_fields_in_quotes_keep_their_places() -> None:
    text = (
        '"信息内容","","制发","有效"\n"办理结果","公开","0","3"\n"","1.部分,或""全部""","7",""\n'
        '"","2.其他","",""\n"总计","","8","4"\n"结转","","1","1"\n'
    )
    assert rows(only_grid(read_bytes(text))) == [
        ["信息内容", "", "制发", "有效"],
        ["办理结果", "公开", "0", "3"],
        ["", '1.部分,或"全部"', "7", ""],
        ["", "2.其他", "", ""],
        ["总计", "", "8", "4"],
        ["结转", "", "1", "1"],
    ]


def test_each_cell_may_be_an_item_of_a_list() -> None:
    cells = [cell for at in range(10) for cell in (f"第{at}行", "1", "2")]
    assert rows(only_grid(read_bytes("".join(f"- {cell}\n" for cell in cells)))) == [
        [f"第{at}行", "1", "2"] for at in range(10)
    ]


def test_a_bar_before_the_first_cell_ends_a_blank_one_where_other_rows_begin_without() -> None:
    grid = only_grid(read_bytes("结果维持 | 结果纠正 | 总计 |\n | 4 | 4 |\n | 3 | 3 |\n"))
    assert rows(grid) == [["结果维持", "结果纠正", "总计"], ["", "4", "4"], ["", "3", "3"]]


def test_a_table_of_bars_may_hold_a_single_number() -> None:
    cells = ["结果维持", "结果纠正", *[""] * 12, "5", ""]
    document = read_bytes("".join(f"{cell} |\n" if cell else "|\n" for cell in cells))
    assert [cell.text for grid in document.grids for cell in grid.cells].count("5") == 1


def test_a_mark_inside_brackets_parts_no_cells() -> None:
    label = "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"
    text = f"一、本年新收，9，552，561\n{label}，，，\n二、上年结转，52，85，137\n三、办理结果，3，，3\n"
    assert rows(only_grid(read_bytes(text)))[1] == [label, "", "", ""]

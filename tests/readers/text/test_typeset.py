r"""Tables whose cells are parted by `&` and whose rows end with `\\`."""

from __future__ import annotations

from readers.documents import only_grid, paragraphs, read_bytes, rows

_ROWS = [["规章", "1", "0", "12"], ["文件", "2", "", "3"], ["许可", "7", "", ""]]


def test_each_row_ends_with_its_mark() -> None:
    text = "二、情况\n规章 & 1 & 0 & 12 \\\\\n文件 & 2 &  & 3 \\\\ \\hline\n许可 & 7 & & \\\\[2pt]\n\n五、问题"
    document = read_bytes(text)
    grid = only_grid(document)
    assert rows(grid) == _ROWS
    assert [row[0].location.line for row in grid.rows] == [2, 3, 4]
    assert paragraphs(document) == ["二、情况", "五、问题"]


def test_a_cell_over_several_columns_keeps_their_places() -> None:
    text = (
        "\\section{二、情况}\n\\begin{tabular}{|l|>{\\centering\\arraybackslash}p{2cm}|r|r|}\n\\hline\n"
        "\\multicolumn{4}{|c|}{\\textbf{第（一）项}} \\\\ \\hline\n"
        "\\multirow{2}{*}{组} & \\multicolumn{2}{c}{\\makecell{规\\\\章}} & 12 \\\\\n"
        " & 文件\\_二 & 2 &\n   3 \\\\ \\cline{2-4}\n许可 & 7 & 1\\% & \\\\\n\\bottomrule\n\\end{tabular}\n"
        "% 说明\n\\textbf{五、}问题"
    )
    document = read_bytes(text)
    assert rows(only_grid(document)) == [
        ["第（一）项", "", "", ""],
        ["组", "规章", "", "12"],
        ["", "文件_二", "2", "3"],
        ["许可", "7", "1%", ""],
    ]
    assert paragraphs(document) == ["二、情况", "五、问题"]


def test_rows_may_do_without_the_mark_at_their_end() -> None:
    text = "规章 & 1 & 0 & 12\n文件 & 2 &  & 3\n许可 & 7 & & 1"
    assert rows(only_grid(read_bytes(text))) == [*_ROWS[:2], ["许可", "7", "", "1"]]


def test_a_text_with_such_marks_in_its_words_is_left_alone() -> None:
    text = "甲&乙公司公开信息3条。\n路径 C:\\\\共享 & 其他。"
    assert "".join(paragraphs(read_bytes(text))).startswith("甲&乙公司公开信息3条。")

from __future__ import annotations

import pytest
from readers.documents import only_grid, paragraphs, read_bytes, rows, shape

from validator.model.document import Location

LONG = "2023年，全市各级行政机关严格执行条例，全年共收到政府信息公开申请一百一十三件，全部在法定期限内予以答复"


def test_a_row_is_a_label_and_the_numbers_behind_it() -> None:
    grid = only_grid(read_bytes("信息内容 本年制发件数 现行有效件数\n规章 2 11\n行政 规范性文件 109 597\n"))
    assert rows(grid) == [
        ["信息内容 本年制发件数 现行有效件数"],
        ["规章", "2", "11"],
        ["行政 规范性文件", "109", "597"],
    ]
    assert grid.widths == (1, 3, 3)
    assert not grid.positioned
    assert grid.rows[2][1].location == Location(table=1, row=3, column=2, line=3)


@pytest.mark.parametrize(
    "token", ["0", "12", "1,295", "96171.6", "+3", "-18", "--253", "251000元", "１２", "-", "—", "－", "/", "3件"]
)
def test_everything_that_fills_a_number_cell_is_one(token: str) -> None:
    grid = only_grid(read_bytes(f"一、新收 5 {token} 7\n二、结转 {token}\n"))
    assert rows(grid) == [["一、新收", "5", token, "7"], ["二、结转", token]]


def test_a_unit_or_remark_behind_a_blank_belongs_to_its_number() -> None:
    grid = only_grid(read_bytes("政府集中采购 41267385 (含县区) 451830.26 万元\n行政强制 3 件 5\n"))
    assert rows(grid) == [["政府集中采购", "41267385 (含县区)", "451830.26 万元"], ["行政强制", "3 件", "5"]]


def test_numberings_and_words_are_part_of_the_label() -> None:
    grid = only_grid(read_bytes("（四）无 1. 不掌握 746 12 769\n第 3 项 1 2\n"))
    assert rows(grid) == [["（四）无 1. 不掌握", "746", "12", "769"], ["第", "3 项", "1", "2"]]


def test_a_word_for_none_among_numbers_is_one_of_them() -> None:
    grid = only_grid(read_bytes("5.属于内部事务信息 921 无 921\n6.属于过程性信息 ⽆ 0 0\n（六）其他处理 无\n"))
    assert rows(grid) == [
        ["5.属于内部事务信息", "921", "无", "921"],
        ["6.属于过程性信息", "⽆", "0", "0"],
        ["（六）其他处理 无"],
    ]


def test_long_labels_with_one_number_each_are_rows() -> None:
    label = "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"
    document = read_bytes(f"（五）不予处理 3 3\n（六）其他处理 {label} 0\n{label} 7\n（七）总计 3 3\n")
    assert rows(only_grid(document))[1:3] == [[f"（六）其他处理 {label}", "0"], [label, "7"]]


def test_labels_broken_over_lines_stay_in_the_table() -> None:
    document = read_bytes(
        "一、本年新收 3001 53 3119\n三、\n本\n年\n（二）部分公开（只计这一情\n形，不计其他情形） 447 7 454\n"
        "（三）不\n予公开\n1.属于国家秘密 2 0 2\n四、结转下年度\n办理\n"
    )
    assert rows(only_grid(document)) == [
        ["一、本年新收", "3001", "53", "3119"],
        ["三、"],
        ["本"],
        ["年"],
        ["（二）部分公开（只计这一情"],
        ["形，不计其他情形）", "447", "7", "454"],
        ["（三）不"],
        ["予公开"],
        ["1.属于国家秘密", "2", "0", "2"],
        ["四、结转下年度"],
        ["办理"],
    ]


def test_the_header_above_belongs_to_the_table_and_a_heading_does_not() -> None:
    document = read_bytes("某局年报\n二、主动公开情况\n第（一）项\n信息内容\n制发\n规章 1 2\n文件 3 4\n")
    assert paragraphs(document) == ["某局年报", "二、主动公开情况"]
    assert rows(only_grid(document))[0] == ["第（一）项"]


def test_the_first_label_may_look_like_a_heading() -> None:
    assert rows(only_grid(read_bytes("一、本年新收\n数量 3 4 7\n二、结转 1 0 1\n")))[0] == ["一、本年新收"]


def test_page_numbers_between_rows_are_left_out() -> None:
    document = read_bytes("- 3 -\n一、新收 1 2\n- 4 -\n二、结转 3 4\n第 5 页 共 9 页\n三、总计 4 6\n")
    assert [len(row) for row in only_grid(document).rows] == [3, 3, 3]
    assert paragraphs(document) == ["- 3 -"]


def test_rows_of_numbers_alone_have_no_label() -> None:
    assert rows(only_grid(read_bytes("结果维持 结果纠正 总计\n3 0 3\n")))[1] == ["3", "0", "3"]


def test_a_long_header_of_short_words_belongs_to_the_table() -> None:
    header = " ".join(["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3)
    grid = only_grid(read_bytes(f"行政复议 行政诉讼\n{header[:40]}\n{header[:50]}\n3 0 3 4\n"))
    assert [len(row) for row in grid.rows] == [1, 1, 1, 4]


def test_a_blank_line_between_a_row_and_a_label_ends_a_table() -> None:
    document = read_bytes("规章 1 2\n文件 3 4\n\n三、收到申请情况\n\n一、新收 5 6\n\n二、结转 7 8\n")
    assert shape(document) == "GPG"


@pytest.mark.parametrize(
    "prose",
    [
        "辛市 2019",
        "全年共收到申请 12 件，其中办结 11\n件。",
        "电话 84368008",
        f"{LONG} 3607",
        "2023年 全年共收到政府信息公开申请数量为历年之最，共 113\n件。\n比上年增加 12",
        "共收到申请 113 件\n共办结申请 112件\n共公开信息 5 条",
        "发布时间: 2020-01-10 16:13\n文号: 〔2020〕 3 号",
        "1",
        "- 1 -\n\n- 2 -\n\n- 3 -",
    ],
)
def test_a_sentence_that_ends_in_a_number_is_no_row(prose: str) -> None:
    assert "G" not in shape(read_bytes(prose))


def test_prose_between_rows_ends_a_table() -> None:
    assert shape(read_bytes(f"规章 1 2\n文件 3 4\n{LONG}。\n许可 5 6\n处罚 7 8\n")) == "GPG"
    assert shape(read_bytes(f"规章 1 2\n文件 3 4\n{LONG[:35]}\n{LONG[:35]}\n许可 5 6\n处罚 7 8\n")) == "GPG"


def test_one_cell_a_line_makes_rows_of_label_and_numbers() -> None:
    document = read_bytes(
        "一、总体情况\n\n信息内容\n制发\n有效\n规章\n2\n11\n文件\n109\n/\n三、申请\n自然人\n总计\n一、新收\n5\n7\n\n五、问题"
    )
    grid = only_grid(document)
    assert rows(grid) == [
        ["信息内容"],
        ["制发"],
        ["有效"],
        ["规章", "2", "11"],
        ["文件", "109", "/"],
        ["三、申请"],
        ["自然人"],
        ["总计"],
        ["一、新收", "5", "7"],
    ]
    assert not grid.positioned
    assert grid.rows[3][2].location == Location(table=1, row=4, column=3, line=8)
    assert paragraphs(document) == ["一、总体情况", "五、问题"]


def test_one_cell_a_line_with_blank_lines_between_is_one_table() -> None:
    lines = ["一、总体情况", "正文。", "规章", "2", "11", "文件", "109", "597", "三、新收", "5"]
    document = read_bytes("\n\n".join(lines))
    assert rows(only_grid(document)) == [["规章", "2", "11"], ["文件", "109", "597"], ["三、新收", "5"]]


def test_an_amount_broken_behind_its_point_is_one() -> None:
    assert rows(only_grid(read_bytes("许可 2 11\n采购 96 4186. 2075万 元\n收费 199. 43\n")))[1:] == [
        ["采购", "96", "4186.2075万元"],
        ["收费", "199.43"],
    ]
    assert rows(only_grid(read_bytes("规章 2 11\n2. 12 3\n3. 5\n")))[1:] == [["2.", "12", "3"], ["3.", "5"]]

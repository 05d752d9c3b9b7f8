from __future__ import annotations

import pytest
from readers.documents import cover, only_grid, paragraphs, read_bytes, rows, shape

from validator.model.document import Location

FIRST = "全市全年共收办政府信息公开申请案件，同比增长百分之七十，其中自然人"
SECOND = "申请三千四百九十三件，法人或者其他组织申请一百一十四件，全年共办理"


def test_lines_are_paragraphs_with_their_numbers() -> None:
    document = read_bytes("\n某局年报\r\n\r\n  一、总体情况\r全年共收到申请。\n")
    assert document.format == "text"
    assert paragraphs(document) == ["某局年报", "一、总体情况", "全年共收到申请。"]
    assert [one.location for one in document.paragraphs] == [
        Location(paragraph=1, line=2),
        Location(paragraph=2, line=4),
        Location(paragraph=3, line=5),
    ]


def test_prose_broken_by_its_length_is_put_together() -> None:
    document = read_bytes(f"一、总体情况\n{FIRST}\n{SECOND}3607\n件。\n（一）公开\n")
    assert paragraphs(document) == ["一、总体情况", f"{FIRST}{SECOND}3607件。", "（一）公开"]


@pytest.mark.parametrize(
    "following",
    [
        f"\n{SECOND}。",
        f"　　{SECOND}。",
        f"（二）{SECOND}。",
        f"⼆、{SECOND}。",
        f"2.{SECOND}。",
        f"第二条{SECOND}。",
    ],
)
def test_what_begins_a_paragraph_is_not_joined(following: str) -> None:
    assert paragraphs(read_bytes(f"{FIRST}\n{following}")) == [FIRST, following.strip()]


def test_a_finished_sentence_and_a_short_line_are_not_joined() -> None:
    assert paragraphs(read_bytes(f"{FIRST[:-1]}。\n{SECOND}")) == [f"{FIRST[:-1]}。", SECOND]
    assert paragraphs(read_bytes(f"某局年报\n{FIRST}")) == ["某局年报", FIRST]


def test_the_way_to_a_page_is_not_joined_with_the_title_below_it() -> None:
    trail = "当前位置: 网站首页 > 政府信息公开 > 甲镇人民政府 > 政府信息公开年报"
    assert paragraphs(read_bytes(f"{trail}\n甲镇政府信息公开年报\n")) == [trail, "甲镇政府信息公开年报"]


def test_broken_latin_words_are_parted_by_a_blank() -> None:
    first = "the bureau received one hundred and thirteen requests for information this"
    assert paragraphs(read_bytes(f"{first}\nyear.")) == [f"{first} year."]


def test_marks_of_markdown_are_left_out_of_prose() -> None:
    document = read_bytes(
        "# 某局年报 #\n\n---\n\n1\\. **围绕市场**加强*解读*。\n\n```\n引用&nbsp;内容\n```\n\n========\n"
    )
    assert paragraphs(document) == ["某局年报", "1. 围绕市场加强*解读*。", "引用\u00a0内容"]


def test_one_endless_line_is_one_paragraph() -> None:
    line = "一、本年新收政府信息公开申请数量640020470二、上年结转政府信息公开申请数量0000000。" * 500
    document = read_bytes(f"标题: 某区年报\n文号: \n{line}")
    assert paragraphs(document) == ["标题: 某区年报", "文号:", line]


def test_a_table_in_html_stands_in_its_place() -> None:
    document = read_bytes(
        "# 年报\n\n甲\n<table>\n<tr><td rowspan=2>许可</td><td>1</td></tr>\n<tr><td>2</td></tr>\n</table>\n乙\n\n"
        "| 规章 | 3 |\n| 文件 | 4 |\n\n<TABLE border=1><tr><td>处罚<td>5<tr><td>强制<td>6</TABLE> 丙\n"
    )
    assert shape(document) == "PPGPGGP"
    first, second, third = document.grids
    assert cover(first) == [["许可", "1"], ["许可", "2"]]
    assert (first.location, second.location, third.location) == (
        Location(table=1, line=4),
        Location(table=2, line=10),
        Location(table=3, line=13),
    )
    assert rows(third) == [["处罚", "5"], ["强制", "6"]]
    assert [one.location.line for one in document.paragraphs] == [1, 3, 8, 13]


def test_a_table_in_html_may_hold_another() -> None:
    document = read_bytes("甲\n<table><tr><td>a<td>b<tr><td>c<td>1<table><tr><td>d<td>e</table></table>\n乙")
    assert [rows(grid) for grid in document.grids] == [[["a", "b"], ["c", "1"]], [["d", "e"]]]
    assert shape(document) == "PGGP"


def test_a_table_in_html_that_is_cut_off_is_read() -> None:
    assert rows(only_grid(read_bytes("甲\n<table><tr><td>a<td>1<tr><td>b<td>2"))) == [["a", "1"], ["b", "2"]]


def test_a_stray_tag_is_no_table() -> None:
    lines = ["标签 <table> 和 </table> 之间", "以及 <table> 之后"]
    assert paragraphs(read_bytes("\n".join(lines))) == lines


def test_deep_tables_in_html_are_said_to_be_cut() -> None:
    assert read_bytes("甲\n" + "<table><tr><td>" * 300 + "</table>" * 300 + "\n乙").warnings == ("html-too-deep",)


def test_damaged_characters_are_said() -> None:
    assert read_bytes("一、总体情况".encode() + b"\xe4\xb8").warnings == ("undecodable-bytes",)


def test_a_number_alone_in_its_line_is_no_rest_of_the_label_above() -> None:
    label = "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"
    assert [text for text in paragraphs(read_bytes(f"{label}\n13\n")) if "13" in text] == ["13"]

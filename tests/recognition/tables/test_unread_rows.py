"""Rows whose label is there, while their numbers are not, or not for certain."""

from __future__ import annotations

import pytest
from core_factory import column, document, grid, row, table

from validator.model.document import Grid
from validator.recognition.tables._table import read_table
from validator.recognition.tables.alignment import align, lines_of
from validator.recognition.tables.unread_rows import shared_labels, unread_rows, unread_table

COUNTS = table(
    [
        row("new", "本年新收申请数量"),
        row("law", "其他法律禁止公开"),
        row("safe", "危及安全稳定的"),
        row("again", "重复申请"),
        row("rest", "其他"),
    ],
    [column("a", "自然人"), column("b", "其他")],
)
HEADER = ["申请人情况", "自然人", "其他"]


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        (("2.其他法律禁止公开 12",), ["law"]),
        (("（三）不予公开 其他法律禁止公开",), ["law"]),
        ((grid([["公开", "其他法律禁止公开1"]]),), ["law"]),
        (("重复申请",), ["again"]),
        ((grid([["（二）不予2.其他法律禁止公"], ["公开"], ["开"]]),), ["law"]),
        (("（三）不 2.其他法律 无", "禁止公", "开"), ["law"]),
        (("2.其他法律", grid([["", "禁止公开"], ["重复申请", ""]])), ["law", "again"]),
        (("2.其他法律", grid([["不予公开", "禁止公开"]])), []),
        ((grid([["（三）", "2.其他法律"], ["不予公", ""], ["", "禁止公"], ["开", "开"]]),), ["law"]),
        (("2.其他法律", "不予公", "禁止", "公开"), ["law"]),
        (("2.", "其他", "法", "律", "禁", "止", "公", "开"), ["law"]),
        (("2.其他法律另有规定的，应当", "不予公", "禁止", "公开"), []),
        (("其他法律规定的", "事项"), []),
        (("对重复申请不予处理",), []),
        (("其他法律禁止公开的，不予公开。",), []),
        (("其他",), []),
        # With numbers behind it, a short label is that of a row.
        (("3.其他 1 2",), ["rest"]),
        (("（三）其他 1 2", grid([["甲", "1"]])), ["rest"]),
        (("其他情况 1 2",), []),
        ((grid([["其他 1 2", ""]]),), []),
        (("其他法律",), []),
        ((), []),
    ],
)
def test_a_label_in_a_short_text_is_a_row_that_was_not_read(
    blocks: tuple[Grid | str, ...], expected: list[str]
) -> None:
    found = list(unread_rows(document(*blocks), COUNTS, COUNTS.rows[1:]))
    assert [one.row.name for one in found] == expected
    assert all(one.options == () for one in found)


@pytest.mark.parametrize(
    ("texts", "rows"),
    [
        (["信息内容 自然人 其他", "重复申请"], 5),
        (["信息内容", "自然人", "其他", "（二）重复申请"], 5),
        (["信息内容 自然人", "重复申请"], 0),
        (["信息内容 自然人 其他"], 0),
        # Most labels are there, though the headers are not.
        (["本年新收申请数量", "（二）其他法律禁止", "公开", "危及安全稳定的", "自 其", "然 他"], 5),
        (["本年新收申请数量", "危及安全稳定的", "自 其", "然 他"], 0),
        (["自然人、其他", "对重复申请不予处理"], 0),
    ],
)
def test_a_table_of_which_headers_and_a_label_are_there_was_not_read(texts: list[str], rows: int) -> None:
    assert len(list(unread_table(document(*texts), COUNTS))) == rows


def test_a_text_that_is_the_label_of_another_row_names_none_that_it_holds() -> None:
    longer = table([row("first", "申请人逾期不补正"), row("second", "逾期不补正的申请人")], ["a"])
    assert not list(unread_rows(document("申请人逾期不补正的申请人"), longer, longer.rows[1:]))


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("其他法律禁止公开危及安全稳定的", [("law", "safe")]),
        ("2.其他法律禁止公开\n3.危及安全稳定的", [("law", "safe")]),
        ("其他法律的禁止公开危及安全稳定的", [("law", "safe")]),
        ("其他法律禁止公开", []),
        ("其他法律禁止公开的政府信息", []),
    ],
)
def test_two_labels_in_one_cell_share_its_numbers(label: str, expected: list[tuple[str, str]]) -> None:
    lines = lines_of(document(grid([HEADER, ["本年新收申请数量", "1", "1"], [label, "5", "5"]])))
    pairs = {tuple(sorted((one.name, other.name))) for one, other in shared_labels(align(lines, COUNTS), COUNTS)}
    assert sorted(pairs) == expected


def test_numbers_behind_two_labels_are_neither_rows() -> None:
    reading = read_table(
        lines_of(
            document(grid([HEADER, ["本年新收申请数量", "1", "1"], ["其他法律禁止公开危及安全稳定的", "5", "5"]]))
        ),
        COUNTS,
    )
    assert {one.row.name for one in reading.damaged if not one.options} == {"law", "safe"}
    assert reading.cells["t.law.a"] is reading.cells["t.safe.a"] is None


@pytest.mark.parametrize("below", [True, False])
def test_a_row_without_numbers_beside_numbers_of_no_row_is_left_open(*, below: bool) -> None:
    pair = [["2.其他法律禁止公开", "", ""], ["办理结果", "3", "4"]]
    rows = [["本年新收申请数量", "1", "2"], *(pair if below else pair[::-1]), ["危及安全稳定的", "5", "6"]]
    reading = read_table(lines_of(document(grid([HEADER, *rows]))), COUNTS)
    assert [one.row.name for one in reading.damaged] == ["law"]
    assert reading.cells[f"{COUNTS.name}.law.a"] is None
    assert [line.labels[0].text for line in reading.extra] == ["办理结果"]


def test_a_row_without_numbers_beside_a_text_of_no_row_is_blank() -> None:
    rows = [
        ["本年新收申请数量", "1", "2"],
        ["其他法律禁止公开", "", ""],
        ["办理结果", "", ""],
        ["危及安全稳定的", "5", "6"],
    ]
    assert not read_table(lines_of(document(grid([HEADER, *rows]))), COUNTS).damaged


@pytest.mark.parametrize(
    ("texts", "rows"),
    [
        (["行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉", "结", "果"], 1),
        (["行政复议 行政诉讼", "未经复议直接起诉 复议后起诉"], 1),
        (["被申请行政复议2件，其中未经复议直接起诉1件、复议后起诉1件。"], 0),
        (["行政复议", "未经复议直接起诉"], 0),
    ],
)
def test_a_table_in_one_line_of_which_all_labels_are_there_was_not_read(texts: list[str], rows: int) -> None:
    kinds = [row("first", "行政复议"), row("direct", "未经复议直接起诉"), row("after", "复议后起诉")]
    cases = table(kinds, [column("a", "结果维持"), column("b", "结果纠正")], arrangement="flat")
    found = list(unread_table(document(*texts), cases))
    assert len(found) == rows
    assert all(one.row.name == "" for one in found), "the whole table is one row"

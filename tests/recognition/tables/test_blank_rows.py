"""Rows of which a copy has kept nothing but the label, in a line of its own."""

from __future__ import annotations

import pytest
from core_factory import column, document, grid, row, table
from msgspec.structs import replace

from validator.model.document import Grid
from validator.recognition.tables._table import read_table
from validator.recognition.tables.alignment import align, lines_of
from validator.recognition.tables.blank_rows import blank_rows, rows_of_a_label
from validator.recognition.tables.reading import TableReading

COUNTS = table(
    [row("new", "本年新收申请数量"), row("old", "上年结转申请数量"), row("total", "总计")],
    [column("a", "自然人"), column("b", "总计")],
)
BEFORE = grid([["申请人情况", "自然人", "总计"], ["本年新收申请数量", "1", "1"]])
AFTER = grid([["（七）总计", "1", "1"]])


def found(*blocks: Grid | str) -> list[str]:
    read = document(*blocks)
    return list(blank_rows(read, read_table(lines_of(read), COUNTS)))


@pytest.mark.parametrize("label", ["上年结转申请数量", "二、上年结转申请数量", "三、结果 上年结转申请数量"])
def test_a_label_alone_is_a_blank_row(label: str) -> None:
    assert found(BEFORE, label, AFTER) == ["t.old.a", "t.old.b"]


@pytest.mark.parametrize(
    "blocks",
    [
        (BEFORE, "上年结转申请数量", "3", AFTER),
        (BEFORE, "上年结转申请数量", grid([["3", "3"]]), AFTER),
        (BEFORE, grid([["3", "3"]]), "上年结转申请数量", AFTER),
        (BEFORE, AFTER, "上年结转申请数量"),
        (BEFORE, "上年结转申请数量（只计受理的，", "3", "不计其他）", AFTER),
        (BEFORE, "上年结转申请数量与去年的一样多", AFTER),
        (BEFORE, AFTER),
    ],
)
def test_a_row_is_not_blank_if_numbers_may_follow_its_label_or_it_is_not_there(blocks: tuple[Grid | str, ...]) -> None:
    assert found(*blocks) == []


def test_a_label_before_a_page_whose_first_cell_is_blank_is_a_blank_row() -> None:
    assert found(BEFORE, "上年结转申请数量", grid([["", "（七）总计", "1"]])) == ["t.old.a", "t.old.b"]


def test_a_label_broken_over_lines_is_a_blank_row() -> None:
    assert found(BEFORE, "- 2 -", "二、上年结转申", "请数量", AFTER) == ["t.old.a", "t.old.b"]


def test_the_label_of_a_column_is_a_row_only_with_its_number() -> None:
    old = grid([["申请人情况", "自然人", "总计"], ["本年新收申请数量", "1", "1"], ["上年结转申请数量", "0", "0"]])
    assert found(old, "总计", "说明") == []
    assert found(old, "（七）总计", "说明") == ["t.total.a", "t.total.b"]


def test_a_row_that_was_found_is_left_as_it_is() -> None:
    assert found(BEFORE, "本年新收申请数量", AFTER) == []


def test_a_table_that_is_not_there_has_no_blank_rows() -> None:
    assert found("上年结转申请数量", "说明") == []


OTHERS = table(
    [row("new", "本年新收申请"), row("rest", "其他"), row("old", "上年结转申请")], [column("rest", "其他"), "b"]
)


@pytest.mark.parametrize(
    ("between", "expected"),
    [
        ([["", "其他"]], ["rest"]),
        ([["第三项"], ["其他"]], ["rest"]),
        ([["", "其他", "b"]], []),
        ([["", "其他", "3"]], []),
        ([["3"], ["其他"]], []),
        ([["备注"]], []),
        ([], []),
    ],
)
def test_a_short_label_alone_between_its_neighbours_is_a_blank_row(
    between: list[list[str]], expected: list[str]
) -> None:
    lines = lines_of(document(grid([["本年新收申请", "1", "1"], *between, ["上年结转申请", "1", "1"]])))
    assert [one.name for one in rows_of_a_label(lines, align(lines, OTHERS), OTHERS)] == expected


KINDS = [row("first", "行政复议"), row("direct", "未经复议直接起诉"), row("after", "复议后起诉")]
CASES = table(KINDS, [column("a", "结果维持"), column("b", "结果纠正")], arrangement="flat")
HEADER_OF_CASES = ("行政复议 行政诉讼", "未经复议直接起诉 复议后起诉", "结 结 结 结", "果 果 果 果")
PROSE = "存在的主要问题是人手不够。"


@pytest.mark.parametrize(
    ("blocks", "cells"),
    [
        ((*HEADER_OF_CASES, "- 4 -", PROSE), 6),
        ((*HEADER_OF_CASES, "49", PROSE), 0),
        (("49", *HEADER_OF_CASES, PROSE), 0),
        ((*HEADER_OF_CASES, grid([["49"]]), PROSE), 0),
        (HEADER_OF_CASES, 0),
        ((HEADER_OF_CASES[0], PROSE), 0),
    ],
    ids=["blank", "number below", "number above", "number in a grid", "cut off", "label missing"],
)
def test_a_table_in_one_line_of_which_only_labels_are_left_is_blank(blocks: tuple[Grid | str, ...], cells: int) -> None:
    read = document(*blocks)
    assert len(list(blank_rows(read, TableReading(CASES)))) == cells


LABELS = ("申请人情况 自然人 总", "计", "一、本年新收申", "请数量", "二、上年结转申请数量", "三、结转 （七）总计", "数")


@pytest.mark.parametrize(
    ("blocks", "cells"),
    [
        ((*LABELS[:5], "- 4 -", *LABELS[5:], PROSE), 6),
        (("申请人情况 自然人 总计", "一、本年新 1.本年新收申", "收 请数量", *LABELS[4:], PROSE), 6),
        ((*LABELS, "3", PROSE), 0),
        ((*LABELS, "/", PROSE), 0),
        ((*LABELS, "零", PROSE), 0),
        ((*LABELS[:4], "二、上年结转申请数量 3", *LABELS[5:], PROSE), 0),
        ((*LABELS[:4], "12.上年结转申请数量", *LABELS[5:], PROSE), 0),
        ((*LABELS, grid([["3"]]), PROSE), 0),
        ((*LABELS[1:], PROSE), 0),
        ((*LABELS[:3], *LABELS[4:], PROSE), 0),
        (LABELS, 0),
    ],
    ids=[
        "blank",
        "beside a group",
        "number",
        "mark",
        "word",
        "behind",
        "before",
        "in a grid",
        "header",
        "label",
        "cut off",
    ],
)
def test_a_table_of_which_only_labels_are_left_is_blank(blocks: tuple[Grid | str, ...], cells: int) -> None:
    assert len(list(blank_rows(document(*blocks), TableReading(COUNTS)))) == cells


def test_a_table_of_labels_that_were_recognised_may_have_lost_its_numbers() -> None:
    read = replace(document(*LABELS, PROSE), recognised_pages=(1,))
    assert not list(blank_rows(read, TableReading(COUNTS)))

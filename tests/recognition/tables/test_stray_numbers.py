"""Numbers in lines that are no row belong to the cells above or below them, or to neither."""

from __future__ import annotations

import pytest
from core_factory import column, document, grid, row, spanned_grid, table

from validator.model.document import Grid
from validator.model.form import Table
from validator.recognition.tables._table import read_table
from validator.recognition.tables.alignment import lines_of

COUNTS = table(
    [row("new", "本年新收申请数量"), row("again", "无正当理由大量反复申请"), row("done", "本年办理结果总计")],
    [column("a", "自然人"), column("b", "商业企业"), column("c", "总计")],
)
HEADER = ["申请人情况", "自然人", "商业企业", "总计"]
FIRST, LAST = ["本年新收申请数量", "3", "1", "4"], ["本年办理结果总计", "3", "", "3"]


def candidates(*grids: Grid, of: Table = COUNTS) -> dict[str, set[str]]:
    reading = read_table(lines_of(document(*grids)), of)
    return {name: set(cell.candidates) for name, cell in reading.cells.items() if cell and cell.candidates}


def test_number_between_rows_may_be_part_of_the_cell_above_or_below() -> None:
    found = candidates(grid([HEADER, FIRST, ["", "", "2", ""], LAST]))
    assert found == {"t.new.b": {"1", "12"}, "t.done.b": {"", "2"}}


def test_number_beside_the_rest_of_a_label_may_be_part_of_the_cell_above() -> None:
    cut = [["无正当理由", "", "1", "12"], ["大量反复申请", "", "2", ""]]
    assert candidates(grid([HEADER, FIRST, *cut, LAST])) == {"t.again.b": {"1", "12"}, "t.done.b": {"", "2"}}


def test_number_beside_the_rest_of_a_label_may_be_part_of_the_cell_above_whichever_part_tells_the_row() -> None:
    first, last = (["", *cells] for cells in (FIRST, LAST))
    cut = [["一组", "1.无正", "32", "1", "3253"], ["的", "当理由大量反复申请", "52", "", ""]]
    found = candidates(grid([["", *HEADER], first, *cut, last]))
    assert found == {"t.again.a": {"32", "3252"}, "t.done.a": {"3", "523"}}


@pytest.mark.parametrize(
    "between",
    [
        ["其中：网上申请", "", "2", ""],
        ["", "", "—", ""],
        ["2", "", "", ""],
        ["", "", "", ""],
    ],
    ids=["extra row", "mark", "in the column of the labels", "blank"],
)
def test_other_lines_between_rows_leave_no_doubt(between: list[str]) -> None:
    assert candidates(grid([HEADER, FIRST, between, LAST])) == {}


def test_number_over_several_columns_is_that_of_a_page() -> None:
    rows = [[(text, 1, 1) for text in fields] for fields in (HEADER, FIRST, LAST)]
    assert candidates(spanned_grid([*rows[:2], [("", 1, 1), ("2", 3, 1)], rows[2]])) == {}


def test_number_above_all_rows_of_a_page_may_be_part_of_the_last_on_the_page_before() -> None:
    page = grid([["", "件", "2", ""], LAST])
    assert candidates(grid([HEADER, FIRST]), page) == {"t.new.b": {"1", "12"}, "t.done.b": {"", "2"}}


def test_numbers_of_another_table_are_none_of_its_own() -> None:
    assert candidates(grid([HEADER, FIRST]), grid([["", "", "2"]]), grid([LAST])) == {}


def test_rows_whose_columns_are_lost_are_read_in_order() -> None:
    assert candidates(grid([HEADER, FIRST, ["2"], LAST], positioned=False)) == {}


def test_the_relations_choose_whose_a_stray_number_is() -> None:
    reading = read_table(lines_of(document(grid([HEADER, FIRST, ["", "", "2", ""], LAST]))), COUNTS)
    assert {one.row.name: len(one.options) for one in reading.damaged} == {"new": 2, "done": 2}
    assert all(one.in_place for one in reading.damaged)


FLAT = table(
    [row("cases", "案件")], [column("a", "结果维持"), column("b", "结果纠正"), column("c", "总计")], arrangement="flat"
)
FLAT_HEADER = ["结果维持", "结果纠正", "总计"]


@pytest.mark.parametrize(
    ("below", "found"),
    [(["", "", "6"], {"t.cases.c": {"1", "16"}}), (["注：含上年", "", "6"], {}), (["", "", "—"], {})],
)
def test_number_below_the_row_of_a_flat_table_may_be_part_of_the_cell_above(
    below: list[str], found: dict[str, set[str]]
) -> None:
    assert candidates(grid([FLAT_HEADER, ["1", "", "1"], below]), of=FLAT) == found

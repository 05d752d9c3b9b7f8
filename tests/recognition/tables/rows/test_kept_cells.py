from __future__ import annotations

import pytest
from core_factory import grid
from recognition.tables.test_table import COUNTS, HEADER, LABELS, read, texts

from validator.recognition.tables.reading import TableReading

BLANK = [["1", "", "1"], ["", "4", "4"], ["", "", ""]]


def found(reading: TableReading) -> list[list[str | None]]:
    return [texts(reading, row.name) for row in COUNTS.rows]


@pytest.mark.parametrize("before", [0, 1, 2])
def test_blank_cells_of_merged_labels_stand_before_the_columns(before: int) -> None:
    rows = [[label, *[""] * before, *cells] for label, cells in zip(LABELS, BLANK, strict=True)]
    assert found(read(grid(rows))) == BLANK


def test_blank_cells_that_fill_a_row_stand_behind_the_columns() -> None:
    rows = [
        [label, *cells, ""]
        for label, cells in zip(LABELS, [["1", "", "1"], ["2", "", "2"], ["3", "", "3"]], strict=True)
    ]
    assert found(read(grid(rows))) == [["1", "", "1"], ["2", "", "2"], ["3", "", "3"]]


def test_a_row_that_has_lost_a_cell_leaves_its_numbers_to_the_relations() -> None:
    rows = [[LABELS[0], "", "1", "", "1"], [LABELS[1], "", "4", "4"], [LABELS[2], "", "", "", ""]]
    reading = read(grid(rows))
    assert {row.row.name for row in reading.damaged} == {"new", "old"}


def test_rows_that_have_lost_a_blank_cell_each_and_are_filled_up_are_left_to_the_relations() -> None:
    rows = [[label, *cells, "", ""] for label, cells in zip(LABELS, [["1", "1"], ["4", "4"], ["", ""]], strict=True)]
    assert {row.row.name for row in read(grid(rows)).damaged} == {"new", "old"}


def test_one_cell_a_column_behind_however_many_labels_is_kept_whatever_is_left_out() -> None:
    without_total = [["1", "", "1"], ["4", "", ""], ["", "5", "5"]]
    rows = [[*[""] * at, label, *cells] for at, (label, cells) in enumerate(zip(LABELS, without_total, strict=True))]
    header = [["项目", "", "", "申请人情况", "", "", ""], HEADER[1:]]
    assert found(read(grid([*header, *rows]), grid([["注"]]))) == without_total

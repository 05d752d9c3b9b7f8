from __future__ import annotations

from collections.abc import Sequence

from core_factory import grid
from msgspec.structs import replace
from recognition.tables.test_table import COUNTS, LABELS, read

from validator.recognition.tables.reading import TableReading


def ways(reading: TableReading) -> set[tuple[tuple[str, ...], ...]]:
    """The rows as they are in each way to read them together."""
    count = len(COUNTS.columns)
    assert len({(row.block, len(row.ways)) for row in reading.damaged}) == 1
    return {
        tuple(
            tuple({at: cell.text for at, cell in row.options[option]}.get(at, "") for at in range(count))
            for row, option in zip(reading.damaged, way, strict=True)
        )
        for way in zip(*(row.ways for row in reading.damaged), strict=True)
    }


def below(rows: Sequence[Sequence[str]], *, aligned: bool = True) -> TableReading:
    """Rows without a header; in a text whose cells stand below each other, if they are aligned."""
    return read(replace(grid(rows), aligned=aligned), grid([["注"]]))


ROWS = [[LABELS[0], "4", "4"], [LABELS[1], "", "5"], [LABELS[2], "6", ""]]


def test_a_column_of_the_grid_is_the_same_column_of_the_table_in_every_row() -> None:
    reading = below(ROWS)
    assert [len(row.options) for row in reading.damaged] == [3, 3, 2]
    assert ways(reading) == {
        (("4", "4", ""), ("", "5", ""), ("6", "", "")),
        (("4", "", "4"), ("", "", "5"), ("6", "", "")),
        (("", "4", "4"), ("", "", "5"), ("", "6", "")),
    }


def test_numbers_that_stand_by_separators_share_no_column() -> None:
    assert not any(row.ways for row in below(ROWS, aligned=False).damaged)


def test_columns_may_be_counted_from_the_label_where_more_rows_end_in_the_same_one_so() -> None:
    rows = [[LABELS[0], "4", "4", ""], ["", LABELS[1], "5", "5"], [LABELS[2], "9", "9", ""]]
    found = ways(below(rows))
    assert found
    assert all(len({tuple(map(bool, row)) for row in way}) == 1 for way in found)


def test_rows_with_numbers_in_more_columns_than_there_are_share_none() -> None:
    rows = [[LABELS[0], "4", "4", "", ""], [LABELS[1], "", "5", "5", ""], [LABELS[2], "", "", "9", "9"]]
    assert not any(row.ways for row in below(rows).damaged)


def test_one_row_alone_shares_nothing() -> None:
    rows = [[LABELS[0], "4", "4"], [LABELS[1], "", ""], [LABELS[2], "", ""]]
    assert not any(row.ways for row in below(rows).damaged)

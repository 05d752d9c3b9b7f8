"""Numbers of which only the order is left, one a line."""

from __future__ import annotations

import pytest
from core_factory import column, row, table

from validator.model.document import Cell, Grid, Location
from validator.recognition.tables.alignment import Line, Match
from validator.recognition.tables.rows.in_order import ends_apart, in_order

COUNTS = table([row("new", "本年新收申请数量")], [column("a", "自然人"), column("b", "商业企业"), column("c", "总计")])


def match_of(*cells: tuple[str, int]) -> Match:
    """A row of cells, each in a line of its own, above one with a cell in each line."""
    found = [Cell(text, 0, at, location=Location(line=line)) for at, (text, line) in enumerate(cells)]
    below = [Cell(str(at), 1, at, location=Location(line=20 + at)) for at in range(6)]
    grid = Grid((*found, *below), (len(found), len(below)), positioned=False)
    return Match(Line(grid, 0, 0), COUNTS.rows[0], found[0], 1.0)


LABEL = COUNTS.rows[0].title.zh


@pytest.mark.parametrize(
    ("cells", "apart"),
    [
        ([(LABEL, 1), ("7", 2)], False),
        ([(LABEL, 1), ("7", 5)], True),
        ([(LABEL, 1), ("", 2), ("", 3), ("", 4), ("7", 5)], False),
        ([(LABEL, 1), ("", 2), ("", 3), ("7", 6)], True),
    ],
)
def test_a_number_stands_apart_where_lines_are_left_out_and_no_blank_cell_fills_them(
    cells: list[tuple[str, int]], *, apart: bool
) -> None:
    match = match_of(*cells)
    last = match.line.cells[-1]
    assert ends_apart(match, [last]) is apart
    assert (() in in_order(COUNTS, match, [last])) is apart

"""Rows that are blank or missing while numbers of nobody stand beside them: they may be theirs.

Their cells stay open, so that nobody is told that a number is not there which the reading has lost. Where numbers stand
one a line, apart from their labels, those of nobody may be of any row near them that is not whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from msgspec import Struct

from validator.model.document import Cell
from validator.model.form import Row, Table
from validator.recognition.tables._page_order import ends_of_pages, is_out_of_order, rows_round_page_breaks
from validator.recognition.tables._printed import (
    cells_by_row,
    cells_taken,
    is_filled,
    is_number,
    place_of,
    places_of,
    span_of,
)
from validator.recognition.tables.alignment import Line
from validator.recognition.tables.reading import DamagedRow, TableReading
from validator.recognition.tables.rows.totals import is_whole

_FEWEST = 2
"""Numbers in a row of a table with columns that are more than the number of a page."""


class Unplaced(Struct, frozen=True):
    """Numbers in a line that belong to no row."""

    line: int
    """Which of the lines, from 0."""
    cells: tuple[Cell, ...]
    labelled: bool
    """True if they stand behind a label, in a table that has other rows."""

    @property
    def is_row(self) -> bool:
        """True if they stand side by side: then they are one row, and not the rest of others."""
        return len(self.cells) > 1 and len({cell.location.line for cell in self.cells}) == 1


def unplaced_numbers(lines: Sequence[Line], readings: Sequence[TableReading]) -> tuple[Unplaced, ...]:
    """The lines with numbers of which no table has taken any: numbers alone, and those behind unknown labels.

    These stand among the rows of a table, or below them in the same grid.
    """
    same = {id(cell) for reading in readings for cell in cells_taken(reading)}
    extra = {id(line) for reading in readings for line in reading.extra}
    loose = []
    open_grid: int | None = None
    """The grid of the last row above."""
    for at, line in enumerate(lines):
        if not same.isdisjoint(map(id, line.cells)):
            open_grid = line.grid_number
        elif line.has_numbers and (not line.labels or id(line) in extra or line.grid_number == open_grid):
            loose.append((at, line))
    if not loose:
        return ()
    # The text of a cell may have been changed, and it is the same all the same.
    taken = {place_of(cell) for reading in readings for cell in cells_taken(reading)}
    left = [(at, line) for at, line in loose if taken.isdisjoint(map(place_of, line.cells))]
    alone = {at for at, line in left if not line.labels}
    found = []
    for at, line in left:
        numbers = tuple(cell for cell in line.cells if is_number(cell))
        if len(numbers) >= _FEWEST or (numbers and (not line.grid.positioned or _is_beside_another(at, alone))):
            found.append(Unplaced(at, numbers, labelled=bool(line.labels)))
    return tuple(found)


def _is_beside_another(at: int, alone: AbstractSet[int]) -> bool:
    """True if the line above or below is one of numbers alone, too: the number of a page stands by itself."""
    return at - 1 in alone or at + 1 in alone


def rows_in_doubt(lines: Sequence[Line], readings: Sequence[TableReading]) -> Iterator[tuple[Table, DamagedRow]]:
    """The rows that numbers of nobody may belong to, whatever was read of them; of tables that are not there as well.

    These are the rows without any number; and where the numbers are no row by themselves, those that are not whole.
    """
    unplaced = [*unplaced_numbers(lines, readings)]
    if not unplaced and _are_in_place(lines, readings):
        return
    at = places_of(lines)
    unplaced += (one for reading in readings for one in _of_overfull_rows(reading, at))
    spans = [span_of(reading, at) for reading in readings]
    for number, reading in enumerate(readings):
        near = [one for one in unplaced if _may_own(number, spans, one.line)]
        if spans[number] is None:
            near = [one for one in near if not one.labelled]
        found: dict[str, tuple[Row, tuple[Cell, ...]]] = {}
        for row, cells in _rows_of_table(lines, reading, at, near):
            found.setdefault(row.name, (row, cells))
        yield from ((reading.table, DamagedRow(row, cells, (), order_only=True)) for row, cells in found.values())


def _are_in_place(lines: Sequence[Line], readings: Sequence[TableReading]) -> bool:
    """Whether all lines have columns and none is the last of a page: nothing but numbers of nobody raises a doubt."""
    return (
        all(line.grid.positioned for line in lines)
        and not any(row.order_only for reading in readings for row in reading.damaged)
        and next(ends_of_pages(lines), None) is None
    )


def _rows_of_table(
    lines: Sequence[Line], reading: TableReading, at: Mapping[object, int], near: Sequence[Unplaced]
) -> Iterator[tuple[Row, tuple[Cell, ...]]]:
    """The rows of a table in doubt, each with the numbers that are its own, or else of nobody.

    `near`: numbers of nobody that may be of this table.
    """
    own = cells_by_row(reading)
    if is_out_of_order(lines, reading, at, lost=bool(near)):
        first = tuple(cells_taken(reading))
        if reading.table.arrangement == "flat":
            yield Row("", reading.table.title, ()), first
            return
        for row in reading.table.rows:
            if not is_whole(reading.table, own[row.name]):
                yield row, own[row.name] or first
    for one in near:
        in_doubt = list(_empty_rows(reading, at, one.line))
        if not one.is_row and not lines[one.line].grid.positioned:
            in_doubt += _incomplete_rows(reading, at, one.line)
        yield from ((row, own.get(row.name) or one.cells) for row in in_doubt)
    for row, cells in rows_round_page_breaks(lines, reading.table, own):
        yield row, own[row.name] or cells


def _of_overfull_rows(reading: TableReading, at: Mapping[object, int]) -> Iterator[Unplaced]:
    """The numbers of rows that have more of them than columns, in their order alone: some are of other rows."""
    if reading.table.arrangement == "flat":
        return
    for row in reading.damaged:
        line = at.get(place_of(row.printed[0])) if row.printed else None
        if row.order_only and not row.options and len(row.printed) > len(reading.table.columns) and line is not None:
            yield Unplaced(line, row.printed, labelled=False)


def _incomplete_rows(reading: TableReading, at: Mapping[object, int], line: int) -> Iterator[Row]:
    """The rows round a line that are not whole, up to the next on either side that is."""
    table = reading.table
    if table.arrangement == "flat" or span_of(reading, at) is None:
        return
    numbers = cells_by_row(reading)
    whole = {name for name, cells in numbers.items() if is_whole(table, cells)}
    where = {name: at[place] for name in whole if (place := place_of(numbers[name][0])) in at}
    first = max((n for n, row in enumerate(table.rows) if where.get(row.name, line) < line), default=-1)
    last = min((n for n, row in enumerate(table.rows) if where.get(row.name, line) > line), default=len(table.rows))
    yield from (row for row in table.rows[first + 1 : last] if row.name not in whole)


def _may_own(number: int, spans: Sequence[tuple[int, int] | None], line: int) -> bool:
    """Whether a line lies in a table, or between its neighbours and it; of one that is not there, between these."""
    before = max((span[1] for span in spans[:number] if span), default=-1)
    after = min((span[0] for span in spans[number + 1 :] if span), default=line + 1)
    return before < line < after


def _empty_rows(reading: TableReading, at: Mapping[object, int], line: int) -> Iterator[Row]:
    """The rows of which nothing was read, missing ones among them, between the rows above a line and those below.

    All of the table as one where its rows stand side by side.
    """
    table = reading.table
    if table.arrangement == "flat":
        if not any(map(is_filled, cells_taken(reading))):
            yield Row("", table.title, ())
        return
    where = {
        name: at[place]
        for name, cells in cells_by_row(reading).items()
        for cell in cells
        if (place := place_of(cell)) in at
    }
    numbers = {row.name: number for number, row in enumerate(table.rows)}
    first = max((numbers[name] for name, found in where.items() if found < line), default=-1)
    last = min((numbers[name] for name, found in where.items() if found > line), default=len(numbers))
    damaged = {row.row.name for row in reading.damaged}
    yield from (row for row in table.rows[first + 1 : last] if row.name not in where and row.name not in damaged)

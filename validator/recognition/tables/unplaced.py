"""Rows that are blank or missing while numbers of nobody stand beside them: they may be theirs.

Their cells stay open, so that nobody is told that a number is not there which the reading has lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from validator.model.document import Cell
from validator.model.form import CellName, Row, Table
from validator.model.numbers import Kind, read_number
from validator.recognition.tables.alignment import NUMBERING, Line
from validator.recognition.tables.reading import DamagedRow, TableReading

_FEWEST = 2
"""Numbers in a row of a table with columns that are more than the number of a page."""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Numbers in a line that belong to no row."""

    line: int
    """Which of the lines, from 0."""
    cells: tuple[Cell, ...]
    labelled: bool
    """True if they stand behind a label, in a table that has other rows."""

    @property
    def text(self) -> str:
        """The numbers as printed."""
        return " ".join(cell.text for cell in self.cells)


def unplaced_numbers(lines: Sequence[Line], readings: Sequence[TableReading]) -> tuple[Unplaced, ...]:
    """The lines with numbers of which no table has taken any: numbers alone, and those behind unknown labels.

    These stand among the rows of a table, or below them in the same grid.
    """
    same = {id(cell) for reading in readings for cell in _cells(reading)}
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
    taken = {_place(cell) for reading in readings for cell in _cells(reading)}
    found = []
    for at, line in loose:
        if not taken.isdisjoint(map(_place, line.cells)):
            continue
        numbers = tuple(cell for cell in line.cells if _is_number(cell))
        if len(numbers) >= _FEWEST or (numbers and not line.grid.positioned):
            found.append(Unplaced(at, numbers, labelled=bool(line.labels)))
    return tuple(found)


def rows_in_doubt(lines: Sequence[Line], readings: Sequence[TableReading]) -> Iterator[tuple[Table, DamagedRow]]:
    """The rows without any number that numbers of nobody may belong to; those of tables that are not there as well."""
    unplaced = unplaced_numbers(lines, readings)
    if not unplaced:
        return
    at = {_place(cell): number for number, line in enumerate(lines) for cell in line.cells}
    spans = [_span(reading, at) for reading in readings]
    doubtful: dict[tuple[str, str], tuple[Table, DamagedRow]] = {}
    for one in unplaced:
        for number, reading in enumerate(readings):
            if _may_own(number, spans, one.line) and not (one.labelled and spans[number] is None):
                for row in _empty_rows(reading, at, one.line):
                    damaged = DamagedRow(row, one.cells, (), order_only=True)
                    doubtful.setdefault((reading.table.name, row.name), (reading.table, damaged))
    yield from doubtful.values()


def _may_own(number: int, spans: Sequence[tuple[int, int] | None], line: int) -> bool:
    """Whether a line lies in a table, or between its neighbours and it; of one that is not there, between these."""
    before = max((span[1] for span in spans[:number] if span), default=-1)
    after = min((span[0] for span in spans[number + 1 :] if span), default=line + 1)
    return before < line < after


def _span(reading: TableReading, at: Mapping[object, int]) -> tuple[int, int] | None:
    """The first and the last line of which a table has a number."""
    found = [at[place] for cell in _cells(reading) if (place := _place(cell)) in at]
    return (min(found), max(found)) if found else None


def _empty_rows(reading: TableReading, at: Mapping[object, int], line: int) -> Iterator[Row]:
    """The rows of which nothing was read, missing ones among them, between the rows above a line and those below.

    All of the table as one where its rows stand side by side.
    """
    table = reading.table
    if table.arrangement == "flat":
        if not any(map(_is_filled, _cells(reading))):
            yield Row("", table.title, ())
        return
    where = {name: at[place] for name, cell in _cells_of_rows(reading) if (place := _place(cell)) in at}
    numbers = {row.name: number for number, row in enumerate(table.rows)}
    first = max((numbers[name] for name, found in where.items() if found < line), default=-1)
    last = min((numbers[name] for name, found in where.items() if found > line), default=len(numbers))
    yield from (row for row in table.rows[first + 1 : last] if row.name not in where)


def _cells_of_rows(reading: TableReading) -> Iterator[tuple[str, Cell]]:
    """The cells that hold something, each with the name of its row."""
    for name, cell in reading.cells.items():
        if cell is not None and _is_filled(cell):
            yield CellName.parse(name).row, cell
    for row in reading.damaged:
        yield from ((row.row.name, cell) for cell in row.printed if row.row.name)


def _is_number(cell: Cell) -> bool:
    return read_number(cell.text).kind is Kind.NUMBER and not NUMBERING.fullmatch(cell.text)


def _is_filled(cell: Cell) -> bool:
    return read_number(cell.text).kind is not Kind.BLANK


def _cells(reading: TableReading) -> Iterator[Cell]:
    yield from (cell for cell in reading.cells.values() if cell is not None)
    for row in reading.damaged:
        yield from row.printed


def _place(cell: Cell) -> object:
    """What tells a cell from all others, also where the text that it may hold was changed."""
    return cell.location, cell.row, cell.column

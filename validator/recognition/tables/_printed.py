"""What a reading has taken from the lines of a document, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from validator.model.document import Cell
from validator.model.form import CellName
from validator.model.numbers import Kind, read_number
from validator.recognition.tables.alignment import NUMBERING, Line
from validator.recognition.tables.reading import TableReading


def place_of(cell: Cell) -> object:
    """What tells a cell from all others, also where the text that it may hold was changed."""
    return cell.location, cell.row, cell.column


def places_of(lines: Sequence[Line]) -> dict[object, int]:
    """Place of a cell -> which of the lines it stands in, from 0."""
    return {place_of(cell): number for number, line in enumerate(lines) for cell in line.cells}


def is_number(cell: Cell) -> bool:
    """True for a number that is none of a label."""
    return read_number(cell.text).kind is Kind.NUMBER and not NUMBERING.fullmatch(cell.text)


def is_filled(cell: Cell) -> bool:
    """True if something stands in a cell."""
    return read_number(cell.text).kind is not Kind.BLANK


def cells_taken(reading: TableReading) -> Iterator[Cell]:
    """All cells of a reading."""
    yield from (cell for cell in reading.cells.values() if cell is not None)
    for row in reading.damaged:
        yield from row.printed


def cells_by_row(reading: TableReading) -> dict[str, tuple[Cell, ...]]:
    """Name of a row -> its cells that hold something, from left to right; none for one that was not found."""
    found: dict[str, tuple[Cell, ...]] = {row.name: () for row in reading.table.rows}
    for name, cell in reading.cells.items():
        if cell is not None and is_filled(cell):
            found[CellName.parse(name).row] += (cell,)
    for row in reading.damaged:
        if row.row.name:
            found[row.row.name] += row.printed
    return found


def span_of(reading: TableReading, at: Mapping[object, int]) -> tuple[int, int] | None:
    """The first and the last line of which a table has a number."""
    found = [at[place] for cell in cells_taken(reading) if (place := place_of(cell)) in at]
    return (min(found), max(found)) if found else None

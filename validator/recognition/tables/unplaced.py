"""Rows that are blank or missing while numbers of nobody stand beside them: they may be theirs.

Their cells stay open, so that nobody is told that a number is not there which the reading has lost. Where numbers stand
one a line, apart from their labels, those of nobody may be of any row near them that is not whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from validator.model.document import Cell
from validator.model.form import CellName, Row, Table
from validator.model.numbers import Kind, read_number
from validator.recognition.tables.alignment import NUMBERING, WHOLE, Line
from validator.recognition.tables.labels import best_likeness, normalise_label
from validator.recognition.tables.reading import DamagedRow, TableReading

_HEADER_LINES = 60
"""Lines above a table that its header may take, where it is broken into pieces."""
_TELLING = 3
"""Characters of a header that is hardly part of another text."""
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
    def is_row(self) -> bool:
        """True if they stand side by side: then they are one row, and not the rest of others."""
        return len(self.cells) > 1 and len({cell.location.line for cell in self.cells}) == 1


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
    """The rows that numbers of nobody may belong to, whatever was read of them; of tables that are not there as well.

    These are the rows without any number; and where the numbers are no row by themselves, those that are not whole.
    """
    unplaced = unplaced_numbers(lines, readings)
    at = {_place(cell): number for number, line in enumerate(lines) for cell in line.cells}
    unplaced = (*unplaced, *(one for reading in readings for one in _of_overfull_rows(reading, at)))
    spans = [_span(reading, at) for reading in readings]
    unplaced = (*unplaced, *_of_scrambled_tables(lines, readings, spans))
    doubtful: dict[tuple[str, str], tuple[Table, DamagedRow]] = {}
    for one in unplaced:
        for number, reading in enumerate(readings):
            if _may_own(number, spans, one.line) and not (one.labelled and spans[number] is None):
                in_doubt = _empty_rows(reading, at, one.line)
                if not one.is_row and not lines[one.line].grid.positioned:
                    in_doubt = [*in_doubt, *_incomplete_rows(reading, at, one.line)]
                for row in in_doubt:
                    own = tuple(cell for name, cell in _cells_of_rows(reading) if name == row.name)
                    damaged = DamagedRow(row, own or one.cells, (), order_only=True)
                    doubtful.setdefault((reading.table.name, row.name), (reading.table, damaged))
    for number, reading in enumerate(readings):
        for line in _ends_of_pages(lines):
            if spans[number] is not None and _may_own(number, spans, line):
                for row in _rows_round_page_break(reading, lines[line], at, line):
                    own = tuple(cell for name, cell in _cells_of_rows(reading) if name == row.name)
                    damaged = DamagedRow(row, own or lines[line].cells, (), order_only=True)
                    doubtful.setdefault((reading.table.name, row.name), (reading.table, damaged))
    yield from doubtful.values()


def _ends_of_pages(lines: Sequence[Line]) -> Iterator[int]:
    """The lines of a text with numbers below which a page ends and another begins with a label."""
    for at, (line, below) in enumerate(pairwise(lines)):
        if line.grid is below.grid or not line.has_numbers:
            continue
        here, there = line.grid.location, below.grid.location
        if line.grid.positioned or below.grid.positioned:
            parted = here.line is not None and here.page != there.page
        else:
            parted = not below.caption
        if parted and (below.caption or (below.labels and not below.has_numbers)):
            yield at


def _rows_round_page_break(reading: TableReading, line: Line, at: Mapping[object, int], number: int) -> Iterator[Row]:
    """The row that the last numbers of a page were given to, and the next, if that is blank.

    Not where they stand right behind a whole label, nor where they are as many as the columns.
    """
    table = reading.table
    empty = {row.name for row in _empty_rows(reading, at, number)}
    places = {_place(cell) for cell in line.cells}
    for row, following in pairwise(table.rows):
        cells = [cell for name, cell in _cells_of_rows(reading) if name == row.name]
        if following.name not in empty or places.isdisjoint(map(_place, cells)):
            continue
        beside = [one for one in line.labels if one.location.line == cells[0].location.line]
        labelled = beside and best_likeness(beside[-1].text, row.labels) >= WHOLE
        if not labelled and not _is_whole(table, cells):
            yield from (row, following)


def _of_overfull_rows(reading: TableReading, at: Mapping[object, int]) -> Iterator[Unplaced]:
    """The numbers of rows that have more of them than columns, in their order alone: some are of other rows."""
    if reading.table.arrangement == "flat":
        return
    for row in reading.damaged:
        line = at.get(_place(row.printed[0])) if row.printed else None
        if row.order_only and not row.options and len(row.printed) > len(reading.table.columns) and line is not None:
            yield Unplaced(line, row.printed, labelled=False)


def _of_scrambled_tables(
    lines: Sequence[Line], readings: Sequence[TableReading], spans: Sequence[tuple[int, int] | None]
) -> Iterator[Unplaced]:
    """The numbers of tables whose header goes on below rows: such a text was read column by column."""
    for reading, span in zip(readings, spans, strict=True):
        if span is None or reading.table.arrangement == "flat":
            continue
        rows = lines[span[0] : span[1] + 1]
        if any(line.grid.positioned for line in rows):
            continue
        above, below = _words(lines[max(0, span[0] - _HEADER_LINES) : span[0]]), _words(rows)
        below_alone = (
            any(label in below for label in labels) and not any(label in above for label in labels)
            for labels in _headers(reading)
        )
        if any(below_alone):
            for number, line in enumerate(rows, span[0]):
                cells = [cell for cell in line.cells if _is_number(cell)]
                yield from (Unplaced(number, (cell,), labelled=False) for cell in cells[:1])


def _headers(reading: TableReading) -> Iterator[tuple[str, ...]]:
    """The headers of each column, normalised; short ones are part of other words."""
    for column in reading.table.columns:
        yield tuple(label for one in column.labels if len(label := normalise_label(one)) >= _TELLING)


def _words(lines: Sequence[Line]) -> str:
    """The words in lines, and above their grids, in one: narrow cells have broken them."""
    parts = (("" if line.row else line.caption, *(cell.text for cell in line.labels)) for line in lines)
    return normalise_label("".join(text for part in parts for text in part))


def _incomplete_rows(reading: TableReading, at: Mapping[object, int], line: int) -> Iterator[Row]:
    """The rows round a line that are not whole, up to the next on either side that is."""
    table = reading.table
    if table.arrangement == "flat" or _span(reading, at) is None:
        return
    numbers: dict[str, list[Cell]] = {row.name: [] for row in table.rows}
    for name, cell in _cells_of_rows(reading):
        numbers[name].append(cell)
    whole = {name for name, cells in numbers.items() if _is_whole(table, cells)}
    where = {name: at[place] for name in whole if (place := _place(numbers[name][0])) in at}
    first = max((n for n, row in enumerate(table.rows) if where.get(row.name, line) < line), default=-1)
    last = min((n for n, row in enumerate(table.rows) if where.get(row.name, line) > line), default=len(table.rows))
    yield from (row for row in table.rows[first + 1 : last] if row.name not in whole)


def _is_whole(table: Table, cells: Sequence[Cell]) -> bool:
    """Whether there is a number for each column, and their total is right, if they have one."""
    if len(cells) != len(table.columns):
        return False
    if table.total_column is None:
        return True
    amounts = [read_number(cell.text).value or 0 for cell in cells]
    total = amounts.pop(table.column_names.index(table.total_column))
    return total == sum(amounts)


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
    damaged = {row.row.name for row in reading.damaged}
    yield from (row for row in table.rows[first + 1 : last] if row.name not in where and row.name not in damaged)


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

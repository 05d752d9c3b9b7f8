"""Read one official table out of the lines of a document: which cell stands under which column.

A row is whole if its cells stand where the header says, or if it holds exactly one number a column; it is read as
printed and never moved. Any other row is damaged: the source dropped or added cells, and `placement.py` has to choose.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from math import prod

from validator.alignment import Line, Match, align, header_texts
from validator.document import Cell, Grid
from validator.form import Row, Table
from validator.labels import ACCEPT, best_likeness
from validator.numbers import Kind, read_number
from validator.placement import placements

_MOST_COMBINATIONS = 512
"""Ways to read one row of doubtful cells that are looked at; a row with more is not read."""
_FEWEST_ROWS = 2
"""Rows by which a table without a recognised header is told."""
_HEADER_LINES = 8
"""Lines above the first row of a table among which its header is looked for."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where the columns of a table stand in a grid."""

    columns: Mapping[str, Cell]
    """Column name -> header cell."""
    width: int
    """Columns of the grid rows that hold the header."""
    score: float
    """Sum of the likenesses of the header cells."""


Arrangement = tuple[tuple[int, Cell], ...]
"""(place of the column in the table, what stands there) for each number of a row."""


@dataclass(frozen=True, slots=True)
class DamagedRow:
    """A row whose numbers have lost their columns."""

    row: Row
    printed: tuple[Cell, ...]
    """What holds the row's numbers, from left to right."""
    options: tuple[Arrangement, ...]
    """Ways to put them into columns; none if there are more numbers than columns."""
    in_place: bool = False
    """True if the columns are sure and only some of the texts are not."""


@dataclass(frozen=True)
class TableReading:
    """What one table looks like in one document."""

    table: Table
    cells: Mapping[str, Cell | None] = field(default_factory=dict)
    """Cell name -> cell of the document, None where the row has none there; rows and columns not found are left out."""
    damaged: tuple[DamagedRow, ...] = ()
    extra: tuple[Line, ...] = ()
    """Lines with numbers that are no row of the form."""
    score: float = 0.0
    """How well the labels fit this edition; 0 if the table is not there."""


def read_table(lines: Sequence[Line], table: Table) -> TableReading:
    """Read a table; its score is 0 if it is not in the document."""
    reading = _read(lines, table)
    doubtful = tuple(_doubtful(reading))
    if not doubtful:
        return reading
    return replace(reading, damaged=(*reading.damaged, *doubtful))


def _doubtful(reading: TableReading) -> Iterator[DamagedRow]:
    """Rows in which a cell may hold one text or another: every combination is an option."""
    table = reading.table
    width = len(table.cells) if table.arrangement == "flat" else len(table.columns)
    for first in range(0, len(table.cells), width):
        cells = [reading.cells.get(name) for name in table.cells[first : first + width]]
        printed = [(at, cell) for at, cell in enumerate(cells) if cell is not None]
        if any(cell.candidates for _, cell in printed):
            row = Row("", table.title, ()) if table.arrangement == "flat" else table.rows[first // width]
            texts = [cell.candidates or (cell.text,) for _, cell in printed]
            count = prod(len(choices) for choices in texts)
            combined = product(*texts) if count <= _MOST_COMBINATIONS else ()
            options = tuple(
                tuple((at, replace(cell, text=text)) for (at, cell), text in zip(printed, chosen, strict=True))
                for chosen in combined
            )
            yield DamagedRow(row, tuple(cell for _, cell in printed), options, in_place=True)


def _read(lines: Sequence[Line], table: Table) -> TableReading:
    if table.arrangement == "flat":
        flat = _read_flat(lines, table)
        if flat.score:
            return flat
    matches = align(lines, table)
    if not matches or (table.arrangement == "flat" and not any(match.line.has_numbers for match in matches)):
        return TableReading(table)
    cells: dict[str, Cell | None] = {}
    damaged: list[DamagedRow] = []
    score = sum(match.score for match in matches)
    headed = False
    header: Header | None = None
    for run in _runs(matches):
        own = _find_header(lines, run, table)
        score += own.score
        headed = headed or bool(own.columns)
        if own.columns or header is None or header.width != run[0].line.grid.width:
            header = own
        reader = _RunReader(table, run, header)
        for match in run:
            reader.read(match, cells, damaged)
    # One likely label without a header is found in many a table that is no part of the form.
    if not headed and len(matches) < min(_FEWEST_ROWS, len(table.rows)):
        return TableReading(table)
    return TableReading(table, cells, tuple(damaged), tuple(_extra(lines, matches)), score)


def _runs(matches: Sequence[Match]) -> Iterable[list[Match]]:
    """The matches of each grid."""
    run: list[Match] = []
    for match in matches:
        if run and run[-1].line.grid_number != match.line.grid_number:
            yield run
            run = []
        run.append(match)
    yield run


def _find_header(lines: Sequence[Line], run: Sequence[Match], table: Table) -> Header:
    """The header above the first row of a run, in the same grid."""
    first = run[0].line
    at = lines.index(first)
    above: list[Line] = []
    for line in reversed(lines[max(0, at - _HEADER_LINES) : at]):
        if line.grid_number != first.grid_number or line.has_numbers:
            break
        above.insert(0, line)
    columns: dict[str, Cell] = {}
    score = 0.0
    candidates = header_texts(above)
    for column in table.columns:
        best = 0.0
        for text, cell in candidates:
            like = best_likeness(text, column.labels)
            # The nearer header line wins a draw: tables above may have the same words.
            if like >= ACCEPT and (like, cell.row) >= (
                best,
                columns[column.name].row if column.name in columns else -1,
            ):
                best, columns[column.name] = like, cell
        score += best
    width = max((line.grid.widths[line.row] for line in above), default=0)
    return Header(columns, width, score)


@dataclass(frozen=True, slots=True)
class _RunReader:
    """Reads the matched rows of one grid."""

    table: Table
    run: Sequence[Match]
    header: Header

    def read(self, match: Match, cells: dict[str, Cell | None], damaged: list[DamagedRow]) -> None:
        names = [f"{self.table.name}.{match.row.name}.{column.name}" for column in self.table.columns]
        fields = _fields(match)
        tokens = _tokens(fields)
        under_header = self._under_header(match, fields)
        if under_header is not None:
            cells.update(
                (f"{self.table.name}.{match.row.name}.{column}", cell) for column, cell in under_header.items()
            )
        elif len(tokens) == len(names):
            cells.update(zip(names, tokens, strict=True))
        elif self._one_field_a_column():
            cells.update(zip(names, fields, strict=True))
        elif (right := self._right_aligned(match)) is not None:
            cells.update(zip(names, right, strict=True))
        else:
            cells.update(dict.fromkeys(names))
            if tokens:
                damaged.append(self._damaged(match, fields, tokens))

    def _under_header(self, match: Match, fields: Sequence[Cell]) -> dict[str, Cell | None] | None:
        """The cell under each header that is there, or None if the row does not fit the header."""
        grid, row = match.line.grid, match.line.row
        columns = [column.name for column in self.table.columns if column.name in self.header.columns]
        places = [self.header.columns[column] for column in columns]
        starts = [place.column for place in places]
        fits = (
            grid.positioned
            and places
            and grid.widths[row] == self.header.width
            and starts == sorted(set(starts))
            and match.label.column + match.label.colspan <= starts[0]
            # A header that is not recognised still has its column: only then is there a field more than headers.
            and (len(columns) == len(self.table.columns) or len(fields) == len(columns) > 1)
        )
        if not fits:
            return None
        if len(fields) == len(places):
            return dict(zip(columns, fields, strict=True))
        chosen = [_starting(grid, row, range(place.column, place.column + place.colspan)) for place in places]
        missed = [cell for cell in _tokens(fields) if cell not in chosen]
        return None if missed else dict(zip(columns, chosen, strict=True))

    def _one_field_a_column(self) -> bool:
        """True if every row of the run has exactly one cell a column, blank ones included."""
        return self.run[0].line.grid.positioned and all(
            len(_fields(match)) == len(self.table.columns) for match in self.run
        )

    def _right_aligned(self, match: Match) -> list[Cell | None] | None:
        """The last columns of a grid without a header, if all of its numbers stand in them."""
        grid, count = match.line.grid, len(self.table.columns)
        first = grid.width - count
        whole = (
            grid.positioned
            and not self.header.columns
            and len({grid.widths[one.line.row] for one in self.run}) == 1
            and all(one.label.column + one.label.colspan <= first for one in self.run)
            and all(cell.column >= first for one in self.run for cell in _tokens(_fields(one)))
            and any(cell.column == first for one in self.run for cell in _tokens(_fields(one)))
            and any(cell.column == grid.width - 1 for one in self.run for cell in _tokens(_fields(one)))
        )
        if not whole:
            return None
        return [_starting(grid, match.line.row, range(first + at, first + at + 1)) for at in range(count)]

    def _damaged(self, match: Match, fields: Sequence[Cell], tokens: Sequence[Cell]) -> DamagedRow:
        grid, count = match.line.grid, len(self.table.columns)
        if grid.positioned:
            label_columns = max(one.label.column + one.label.colspan for one in self.run)
            lost = abs(grid.width - label_columns - count)
            places = [fields.index(token) for token in tokens]
            slack = max(lost, abs(len(fields) - count))
        else:
            places = list(range(len(tokens)))
            slack = abs(count - len(tokens))
        return DamagedRow(match.row, tuple(tokens), _arrangements(tokens, placements(places, slack, count)))


def _fields(match: Match) -> list[Cell]:
    return [cell for cell in match.line.cells if cell.column > match.label.column]


def _tokens(fields: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in fields if read_number(cell.text).kind is not Kind.BLANK]


def _starting(grid: Grid, row: int, columns: range) -> Cell | None:
    """The cell that starts in this row and covers one of the columns."""
    for column in columns:
        cell = grid.covering(row, column)
        if cell is not None and cell.row == row:
            return cell
    return None


def _extra(lines: Sequence[Line], matches: Sequence[Match]) -> Iterable[Line]:
    """Labelled lines with numbers between the rows of a table that are none of them."""
    places = [lines.index(match.line) for match in matches]
    taken = set(places)
    for at in range(places[0], places[-1]):
        if at not in taken and lines[at].labels and lines[at].has_numbers:
            yield lines[at]


def _read_flat(lines: Sequence[Line], table: Table) -> TableReading:
    """A table whose rows stand side by side in one line of numbers below the header."""
    officials = [column.labels for column in table.columns]
    header_at, score = -1, 0.0
    for at, line in enumerate(lines):
        if line.has_numbers:
            continue
        likeness = [max((best_likeness(cell.text, labels) for cell in line.cells), default=0.0) for labels in officials]
        found = [like for like in likeness if like >= ACCEPT]
        if 2 * len(found) > len(officials):
            header_at, score = at, sum(found)
    if header_at < 0:
        return TableReading(table)
    count = len(table.cells)
    for line in lines[header_at + 1 : header_at + 4]:
        fields = [cell for cell in line.cells if cell not in line.labels]
        if not line.has_numbers and len(fields) < count:
            continue
        tokens = _tokens(fields)
        if len(fields) == count or len(tokens) == count:
            whole = fields if len(fields) == count else tokens
            return TableReading(table, dict(zip(table.cells, whole, strict=True)), score=score)
        return _flat_damaged(table, line, fields, tokens, score)
    return TableReading(table)


def _flat_damaged(
    table: Table, line: Line, fields: Sequence[Cell], tokens: Sequence[Cell], score: float
) -> TableReading:
    count = len(table.cells)
    places = [fields.index(token) for token in tokens] if line.grid.positioned else list(range(len(tokens)))
    slack = abs(len(fields) - count) if line.grid.positioned else abs(count - len(tokens))
    options = _arrangements(tokens, placements(places, slack, count))
    row = DamagedRow(Row("", table.title, ()), tuple(tokens), options)
    return TableReading(table, dict.fromkeys(table.cells), (row,), score=score)


def _arrangements(tokens: Sequence[Cell], options: Iterable[tuple[int, ...]]) -> tuple[Arrangement, ...]:
    return tuple(tuple(zip(places, tokens, strict=True)) for places in options)

"""Read one official table out of the lines of a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, product
from math import prod

from msgspec import structs

from validator.model.document import Cell
from validator.model.form import Row, Table
from validator.recognition.tables._printed import is_number
from validator.recognition.tables._stray_numbers import stray_lines, with_strays
from validator.recognition.tables.alignment import Line, Match, Wanted, align
from validator.recognition.tables.blank_rows import rows_of_a_label
from validator.recognition.tables.reading import DamagedRow, TableReading
from validator.recognition.tables.rows.by_order import read_by_order
from validator.recognition.tables.rows.captioned import read_captioned
from validator.recognition.tables.rows.flat import read_flat
from validator.recognition.tables.rows.grid_rows import RunReader
from validator.recognition.tables.rows.header import Header, find_header
from validator.recognition.tables.rows.shared_columns import with_shared_columns
from validator.recognition.tables.unread_rows import shared_labels

_MOST_COMBINATIONS = 512
"""Ways to read one row of doubtful cells that are looked at; a row with more is not read."""
_FEWEST_ROWS = 2
"""Rows by which a table without a recognised header is told."""
_EXACT = 98
"""Likeness of a label with nothing but a remark more than the official one."""
_MANY_COLUMNS = 5
"""So many numbers stand behind a row's very label in no other table."""


def read_table(lines: Sequence[Line], table: Table, wanted: Wanted | None = None) -> TableReading:
    """Read a table; its score is 0 if it is not in the document.

    `wanted`: the rows that each line may be, if that is known.
    """
    reading = _read(lines, table, wanted)
    if not any(cell.candidates for cell in reading.cells.values() if cell is not None):
        return reading
    return structs.replace(reading, damaged=(*reading.damaged, *_doubtful(reading)))


def _doubtful(reading: TableReading) -> Iterator[DamagedRow]:
    """Rows in which a cell may hold one text or another: every combination is an option."""
    table = reading.table
    width = len(table.cells) if table.arrangement == "flat" else len(table.columns)
    for first in range(0, len(table.cells), width):
        cells = [reading.cells.get(name) for name in table.cells[first : first + width]]
        printed = [(at, cell) for at, cell in enumerate(cells) if cell is not None]
        if any(cell.candidates for _, cell in printed):
            row = Row("", table.title, ()) if table.arrangement == "flat" else table.rows[first // width]
            texts = [
                [(at, cell._replace(text=text)) for text in cell.candidates or (cell.text,)] for at, cell in printed
            ]
            options = tuple(product(*texts)) if prod(map(len, texts)) <= _MOST_COMBINATIONS else ()
            yield DamagedRow(row, tuple(cell for _, cell in printed), options, in_place=True)


def _read(lines: Sequence[Line], table: Table, wanted: Wanted | None) -> TableReading:
    matches = align(lines, table, wanted)
    upright = table.arrangement != "flat" or _is_upright(matches, table)
    if not upright:
        for read in (read_captioned, read_flat):
            reading = read(lines, table)
            if reading.score:
                return reading
    if not matches or not (upright or any(match.line.has_numbers for match in matches)):
        return TableReading(table, by_places=True)
    cells: dict[str, Cell | None] = {}
    damaged: list[DamagedRow] = []
    runs = [(run, find_header(lines, run, table)) for run in _runs(matches)]
    firsts = {own.first for _, own in runs if own.first is not None}
    label_columns = max([match.label.column + match.label.colspan for match in matches] + list(firsts))
    # A header that is printed again on each page says no more of the edition than the first.
    score = sum(match.score for match in matches) + max(own.score for _, own in runs)
    in_order = read_by_order(lines, table, matches, score)
    if in_order is not None:
        return in_order
    header: Header | None = None
    by_places = True
    for run, own in runs:
        if own.columns or header is None or header.width != run[0].line.grid.width:
            header = own
        reader = RunReader(table, run, header, label_columns, label_columns in firsts, lines)
        of_run: list[DamagedRow] = []
        for match in run:
            by_places &= reader.read(match, cells, of_run)
        damaged += with_shared_columns(run, of_run, len(table.columns), run[0].line.grid_number)
    strays = list(stray_lines(lines, matches))
    cells = with_strays(strays, table, cells)
    damaged = _by_labels_alone(lines, matches, table, cells, damaged)
    by_places &= not strays
    # One likely label without a header is found in many a table that is no part of the form.
    if not firsts and len(matches) < min(_FEWEST_ROWS, len(table.rows)) and not _is_whole_row(matches[0], table):
        return TableReading(table, by_places=True)
    return TableReading(table, cells, tuple(damaged), tuple(_extra(lines, matches)), score, by_places)


def _is_whole_row(match: Match, table: Table) -> bool:
    """Whether a row by itself is that of the table: its very label, and a number for each of many columns."""
    numbers = sum(map(is_number, match.line.cells))
    return match.score >= _EXACT and numbers == len(table.columns) >= _MANY_COLUMNS


def _is_upright(matches: Sequence[Match], table: Table) -> bool:
    """Whether the rows of a table stand below each other: two of them hold numbers, or all have a cell a column."""
    if sum(match.line.has_numbers for match in matches) >= _FEWEST_ROWS:
        return True
    own = {
        match.row.name
        for match in matches
        if match.line.grid.positioned and len(match.line.cells) == len(match.line.labels) + len(table.columns)
    }
    return own == set(table.row_names) and len({match.line for match in matches}) == len(own)


def _by_labels_alone(
    lines: Sequence[Line],
    matches: Sequence[Match],
    table: Table,
    cells: dict[str, Cell | None],
    damaged: Sequence[DamagedRow],
) -> list[DamagedRow]:
    """Add the rows of which only the label is there; those that share one are damaged, whatever was read of them."""
    for row in rows_of_a_label(lines, matches, table):
        cells.update(dict.fromkeys(table.cells_of(row.name)))
    open_rows: dict[str, DamagedRow] = {}
    for row, other in shared_labels(matches, table):
        label = next(match.label for match in matches if match.row is row)
        open_rows |= {one.name: DamagedRow(one, (label,), ()) for one in (row, other)}
    # Numbers under a label that is none of the form's may be those of the row beside them in which there are none.
    for match in _blank_beside_extra(lines, matches):
        open_rows.setdefault(match.row.name, DamagedRow(match.row, (match.label,), ()))
    for name in open_rows:
        cells.update(dict.fromkeys(table.cells_of(name)))
    return [*(one for one in damaged if one.row.name not in open_rows), *open_rows.values()]


def _blank_beside_extra(lines: Sequence[Line], matches: Sequence[Match]) -> Iterator[Match]:
    """Rows without any number right above or below a line with numbers that is none of the rows."""
    matched = {id(match.line): match for match in matches}
    extra = {id(line) for line in _extra(lines, matches)}
    if not extra:
        return
    for above, below in pairwise(lines):
        for line, other in ((above, below), (below, above)):
            if id(other) in extra and id(line) in matched and not line.has_numbers:
                yield matched[id(line)]


def _runs(matches: Sequence[Match]) -> Iterable[list[Match]]:
    """The matches of each grid."""
    run: list[Match] = []
    for match in matches:
        if run and run[-1].line.grid_number != match.line.grid_number:
            yield run
            run = []
        run.append(match)
    yield run


def _extra(lines: Sequence[Line], matches: Sequence[Match]) -> Iterable[Line]:
    """Labelled lines with numbers between the rows of a table that are none of them."""
    places = [lines.index(match.line) for match in matches]
    taken = set(places)
    for at in range(places[0], places[-1]):
        if at not in taken and lines[at].labels and lines[at].has_numbers:
            yield lines[at]

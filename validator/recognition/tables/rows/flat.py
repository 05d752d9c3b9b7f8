"""Read a table whose rows stand side by side in one line of numbers below the header, as table four does."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from validator.model.document import Cell
from validator.model.form import Row, Table
from validator.model.numbers import Kind, read_number
from validator.recognition.placement.choosing import placements
from validator.recognition.tables._stray_numbers import with_strays_below
from validator.recognition.tables.alignment import Line
from validator.recognition.tables.label_scores import columns_of_text
from validator.recognition.tables.labels import normalise_label
from validator.recognition.tables.reading import Arrangement, DamagedRow, TableReading
from validator.recognition.tables.rows.in_order import arrangements
from validator.recognition.tables.rows.kept_cells import tokens_of
from validator.recognition.tables.rows.touching import has_touching, places_below, touching_row

_MOST_HEADERS = 60
"""Cells above the numbers that may be headers."""
_LONGEST_HEADER = 60
"""Characters of a single header."""
_TELLING = 4
"""Characters that make a header unlikely to stand in other words."""
_INSIDE = 85.0
"""What a header is worth that stands among others in one stretch of text."""


def read_flat(lines: Sequence[Line], table: Table) -> TableReading:
    """Read a flat table; its score is 0 if it is not in the document."""
    count = len(table.cells)
    best = TableReading(table)
    for at, line in enumerate(lines):
        words = set(map(id, line.labels))
        fields = [cell for cell in line.cells if id(cell) not in words]
        if not line.has_numbers and len(fields) < count:
            continue
        tokens = tokens_of(fields)
        if not line.grid.positioned and len(tokens) < count:
            tokens += _below_headers(lines[at + 1 :], table, count - len(tokens))
        score = header_score(lines, at, table)
        if not score and len(tokens) == count and not words:
            score = _caption_score(lines, at, table)
        if score <= best.score:
            continue
        if len(fields) == count or len(tokens) == count:
            whole = tokens if len(tokens) == count else fields
            clean = [_without_header(cell, table, at) for at, cell in enumerate(whole)]
            cells = with_strays_below(lines, at, dict(zip(table.cells, clean, strict=True)))
            best = TableReading(table, cells, score=score)
        else:
            best = _flat_damaged(table, line, fields, tokens, score)
    return best if best.score else _without_numbers(lines, table)


def _below_headers(lines: Sequence[Line], table: Table, wanted: int) -> list[Cell]:
    """The numbers that go on below more of the headers, if they are just as many as are wanted."""
    headers = set(normalise_label("".join(label for column in table.columns for label in column.labels)))
    found: list[Cell] = []
    for line in lines:
        if line.grid.positioned or not set(normalise_label("".join(cell.text for cell in line.labels))) <= headers:
            break
        words = set(map(id, line.labels))
        found += tokens_of([cell for cell in line.cells if id(cell) not in words])
    return found if len(found) == wanted else []


def _without_header(cell: Cell, table: Table, at: int) -> Cell:
    """The cell without the header of its column, where a reader has put both into one; that it is so is not sure."""
    if read_number(cell.text).kind is not Kind.UNREADABLE:
        return cell
    text = "".join(cell.text.split())
    labels = (label for label in table.columns[at % len(table.columns)].labels if text.startswith(label))
    rests = [text.removeprefix(label) for label in labels]
    found = next((rest for rest in rests if read_number(rest).kind is not Kind.UNREADABLE), None)
    return cell if found is None else cell._replace(text=found, candidates=(found,))


def _without_numbers(lines: Sequence[Line], table: Table) -> TableReading:
    """A header with nothing below it: where zeros are left blank, a text may show no trace of the row."""
    numbers = False
    """Whether there are numbers without a label farther on, which may be the row's."""
    for at in range(len(lines) - 1, -1, -1):
        numbers = numbers or (lines[at].has_numbers and not lines[at].labels)
        if lines[at].labels and not lines[at].has_numbers and (lines[at].grid.positioned or not numbers):
            score = header_score(lines, at, table)
            if score:
                return TableReading(table, dict.fromkeys(table.cells), score=score)
    return TableReading(table)


def _caption_score(lines: Sequence[Line], at: int, table: Table) -> float:
    """What numbers without a header are worth if all of them are there, and what stands above them names the table."""
    above = normalise_label("".join(reversed(_words_above(lines, at))))
    named = [row for row in table.rows if any(normalise_label(label) in above for label in row.labels)]
    return _INSIDE if normalise_label(table.title.zh) in above or len(named) == len(table.rows) else 0.0


def header_score(lines: Sequence[Line], at: int, table: Table) -> float:
    """How well the words above a line are the headers of the table; 0 if fewer than half of the columns are named."""
    return _likeness_of_header(table, tuple(_words_above(lines, at)))


def _words_above(lines: Sequence[Line], at: int) -> list[str]:
    """The words of a line and of those above it, from the last to the first, up to one with numbers."""
    above: list[str] = []
    for line in reversed(lines[: at + 1]):
        if line is not lines[at] and (line.has_numbers or len(above) > _MOST_HEADERS):
            break
        # The words of a line are in order, and the whole is read backwards.
        above += [cell.text for cell in reversed(line.labels)]
        if line.row == 0 or line.grid is not lines[at].grid:
            above.append(line.caption)
    return above


@lru_cache(maxsize=4096)
def _likeness_of_header(table: Table, above: tuple[str, ...]) -> float:
    """The same for words from the last to the first."""
    # The text before a table is long, and met once.
    joined = normalise_label.__wrapped__("".join(reversed(above)))
    named: dict[int, float] = {}
    for text in above:
        for number, like in columns_of_text(text, table) if len(text) <= _LONGEST_HEADER else ():
            named[number] = max(like, named.get(number, 0.0))
    scores = []
    for number, column in enumerate(table.columns):
        inside = any(len(label) >= _TELLING and normalise_label(label) in joined for label in column.labels)
        scores.append(named.get(number, _INSIDE if inside else 0.0))
    found = [score for score in scores if score]
    return sum(found) if 2 * len(found) > len(scores) else 0.0


def _of_kept_cells(fields: Sequence[Cell], count: int) -> tuple[Arrangement, ...]:
    """The readings of cells of which a source has kept the blank ones, and written a few more before or behind them.

    A blank one at either end may be lost as well.
    """
    tokens = tokens_of(fields)
    if len(fields) == count - 1:
        blank = fields[0]._replace(text="")
        fields = [blank, *fields, blank]
    starts = (fields[start : start + count] for start in range(len(fields) - count + 1))
    kept = (row for row in starts if len(tokens_of(row)) == len(tokens))
    return tuple(
        tuple((at, cell) for at, cell in enumerate(row) if read_number(cell.text).kind is not Kind.BLANK)
        for row in kept
    )


def _flat_damaged(
    table: Table, line: Line, fields: Sequence[Cell], tokens: Sequence[Cell], score: float
) -> TableReading:
    count = len(table.cells)
    if not line.grid.positioned and len(tokens) < len(fields) and (kept := _of_kept_cells(fields, count)):
        row = DamagedRow(Row("", table.title, ()), tuple(tokens), kept, order_only=True)
        return TableReading(table, dict.fromkeys(table.cells), (row,), score=score)
    # In a grid of fewer columns a place says nothing of which is whose.
    placed = line.grid.positioned and line.grid.width >= count
    if has_touching(tokens, count):
        columns = [range(at, at + 1) for at in range(line.grid.width - count, line.grid.width)] if placed else None
        wide = [column for _ in table.rows for column in table.columns]
        under = None if columns is None else places_below(columns, tokens)
        uncut = arrangements(tokens, placements(range(len(tokens)), count - len(tokens), count))
        row = touching_row(Row("", table.title, ()), wide, tokens, under, uncut)
        return TableReading(table, dict.fromkeys(table.cells), (row,), score=score)
    places = [fields.index(token) for token in tokens] if placed else list(range(len(tokens)))
    slack = abs(len(fields) - count) if placed else abs(count - len(tokens))
    options = arrangements(tokens, placements(places, slack, count))
    row = DamagedRow(Row("", table.title, ()), tuple(tokens), options, order_only=not placed)
    return TableReading(table, dict.fromkeys(table.cells), (row,), score=score)

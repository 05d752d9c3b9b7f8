"""Read a table that is printed as one small table for each of its rows, under a caption that names the row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from validator.model.document import Cell
from validator.model.form import Row, Table
from validator.recognition.placement.choosing import placements
from validator.recognition.tables.alignment import Line
from validator.recognition.tables.labels import ACCEPT, best_likeness, normalise_label
from validator.recognition.tables.reading import DamagedRow, TableReading
from validator.recognition.tables.rows.flat import header_score
from validator.recognition.tables.rows.in_order import arrangements
from validator.recognition.tables.rows.kept_cells import tokens_of
from validator.recognition.tables.rows.touching import has_touching, touching_row

_FEWEST_ROWS = 2
_LONGEST = 40
"""Characters of a caption."""


def read_captioned(lines: Sequence[Line], table: Table) -> TableReading:
    """Read such a table; its score is 0 if it is not in the document."""
    found = {row.name: (row, line, score) for row, line, score in _numbers_below_captions(lines, table)}
    if len(found) < _FEWEST_ROWS:
        return TableReading(table)
    cells: dict[str, Cell | None] = {}
    damaged: list[DamagedRow] = []
    for row, line, _ in found.values():
        names, tokens = table.cells_of(row.name), tokens_of(line.cells)
        if line.grid.positioned and len(line.cells) == len(names):
            cells.update(zip(names, line.cells, strict=True))
        elif len(tokens) == len(names):
            cells.update(zip(names, tokens, strict=True))
        else:
            cells.update(dict.fromkeys(names))
            options = arrangements(tokens, placements(range(len(tokens)), len(names) - len(tokens), len(names)))
            if has_touching(tokens, len(names)):
                damaged.append(touching_row(row, table.columns, tokens, None, options))
            else:
                damaged.append(DamagedRow(row, tuple(tokens), options, order_only=True))
    return TableReading(table, cells, tuple(damaged), score=sum(score for *_, score in found.values()))


def _numbers_below_captions(lines: Sequence[Line], table: Table) -> Iterator[tuple[Row, Line, float]]:
    """Lines of numbers alone, no more than columns, or of a blank cell a column, with the row of the last caption."""
    alone = [at for at, line in enumerate(lines) if _is_row_alone(line, table)]
    if len(alone) < _FEWEST_ROWS:  # as nearly always: captions are looked at only where such a table may be
        return
    for before, at in pairwise((-1, *alone)):
        row = _last_named(lines[before + 1 : at + 1], table)
        score = header_score(lines, at, table) if row is not None else 0.0
        if row is not None and score and len(tokens_of(lines[at].cells)) <= len(table.columns):
            yield row, lines[at], score


def _last_named(lines: Sequence[Line], table: Table) -> Row | None:
    """The row that the last label or caption names."""
    for line in reversed(lines):
        row = _named(line.words, table) or (_named(line.caption.split(" "), table) if line.row == 0 else None)
        if row is not None:
            return row
    return None


def _is_row_alone(line: Line, table: Table) -> bool:
    return not line.labels and (line.has_numbers or _is_blank_row(line, table))


def _is_blank_row(line: Line, table: Table) -> bool:
    return line.grid.positioned and len(line.cells) == len(table.columns)


def _named(texts: Sequence[str], table: Table) -> Row | None:
    """The row that the last of the texts names: it is its label, or holds it."""
    for text in reversed(texts):
        best = max(table.rows, key=lambda row: (best_likeness(text, row.labels), len(row.labels[0])))
        if best_likeness(text, best.labels) >= ACCEPT:
            return best
        label = normalise_label(text)
        held = [row for row in table.rows if any(normalise_label(one) in label for one in row.labels)]
        if len(held) == 1 and len(text) <= _LONGEST:
            return held[0]
    return None

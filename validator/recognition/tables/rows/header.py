"""Where the columns of a table stand in a grid, by the header above its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from validator.model.document import Cell
from validator.model.form import Table
from validator.recognition.tables.alignment import Line, Match, header_texts
from validator.recognition.tables.label_scores import columns_of_text
from validator.recognition.tables.labels import best_likeness, normalise_label

_HEADER_LINES = 8
"""Lines above the first row of a table among which its header is looked for."""
_SAME = 100
"""Likeness of a label to itself."""


class Header(Struct, frozen=True):
    """Where the columns of a table stand in a grid."""

    columns: Mapping[str, Cell]
    """Column name -> header cell."""
    width: int
    """Columns of the grid rows that hold the header."""
    score: float
    """Sum of the likenesses of the header cells."""

    @property
    def first(self) -> int | None:
        """Where the values begin; None if no header was found."""
        return min((cell.column for cell in self.columns.values()), default=None)


def find_header(lines: Sequence[Line], run: Sequence[Match], table: Table) -> Header:
    """The header above the first row of a run, in the same grid or the one before."""
    first = run[0].line
    at = lines.index(first)
    above: list[Line] = []
    for line in reversed(lines[max(0, at - _HEADER_LINES) : at]):
        # The header may have been parted from the rows: then it is a grid of its own, just above.
        if line.grid_number < first.grid_number - 1 or line.has_numbers:
            break
        above.insert(0, line)
    best: dict[int, tuple[float, int, Cell]] = {}
    for text, cell in header_texts(above):
        for number, like in columns_of_text(text, table):
            # The nearer header line wins a draw: tables above may have the same words.
            if number not in best or (like, cell.row) >= best[number][:2]:
                best[number] = (like, cell.row, cell)
    shared = {one for number in best for one in _sharing(number, best, table)}
    columns = {table.columns[number].name: best[number][2] for number in sorted(best.keys() - shared)}
    score = sum((best[number][0] for number in sorted(best)), 0.0)
    width = max((line.grid.widths[line.row] for line in above), default=0)
    return Header(columns, width, score)


def _sharing(number: int, best: Mapping[int, tuple[float, int, Cell]], table: Table) -> Iterator[int]:
    """A column and the one beside it, if its header holds that of the other as well: whose the numbers are is open."""
    text = normalise_label(best[number][2].text)
    for other in {number - 1, number + 1} & set(range(len(table.columns))) - best.keys():
        for label in map(normalise_label, table.columns[other].labels):
            if label in text and best_likeness(text.replace(label, "", 1), table.columns[number].labels) == _SAME:
                yield from (number, other)

"""Which line of the document is which row of an official table.

The lines of all grids are taken in reading order, so a table split over pages is one run of lines. Rows keep their
order: the best monotone alignment of lines and rows is chosen, which makes `3.其他` unmistakable although the label
occurs more than once, and lets headers repeated by a page break, page numbers and extra rows stand between.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import pairwise, takewhile
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from validator.model.document import Cell, Document, Grid, Paragraph
from validator.model.form import Row, Table
from validator.model.numbers import Kind, read_number
from validator.recognition.tables.label_scores import LONGEST_LABEL, row_labels
from validator.recognition.tables.labels import best_likeness, normalise_label

_WITH_NUMBERS, _WITH_FIELDS = 6.0, 3.0
"""Bonus for a line that holds numbers, or at least room for them: a label wrapped over lines matches more than once."""
_MOST_LABELS = 3
"""Cells with words before the numbers of a row: two groups and the row. A line with more is a header."""
_CAPTION = 30
"""Paragraphs before a grid among which its header may stand, where a copy has lost the header's cells."""
PAGE_NUMBER = re.compile(r"[-—–－]\s*[0-9０-９]+\s*[-—–－]")
NUMBERING = re.compile(r"\s*[0-9０-９]{1,2}[.．、]\s*")
"""The number of a label in a cell of its own."""
WHOLE = 98
"""Likeness of a label of which nothing is missing."""
_WRAPPED = 12
"""Lines above that may hold the beginning of a wrapped label, as the next."""
_LONGEST_PART = 20
"""Characters of a line of a label that is broken over more than a few."""
_FEW_PARTS = 3


class Line(Struct, frozen=True, eq=False, dict=True):
    """One row of one grid; equal only to itself."""

    grid: Grid
    grid_number: int
    """Which grid of the document, from 0."""
    row: int
    """Which row of the grid, from 0."""
    caption: str = ""
    """The text between the grid before and this one, its last paragraphs; a grid without a number is passed over."""
    ends: bool = False
    """True if nothing follows in the document."""
    above: tuple[str, ...] = ()
    """The lines above in the same grid that hold nothing but words, where a label may begin; the last one first."""

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Cells that start in this row."""
        return self.grid.rows[self.row]

    @cached_property
    def labels(self) -> tuple[Cell, ...]:
        """The leading cells that hold words."""
        words: list[Cell] = []
        numbering: list[Cell] = []
        for cell in self.cells:
            if read_number(cell.text).kind is Kind.UNREADABLE:
                words += [*numbering, cell]
                numbering = []
            elif NUMBERING.fullmatch(cell.text) and not numbering:
                # `2.` before words is theirs.
                numbering.append(cell)
            elif cell.text.strip():
                break
        return tuple(words)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Their texts."""
        return tuple(cell.text for cell in self.labels)

    @cached_property
    def has_numbers(self) -> bool:
        """True if a number is printed in the row."""
        return any(map(_is_number, self.cells))

    @cached_property
    def names_columns(self) -> bool:
        """True for the same words over columns that are apart: headers of two groups, and no label of a row."""
        apart = (one for one, after in pairwise(self.labels) if after.column > one.column + one.colspan)
        return not self.has_numbers and len(self.labels) > 1 == len({*self.words}) and any(apart)


def _is_number(cell: Cell) -> bool:
    return read_number(cell.text).kind is Kind.NUMBER


class Match(Struct, frozen=True):
    """A line recognised as a row."""

    line: Line
    row: Row
    label: Cell
    """The cell that holds the row's label; what follows are values."""
    score: float


def lines_of(document: Document) -> tuple[Line, ...]:
    """All rows of all grids in reading order, and what stands alone beside grids that have lost columns or labels."""
    lines: list[Line] = []
    between: list[Paragraph] = []
    number = 0
    for block in document.blocks:
        if isinstance(block, Paragraph):
            between.append(block)
            continue
        header_alone = not between and lines and lines[-1].grid_number == number - 1 and not _holds_numbers(lines)
        caption = lines[-1].caption if header_alone else " ".join(one.text for one in between[-_CAPTION:])
        if _begins_with_numbers(block) or (lines and not (lines[-1].grid.positioned and block.positioned)):
            for one in between:
                if _may_be_row(one.text):
                    lines.append(Line(_grid_of(one), number, 0, above=_wrapped_label(lines, number)))
        for row in range(block.height):
            if block.rows[row]:
                lines.append(Line(block, number, row, caption, above=_wrapped_label(lines, number)))
        between, number = [], number + 1
    if lines and not between:
        lines[-1] = replace(lines[-1], ends=True)
    return tuple(lines)


def _holds_numbers(lines: Sequence[Line]) -> bool:
    """Whether there is a number in the last grid."""
    return any(line.has_numbers for line in takewhile(lambda one: one.grid is lines[-1].grid, reversed(lines)))


def _begins_with_numbers(grid: Grid) -> bool:
    """True if the first row has numbers and no label: it may have been left outside."""
    first = next(iter(grid.rows), ())
    return bool(first) and all(read_number(cell.text).kind is not Kind.UNREADABLE for cell in first)


def _may_be_row(text: str) -> bool:
    return len(text) <= LONGEST_LABEL and "。" not in text and not PAGE_NUMBER.fullmatch(text)


def _grid_of(paragraph: Paragraph) -> Grid:
    """A label, numbers, or both, that a copy has left outside the table."""
    words = paragraph.text.split()
    at = len(words)
    while at and read_number(words[at - 1]).kind is not Kind.UNREADABLE:
        at -= 1
    texts = [text for text in (" ".join(words[:at]), *words[at:]) if text]
    cells = tuple(Cell(text, 0, column, location=paragraph.location) for column, text in enumerate(texts))
    return Grid(cells, (len(cells),), positioned=False, location=paragraph.location)


Wanted: TypeAlias = dict[int, dict[int, tuple[float, Cell]]]
"""Line -> row of a table that it may be -> how likely, and the cell that holds the label."""


def likely_rows(lines: Sequence[Line], tables: Sequence[Table]) -> Mapping[Table, Wanted]:
    """The rows that each line may be, for every table."""
    labels = row_labels(tuple(tables))
    found: dict[Table, Wanted] = {table: {} for table in tables}
    for at, line in enumerate(lines):
        if not 0 < len(line.labels) <= _MOST_LABELS or line.names_columns:
            continue
        for table, followed, ending in labels.likely(line.words, line.above):
            last = line.cells[-1]
            ends = line.labels[-1] is last or not _has_room(line, table)
            good = {}
            for number, score, which in ending if ends else followed:
                label = line.labels[which]
                bonus = _WITH_NUMBERS if line.has_numbers else _WITH_FIELDS if last.column > label.column else 0.0
                good[number] = (score + bonus, label)
            if good:
                found[table][at] = good
    return found


def align(lines: Sequence[Line], table: Table, wanted: Wanted | None = None) -> tuple[Match, ...]:
    """The best alignment of lines with the rows of a table, in order; rows that are not found are left out.

    `wanted`: the rows that each line may be, if that is known.
    """
    wanted = likely_rows(lines, (table,))[table] if wanted is None else wanted
    path = _best_path(wanted, len(table.rows))
    taken = {at for at, _ in path}
    found = []
    for at, number in path:
        score, label = wanted[at][number]
        match = Match(lines[at], table.rows[number], label, score)
        head = _head_above(lines[at - 1], match) if at and at - 1 not in taken else None
        found.append(match if head is None else replace(match, line=lines[at - 1], label=head))
    return tuple(found)


def _head_above(above: Line, match: Match) -> Cell | None:
    """The beginning of a label, if the line above has it and the numbers, of which some may end beside its rest."""
    rest, own = ({one.column for one in line.cells if _is_number(one)} for line in (match.line, above))
    if not rest < own or not above.labels:
        return None
    head = above.labels[-1]
    whole = best_likeness(head.text + match.label.text, match.row.labels)
    return head if whole >= WHOLE > best_likeness(match.label.text, match.row.labels) else None


def _wrapped_label(lines: Sequence[Line], grid_number: int) -> tuple[str, ...]:
    """The last lines if they hold nothing but words, from the last on: the head of a label cut into lines."""
    head: list[str] = []
    for line in reversed(lines[-_WRAPPED:]):
        if line.grid_number != grid_number or len(line.cells) != 1 or not line.labels:
            break
        text = line.labels[0].text
        if len(head) >= _FEW_PARTS and len(text) > _LONGEST_PART:
            break
        head.append(text)
    return tuple(head)


def _has_room(line: Line, table: Table) -> bool:
    """False where the columns that follow the words are fewer than those of the table, and none holds a number."""
    end = line.labels[-1].column + line.labels[-1].colspan
    return not line.grid.positioned or line.has_numbers or line.grid.widths[line.row] - end >= len(table.columns)


def _best_path(wanted: Wanted, rows: int) -> list[tuple[int, int]]:
    """The monotone choice of (line, row) pairs with the highest sum of scores."""
    at_most = [0.0] * (rows + 1)
    """Best sum that uses rows before this one, over the lines seen so far."""
    paths: list[tuple[tuple[int, int], ...]] = [()] * (rows + 1)
    for line in sorted(wanted):
        for number in sorted(wanted[line], reverse=True):
            total = at_most[number] + wanted[line][number][0]
            step = (*paths[number], (line, number))
            for later in range(number + 1, rows + 1):
                if total > at_most[later]:
                    at_most[later], paths[later] = total, step
    return list(paths[rows])


def header_texts(lines: Sequence[Line]) -> tuple[tuple[str, Cell], ...]:
    """Candidates for column headers: every cell, and the narrow cells of a column read downwards (`商业`, `企业`)."""
    single = [(cell.text, cell) for line in lines for cell in line.cells if normalise_label(cell.text)]
    stacked: dict[int, list[Cell]] = {}
    for _, cell in single:
        if cell.colspan == 1:
            stacked.setdefault(cell.column, []).append(cell)
    joined = [("".join(c.text for c in cells), cells[-1]) for cells in stacked.values() if len(cells) > 1]
    return (*single, *joined)

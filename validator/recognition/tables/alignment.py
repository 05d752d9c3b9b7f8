"""Which line of the document is which row of an official table.

The lines of all grids are taken in reading order, so a table split over pages is one run of lines. Rows keep their
order: the best monotone alignment of lines and rows is chosen, which makes `3.其他` unmistakable although the label
occurs more than once, and lets headers repeated by a page break, page numbers and extra rows stand between.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import accumulate, takewhile
from typing import TypeAlias

from validator.model.document import Cell, Document, Grid, Paragraph
from validator.model.form import Row, Table
from validator.model.numbers import Kind, read_number
from validator.recognition.tables.labels import ACCEPT, best_likeness, normalise_label

_LONGEST_LABEL = 120
"""Characters; a longer text is prose."""
_WITH_NUMBERS, _WITH_FIELDS = 6.0, 3.0
"""Bonus for a line that holds numbers, or at least room for them: a label wrapped over lines matches more than once."""
_MOST_LABELS = 3
"""Cells with words before the numbers of a row: two groups and the row. A line with more is a header."""
_SHORT = 4
"""A shorter label that is also a column's (`总计`) may end a header line, so it is a row only if cells follow it."""
_CAPTION = 30
"""Paragraphs before a grid among which its header may stand, where a copy has lost the header's cells."""
_LONGEST_KNOWN = 300
"""Characters of words at the start of a line; a line with more is hardly met twice."""
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

_Texts: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Line:
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
    def has_numbers(self) -> bool:
        """True if a number is printed in the row."""
        return any(map(_is_number, self.cells))


def _is_number(cell: Cell) -> bool:
    return read_number(cell.text).kind is Kind.NUMBER


@dataclass(frozen=True, slots=True)
class Match:
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
                if len(one.text) <= _LONGEST_LABEL and not PAGE_NUMBER.fullmatch(one.text):
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


def _grid_of(paragraph: Paragraph) -> Grid:
    """A label, numbers, or both, that a copy has left outside the table."""
    words = paragraph.text.split()
    at = len(words)
    while at and read_number(words[at - 1]).kind is not Kind.UNREADABLE:
        at -= 1
    texts = [text for text in (" ".join(words[:at]), *words[at:]) if text]
    cells = tuple(Cell(text, 0, column, location=paragraph.location) for column, text in enumerate(texts))
    return Grid(cells, (len(cells),), positioned=False, location=paragraph.location)


def align(lines: Sequence[Line], table: Table) -> tuple[Match, ...]:
    """The best alignment of lines with the rows of a table, in order; rows that are not found are left out."""
    wanted: dict[int, dict[int, tuple[float, Cell]]] = {}
    for at, line in enumerate(lines):
        good = _score(line, table) if 0 < len(line.labels) <= _MOST_LABELS else None
        if good:
            wanted[at] = good
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


def _may_end_header(text: str, headers: Collection[str]) -> bool:
    label = normalise_label(text)
    # With its number (`3.其他`) it is a row.
    return len(label) < _SHORT and label in headers and not _is_numbered(text)


def _is_numbered(text: str) -> bool:
    """True for a label that keeps more than its words: its number in most cases."""
    return "".join(text.split()) != normalise_label(text)


def _score(line: Line, table: Table) -> dict[int, tuple[float, Cell]]:
    """The rows of the table that a line may be, by their number: how likely, and the cell that holds the label."""
    last = line.cells[-1]
    texts = tuple(cell.text for cell in line.labels)
    long = sum(map(len, (*texts, *line.above))) > _LONGEST_KNOWN
    ends = line.labels[-1] is last or not _has_room(line, table)
    found = (_scores.__wrapped__ if long else _scores)(table, texts, line.above, ends)
    good: dict[int, tuple[float, Cell]] = {}
    for number, score, at in found:
        label = line.labels[at]
        bonus = _WITH_NUMBERS if line.has_numbers else _WITH_FIELDS if last.column > label.column else 0.0
        good[number] = (score + bonus, label)
    return good


def _has_room(line: Line, table: Table) -> bool:
    """False where the columns that follow the words are fewer than those of the table, and none holds a number."""
    end = line.labels[-1].column + line.labels[-1].colspan
    return not line.grid.positioned or line.has_numbers or line.grid.widths[line.row] - end >= len(table.columns)


@lru_cache(maxsize=32768)
def _scores(table: Table, texts: _Texts, above: _Texts, ends: bool) -> tuple[tuple[int, float, int], ...]:  # noqa: FBT001 - all of it is a key
    """(row of the table, score, which of the texts is its label) for each row that a line may be.

    `texts`: the words the line begins with; `ends`: no numbers follow them, nor could.
    """
    headers = frozenset(normalise_label(label) for column in table.columns for label in column.labels)
    may_be = tuple(
        not (ends and at == len(texts) - 1 and _may_end_header(text, headers)) for at, text in enumerate(texts)
    )
    scored = ((number, _best_text(texts, may_be, above, row)) for number, row in enumerate(table.rows))
    return tuple((number, *best) for number, best in scored if best is not None)


def _best_text(texts: _Texts, may_be: tuple[bool, ...], above: _Texts, row: Row) -> tuple[float, int] | None:
    """`may_be`: for each text, whether it may be the label."""
    best: tuple[float, int] | None = None
    final = len(texts) - 1
    for at, text in enumerate(map(_without_marks, texts)):
        if len(text) > _LONGEST_LABEL or not may_be[at]:
            continue
        score = best_likeness(text, row.labels)
        # A group label may stand before the row's in one cell, parted by a blank, or above it.
        _, _, tail = text.rpartition(" ")
        if len(normalise_label(tail)) >= _SHORT or _is_numbered(tail):
            score = max(score, best_likeness(tail, row.labels))
        _, _, below = text.rpartition("\n")
        if _is_numbered(below):
            score = max(score, best_likeness(below, row.labels))
        if at == final:
            for head in accumulate(above, lambda below, line: line + below):
                whole = best_likeness(head + text, row.labels)
                # Where the lines above are the label already, this is the beginning of the next one.
                if whole > best_likeness(head, row.labels):
                    score = max(score, whole)
        if score >= ACCEPT and (best is None or score >= best[0]):
            best = (score, at)
    if best is None and final > 0:
        score = best_likeness("".join(texts), row.labels)
        best = (score, final) if score >= ACCEPT else None
    return best


def _without_marks(text: str) -> str:
    """A label without the marks for "none" that a copy has left in its cell."""
    words = text.split(" ")
    while len(words) > 1 and read_number(words[-1]).kind is Kind.DASH:
        words.pop()
    return " ".join(words)


def _best_path(wanted: dict[int, dict[int, tuple[float, Cell]]], rows: int) -> list[tuple[int, int]]:
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

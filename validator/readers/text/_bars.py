"""Cells that end with an upright bar, wherever the lines of the text end: one cell a line, or a bar between two lines.

A page that is saved as text loses its rows: what is left is the order of the cells, the blank ones among them, and bars
with nothing between them that fill a row up to the width of its table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from validator.readers.text import _markdown as markdown
from validator.readers.text._lines import Look, SourceLine, is_number

_FILLING = re.compile(r"\|{2,}")
_MOST_LINES = 4
"""Lines of one cell."""
_FEWEST_BARS = 4
"""Lines with a bar that make a table."""
_FEWEST_NUMBERS = 3
_MANY_BARS = 15
"""Lines with a bar that make a table of a single number: most of its cells are blank."""


def barred_cells(lines: Sequence[SourceLine]) -> Iterator[SourceLine]:
    """The lines with every stretch of cells that end with bars as one cell a line, without the bars."""
    done = 0
    for start, end in _stretches(lines):
        stretch = lines[start:end]
        cells = list(_cells(stretch))
        if _is_table(stretch, cells):
            yield from lines[done:start]
            yield from cells
            done = end
    yield from lines[done:]


def _stretches(lines: Sequence[SourceLine]) -> Iterator[tuple[int, int]]:
    """From the first cell to the last bar, no cell longer than a few lines and none prose."""
    start = end = -1
    between = 0
    for at, line in enumerate(lines):
        if markdown.has_bar(line.text):
            if start < 0 or between > _MOST_LINES:
                if start >= 0:
                    yield start, end
                start = at - 1 if _begins_before(lines, at) else at
            end, between = at + 1, 0
        elif start >= 0 and line.look is Look.PROSE:
            yield start, end
            start = -1
        elif line.stripped:
            between += 1
    if start >= 0:
        yield start, end


def _begins_before(lines: Sequence[SourceLine], at: int) -> bool:
    """Whether a line begins with the bar of the cell above it."""
    return at > 0 and lines[at].stripped.startswith("|") and lines[at - 1].look in {Look.LABEL, Look.NUMBER}


def _is_table(lines: Sequence[SourceLine], cells: Sequence[SourceLine]) -> bool:
    bars = sum(markdown.has_bar(line.text) for line in lines)
    numbers = sum(is_number(cell.stripped) for cell in cells)
    return bars >= _FEWEST_BARS and numbers >= (_FEWEST_NUMBERS if bars < _MANY_BARS else 1)


class _Piece(Struct, frozen=True):
    """What stands before a bar or the end of a line."""

    line: int
    text: str
    is_cell: bool
    """True if a bar follows."""


def _cells(lines: Sequence[SourceLine]) -> Iterator[SourceLine]:
    """One line a cell. The lines of a cell of several stay apart, as labels that are broken over lines do."""
    filled = True
    """Whether something stands in the cell already; nothing does in the one before the first bar, and it is no cell."""
    for piece in (piece for line in lines for piece in _pieces(line)):
        if piece.text:
            yield SourceLine(piece.line, piece.text, is_cell=True)
        elif piece.is_cell and not filled:
            yield SourceLine(piece.line, "", is_cell=True)
        filled = (bool(piece.text) or filled) and not piece.is_cell


def _pieces(line: SourceLine) -> Iterator[_Piece]:
    text = _FILLING.sub(_closing, markdown.with_bars(line.text))
    *ended, rest = markdown.split_cells(text)
    for cell in ended:
        yield _Piece(line.number, markdown.plain(cell), is_cell=True)
    if rest.strip():
        yield _Piece(line.number, markdown.plain(rest), is_cell=False)


def _closing(bars: re.Match[str]) -> str:
    """Bars with nothing between them fill the row; where a text stands right before them, the first one is its own."""
    return "|" if bars.string[: bars.start()].strip() and not bars.string[bars.start() - 1].isspace() else " "

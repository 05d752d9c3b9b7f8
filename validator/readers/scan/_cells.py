"""What stands in the cells of a scanned table: ink without the lines, as lines of text to be recognised."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from validator.readers.page.lattice import Lattice
from validator.readers.scan.image import POINT, EvenPage, Grey, InkMark, Mask, marks

_PAPER = 255
_BORDER = 6
"""Dots to both sides of the place of a line where its ink may lie."""
_SMALLEST_TEXT = 10
"""Dots; what is lower tells nothing about the size of the text."""
_USUAL_HEIGHT = 20.0
_DUST = 0.15
_FAINT = 0.36
"""Ems up to which a mark is dust, and up to which it may be."""
_FLAT = 2.0
"""Times as wide as high that a dash is."""
_SHORTEST_DASH, _FLATTEST = 0.18, 0.25
"""Ems from which a dash is wide, and up to which it is high."""
_BESIDE_TEXT = 1.0
"""Ems from a text within which a small mark belongs to it: a point, a comma."""
_SLIVER = 0.25
"""Ems up to which a mark at the border is what the line has cut off."""
_THIN, _TALL = 0.15, 1.1
"""Ems up to which a line is wide, and from which it is longer than the stroke of any character."""
_ONE_CHARACTER = 1.05
"""Ems that the strokes of one character take up from top to bottom."""
_APART = 2.0
"""Ems between texts that are not one: the line between their cells has been missed."""
_ABOVE, _BEFORE = 0.2, 0.35
"""Ems of paper round a line of text."""
_LOWEST = 0.95
"""Ems from top to bottom of what is recognised: a dash alone must not be made larger."""


class InkLine(Struct, frozen=True):
    """A line of text in a cell, in dots."""

    left: int
    top: int
    right: int
    bottom: int
    marks: tuple[InkMark, ...]
    slant: float = 0.0
    """How far the upper part of a single mark stands to the right of its lower part, for its height."""

    @property
    def height(self) -> int:
        """Dots from top to bottom."""
        return self.bottom - self.top

    def is_dash(self, em: float) -> bool:
        """True for a stroke that lies flat, which no digit does."""
        return len(self.marks) == 1 and _is_flat(self.marks[0], em)


class CellInk(Struct, frozen=True):
    """What is printed in one cell."""

    lines: tuple[InkLine, ...] = ()
    """From top to bottom; parts of a line that stand far apart follow each other."""
    apart: bool = False
    """True if there are such parts."""
    faint: bool = False
    """True if there are marks that may be dust and may be print."""


class TableInk(Struct, frozen=True):
    """What is printed in the cells of a table, in the order of its spans."""

    cells: tuple[CellInk, ...]
    em: float
    """Height of a character, in dots."""
    paper: Grey
    """The page without the lines of the table."""

    def crop(self, line: InkLine) -> Grey:
        """The picture of a line, with some paper round it."""
        return crop(self.paper, line, self.em)


def side_of(em: float) -> int:
    """Dots of paper on either side of the picture of a line. `em`: height of a character, in dots."""
    return round(_BEFORE * em)


def crop(page: Grey, line: InkLine, em: float) -> Grey:
    """The picture of a line of text, with some paper round it. `em`: height of a character, in dots."""
    lowest = max(line.height + 2 * _ABOVE * em, _LOWEST * em)
    middle = (line.top + line.bottom) / 2
    top, bottom = round(middle - lowest / 2), round(middle + lowest / 2)
    side = side_of(em)
    left, right = line.left - side, line.right + side
    canvas = np.full((bottom - top, right - left), _PAPER, np.uint8)
    # Only what lies between the outermost ink: what is beyond belongs to other cells.
    rows = slice(max(line.top - 2, 0), min(line.bottom + 2, page.shape[0]))
    columns = slice(max(line.left - 2, 0), min(line.right + 2, page.shape[1]))
    canvas[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left] = page[rows, columns]
    return canvas


def table_ink(sheet: EvenPage, drawn: Mask, lattice: Lattice) -> TableInk:
    """Find the text in the cells of a table; `drawn`: where lines are."""
    borders = _borders(lattice, sheet.ink.shape) & drawn
    ink = sheet.ink & ~borders
    inside = np.zeros_like(ink)
    left, top, right, bottom = (round(edge / POINT) for edge in lattice.box)
    inside[max(top - 2, 0) : bottom + 2, max(left - 2, 0) : right + 2] = True
    found = marks(ink & inside)
    heights = [mark.height for mark in found if _SMALLEST_TEXT <= mark.height <= 3 * _USUAL_HEIGHT]
    em = (median(heights) if heights else _USUAL_HEIGHT) / 0.8
    owner = {
        (row, column): number
        for number, span in enumerate(lattice.spans)
        for row in span.rows
        for column in range(span.column, span.column + span.colspan)
    }
    inks: list[list[InkMark]] = [[] for _ in lattice.spans]
    for mark in found:
        place = _place(lattice, mark)
        if place in owner:
            inks[owner[place]].append(mark)
    paper = sheet.grey.copy()
    paper[borders] = _PAPER
    cells = (
        _cell(own, tuple(edge / POINT for edge in lattice.box_of(span)), em)
        for own, span in zip(inks, lattice.spans, strict=True)
    )
    return TableInk(tuple(_with_slants(cell, ink) for cell in cells), em, paper)


def _with_slants(cell: CellInk, ink: Mask) -> CellInk:
    if not any(len(line.marks) == 1 for line in cell.lines):
        return cell
    return replace(cell, lines=tuple(with_slant(line, ink) for line in cell.lines))


def with_slant(line: InkLine, ink: Mask) -> InkLine:
    """The line with its slant, if it is a single mark."""
    return replace(line, slant=_slant(ink, line)) if len(line.marks) == 1 else line


def _slant(ink: Mask, line: InkLine) -> float:
    """From the middle of the ink in the upper third to that in the lower third."""
    third = line.height // 3
    own = ink[line.top : line.bottom, line.left : line.right]
    upper, lower = np.nonzero(own[:third])[1], np.nonzero(own[line.height - third :])[1]
    if not len(upper) or not len(lower):
        return 0.0
    return float(upper.mean() - lower.mean()) / (line.height - third)


def _borders(lattice: Lattice, shape: tuple[int, ...]) -> Mask:
    """Where the lines between the cells may have been drawn."""
    borders = np.zeros(shape, np.bool_)
    for span in lattice.spans:
        left, top, right, bottom = (round(edge / POINT) for edge in lattice.box_of(span))
        rows = slice(max(top - _BORDER, 0), bottom + _BORDER + 1)
        columns = slice(max(left - _BORDER, 0), right + _BORDER + 1)
        for row in (top, bottom):
            borders[max(row - _BORDER, 0) : row + _BORDER + 1, columns] = True
        for column in (left, right):
            borders[rows, max(column - _BORDER, 0) : column + _BORDER + 1] = True
    return borders


def _place(lattice: Lattice, mark: InkMark) -> tuple[int, int]:
    """Row and column of the middle of a mark."""
    x, y = (mark.left + mark.right) / 2 * POINT, (mark.top + mark.bottom) / 2 * POINT
    return bisect_right(lattice.ys, y) - 1, bisect_right(lattice.xs, x) - 1


def _cell(found: Sequence[InkMark], box: tuple[float, ...], em: float) -> CellInk:
    """Sort the marks of a cell into lines of text, and dust."""
    kept = [mark for mark in found if not _is_sliver(mark, box, em)]
    text = [mark for mark in kept if max(mark.width, mark.height) > _FAINT * em or _is_flat(mark, em)]
    small = [mark for mark in kept if mark not in text]
    near = [mark for mark in small if any(_is_beside(mark, other, em) for other in text)]
    faint = any(max(mark.width, mark.height) > _DUST * em for mark in small if mark not in near)
    rows = list(_rows(sorted((*text, *near), key=lambda mark: mark.top), em))
    parts = [list(_parts(row, em)) for row in rows]
    return CellInk(
        tuple(_line(part) for row in parts for part in row), apart=any(len(row) > 1 for row in parts), faint=faint
    )


def _is_flat(mark: InkMark, em: float) -> bool:
    return mark.width >= max(_FLAT * mark.height, _SHORTEST_DASH * em) and mark.height <= _FLATTEST * em


def _is_sliver(mark: InkMark, box: tuple[float, ...], em: float) -> bool:
    """True for what is left of a line, or of a character of the next cell, at the border of a cell.

    The second one of a double line may stand farther in.
    """
    left, top, right, bottom = box
    at_side = mark.left <= left + _BORDER or mark.right >= right - _BORDER
    at_end = mark.top <= top + _BORDER or mark.bottom >= bottom - _BORDER
    beside = mark.left <= left + 2 * _BORDER or mark.right >= right - 2 * _BORDER
    along = mark.top <= top + 2 * _BORDER and mark.bottom >= bottom - 2 * _BORDER
    second = beside and along and mark.width <= _THIN * em and mark.height >= _TALL * em
    return second or (at_side and mark.width <= _SLIVER * em) or (at_end and mark.height <= _SLIVER * em)


def _is_beside(mark: InkMark, other: InkMark, em: float) -> bool:
    across = max(other.left - mark.right, mark.left - other.right)
    down = max(other.top - mark.bottom, mark.top - other.bottom)
    return across <= _BESIDE_TEXT * em and down <= _FAINT * em


def _rows(found: Sequence[InkMark], em: float) -> Iterator[list[InkMark]]:
    """Marks from top to bottom as lines of text; the strokes of one character may stand apart."""
    bands: list[list[InkMark]] = []
    for mark in found:
        if bands and mark.top < _bottom(bands[-1]):
            bands[-1].append(mark)
        else:
            bands.append([mark])
    row: list[InkMark] = []
    for band in bands:
        if row and _bottom(band) - row[0].top > _ONE_CHARACTER * em:
            yield row
            row = []
        row += band
    if row:
        yield row


def _bottom(band: Iterable[InkMark]) -> int:
    return max(mark.bottom for mark in band)


def _parts(row: Sequence[InkMark], em: float) -> Iterator[list[InkMark]]:
    """The texts of a line that stand apart."""
    ordered = sorted(row)
    part = [ordered[0]]
    for mark in ordered[1:]:
        if mark.left - max(before.right for before in part) > _APART * em:
            yield part
            part = []
        part.append(mark)
    yield part


def _line(part: Sequence[InkMark]) -> InkLine:
    return InkLine(
        min(mark.left for mark in part),
        min(mark.top for mark in part),
        max(mark.right for mark in part),
        max(mark.bottom for mark in part),
        tuple(sorted(part)),
    )

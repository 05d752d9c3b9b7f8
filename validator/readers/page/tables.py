"""A table on a page: its cells with the lines of text in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from validator.readers.page.geometry import Box
from validator.readers.page.glyph import MIDDLE, Glyph
from validator.readers.page.lattice import Lattice
from validator.readers.page.lines import TextLine, first_unit, joined, text_lines

_PADDING = 6.0
"""Points kept free at both sides of a cell, at most."""
_LONG_CELL = 200
"""Characters from which a cell of several paragraphs is prose."""
_FEW_NUMBERS = 4
_HANGING = "，。、；："
"""Marks that some programs set over the edge of a cell rather than at the beginning of a line."""
_CLOSE = 0.05
"""Ems between characters that nothing can stand between."""
_NUMBER = re.compile(r"[+\-]?[0-9０-９](?:[0-9０-９,，.．]*[0-9０-９])?")
_NUMBERED = re.compile(r"[（(]?(?:[一二三四五六七八九十⼀⼆⼋⼗]{1,3}|[0-9０-９]{1,2})[）)、.．](?![0-9])")


class TableCell(Struct, frozen=True, dict=True):
    """A cell with what is printed in it."""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box
    page: int
    lines: tuple[TextLine, ...] = ()
    lying: str = ""
    """Text that lies on its side."""
    touching: bool = False
    """True for digits that may be the numbers of several columns, see `Cell`."""

    @cached_property
    def text(self) -> str:
        """The lines, broken only where the text itself breaks them."""
        if len(self.lines) == 1 and not self.lying:  # nearly always
            return self.lines[0].text
        parts: list[list[TextLine]] = []
        for line in self.lines:
            if parts and self.is_full(parts[-1][-1], line):
                parts[-1].append(line)
            else:
                parts.append([line])
        upright = "\n".join(map(joined, parts))
        return "\n".join(filter(None, (upright, self.lying)))

    @property
    def is_blank(self) -> bool:
        """True if nothing is printed."""
        return not self.lines and not self.lying

    @property
    def is_number(self) -> bool:
        """True if a number is printed."""
        return is_number("".join(self.text.split()))

    @property
    def holds_several_numbers(self) -> bool:
        """True for numbers in lines below each other, each with room left behind it."""
        numbers = all(is_number(line.text) for line in self.lines)
        return len(self.lines) > 1 and numbers and not any(self.is_full(*pair) for pair in pairwise(self.lines))

    def is_full(self, line: TextLine, after: TextLine) -> bool:
        """True if the second line begins where it does only because the first has no room left."""
        return line.right - line.left + first_unit(after) > self.box.width - 2 * _PADDING

    def with_lines_of(self, other: TableCell) -> TableCell:
        """The cell with what is printed in another one after its own."""
        return replace(self, lines=(*self.lines, *other.lines), lying=self.lying + other.lying)


class PageTable(Struct, frozen=True):
    """A table on one page."""

    page: int
    xs: tuple[float, ...]
    """Edges of the columns."""
    height: int
    """Number of rows."""
    cells: tuple[TableCell, ...]
    """In row, then column order."""
    box: Box
    positioned: bool = True
    """False if only the order of the cells in each row is known."""

    def on_columns(self, xs: tuple[float, ...]) -> PageTable:
        """The same table with its columns counted by other edges, of which each of its own is one."""
        at = [min(range(len(xs)), key=lambda edge: abs(xs[edge] - own)) for own in self.xs]
        if at == list(range(len(xs))):
            return replace(self, xs=xs)
        cells = (
            replace(cell, column=at[cell.column], colspan=at[cell.column + cell.colspan] - at[cell.column])
            for cell in self.cells
        )
        return replace(self, xs=xs, cells=tuple(cells))


def is_numbered(text: str) -> bool:
    """True for a text that begins with a number of its own: `一、`, `（三）`, `4.`."""
    return _NUMBERED.match(text) is not None


def is_number(text: str) -> bool:
    """True for digits with at most a sign, points and commas."""
    return _NUMBER.fullmatch(text) is not None


def ruled_tables(
    lattices: Sequence[Lattice], glyphs: Sequence[Glyph], page: int
) -> tuple[list[PageTable], list[Glyph]]:
    """The ruled tables of a page from top to bottom, and the characters that stand in none of them."""
    # Of tables inside each other, the inner one has the character.
    filled: list[_Filling] = []
    free = list(glyphs)
    for lattice in sorted(lattices, key=lambda lattice: lattice.box.area):
        filled.append(_Filling(lattice, free))
        free = filled[-1].left_over
    tables = []
    for at, one in enumerate(filled):
        table = one.table(page)
        around = any(_is_inside(inner.lattice.box, one.lattice.box) for inner in filled[:at])
        if around or _only_arranges(table) or _rows_are_unruled(table):
            free += one.taken
        else:
            tables.append(table)
    return sorted(tables, key=lambda table: (table.box.top, table.box.left)), free


class _Filling:
    """A lattice with characters in its cells."""

    def __init__(self, lattice: Lattice, glyphs: Iterable[Glyph]) -> None:
        self.lattice = lattice
        self.taken: list[Glyph] = []
        self.left_over: list[Glyph] = []
        self._inside: list[list[Glyph]] = [[] for _ in lattice.spans]
        owner = {
            (row, column): at
            for at, span in enumerate(lattice.spans)
            for row in span.rows
            for column in range(span.column, span.column + span.colspan)
        }
        left, top, right, bottom = lattice.box
        before: Glyph | None = None
        at: int | None = None
        for glyph in glyphs:
            x = (glyph.left + glyph.right) / 2
            y = glyph.baseline - MIDDLE * glyph.size
            # A mark that hangs over the edge of its cell stays with the character that it follows.
            if at is None or before is None or glyph.text not in _HANGING or not _follows(glyph, before):
                at = owner.get(lattice.place(x, y)) if left <= x < right and top <= y < bottom else None
            before = glyph
            if at is None:
                self.left_over.append(glyph)
            else:
                self._inside[at].append(glyph)
                self.taken.append(glyph)

    def table(self, page: int) -> PageTable:
        cells = tuple(
            TableCell(
                *(span.row, span.column, span.rowspan, span.colspan),
                self.lattice.box_of(span),
                page,
                *_lines(inside, page),
            )
            for span, inside in zip(self.lattice.spans, self._inside, strict=True)
        )
        return PageTable(page, self.lattice.xs, len(self.lattice.ys) - 1, cells, self.lattice.box)


def _follows(glyph: Glyph, before: Glyph) -> bool:
    """True if a character stands right behind another, drawn in one go."""
    return (
        glyph.order == before.order + 1
        and glyph.baseline == before.baseline
        and abs(glyph.left - before.right) <= _CLOSE * glyph.size
    )


def _lines(glyphs: Sequence[Glyph], page: int) -> tuple[tuple[TextLine, ...], str]:
    """What stands in a cell: its lines, and the text that lies on its side."""
    lying = "".join([glyph.text for glyph in glyphs if not glyph.upright])
    upright = [glyph for glyph in glyphs if glyph.upright] if lying else glyphs
    return tuple(text_lines(upright, page)), lying


def _rows_are_unruled(table: PageTable) -> bool:
    """True if only the columns are ruled: several cells of a row hold numbers below each other that do not wrap."""
    stacked = Counter(cell.row for cell in table.cells if cell.holds_several_numbers)
    return any(count > 1 for count in stacked.values())


def _is_inside(inner: Box, outer: Box) -> bool:
    return outer.holds((inner.left + inner.right) / 2, (inner.top + inner.bottom) / 2)


def _only_arranges(table: PageTable) -> bool:
    """True for lines that set out a page or a drawing: one column, nothing inside, or prose and hardly a number."""
    if len(table.xs) <= 2 or len(table.cells) <= 1 or all(cell.is_blank for cell in table.cells):  # noqa: PLR2004  two edges are one column
        return True
    prose = any(len(text) >= _LONG_CELL and "\n" in text for text in (cell.text for cell in table.cells))
    return prose and sum(cell.is_number for cell in table.cells) < _FEW_NUMBERS

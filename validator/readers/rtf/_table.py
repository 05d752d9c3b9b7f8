"""The tables of an RTF file: rows whose cells are told by where their right edges lie."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from msgspec import Struct, field

from validator.readers.blocks.builder import MOST_COLUMNS, MOST_ROWS
from validator.readers.blocks.flow import Flow, SourceCell, SourcePicture, SourceTable, cell_of

SHAPE_WORDS = frozenset({"trowd", "trleft", "clmrg", "clvmrg", "cellx"})
"""Control words that describe a row."""
_NEAR = 45
"""Twentieths of a point by which the edges of one column may differ from row to row."""


class CellShape(Struct, frozen=True):
    """What a row says of one cell before it comes."""

    right: int
    """Right edge, in twentieths of a point."""
    joins_left: bool = False
    """Merged into the cell before it."""
    joins_above: bool = False
    """Merged into the cell above it."""


class RowShape(Struct, frozen=True):
    """What a row says of its cells."""

    left: int
    """Left edge of the first cell."""
    cells: tuple[CellShape, ...]


class RowShaper(Struct):
    """Collects the control words that describe a row."""

    left: int = 0
    cells: list[CellShape] = field(default_factory=list)
    _joins: set[str] = field(default_factory=set)

    def take(self, word: str, number: int | None) -> None:
        """One control word; others than SHAPE_WORDS are ignored."""
        if word == "trowd":
            self.left = 0
            self.cells = []
            self._joins = set()
        elif word == "trleft":
            self.left = number or 0
        elif word in {"clmrg", "clvmrg"}:
            self._joins.add(word)
        elif word == "cellx":
            if len(self.cells) <= MOST_COLUMNS:
                self.cells.append(CellShape(number or 0, "clmrg" in self._joins, "clvmrg" in self._joins))
            self._joins = set()

    def shape(self) -> RowShape:
        """The row as described so far."""
        return RowShape(self.left, tuple(self.cells))


class OpenTable(Struct):
    """A table while its rows come."""

    rows: list[tuple[RowShape, tuple[Flow, ...]]] = field(default_factory=list)
    cells: list[Flow] = field(default_factory=list)
    """Finished cells of the current row."""
    content: list[str | SourceTable | SourcePicture] = field(default_factory=list)
    """What the current cell holds so far."""

    def end_cell(self) -> None:
        """The current cell is complete."""
        if len(self.cells) <= MOST_COLUMNS:  # one more than is read tells that a limit was met
            self.cells.append(tuple(self.content))
        self.content = []

    def end_row(self, shape: RowShape) -> None:
        """The current row is complete; what follows its last cell belongs to no other."""
        if self.content:
            self.end_cell()
        if self.cells and len(self.rows) <= MOST_ROWS:
            self.rows.append((shape, tuple(self.cells)))
        self.cells = []

    def close(self) -> Flow:
        """The table, or what a table of one cell holds; a row without an end counts as one."""
        if self.content or self.cells:
            self.end_row(RowShape(0, ()))
        cells = [cell for _, row in self.rows for cell in row]
        if len(cells) <= 1:
            return cells[0] if cells else ()
        inner = sum(item.size for cell in cells for item in cell if isinstance(item, SourceTable))
        return (SourceTable(_laid_out(self.rows), len(cells) + inner),)


class _Cell(Struct):
    """A cell while its spans are being found."""

    content: Flow
    column: int | None
    colspan: int
    rowspan: int = 1

    def finish(self) -> SourceCell:
        return cell_of(self.content, self.colspan, self.rowspan, self.column)


def _laid_out(rows: Sequence[tuple[RowShape, tuple[Flow, ...]]]) -> tuple[tuple[SourceCell, ...], ...]:
    edges = _edges([shape for shape, _ in rows])
    above: dict[int, _Cell] = {}
    found: list[list[_Cell]] = []
    for shape, contents in rows:
        starting: list[_Cell] = []
        here: dict[int, _Cell] = {}
        for cell, joins_above in _row(shape, contents, edges):
            upper = None if cell.column is None or not joins_above else above.get(cell.column)
            if upper is not None and upper.colspan == cell.colspan:
                upper.rowspan += 1
                cell = upper  # noqa: PLW2901  the cell goes on from above
            else:
                starting.append(cell)
            if cell.column is not None:
                here[cell.column] = cell
        found.append(starting)
        above = here
    return tuple(tuple(cell.finish() for cell in row) for row in found)


def _edges(shapes: Sequence[RowShape]) -> list[int]:
    """The edges of all columns from left to right; edges that lie close together are one."""
    places = sorted({place for shape in shapes for place in (shape.left, *(cell.right for cell in shape.cells))})
    return [place for at, place in enumerate(places) if at == 0 or place - places[at - 1] > _NEAR]


def _row(shape: RowShape, contents: Sequence[Flow], edges: Sequence[int]) -> list[tuple[_Cell, bool]]:
    """The cells of one row, and whether each continues the one above. Without usable edges only the order is known."""
    cells: list[tuple[_Cell, bool]] = []
    left = 0 if not shape.cells else bisect_right(edges, shape.left) - 1
    usable = len(shape.cells) == len(contents)
    for at, content in enumerate(contents):
        if not usable:
            cells.append((_Cell(content, None, 1), False))
            continue
        right = bisect_right(edges, shape.cells[at].right) - 1
        span = max(1, right - left)
        if shape.cells[at].joins_left and cells:
            before = cells[-1][0]
            before.colspan += span
            before.content = (*before.content, *content)
        else:
            cells.append((_Cell(content, left, span), shape.cells[at].joins_above))
        left = max(right, left + 1)
    return cells

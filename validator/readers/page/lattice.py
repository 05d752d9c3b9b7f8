"""From the lines of a table to its cells: the smallest rectangles that are ruled on all four sides."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from msgspec import Struct

from validator.readers.blocks.builder import MOST_COLUMNS, MOST_ROWS
from validator.readers.page.drawing import Ruling
from validator.readers.page.geometry import Box
from validator.readers.page.rulings import Frame

NARROWEST = 4.0
"""Points; nothing is printed between two lines that are closer, such as those of a double rule."""
_MOST_PLACES = 10_000


class CellSpan(Struct, frozen=True):
    """A cell of the lattice, from 0."""

    row: int
    column: int
    rowspan: int
    colspan: int

    @property
    def rows(self) -> range:
        """The rows it covers."""
        return range(self.row, self.row + self.rowspan)


class Lattice(Struct, frozen=True):
    """Where the rows and columns of a ruled table stand, and which places belong to one cell."""

    ys: tuple[float, ...]
    """Edges of the rows."""
    xs: tuple[float, ...]
    """Edges of the columns."""
    spans: tuple[CellSpan, ...]
    """In row, then column order; places outside all of them are holes."""

    @property
    def box(self) -> Box:
        """The rectangle around the table."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def box_of(self, span: CellSpan) -> Box:
        """The rectangle of a cell."""
        return Box(
            self.xs[span.column],
            self.ys[span.row],
            self.xs[span.column + span.colspan],
            self.ys[span.row + span.rowspan],
        )

    def place(self, x: float, y: float) -> tuple[int, int]:
        """Row and column of a point inside the box."""
        return bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1


def lattice(frame: Frame) -> Lattice | None:
    """The cells of a frame; None if it has none, or more rows and columns than any table."""
    ys = edges([rule.at for rule in frame.horizontal])
    xs = edges([rule.at for rule in frame.vertical])
    rows, columns = len(ys) - 1, len(xs) - 1
    if not (0 < rows <= MOST_ROWS and 0 < columns <= MOST_COLUMNS) or rows * columns > _MOST_PLACES:
        return None
    above = _ruled(frame.horizontal, ys, xs)
    beside = _ruled(frame.vertical, xs, ys)
    spans = _Cutter(above, beside, rows, columns).spans()
    return Lattice(ys, xs, tuple(spans)) if spans else None


def edges(places: Sequence[float]) -> tuple[float, ...]:
    """Places brought together where nothing can be printed between them."""
    groups: list[list[float]] = []
    for place in sorted(places):
        if groups and place - groups[-1][-1] <= NARROWEST and place - groups[-1][0] <= 2 * NARROWEST:
            groups[-1].append(place)
        else:
            groups.append([place])
    return tuple(sum(group) / len(group) for group in groups)


def _ruled(rules: Sequence[Ruling], edges: Sequence[float], across: Sequence[float]) -> list[list[bool]]:
    """For each edge and each stretch between two crossing edges, whether it is ruled."""
    ruled = [[False] * (len(across) - 1) for _ in edges]
    for rule in rules:
        at = bisect_left(edges, rule.at)
        nearest = min(max(at - 1, 0), at, key=lambda edge: abs(edges[edge] - rule.at)) if at < len(edges) else at - 1
        first = bisect_left(across, rule.start - NARROWEST)
        last = bisect_right(across, rule.end + NARROWEST) - 1
        if last > first:
            ruled[nearest][first:last] = [True] * (last - first)
    return ruled


class _Cutter(Struct, frozen=True):
    """Cuts a lattice into cells."""

    above: list[list[bool]]
    """[edge of rows][column]"""
    beside: list[list[bool]]
    """[edge of columns][row]"""
    rows: int
    columns: int

    def spans(self) -> list[CellSpan]:
        taken = [[False] * self.columns for _ in range(self.rows)]
        spans: list[CellSpan] = []
        for row in range(self.rows):
            for column in range(self.columns):
                if taken[row][column] or not (self.above[row][column] and self.beside[column][row]):
                    continue
                span = self._from(row, column)
                if span is None:
                    continue
                covered = [(taken[down], slice(column, column + span.colspan)) for down in span.rows]
                if any(any(line[part]) for line, part in covered):  # lines that stop short of each other
                    continue
                spans.append(span)
                for line, part in covered:
                    line[part] = [True] * span.colspan
        return spans

    def _from(self, row: int, column: int) -> CellSpan | None:
        """The smallest cell whose top left corner is there: the lowest one first, then the narrowest."""
        bottom = row
        while bottom < self.rows and self.beside[column][bottom]:
            bottom += 1
            if not self.above[bottom][column]:
                continue
            right = column
            while right < self.columns and self.above[row][right] and self.above[bottom][right]:
                right += 1
                if all(self.beside[right][row:bottom]):
                    return CellSpan(row, column, bottom - row, right - column)
        return None

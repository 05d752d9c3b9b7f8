"""A report as it lies on paper: headings, paragraphs and tables with merged cells, before any file format."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from msgspec import Struct


class Box(Struct, frozen=True):
    """A cell of a table on paper."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    number: bool = False
    """True where a number belongs."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table on paper: for each row the boxes that start in it, from left to right."""

    rows: tuple[tuple[Box, ...], ...]

    @property
    def width(self) -> int:
        return sum(box.colspan for box in self.rows[0])

    def placed(self) -> list[list[tuple[int, Box]]]:
        """For each row, (column from 0, box) of the boxes that start in it."""
        taken: set[tuple[int, int]] = set()
        rows = []
        for at, row in enumerate(self.rows):
            placed = []
            for box in row:
                column = next(free for free in count() if (at, free) not in taken)
                taken |= {(at + down, column + right) for down in range(box.rowspan) for right in range(box.colspan)}
                placed.append((column, box))
            rows.append(placed)
        return rows

    def grid(self) -> list[list[str]]:
        """Texts place by place; what a box covers beside its first place is empty."""
        rows = [[""] * self.width for _ in self.rows]
        for at, row in enumerate(self.placed()):
            for column, box in row:
                rows[at][column] = box.text
        return rows


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or a heading."""

    text: str
    level: int = 0
    """1 for the title, 2 for the heading of a section, 0 for text."""


Page = tuple[Line | Sheet, ...]
"""A report from top to bottom."""


def sheets(page: Page) -> tuple[Sheet, ...]:
    return tuple(block for block in page if isinstance(block, Sheet))

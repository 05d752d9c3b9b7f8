"""Where things stand on a page: from the coordinates of the file to those in which the text reads upright.

Reading coordinates are in points from the top left corner, y downwards, on the page as it is turned to read it. The
page as it is displayed may be turned otherwise: tables are often printed lying on their side.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace


class Box(NamedTuple):
    """A rectangle in reading coordinates; a named tuple because a page has thousands."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Points from left to right."""
        return self.right - self.left

    @property
    def area(self) -> float:
        """Square points."""
        return (self.right - self.left) * (self.bottom - self.top)

    @classmethod
    def around(cls, boxes: Iterable[Box]) -> Box:
        """The smallest rectangle around all; there is at least one."""
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        return cls(min(lefts), min(tops), max(rights), max(bottoms))

    def holds(self, x: float, y: float) -> bool:
        """True if a point lies inside."""
        return self.left <= x < self.right and self.top <= y < self.bottom


class Turn(Struct, frozen=True):
    """A page turned clockwise by quarters; the file counts from the bottom left corner of an unturned page."""

    quarters: int
    """0 to 3."""
    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Points from left to right after turning."""
        return self.top - self.bottom if self.quarters % 2 else self.right - self.left

    @property
    def height(self) -> float:
        """Points from top to bottom after turning."""
        return self.right - self.left if self.quarters % 2 else self.top - self.bottom

    def turned(self, quarters: int) -> Turn:
        """The page turned otherwise."""
        return replace(self, quarters=quarters % 4)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the file stands after turning."""
        if self.quarters == 0:
            return x - self.left, self.top - y
        if self.quarters == 1:
            return y - self.bottom, x - self.left
        if self.quarters == 2:  # noqa: PLR2004  quarters are counted out
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def origin(self, x: float, y: float) -> tuple[float, float]:
        """The point of the file that stands there after turning."""
        if self.quarters == 0:
            return x + self.left, self.top - y
        if self.quarters == 1:
            return y + self.left, x + self.bottom
        if self.quarters == 2:  # noqa: PLR2004  quarters are counted out
            return self.right - x, y + self.bottom
        return self.right - y, self.top - x

    def box(self, first: tuple[float, float], second: tuple[float, float]) -> Box:
        """The rectangle between two points of the file."""
        (x0, y0), (x1, y1) = self.point(*first), self.point(*second)
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def displayed(self, box: Box, display: Turn) -> Box:
        """A rectangle of this turn, as it stands on the page that is displayed."""
        return display.box(self.origin(box.left, box.top), self.origin(box.right, box.bottom))


class Matrix(NamedTuple):
    """How a form that is drawn on a page is moved, stretched and turned."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the form stands."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, outer: Matrix) -> Matrix:
        """Both in one, the outer one applied last."""
        (a, b), (c, d) = outer.direction(self.a, self.b), outer.direction(self.c, self.d)
        return Matrix(a, b, c, d, *outer.point(self.e, self.f))

    def direction(self, x: float, y: float) -> tuple[float, float]:
        """Where a step of the form leads."""
        return self.a * x + self.c * y, self.b * x + self.d * y


UNIT = Matrix(1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
"""For what stands where it says."""

"""A character on a page: what it is and the box it stands in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

UNNAMED = "\ufffd"
"""Stands for a character that is drawn but not named: a cell with it is no number."""


MIDDLE = 0.35
"""Ems from the baseline to the middle of a character. Ink boxes will not do: those of `一` and `，` lie apart."""


class Glyph(NamedTuple):
    """A character as printed, in reading coordinates; a named tuple because a report has thousands."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    """One em, in points."""
    upright: bool = True
    """False if it lies on its side in a page that mostly does not."""
    order: int = 0
    """Its place among the characters of the page as they are drawn, which is cell by cell; 0 for all if unknown."""

    @property
    def middle(self) -> float:
        """Height of its middle; with `center` it tells in which cell the character stands."""
        return self.baseline - MIDDLE * self.size

    @property
    def center(self) -> float:
        """Middle from left to right."""
        return (self.left + self.right) / 2


Doubts: TypeAlias = Mapping[tuple[Glyph, ...], tuple[str, ...]]
"""Recognised texts that are not sure -> what they may be, likeliest first."""

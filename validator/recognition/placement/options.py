"""Ways to read damaged rows, and the best of them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct

MOST_READINGS = 32
"""Best readings that are listed one by one."""


class PlacementOption(Struct, frozen=True):
    """One way to read a damaged row."""

    values: Mapping[str, Fraction]
    """Cell -> number, for the cells that get one; the other cells of the row stay blank and count 0."""
    unknown: frozenset[str] = frozenset()
    """Blank cells that do not count 0, the total of parts that are not 0: no relation with one can be violated.

    Such a blank is a fault of the report, and counts as one relation that is violated.
    """
    leaves_out: bool = False
    """True if one of the numbers is none of the row's, but that of a page."""
    zero_total: bool = False
    """True if a 0 is printed in the total of parts that are not 0, in a row that leaves other cells blank.

    Where all cells but one are printed, the total is left out rather than a part, whose 0 would be printed as well.
    """


class Solution(Struct, frozen=True):
    """The best readings."""

    readings: tuple[tuple[int, ...], ...]
    """For each best reading, the option chosen in each damaged row."""
    complete: bool
    """False if there are more best readings than are listed; every option that occurs in one is listed all the same."""
    violations: int = 0
    """Relations that each of the best readings violates, and blanks that should be none; 0 where all stays open."""
    cost: int = 0
    """The least that any reading violates, those blanks included; all relations where the best cannot be told."""

"""Linear sums of whole numbers that stay within bounds, and ranges of one whole number."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from msgspec import Struct

Range = tuple[int | None, int | None]
"""Least and greatest value, None where there is no end."""


class Bound(Struct, frozen=True):
    """`low <= weights . unknowns + constant <= high`, the sum a multiple of `step`."""

    weights: tuple[int, ...]
    constant: int
    low: int | None
    high: int | None
    step: int = 1

    @property
    def equal(self) -> bool:
        """True if only one value is allowed."""
        return self.low is not None and self.low == self.high


def within(weights: Sequence[int], constant: int, unknowns: Sequence[Range]) -> tuple[Fraction | None, Fraction | None]:
    """How far a sum can go where each unknown goes its own way."""
    low: Fraction | None = Fraction(constant)
    high: Fraction | None = Fraction(constant)
    for weight, (least, most) in zip(weights, unknowns, strict=True):
        if weight:
            ends = (least, most) if weight > 0 else (most, least)
            low = None if low is None or ends[0] is None else low + weight * ends[0]
            high = None if high is None or ends[1] is None else high + weight * ends[1]
    return low, high


def holds(one: Bound) -> bool:
    """True if a bound without unknowns is kept."""
    return (
        (one.low is None or one.low <= one.constant)
        and (one.high is None or one.constant <= one.high)
        and one.constant % one.step == 0
    )


def met(first: Range, second: Range) -> Range:
    """What two ranges have in common."""
    lows = [low for low in (first[0], second[0]) if low is not None]
    highs = [high for high in (first[1], second[1]) if high is not None]
    return max(lows, default=None), min(highs, default=None)


def is_possible(reach: Range) -> bool:
    """True if some number is within a range."""
    low, high = reach
    return low is None or high is None or low <= high

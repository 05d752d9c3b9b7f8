"""Conditions over many reports at once, in floating numbers that know how far off they may be.

Whole numbers below 2**53 are exact; where a comparison hangs on less than what the numbers may be off, it is in doubt,
and the report is looked at by itself in exact arithmetic. What holds is what `ranges.py` says of one report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import reduce
from math import lcm
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from validator.model.rules.condition import (
    Amount,
    Combined,
    Compared,
    Condition,
    Count,
    Every,
    Extreme,
    Product,
    Quotient,
    Some,
)
from validator.model.rules.linear import Linear

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Mask: TypeAlias = NDArray[np.bool_]

_EXACT = 2.0**53
_OFF = 2.0**-50
"""More than what one step may be off, as a share of its outcome."""


class ManyOutcomes(Struct, frozen=True):
    """Whether a condition holds, report by report; neither where that is not known, or in doubt."""

    yes: Mask
    no: Mask
    doubt: Mask
    """Where it has to be computed exactly."""


class Ranges(Struct, frozen=True):
    """What an amount is, report by report: from `low` to `high`, in parts of a unit."""

    low: Floats
    high: Floats
    off: Floats
    """How far both may be off; whole numbers are exact where it is 0."""
    low_open: Mask
    high_open: Mask
    known: Mask
    doubt: Mask
    parts: int = 1
    """How many parts a unit has."""

    def times(self, factor: Fraction) -> Ranges:
        """Each multiplied by a number."""
        size = abs(factor.numerator)
        low, high, off = self.low * size, self.high * size, self.off * size
        found = replace(self, low=low, high=high, off=_rounded(off, low, high), parts=self.parts * factor.denominator)
        if factor >= 0:
            return found
        return replace(found, low=-found.high, high=-found.low, low_open=found.high_open, high_open=found.low_open)

    def in_parts(self, parts: int) -> Ranges:
        """The same amounts, a unit in other parts, a multiple of its own."""
        return replace(self.times(Fraction(parts // self.parts)), parts=parts)

    def over(self, other: Ranges) -> tuple[Ranges, Ranges]:
        """Both in the same parts."""
        parts = lcm(self.parts, other.parts)
        return self.in_parts(parts), other.in_parts(parts)


def _rounded(off: Floats, *numbers: Floats) -> Floats:
    """How far numbers may be off that were off so far and have been rounded since."""
    size = reduce(np.maximum, (abs(one) for one in numbers))
    found: Floats = np.where((off == 0) & (size <= _EXACT), 0.0, off + size * _OFF)
    return found


class ManyPrinted(Struct, frozen=True):
    """The numbers of many reports, as a condition needs them."""

    count: int
    value: Callable[[str], Ranges]
    """Cell -> its numbers."""
    filled: Callable[[str], ManyOutcomes]
    """Cell -> whether something is printed in it."""
    tolerance: Fraction = Fraction(0)

    def holds(self, condition: Condition) -> ManyOutcomes:
        """Whether a condition holds in each report."""
        match condition:
            case Compared(left, comparator, right):
                return compared(self.amount(left), comparator, self.amount(right), self.tolerance)
            case Every(parts):
                return _every([self.holds(part) for part in parts])
            case Some(parts):
                turned = _every([_turned(self.holds(part)) for part in parts])
                return _turned(turned)

    def amount(self, part: Amount) -> Ranges:  # noqa: PLR0911 (one for each kind)
        """What an amount comes to in each report."""
        match part:
            case Linear(terms, constant):
                scaled = (self.value(term.cell).times(term.coefficient) for term in terms)
                return reduce(_added, scaled, self._number(constant))
            case Product(left, right):
                return _multiplied(self.amount(left), self.amount(right))
            case Quotient(left, right):
                return _divided(self.amount(left), self.amount(right))
            case Combined(parts):
                return reduce(_added, (self.amount(one).times(Fraction(sign)) for sign, one in parts))
            case Extreme("abs", (inner,)):
                return _size(self.amount(inner))
            case Extreme(function, parts):
                sign = Fraction(1 if function == "min" else -1)
                return reduce(_least, (self.amount(one).times(sign) for one in parts)).times(sign)
            case Count():
                return self._count(part)

    def _count(self, part: Count) -> Ranges:
        if part.bound is None:
            found = [self.filled(cell) for cell in part.cells]
        else:
            bound, sign = self.amount(part.bound), part.comparator or "="
            found = [compared(self.value(cell), sign, bound, Fraction(0)) for cell in part.cells]
        total = sum((one.yes.astype(np.float64) for one in found), np.zeros(self.count))
        doubt = joined((one.doubt for one in found), self.count)
        known = ~joined((~(one.yes | one.no) for one in found), self.count)
        return replace(self._number(Fraction(0)), low=total, high=total, known=known, doubt=doubt)

    def _number(self, value: Fraction) -> Ranges:
        numbers, nowhere = np.full(self.count, float(value.numerator)), np.zeros(self.count, dtype=np.bool_)
        off = _rounded(np.zeros(self.count), numbers)
        return Ranges(numbers, numbers, off, nowhere, nowhere, ~nowhere, nowhere, value.denominator)


def compared(left: Ranges, comparator: str, right: Ranges, tolerance: Fraction) -> ManyOutcomes:
    """Whether some numbers of two ranges compare so, see `conditions.compare`."""
    left, right = left.over(right)
    parts = lcm(left.parts, tolerance.denominator)
    left, right = left.in_parts(parts), right.in_parts(parts)
    accepted = float(tolerance * parts)
    least, most = left.low - right.high, left.high - right.low
    off = _rounded(left.off + right.off, left.low, left.high, right.low, right.high, least, most)
    if comparator == "!=":
        apart = abs(left.low - right.low)
        alone = (left.low == left.high) & (right.low == right.high)
        yes, doubt = (apart > off) | ((off == 0) & ~(alone & (apart == 0))), (off > 0) & (apart <= off)
    else:
        few = _below(least - accepted, off, left.low_open | right.high_open | (comparator == "<"))
        many = _below(-most - accepted, off, left.high_open | right.low_open | (comparator == ">"))
        ends = _every({"=": [few, many], "<=": [few], "<": [few], ">=": [many], ">": [many]}[comparator])
        yes, doubt = ends.yes, ends.doubt
    known = left.known & right.known
    doubt = (doubt & known) | left.doubt | right.doubt | ~np.isfinite(off)
    return ManyOutcomes(yes & known & ~doubt, ~yes & known & ~doubt, doubt)


def _below(excess: Floats, off: Floats, strict: Mask) -> ManyOutcomes:
    """Whether something is at most 0, or below it."""
    doubt = (off > 0) & (abs(excess) <= off)
    holds = np.where(strict, excess < 0, excess <= 0)
    return ManyOutcomes(holds & ~doubt, ~holds & ~doubt, doubt)


def joined(masks: Iterable[Mask], count: int) -> Mask:
    """Where any of some masks is set."""
    return reduce(np.logical_or, masks, np.zeros(count, dtype=np.bool_))


def _every(parts: Sequence[ManyOutcomes]) -> ManyOutcomes:
    no = np.logical_or.reduce([one.no for one in parts])
    yes = np.logical_and.reduce([one.yes for one in parts])
    return ManyOutcomes(yes, no, ~no & np.logical_or.reduce([one.doubt for one in parts]))


def _turned(one: ManyOutcomes) -> ManyOutcomes:
    return ManyOutcomes(one.no, one.yes, one.doubt)


def _added(left: Ranges, right: Ranges) -> Ranges:
    left, right = left.over(right)
    low, high = left.low + right.low, left.high + right.high
    return Ranges(
        low,
        high,
        _rounded(left.off + right.off, low, high),
        left.low_open | right.low_open,
        left.high_open | right.high_open,
        left.known & right.known,
        left.doubt | right.doubt,
        left.parts,
    )


def _multiplied(left: Ranges, right: Ranges) -> Ranges:
    corners = [
        (one * other, one_open | other_open)
        for one, one_open in ((left.low, left.low_open), (left.high, left.high_open))
        for other, other_open in ((right.low, right.low_open), (right.high, right.high_open))
    ]
    low, low_open = reduce(_lower, corners)
    high, high_open = reduce(_lower, [(-number, is_open) for number, is_open in corners])
    one, other = (np.maximum(abs(each.low), abs(each.high)) for each in (left, right))
    off = one * right.off + other * left.off + left.off * right.off
    return Ranges(
        low,
        -high,
        _rounded(off, one * other),
        low_open,
        high_open,
        left.known & right.known,
        # Which corner is the least may hang on what numbers are off by: then ends that are not reached are in doubt.
        left.doubt | right.doubt | ((off > 0) & np.logical_or.reduce([is_open for _, is_open in corners])),
        left.parts * right.parts,
    )


def _lower(one: tuple[Floats, Mask], other: tuple[Floats, Mask]) -> tuple[Floats, Mask]:
    """The lower of two ends; of ends that are equal, one that is reached counts."""
    (left, left_open), (right, right_open) = one, other
    low = np.minimum(left, right)
    is_open = np.where(left < right, left_open, np.where(right < left, right_open, left_open & right_open))
    return low, is_open


def _divided(left: Ranges, right: Ranges) -> Ranges:
    around = (right.low <= 0) & (right.high >= 0)
    near = (right.off > 0) & (np.minimum(abs(right.low), abs(right.high)) <= 2 * right.off)
    safe = np.where(around | near, 1.0, right.low), np.where(around | near, 1.0, right.high)
    # 1 / (number of parts) is parts / number; one division, rounded once.
    low, high = float(right.parts) / safe[1], float(right.parts) / safe[0]
    size = np.maximum(abs(low), abs(high))
    nearest = np.minimum(abs(safe[0]), abs(safe[1]))
    off = size * (right.off / (nearest - np.where(around | near, 0.0, right.off)) + _OFF)
    inverse = Ranges(
        low, high, off, right.high_open, right.low_open, right.known & ~around, right.doubt | (near & right.known)
    )
    return _multiplied(left, inverse)


def _least(left: Ranges, right: Ranges) -> Ranges:
    left, right = left.over(right)
    off = np.maximum(left.off, right.off)
    low, low_open = _lower((left.low, left.low_open), (right.low, right.low_open))
    # Of the upper ends the lower one counts, and of equal ones one that is not reached.
    high = np.minimum(left.high, right.high)
    high_open = np.where(
        left.high < right.high,
        left.high_open,
        np.where(right.high < left.high, right.high_open, left.high_open | right.high_open),
    )
    some_open = left.low_open | right.low_open | left.high_open | right.high_open
    return Ranges(
        low,
        high,
        off,
        low_open,
        high_open,
        left.known & right.known,
        left.doubt | right.doubt | ((off > 0) & some_open),
        left.parts,
    )


def _size(one: Ranges) -> Ranges:
    above, below = one.low >= 0, one.high <= 0
    low = np.where(above, one.low, np.where(below, -one.high, 0.0))
    high = np.maximum(abs(one.low), abs(one.high))
    downs, ups = (-one.low, one.low_open), (one.high, one.high_open)
    most_open = np.where(downs[0] > ups[0], downs[1], np.where(ups[0] > downs[0], ups[1], downs[1] & ups[1]))
    return replace(
        one,
        low=low,
        high=high,
        low_open=np.where(above, one.low_open, np.where(below, one.high_open, False)),  # noqa: FBT003 (a value of an array)
        high_open=np.where(above, one.high_open, np.where(below, one.low_open, most_open)),
        doubt=one.doubt | ((one.off > 0) & (one.low_open | one.high_open)),
    )

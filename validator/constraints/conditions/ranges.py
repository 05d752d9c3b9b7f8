"""Conditions that are no rows of the matrix, evaluated report by report in exact arithmetic.

A number that was rounded or cut off when it was printed is a range; what is computed of ranges is a range, and a
comparison holds if some numbers of both sides agree with it. What is not known stays not known, unless one side of an
`or` holds, or one of an `and` does not, whatever it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from operator import itemgetter
from typing import NamedTuple

from msgspec import Struct

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


class Range(NamedTuple):
    """The numbers from one to another."""

    low: Fraction
    high: Fraction
    low_open: bool = False
    """True if the least is not reached."""
    high_open: bool = False

    @classmethod
    def of(cls, value: Fraction | int) -> Range:
        """A single number."""
        return cls(Fraction(value), Fraction(value))

    @property
    def exact(self) -> bool:
        """Whether it is a single number."""
        return self.low == self.high


class Printed(Struct, frozen=True):
    """The numbers of one report, as a condition needs them."""

    value: Callable[[str], Range | None]
    """Cell -> its number, None where it is not known."""
    filled: Callable[[str], bool | None]
    """Cell -> whether something is printed in it; None where that is not known."""
    tolerance: Fraction = Fraction(0)
    """Largest difference that is accepted where two sides are compared."""

    def holds(self, condition: Condition) -> bool | None:
        """Whether a condition holds; None where that is not known."""
        match condition:
            case Compared(left, comparator, right):
                return compare(self.amount(left), comparator, self.amount(right), self.tolerance)
            case Every(parts):
                return _decided(map(self.holds, parts), decisive=False)
            case Some(parts):
                return _decided(map(self.holds, parts), decisive=True)

    def amount(self, part: Amount) -> Range | None:
        """What an amount comes to; None where that is not known."""
        match part:
            case Linear(terms, constant):
                weighed = [scaled(self.value(term.cell), term.coefficient) for term in terms]
                return added([Range.of(constant), *weighed])
            case Product(left, right):
                return _multiplied(self.amount(left), self.amount(right))
            case Quotient(left, right):
                return _multiplied(self.amount(left), _inverse(self.amount(right)))
            case Combined(parts):
                return added([scaled(self.amount(one), Fraction(sign)) for sign, one in parts])
            case Extreme(function, parts):
                return _extreme(function, [self.amount(one) for one in parts])
            case Count():
                return self._count(part)

    def _count(self, part: Count) -> Range | None:
        """How many cells are filled or hold, from those that surely do to those that may."""
        if part.bound is None:
            found = [self.filled(cell) for cell in part.cells]
        else:
            bound, sign = self.amount(part.bound), part.comparator or "="
            found = [compare(self.value(cell), sign, bound, Fraction(0)) for cell in part.cells]
        if None in found:
            return None
        return Range.of(sum(map(bool, found)))


def compare(  # noqa: PLR0911 (one for each sign)
    left: Range | None, comparator: str, right: Range | None, tolerance: Fraction
) -> bool | None:
    """Whether some numbers of two ranges compare so; None where one is not known."""
    if left is None or right is None:
        return None
    # The smallest and the largest difference that the ranges leave open.
    least, most = left.low - right.high, left.high - right.low
    least_open, most_open = left.low_open or right.high_open, left.high_open or right.low_open
    few = least < tolerance if least_open else least <= tolerance
    many = most > -tolerance if most_open else most >= -tolerance
    match comparator:
        case "<=":
            return few
        case ">=":
            return many
        case "=":
            return few and many
        case "<":
            return least < tolerance
        case ">":
            return most > -tolerance
        case _:
            return not (left.exact and right.exact and left.low == right.low)


def _decided(parts: Sequence[bool | None] | map[bool | None], *, decisive: bool) -> bool | None:
    """`decisive` if one part is that, else the other unless a part is not known."""
    found = list(parts)
    if decisive in found:
        return decisive
    return None if None in found else not decisive


def scaled(one: Range | None, factor: Fraction) -> Range | None:
    """So many times the numbers of a range; None where they are not known."""
    if one is None:
        return None
    if factor >= 0:
        return Range(one.low * factor, one.high * factor, one.low_open, one.high_open)
    return Range(one.high * factor, one.low * factor, one.high_open, one.low_open)


def added(parts: Sequence[Range | None]) -> Range | None:
    """The sums of the numbers of some ranges; None where some are not known."""
    known = [one for one in parts if one is not None]
    if len(known) < len(parts):
        return None
    return Range(
        sum((one.low for one in known), Fraction(0)),
        sum((one.high for one in known), Fraction(0)),
        any(one.low_open for one in known),
        any(one.high_open for one in known),
    )


def _multiplied(left: Range | None, right: Range | None) -> Range | None:
    if left is None or right is None:
        return None
    corners = [
        (one * other, one_open or other_open)
        for one, one_open in ((left.low, left.low_open), (left.high, left.high_open))
        for other, other_open in ((right.low, right.low_open), (right.high, right.high_open))
    ]
    # Of corners that are equal, one that is reached counts.
    low = min(corners)
    high = max(corners, key=lambda corner: (corner[0], not corner[1]))
    return Range(low[0], high[0], low[1], high[1])


def _inverse(one: Range | None) -> Range | None:
    """1 divided by something; not known where that may be 0."""
    if one is None or one.low <= 0 <= one.high:
        return None
    return Range(1 / one.high, 1 / one.low, one.high_open, one.low_open)


def _extreme(function: str, parts: Sequence[Range | None]) -> Range | None:
    known = [one for one in parts if one is not None]
    if len(known) < len(parts):
        return None
    if function == "abs":
        return _size(known[0])
    if function == "max":
        found = _extreme("min", [scaled(one, Fraction(-1)) for one in known])
        return scaled(found, Fraction(-1))
    low = min(((one.low, one.low_open) for one in known), key=itemgetter(0, 1))
    high = min(((one.high, not one.high_open) for one in known), key=itemgetter(0, 1))
    return Range(low[0], high[0], low[1], not high[1])


def _size(one: Range) -> Range:
    if one.low >= 0:
        return one
    if one.high <= 0:
        return Range(-one.high, -one.low, one.high_open, one.low_open)
    low, high = (-one.low, one.low_open), (one.high, one.high_open)
    most = max((low, high), key=lambda end: (end[0], not end[1]))
    return Range(Fraction(0), most[0], high_open=most[1])


def number(value: int | Fraction, decimals: int, digits: int | Fraction, *, cut: bool, signed: bool) -> Range:
    """The numbers that a printed one stands for.

    `value` in smallest units, of which `decimals` digits stand behind the point; `digits`: what its last printed digit
    counts for, 0 for an exact number; `cut`: whether further digits were cut off and not rounded; `signed`: whether the
    number may be negative, so that a 0 may have had either sign.
    """
    unit = Fraction(1, 10**decimals)
    if not digits:
        return Range.of(value * unit)
    if not cut:
        return Range((value - Fraction(digits) / 2) * unit, (value + Fraction(digits) / 2) * unit)
    down, up = value < 0 or (signed and value == 0), value >= 0
    return Range((value - digits * down) * unit, (value + digits * up) * unit, down, up)


def plain(value: object) -> int | Fraction:
    """A number of the vectors as one of Python."""
    return value if isinstance(value, Fraction) else int(value)  # type: ignore[call-overload]  # numpy has no common name for its whole numbers

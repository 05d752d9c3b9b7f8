"""Linear relations between whole numbers, each with the set of its variables, and what is worked out of one or two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import gcd

from msgspec import Struct


class SupportedLine(Struct, frozen=True):
    """`low <= weights . changes + sum <= high`: a relation as it stands, and what changes make of it."""

    weights: Mapping[int, int]
    """Variable -> coefficient."""
    support: int
    """The variables as bits."""
    sum: int
    """What the relation adds up to without changes."""
    low: int | None
    high: int | None
    """0 and 0 for an equation."""

    @property
    def violated(self) -> bool:
        """True if it does not hold as it stands."""
        return (self.low is not None and self.sum < self.low) or (self.high is not None and self.sum > self.high)


def line(weights: Mapping[int, int], total: int, low: int | None, high: int | None) -> SupportedLine:
    """A line with its support."""
    support = 0
    for variable in weights:
        support |= 1 << variable
    return SupportedLine(weights, support, total, low, high)


def negated(one: SupportedLine) -> tuple[SupportedLine, ...]:
    """The lines one of which holds where this one does not."""
    above = None if one.high is None else SupportedLine(one.weights, one.support, one.sum, one.high + 1, None)
    below = None if one.low is None else SupportedLine(one.weights, one.support, one.sum, None, one.low - 1)
    return tuple(other for other in (above, below) if other is not None)


def bits(mask: int) -> list[int]:
    """The places of the bits that are set, ascending."""
    found = []
    while mask:
        lowest = mask & -mask
        found.append(lowest.bit_length() - 1)
        mask ^= lowest
    return found


def union(lines: Iterable[SupportedLine]) -> int:
    mask = 0
    for one in lines:
        mask |= one.support
    return mask


def mask(variables: Iterable[int]) -> int:
    mask = 0
    for variable in variables:
        mask |= 1 << variable
    return mask


def without(one: SupportedLine, variable: int, pivot: SupportedLine) -> SupportedLine:
    """The line with a variable eliminated by an equation; its own direction is kept."""
    factor, times = pivot.weights[variable], one.weights[variable]
    shared = gcd(factor, times)
    factor, times = factor // shared, times // shared
    if factor < 0:
        factor, times = -factor, -times
    weights = dict(one.weights) if factor == 1 else {at: factor * weight for at, weight in one.weights.items()}
    support = one.support | pivot.support
    for at, weight in pivot.weights.items():
        left = weights.get(at, 0) - times * weight
        if left:
            weights[at] = left
        else:
            del weights[at]
            support &= ~(1 << at)
    total = factor * one.sum - times * pivot.sum
    low = None if one.low is None else factor * one.low
    high = None if one.high is None else factor * one.high
    return SupportedLine(weights, support, total, low, high)

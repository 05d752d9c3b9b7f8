"""Whole-number points of small systems of inequalities, exactly: how far each unknown can go.

Meant for the few unknowns that a smallest repair leaves open (rarely more than one), by Fourier-Motzkin elimination.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, gcd

_MOST_TRIED = 2_000
"""Values of one unknown that are tried before a point is taken to exist wherever the fractions have one."""

Range = tuple[int | None, int | None]
"""Least and greatest value, None where there is no end."""


@dataclass(frozen=True, slots=True)
class Bound:
    """`low <= weights . unknowns + constant <= high`, the sum a multiple of `step`."""

    weights: tuple[int, ...]
    constant: int
    low: int | None
    high: int | None
    step: int = 1


@dataclass(frozen=True, slots=True)
class _Half:
    """`weights . unknowns <= limit`."""

    weights: tuple[Fraction, ...]
    limit: Fraction


def point(bounds: Sequence[Bound], count: int) -> tuple[int, ...] | None:
    """A whole-number point that satisfies all bounds, each unknown in turn as near to 0 as it can be; None if none."""
    if not count:
        return () if all(_holds(one) for one in bounds) else None
    found = _range(_project(list(_halves(bounds)), keep=0, count=count), 0)
    if found is None:
        return None
    if count == 1:
        value = _nearest(found, _grid(bounds))
        return None if value is None else (value,)
    for value in _outwards(*found):
        rest = [
            Bound(one.weights[1:], one.constant + one.weights[0] * value, one.low, one.high, one.step) for one in bounds
        ]
        tail = point(rest, count - 1)
        if tail is not None:
            return (value, *tail)
    return None


def ranges(bounds: Sequence[Bound], point: Sequence[int]) -> tuple[Range, ...]:
    """For each unknown, how far it can go in whole numbers, given a point that satisfies all bounds.

    With several unknowns the ends are those of the fractions, rounded inwards.
    """
    count = len(point)
    if count == 1:
        return (_stepped(bounds, point[0]),)
    halves = list(_halves(bounds))
    return tuple(_range(_project(halves, keep=at, count=count), at) or (None, None) for at in range(count))


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


def _halves(bounds: Sequence[Bound]) -> Iterator[_Half]:
    for one in bounds:
        weights = tuple(Fraction(weight) for weight in one.weights)
        if one.high is not None:
            yield _Half(weights, Fraction(one.high - one.constant))
        if one.low is not None:
            yield _Half(tuple(-weight for weight in weights), Fraction(one.constant - one.low))


def _holds(one: Bound) -> bool:
    return (
        (one.low is None or one.low <= one.constant)
        and (one.high is None or one.constant <= one.high)
        and one.constant % one.step == 0
    )


def _outwards(low: int | None, high: int | None) -> Iterator[int]:
    """Whole numbers of a range, the nearest to 0 first."""
    start = 0 if low is None else max(low, 0)
    start = start if high is None else min(start, high)
    for away in range(_MOST_TRIED):
        up, down = start + away, start - away
        if high is None or up <= high:
            yield up
        if away and (low is None or down >= low):
            yield down
        if high is not None and low is not None and up > high and down < low:
            return


def _grid(bounds: Sequence[Bound]) -> tuple[int, int] | None:
    """(first, period) of the values of a single unknown that the steps leave; None if they leave none."""
    first, period = 0, 1
    for one in bounds:
        shared = gcd(one.weights[0], one.step)
        if one.constant % shared:
            return None
        step = one.step // shared
        wanted = -one.constant // shared * pow(one.weights[0] // shared, -1, step) % step
        # Both first + k * period and wanted + l * step: the Chinese remainder theorem.
        common = gcd(period, step)
        if (wanted - first) % common:
            return None
        first += (wanted - first) // common * pow(period // common, -1, step // common) % (step // common) * period
        period *= step // common
    return first, period


def _nearest(reach: Range, grid: tuple[int, int] | None) -> int | None:
    """The value on the grid within the range that is nearest to 0."""
    if grid is None:
        return None
    (low, high), (first, period) = reach, grid
    start = 0 if low is None else max(low, 0)
    start = start if high is None else min(start, high)
    above, below = start + (first - start) % period, start - (start - first) % period
    fitting = [one for one in (above, below) if (low is None or low <= one) and (high is None or one <= high)]
    return min(fitting, key=lambda one: (abs(one), -one), default=None)


def _stepped(bounds: Sequence[Bound], value: int) -> Range:
    """The range of a single unknown, its ends on the grid that the steps leave."""
    low, high = _range(list(_halves(bounds)), 0) or (value, value)
    _, period = _grid(bounds) or (0, 1)
    return (
        None if low is None else value - (value - low) // period * period,
        None if high is None else value + (high - value) // period * period,
    )


def _project(halves: Sequence[_Half], *, keep: int, count: int) -> Sequence[_Half]:
    """What the inequalities say of one unknown alone."""
    for out in range(count):
        if out != keep:
            upper = [one for one in halves if one.weights[out] > 0]
            lower = [one for one in halves if one.weights[out] < 0]
            rest = [one for one in halves if not one.weights[out]]
            halves = [*rest, *(_meet(over, under, out) for over in upper for under in lower)]
    return halves


def _meet(over: _Half, under: _Half, out: int) -> _Half:
    first, second = -under.weights[out], over.weights[out]
    weights = tuple(first * a + second * b for a, b in zip(over.weights, under.weights, strict=True))
    return _Half(weights, first * over.limit + second * under.limit)


def _range(halves: Sequence[_Half], at: int) -> Range | None:
    """The whole numbers that one unknown can be; None if there are none."""
    low: int | None = None
    high: int | None = None
    for one in halves:
        weight = one.weights[at]
        if weight > 0:
            end = floor(one.limit / weight)
            high = end if high is None else min(high, end)
        elif weight < 0:
            end = ceil(one.limit / weight)
            low = end if low is None else max(low, end)
        elif one.limit < 0:
            return None
    return None if low is not None and high is not None and low > high else (low, high)

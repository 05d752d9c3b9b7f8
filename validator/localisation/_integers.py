"""Whole-number points of small systems of inequalities, exactly: whether there is one, and how far each unknown can go.

Meant for the few unknowns that a smallest repair leaves open (rarely more than one). What must be equal or a multiple
of something leaves a lattice; on it, inequalities are met by Fourier-Motzkin elimination. All of it counts its steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from validator.localisation._steps import Steps
from validator.localisation.lattice import IntegerLattice, dot

_MOST_FOR_A_RANGE = 300
"""Inequalities that are looked at for the range of one unknown; of more, only its own."""
_MOST_TRIED = 20
"""Values at an end of a range that are tried."""
_FEW = 2
"""Unknowns for which elimination is as quick as trying the likeliest values."""

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

    @property
    def equal(self) -> bool:
        """True if only one value is allowed."""
        return self.low is not None and self.low == self.high


_Halves = Mapping[tuple[int, ...], int]
"""Weights -> the limit that their sum may not exceed; weights without a common divisor."""


def point(bounds: Sequence[Bound], count: int, steps: Steps) -> tuple[int, ...] | None:
    """A whole-number point that satisfies all bounds, each unknown in turn as near to 0 as it can be; None if none.

    Raises OutOfStepsError if that takes too long to tell.
    """
    if not count:
        return () if all(_holds(one) for one in bounds) else None
    lattice = _lattice(bounds, count)
    halves = None if lattice is None else _halves_on(lattice, bounds)
    if lattice is None or halves is None:
        return None
    unknowns = len(lattice.generators)
    if unknowns > _FEW:
        reach: list[Range] = [(None, None)] * unknowns
        if not _narrowed(halves, reach, steps):
            return None
        likely = _dive(lattice, halves, reach, steps)
        if likely is not None:
            return likely
    levels = [halves]
    for out in range(unknowns - 1, -1, -1):
        left = _eliminated(levels[0], out, steps)
        if left is None:
            return None
        levels.insert(0, left)
    return _first(lattice, levels[1:], lattice.origin, (), steps)


def span(bounds: Sequence[Bound], tied: Bound, value: int, steps: Steps) -> Range:
    """How far one number can go in whole numbers where all bounds hold, given a value that it has at some point.

    `tied`: an equation over the number, which comes first, and the unknowns of the bounds behind it.
    """
    count = len(tied.weights)
    wider = [tied, *(Bound((0, *one.weights), one.constant, one.low, one.high, one.step) for one in bounds)]
    lattice = _lattice(wider, count)
    period = 0 if lattice is None else lattice.period(0)
    if not period:
        return value, value
    low, high = _range(_projected(_halves(wider), 0, count, steps), 0)
    return (
        None if low is None else _reached(wider, value - (value - low) // period * period, value, period, steps),
        None if high is None else _reached(wider, value + (high - value) // period * period, value, -period, steps),
    )


def _reached(bounds: Sequence[Bound], end: int, value: int, period: int, steps: Steps) -> int:
    """The end of a range, or the next value inwards that the first unknown can have; the last one tried."""
    count = len(bounds[0].weights)
    for _ in range(_MOST_TRIED):
        first = Bound(tuple(int(not at) for at in range(count)), 0, end, end)
        if end == value or point([*bounds, first], count, steps) is not None:
            break
        end += period
    return end


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


def _holds(one: Bound) -> bool:
    return (
        (one.low is None or one.low <= one.constant)
        and (one.high is None or one.constant <= one.high)
        and one.constant % one.step == 0
    )


def _lattice(bounds: Sequence[Bound], count: int) -> IntegerLattice | None:
    """The points that the equations and the steps among the bounds leave; None if they leave none."""
    lattice: IntegerLattice | None = IntegerLattice.whole(count)
    for one in bounds:
        if lattice is not None and one.step > 1:
            lattice = lattice.where(one.weights, one.constant, one.step)
        if lattice is not None and one.equal:
            lattice = lattice.where(one.weights, one.constant - (one.low or 0), 0)
    return None if lattice is None else lattice.triangular()


def _halves_on(lattice: IntegerLattice, bounds: Sequence[Bound]) -> _Halves | None:
    """The inequalities over the multiples of the generators; None if one fails whatever these are."""
    moved = [
        Bound(
            tuple(dot(one.weights, generator) for generator in lattice.generators),
            one.constant + dot(one.weights, lattice.origin),
            one.low,
            one.high,
        )
        for one in bounds
        if not one.equal
    ]
    if not all(_holds(one) for one in moved if not any(one.weights)):
        return None
    return _halves([one for one in moved if any(one.weights)])


def _halves(bounds: Sequence[Bound]) -> _Halves:
    found: dict[tuple[int, ...], int] = {}
    for one in bounds:
        if one.high is not None:
            _add(found, one.weights, one.high - one.constant)
        if one.low is not None:
            _add(found, tuple(-weight for weight in one.weights), one.constant - one.low)
    return found


def _add(halves: dict[tuple[int, ...], int], weights: tuple[int, ...], limit: int) -> None:
    """Add an inequality between whole numbers, unless there is one at least as strict."""
    shared = gcd(*weights)
    if shared > 1:
        weights, limit = tuple(weight // shared for weight in weights), limit // shared
    known = halves.get(weights)
    if known is None or limit < known:
        halves[weights] = limit


def _eliminated(halves: _Halves, out: int, steps: Steps) -> _Halves | None:
    """What follows for the others if one unknown may be any fraction; None if nothing satisfies it."""
    upper = [(weights, limit) for weights, limit in halves.items() if weights[out] > 0]
    lower = [(weights, limit) for weights, limit in halves.items() if weights[out] < 0]
    left = {weights: limit for weights, limit in halves.items() if not weights[out]}
    steps.take(len(halves) + len(upper) * len(lower))
    for over, over_limit in upper:
        for under, under_limit in lower:
            first, second = -under[out], over[out]
            weights = tuple(first * a + second * b for a, b in zip(over, under, strict=True))
            limit = first * over_limit + second * under_limit
            if any(weights):
                _add(left, weights, limit)
            elif limit < 0:
                return None
    return left


def _projected(halves: _Halves, keep: int, count: int, steps: Steps) -> _Halves:
    """What the inequalities, which have a solution, say of one unknown alone."""
    own = {weights: limit for weights, limit in halves.items() if not any((*weights[:keep], *weights[keep + 1 :]))}
    for out in range(count):
        if out != keep:
            halves = _eliminated(halves, out, steps) or {}
            if len(halves) > _MOST_FOR_A_RANGE:
                return own
    return halves


def _range(halves: _Halves, at: int, before: Sequence[int] = ()) -> Range:
    """The whole numbers that one unknown can be, given those before it; the inequalities have none behind it."""
    low: int | None = None
    high: int | None = None
    for weights, limit in halves.items():
        weight = weights[at]
        if weight:
            left = limit - dot(weights, before)
            if weight > 0:
                end = left // weight
                high = end if high is None else min(high, end)
            else:
                end = -(left // -weight)
                low = end if low is None else max(low, end)
    return low, high


def _first(
    lattice: IntegerLattice, levels: Sequence[_Halves], here: tuple[int, ...], chosen: tuple[int, ...], steps: Steps
) -> tuple[int, ...] | None:
    """The first point behind some chosen multiples; `levels`: for each generator, what limits its multiple."""
    at = len(chosen)
    if at == len(levels):
        return here
    generator = lattice.generators[at]
    for times in _outwards(*_range(levels[at], at, chosen), *_leading(here, generator)):
        steps.take(len(levels[at]))
        there = tuple(entry + times * step for entry, step in zip(here, generator, strict=True))
        found = _first(lattice, levels, there, (*chosen, times), steps)
        if found is not None:
            return found
    return None


def _leading(here: Sequence[int], generator: Sequence[int]) -> tuple[int, int]:
    """Where the unknown stands that a generator is the first to move, and how far it moves it."""
    return next((entry, step) for entry, step in zip(here, generator, strict=True) if step)


def _outwards(low: int | None, high: int | None, start: int, step: int) -> Iterator[int]:
    """Multiples within a range, that which brings `start + multiple * step` nearest to 0 first."""
    up = -(start // step)
    down = up - 1
    if low is not None:
        up = max(up, low)
    if high is not None:
        down = min(down, high)
    while True:
        upwards, downwards = high is None or up <= high, low is None or down >= low
        if upwards and (not downwards or start + up * step <= -(start + down * step)):
            yield up
            up += 1
        elif downwards:
            yield down
            down -= 1
        else:
            return


def _dive(lattice: IntegerLattice, halves: _Halves, reach: list[Range], steps: Steps) -> tuple[int, ...] | None:
    """The first point, if no choice on the way to it has to be taken back; None says nothing.

    Each multiple is chosen among those that the inequalities leave it one by one, which is at least all it can be.
    """
    here = lattice.origin
    for at, generator in enumerate(lattice.generators):
        if at and not _narrowed(halves, reach, steps):
            return None
        times = next(_outwards(*reach[at], *_leading(here, generator)), None)
        if times is None:
            return None
        reach[at] = (times, times)
        here = tuple(entry + times * step for entry, step in zip(here, generator, strict=True))
    chosen = [low or 0 for low, _ in reach]
    return here if all(dot(weights, chosen) <= limit for weights, limit in halves.items()) else None


def _narrowed(halves: _Halves, reach: list[Range], steps: Steps) -> bool:
    """Narrow ranges by each inequality in turn, a few times over; False if one of them comes out empty."""
    for _ in range(3):
        before = list(reach)
        steps.take(len(halves) * len(reach))
        for weights, limit in halves.items():
            used = [at for at, weight in enumerate(weights) if weight]
            least = [weights[at] * end if (end := reach[at][weights[at] < 0]) is not None else None for at in used]
            for place, at in enumerate(used):
                others = [one for other, one in enumerate(least) if other != place]
                if None not in others:
                    left = limit - sum(one for one in others if one is not None)
                    low, high = _range({(weights[at],): left}, 0)
                    reach[at] = met(reach[at], (low, high))
                    if not _possible(reach[at]):
                        return False
        if reach == before:
            return True
    return True


def met(first: Range, second: Range) -> Range:
    """What two ranges have in common."""
    lows = [low for low in (first[0], second[0]) if low is not None]
    highs = [high for high in (first[1], second[1]) if high is not None]
    return max(lows, default=None), min(highs, default=None)


def _possible(reach: Range) -> bool:
    low, high = reach
    return low is None or high is None or low <= high

"""Whole-number points of small systems of inequalities, exactly: whether there is one, and how far each unknown can go.

Meant for the few unknowns that a smallest repair leaves open (rarely more than one). What must be equal or a multiple
of something leaves a lattice; on it, inequalities are met by Fourier-Motzkin elimination. All of it counts its steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from validator.localisation.integers._halves import (
    Halves,
    eliminated,
    halves_of,
    halves_on,
    narrowed,
    projected,
    range_of,
)
from validator.localisation.integers.bounds import Bound, Range, holds
from validator.localisation.integers.lattice import IntegerLattice, dot
from validator.localisation.integers.steps import Steps

_MOST_TRIED = 20
"""Values at an end of a range that are tried."""
_FEW = 2
"""Unknowns for which elimination is as quick as trying the likeliest values."""


def point(bounds: Sequence[Bound], count: int, steps: Steps) -> tuple[int, ...] | None:
    """A whole-number point that satisfies all bounds, each unknown in turn as near to 0 as it can be; None if none.

    Raises OutOfStepsError if that takes too long to tell.
    """
    if not count:
        return () if all(holds(one) for one in bounds) else None
    lattice = _lattice(bounds, count)
    halves = None if lattice is None else halves_on(lattice, bounds)
    if lattice is None or halves is None:
        return None
    unknowns = len(lattice.generators)
    if unknowns > _FEW:
        reach: list[Range] = [(None, None)] * unknowns
        if not narrowed(halves, reach, steps):
            return None
        likely = _dive(lattice, halves, reach, steps)
        if likely is not None:
            return likely
    levels = [halves]
    for out in range(unknowns - 1, -1, -1):
        left = eliminated(levels[0], out, steps)
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
    low, high = range_of(projected(halves_of(wider), 0, count, steps), 0)
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


def _lattice(bounds: Sequence[Bound], count: int) -> IntegerLattice | None:
    """The points that the equations and the steps among the bounds leave; None if they leave none."""
    lattice: IntegerLattice | None = IntegerLattice.whole(count)
    for one in bounds:
        if lattice is not None and one.step > 1:
            lattice = lattice.where(one.weights, one.constant, one.step)
        if lattice is not None and one.equal:
            lattice = lattice.where(one.weights, one.constant - (one.low or 0), 0)
    return None if lattice is None else lattice.triangular()


def _first(
    lattice: IntegerLattice, levels: Sequence[Halves], here: tuple[int, ...], chosen: tuple[int, ...], steps: Steps
) -> tuple[int, ...] | None:
    """The first point behind some chosen multiples; `levels`: for each generator, what limits its multiple."""
    at = len(chosen)
    if at == len(levels):
        return here
    generator = lattice.generators[at]
    for times in _outwards(*range_of(levels[at], at, chosen), *_leading(here, generator)):
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


def _dive(lattice: IntegerLattice, halves: Halves, reach: list[Range], steps: Steps) -> tuple[int, ...] | None:
    """The first point, if no choice on the way to it has to be taken back; None says nothing.

    Each multiple is chosen among those that the inequalities leave it one by one, which is at least all it can be.
    """
    here = lattice.origin
    for at, generator in enumerate(lattice.generators):
        if at and not narrowed(halves, reach, steps):
            return None
        times = next(_outwards(*reach[at], *_leading(here, generator)), None)
        if times is None:
            return None
        reach[at] = (times, times)
        here = tuple(entry + times * step for entry, step in zip(here, generator, strict=True))
    chosen = [low or 0 for low, _ in reach]
    return here if all(dot(weights, chosen) <= limit for weights, limit in halves.items()) else None

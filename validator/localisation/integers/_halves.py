"""Inequalities between whole numbers, and what follows from them for some of the unknowns (Fourier-Motzkin)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import gcd

from validator.localisation.integers.bounds import Bound, Range, holds, is_possible, met
from validator.localisation.integers.lattice import IntegerLattice, dot
from validator.localisation.integers.steps import Steps

_MOST_FOR_A_RANGE = 300
"""Inequalities that are looked at for the range of one unknown; of more, only its own."""

Halves = Mapping[tuple[int, ...], int]
"""Weights -> the limit that their sum may not exceed; weights without a common divisor."""


def halves_on(lattice: IntegerLattice, bounds: Sequence[Bound]) -> Halves | None:
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
    if not all(holds(one) for one in moved if not any(one.weights)):
        return None
    return halves_of([one for one in moved if any(one.weights)])


def halves_of(bounds: Sequence[Bound]) -> Halves:
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


def eliminated(halves: Halves, out: int, steps: Steps) -> Halves | None:
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


def projected(halves: Halves, keep: int, count: int, steps: Steps) -> Halves:
    """What the inequalities, which have a solution, say of one unknown alone."""
    own = {weights: limit for weights, limit in halves.items() if not any((*weights[:keep], *weights[keep + 1 :]))}
    for out in range(count):
        if out != keep:
            halves = eliminated(halves, out, steps) or {}
            if len(halves) > _MOST_FOR_A_RANGE:
                return own
    return halves


def range_of(halves: Halves, at: int, before: Sequence[int] = ()) -> Range:
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


def narrowed(halves: Halves, reach: list[Range], steps: Steps) -> bool:
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
                    low, high = range_of({(weights[at],): left}, 0)
                    reach[at] = met(reach[at], (low, high))
                    if not is_possible(reach[at]):
                        return False
        if reach == before:
            return True
    return True

"""A system of whole-number relations from which chosen variables are eliminated, one by one and exactly.

What is left when a set of variables may take any value are the relations that follow between the others: one of them
that is violated shows that the set is too small, and which variables could help. These are the implied edits of Fellegi
and Holt, made only where they are needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, gcd

from validator.localisation._integers import Bound, Range, met, point, ranges, within
from validator.localisation._lattice import dot
from validator.localisation._steps import Steps


@dataclass(frozen=True, slots=True)
class Line:
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


def line(weights: Mapping[int, int], total: int, low: int | None, high: int | None) -> Line:
    """A line with its support."""
    support = 0
    for variable in weights:
        support |= 1 << variable
    return Line(weights, support, total, low, high)


def bits(mask: int) -> list[int]:
    """The places of the bits that are set, ascending."""
    found = []
    while mask:
        lowest = mask & -mask
        found.append(lowest.bit_length() - 1)
        mask ^= lowest
    return found


@dataclass(frozen=True, slots=True)
class Limits:
    """The least and greatest change of every variable, None where there is no end."""

    low: Sequence[int | None]
    high: Sequence[int | None]


@dataclass(frozen=True, slots=True)
class Reduced:
    """The system after some variables were chosen to change."""

    equations: tuple[Line, ...]
    """Equations in which no chosen variable is left."""
    inequalities: tuple[Line, ...]
    """Inequalities in which of the chosen variables only the open ones are left."""
    solved: tuple[tuple[int, Line], ...] = ()
    """For a chosen variable the equation that fixes it; no other solved variable is in it."""
    open: tuple[int, ...] = ()
    """Chosen variables that no equation fixes."""
    open_bits: int = 0

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Reduced:
        """The system with nothing chosen."""
        lines = tuple(lines)
        equations = tuple(one for one in lines if one.low == one.high == 0)
        return cls(equations, tuple(one for one in lines if not one.low == one.high == 0))

    def choose(self, variable: int) -> Reduced:
        """The system in which one more variable may change."""
        bit = 1 << variable
        pivot = min(
            (one for one in self.equations if one.support & bit),
            key=lambda one: (one.support.bit_count(), one.support),
            default=None,
        )
        if pivot is None:
            opened, mask = (*self.open, variable), self.open_bits | bit
            return Reduced(self.equations, self.inequalities, self.solved, opened, mask)
        equations = []
        for one in self.equations:
            if one is not pivot:
                changed = _without(one, variable, pivot) if one.support & bit else one
                if changed.support or changed.sum:
                    equations.append(changed)
        return Reduced(
            tuple(equations),
            tuple(_without(one, variable, pivot) if one.support & bit else one for one in self.inequalities),
            (
                *((at, _without(one, variable, pivot) if one.support & bit else one) for at, one in self.solved),
                (variable, pivot),
            ),
            self.open,
            self.open_bits,
        )

    def violated(self) -> list[int]:
        """The supports of the lines that no choice of values can mend."""
        found = [one.support for one in self.equations if one.sum]
        found += [one.support for one in self.inequalities if not one.support & self.open_bits and one.violated]
        return found

    def satisfied(self) -> int:
        """The variables that are in an equation which holds as it stands."""
        mask = 0
        for one in self.equations:
            if not one.sum:
                mask |= one.support
        return mask

    def conflict(self, limits: Limits, steps: Steps) -> int | None:
        """None if the chosen variables have values within their limits that satisfy everything.

        Else variables one of which would have to change as well. Nothing may be violated. Raises OutOfStepsError.
        """
        involved = 0
        for variable, one in self.solved:
            if not one.support & self.open_bits:
                change, rest = divmod(-one.sum, one.weights[variable])
                if rest or not _inside(change, limits, variable):
                    return one.support & ~(1 << variable)
            else:
                involved |= one.support
        if not self.open or point(self._all_bounds(limits), len(self.open), steps) is not None:
            return None
        for one in self.inequalities:
            if one.support & self.open_bits:
                involved |= one.support
        return involved & ~self.open_bits & ~_mask(variable for variable, _ in self.solved)

    def values(self, limits: Limits, steps: Steps) -> dict[int, tuple[int, Range]]:
        """For each chosen variable a change, and how far it can go; `conflict` must be None. Raises OutOfStepsError.

        The changes satisfy everything together.
        """
        bounds = self._all_bounds(limits)
        chosen = point(bounds, len(self.open), steps) or ()
        opened = ranges(bounds, chosen, steps)
        found = {at: (value, reach) for at, value, reach in zip(self.open, chosen, opened, strict=True)}
        for variable, one in self.solved:
            weights = [-one.weights.get(at, 0) for at in self.open]
            own = one.weights[variable]
            change = (dot(weights, chosen) - one.sum) // own
            low, high = within([weight * own for weight in weights], -one.sum * own, opened)
            reach = (None if low is None else ceil(low / own**2), None if high is None else floor(high / own**2))
            found[variable] = (change, met(reach, (limits.low[variable], limits.high[variable])))
        return found

    def _all_bounds(self, limits: Limits) -> list[Bound]:
        alone = (
            Bound(tuple(int(at == other) for other in self.open), 0, limits.low[at], limits.high[at])
            for at in self.open
        )
        return [*alone, *self._bounds(limits)]

    def _bounds(self, limits: Limits) -> Iterable[Bound]:
        """What the solved variables and the inequalities demand of the open ones."""
        for variable, one in self.solved:
            if one.support & self.open_bits:
                weight = one.weights[variable]
                sign = -1 if weight > 0 else 1
                low, high = limits.low[variable], limits.high[variable]
                yield Bound(
                    tuple(sign * one.weights.get(at, 0) for at in self.open),
                    sign * one.sum,
                    None if low is None else low * abs(weight),
                    None if high is None else high * abs(weight),
                    abs(weight),
                )
        for one in self.inequalities:
            if one.support & self.open_bits:
                yield Bound(tuple(one.weights.get(at, 0) for at in self.open), one.sum, one.low, one.high)


def _mask(variables: Iterable[int]) -> int:
    mask = 0
    for variable in variables:
        mask |= 1 << variable
    return mask


def _inside(change: int, limits: Limits, variable: int) -> bool:
    low, high = limits.low[variable], limits.high[variable]
    return (low is None or low <= change) and (high is None or change <= high)


def _without(one: Line, variable: int, pivot: Line) -> Line:
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
    return Line(weights, support, total, low, high)

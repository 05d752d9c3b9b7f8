"""A system of whole-number relations from which chosen variables are eliminated, one by one and exactly.

What is left when a set of variables may take any value are the relations that follow between the others: one of them
that is violated shows that the set is too small, and which variables could help. These are the implied edits of Fellegi
and Holt, made only where they are needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import product
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from validator.localisation._lines import SupportedLine, mask, union, without
from validator.localisation.integers.bounds import Bound, Range, met
from validator.localisation.integers.filling import Fitting, SparseRow, filled
from validator.localisation.integers.lattice import dot
from validator.localisation.integers.points import point, span
from validator.localisation.integers.steps import OutOfStepsError, Steps

_MANY = 24
"""Open variables of which it is first seen whether some numbers fit."""
_STEPS_FOR_A_RANGE = 2_000
"""Steps after which a number may be anything within its limits, as far as is known."""

Values: TypeAlias = Mapping[int, tuple[int, Range]]
"""Variable -> a change, and how far it can go."""


Choice: TypeAlias = tuple[SupportedLine, ...]
"""Lines one of which has to hold."""


class EffortLimits(Struct, frozen=True):
    """The least and greatest change of every variable, None where there is no end."""

    low: Sequence[int | None]
    high: Sequence[int | None]


class Reduced(Struct, frozen=True):
    """The system after some variables were chosen to change."""

    equations: tuple[SupportedLine, ...]
    """Equations in which no chosen variable is left."""
    inequalities: tuple[SupportedLine, ...]
    """Inequalities in which of the chosen variables only the open ones are left."""
    solved: tuple[tuple[int, SupportedLine], ...] = ()
    """For a chosen variable the equation that fixes it; no other solved variable is in it."""
    open: tuple[int, ...] = ()
    """Chosen variables that no equation fixes."""
    open_bits: int = 0
    choices: tuple[Choice, ...] = ()
    """Of the lines of each, one has to hold; of the chosen variables only the open ones are left in them."""
    lines: tuple[SupportedLine, ...] = ()
    """All lines before anything was chosen; none if there are choices."""

    @classmethod
    def of(cls, lines: Iterable[SupportedLine], choices: Iterable[Choice] = ()) -> Reduced:
        """The system with nothing chosen."""
        lines = tuple(lines)
        equations = tuple(one for one in lines if one.low == one.high == 0)
        inequalities, choices = tuple(one for one in lines if not one.low == one.high == 0), tuple(choices)
        return cls(equations, inequalities, choices=choices, lines=() if choices else lines)

    def choose(self, variable: int) -> Reduced:
        """The system in which one more variable may change."""
        bit = 1 << variable
        pivot = min(
            (one for one in self.equations if one.support & bit),
            key=lambda one: (one.support.bit_count(), one.support),
            default=None,
        )
        if pivot is None:
            return replace(self, open=(*self.open, variable), open_bits=self.open_bits | bit)
        equations = []
        for one in self.equations:
            if one is not pivot:
                changed = without(one, variable, pivot) if one.support & bit else one
                if changed.support or changed.sum:
                    equations.append(changed)
        return Reduced(
            tuple(equations),
            tuple(without(one, variable, pivot) if one.support & bit else one for one in self.inequalities),
            (
                *((at, without(one, variable, pivot) if one.support & bit else one) for at, one in self.solved),
                (variable, pivot),
            ),
            self.open,
            self.open_bits,
            tuple(
                tuple(without(one, variable, pivot) if one.support & bit else one for one in choice)
                for choice in self.choices
            ),
            self.lines,
        )

    def lines_beyond(self, many: int) -> int:
        """How many lines there are more than so many."""
        return max(0, len(self.equations) + len(self.inequalities) + len(self.solved) - many)

    def violated(self) -> list[int]:
        """The supports of the lines that no choice of values can mend."""
        found = [one.support for one in self.equations if one.sum]
        found += [one.support for one in self.inequalities if self._fails(one)]
        # Of lines none of which can be mended, one has to be.
        found += [union(choice) for choice in self.choices if all(map(self._fails, choice))]
        return found

    def _fails(self, one: SupportedLine) -> bool:
        return not one.support & self.open_bits and one.violated

    def _settled(self, choice: Choice) -> bool:
        return any(not one.support & self.open_bits and not one.violated for one in choice)

    def _branches(self) -> Iterator[Reduced]:
        """The systems that come of the choices that are still to be made."""
        left = [
            [one for one in choice if one.support & self.open_bits]
            for choice in self.choices
            if not self._settled(choice)
        ]
        for chosen in product(*left):
            yield replace(self, inequalities=(*self.inequalities, *chosen), choices=())

    def satisfied(self) -> int:
        """The variables that are in an equation which holds as it stands."""
        mask = 0
        for one in self.equations:
            if not one.sum:
                mask |= one.support
        return mask

    def conflict(self, limits: EffortLimits, steps: Steps) -> int | None:
        """None if the chosen variables have values within their limits that satisfy everything.

        Else variables one of which would have to change as well. Nothing may be violated. Raises OutOfStepsError.
        """
        if not self.choices:
            return self._conflict(limits, steps)
        involved = 0
        for branch in self._branches():
            steps.take()
            conflict = branch._conflict(limits, steps)  # noqa: SLF001 - the same class
            if conflict is None:
                return None
            involved |= conflict
        for choice in self.choices:
            if not self._settled(choice):
                involved |= union(choice)
        return involved & ~self.open_bits & ~mask(variable for variable, _ in self.solved)

    def _conflict(self, limits: EffortLimits, steps: Steps) -> int | None:
        """The same of a system without choices."""
        involved = 0
        for variable, one in self.solved:
            if not one.support & self.open_bits:
                change, rest = divmod(-one.sum, one.weights[variable])
                if rest or not _inside(change, limits, variable):
                    return one.support & ~(1 << variable)
            else:
                involved |= one.support
        if not self.open or self._point(limits, steps) is not None:
            return None
        for one in self.inequalities:
            if one.support & self.open_bits:
                involved |= one.support
        return involved & ~self.open_bits & ~mask(variable for variable, _ in self.solved)

    def values(self, limits: EffortLimits, wanted: Sequence[int], steps: Steps) -> Values:
        """For chosen variables a change, and how far it can go; `conflict` must be None. Raises OutOfStepsError.

        The changes satisfy everything together, and are as small as any choice allows.
        """
        if not self.choices:
            return self._values(limits, wanted, steps)
        found: list[Values] = []
        for branch in self._branches():
            steps.take()
            if branch._conflict(limits, steps) is None:  # noqa: SLF001 - the same class
                found.append(branch._values(limits, wanted, steps))  # noqa: SLF001 - the same class
        nearest = min(found, key=lambda values: sum(abs(change) for change, _ in values.values()))
        return {
            at: (change, (_least(one[at][1][0] for one in found), _greatest(one[at][1][1] for one in found)))
            for at, (change, _) in nearest.items()
        }

    def _values(self, limits: EffortLimits, wanted: Sequence[int], steps: Steps) -> Values:
        """The same of a system without choices."""
        bounds = self._all_bounds(limits)
        chosen = self._point(limits, steps) or ()
        fixed = dict(self.solved)
        found: dict[int, tuple[int, Range]] = {}
        for variable in wanted:
            one = fixed.get(variable)
            if one is None:
                value, own = chosen[self.open.index(variable)], -1
                weights, constant = tuple(int(at == variable) for at in self.open), 0
            else:
                own, constant = one.weights[variable], one.sum
                weights = tuple(one.weights.get(at, 0) for at in self.open)
                value = -(dot(weights, chosen) + constant) // own
            reach: Range = (value, value)
            if any(weights):
                tied = Bound((own, *weights), constant, 0, 0)
                with suppress(OutOfStepsError), steps.at_most(_STEPS_FOR_A_RANGE) as some:
                    reach = (None, None)
                    reach = span(bounds, tied, value, some)
            found[variable] = (value, met(reach, (limits.low[variable], limits.high[variable])))
        return found

    def _point(self, limits: EffortLimits, steps: Steps) -> tuple[int, ...] | None:
        """Changes of the open variables that satisfy everything; None if there are none. Raises OutOfStepsError."""
        if len(self.open) > _MANY and self.lines:
            found = self._filled(limits, steps)
            if found is not None:
                return tuple(found[variable] for variable in self.open)
        return point(self._all_bounds(limits), len(self.open), steps)

    def _filled(self, limits: EffortLimits, steps: Steps) -> Fitting | None:
        """The same by choosing number by number in the lines as they were, where each holds few variables."""
        chosen = (*self.open, *(variable for variable, _ in self.solved))
        rows = [
            SparseRow([(at, weight) for at, weight in one.weights.items() if at in chosen], one.sum, one.low, one.high)
            for one in self.lines
            if one.support & (self.open_bits | mask(chosen))
        ]
        low, high = ({variable: ends[variable] for variable in chosen} for ends in (limits.low, limits.high))
        return filled(rows, low, high, steps)

    def _all_bounds(self, limits: EffortLimits) -> list[Bound]:
        alone = (
            Bound(tuple(int(at == other) for other in self.open), 0, limits.low[at], limits.high[at])
            for at in self.open
        )
        return [*alone, *self._bounds(limits)]

    def _bounds(self, limits: EffortLimits) -> Iterable[Bound]:
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


def _least(ends: Iterable[int | None]) -> int | None:
    """The least of some lower ends, None where there is no end."""
    known = list(ends)
    return None if None in known else min(end for end in known if end is not None)


def _greatest(ends: Iterable[int | None]) -> int | None:
    known = list(ends)
    return None if None in known else max(end for end in known if end is not None)


def _inside(change: int, limits: EffortLimits, variable: int) -> bool:
    low, high = limits.low[variable], limits.high[variable]
    return (low is None or low <= change) and (high is None or change <= high)

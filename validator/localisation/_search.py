"""Locate errors: the smallest sets of variables whose change satisfies every relation (Fellegi and Holt).

Knows nothing of reports: a problem is any sparse system of relations in whole numbers. Each connected part of it that
holds a violated relation is solved by itself, exactly, and falls into components that can be repaired independently of
each other. All smallest repairs are listed, in a fixed order; where there are several, the figures cannot decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain

from msgspec import Struct

from validator.constraints.connected import DisjointSets
from validator.localisation._elimination import EffortLimits, Reduced
from validator.localisation._lines import SupportedLine, line, negated
from validator.localisation._smallest_sets import SetsFound, smallest_sets
from validator.localisation.integers.bounds import within
from validator.localisation.integers.steps import OutOfStepsError, Steps
from validator.localisation.problem import Change, Component, Reason, Repair, RepairProblem

MOST_REPAIRS = 100
"""Smallest repairs of one connected part that are listed."""
EFFORT = 20_000
"""Steps of the search after which one connected part is given up."""


def locate(problem: RepairProblem, *, most: int = MOST_REPAIRS, effort: int = EFFORT) -> tuple[Component, ...]:
    """The components of a problem, in the order of their first violated relation; () if nothing is violated."""
    space = _SearchSpace.of(problem)
    parts = sorted(space.parts(), key=lambda part: part[0])
    found = chain.from_iterable(_solve(space, part, most, effort) for part in parts)
    return tuple(sorted(found, key=lambda component: component.violated))


class _SearchSpace(Struct, frozen=True, dict=True):
    """The problem with its defaults filled in, row by row."""

    rows: tuple[frozenset[int], ...]
    """The variables of each relation and of its guards, those that are sure left out; none for a guard by itself."""
    lines: tuple[SupportedLine, ...]
    guards: Mapping[int, Sequence[int]]
    values: Sequence[int]
    limits: EffortLimits
    weights: Mapping[int, int]
    """Of the variables that may change."""
    unknown: frozenset[int]

    @classmethod
    def of(cls, problem: RepairProblem) -> _SearchSpace:
        count, width = problem.matrix.shape
        values = [int(value) for value in problem.values]
        changeable, known = problem.changeable or [True] * width, problem.known or [True] * width
        unknown = frozenset(at for at in range(width) if not known[at])
        weights = problem.weights or [1] * width
        free = {at: weights[at] for at in range(width) if changeable[at] and known[at]}
        lines: list[SupportedLine] = []
        constants, tolerances = problem.constants or [0] * count, problem.tolerances or [0] * count
        for at, entries in enumerate(problem.rows):
            total = int(constants[at]) + sum(weight * values[variable] for variable, weight in entries)
            comparator, tolerance = problem.comparators[at], int(tolerances[at])
            low = None if comparator == "<=" else -tolerance
            high = None if comparator == ">=" else tolerance
            open_ = {variable: weight for variable, weight in entries if variable in free or variable in unknown}
            lines.append(line(open_, total, low, high))
        conditions = {guard for guards in problem.guards.values() for guard in guards}
        rows = tuple(
            frozenset[int]().union(*(lines[one].weights for one in (at, *problem.guards.get(at, ()))))
            if at not in conditions
            else frozenset[int]()
            for at in range(count)
        )
        return cls(rows, tuple(lines), problem.guards, values, _limits(problem, values), free, unknown)

    @cached_property
    def violated(self) -> frozenset[int]:
        """The relations that do not hold and have to."""
        conditions = {guard for guards in self.guards.values() for guard in guards}
        return frozenset(
            at
            for at, one in enumerate(self.lines)
            if one.violated
            and at not in conditions
            and not any(self.lines[guard].violated for guard in self.guards.get(at, ()))
        )

    def reduced(self, rows: Sequence[int]) -> Reduced:
        """The system of some relations, with nothing chosen."""
        involved = {variable for at in rows for variable in self.rows[at]}
        lines = [self.lines[at] for at in rows if at not in self.guards]
        choices = [
            (self.lines[at], *(other for guard in self.guards[at] for other in negated(self.lines[guard])))
            for at in rows
            if at in self.guards
        ]
        return Reduced.of([*lines, *self.outside(involved - self.unknown)], choices)

    def outside(self, variables: Iterable[int]) -> Iterator[SupportedLine]:
        """What the bounds demand of variables whose numbers are beyond them."""
        for variable in sorted(variables):
            low, high = self.limits.low[variable], self.limits.high[variable]
            if (low is not None and low > 0) or (high is not None and high < 0):
                yield line({variable: 1}, 0, low, high)

    def hopeless(self, at: int) -> bool:
        """True if a relation is violated whatever the numbers are that are missing in it."""
        one = self.lines[at]
        if any(not self.unknown.isdisjoint(self.lines[guard].weights) for guard in self.guards.get(at, ())):
            return False
        unknown = [variable for variable in one.weights if variable in self.unknown]
        low, high = within(
            [one.weights[variable] for variable in unknown],
            one.sum,
            [(self.limits.low[variable], self.limits.high[variable]) for variable in unknown],
        )
        too_low = one.low is not None and high is not None and high < one.low
        return too_low or (one.high is not None and low is not None and low > one.high)

    def parts(self) -> Iterator[tuple[int, ...]]:
        """The rows of each connected part that holds a violated one."""
        of_variable: dict[int, list[int]] = {}
        for at, row in enumerate(self.rows):
            for variable in row:
                of_variable.setdefault(variable, []).append(at)
        left = set(self.violated)
        while left:
            found, pending = set[int](), [min(left)]
            while pending:
                at = pending.pop()
                if at not in found:
                    found.add(at)
                    # What a variable leads to needs to be looked at once.
                    pending += chain.from_iterable(of_variable.pop(variable, ()) for variable in self.rows[at])
            left -= found
            yield tuple(sorted(found))


def _limits(problem: RepairProblem, values: Sequence[int]) -> EffortLimits:
    """How far each variable can change; a value outside its bounds may move towards them."""
    lower, upper = problem.lower or [0] * len(values), problem.upper or [None] * len(values)
    return EffortLimits(
        [None if low is None else int(low) - value for low, value in zip(lower, values, strict=True)],
        [None if high is None else int(high) - value for high, value in zip(upper, values, strict=True)],
    )


def _solve(space: _SearchSpace, rows: Sequence[int], most: int, effort: int) -> tuple[Component, ...]:
    """The components of one connected part."""
    involved = {variable for at in rows for variable in space.rows[at]}
    unknown = involved & space.unknown
    system = space.reduced(rows)
    for variable in sorted(unknown):
        system = system.choose(variable)
    missed = tuple(at for at in rows if at in space.violated)
    violated = tuple(at for at in missed if space.hopeless(at)) or missed
    steps = Steps(effort)
    try:
        if not system.violated() and system.conflict(space.limits, steps) is None:
            return ()
    except OutOfStepsError:
        return (Component(violated, complete=False, reason=Reason.TOO_LARGE),)
    result = smallest_sets(system, space.limits, _classes(space, rows), most=most, effort=effort)
    repairs = tuple(_repair(space, one) for one in result.found)
    if not result.complete:
        reason = Reason.TOO_LARGE if result.given_up else Reason.TOO_MANY
        return (Component(violated, repairs, complete=False, reason=reason),)
    if not repairs:
        return (Component(violated, reason=Reason.IMPOSSIBLE),)
    return _factors(space, violated, repairs)


def _classes(space: _SearchSpace, rows: Sequence[int]) -> list[tuple[int, int]]:
    """The variables that may change as bits, by weight."""
    classes: dict[int, int] = {}
    for at in rows:
        for variable in space.rows[at]:
            if variable in space.weights:
                weight = space.weights[variable]
                classes[weight] = classes.get(weight, 0) | 1 << variable
    return sorted(classes.items())


def _repair(space: _SearchSpace, found: SetsFound) -> Repair:
    changes = []
    for variable in found.variables:
        old, (change, (low, high)) = space.values[variable], found.values[variable]
        least, most = (None if end is None else old + end for end in (low, high))
        changes.append(Change(variable, old, least, most, old + change))
    return Repair(tuple(changes))


def _factors(space: _SearchSpace, violated: Sequence[int], repairs: Sequence[Repair]) -> tuple[Component, ...]:
    """Take the repairs apart where every combination of the parts is one of them."""
    changed = {variable for repair in repairs for variable in repair.variables}
    # As in `parts`, variables are below 0.
    sets = DisjointSets((at, *(~variable for variable in changed if variable in space.rows[at])) for at in violated)
    touched = [row for row in space.rows if not row.isdisjoint(changed)]
    for repair in repairs:
        for row in touched:
            sets.join(~variable for variable in repair.variables if variable in row)
    parts: dict[int, list[int]] = {}
    for at in violated:
        parts.setdefault(sets.find(at), []).append(at)
    components = []
    size = 1
    for root, rows in parts.items():
        options = {
            Repair(tuple(one for one in repair.changes if sets.find(~one.variable) == root)) for repair in repairs
        }
        size *= len(options)
        components.append(Component(tuple(rows), tuple(sorted(options, key=lambda one: one.variables))))
    if size != len(repairs) or not {sets.find(~variable) for variable in changed} <= set(parts):
        return (Component(tuple(violated), tuple(repairs)),)
    return tuple(components)

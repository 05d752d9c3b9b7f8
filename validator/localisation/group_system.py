"""The reports of a group as one system: their variables side by side, and every relation in and between them.

A report by itself is a group of one; `ReportSystem` makes the same of it without arrays. Errors are located in what is
made here, a `RepairProblem`, which knows nothing of reports any more.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from validator.constraints.printed import Ends
from validator.constraints.sparse import Sparse
from validator.constraints.system import Rows, System
from validator.localisation._places import GroupPlaces, targets_of
from validator.localisation.group_members import GroupMember, MemberLink
from validator.localisation.problem import Component, RepairProblem, with_those_waiting
from validator.model.rules.constraint import RelationKey
from validator.model.rules.rule import Severity, Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from validator.localisation.witnesses import PlacedWitness

    Ints: TypeAlias = NDArray[np.int64]
    Mask: TypeAlias = NDArray[np.bool_]

_INSIDE = frozenset({Severity.ERROR})
"""What a rule about one report weighs that must hold."""
_BETWEEN = frozenset({Severity.ERROR, Severity.WARNING})
"""What should hold between reports counts as what must hold: without it nothing could be located there."""


class _RowsInForce(Struct, frozen=True):
    """The rows of one system that count as the reports stand, over the variables of the group."""

    member: int
    """The member they belong to."""
    system: System
    rows: NDArray[np.intp]
    """Which rows of the system's first relations they are, ascending."""
    coefficients: Sparse
    """Shape (rows in force, variables of the group)."""
    tolerances: Ints
    shifts: Ints
    """What is added to each row because amounts that were cut off are larger than printed."""
    guards: NDArray[np.intp]
    """Which rows of the system's guards belong to them."""
    conditions: Sparse
    """Shape (guards, variables of the group)."""
    leeway: Ints
    """The tolerance of each guard."""
    bias: Ints
    """What is added to each guard."""

    @property
    def comparators(self) -> list[str]:
        """`=`, `<=` or `>=` for each row."""
        every = self.system.first.rows.comparators
        return [every[row] for row in self.rows]

    @property
    def constants(self) -> Ints:
        """Of each row, in its smallest units."""
        found: Ints = self.system.first.rows.constant[self.rows] + self.shifts
        return found

    @property
    def conditions_constants(self) -> Ints:
        """Of each guard."""
        found: Ints = self.system.guards.constant[self.guards] + self.bias
        return found

    def guards_of(self, start: int, first: int) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Row -> its guards, as the problem numbers them; `start` and `first`: the numbers of the first of each."""
        found: dict[int, list[int]] = {}
        for number, owner in enumerate(self.system.guard_of[self.guards].tolist()):
            found.setdefault(owner, []).append(first + number)
        for at, place in enumerate(self.system.first.rows.places[self.rows].tolist() if found else ()):
            if place in found:
                yield start + at, tuple(found[place])


class GroupSystem(Struct, frozen=True, dict=True):
    """All variables of the reports of a group, and all relations that must or should hold among them.

    The variables are those of each member's system, member by member, then the cells of reports that are not there.
    """

    members: Sequence[GroupMember]
    starts: Sequence[int]
    """First variable of each member; at the end, that of the cells of reports that are not there."""
    absent: int
    """How many of these there are."""
    unknown: Mask
    """Shape (variables,): True where nothing is known of a cell."""
    parts: Sequence[_RowsInForce]

    @classmethod
    def of(cls, members: Sequence[GroupMember], links: Sequence[MemberLink], wanted: frozenset[str]) -> GroupSystem:
        """Put reports side by side; `wanted`: ids of the rules in force."""
        starts = list(accumulate((len(one.system.variables) for one in members), initial=0))
        absent = sum(one.cells * one.members.count(None) for link in links for one in link.blocks)
        unknown = np.concatenate([*(one.without_number for one in members), np.ones(absent, dtype=np.bool_)])
        digits, values = (
            np.concatenate([*numbers, np.zeros(absent, dtype=np.int64)])
            for numbers in ([one.numbers.digits[0] for one in members], [one.numbers.values[0] for one in members])
        )
        width = len(unknown)
        every = (unknown, digits, values)
        systems = [
            (at, one.system, one.verdicts, GroupPlaces.of_member(starts[at], starts[at + 1], every), _INSIDE)
            for at, one in enumerate(members)
        ]
        systems += [
            (one.member, one.system, one.verdicts, GroupPlaces.of_link(targets, every), _BETWEEN)
            for one, targets in zip(links, targets_of(links, starts, width), strict=True)
        ]
        parts = []
        for member, system, verdicts, places, severities in systems:
            in_force = _in_force(system, verdicts, places.unknown, wanted, severities)
            rows = system.first.rows
            coefficients = places.placed(rows.coefficients.only(in_force))
            ends = Ends.of(places.values[:, None], places.digits[:, None], system.cut, system.signed)
            tolerances, shifts = (one[in_force] for one in _reach(rows, ends))
            guarded = np.isin(system.guard_of, rows.places[in_force])
            conditions = places.placed(system.guards.coefficients.only(guarded))
            leeway, bias = (one[guarded] for one in _reach(system.guards, ends))
            chosen, guards = np.flatnonzero(in_force), np.flatnonzero(guarded)
            parts.append(
                _RowsInForce(
                    *(member, system, chosen, coefficients, tolerances, shifts),
                    *(guards, conditions, leeway, bias),
                )
            )
        return cls(members, starts, absent, unknown, parts)

    @cached_property
    def relations(self) -> Sequence[tuple[int, int]]:
        """Each relation of the problem: which of the parts it is in, and which of their system's rows it is."""
        return [(number, row) for number, part in enumerate(self.parts) for row in part.rows.tolist()]

    @property
    def width(self) -> int:
        """Number of variables."""
        return len(self.unknown)

    def place(self, variable: int) -> tuple[int, int]:
        """Member of a variable, and which of the cells of its form it is; it must not be absent."""
        member = bisect_right(self.starts, variable) - 1
        return member, variable - self.starts[member]

    def problem(self, witnesses: Sequence[PlacedWitness] = ()) -> RepairProblem:
        """What is to be solved.

        The relations come first, then the guards of some; each witness adds a relation behind them, and behind the
        variables one that stands for its number.
        """
        parts, more = self.parts, len(witnesses)
        width, absent = self.width + more, self.absent
        quoted = Sparse.of([{**one.weights, self.width + at: -1} for at, one in enumerate(witnesses)], width)
        columns = [column for one in self.members for column in one.columns]
        values = np.concatenate([*(one.numbers.values[0] for one in self.members), np.zeros(absent, dtype=np.int64)])
        demanded, conditions = [one.coefficients for one in parts], [one.conditions for one in parts]
        under = [one.system.guards.comparators[guard] for one in parts for guard in one.guards.tolist()]
        shifts = [shift for one in parts for shift in one.conditions_constants.tolist()]
        leeway = [width for one in parts for width in one.leeway.tolist()]
        return RepairProblem(
            Sparse.stacked([replace(one, shape=(one.shape[0], width)) for one in (*demanded, *conditions, quoted)]),
            [*(word for part in parts for word in part.comparators), *under, *["="] * more],
            [*map(round, np.where(self.unknown, 0, values).tolist()), *(one.value for one in witnesses)],
            constants=[*(one for part in parts for one in part.constants.tolist()), *shifts, *[0] * more],
            tolerances=[*(one for part in parts for one in part.tolerances.tolist()), *leeway, *[0] * more],
            lower=[*(None if one is not None and one.signed else 0 for one in columns), *[0] * (absent + more)],
            weights=self._weights(more),
            changeable=[*(one is not None for one in columns), *[True] * (absent + more)],
            guards=self._guards(),
            known=[*(~self.unknown).tolist(), *[True] * more],
        )

    def by_relation(self, components: Iterable[Component]) -> Iterator[tuple[tuple[int, RelationKey], Component]]:
        """Each violated relation, named by its member and key, with its component; and each that stands in for one."""
        found: dict[int, dict[int, Component]] = {}
        for component in components:
            for at in component.violated:
                number, row = self.relations[at]
                place = int(self.parts[number].system.first.rows.places[row])
                found.setdefault(number, {})[place] = component
        for number, by_place in found.items():
            member, system = self.parts[number].member, self.parts[number].system
            second = enumerate(system.second.rows.places.tolist())
            waiting = [(place, [*system.waits_for.row(row)]) for row, place in second]
            yield from (((member, system.keys[place]), one) for place, one in with_those_waiting(by_place, waiting))

    def _weights(self, more: int) -> list[int]:
        """How hard each variable is to doubt; empty if all are alike."""
        if not any(one.system.weights for one in self.members):
            return []
        own = [weight for one in self.members for weight in one.system.weights or [1] * len(one.system.variables)]
        return [*own, *[1] * (self.absent + more)]

    def _guards(self) -> dict[int, tuple[int, ...]]:
        found: dict[int, tuple[int, ...]] = {}
        start, first = 0, len(self.relations)
        for part in self.parts:
            found.update(part.guards_of(start, first))
            start, first = start + len(part.rows), first + len(part.guards)
        return found


def _reach(rows: Rows, ends: Ends) -> tuple[Ints, Ints]:
    """How far each row may miss, and what is to be added to it before, so that it is as far on either side.

    That is what the evaluation accepts, or one smallest unit more on one side. `ends`: of the variables.
    """
    tolerance = rows.tolerance
    if not (ends.below.any() or ends.above.any()):
        return tolerance, np.zeros_like(tolerance)
    sums = ends.of_sums(rows.uncertain)
    below, above = sums.below[:, 0], sums.above[:, 0]
    if sums.low_open is None or sums.high_open is None:
        return tolerance + below // 2, np.zeros_like(tolerance)
    # In halves of the smallest unit; an end that is not reached is the next before it.
    most = (2 * tolerance + below - sums.low_open[:, 0]) // 2
    least = -((2 * tolerance + above - sums.high_open[:, 0]) // 2)
    return (most - least + 1) // 2, -((most + least) // 2)


def _in_force(
    system: System,
    verdicts: Sequence[Verdict],
    unknown: Mask,
    wanted: frozenset[str],
    severities: frozenset[Severity],
) -> Mask:
    """The rows of a system that count as the reports stand; `unknown`: its variables without a number."""
    matrix = system.first.rows.coefficients
    with_unknown = np.zeros(matrix.shape[0], dtype=np.bool_)
    with_unknown[matrix.row_of[unknown[matrix.indices]]] = True
    guards = system.guards.coefficients
    doubtful = set(system.guard_of[guards.row_of[unknown[guards.indices]]].tolist())
    chosen = []
    for place, open_ in zip(system.first.rows.places.tolist(), with_unknown.tolist(), strict=True):
        constraint, verdict = system.constraints[place], verdicts[place]
        rule = constraint.rule
        can_hold = open_ or place in doubtful or verdict is not Verdict.UNDETERMINED
        chosen.append(rule.severity in severities and rule.id in wanted and can_hold)
    return np.array(chosen, dtype=np.bool_)

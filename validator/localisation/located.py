"""What is violated among the reports of a group, with the smallest repairs of it, each with the slip behind it.

Where several repairs are equally small, the texts of the reports are asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice, product
from math import prod
from typing import Protocol, TypeAlias

from msgspec import Struct, structs

from validator.localisation._search import MOST_REPAIRS
from validator.localisation.displaced.displacements import Displacement, Displacements
from validator.localisation.members import LocatedMember, amount, known_amounts
from validator.localisation.problem import Change, Component, Reason, Repair, RepairProblem
from validator.localisation.slips import Changed, Diagnosis, KnownNumbers, Slip, diagnose
from validator.localisation.witnesses import PlacedWitness, Witness, agreeing, contradicting, decide, to_be_asked
from validator.model.finding import Doubt, Evidence, Suspect, SuspectCell
from validator.model.rules.constraint import RelationKey

_DOUBTS = {
    Reason.TOO_LARGE: Doubt.TOO_LARGE,
    Reason.TOO_MANY: Doubt.TOO_MANY,
    Reason.IMPOSSIBLE: Doubt.IMPOSSIBLE,
}

Search: TypeAlias = Callable[[RepairProblem], tuple[Component, ...]]
"""Finds the components of a problem."""


class LocatedSystem(Protocol):
    """The variables of one or several reports side by side, and all relations among them."""

    @property
    def members(self) -> Sequence[LocatedMember]:
        """The reports."""
        ...

    @property
    def starts(self) -> Sequence[int]:
        """First variable of each; at the end, that of the cells of reports that are not there."""
        ...

    def place(self, variable: int) -> tuple[int, int]:
        """Member of a variable, and which of the cells of its form it is; it must not be absent."""
        ...

    def problem(self, witnesses: Sequence[PlacedWitness] = ()) -> RepairProblem:
        """What is to be solved; each witness adds a relation at the end, and a variable for its number."""
        ...

    def by_relation(self, components: Iterable[Component]) -> Iterator[tuple[tuple[int, RelationKey], Component]]:
        """Each violated relation, named by its member and key, with its component; and each that stands in for one."""
        ...


class LocatedGroup(Struct, frozen=True, dict=True):
    """The components of a group, and what can be said of each."""

    system: LocatedSystem
    components: Mapping[tuple[int, RelationKey], Component]
    """(member, relation) -> the component it is violated in; a relation that stands in for another has that one's."""
    evidence: Mapping[tuple[int, ...], tuple[Evidence, ...]]
    """By the relations of a component: what the text says where it decided."""
    against: Mapping[tuple[int, ...], tuple[Evidence, ...]]
    """The same: what the text says against the only repair of a component."""
    displaced: Mapping[Repair, Slip]
    """The repairs that undo one slip of many cells."""

    @classmethod
    def of(cls, system: LocatedSystem, search: Search, witnesses: Callable[[int], Iterable[Witness]]) -> LocatedGroup:
        """Search for the repairs; `witnesses`: what the text of a member says, asked for only where it could decide."""
        alone = system.problem()
        components = search(alone)
        placed = list(_placed(system, components, witnesses))
        asked = to_be_asked(components, placed, alone)
        evidence: dict[tuple[int, ...], tuple[Evidence, ...]] = {}
        if asked:
            again = search(system.problem(asked))
            decisions = [decide(one, again, asked, alone) for one in components]
            components = tuple(one for one, _ in decisions)
            evidence = {one.violated: said for one, said in decisions if said}
        components = _paired(system, components)
        components, displaced = _with_displacements(system, components, alone)
        for one in components:
            told = agreeing(one, placed, alone) if displaced.keys() & set(one.repairs) else None
            if told is not None:
                evidence[one.violated] = told[1]
                components = tuple(told[0] if other is one else other for other in components)
        against = {one.violated: said for one in components if (said := contradicting(one, placed, alone))}
        return cls(system, dict(system.by_relation(components)), evidence, against, displaced)

    def doubt(self, component: Component) -> Doubt | None:
        """Why no single suspect can be named for a component; None if one can."""
        if component.reason is not None:
            return _DOUBTS[component.reason]
        if not component.unique:
            return Doubt.SEVERAL
        return Doubt.CONTRADICTED if component.violated in self.against else None

    def suspects(self, component: Component, member: int = 0) -> tuple[Suspect, ...]:
        """The repairs of a component, the most plausible first; `member`: whose finding names them."""
        key = (component.violated, member)
        if key not in self._suspects:
            self._suspects[key] = tuple(self._ordered(component, member))
        return self._suspects[key]

    @cached_property
    def _suspects(self) -> dict[tuple[tuple[int, ...], int], tuple[Suspect, ...]]:
        """(relations of a component, member) -> its suspects, once they were asked for: by each of these relations."""
        return {}

    def _ordered(self, component: Component, member: int) -> Iterator[Suspect]:
        said, against = self.evidence.get(component.violated, ()), self.against.get(component.violated, ())
        unique, settles = component.unique and not against, len(component.violated)
        ranked = sorted((self._ranked(repair, member) for repair in component.repairs), key=lambda one: one[:3])
        for _, _, _, diagnosis, cells in ranked:
            yield Suspect(cells, diagnosis.slip, unique, said, against, settles)

    def _ranked(
        self, repair: Repair, member: int
    ) -> tuple[int, int, tuple[int, ...], Diagnosis, tuple[SuspectCell, ...]]:
        """The repair with its diagnosis, behind what it is ranked by: weight of the slip, size of the change, place."""
        cells = tuple(self._cell(change, member) for change in repair.changes)
        diagnosis = self._diagnosis(repair, cells)
        if diagnosis.each:
            explained = zip(cells, diagnosis.each, strict=True)
            cells = tuple(structs.replace(cell, slip=one.slip, source=one.source) for cell, one in explained)
        size = sum(abs(change.suggested - change.old) for change in repair.changes)
        return diagnosis.weight, size, repair.variables, diagnosis, cells

    def _diagnosis(self, repair: Repair, cells: Sequence[SuspectCell]) -> Diagnosis:
        """The slip that explains cells, if all of them stand in one report."""
        if repair in self.displaced:
            return Diagnosis(self.displaced[repair], 1)
        owners = {self.system.place(variable)[0] for variable in repair.variables}
        if len(owners) != 1:
            return Diagnosis(None, 0)
        owner = self.system.members[owners.pop()]
        known = KnownNumbers(owner.report.form, known_amounts(owner), owner.totals)
        return diagnose([Changed(cell.cell, cell.old, cell.low, cell.high) for cell in cells], known)

    def _cell(self, change: Change, member: int) -> SuspectCell:
        owner, at = self.system.place(change.variable)
        one = self.system.members[owner]
        form, before = one.report.form, None if one.is_blank(at) else change.old
        old, low, high = (amount(form, at, value) for value in (before, change.low, change.high))
        return SuspectCell(form.cells[at], old, low, high, report=None if owner == member else one.report)


def _placed(
    system: LocatedSystem, components: Iterable[Component], witnesses: Callable[[int], Iterable[Witness]]
) -> Iterator[PlacedWitness]:
    """The witnesses of all members with a cell in a repair."""
    variables = {variable for one in components for repair in one.repairs for variable in repair.variables}
    for member in sorted({system.place(variable)[0] for variable in variables}):
        start, index = system.starts[member], system.members[member].report.form.index
        for one in witnesses(member):
            weights = {start + index[cell]: weight for cell, weight in one.cells.items()}
            yield PlacedWitness(weights, one.value, one.evidence)


def _paired(system: LocatedSystem, components: Sequence[Component]) -> tuple[Component, ...]:
    """Put components together whose single cells hold each other's numbers: that is one slip and not two."""
    left = list(components)
    paired: list[Component] = []
    while left:
        first = left.pop(0)
        other = next((one for one in left if _hold_each_other(system, first, one)), None)
        if other is not None:
            left.remove(other)
            changes = sorted((*first.repairs[0].changes, *other.repairs[0].changes))
            first = Component(tuple(sorted((*first.violated, *other.violated))), (Repair(tuple(changes)),))
        paired.append(first)
    return tuple(paired)


def _with_displacements(
    system: LocatedSystem, components: Sequence[Component], problem: RepairProblem
) -> tuple[tuple[Component, ...], Mapping[Repair, Slip]]:
    """The components with the slips of many cells that explain one or several of them as a whole, and these slips.

    A single cell that settles several relations leaves no room for them.
    """
    left = list(components)
    if not left or (len(left) == 1 and len(left[0].violated) > 1 and _of_one_cell(left[0])):
        return tuple(components), {}
    violated = frozenset(at for one in components for at in one.violated)
    slips: dict[Repair, Slip] = {}
    covered: dict[frozenset[int], list[Repair]] = {}
    ready = Displacements(problem, violated)
    for member, start in zip(system.members, system.starts, strict=False):
        for one in ready.of(member.report.form, start):
            numbers = [at for at, other in enumerate(left) if not one.touched.isdisjoint(other.violated)]
            whole = all(one.touched >= set(left[at].violated) for at in numbers)
            known = {repair for at in numbers for repair in left[at].repairs}
            found = one.repair in known and len(one.repair.changes) == 2  # noqa: PLR2004 - a pair, which has its name
            if numbers and whole and not found and _settles(one, numbers, left, violated):
                slips.setdefault(one.repair, one.slip)
                covered.setdefault(frozenset(numbers), []).append(one.repair)
    result: list[Component] = []
    done: set[int] = set()
    for numbers_, repairs in sorted(covered.items(), key=lambda item: (-len(item[0]), sorted(item[0]))):
        if done.isdisjoint(numbers_):
            done |= numbers_
            # A slip that does all another does, and more, explains nothing more.
            distinct = dict.fromkeys(repairs)
            least = [one for one in distinct if not any(set(other.changes) < set(one.changes) for other in distinct)]
            result.append(_merged([left[at] for at in sorted(numbers_)], least))
    result += [one for at, one in enumerate(left) if at not in done]
    return tuple(sorted(result, key=lambda one: one.violated)), slips


def _of_one_cell(component: Component) -> bool:
    return bool(component.repairs) and len(component.repairs[0].changes) == 1


def _settles(
    one: Displacement, numbers: Sequence[int], components: Sequence[Component], violated: frozenset[int]
) -> bool:
    """True if it settles whole components and nothing of others."""
    return one.touched & violated == {row for at in numbers for row in components[at].violated}


def _merged(components: Sequence[Component], repairs: Sequence[Repair]) -> Component:
    """Components that one slip explains, with what explains each of them by itself as the other choice."""
    rows = tuple(sorted(row for one in components for row in one.violated))
    others = [
        Repair(tuple(sorted(change for repair in choice for change in repair.changes)))
        for choice in islice(product(*(one.repairs for one in components)), MOST_REPAIRS)
    ]
    size = prod(len(one.repairs) for one in components)
    complete = size <= MOST_REPAIRS and all(one.complete for one in components)
    reason = None if complete else Reason.TOO_MANY
    return Component(rows, tuple(dict.fromkeys((*repairs, *others))), complete=complete, reason=reason)


def _hold_each_other(system: LocatedSystem, first: Component, second: Component) -> bool:
    if not (first.unique and second.unique and all(len(one.repairs[0].changes) == 1 for one in (first, second))):
        return False
    (one,), (other,) = first.repairs[0].changes, second.repairs[0].changes
    same_report = system.place(one.variable)[0] == system.place(other.variable)[0]
    return same_report and one.new == other.old and other.new == one.old

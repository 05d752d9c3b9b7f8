"""One report as a system in numbers of Python: what `GroupSystem` makes of a group of one, without its arrays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from validator.constraints.alone.judging import AloneRow, FormAlone
from validator.constraints.alone.numbers import ReportNumbers
from validator.constraints.codes import UNDETERMINED
from validator.localisation.problem import Component, PlainRows, RepairProblem, with_those_waiting
from validator.model.report import Report
from validator.model.rules.constraint import RelationKey
from validator.model.rules.rule import Severity

if TYPE_CHECKING:
    from validator.localisation.witnesses import PlacedWitness


class ReportSystem(Struct, frozen=True, dict=True):
    """The variables of one reading of a report, and the relations that must hold among them."""

    report: Report
    rules: FormAlone
    """On its form."""
    numbers: ReportNumbers
    codes: Sequence[int]
    """The verdict on each of the constraints (`codes.VERDICTS`)."""
    wanted: frozenset[str]
    """Ids of the rules in force."""

    @property
    def members(self) -> Sequence[ReportSystem]:
        """The report alone."""
        return (self,)

    @property
    def starts(self) -> Sequence[int]:
        """Its first variable, and the end."""
        return 0, len(self.rules.variables)

    @property
    def totals(self) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """Total -> the cells it is the sum of, in each relation that says so."""
        return self.rules.parts_of_totals

    def is_known(self, at: int) -> bool:
        """False for a cell that is not known, and a blank one that does not count 0."""
        return at not in self._unknown

    def is_blank(self, at: int) -> bool:
        """Whether nothing stands in a cell."""
        return at in self.numbers.blank

    def printed(self, at: int) -> int | None:
        """What stands in a cell that is known, in smallest units; None for nothing."""
        return None if self.is_blank(at) else round(self.numbers.values[at])

    def place(self, variable: int) -> tuple[int, int]:
        """The report, and the place of the variable in it."""
        return 0, variable

    def by_relation(self, components: Iterable[Component]) -> Iterator[tuple[tuple[int, RelationKey], Component]]:
        """Each violated relation, named by its key, with its component; and each that stands in for one."""
        found = {self._in_force[at][0]: one for one in components for at in one.violated}
        constraints = self.rules.constraints
        return (((0, constraints[at].key), one) for at, one in with_those_waiting(found, self.rules.waiting))

    def problem(self, witnesses: Sequence[PlacedWitness] = ()) -> RepairProblem:
        """What is to be solved; each witness adds a relation at the end, and a variable for its number."""
        form, width, more = self.report.form, len(self.rules.variables), len(witnesses)
        cells = len(form.columns)
        rows = [row for _, row in (*self._in_force, *self._guards)]
        entries = [[*row.row.weights.items()] for row in rows]
        entries += [sorted({**one.weights, width + at: -1}.items()) for at, one in enumerate(witnesses)]
        reach = [self._reach(row) for row in rows]
        constants = [row.row.constant + shift for row, (_, shift) in zip(rows, reach, strict=True)]
        values = [0 if at in self._unknown else round(value) for at, value in enumerate(self.numbers.values)]
        return RepairProblem(
            PlainRows(entries, width + more),
            [*(_SIGNS[row.comparator] for row in rows), *["="] * more],
            [*values, *(one.value for one in witnesses)],
            constants=[*constants, *[0] * more],
            tolerances=[*(tolerance for tolerance, _ in reach), *[0] * more],
            lower=[*(None if one.signed else 0 for one in form.columns), *[0] * (width - cells + more)],
            weights=[*self.rules.weights, *[1] * more] if self.rules.weights else [],
            changeable=[*[True] * cells, *[False] * (width - cells), *[True] * more],
            guards=self._guards_of(),
            known=[*(at not in self._unknown for at in range(width)), *[True] * more],
        )

    @cached_property
    def _unknown(self) -> frozenset[int]:
        """What is not known, and the blank cells that do not count 0."""
        needed = [table.policy.blank == "unknown" for table in self.report.form.tables for _ in table.cells]
        return self.numbers.unknown | {at for at in self.numbers.blank if at < len(needed) and needed[at]}

    @cached_property
    def _in_force(self) -> Sequence[tuple[int, AloneRow]]:
        """The constraints that must hold and can, as the report stands."""
        open_guards = {at for at, guard in self.rules.guards if not self._unknown.isdisjoint(guard.row.weights)}

        def counts(at: int, row: AloneRow) -> bool:
            rule = self.rules.constraints[at].rule
            if rule.severity is not Severity.ERROR or rule.id not in self.wanted:
                return False
            is_open = at in open_guards or not self._unknown.isdisjoint(row.row.weights)
            return is_open or self.codes[at] != UNDETERMINED

        return [(at, row) for at, row in self.rules.demanded if counts(at, row)]

    @cached_property
    def _guards(self) -> Sequence[tuple[int, AloneRow]]:
        """The guards of these."""
        places = {at for at, _ in self._in_force}
        return [(at, guard) for at, guard in self.rules.guards if at in places]

    def _guards_of(self) -> dict[int, tuple[int, ...]]:
        """Relation -> its guards, which stand behind all relations."""
        found: dict[int, list[int]] = {}
        for number, (at, _) in enumerate(self._guards, len(self._in_force)):
            found.setdefault(at, []).append(number)
        return {number: tuple(found[at]) for number, (at, _) in enumerate(self._in_force) if at in found}

    def _reach(self, row: AloneRow) -> tuple[int, int]:
        """How far a row may miss, and what is to be added to it before, so that it is as far on either side.

        That is what the evaluation accepts, or one smallest unit more on one side.
        """
        tolerance, (below, above, low_open, high_open) = row.row.tolerance, row.ends(self.numbers, self.rules)
        # In halves of the smallest unit; an end that is not reached is the next before it.
        most, least = (2 * tolerance + below - low_open) // 2, -((2 * tolerance + above - high_open) // 2)
        return (most - least + 1) // 2, -((most + least) // 2)


_SIGNS = {"=": "=", "<=": "<=", "<": "<=", ">=": ">=", ">": ">="}
"""Comparator -> what it is once a constant has been shifted because both sides may not be equal."""

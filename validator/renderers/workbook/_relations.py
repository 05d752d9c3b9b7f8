"""The relations of a form as a workbook needs them: once for all reports on the form."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from validator.constraints.evaluated import Evaluated
from validator.constraints.sparse import Sparse
from validator.constraints.system import Relations, System
from validator.model.rules.constraint import Relation
from validator.renderers.words.figures import figure


class Terms(NamedTuple):
    """A relation as left minus right."""

    weights: tuple[tuple[int, Fraction], ...]
    """Variables and their coefficients, none of which is 0."""
    offset: Fraction
    factor: int
    """What the relation is multiplied by to have whole numbers of smallest units only."""

    @property
    def variables(self) -> tuple[int, ...]:
        """The variables it is about."""
        return tuple(at for at, _ in self.weights)

    @property
    def digits(self) -> int:
        """Digits behind the point that differences can have: what is beyond comes from binary fractions."""
        text = figure(Fraction(1, self.factor))
        exact = Fraction(text) * self.factor == 1
        return len(text.partition(".")[2]) if exact else len(str(self.factor)) + 1


@dataclass(frozen=True)
class Shape:
    """A compiled system, looked at constraint by constraint."""

    system: System
    _terms: dict[int, Terms] = field(default_factory=dict, compare=False, repr=False)
    """By the identity of the relation, which the system keeps alive."""

    def terms(self, relation: Relation) -> Terms:
        """A relation of the system as left minus right."""
        if id(relation) not in self._terms:
            self._terms[id(relation)] = self._taken_apart(relation)
        return self._terms[id(relation)]

    def _taken_apart(self, relation: Relation) -> Terms:
        found: dict[int, Fraction] = {}
        for side, sign in ((relation.left, 1), (relation.right, -1)):
            for term in side.terms:
                at = self.variable[term.cell]
                found[at] = found.get(at, Fraction(0)) + sign * term.coefficient
        weights = tuple((at, weight) for at, weight in found.items() if weight)
        offset = relation.left.constant - relation.right.constant
        units = ((weight / 10 ** self.decimals[at]).denominator for at, weight in weights)
        return Terms(weights, offset, math.lcm(*units, offset.denominator))

    @cached_property
    def variable(self) -> Mapping[str, int]:
        """Place of each variable in the vector."""
        return {name: at for at, name in enumerate(self.system.variables)}

    @cached_property
    def decimals(self) -> tuple[int, ...]:
        """Digits after the point kept for each variable."""
        columns = [column.decimals for table in self.system.form.tables for _ in table.rows for column in table.columns]
        return (*columns, *(0 for _ in range(len(self.system.variables) - len(columns))))

    @cached_property
    def rows(self) -> Mapping[int, tuple[Relations, int]]:
        """Where the system keeps each constraint."""
        return {
            int(place): (relations, row)
            for relations in (self.system.first, self.system.second)
            for row, place in enumerate(relations.rows.places)
        }

    @cached_property
    def conditions(self) -> Mapping[int, Evaluated]:
        """Constraints of which the rows of the matrix do not say all."""
        return {one.place: one for one in self.system.conditions}

    @cached_property
    def waits(self) -> Mapping[int, tuple[int, ...]]:
        """Constraint -> those one of which must be undetermined for it to apply."""
        places = map(int, self.system.second.rows.places)
        return {place: members(self.system.waits_for, row) for row, place in enumerate(places)}

    @cached_property
    def defined_by(self) -> Mapping[int, Sequence[int]]:
        """Total -> the constraints that state it as a sum."""
        defined: dict[int, list[int]] = {}
        for row, total in zip(*self.system.defines, strict=True):
            defined.setdefault(int(total), []).append(int(self.system.first.rows.places[row]))
        return defined

    @cached_property
    def rests_on(self) -> Mapping[int, frozenset[int]]:
        """Constraint -> those whose verdicts or differences its own verdict depends on."""
        found = {constraint: self._rests_on(constraint) for constraint in self.rows}
        return {**found, **{place: frozenset(one.waits_for or ()) for place, one in self.conditions.items()}}

    def _rests_on(self, constraint: int) -> frozenset[int]:
        relations, row = self.rows[constraint]
        totals = {*members(relations.unknown_if[2], row)}
        for guard in self.system.constraints[constraint].guards:
            totals |= {*self.terms(guard).variables}
        found = {other for at in totals for other in self.defined_by.get(at, ())}
        return frozenset(found | set(self.waits.get(constraint, ()))) - {constraint}


def members(matrix: Sparse, row: int) -> tuple[int, ...]:
    """Columns of the entries of a row, ascending."""
    return tuple(sorted(matrix.row(row)))

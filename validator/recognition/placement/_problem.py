"""Damaged rows whose numbers may be put into columns in several ways each, as relations in whole numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct

from validator.model.rules.constraint import Relation
from validator.recognition.placement.options import PlacementOption

if TYPE_CHECKING:
    from typing import TypeAlias

    _Values: TypeAlias = Mapping[str, Fraction | int]

_LARGEST = 2**52
"""Largest remainder that is computed with."""
BEYOND = 2**54
"""More than any remainder, and no more than can be added up in 64 bits over the rows of a table."""


class Problem(Struct, frozen=True):
    """The relations as whole numbers over the options of the rows."""

    start: tuple[int, ...]
    """What the firm numbers and constants contribute to each relation."""
    steps: tuple[tuple[tuple[int, ...], ...], ...]
    """For each row and each of its options, what it contributes to each relation."""
    unknown: tuple[tuple[frozenset[int], ...], ...]
    """For each row and each of its options, which relations it leaves unknown."""
    faults: tuple[tuple[int, ...], ...]
    """For each row, the blanks of each option that should be none."""
    signs: tuple[tuple[bool, ...], tuple[bool, ...]]
    """Which relations are violated by a remainder above 0, and which by one below 0."""

    @classmethod
    def build(
        cls, rows: Sequence[Sequence[PlacementOption]], fixed: Mapping[str, Fraction], relations: Sequence[Relation]
    ) -> Problem:
        """Those of the relations to which the options make a difference."""
        plain = [[{cell: _plain(value) for cell, value in option.values.items()} for option in row] for row in rows]
        open_cells = {cell for row in rows for option in row for cell in option.unknown}
        found = [(relation, _column(plain, fixed, relation, open_cells)) for relation in relations]
        counted = [_cells(relation) for relation, column in found if column is not None]
        columns = [column for _, column in found if column is not None]
        return cls(
            tuple(column.base for column in columns),
            tuple(
                tuple(tuple(column.parts[row][at] for column in columns) for at in range(len(options)))
                for row, options in enumerate(rows)
            ),
            tuple(
                tuple(
                    frozenset(at for at, cells in enumerate(counted) if not cells.isdisjoint(option.unknown))
                    for option in row
                )
                for row in rows
            ),
            tuple(_beyond_least([len(option.unknown) for option in row]) for row in rows),
            (
                tuple(column.comparator in {"=", "<="} for column in columns),
                tuple(column.comparator in {"=", ">="} for column in columns),
            ),
        )

    @property
    def relations(self) -> int:
        """How many relations count."""
        return len(self.start)

    def faults_of(self, reading: Sequence[int]) -> tuple[int, ...]:
        """The rows whose total a reading leaves blank although its parts are not 0."""
        return tuple(row for row, at in enumerate(reading) if self.faults[row][at])

    def blank_totals(self, reading: Sequence[int]) -> int:
        """How many totals it leaves blank although their parts are not 0, those left aside that no reading avoids."""
        return sum(self.faults[row][at] for row, at in enumerate(reading))


def _beyond_least(counts: Sequence[int]) -> tuple[int, ...]:
    """What can be avoided: a row that leaves its total blank however it is read is no worse for it."""
    least = min(counts)
    return tuple(count - least for count in counts)


class _Column(Struct, frozen=True):
    """One relation in whole numbers."""

    comparator: str
    base: int
    parts: tuple[tuple[int, ...], ...]
    """For each row, what each option contributes."""


def _plain(value: Fraction) -> Fraction | int:
    """Whole numbers as such: thousands of options are added up."""
    return value.numerator if value.denominator == 1 else value


def _cells(relation: Relation) -> frozenset[str]:
    return frozenset(term.cell for side in (relation.left, relation.right) for term in side.terms)


def _column(
    rows: Sequence[Sequence[_Values]], fixed: Mapping[str, Fraction], relation: Relation, unknown: AbstractSet[str]
) -> _Column | None:
    """The relation over the options; None if they make no difference to it, or its numbers are beyond all measure.

    `unknown`: the cells that an option leaves unknown.
    """
    base = relation.left.constant - relation.right.constant
    weights: dict[str, Fraction] = {}
    for side, sign in ((relation.left, 1), (relation.right, -1)):
        for term in side.terms:
            weights[term.cell] = weights.get(term.cell, Fraction(0)) + sign * term.coefficient
            base += sign * term.coefficient * fixed.get(term.cell, Fraction(0))
    plain = {cell: _plain(weight) for cell, weight in weights.items()}
    parts = [[_contribution(option, plain) for option in options] for options in rows]
    if all(len(set(row)) == 1 for row in parts) and unknown.isdisjoint(weights):
        return None
    scale = math.lcm(base.denominator, *(part.denominator for row in parts for part in row))
    whole = tuple(tuple(int(part * scale) for part in row) for row in parts)
    if abs(base * scale) + sum(max(map(abs, row)) for row in whole) > _LARGEST:
        return None
    return _Column(relation.comparator, int(base * scale), whole)


def _contribution(option: _Values, weights: _Values) -> Fraction | int:
    return sum(weights[cell] * value for cell, value in option.items() if cell in weights)

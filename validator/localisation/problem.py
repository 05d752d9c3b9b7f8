"""A problem of errors to be located, and the repairs that are found for it.

Knows nothing of reports: a problem is any sparse system of relations in whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

if TYPE_CHECKING:
    from typing import TypeAlias

    from scipy.sparse import csr_array

    from validator.constraints.sparse import Sparse

    IntArrays: TypeAlias = "Sparse | csr_array[Any, tuple[int, int]]"
    IntMatrix: TypeAlias = "PlainRows | IntArrays"


class Reason(StrEnum):
    """Why a component has no repair, or not all of them."""

    TOO_MANY = "too-many"
    """There are more smallest repairs than were to be listed."""
    TOO_LARGE = "too-large"
    """The search took too many steps."""
    IMPOSSIBLE = "impossible"
    """No change of the variables that may change satisfies the relations."""


class PlainRows(Struct, frozen=True):
    """A matrix of a few rows in numbers of Python."""

    entries: list[list[tuple[int, int]]]
    """The columns of each row with their weights, ascending, zeros left out."""
    width: int

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.entries), self.width


class RepairProblem(Struct, frozen=True, eq=False, dict=True):
    """Relations `matrix @ x + constants  =, <=, >=  0`, within tolerances, and the numbers that x holds.

    The sequences are as long as the matrix has rows or columns; an empty one stands for its default.
    """

    matrix: IntMatrix
    """Shape (relations, variables), whole numbers."""
    comparators: Sequence[str]
    """`=`, `<=` or `>=` for each relation."""
    values: Sequence[int]
    """The number of each variable, 0 where there is none."""
    constants: Sequence[int] = ()
    """What is added to each row of the product, in smallest units; default: 0."""
    tolerances: Sequence[int] = ()
    """By how much each relation may be missed; default: 0."""
    lower: Sequence[int | None] = ()
    """Least value of each variable, None for no bound; default: 0."""
    upper: Sequence[int | None] = ()
    """Greatest value, None for no bound, which is the default."""
    weights: Sequence[int] = ()
    """How much it takes to change each variable, 1 or more; default: 1."""
    changeable: Sequence[bool] = ()
    """False for a variable that is sure; default: True."""
    guards: Mapping[int, Sequence[int]] = field(default_factory=dict)
    """Relation -> the relations under which it must hold: while one of them does not, it need not. These are conditions
    and nothing else: none of them must hold by itself."""
    known: Sequence[bool] = ()
    """False for a variable without a number: any value may be put in at no cost, even if it is sure; default: True."""

    @property
    def arrays(self) -> IntArrays:
        """The matrix by arrays, whatever it is."""
        if not isinstance(self.matrix, PlainRows):
            return self.matrix
        from validator.constraints.sparse import Sparse

        return Sparse.of([dict(row) for row in self.matrix.entries], self.matrix.width)

    @cached_property
    def rows(self) -> list[list[tuple[int, int]]]:
        """The variables of each relation with their weights, ascending, zeros left out."""
        if isinstance(self.matrix, PlainRows):
            return self.matrix.entries
        starts, columns, data = (one.tolist() for one in (self.matrix.indptr, self.matrix.indices, self.matrix.data))
        return [_entries(columns[start:stop], data[start:stop]) for start, stop in pairwise(starts)]

    def row(self, at: int) -> list[tuple[int, int]]:
        """One of them."""
        matrix = self.matrix
        if isinstance(matrix, PlainRows):
            return matrix.entries[at]
        own = slice(int(matrix.indptr[at]), int(matrix.indptr[at + 1]))
        return _entries(matrix.indices[own].tolist(), matrix.data[own].tolist())

    def total(self, row: int) -> int:
        """What a relation adds up to as the numbers stand."""
        constant = int(self.constants[row]) if self.constants else 0
        return constant + sum(weight * int(self.values[variable]) for variable, weight in self.row(row))


class Change(Struct, frozen=True, order=True):
    """One variable of a repair."""

    variable: int
    old: int
    low: int | None
    """Least value it can take; None for no bound."""
    high: int | None
    """Greatest value."""
    suggested: int
    """The value it has in one solution of the whole repair: near to the old one, where there is a choice."""

    @property
    def new(self) -> int | None:
        """The value that settles it, None where several do."""
        return self.low if self.low == self.high else None


class Repair(Struct, frozen=True, order=True):
    """A smallest set of variables to change, with what each has to become."""

    changes: tuple[Change, ...]
    """In the order of the variables."""

    @property
    def variables(self) -> tuple[int, ...]:
        """The variables that change."""
        return tuple(change.variable for change in self.changes)

    @property
    def exact(self) -> bool:
        """True if each variable has just one value that settles it."""
        return all(change.new is not None for change in self.changes)


class Component(Struct, frozen=True):
    """Violated relations that are repaired together, independently of all others."""

    violated: tuple[int, ...]
    """The relations, ascending. One that missing numbers could settle is left out, unless there are no others."""
    repairs: tuple[Repair, ...] = ()
    """All smallest repairs, or as many as were to be listed."""
    complete: bool = True
    """True if no smallest repair is missing from the list."""
    reason: Reason | None = None
    """Why the list is not complete, or empty."""

    @property
    def unique(self) -> bool:
        """True if only one smallest repair exists."""
        return self.complete and len(self.repairs) == 1


def _entries(variables: Sequence[int], weights: Sequence[int]) -> list[tuple[int, int]]:
    row = dict(zip(variables, map(int, weights), strict=True))
    if len(row) < len(variables):
        # One may be written in parts.
        row = dict.fromkeys(row, 0)
        for variable, weight in zip(variables, weights, strict=True):
            row[variable] += int(weight)
    return [entry for entry in sorted(row.items()) if entry[1]]


def applied(problem: RepairProblem, repairs: Iterable[Repair]) -> list[int]:
    """Shape (variables,): the values with the changes of the repairs made."""
    values = [int(value) for value in problem.values]
    for repair in repairs:
        for change in repair.changes:
            values[change.variable] = change.suggested
    return values


def with_those_waiting(
    found: Mapping[int, Component], waiting: Iterable[tuple[int, Iterable[int]]]
) -> Iterator[tuple[int, Component]]:
    """Relations with their components, and those that stand in for one of them.

    `waiting`: relations, each with those that it stands in for.
    """
    yield from found.items()
    for place, others in waiting:
        first = next((found[other] for other in others if other in found), None)
        if first is not None:
            yield place, first

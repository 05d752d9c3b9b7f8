"""All the best readings of damaged rows, whose numbers may be put into columns in several ways each.

The search is exact: row by row, the partial readings that leave every relation with the same remainder are one state,
and a relation that no choice of the remaining rows can mend counts as violated at once.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from validator.model.rules.constraint import Relation
from validator.recognition._options import MOST_READINGS, PlacementOption, Solution

if TYPE_CHECKING:
    from typing import TypeAlias

    from numpy.typing import NDArray

    Ints: TypeAlias = NDArray[np.int64]
    Mask: TypeAlias = NDArray[np.bool_]
    _Values: TypeAlias = Mapping[str, Fraction | int]

_MOST_STATES = 8_000
"""Partial readings kept at once; a table that needs more stays open."""
_LARGEST = 2**52
"""Largest remainder that is computed with."""
_BEYOND = 2**54
"""More than any remainder, and no more than can be added up over the rows of a table."""
_SETTLED = np.iinfo(np.int64).max
"""Remainder of a relation whose outcome is decided."""
_PRIME = 2**61 - 1
_FACTOR = 0x14057B7EF767814F
"""Its powers, less what is a multiple of the prime, do as well as numbers drawn by lot, and there is less to load."""


class SearchLayer(Struct, frozen=True):
    """The partial readings after one row."""

    states: Ints
    """Shape (states, relations + 1): what is left of each relation, then the relations violated so far."""
    parents: Ints
    """State of the layer before, for each step into this layer."""
    options: Ints
    """Which option is taken in each step."""
    children: Ints
    """State reached by each step."""


class Problem(Struct, frozen=True):
    """The relations as whole numbers over the options of the rows."""

    start: Ints
    """What the firm numbers and constants contribute to each relation."""
    steps: tuple[Ints, ...]
    """For each row, what its options contribute; shape (options, relations)."""
    unknown: tuple[Mask, ...]
    """For each row, which relations an option leaves unknown; the same shape."""
    faults: tuple[Ints, ...]
    """For each row, the blanks of each option that should be none."""
    signs: tuple[Ints, Ints]
    """1 for the relations violated by a remainder above 0, and by one below 0."""

    @classmethod
    def build(
        cls, rows: Sequence[Sequence[PlacementOption]], fixed: Mapping[str, Fraction], relations: Sequence[Relation]
    ) -> Problem:
        plain = [[{cell: _plain(value) for cell, value in option.values.items()} for option in row] for row in rows]
        open_cells = {cell for row in rows for option in row for cell in option.unknown}
        found = [(relation, _column(plain, fixed, relation, open_cells)) for relation in relations]
        counted = [_cells(relation) for relation, column in found if column is not None]
        columns = [column for _, column in found if column is not None]
        steps = [
            np.array([[column.parts[row][at] for column in columns] for at in range(len(options))], dtype=np.int64)
            for row, options in enumerate(rows)
        ]
        return cls(
            np.array([column.base for column in columns], dtype=np.int64),
            tuple(step.reshape(len(options), len(columns)) for step, options in zip(steps, rows, strict=True)),
            tuple(
                np.array(
                    [[not cells.isdisjoint(option.unknown) for cells in counted] for option in row], dtype=np.bool_
                ).reshape(len(row), len(counted))
                for row in rows
            ),
            tuple(_beyond_least([len(option.unknown) for option in row]) for row in rows),
            (
                np.array([column.comparator in {"=", "<="} for column in columns], dtype=np.int64),
                np.array([column.comparator in {"=", ">="} for column in columns], dtype=np.int64),
            ),
        )

    @property
    def relations(self) -> int:
        """How many relations count."""
        return len(self.start)

    def search(self, allowed: int, *, blank_totals: bool = False) -> list[SearchLayer] | None:
        """All partial readings with at most so many violations, row by row; None if there are too many.

        `blank_totals`: a total left blank whose parts are not 0 is a fault of its own; else it counts 0.
        """
        empty = np.zeros(0, dtype=np.int64)
        least = [self._bound(row, -1, blank_totals=blank_totals) for row in range(len(self.steps))]
        most = [self._bound(row, 1, blank_totals=blank_totals) for row in range(len(self.steps))]
        states = np.append(self.start, 0)[None, :]
        layers = [SearchLayer(self._judge(states, sum(least), sum(most)), empty, empty, empty)]
        for row, step in enumerate(self.steps):
            states = layers[-1].states
            if states.shape[0] * step.shape[0] > 50 * _MOST_STATES:
                return None
            options = np.hstack([step, self.faults[row][:, None] * blank_totals])
            reached = np.where(states[:, None, :] == _SETTLED, _SETTLED, states[:, None, :] + options[None, :, :])
            if blank_totals and self.unknown[row].any():
                reached[:, :, :-1][np.broadcast_to(self.unknown[row], reached[:, :, :-1].shape)] = _SETTLED
            reached = self._judge(reached.reshape(-1, states.shape[1]), sum(least[row + 1 :]), sum(most[row + 1 :]))
            kept = np.flatnonzero(reached[:, -1] <= allowed)
            merged, children = _unique_rows(reached[kept])
            if len(merged) > _MOST_STATES:
                return None
            parents, taken = np.divmod(kept, len(step))
            layers.append(SearchLayer(merged, parents, taken, children))
        return layers

    def faults_of(self, reading: Sequence[int]) -> tuple[int, ...]:
        """The rows whose total a reading leaves blank although its parts are not 0."""
        return tuple(row for row, at in enumerate(reading) if self.faults[row][at])

    def blank_totals(self, reading: Sequence[int]) -> int:
        """How many totals it leaves blank although their parts are not 0, those left aside that no reading avoids."""
        return sum(int(self.faults[row][at]) for row, at in enumerate(reading))

    def _bound(self, row: int, side: int, *, blank_totals: bool) -> Ints:
        """The least (-1) or most (1) that a row can add to each relation; one it may leave unknown has no bound."""
        step = self.steps[row]
        bound: Ints = step.min(axis=0) if side < 0 else step.max(axis=0)
        return np.where(self.unknown[row].any(axis=0), side * _BEYOND, bound) if blank_totals else bound

    def _judge(self, states: Ints, least: Ints | int, most: Ints | int) -> Ints:
        """Settle the relations that the remaining rows can no longer change, and count those that stay violated."""
        states = states.copy()
        rest = states[:, :-1]
        open_ = rest != _SETTLED
        above, below = self.signs
        # What is left lies between these whatever is chosen for the remaining rows.
        lowest, highest = np.where(open_, rest, 0) + least, np.where(open_, rest, 0) + most
        violated = open_ & (((lowest > 0) & (above == 1)) | ((highest < 0) & (below == 1)))
        holds = open_ & ((highest <= 0) | (above == 0)) & ((lowest >= 0) | (below == 0))
        states[:, -1] += violated.sum(axis=1)
        rest[violated | holds] = _SETTLED
        return states


def _beyond_least(counts: Sequence[int]) -> Ints:
    """What can be avoided: a row that leaves its total blank however it is read is no worse for it."""
    return np.array(counts, dtype=np.int64) - min(counts)


def _unique_rows(states: Ints) -> tuple[Ints, Ints]:
    """The different rows, and for each row given which of them it is."""
    weights = np.array([pow(_FACTOR, at + 1, _PRIME) for at in range(states.shape[1])], dtype=np.int64)
    _, firsts, inverse = np.unique(states @ weights, return_index=True, return_inverse=True)
    merged = states[firsts]
    if (merged[inverse] == states).all():
        return merged, inverse
    # Two different rows with the same weighted sum: all but impossible, and told apart the slow way.
    merged, inverse = np.unique(states, axis=0, return_inverse=True)
    return merged, inverse.reshape(-1)


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


def solution_of(layers: Sequence[SearchLayer]) -> Solution:
    """The readings that lead to the last layer."""
    alive = _alive(layers)
    listed = []
    for reading in _paths(layers, alive):
        listed.append(reading)
        if len(listed) > MOST_READINGS:
            return Solution(tuple(sorted({*listed, *_witnesses(layers, alive)})), complete=False)
    return Solution(tuple(sorted(listed)), complete=True)


def _alive(layers: Sequence[SearchLayer]) -> list[Ints]:
    """For each layer after the first, the steps from which the end can be reached."""
    wanted = np.ones(len(layers[-1].states), dtype=np.bool_)
    alive: list[Ints] = []
    for before, layer in zip(layers[-2::-1], layers[:0:-1], strict=True):
        steps = np.flatnonzero(wanted[layer.children])
        alive.insert(0, steps)
        wanted = np.zeros(len(before.states), dtype=np.bool_)
        wanted[layer.parents[steps]] = True
    return alive


def _paths(
    layers: Sequence[SearchLayer], alive: Sequence[Ints], row: int = 0, state: int = 0
) -> Iterator[tuple[int, ...]]:
    """All readings from a state to the end."""
    if row == len(alive):
        yield ()
        return
    layer = layers[row + 1]
    for step in alive[row]:
        if layer.parents[step] == state:
            for rest in _paths(layers, alive, row + 1, int(layer.children[step])):
                yield (int(layer.options[step]), *rest)


def _witnesses(layers: Sequence[SearchLayer], alive: Sequence[Ints]) -> Iterator[tuple[int, ...]]:
    """A best reading for every option that occurs in one."""
    heads: list[dict[int, tuple[int, ...]]] = [{0: ()}]
    for layer, steps in zip(layers[1:], alive, strict=True):
        reached: dict[int, tuple[int, ...]] = {}
        for step in steps:
            head = heads[-1][int(layer.parents[step])]
            reached.setdefault(int(layer.children[step]), (*head, int(layer.options[step])))
        heads.append(reached)
    for row, steps in enumerate(alive):
        layer = layers[row + 1]
        _, firsts = np.unique(layer.options[steps], return_index=True)
        for step in steps[firsts]:
            head = heads[row][int(layer.parents[step])]
            tail = next(_paths(layers, alive, row + 1, int(layer.children[step])))
            yield (*head, int(layer.options[step]), *tail)

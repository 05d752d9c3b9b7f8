"""The same search for the best readings of damaged rows where there are many partial ones, all of a row at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from validator.recognition.placement._problem import BEYOND, Problem
from validator.recognition.placement.options import MOST_READINGS, Solution

if TYPE_CHECKING:
    from typing import TypeAlias

    from numpy.typing import NDArray

    Ints: TypeAlias = NDArray[np.int64]
    Mask: TypeAlias = NDArray[np.bool_]

_MOST_STATES = 8_000
"""Partial readings kept at once; a table that needs more stays open."""
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


class ManyStates(Struct, frozen=True, dict=True):
    """A problem as arrays."""

    problem: Problem

    def readings(self, allowed: int, *, blank_totals: bool = False) -> Solution | None:
        """All readings with at most so many violations; None if there are too many partial ones."""
        layers = self._search(allowed, blank_totals=blank_totals)
        return None if layers is None else _solution_of(layers)

    @cached_property
    def _steps(self) -> Sequence[Ints]:
        """For each row, what its options contribute; shape (options, relations)."""
        return [np.array(row, dtype=np.int64).reshape(len(row), self.problem.relations) for row in self.problem.steps]

    @cached_property
    def _unknown(self) -> Sequence[Mask]:
        """For each row, which relations an option leaves unknown; the same shape."""
        found = [np.zeros(step.shape, dtype=np.bool_) for step in self._steps]
        for mask, row in zip(found, self.problem.unknown, strict=True):
            for at, relations in enumerate(row):
                mask[at, list(relations)] = True
        return found

    @cached_property
    def _signs(self) -> tuple[Mask, Mask]:
        """Which relations are violated by a remainder above 0, and which by one below 0."""
        above, below = (np.array(one, dtype=np.bool_) for one in self.problem.signs)
        return above, below

    def _search(self, allowed: int, *, blank_totals: bool) -> list[SearchLayer] | None:
        """All partial readings with at most so many violations, row by row; None if there are too many."""
        empty = np.zeros(0, dtype=np.int64)
        least = [self._bound(row, -1, blank_totals=blank_totals) for row in range(len(self._steps))]
        most = [self._bound(row, 1, blank_totals=blank_totals) for row in range(len(self._steps))]
        states = np.array([[*self.problem.start, 0]], dtype=np.int64)
        layers = [SearchLayer(self._judge(states, sum(least), sum(most)), empty, empty, empty)]
        for row, step in enumerate(self._steps):
            states = layers[-1].states
            if states.shape[0] * step.shape[0] > 50 * _MOST_STATES:
                return None
            options = np.hstack([step, np.array(self.problem.faults[row], dtype=np.int64)[:, None] * blank_totals])
            reached = np.where(states[:, None, :] == _SETTLED, _SETTLED, states[:, None, :] + options[None, :, :])
            if blank_totals and self._unknown[row].any():
                reached[:, :, :-1][np.broadcast_to(self._unknown[row], reached[:, :, :-1].shape)] = _SETTLED
            reached = self._judge(reached.reshape(-1, states.shape[1]), sum(least[row + 1 :]), sum(most[row + 1 :]))
            kept = np.flatnonzero(reached[:, -1] <= allowed)
            merged, children = _unique_rows(reached[kept])
            if len(merged) > _MOST_STATES:
                return None
            parents, taken = np.divmod(kept, len(step))
            layers.append(SearchLayer(merged, parents, taken, children))
        return layers

    def _bound(self, row: int, side: int, *, blank_totals: bool) -> Ints:
        """The least (-1) or most (1) that a row can add to each relation; one it may leave unknown has no bound."""
        step = self._steps[row]
        bound: Ints = step.min(axis=0) if side < 0 else step.max(axis=0)
        return np.where(self._unknown[row].any(axis=0), side * BEYOND, bound) if blank_totals else bound

    def _judge(self, states: Ints, least: Ints | int, most: Ints | int) -> Ints:
        """Settle the relations that the remaining rows can no longer change, and count those that stay violated."""
        states = states.copy()
        rest = states[:, :-1]
        open_ = rest != _SETTLED
        above, below = self._signs
        # What is left lies between these whatever is chosen for the remaining rows.
        lowest, highest = np.where(open_, rest, 0) + least, np.where(open_, rest, 0) + most
        violated = open_ & (((lowest > 0) & above) | ((highest < 0) & below))
        holds = open_ & ((highest <= 0) | ~above) & ((lowest >= 0) | ~below)
        states[:, -1] += violated.sum(axis=1)
        rest[violated | holds] = _SETTLED
        return states


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


def _solution_of(layers: Sequence[SearchLayer]) -> Solution:
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

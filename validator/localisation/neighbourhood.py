"""Locate errors in a system too large to be searched as a whole: the smallest repairs near what is violated.

A repair of few variables lies near the relations it repairs. So the search is among the variables of the violated
relations first; where that gives no repair, or one of more variables than steps were taken, it goes on among those that
share a relation with them, and so on. All other variables stay as they are. A repair of no more variables than steps
is the smallest there is, and no other of its size is missed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from validator.localisation._search import locate
from validator.localisation.problem import Component, Reason, Repair, RepairProblem

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    IntMatrix: TypeAlias = "csr_array[Any, tuple[int, int]]"
    Places: TypeAlias = NDArray[np.intp]
    Mask: TypeAlias = NDArray[np.bool_]

STEPS = 3
"""Relations that a repair may be away from a violated one."""
EFFORT = 4_000
"""Steps of the search in one connected section."""
_MOST_RELATIONS = 4_000
"""Relations of a section that is still searched."""


def locate_near(problem: RepairProblem, *, steps: int = STEPS, effort: int = EFFORT) -> tuple[Component, ...]:
    """The components of a problem, as `locate` gives them; repairs of more variables than `steps` may be missed."""
    indexed = _IndexedProblem.of(problem)
    solved: list[_SolvedSection] = []
    left = indexed.violated
    for step in range(1, steps + 1):
        sections = list(indexed.sections(left, step))
        # A repair that reaches into a section solved before may do the work of both.
        while reached := [one for one in solved if any(np.isin(one.rows, rows).any() for rows, _ in sections)]:
            solved = [one for one in solved if one not in reached]
            left = np.union1d(left, [row for one in reached for part in one.components for row in part.violated])
            sections = list(indexed.sections(left.astype(np.intp), step))
        later: list[int] = []
        for rows, columns in sections:
            components = _solve(indexed, rows, columns, effort)
            if step < steps and _may_be_smaller(components, step):
                later += [row for one in components for row in one.violated]
            else:
                solved.append(_SolvedSection(rows, components))
        left = np.array(sorted(later), dtype=np.intp)
    return tuple(sorted((one for part in solved for one in part.components), key=lambda one: one.violated))


class _SolvedSection(Struct, frozen=True, eq=False):
    """A section in which no smaller repair can be found by looking farther away."""

    rows: Places
    components: Sequence[Component]


def _solve(indexed: _IndexedProblem, rows: Places, columns: Places, effort: int) -> list[Component]:
    """The components of a section, in the numbering of the whole problem."""
    rows, columns = indexed.without_bound(rows, columns)
    if len(rows) > _MOST_RELATIONS:
        missed = tuple(int(row) for row in rows if indexed.is_violated[row])
        return [Component(missed, complete=False, reason=Reason.TOO_LARGE)]
    return [_renumbered(one, rows, columns) for one in locate(indexed.section(rows, columns), effort=effort)]


def _may_be_smaller(components: Sequence[Component], step: int) -> bool:
    """True if variables farther away could give a repair, or a smaller one."""
    if any(one.reason in {Reason.TOO_LARGE, Reason.TOO_MANY} for one in components):
        return False
    sizes = [len(one.repairs[0].changes) if one.repairs else step + 1 for one in components]
    return sum(sizes) > step


def _renumbered(component: Component, rows: Places, columns: Places) -> Component:
    """A component of a section in the numbering of the whole problem."""
    repairs = (
        Repair(tuple(replace(one, variable=int(columns[one.variable])) for one in repair.changes))
        for repair in component.repairs
    )
    return replace(
        component,
        violated=tuple(int(rows[at]) for at in component.violated),
        repairs=tuple(sorted(repairs, key=lambda one: one.variables)),
    )


class _IndexedProblem(Struct, frozen=True, eq=False, dict=True):
    """A problem as arrays, from which sections are cut."""

    problem: RepairProblem
    matrix: IntMatrix
    columns: IntMatrix
    """The matrix turned over: the relations of each variable."""
    values: NDArray[np.int64]
    free: Mask
    """Variables with a number that may change."""
    unknown: Mask
    is_violated: Mask
    """Relations that do not hold where missing numbers count 0, and that no number missing in them alone can settle."""

    @classmethod
    def of(cls, problem: RepairProblem) -> _IndexedProblem:
        """Find what is violated."""
        from scipy.sparse import csr_array

        given = problem.arrays
        matrix = csr_array((given.data, given.indices, given.indptr), shape=given.shape)
        count, width = matrix.shape
        values = np.array(problem.values, dtype=np.int64)
        unknown = ~np.array(problem.known or [True] * width, dtype=np.bool_)
        free = np.array(problem.changeable or [True] * width, dtype=np.bool_) & ~unknown
        excess = matrix @ values + np.array(problem.constants or [0] * count, dtype=np.int64)
        accepted = np.array(problem.tolerances or [0] * count, dtype=np.int64)
        comparators = np.array(problem.comparators)
        negative = np.array([low is None or low < 0 for low in problem.lower or [0] * width], dtype=np.bool_)
        # A number that is missing in one relation alone settles it, so that nothing is to be explained there.
        slack = unknown & (np.bincount(matrix.indices, minlength=width) == 1)
        slack &= ~np.array([high is not None for high in problem.upper or [None] * width], dtype=np.bool_)
        up = down = np.zeros(count, dtype=np.int64)
        if slack.any():
            # The matrix may have millions of entries, and this makes copies of it.
            up, down = (
                abs(matrix * (sign * matrix > 0)) @ slack.astype(np.int64)
                + abs(matrix) @ (slack & negative).astype(np.int64)
                for sign in (1, -1)
            )
        too_large = (comparators != ">=") & (excess > accepted)
        too_small = (comparators != "<=") & (-excess > accepted)
        violated = (too_large & (down == 0)) | (too_small & (up == 0))
        for relation, guards in problem.guards.items():
            violated[relation] &= not any(too_large[guard] or too_small[guard] for guard in guards)
            violated[list(guards)] = False
        # Where there are entries is all that is asked of it.
        places = csr_array((np.ones(matrix.nnz, dtype=np.int8), matrix.indices, matrix.indptr), shape=matrix.shape)
        turned = csr_array(places.T)
        return cls(problem, matrix, turned, values, free, unknown, violated)

    @cached_property
    def guarded(self) -> IntMatrix | None:
        """Which relations are a guard of each other; None if there are no guards."""
        from scipy.sparse import csr_array

        pairs = [(one, guard) for one, guards in self.problem.guards.items() for guard in guards]
        if not pairs:
            return None
        ones, guards = np.array(pairs).T
        ends = (np.concatenate([ones, guards]), np.concatenate([guards, ones]))
        return csr_array((np.ones(len(ends[0]), dtype=np.int64), ends), shape=(self.matrix.shape[0],) * 2)

    @property
    def violated(self) -> Places:
        """The violated relations."""
        return np.flatnonzero(self.is_violated)

    def sections(self, seeds: Places, step: int) -> Iterator[tuple[Places, Places]]:
        """Relations and variables near violated ones, each connected section that holds one of these by itself."""
        if not len(seeds):
            return
        rows = seeds
        columns = rows[:0]
        for _ in range(step):
            columns = self._of(self.matrix, self._with_missing(rows), self.free)
            rows = np.union1d(seeds, self._of(self.columns, columns))
        rows = self._with_missing(rows)
        columns = np.union1d(columns, self._of(self.matrix, rows, self.unknown))
        wanted = np.isin(rows, seeds)
        for places in self._connected(rows, columns):
            own, beyond = places[places < len(rows)], places[places >= len(rows)] - len(rows)
            if wanted[own].any():
                yield rows[own], columns[beyond]

    def without_bound(self, rows: Places, columns: Places) -> tuple[Places, Places]:
        """A section without the variables that cannot change in it, and the relations that hold whatever changes.

        What stands alone in an equation that holds is bound to its number: so a unit that agrees with itself, of which
        only some cells are in the section, falls out of it piece by piece.
        """
        inside = self.matrix[rows][:, columns]
        row_of = np.repeat(np.arange(len(rows)), np.diff(inside.indptr))
        holds, free = self._exact[rows], np.ones(len(columns), dtype=np.bool_)
        bound = self._bound_if_alone[columns]
        while True:
            left = free[inside.indices]
            alone = holds & (np.bincount(row_of[left], minlength=len(rows)) == 1)
            falls = np.unique(inside.indices[left & alone[row_of]])
            falls = falls[bound[falls]]
            if not len(falls):
                break
            free[falls] = False
        if free.all():
            return rows, columns
        empty = np.bincount(row_of[free[inside.indices]], minlength=len(rows)) == 0
        return rows[~(empty & holds)], columns[free]

    @cached_property
    def _exact(self) -> Mask:
        """Equations that hold without tolerance and under no condition, and are none themselves."""
        problem, count = self.problem, self.matrix.shape[0]
        constants = np.array(problem.constants or [0] * count, dtype=np.int64)
        found: Mask = (np.array(problem.comparators) == "=") & (self.matrix @ self.values + constants == 0)
        found &= np.array(problem.tolerances or [0] * count) == 0
        for relation, guards in problem.guards.items():
            found[[relation, *guards]] = False
        return found

    @cached_property
    def _bound_if_alone(self) -> Mask:
        """Variables with a number that is within its limits."""
        width = len(self.values)
        low, high = self.problem.lower or [0] * width, self.problem.upper or [None] * width
        within = [
            (least is None or least <= value) and (most is None or value <= most)
            for value, least, most in zip(self.values.tolist(), low, high, strict=True)
        ]
        return np.array(within, dtype=np.bool_) & self.free

    def _connected(self, rows: Places, columns: Places) -> Iterator[Places]:
        """What of these hangs together: places in `rows`, and behind them those in `columns`, ascending.

        Beside a parent that forgot a unit stands all that its units hold, which is more than to go through one by one.
        """
        # scipy has this as well, in a part that loads all of linear algebra.
        links = [(self.matrix[rows][:, columns], len(rows))]
        if self.guarded is not None:
            links.append((self.guarded[rows][:, rows], 0))
        ends = [(np.repeat(np.arange(len(rows)), np.diff(one.indptr)), one.indices + shift) for one, shift in links]
        # Of each the least that is known to hang together with it.
        least = np.arange(len(rows) + len(columns))
        while True:
            before = least.copy()
            for one, other in ends:
                np.minimum.at(least, other, least[one])
                np.minimum.at(least, one, least[other])
            least = least[least]
            if (least == before).all():
                break
        order = np.argsort(least, kind="stable")
        if len(order):
            yield from np.split(order, np.flatnonzero(np.diff(least[order])) + 1)

    def _with_missing(self, rows: Places) -> Places:
        """Relations, with their guards, and all that share missing numbers: these may be whatever all of them allow."""
        reached = -1
        while len(rows) != reached:
            reached = len(rows)
            if self.guarded is not None:
                rows = np.union1d(rows, self._of(self.guarded, rows))
            rows = np.union1d(rows, self._of(self.columns, self._of(self.matrix, rows, self.unknown)))
        return rows

    @staticmethod
    def _of(matrix: IntMatrix, rows: Places, wanted: Mask | None = None) -> Places:
        """The columns with entries in rows."""
        found = np.zeros(matrix.shape[1], dtype=np.bool_)
        found[matrix[rows].indices] = True
        return np.flatnonzero(found if wanted is None else found & wanted)

    def section(self, rows: Places, columns: Places) -> RepairProblem:
        """The problem of some relations and variables, all others as they are."""
        from scipy.sparse import csr_array

        problem = self.problem
        inside = csr_array(self.matrix[rows][:, columns])
        elsewhere = self.matrix[rows] @ self.values - inside @ self.values[columns]
        constants = np.array(problem.constants or [0] * self.matrix.shape[0], dtype=np.int64)[rows] + elsewhere

        def chosen(sequence: Sequence[Any], places: Places) -> list[Any]:
            return [sequence[at] for at in places] if sequence else []

        place = {int(row): at for at, row in enumerate(rows)}
        guards = {
            place[relation]: tuple(place[guard] for guard in guards)
            for relation, guards in problem.guards.items()
            if relation in place
        }
        return RepairProblem(
            inside,
            chosen(problem.comparators, rows),
            self.values[columns].tolist(),
            constants=constants.tolist(),
            tolerances=chosen(problem.tolerances, rows),
            lower=chosen(problem.lower, columns),
            upper=chosen(problem.upper, columns),
            weights=chosen(problem.weights, columns),
            changeable=self.free[columns].tolist(),
            guards=guards,
            known=(~self.unknown[columns]).tolist(),
        )

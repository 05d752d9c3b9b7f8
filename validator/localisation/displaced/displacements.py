"""One slip of the hand that moves many numbers: a row or column one place off, two of them or two cells exchanged.

Each is undone and looked at before sets of cells are believed: it is one mistake, however many cells it changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from validator.localisation.displaced._moves import Broken, Move, moves
from validator.localisation.problem import Change, PlainRows, Repair, RepairProblem
from validator.localisation.slips import Slip
from validator.model.form import Form

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Displacement(Struct, frozen=True):
    """A slip undone."""

    slip: Slip
    repair: Repair
    touched: frozenset[int]
    """The relations of its cells, all of which hold after it."""


class Displacements(Struct, frozen=True, dict=True):
    """A problem and what is violated in it, made ready to be asked of one form after the other."""

    problem: RepairProblem
    violated: frozenset[int]
    """Relations."""

    @cached_property
    def rows(self) -> _Rows:
        """The relations of the problem."""
        return _Rows(self.problem)

    @cached_property
    def broken(self) -> Broken:
        """The violated ones of them."""
        return Broken.of(self.problem, self.violated)

    def of(self, form: Form, start: int) -> Iterator[Displacement]:
        """The slips that, undone, settle all relations of their cells; `start`: the first variable of the form's."""
        for table in form.tables:
            first = start + form.index[table.cells[0]]
            entries = self.broken.inside(first, first + len(table.cells))
            if entries:
                slips = moves(len(table.row_names), len(table.column_names), flat=table.arrangement == "flat")
                values = self.problem.values[first : first + len(table.cells)]
                for move in slips.settling(self.broken, entries, first):
                    yield from self._undone(move, move.numbers(values), first)

    def _undone(self, move: Move, new: Mapping[int, int], first: int) -> Iterator[Displacement]:
        """A slip, if what it takes to undo it makes sense and settles all relations of its cells.

        `new`: place in the table -> number where it changes; `first`: the first variable of the table.
        """
        known, lower = self.problem.known, self.problem.lower
        one_cell = len(new) == 1 and move.lost is None
        if one_cell or not all(known[first + cell] for cell, _ in move.pairs):
            return
        if all((low := lower[first + cell]) is None or value >= low for cell, value in new.items()):
            lost = None if move.lost is None else first + move.lost
            found = self.rows.repaired({first + cell: value for cell, value in new.items()}, lost)
            if found is not None:
                yield Displacement(move.slip, *found)


class _Rows(Struct, frozen=True, dict=True):
    """The relations of a problem, and those of each variable."""

    problem: RepairProblem

    @cached_property
    def _turned(self) -> tuple[NDArray[np.intp], NDArray[np.int32], NDArray[np.int64]] | None:
        """Where the entries of each variable begin; relation and weight of each entry, variable by variable.

        None where the relations are few enough that all were looked at.
        """
        matrix = self.problem.matrix
        if isinstance(matrix, PlainRows):
            return None
        import numpy as np

        # Of a parent with thousands of units there are millions of entries.
        order = np.argsort(matrix.indices, kind="stable")
        row_of = np.repeat(np.arange(matrix.shape[0], dtype=np.int32), np.diff(matrix.indptr))
        starts = np.concatenate([[0], np.cumsum(np.bincount(matrix.indices, minlength=matrix.shape[1]))])
        return starts, row_of[order], matrix.data[order]

    def of_variable(self, variable: int) -> Sequence[tuple[int, int]]:
        """The relations of a variable with its weight in each."""
        found = self._kept.get(variable)
        if found is None and self._turned is not None:
            starts, relations, weights = self._turned
            own = slice(int(starts[variable]), int(starts[variable + 1]))
            found = self._kept[variable] = list(zip(relations[own].tolist(), weights[own].tolist(), strict=True))
        return found or ()

    @cached_property
    def _kept(self) -> dict[int, list[tuple[int, int]]]:
        """Of the variables that were asked for; of all of them where they are few."""
        found: dict[int, list[tuple[int, int]]] = {}
        if isinstance(self.problem.matrix, PlainRows):
            for at, row in enumerate(self.problem.rows):
                for variable, weight in row:
                    found.setdefault(variable, []).append((at, weight))
        return found

    def repaired(self, new: Mapping[int, int], lost: int | None) -> tuple[Repair, frozenset[int]] | None:
        """The repair with its relations, if all of these hold after it; the lost number is found."""
        values = self.problem.values
        delta = {at: value - values[at] for at, value in new.items()}
        moved: dict[int, int] = {}
        for variable, by in delta.items():
            self._move(moved, variable, by)
        if lost is not None:
            found = self._lost(lost, moved)
            if found is None:
                return None
            delta[lost] = found
            self._move(moved, lost, found)
        if not all(self._holds(at, by) for at, by in moved.items()):
            return None
        changes = [
            Change(at, values[at], values[at] + by, values[at] + by, values[at] + by)
            for at, by in sorted(delta.items())
            if by
        ]
        return Repair(tuple(changes)), frozenset(moved)

    def _move(self, moved: dict[int, int], variable: int, by: int) -> None:
        """Add to what each relation changes by."""
        for at, weight in self.of_variable(variable):
            moved[at] = moved.get(at, 0) + weight * by

    def _lost(self, lost: int, moved: Mapping[int, int]) -> int | None:
        """The change of the lost number that the first equation with it wants; None if it cannot be."""
        for at, weight in self.of_variable(lost):
            if self.problem.comparators[at] == "=" and at not in self.problem.guards:
                wanted, rest = divmod(-self._total(at) - moved.get(at, 0), weight)
                return None if rest or self.problem.values[lost] + wanted < 0 else wanted
        return None

    def _total(self, at: int) -> int:
        """What a relation adds up to as it stands."""
        if at not in self._totals:
            self._totals[at] = self.problem.total(at)
        return self._totals[at]

    @cached_property
    def _totals(self) -> dict[int, int]:
        """Of the relations that were asked for."""
        return {}

    def _holds(self, at: int, by: int) -> bool:
        """Whether a relation holds after a change of its total."""
        total, tolerance = self._total(at) + by, self.problem.tolerances[at]
        low = self.problem.comparators[at] == "<=" or total >= -tolerance
        return low and (self.problem.comparators[at] == ">=" or total <= tolerance)

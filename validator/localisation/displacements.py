"""One slip of the hand that moves many numbers: a row or column one place off, two of them or two cells exchanged.

Each is undone and looked at before sets of cells are believed: it is one mistake, however many cells it changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, combinations, islice, pairwise
from operator import mul
from typing import TYPE_CHECKING

import numpy as np

from validator.localisation.problem import Change, Repair, RepairProblem
from validator.localisation.slips import Slip
from validator.model.form import Form

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LOST = -1
"""In place of a cell: the number was lost."""


@dataclass(frozen=True, slots=True)
class Displacement:
    """A slip undone."""

    slip: Slip
    repair: Repair
    touched: frozenset[int]
    """The relations of its cells, all of which hold after it."""


@dataclass(frozen=True, slots=True)
class _Move:
    """A slip undone in a table of some size, whatever its numbers; cells by their places in it."""

    slip: Slip
    pairs: tuple[tuple[int, int], ...]
    """(cell, the cell in which its number stands or `_LOST`)."""
    cells: int
    """The cells as bits."""
    left: int
    """Cells whose own numbers nobody gets, as bits: they must be 0."""
    lost: int | None
    """The cell whose number was lost."""

    @classmethod
    def of(cls, slip: Slip, cells: Sequence[int], sources: Sequence[int]) -> _Move:
        """From cells and the sources of their numbers, one each."""
        pairs = tuple(zip(cells, sources, strict=True))
        lost = next((cell for cell, source in pairs if source == _LOST), None)
        left = sum(1 << cell for cell in cells if cell not in sources)
        return cls(slip, pairs, sum(1 << cell for cell in cells), left, lost)


@dataclass(frozen=True)
class Displacements:
    """A problem and what is violated in it, made ready to be asked of one form after the other."""

    problem: RepairProblem
    violated: frozenset[int]
    """Relations."""

    @cached_property
    def rows(self) -> _Rows:
        """The relations of the problem."""
        return _Rows(self.problem)

    @cached_property
    def wrong(self) -> NDArray[np.intp]:
        """The variables of violated relations, ascending."""
        return np.unique(np.concatenate([_none(), *(self.rows.variables(at) for at in self.violated)]))

    def of(self, form: Form, start: int) -> Iterator[Displacement]:
        """The slips that, undone, settle all relations of their cells; `start`: the first variable of the form's."""
        begin, end = np.searchsorted(self.wrong, [start, start + len(form.cells)]).tolist()
        wrong = self.wrong[begin:end].tolist()
        if wrong:
            yield from _displacements(form, start, self, wrong)


def _none() -> NDArray[np.intp]:
    return np.empty(0, dtype=np.intp)


def _displacements(form: Form, start: int, ready: Displacements, wrong: Sequence[int]) -> Iterator[Displacement]:
    """`wrong`: the variables of the form that are in violated relations."""
    rows, problem, violated = ready.rows, ready.problem, ready.violated
    for table in form.tables:
        first = start + form.index[table.cells[0]]
        inside = sum(1 << (variable - first) for variable in wrong if first <= variable < first + len(table.cells))
        if not inside:
            continue
        values = list(problem.values[first : first + len(table.cells)])
        filled = sum(1 << at for at, value in enumerate(values) if value)
        unknown = sum(1 << at for at in range(len(values)) if not problem.known[first + at])
        wanted = rows.wanted([one for one in wrong if first <= one < first + len(values)], first, violated)
        for move in _moves(len(table.row_names), len(table.column_names), flat=table.arrangement == "flat"):
            new = None if move.cells & unknown else _moved(move, values, inside, filled, wanted)
            if new and rows.makes_sense(new, first):
                lost = None if move.lost is None else first + move.lost
                found = rows.repaired({first + cell: value for cell, value in new.items()}, lost, violated)
                if found is not None:
                    yield Displacement(move.slip, *found)


def _moved(
    move: _Move, values: Sequence[int], wrong: int, filled: int, wanted: Mapping[int, int | None]
) -> dict[int, int] | None:
    """Cell -> number where it changes; None if that touches nothing wrong, or no more than one cell.

    `wrong`, `filled`: the cells of violated relations, and those that are not 0, as bits; `wanted`: what some cells
    must be if they change.
    """
    # Hundreds are looked at for each report: most of them change nothing.
    if not move.cells & wrong or not move.cells & filled or move.left & filled:
        return None
    new: dict[int, int] = {}
    for cell, at in move.pairs:
        if at >= 0 and values[at] != values[cell]:
            if cell in wanted and wanted[cell] != values[at]:
                return None
            new[cell] = values[at]
    if not new or (len(new) == 1 and move.lost is None) or not any(wrong >> cell & 1 for cell in new):
        return None
    return new


@lru_cache(maxsize=64)
def _moves(height: int, width: int, *, flat: bool) -> tuple[_Move, ...]:
    """All slips in a table of so many rows and columns; `flat`: its rows stand side by side."""
    rows = [list(range(row * width, (row + 1) * width)) for row in range(height)]
    columns = [list(column) for column in zip(*rows, strict=True)]
    lines = [(Slip.ROW_SHIFTED, rows)]
    if not flat:
        lines.append((Slip.COLUMN_SHIFTED, columns))
    found = [
        _Move.of(slip, line, sources)
        for slip, several in lines
        for line in several
        for sources in ([*line[1:], _LOST], [_LOST, *line[:-1]])
    ]
    for slip, several in ((Slip.ROWS_EXCHANGED, rows), (Slip.COLUMNS_EXCHANGED, columns)):
        found += [_Move.of(slip, one + other, other + one) for one, other in combinations(several, 2)]
    for slip, several in ((Slip.NEIGHBOUR_COLUMN, rows), (Slip.NEIGHBOUR_ROW, columns)):
        pairs = chain.from_iterable(pairwise(line) for line in several)
        found += [_Move.of(slip, pair, pair[::-1]) for pair in pairs]
    return tuple(found)


@dataclass(frozen=True)
class _Rows:
    """The relations of a problem, and those of each variable."""

    problem: RepairProblem

    @cached_property
    def totals(self) -> Sequence[int]:
        """What each relation adds up to as it stands."""
        matrix, values = self.problem.matrix, self.problem.values
        ends = matrix.indptr.tolist()
        parts = map(mul, map(values.__getitem__, matrix.indices.tolist()), matrix.data.tolist())
        return [
            int(constant) + sum(islice(parts, stop - start))
            for constant, (start, stop) in zip(self.problem.constants, pairwise(ends), strict=True)
        ]

    def variables(self, at: int) -> NDArray[np.intp]:
        """Those of a relation."""
        matrix = self.problem.matrix
        return np.asarray(matrix.indices[matrix.indptr[at] : matrix.indptr[at + 1]], dtype=np.intp)

    @cached_property
    def _turned(self) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.int64]]:
        """Where the entries of each variable begin; relation and weight of each entry, variable by variable."""
        matrix = self.problem.matrix
        order = np.argsort(matrix.indices, kind="stable")
        row_of = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
        starts = np.searchsorted(matrix.indices[order], np.arange(matrix.shape[1] + 1))
        return starts, row_of[order], matrix.data[order]

    def of_variable(self, variable: int) -> Sequence[tuple[int, int]]:
        """The relations of a variable with its weight in each."""
        found = self._kept.get(variable)
        if found is None:
            starts, relations, weights = self._turned
            own = slice(int(starts[variable]), int(starts[variable + 1]))
            found = self._kept[variable] = list(zip(relations[own].tolist(), weights[own].tolist(), strict=True))
        return found

    @cached_property
    def _kept(self) -> dict[int, Sequence[tuple[int, int]]]:
        """Of the variables that were asked for."""
        return {}

    def wanted(self, wrong: Sequence[int], first: int, violated: frozenset[int]) -> Mapping[int, int | None]:
        """What cells of a table must be if others of it change as well, None for what they cannot be.

        That is said of those that stand alone of the table in a violated equation; `wrong`: its variables in violated
        relations.
        """
        alone: dict[int, tuple[int, int] | None] = {}
        for variable in wrong:
            for at, weight in self.of_variable(variable):
                if at in violated:
                    alone[at] = None if at in alone else (variable, weight)
        found: dict[int, int | None] = {}
        for at, only in alone.items():
            exact = self.problem.comparators[at] == "=" and not self.problem.tolerances[at]
            if only is not None and exact:
                by, rest = divmod(-self.totals[at], only[1])
                found[only[0] - first] = None if rest else self.problem.values[only[0]] + by
        return found

    def makes_sense(self, new: Mapping[int, int], first: int) -> bool:
        """Whether no cell gets a number below its least; `first`: the first of the table."""
        lower = self.problem.lower
        return all((low := lower[first + cell]) is None or value >= low for cell, value in new.items())

    def repaired(
        self, new: dict[int, int], lost: int | None, violated: frozenset[int]
    ) -> tuple[Repair, frozenset[int]] | None:
        """The repair, if all relations of its cells hold after it and some did not before; the lost number is found."""
        values = self.problem.values
        delta = {at: value - values[at] for at, value in new.items()}
        if lost is None and not self._settles(delta, violated):
            return None
        moved: dict[int, int] = {}
        for variable, by in delta.items():
            self._move(moved, variable, by)
        if violated.isdisjoint(moved):
            return None
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

    def _settles(self, delta: Mapping[int, int], violated: frozenset[int]) -> bool:
        """Whether every violated relation of some cells holds after their change: most slips fail here."""
        moved: dict[int, int] = {}
        for variable, by in delta.items():
            for at, weight in self.of_variable(variable):
                if at in violated:
                    moved[at] = moved.get(at, 0) + weight * by
        return all(self._holds(at, by) for at, by in moved.items())

    def _move(self, moved: dict[int, int], variable: int, by: int) -> None:
        """Add to what each relation changes by."""
        for at, weight in self.of_variable(variable):
            moved[at] = moved.get(at, 0) + weight * by

    def _lost(self, lost: int, moved: Mapping[int, int]) -> int | None:
        """The change of the lost number that the first equation with it wants; None if it cannot be."""
        for at, weight in self.of_variable(lost):
            if self.problem.comparators[at] == "=" and at not in self.problem.guards:
                wanted, rest = divmod(-self.totals[at] - moved.get(at, 0), weight)
                return None if rest or self.problem.values[lost] + wanted < 0 else wanted
        return None

    def _holds(self, at: int, by: int) -> bool:
        """Whether a relation holds after a change of its total."""
        total, tolerance = self.totals[at] + by, self.problem.tolerances[at]
        low = self.problem.comparators[at] == "<=" or total >= -tolerance
        return low and (self.problem.comparators[at] == ">=" or total <= tolerance)

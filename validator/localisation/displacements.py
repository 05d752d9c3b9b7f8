"""One slip of the hand that moves many numbers: a row or column one place off, two of them or two cells exchanged.

Each is undone and looked at before sets of cells are believed: it is one mistake, however many cells it changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, combinations, pairwise

from validator.localisation.problem import Change, Repair, RepairProblem
from validator.localisation.slips import Slip
from validator.model.form import Form

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


def displacements(form: Form, start: int, problem: RepairProblem, violated: frozenset[int]) -> Iterator[Displacement]:
    """The slips that, undone, settle all relations of their cells; `start`: the first variable of the form's cells."""
    rows = _Rows.of(problem)
    wrong = {variable for at in violated for variable in rows.entries[at]}
    for table in form.tables:
        first = start + form.index[table.cells[0]]
        inside = sum(1 << (variable - first) for variable in wrong if first <= variable < first + len(table.cells))
        if not inside:
            continue
        values = list(problem.values[first : first + len(table.cells)])
        filled = sum(1 << at for at, value in enumerate(values) if value)
        unknown = sum(1 << at for at in range(len(values)) if not problem.known[first + at])
        for move in _moves(len(table.row_names), len(table.column_names), flat=table.arrangement == "flat"):
            new = None if move.cells & unknown else _moved(move, values, inside, filled)
            if new and rows.makes_sense(new, first):
                lost = None if move.lost is None else first + move.lost
                found = rows.repaired({first + cell: value for cell, value in new.items()}, lost, violated)
                if found is not None:
                    yield Displacement(move.slip, *found)


def _moved(move: _Move, values: Sequence[int], wrong: int, filled: int) -> dict[int, int] | None:
    """Cell -> number where it changes; None if that touches nothing wrong, or no more than one cell.

    `wrong`, `filled`: the cells of violated relations, and those that are not 0, as bits.
    """
    # Hundreds are looked at for each report: most of them change nothing.
    if not move.cells & wrong or not move.cells & filled or move.left & filled:
        return None
    new = {cell: values[at] for cell, at in move.pairs if at >= 0 and values[at] != values[cell]}
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


@dataclass(frozen=True, slots=True)
class _Rows:
    """The relations of a problem, and those of each variable."""

    problem: RepairProblem
    entries: Sequence[Mapping[int, int]]
    of_variable: Mapping[int, Sequence[tuple[int, int]]]
    """Variable -> its relations with its weight in each."""
    totals: Sequence[int]
    """What each relation adds up to as it stands."""

    @classmethod
    def of(cls, problem: RepairProblem) -> _Rows:
        indptr, indices, data = (
            one.tolist() for one in (problem.matrix.indptr, problem.matrix.indices, problem.matrix.data)
        )
        entries = [dict(zip(indices[start:stop], data[start:stop], strict=True)) for start, stop in pairwise(indptr)]
        of_variable: dict[int, list[tuple[int, int]]] = {}
        for at, row in enumerate(entries):
            for variable, weight in row.items():
                of_variable.setdefault(variable, []).append((at, weight))
        values = problem.values
        totals = [
            int(constant) + sum(weight * values[one] for one, weight in row.items())
            for constant, row in zip(problem.constants, entries, strict=True)
        ]
        return cls(problem, entries, of_variable, totals)

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
        for at in violated:
            row = self.entries[at]
            own = [row[variable] * by for variable, by in delta.items() if variable in row]
            if own and not self._holds(at, sum(own)):
                return False
        return True

    def _move(self, moved: dict[int, int], variable: int, by: int) -> None:
        """Add to what each relation changes by."""
        for at, weight in self.of_variable.get(variable, ()):
            moved[at] = moved.get(at, 0) + weight * by

    def _lost(self, lost: int, moved: Mapping[int, int]) -> int | None:
        """The change of the lost number that the first equation with it wants; None if it cannot be."""
        for at, weight in self.of_variable.get(lost, ()):
            if self.problem.comparators[at] == "=" and at not in self.problem.guards:
                wanted, rest = divmod(-self.totals[at] - moved.get(at, 0), weight)
                return None if rest or self.problem.values[lost] + wanted < 0 else wanted
        return None

    def _holds(self, at: int, by: int) -> bool:
        """Whether a relation holds after a change of its total."""
        total, tolerance = self.totals[at] + by, self.problem.tolerances[at]
        low = self.problem.comparators[at] == "<=" or total >= -tolerance
        return low and (self.problem.comparators[at] == ">=" or total <= tolerance)

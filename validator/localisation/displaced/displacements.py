"""One slip of the hand that moves many numbers: a row or column one place off, two of them or two cells exchanged.

Each is undone and looked at before sets of cells are believed: it is one mistake, however many cells it changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from validator.localisation.displaced._moves import Broken, Move, moves
from validator.localisation.problem import Change, Repair, RepairProblem
from validator.localisation.slips import Slip
from validator.model.form import Form


@dataclass(frozen=True, slots=True)
class Displacement:
    """A slip undone."""

    slip: Slip
    repair: Repair
    touched: frozenset[int]
    """The relations of its cells, all of which hold after it."""


def displacements(form: Form, start: int, problem: RepairProblem, violated: frozenset[int]) -> Iterator[Displacement]:
    """The slips that, undone, settle all relations of their cells; `start`: the first variable of the form's cells."""
    broken = Broken.of(problem, violated)
    rows: _Rows | None = None
    for table in form.tables:
        first = start + form.index[table.cells[0]]
        entries = broken.inside(first, first + len(table.cells))
        if not entries:
            continue
        values = list(problem.values[first : first + len(table.cells)])
        slips = moves(len(table.row_names), len(table.column_names), flat=table.arrangement == "flat")
        inside = filled = unknown = 0
        for move in slips.settling(broken, entries, values):
            if not inside:
                inside = _bits(entry.cell for entry in entries)
                filled = _bits(at for at, value in enumerate(values) if value)
                unknown = _bits(at for at in range(len(values)) if not problem.known[first + at])
            new = None if move.cells & unknown else _moved(move, values, inside, filled)
            if not new:
                continue
            rows = rows or _Rows.of(problem)
            if rows.makes_sense(new, first):
                lost = None if move.lost is None else first + move.lost
                found = rows.repaired({first + cell: value for cell, value in new.items()}, lost, violated)
                if found is not None:
                    yield Displacement(move.slip, *found)


def _bits(places: Iterable[int]) -> int:
    """Places as bits."""
    bits = 0
    for place in places:
        bits |= 1 << place
    return bits


def _moved(move: Move, values: Sequence[int], wrong: int, filled: int) -> dict[int, int] | None:
    """Cell -> number where it changes; None if that touches nothing wrong, or no more than one cell.

    `wrong`, `filled`: the cells of violated relations, and those that are not 0, as bits.
    """
    if not move.cells & wrong or not move.cells & filled or move.left & filled:
        return None
    new = {cell: values[at] for cell, at in move.pairs if at >= 0 and values[at] != values[cell]}
    if not new or (len(new) == 1 and move.lost is None) or not any(wrong >> cell & 1 for cell in new):
        return None
    return new


@dataclass(frozen=True, slots=True)
class _Rows:
    """The relations of a problem, and those of each variable."""

    problem: RepairProblem
    of_variable: Mapping[int, Sequence[tuple[int, int]]]
    """Variable -> its relations with its weight in each."""
    totals: dict[int, int]
    """What relations add up to as they stand, once they were asked for."""

    @classmethod
    def of(cls, problem: RepairProblem) -> _Rows:
        of_variable: dict[int, list[tuple[int, int]]] = {}
        for at, row in enumerate(problem.rows):
            for variable, weight in row:
                of_variable.setdefault(variable, []).append((at, weight))
        return cls(problem, of_variable, {})

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

    def _move(self, moved: dict[int, int], variable: int, by: int) -> None:
        """Add to what each relation changes by."""
        for at, weight in self.of_variable.get(variable, ()):
            moved[at] = moved.get(at, 0) + weight * by

    def _lost(self, lost: int, moved: Mapping[int, int]) -> int | None:
        """The change of the lost number that the first equation with it wants; None if it cannot be."""
        for at, weight in self.of_variable.get(lost, ()):
            if self.problem.comparators[at] == "=" and at not in self.problem.guards:
                wanted, rest = divmod(-self._total(at) - moved.get(at, 0), weight)
                return None if rest or self.problem.values[lost] + wanted < 0 else wanted
        return None

    def _total(self, at: int) -> int:
        if at not in self.totals:
            self.totals[at] = self.problem.total(at)
        return self.totals[at]

    def _holds(self, at: int, by: int) -> bool:
        """Whether a relation holds after a change of its total."""
        total, tolerance = self._total(at) + by, self.problem.tolerances[at]
        low = self.problem.comparators[at] == "<=" or total >= -tolerance
        return low and (self.problem.comparators[at] == ">=" or total <= tolerance)

"""One slip of the hand that moves many numbers: a row or column one place off, two of them or two cells exchanged.

Each is undone and looked at before sets of cells are believed: it is one mistake, however many cells it changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, pairwise

from validator.localisation.problem import Change, Repair, RepairProblem
from validator.localisation.slips import Slip
from validator.model.form import Form, Table

Sources = Mapping[str, str | None]
"""Cell -> the cell in which its number stands; None for a number that was lost."""


@dataclass(frozen=True, slots=True)
class Displacement:
    """A slip undone."""

    slip: Slip
    repair: Repair
    touched: frozenset[int]
    """The relations of its cells, all of which hold after it."""


def displacements(form: Form, start: int, problem: RepairProblem, violated: frozenset[int]) -> Iterator[Displacement]:
    """The slips that, undone, settle all relations of their cells; `start`: the first variable of the form's cells."""
    rows = _Rows.of(problem)
    wrong = {variable for at in violated for variable in rows.entries[at]}
    for table in form.tables:
        if not wrong.isdisjoint(range(start + form.index[table.cells[0]], start + form.index[table.cells[-1]] + 1)):
            for slip, sources in _slips(table):
                undone = rows.undone({start + form.index[cell]: _at(form, start, one) for cell, one in sources.items()})
                found = None if undone is None else rows.repaired(*undone, violated)
                if found is not None:
                    yield Displacement(slip, *found)


def _at(form: Form, start: int, cell: str | None) -> int | None:
    return None if cell is None else start + form.index[cell]


def _slips(table: Table) -> Iterator[tuple[Slip, Sources]]:
    rows = [table.cells_of(row) for row in table.row_names]
    columns = list(zip(*rows, strict=True))
    lines = [(Slip.ROW_SHIFTED, rows)]
    if table.arrangement != "flat":
        lines.append((Slip.COLUMN_SHIFTED, columns))
    for slip, several in lines:
        for line in several:
            yield slip, dict(zip(line, (*line[1:], None), strict=True))
            yield slip, dict(zip(line, (None, *line[:-1]), strict=True))
    for slip, several in ((Slip.ROWS_EXCHANGED, rows), (Slip.COLUMNS_EXCHANGED, columns)):
        for one, other in combinations(several, 2):
            yield slip, {**dict(zip(one, other, strict=True)), **dict(zip(other, one, strict=True))}
    for slip, several in ((Slip.NEIGHBOUR_COLUMN, rows), (Slip.NEIGHBOUR_ROW, columns)):
        for cell, beside in chain.from_iterable(pairwise(line) for line in several):
            yield slip, {cell: beside, beside: cell}


@dataclass(frozen=True, slots=True)
class _Rows:
    """The relations of a problem, and those of each variable."""

    problem: RepairProblem
    entries: Sequence[Mapping[int, int]]
    of_variable: Mapping[int, Sequence[int]]

    @classmethod
    def of(cls, problem: RepairProblem) -> _Rows:
        indptr, indices, data = (
            one.tolist() for one in (problem.matrix.indptr, problem.matrix.indices, problem.matrix.data)
        )
        entries = [dict(zip(indices[start:stop], data[start:stop], strict=True)) for start, stop in pairwise(indptr)]
        of_variable: dict[int, list[int]] = {}
        for at, row in enumerate(entries):
            for variable in row:
                of_variable.setdefault(variable, []).append(at)
        return cls(problem, entries, of_variable)

    def undone(self, sources: Mapping[int, int | None]) -> tuple[dict[int, int], int | None] | None:
        """Variable -> number where it changes, and the variable whose number was lost; None if this makes no sense."""
        values = self.problem.values
        lost = next((at for at, source in sources.items() if source is None), None)
        taken = set(sources.values())
        if any(not self.problem.known[at] for at in sources) or any(values[at] for at in sources if at not in taken):
            return None
        new = {
            at: values[source] for at, source in sources.items() if source is not None and values[source] != values[at]
        }
        if any((low := self.problem.lower[at]) is not None and value < low for at, value in new.items()):
            return None
        return (new, lost) if len(new) + (lost is not None) > 1 and new else None

    def repaired(
        self, new: dict[int, int], lost: int | None, violated: frozenset[int]
    ) -> tuple[Repair, frozenset[int]] | None:
        """The repair, if all relations of its cells hold after it and some did not before; the lost number is found."""
        moved = {at for variable in new for at in self.of_variable.get(variable, ())}
        if violated.isdisjoint(moved):
            return None
        values = self.problem.values
        delta = {at: value - values[at] for at, value in new.items()}
        if lost is not None:
            found = self._lost(lost, delta)
            if found is None:
                return None
            delta[lost] = found
            moved.update(self.of_variable.get(lost, ()))
        if not all(self._holds(at, delta) for at in moved):
            return None
        changes = [
            Change(at, values[at], values[at] + by, values[at] + by, values[at] + by)
            for at, by in sorted(delta.items())
            if by
        ]
        return Repair(tuple(changes)), frozenset(moved)

    def _lost(self, lost: int, delta: Mapping[int, int]) -> int | None:
        """The change of the lost number that the first equation with it wants; None if it cannot be."""
        for at in self.of_variable.get(lost, ()):
            if self.problem.comparators[at] == "=" and at not in self.problem.guards:
                wanted, rest = divmod(-self._sum(at, delta), self.entries[at][lost])
                return None if rest or self.problem.values[lost] + wanted < 0 else wanted
        return None

    def _sum(self, at: int, delta: Mapping[int, int]) -> int:
        values = self.problem.values
        return int(self.problem.constants[at]) + sum(
            weight * (values[one] + delta.get(one, 0)) for one, weight in self.entries[at].items()
        )

    def _holds(self, at: int, delta: Mapping[int, int]) -> bool:
        total, tolerance = self._sum(at, delta), self.problem.tolerances[at]
        low = self.problem.comparators[at] == "<=" or total >= -tolerance
        return low and (self.problem.comparators[at] == ">=" or total <= tolerance)

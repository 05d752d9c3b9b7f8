"""The slips there can be in a table, and which of them the violated relations allow."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, combinations, pairwise
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from validator.localisation.slips import Slip

if TYPE_CHECKING:
    from validator.localisation.problem import RepairProblem

_LOST = -1
"""In place of a cell: the number was lost."""


class Move(NamedTuple):
    """A slip undone in a table of some size, whatever its numbers; cells by their places in it."""

    slip: Slip
    pairs: tuple[tuple[int, int], ...]
    """(cell, the cell in which its number stands or `_LOST`)."""
    lost: int | None
    """The cell whose number was lost."""
    left: int | None
    """The cell whose own number nobody gets: it must be 0."""

    @classmethod
    def of(cls, slip: Slip, cells: Sequence[int], sources: Sequence[int]) -> Move:
        """From cells and the sources of their numbers, one each."""
        pairs = tuple(zip(cells, sources, strict=True))
        lost = next((cell for cell, source in pairs if source == _LOST), None)
        return cls(slip, pairs, lost, next((cell for cell in cells if cell not in sources), None))

    def numbers(self, values: Sequence[int]) -> dict[int, int]:
        """Cell -> number where it changes, the lost one left out; `values`: of the table."""
        return {cell: values[at] for cell, at in self.pairs if at != _LOST and values[at] != values[cell]}


@lru_cache(maxsize=64)
def moves(height: int, width: int, *, flat: bool) -> Moves:
    """All slips in a table of so many rows and columns; `flat`: its rows stand side by side."""
    rows = [list(range(row * width, (row + 1) * width)) for row in range(height)]
    columns = [list(column) for column in zip(*rows, strict=True)]
    lines = [(Slip.ROW_SHIFTED, rows)]
    if not flat:
        lines.append((Slip.COLUMN_SHIFTED, columns))
    found = [
        Move.of(slip, line, sources)
        for slip, several in lines
        for line in several
        for sources in ([*line[1:], _LOST], [_LOST, *line[:-1]])
    ]
    for slip, several in ((Slip.ROWS_EXCHANGED, rows), (Slip.COLUMNS_EXCHANGED, columns)):
        found += [Move.of(slip, one + other, other + one) for one, other in combinations(several, 2)]
    for slip, several in ((Slip.NEIGHBOUR_COLUMN, rows), (Slip.NEIGHBOUR_ROW, columns)):
        pairs = chain.from_iterable(pairwise(line) for line in several)
        found += [Move.of(slip, pair, pair[::-1]) for pair in pairs]
    return Moves.of(found)


class BrokenEntry(NamedTuple):
    """A variable of a violated relation."""

    variable: int
    relation: int
    weight: int


class Broken(Struct, frozen=True):
    """The violated relations of a problem."""

    problem: RepairProblem
    entries: list[BrokenEntry]
    """Of all variables, in their order."""
    room: dict[int, tuple[float, float]]
    """Relation -> how its total has to change, at least and at most, for it to hold."""

    @classmethod
    def of(cls, problem: RepairProblem, violated: frozenset[int]) -> Broken:
        """Those of a problem."""
        entries = [BrokenEntry(variable, at, weight) for at in violated for variable, weight in problem.row(at)]
        return cls(problem, sorted(entries), {at: _room(problem, at) for at in violated})

    def inside(self, first: int, end: int) -> Sequence[BrokenEntry]:
        """The entries of a table; `first`: its first variable, `end`: the one after its last."""
        return self.entries[bisect_left(self.entries, (first,)) : bisect_left(self.entries, (end,))]


def _room(problem: RepairProblem, relation: int) -> tuple[float, float]:
    total, tolerance, sign = problem.total(relation), problem.tolerances[relation], problem.comparators[relation]
    return -inf if sign == "<=" else -tolerance - total, inf if sign == ">=" else tolerance - total


class Moves(Struct, frozen=True):
    """All slips in a table of some size, and those of each of its cells."""

    found: tuple[Move, ...]
    of_cell: tuple[tuple[tuple[int, int], ...], ...]
    """For each cell the slips that change it, each with the cell in which its number stands, or `_LOST`."""

    @classmethod
    def of(cls, found: Sequence[Move]) -> Moves:
        """Of the slips."""
        of_cell: dict[int, list[tuple[int, int]]] = {}
        for at, move in enumerate(found):
            for cell, source in move.pairs:
                of_cell.setdefault(cell, []).append((at, source))
        return cls(tuple(found), tuple(tuple(of_cell.get(cell, ())) for cell in range(max(of_cell, default=-1) + 1)))

    def settling(self, broken: Broken, entries: Sequence[BrokenEntry], first: int) -> Iterator[Move]:
        """Those that change a cell of a violated relation, and leave none violated that they touch.

        A relation that misses a lost number is not asked, as that may be any. `entries`: of the table; `first`: its
        first variable.
        """
        values, room = broken.problem.values, broken.room
        changes: dict[tuple[int, int], int] = {}
        free: set[tuple[int, int]] = set()
        for variable, relation, weight in entries:
            number = values[variable]
            for slip, source in self.of_cell[variable - first]:
                if source == _LOST:
                    free.add((slip, relation))
                elif by := values[first + source] - number:
                    place = (slip, relation)
                    changes[place] = changes.get(place, 0) + weight * by
        failing = {
            place[0]
            for place, change in changes.items()
            if not room[place[1]][0] <= change <= room[place[1]][1] and place not in free
        }
        for slip in sorted({slip for slip, _ in changes} - failing):
            left = self.found[slip].left
            if left is None or not values[first + left]:
                yield self.found[slip]

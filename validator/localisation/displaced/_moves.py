"""The slips there can be in a table, and which of them the violated relations allow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, combinations, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from msgspec import Struct

from validator.localisation.slips import Slip

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from validator.localisation.problem import RepairProblem

_LOST = -1
"""In place of a cell: the number was lost."""
_WITHIN = 2**62
"""What sums are to stay below to be counted in 64 bits."""


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


class Entries(NamedTuple):
    """Cells of violated relations, as arrays of one length."""

    relations: NDArray[np.intp]
    """By their places among those that are violated."""
    cells: NDArray[np.intp]
    weights: NDArray[Any]


class Broken(Struct, frozen=True):
    """The violated relations of a problem, by arrays."""

    entries: Entries
    """Of all variables, in their order."""
    totals: NDArray[Any]
    """What each adds up to as it stands."""
    least: NDArray[Any]
    """What it may be, at least."""
    most: NDArray[Any]
    bounded: tuple[NDArray[np.bool_], NDArray[np.bool_]]
    """Which may not be too small, and which not too large."""

    @classmethod
    def of(cls, problem: RepairProblem, violated: frozenset[int]) -> Broken:
        """Those of a problem."""
        places, matrix = sorted(violated), problem.matrix
        ends = [(int(matrix.indptr[row]), int(matrix.indptr[row + 1])) for row in places]
        own = np.concatenate([np.arange(*end) for end in ends])
        own = own[np.argsort(matrix.indices[own], kind="stable")]
        relations = np.searchsorted([stop for _, stop in ends], own, side="right")
        signs = [problem.comparators[row] for row in places]
        low, high = (np.array([sign != other for sign in signs], dtype=np.bool_) for other in ("<=", ">="))
        tolerances, totals = (
            _whole([problem.tolerances[row] for row in places]),
            _whole(list(map(problem.total, places))),
        )
        entries = Entries(relations, matrix.indices[own], matrix.data[own])
        return cls(entries, totals, -tolerances, tolerances, (low, high))

    def inside(self, first: int, end: int) -> Entries:
        """The entries of a table; `first`: its first variable, `end`: the one after its last."""
        begin, stop = np.searchsorted(self.entries.cells, [first, end]).tolist()
        relations, variables, weights = (part[begin:stop] for part in self.entries)
        return Entries(relations, variables - first, weights)

    def hold(self, relations: NDArray[np.intp], change: NDArray[Any]) -> NDArray[np.bool_]:
        """Whether relations hold after a change of their totals, one each."""
        after, (low, high) = self.totals[relations] + change, self.bounded
        too_small = low[relations] & (after < self.least[relations]).astype(np.bool_)
        too_large = high[relations] & (after > self.most[relations]).astype(np.bool_)
        found: NDArray[np.bool_] = ~(too_small | too_large)
        return found


class Moves(Struct, frozen=True):
    """All slips in a table of some size, beside them their pairs as arrays, those of a cell beside each other."""

    found: tuple[Move, ...]
    slips: NDArray[np.intp]
    """Of each pair which slip it is of."""
    sources: NDArray[np.intp]
    """Of each pair the cell in which its number stands; the cell itself where it was lost."""
    lost: NDArray[np.bool_]
    """Of which pairs the number was lost."""
    starts: NDArray[np.intp]
    """Where the pairs of each cell begin, and where the last ones end."""
    losers: NDArray[np.intp]
    """The slips that leave a number behind."""
    left: NDArray[np.intp]
    """The cell of each of these."""

    @classmethod
    def of(cls, found: Sequence[Move]) -> Moves:
        """Of the slips."""
        pairs = sorted((*pair, at) for at, move in enumerate(found) for pair in move.pairs)
        cells, sources, slips = np.array(pairs, dtype=np.intp).T
        left = [(at, move.left) for at, move in enumerate(found) if move.left is not None]
        losers, behind = np.array(left, dtype=np.intp).reshape(-1, 2).T
        starts = np.searchsorted(cells, np.arange(cells[-1] + 2)).astype(np.intp)
        lost = sources == _LOST
        return cls(tuple(found), slips, np.where(lost, cells, sources), lost, starts, losers, behind)

    def settling(self, broken: Broken, entries: Entries, values: Sequence[int]) -> Iterator[Move]:
        """Those that change a cell of a violated relation, and leave none violated that they touch.

        Hundreds are looked at for each report, nearly all of them in vain: this tells it of all at once. A relation
        that misses a lost number is not asked, as that may be any. `entries`: on the cells of the table; `values`: of
        the table.
        """
        cells, counts = entries.cells, self.starts[entries.cells + 1] - self.starts[entries.cells]
        of_entry = np.repeat(np.arange(len(cells)), counts)
        pairs = np.arange(len(of_entry)) + (self.starts[cells] - np.cumsum(counts) + counts)[of_entry]
        numbers, weights = _counted(values, entries.weights, broken.totals)
        by = weights[of_entry] * (numbers[self.sources[pairs]] - numbers[cells[of_entry]])
        slips, relations, lost = self.slips[pairs], entries.relations[of_entry], self.lost[pairs]
        # Only the relations that have a cell here, so that many of a large group cost nothing.
        own, place = np.unique(relations, return_inverse=True)
        sums = place * len(self.found) + slips
        change, free = np.zeros(len(own) * len(self.found), by.dtype), np.zeros(len(own) * len(self.found), np.bool_)
        np.add.at(change, sums, by)
        free[sums[lost]] = True
        likely, touched = np.zeros(len(self.found), dtype=np.bool_), by.astype(np.bool_)
        likely[slips[touched]] = True
        failing = touched & ~free[sums]
        failing[failing] = ~broken.hold(relations[failing], change[sums[failing]])
        likely[slips[failing]] = False
        likely[self.losers] &= (numbers[self.left] == 0).astype(np.bool_)
        return (self.found[at] for at in np.flatnonzero(likely).tolist())


def _counted(values: Sequence[int], weights: NDArray[Any], totals: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Numbers and weights as arrays: those of Python where sums of them might leave 64 bits."""
    numbers, exact = _whole(values), np.dtype(object)
    # In floating point nothing overflows, and there is room for its error.
    if exact not in {numbers.dtype, totals.dtype} and (
        2 * float(abs(numbers).max()) * float(abs(weights).sum(dtype=np.float64)) < _WITHIN
    ):
        return numbers, weights
    return numbers.astype(object), weights.astype(object)


def _whole(values: Sequence[int]) -> NDArray[Any]:
    """Whole numbers as an array: those of Python where one might leave 64 bits in a sum."""
    return np.array(values, dtype=np.int64 if max(map(abs, values)) < _WITHIN else object)

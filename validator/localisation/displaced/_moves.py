"""The slips there can be in a table, and which of them the violated relations allow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, combinations, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from validator.localisation.problem import RepairProblem
from validator.localisation.slips import Slip

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SMALL = 2**40
"""Sums of a table's numbers below this stay within 64 bits."""
_LOST = -1
"""In place of a cell: the number was lost."""


@dataclass(frozen=True, slots=True)
class Move:
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
    def of(cls, slip: Slip, cells: Sequence[int], sources: Sequence[int]) -> Move:
        """From cells and the sources of their numbers, one each."""
        pairs = tuple(zip(cells, sources, strict=True))
        lost = next((cell for cell, source in pairs if source == _LOST), None)
        left = sum(1 << cell for cell in cells if cell not in sources)
        return cls(slip, pairs, sum(1 << cell for cell in cells), left, lost)


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


class Entry(NamedTuple):
    """A cell of a table in a relation."""

    relation: int
    cell: int
    weight: int


@dataclass(frozen=True, slots=True)
class Broken:
    """The violated relations of a problem, by arrays of shape (relations, 1)."""

    rows: Sequence[Sequence[tuple[int, int]]]
    """(variable, weight) of each."""
    totals: NDArray[Any]
    """What each adds up to as it stands."""
    tolerances: NDArray[Any]
    bounded: tuple[NDArray[np.bool_], NDArray[np.bool_]]
    """Which may not be too small, and which not too large."""

    @classmethod
    def of(cls, problem: RepairProblem, violated: frozenset[int]) -> Broken:
        """Those of a problem."""
        places = sorted(violated)
        rows = [problem.rows[at] for at in places]
        totals = list(map(problem.total, places))
        signs = [problem.comparators[at] for at in places]
        low, high = (np.array([[sign != other] for sign in signs]) for other in ("<=", ">="))
        tolerances = [int(problem.tolerances[at]) for at in places]
        return cls(rows, _numbers(totals)[:, None], _numbers(tolerances)[:, None], (low, high))

    def inside(self, first: int, end: int) -> Sequence[Entry]:
        """Their entries of a table, by the places of its cells."""
        return [
            Entry(at, variable - first, weight)
            for at, row in enumerate(self.rows)
            for variable, weight in row
            if first <= variable < end
        ]

    def hold(self, change: NDArray[Any]) -> NDArray[np.bool_]:
        """Which hold after a change of their totals; shapes (relations, changes)."""
        after, (low, high) = self.totals + change, self.bounded
        not_small: NDArray[np.bool_] = ~low | (after >= -self.tolerances).astype(np.bool_)
        not_large: NDArray[np.bool_] = ~high | (after <= self.tolerances).astype(np.bool_)
        return not_small & not_large


@dataclass(frozen=True, slots=True)
class Moves:
    """All slips in a table of some size, beside them their pairs as arrays, those of a cell beside each other."""

    found: tuple[Move, ...]
    sources: NDArray[np.intp]
    """Of each pair the cell in which its number stands; the cell itself where it was lost."""
    slips: NDArray[np.intp]
    """Of each pair which slip it is of."""
    of_cell: tuple[NDArray[np.intp], ...]
    """The pairs of each cell."""
    losers: NDArray[np.intp]
    """Which slips lose a number."""
    lost: Mapping[int, Sequence[int]]
    """Cell -> which slips lose its number."""
    left: NDArray[np.intp]
    """The cells whose numbers nobody gets."""

    @classmethod
    def of(cls, found: Sequence[Move]) -> Moves:
        """Of the slips."""
        pairs = sorted((*pair, at) for at, move in enumerate(found) for pair in move.pairs)
        cells, sources, slips = np.array(pairs, dtype=np.intp).T
        losers = [at for at, move in enumerate(found) if move.lost is not None]
        lost: dict[int, list[int]] = {}
        for at in losers:
            lost.setdefault(found[at].lost or 0, []).append(at)
        return cls(
            tuple(found),
            np.where(sources == _LOST, cells, sources),
            slips,
            tuple(np.split(np.arange(len(pairs)), np.searchsorted(cells, np.arange(1, cells[-1] + 1)))),
            np.array(losers, dtype=np.intp),
            lost,
            np.array([found[at].left.bit_length() - 1 for at in losers], dtype=np.intp),
        )

    def settling(self, broken: Broken, entries: Sequence[Entry], values: Sequence[int]) -> Iterator[Move]:
        """Those after which a violated relation holds, and no other violated one has changed without holding.

        Hundreds are looked at for each report, nearly all of them in vain: this tells it of all at once. `entries`: of
        the violated relations on the cells of the table.
        """
        numbers, weights = _numbers(values), _numbers([entry.weight for entry in entries])
        shape = (len(broken.rows), len(self.found))
        change, free = np.zeros(shape, dtype=numbers.dtype), np.zeros(shape, dtype=np.bool_)
        pairs = [self.of_cell[entry.cell] for entry in entries]
        own, of_entry = np.concatenate(pairs), np.repeat(np.arange(len(pairs)), [len(some) for some in pairs])
        relations, cells = np.array([entry[:2] for entry in entries], dtype=np.intp).T[:, of_entry]
        differences = weights[of_entry] * (numbers[self.sources[own]] - numbers[cells])
        np.add.at(change, (relations, self.slips[own]), differences)
        # A lost number may be any.
        any_number = [(relation, slip) for relation, cell, _ in entries for slip in self.lost.get(cell, ())]
        if any_number:
            free[tuple(zip(*any_number, strict=True))] = True
        holds = broken.hold(change) | free
        likely = ((change == 0) | holds).all(axis=0) & holds.any(axis=0)
        likely[self.losers] &= (numbers[self.left] == 0).astype(np.bool_)
        return (self.found[at] for at in np.flatnonzero(likely).tolist())


def _numbers(values: Sequence[int]) -> NDArray[Any]:
    """Whole numbers as an array: those of Python where sums might leave 64 bits."""
    exact = np.array(values)
    if exact.dtype != np.object_ and (not exact.size or -_SMALL < exact.min() <= exact.max() < _SMALL):
        return exact.astype(np.int64, copy=False)
    return np.array(values, dtype=object)

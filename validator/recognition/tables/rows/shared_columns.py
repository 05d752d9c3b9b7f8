"""Rows of one grid whose numbers stand below each other: what is in the same column of it, is in one of the table.

Each row alone leaves open which columns its numbers are of. All together they leave few ways, for a column of the grid
is the same column of the table in every row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from msgspec import Struct
from msgspec.structs import replace

from validator.model.document import Cell
from validator.recognition.tables.alignment import Match
from validator.recognition.tables.reading import DamagedRow
from validator.recognition.tables.rows.kept_cells import tokens_of

_FEWEST_ROWS = 2


class _Stand(Struct, frozen=True):
    """One way to count the columns of a grid."""

    columns: tuple[int, ...]
    """Those that hold numbers, from left to right."""
    ends: int
    """Rows whose last number stands in the last one."""
    of: Mapping[str, tuple[int, ...]]
    """Row of the table -> where each of its numbers stands."""

    def ways(self, rows: Sequence[DamagedRow], count: int) -> Iterator[tuple[int, ...]]:
        """The option of each row, for each way in which its columns may be `count` columns of the table."""
        options = [_by_places(row) for row in rows]
        for chosen in combinations(range(count), len(self.columns)):
            column = dict(zip(self.columns, chosen, strict=True))
            way = [
                own.get(tuple(column[at] for at in self.of[row.row.name]))
                for row, own in zip(rows, options, strict=True)
            ]
            if None not in way:
                yield tuple(at for at in way if at is not None)


def with_shared_columns(
    run: Sequence[Match], damaged: Sequence[DamagedRow], count: int, block: int
) -> Sequence[DamagedRow]:
    """The damaged rows of a run, which share the columns of their grid, as number `block`; as they are if they do not.

    `count`: columns of the table.
    """
    rows = [row for row in damaged if row.options and not row.order_only]
    if len(rows) < _FEWEST_ROWS or not run[0].line.grid.aligned:
        return damaged
    found = [_stand(run, from_label=from_label) for from_label in (False, True)]
    stands = [stand for stand in found if stand is not None and len(stand.columns) <= count]
    most = max((stand.ends for stand in stands), default=0)
    ways = [way for stand in stands if stand.ends == most for way in stand.ways(rows, count)]
    if not ways:
        return damaged
    options = zip(*dict.fromkeys(ways), strict=True)
    shared = {id(row): replace(row, block=block, ways=own) for row, own in zip(rows, options, strict=True)}
    return [shared.get(id(row), row) for row in damaged]


def _stand(run: Sequence[Match], *, from_label: bool) -> _Stand | None:
    """Where the numbers stand, counted from the edge of the grid or from the label; None if one is wider than that."""
    of: dict[str, tuple[int, ...]] = {}
    for match in run:
        tokens = tokens_of([cell for cell in match.line.cells if cell.column > match.label.column])
        if any(cell.colspan > 1 for cell in tokens):
            return None
        of[match.row.name] = tuple(cell.column - match.label.column * from_label for cell in tokens)
    columns = tuple(sorted({at for places in of.values() for at in places}))
    return _Stand(columns, sum(places[-1:] == columns[-1:] for places in of.values() if places), of)


def _by_places(row: DamagedRow) -> Mapping[tuple[int, ...], int]:
    """Columns of the table -> the option that puts all numbers of a row into them."""
    return {
        tuple(place for place, _ in option): at
        for at, option in enumerate(row.options)
        if _cells(option) == row.printed
    }


def _cells(option: Sequence[tuple[int, Cell]]) -> tuple[Cell, ...]:
    return tuple(cell for _, cell in option)

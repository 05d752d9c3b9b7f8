"""Which numbers are held against each other: those of a row, those of a column, each row being a sample of one rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from msgspec import Struct

from validator.learning.samples import Samples
from validator.model.form import CellName

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints: TypeAlias = NDArray[np.int64]
    Places: TypeAlias = NDArray[np.intp]

_DOTS = 2
"""In the name of a cell, at least."""


class RowTemplate(Struct, frozen=True, eq=False):
    """Names, and the rows of numbers that stand under them."""

    table: str | None
    each: str | None
    """`row`: the names are columns, and the places rows; `column`: the other way round; None: the names are cells."""
    names: tuple[str, ...]
    rows: Ints
    """Shape (rows, names): only those that are known in full and are not 0 all over."""
    line: Places
    """The line of the samples that each row is from."""
    place: Places
    """Which of the places each row is from."""
    places: tuple[str, ...]
    cells: Places
    """Shape (places, names): the name among the samples."""
    decimals: int
    """Digits after the point that the numbers keep."""


def templates(samples: Samples) -> Iterator[RowTemplate]:
    """All that the names allow; numbers with other digits after the point are not held against each other."""
    index = {name: at for at, name in enumerate(samples.names)}
    if not all(name.count(".") >= _DOTS for name in samples.names):
        for decimals in sorted(set(samples.decimals)):
            names = [name for name in samples.names if samples.decimals[index[name]] == decimals]
            yield from _template(samples, None, None, names, [""], [[index[name] for name in names]])
        return
    tables: dict[str, list[CellName]] = {}
    for name in samples.names:
        cell = CellName.parse(name)
        tables.setdefault(cell.table, []).append(cell)
    for table, cells in tables.items():
        rows, columns = (list(dict.fromkeys(getattr(cell, part) for cell in cells)) for part in ("row", "column"))
        there = [column for column in columns if all(f"{table}.{row}.{column}" in index for row in rows)]
        grid = [[index[f"{table}.{row}.{column}"] for column in there] for row in rows]
        if len({samples.decimals[at] for line in grid for at in line}) == 1:
            yield from _template(samples, table, "row", there, rows, grid)
            yield from _template(
                samples, table, "column", rows, there, [list(line) for line in zip(*grid, strict=True)]
            )


def _template(
    samples: Samples, table: str | None, each: str | None, names: list[str], places: list[str], cells: list[list[int]]
) -> Iterator[RowTemplate]:
    if len(names) < 2:  # noqa: PLR2004 - a number alone is held against nothing
        return
    at = np.array(cells, dtype=np.intp)
    values = samples.values[:, at].reshape(-1, len(names))
    fine = samples.known[:, at].all(axis=2).reshape(-1) & (values != 0).any(axis=1)
    line, place = np.divmod(np.arange(len(values)), len(places))
    yield RowTemplate(
        table,
        each,
        tuple(names),
        values[fine],
        line[fine],
        place[fine],
        tuple(places),
        at,
        samples.decimals[int(at[0, 0])],
    )

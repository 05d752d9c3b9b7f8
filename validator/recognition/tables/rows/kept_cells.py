"""Rows of which a source has kept every cell, the blank ones among them, whatever else it has written beside them.

Cells of merged labels may stand before those of the columns, and cells that only fill a row behind them. A single row
does not tell which; a run of rows does, where none has lost a cell: then each that holds a number ends in its total.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from validator.model.document import Cell
from validator.model.numbers import Kind, read_number
from validator.recognition.tables.alignment import Match

_FEWEST_ROWS = 3
_LEVEL = re.compile(r"[（(]|[0-9]|[一二三四五六七八九十]")
"""What the last part of the number of a row begins with."""


class KeptCells(StrEnum):
    """Which of the cells behind a label are those of the columns."""

    FIRST = "first"
    LAST = "last"

    def of(self, fields: Sequence[Cell], columns: int) -> Sequence[Cell]:
        """These among the cells of a row."""
        return fields[:columns] if self is KeptCells.FIRST else fields[len(fields) - columns :]


def tokens_of(fields: Sequence[Cell]) -> list[Cell]:
    """The cells that hold something."""
    return [cell for cell in fields if read_number(cell.text).kind is not Kind.BLANK]


def kept_cells(run: Sequence[Match], fields: Sequence[Sequence[Cell]], columns: int) -> KeptCells | None:
    """What all rows of a run agree on; None if a row may have lost a cell, or it is one as well as the other.

    `fields`: for each row the cells behind its label.
    """
    if len(run) < _FEWEST_ROWS or any(len(row) < columns for row in fields):
        return None
    if all(len(row) == columns for row in fields) and len({match.label.column for match in run}) > 1:
        # However many labels stand before it, each row has one cell a column: none is lost, and none is of a label.
        return KeptCells.FIRST
    first = _all_end(KeptCells.FIRST, fields, columns) and all(
        len(row) == columns or match.line.grid.widths[match.line.row] == match.line.grid.width
        for match, row in zip(run, fields, strict=True)
    )
    # Rows of one level begin with the same labels, and differ in their width only if one has lost a cell.
    counts: dict[str, set[int]] = {}
    for match, row in zip(run, fields, strict=True):
        counts.setdefault(_level(match.row.number), set()).add(len(row))
    last = _all_end(KeptCells.LAST, fields, columns) and all(len(found) == 1 for found in counts.values())
    if first and last and any(len(row) > columns for row in fields):
        return None
    return KeptCells.FIRST if first else KeptCells.LAST if last else None


def _all_end(kept: KeptCells, fields: Sequence[Sequence[Cell]], columns: int) -> bool:
    """Whether no row has a number elsewhere, and each that has one has one in its last cell."""
    rows = [(tokens_of(row), kept.of(row, columns)) for row in fields]
    return all(len(tokens_of(cells)) == len(tokens) and bool(tokens_of(cells[-1:])) for tokens, cells in rows if tokens)


def _level(number: str) -> str:
    """How deep a row stands, by its number: `一、`, `（一）` or `1.`."""
    found = _LEVEL.findall(number)
    if not found:
        return ""
    last = "（" if number.rstrip().endswith(("）", ")")) else found[-1]
    return "1" if last.isdigit() else "（" if last in "（(" else "一"

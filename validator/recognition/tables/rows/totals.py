"""Whether numbers are a row by themselves: one for each column, and the total is that of the others."""

from __future__ import annotations

from collections.abc import Sequence

from validator.model.document import Cell
from validator.model.form import Table
from validator.model.numbers import read_number


def is_whole(table: Table, cells: Sequence[Cell]) -> bool:
    """Whether there is a number for each column, and their total is right, if they have one."""
    if len(cells) != len(table.columns):
        return False
    if table.total_column is None:
        return True
    amounts = [read_number(cell.text).value or 0 for cell in cells]
    total = amounts.pop(table.column_names.index(table.total_column))
    return total == sum(amounts)


def ends_in_total(table: Table, cells: Sequence[Cell]) -> bool:
    """Whether the last of some numbers is the sum of those before, as where zeros are left blank.

    True in a table without totals.
    """
    if table.total_column is None or not cells:
        return True
    *parts, total = (read_number(cell.text).value or 0 for cell in cells)
    return total == sum(parts)

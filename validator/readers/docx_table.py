"""The cells of a Word table with their columns and spans.

Word says where a cell stands by counting grid columns, and merges downwards by cells that continue the one above.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from validator.readers.docx_xml import children, is_on, local_name, number, properties, value

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST_COLUMNS = 63
"""As many as Word allows."""


@dataclass(slots=True)
class TableCell:
    """A cell while its spans are being found."""

    elements: list[Element]
    """The elements that hold its content: one, or more where cells were merged sideways."""
    column: int
    colspan: int
    rowspan: int = 1


def cells_of(table: Element) -> Iterator[Sequence[TableCell]]:
    """The cells that start in each row, deleted rows and cells left out."""
    rows: list[list[TableCell]] = []
    above: dict[int, TableCell] = {}  # column -> cell that ended the row above there and may go on
    for row in children(table):
        if local_name(row) != "tr" or any(is_on(properties(row, "trPr"), mark) for mark in ("del", "hidden")):
            continue
        starting: list[TableCell] = []
        here: dict[int, TableCell] = {}
        for cell, continues in _row(row):
            upper = above.get(cell.column)
            if continues and upper is not None and upper.colspan == cell.colspan:
                upper.rowspan += 1
                here[cell.column] = upper
            else:
                starting.append(cell)
                here[cell.column] = cell
        rows.append(starting)
        above = here
    yield from rows


def _row(row: Element) -> Iterator[tuple[TableCell, bool]]:
    """The cells of one row, and whether each continues the cell above."""
    column = number(properties(row, "trPr"), "gridBefore", 0, MOST_COLUMNS)
    pending: tuple[TableCell, bool] | None = None
    for element in children(row):
        block = properties(element, "tcPr")
        if local_name(element) != "tc" or is_on(block, "cellDel"):
            continue
        colspan = max(1, number(block, "gridSpan", 1, MOST_COLUMNS))
        if pending is not None and _continues(block, "hMerge"):
            pending[0].elements.append(element)
            pending[0].colspan += colspan
        else:
            if pending is not None:
                yield pending
            pending = (TableCell([element], column, colspan), _continues(block, "vMerge"))
        column += colspan
    if pending is not None:
        yield pending


def _continues(block: Element | None, name: str) -> bool:
    merge = properties(block, name)
    return merge is not None and value(merge) != "restart"

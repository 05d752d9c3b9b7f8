"""The cells of a Word table with their columns and spans.

Word says where a cell stands by counting grid columns, and merges downwards by cells that continue the one above.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from validator.readers.word.docx_xml import NO_SETTINGS, Settings, children, is_on, number, value

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST_COLUMNS = 63
"""As many as Word allows."""


class WordCell(Struct):
    """A cell while its spans are being found."""

    elements: list[Element]
    """The elements that hold its content: one, or more where cells were merged sideways."""
    column: int
    colspan: int
    rowspan: int = 1


def cells_of(table: Element, properties: Mapping[Element, Settings]) -> Iterator[Sequence[WordCell]]:
    """The cells that start in each row, deleted rows and cells left out."""
    rows: list[list[WordCell]] = []
    above: dict[int, WordCell] = {}  # column -> cell that ended the row above there and may go on
    for name, row in children(table):
        if name != "tr":
            continue
        said = properties.get(row, NO_SETTINGS)
        if is_on(said, "trPr/del") or is_on(said, "trPr/hidden"):
            continue
        starting: list[WordCell] = []
        here: dict[int, WordCell] = {}
        for cell, continues in _row(row, number(said, "trPr/gridBefore", 0, MOST_COLUMNS), properties):
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


def _row(row: Element, column: int, properties: Mapping[Element, Settings]) -> Iterator[tuple[WordCell, bool]]:
    """The cells of one row from a column on, and whether each continues the cell above."""
    pending: tuple[WordCell, bool] | None = None
    for name, element in children(row):
        if name != "tc":
            continue
        said = properties.get(element)
        if said is None:  # as of nearly all
            if pending is not None:
                yield pending
            pending = (WordCell([element], column, 1), False)
            column += 1
            continue
        if is_on(said, "tcPr/cellDel"):
            continue
        colspan = max(1, number(said, "tcPr/gridSpan", 1, MOST_COLUMNS))
        if pending is not None and _continues(said, "tcPr/hMerge"):
            pending[0].elements.append(element)
            pending[0].colspan += colspan
        else:
            if pending is not None:
                yield pending
            pending = (WordCell([element], column, colspan), _continues(said, "tcPr/vMerge"))
        column += colspan
    if pending is not None:
        yield pending


def _continues(said: Settings, path: str) -> bool:
    return path in said and value(said[path]) != "restart"

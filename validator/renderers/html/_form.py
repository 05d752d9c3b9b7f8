"""A table of the HTML report as the official form has it: headings over rows and columns, and the cells marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.etree.ElementTree import Element

from validator.messages import say
from validator.model.form import CellName, Table
from validator.model.rule import Severity
from validator.renderers.html._elements import element
from validator.renderers.layout.excerpt import Excerpt, ExcerptCell, ExcerptRow
from validator.renderers.layout.form import FormBox, Scope, table_boxes
from validator.renderers.words.cells import cell_words, header
from validator.renderers.words.glossary import Glossary


@dataclass(frozen=True, slots=True)
class Mark:
    """The letter of a cell in a finding."""

    number: int
    """Of the finding, from 1."""
    letter: str
    """Empty for an observation."""
    anchor: str
    """Where the finding stands on the page."""
    severity: Severity


Marks = Mapping[str, Sequence[Mark]]
"""Cell -> its letters."""


def drawn(table: Excerpt, marks: Marks, glossary: Glossary) -> Element:
    """The whole table.

    The outermost headings stand for a group of rows or columns, which the page has as such. Those inside stand for just
    the rows or columns that they span: groups cannot be nested, and a heading of a group would hold for all of it.
    """
    boxes = table_boxes(table.table, glossary.language)
    heads = min(box.row for box in boxes if box.cell)
    words = _Words(table, marks, glossary)
    rows = {
        at: element("tr", {}, *(words.cell(box) for box in sorted(row, key=lambda box: box.column)))
        for at, row in groupby(sorted(boxes, key=lambda box: box.row), key=lambda box: box.row)
    }
    return element(
        "table",
        {},
        element("caption", {}, glossary.table(table.table.name) + _unit(table.table, glossary)),
        *_column_groups(boxes, heads),
        element("thead", {}, *(row for at, row in rows.items() if at < heads)),
        *(element("tbody", {}, *(rows[at] for at in group)) for group in _row_groups(boxes, heads)),
    )


def _unit(table: Table, glossary: Glossary) -> str:
    """The unit of all columns, if they have one."""
    units = {column.unit for column in table.columns if column.unit_printed}
    if len(units) != 1 or not all(column.unit_printed for column in table.columns):
        return ""
    return say("brackets", glossary.language, text=units.pop())


def _column_groups(boxes: Sequence[FormBox], heads: int) -> Iterator[Element]:
    """The columns under each of the outermost headings, those of the row labels first."""
    starts = {box.column for box in boxes if box.row == 0 and box.row < heads}
    width = max(box.column + box.colspan for box in boxes)
    ends = [*sorted(starts)[1:], width]
    yield from (
        element("colgroup", {"span": str(end - start)}) for start, end in zip(sorted(starts), ends, strict=True)
    )


def _row_groups(boxes: Sequence[FormBox], heads: int) -> Iterator[range]:
    """The rows beside each of the outermost headings, and those between them."""
    groups = sorted((box.row, box.row + box.rowspan) for box in boxes if box.scope is Scope.ROWS)
    start, height = heads, max(box.row + box.rowspan for box in boxes)
    for first, end in [*groups, (height, height)]:
        if first > start:
            yield range(start, first)
        if end > first:
            yield range(first, end)
        start = end


class _Words:
    """What stands in the boxes of one table."""

    def __init__(self, table: Excerpt, marks: Marks, glossary: Glossary) -> None:
        self._table, self._marks, self._glossary = table, marks, glossary
        self._columns = {one.columns[0].name: one for one in table.columns}
        self._cells: dict[str, ExcerptCell] = {
            str(CellName(table.table.name, row.row.name, column.columns[0].name)): cell
            for row in table.rows
            if isinstance(row, ExcerptRow)
            for column, cell in zip(table.columns, row.cells, strict=True)
        }

    def cell(self, box: FormBox) -> Element:
        spans = {
            "colspan": str(box.colspan) if box.colspan > 1 else None,
            "rowspan": str(box.rowspan) if box.rowspan > 1 else None,
        }
        if box.cell:
            return self._number(box.cell)
        if box.scope is None:
            return element("td", {"class": "corner", **spans}, box.text)
        return element("th", {"scope": box.scope.value, **spans}, self._label(box))

    def _label(self, box: FormBox) -> str:
        """A label; of a column with its unit, where they differ."""
        column = self._columns.get(box.name) if box.scope is Scope.COLUMN else None
        return box.text if column is None else header(column, self._table.table, self._glossary)

    def _number(self, cell: str) -> Element:
        mine = self._marks.get(cell, ())
        chips = [_chip(mark, self._glossary.language) for mark in mine]
        words = cell_words(self._cells[cell], self._glossary.language) or ("-" if mine else "")
        return element("td", {"class": "marked" if mine else None, "data-marked": bool(mine)}, words, *chips)


def _chip(mark: Mark, language: str) -> Element:
    """`2d`: letter d of finding 2, a link to it."""
    key = "letter-in-table" if mark.letter else "finding-number"
    return element(
        "a",
        {
            "class": f"chip {mark.severity}",
            "data-severity": mark.severity.value,
            "href": f"#{mark.anchor}",
            "aria-label": say(key, language, number=mark.number, letter=mark.letter),
        },
        f"{mark.number}{mark.letter}",
    )

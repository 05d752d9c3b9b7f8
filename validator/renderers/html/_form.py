"""A table of the HTML report as the official form has it: headings over rows and columns, and the cells marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from xml.etree.ElementTree import Element

from msgspec import Struct

from validator.messages import say
from validator.model.form import CellName, Table
from validator.model.rules.rule import Severity
from validator.renderers.html.elements import element
from validator.renderers.layout.excerpt import Excerpt, ExcerptCell, ExcerptRow
from validator.renderers.layout.form import FormBox, FormScope, table_boxes
from validator.renderers.words.cells import cell_words, header
from validator.renderers.words.glossary import Glossary


class Mark(Struct, frozen=True):
    """What a cell has to do with a mistake."""

    number: int
    """Of the mistake, from 1."""
    change: str
    """What the cell should hold; empty for one that only takes part."""
    anchor: str
    """Where the mistake stands on the page."""
    severity: Severity
    is_place: bool = False
    """Whether the mistake is shown here, of all its cells."""


Marks = Mapping[str, Sequence[Mark]]
"""Cell -> its mistakes."""


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
    groups = sorted((box.row, box.row + box.rowspan) for box in boxes if box.scope is FormScope.ROWS)
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
        column = self._columns.get(box.name) if box.scope is FormScope.COLUMN else None
        return box.text if column is None else header(column, self._table.table, self._glossary)

    def _number(self, cell: str) -> Element:
        mine = self._marks.get(cell, ())
        chips = [_chip(mark, self._glossary.language) for mark in mine]
        words = cell_words(self._cells[cell], self._glossary.language) or ("-" if mine else "")
        look = "culprit" if any(mark.change for mark in mine) else "marked" if mine else None
        return element("td", {"class": look, "data-marked": look}, words, *chips)


def _chip(mark: Mark, language: str) -> Element:
    """The number of a mistake, a link to it; of a cell to change with what it should hold: `→ 12`."""
    said = say("change-in-table" if mark.change else "mistake-number", language, number=mark.number, value=mark.change)
    shown = f"→ {mark.change} [{mark.number}]" if mark.change else f"{mark.number}"
    return element(
        "a",
        {
            "class": f"chip {mark.severity}",
            "id": f"{mark.anchor}-cell" if mark.is_place else None,
            "data-severity": mark.severity.value,
            "href": f"#{mark.anchor}",
            # Who speaks to the browser says what is seen: the name holds that as well.
            "aria-label": said if shown in said else shown + say("brackets", language, text=said),
        },
        shown,
    )

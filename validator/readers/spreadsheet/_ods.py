"""OpenDocument spreadsheets (.ods) as sheets of printed text."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct, field

from validator.readers import _refusal as refusal
from validator.readers.blocks.builder import MOST_COLUMNS, MOST_ROWS
from validator.readers.opendocument.package import CONTENT, attribute, count, inline, name_of, open_package
from validator.readers.spreadsheet._cell_format import parse_number, undecorated
from validator.readers.spreadsheet._sheet import SHEET_LEFT_OUT, Area, Sheet, SheetBuilder
from validator.readers.spreadsheet.formula import Formula

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TAGS = ("style", "table", "table-column", "table-row", "table-cell", "covered-table-cell")
_CELLS = frozenset({"table:table-cell", "table:covered-table-cell"})
_HIDDEN = frozenset({"collapse", "filter"})
_VALUES = ("office:value", "office:string-value", "office:boolean-value", "office:date-value", "office:time-value")
"""Attributes of which one holds the value of a cell, by its type."""
_ERRORS = ("#", "Err:")


def read_workbook(path: str, data: bytes, most_rows: int = MOST_ROWS) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    """The sheets that show, in order, and warnings. Raises UnreadableInputError."""
    package = open_package(path, data)
    reader = _Reader(most_rows)
    for event, element in package.events(CONTENT, _TAGS, ("start", "end")):
        reader.take(event, element)
    if not reader.found:
        raise refusal.damaged(path, "it holds no sheet")
    return tuple(reader.sheets), (SHEET_LEFT_OUT,) if reader.left_out else ()


class _Content(Struct, frozen=True):
    """A cell of the row being read."""

    column: int
    repeated: int
    rowspan: int
    colspan: int
    shown: str
    """What is printed."""
    value: Decimal | None
    """The number behind it."""
    formula: str | None
    computed: bool
    """True if the file holds a result, a blank one included."""

    def put(self, builder: SheetBuilder, row: int, column: int) -> None:
        """Tell a builder that this stands in a place."""
        place = row, column
        if self.rowspan > 1 or self.colspan > 1:
            builder.merge(Area(row, column, row + self.rowspan - 1, column + self.colspan - 1))
        if self.value is not None:
            builder.number(place, self.value, shown=undecorated(self.shown, self.value))
        elif self.formula is None or self.computed:
            is_error = self.formula is not None and self.shown.startswith(_ERRORS)
            (builder.error if is_error else builder.text)(place, self.shown)
        else:
            builder.formula(place, Formula(self.formula))


class _Reader(Struct):
    """Takes the elements of the content in order."""

    most_rows: int
    sheets: list[Sheet] = field(default_factory=list)
    found: int = 0
    left_out: bool = False
    _hiding: set[str] = field(default_factory=set)
    """Names of table styles that do not show."""
    _builder: SheetBuilder | None = None
    _row: int = 0
    _column: int = 0
    _cells: list[_Content] = field(default_factory=list)

    def take(self, event: str, element: Element) -> None:
        """One element, at its start or its end."""
        name = name_of(element)
        if name == "style:style":
            if event == "end":
                self._style(element)
        elif name == "table:table":
            self._table(event, element)
        elif self._builder is not None:
            if name == "table:table-row":
                self._table_row(event, element, self._builder)
            elif name == "table:table-column" and event == "start":
                self._table_column(element, self._builder)
            elif name in _CELLS and event == "end":
                self._cell(element)

    def _style(self, style: Element) -> None:
        for child in style:
            if name_of(child) == "style:table-properties" and attribute(child, "table:display") == "false":
                self._hiding.add(attribute(style, "style:name") or "")

    def _table(self, event: str, element: Element) -> None:
        parent = element.getparent()
        if parent is None or not str(parent.tag).endswith("}spreadsheet"):
            return  # a copy of data from elsewhere
        if event == "end" and self._builder is not None:
            self.sheets.append(self._builder.finish())
        self._builder = None
        if event == "start":
            self.found += 1
            if attribute(element, "table:style-name") in self._hiding:
                self.left_out = True
            else:
                self._builder = SheetBuilder(attribute(element, "table:name") or "", self.most_rows)
                self._row = self._column = 0

    def _table_column(self, element: Element, builder: SheetBuilder) -> None:
        repeated = count(element, "table:number-columns-repeated")
        if attribute(element, "table:visibility") in _HIDDEN:
            builder.hide_columns(self._column, self._column + repeated - 1)
        self._column += repeated

    def _table_row(self, event: str, element: Element, builder: SheetBuilder) -> None:
        if event == "start":
            self._column = 0
            self._cells = []
            return
        repeated = count(element, "table:number-rows-repeated")
        hidden = attribute(element, "table:visibility") in _HIDDEN
        # One row beyond the limit is enough for the builder to say that it left something out.
        for row in range(self._row, self._row + min(repeated, max(1, self.most_rows - self._row + 1))):
            for cell in self._cells:
                for column in range(cell.column, cell.column + cell.repeated):
                    cell.put(builder, row, column)
            if not self._cells or builder.is_full:
                break
            if hidden:
                builder.hide_row(row)
        self._row += repeated

    def _cell(self, element: Element) -> None:
        repeated = count(element, "table:number-columns-repeated")
        rowspan, colspan = count(element, "table:number-rows-spanned"), count(element, "table:number-columns-spanned")
        shown = _shown(element) or attribute(element, "office:string-value") or ""
        value = parse_number(attribute(element, "office:value") or "")
        formula = attribute(element, "table:formula")
        if shown or value is not None or formula is not None or rowspan > 1 or colspan > 1:
            computed = bool(shown) or _has_value(element)
            within = min(repeated, max(1, MOST_COLUMNS - self._column + 1))
            content = _Content(self._column, within, rowspan, colspan, shown, value, formula, computed)
            self._cells.append(content)
        self._column += repeated


def _shown(cell: Element) -> str:
    paragraphs = (child for child in cell if name_of(child) in {"text:p", "text:h"})
    return "\n".join("".join(piece for piece in inline(one) if isinstance(piece, str)) for one in paragraphs).strip()


def _has_value(cell: Element) -> bool:
    """Whether the result of a formula is in the file; text that is blank is one."""
    is_text = attribute(cell, "office:value-type") == "string"
    return is_text or any(attribute(cell, name) is not None for name in _VALUES)

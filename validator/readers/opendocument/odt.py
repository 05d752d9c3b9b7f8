"""Reader for OpenDocument texts (.odt), as they read with all tracked changes accepted and hidden text left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias

from validator.model.document import Document
from validator.model.text import Text
from validator.readers import _refusal as refusal
from validator.readers.blocks.builder import MOST_COLUMNS, MOST_ROWS, BlockBuilder
from validator.readers.blocks.flow import Flow, FlowBuilder
from validator.readers.opendocument.package import (
    CONTENT,
    attribute,
    count,
    inline,
    name_of,
    open_package,
    qualified,
    read_count,
    short_name,
    spaced,
)

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST_CELLS = 100_000
"""Cells of a document, repeated ones counted as often as they are repeated."""

_META = "meta.xml"
_FEW_BLANKS = " " * 20
_BLANKS = re.compile(" {20,}")
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_REPEATED = qualified("table:number-columns-repeated")
_COLUMNS, _ROWS = qualified("table:number-columns-spanned"), qualified("table:number-rows-spanned")
Said: TypeAlias = Mapping[str | bytes, str | bytes]
"""The attributes of an element."""
_PARAGRAPHS = frozenset({"text:p", "text:h"})
_ROW_GROUPS = frozenset({"table:table-header-rows", "table:table-rows", "table:table-row-group"})
_CELLS = frozenset({"table:table-cell", "table:covered-table-cell"})
_CONTAINERS = frozenset(
    {
        "draw:custom-shape",
        "draw:frame",
        "draw:g",
        "draw:text-box",
        "office:body",
        "office:text",
        "text:index-body",
        "text:index-title",
        "text:list",
        "text:list-header",
        "text:list-item",
        "text:numbered-paragraph",
        "text:section",
        "text:table-of-content",
    }
)
"""Elements that hold paragraphs and tables; what stands in others, such as declarations, is no text."""


def read_odt(path: str, data: bytes) -> Document:
    """Read an OpenDocument text. Raises UnreadableInputError for a damaged, encrypted or hostile one."""
    package = open_package(path, data)
    root = package.part(CONTENT)
    title = package.part(_META).findtext(f".//{_TITLE}") if package.has(_META) else None
    builder = BlockBuilder()
    builder.add_flow(_flow(path, root))
    return Document(path, "odt", tuple(builder.blocks), (title or "").strip() or None, tuple(builder.warnings))


def _flow(path: str, root: Element) -> Flow:
    builder = FlowBuilder()
    walker = _Walker(path, builder, frozenset(_hidden_styles(root)))
    for child in root:
        if name_of(child) == "office:body":
            walker.blocks(child)
    return builder.finish()


def _hidden_styles(root: Element) -> Iterator[str]:
    """Names of the styles whose text does not show."""
    for properties in root.iter("{*}text-properties"):
        style = properties.getparent()
        if attribute(properties, "text:display") == "none" and style is not None:
            yield attribute(style, "style:name") or ""


class _Walker:
    """Tells a builder what the document says. The parser refuses trees deeper than 256, so recursion is safe."""

    def __init__(self, path: str, builder: FlowBuilder, hidden: frozenset[str]) -> None:
        self._path = path
        self._builder = builder
        self._hidden = hidden
        self._cells = 0

    def blocks(self, parent: Element) -> None:
        """Paragraphs and tables inside a body, a cell or a frame."""
        for element in parent:
            name = name_of(element)
            if name in _PARAGRAPHS:
                self._paragraph(element)
            elif name == "table:table":
                self._table(element)
            elif name in _CONTAINERS and attribute(element, "text:display") != "none":
                self.blocks(element)

    def _paragraph(self, paragraph: Element) -> None:
        pieces = inline(paragraph, self._hidden)
        text = "".join([piece for piece in pieces if isinstance(piece, str)])
        self._builder.text(_shortened(text))
        self._builder.end_paragraph()
        for element in pieces:
            if isinstance(element, str):
                continue
            if name_of(element) == "table:table":
                self._table(element)
            else:
                self.blocks(element)

    def _table(self, table: Element) -> None:
        self._builder.open_table()
        rows = 0
        for row in _rows(table):
            for _ in range(min(count(row, "table:number-rows-repeated"), MOST_ROWS + 1 - rows)):
                rows += 1
                self._builder.open_row()
                self._row(row)
                self._builder.close_row()
        self._builder.close_table()

    def _row(self, row: Element) -> None:
        column = 0
        for cell in row:
            name = short_name(cell.tag)
            if name not in _CELLS:
                continue
            said = dict(cell.items())
            repeated = read_count(said.get(_REPEATED))
            if name == "table:table-cell":
                for at in range(column, min(column + repeated, MOST_COLUMNS + 1)):
                    self._cell(cell, at, said)
            column += repeated

    def _cell(self, cell: Element, column: int, said: Said) -> None:
        self._cells += 1
        if self._cells > MOST_CELLS:
            # Repeated cells that hold tables with repeated cells grow without end.
            raise refusal.suspicious(self._path, Text(f"单元格超过 {MOST_CELLS} 个", f"more than {MOST_CELLS} cells"))
        colspan, rowspan = _spans(said) if said else (1, 1)
        if len(cell) == 1 and not self._hidden:
            only = cell[0]
            if len(only) == 0 and short_name(only.tag) == "text:p":  # nearly always
                self._builder.plain_cell(_shortened(spaced(only.text or "")), colspan, rowspan, column)
                return
        self._builder.open_cell(colspan, rowspan, column)
        self.blocks(cell)
        self._builder.close_cell()


def _shortened(text: str) -> str:
    return _BLANKS.sub(_FEW_BLANKS, text) if _FEW_BLANKS in text else text


def _spans(said: Said) -> tuple[int, int]:
    """Columns and rows that a cell covers."""
    return min(read_count(said.get(_COLUMNS)), MOST_COLUMNS), min(read_count(said.get(_ROWS)), MOST_ROWS)


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        name = name_of(child)
        if name == "table:table-row":
            yield child
        elif name in _ROW_GROUPS:
            yield from _rows(child)

"""What a page format says, before it is laid out: text and tables as the source nests them.

The readers of page formats (HTML, Word) walk their own tree and tell a `FlowBuilder` what they meet; `blocks.py` makes
paragraphs and grids of the result. The builder takes what broken sources hold: cells outside rows, rows outside tables,
ends without a beginning.
"""

from __future__ import annotations

import re
from typing import NamedTuple, TypeAlias

from msgspec import Struct, field

_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_ROUND_LINE_END = re.compile(r"[ \t]*\n[ \t]*")


class SourcePicture(NamedTuple):
    """A picture that is large enough to hold a table."""

    number: int
    """Which one of the document, from 1."""
    data: bytes
    """The file of the picture."""


class SourceCell(NamedTuple):
    """A cell as the source says it."""

    text: str = ""
    """The own text, without that of inner tables; paragraphs on lines of their own."""
    colspan: int = 1
    rowspan: int = 1
    column: int | None = None
    """First column, from 0, where the source says so; None for the next free one."""
    origin: object = None
    """What the cell is in the tree of the source, for those who write marks beside it."""
    parts: Flow = ()
    """Paragraphs and inner tables in reading order; left out where the text is the only one."""

    @property
    def content(self) -> Flow:
        """Paragraphs and inner tables in reading order; no paragraph is empty."""
        return self.parts or ((self.text,) if self.text else ())

    @property
    def tables(self) -> Flow:
        """The inner tables, and pictures that may hold one."""
        return tuple([part for part in self.parts if not isinstance(part, str)])


class SourceTable(Struct, frozen=True):
    """A table as the source says it."""

    rows: tuple[tuple[SourceCell, ...], ...]
    size: int
    """Number of cells, those of inner tables included."""

    @property
    def holds_tables(self) -> bool:
        """Whether a cell holds another table."""
        return any(cell.tables for row in self.rows for cell in row if cell.parts)


Flow: TypeAlias = "tuple[str | SourceTable | SourcePicture, ...]"
"""Paragraphs, tables and pictures in reading order. A paragraph may hold newlines."""


def cell_of(
    content: Flow, colspan: int = 1, rowspan: int = 1, column: int | None = None, origin: object = None
) -> SourceCell:
    """A cell by its content."""
    if len(content) == 1 and isinstance(content[0], str):  # nearly always
        return SourceCell(content[0], colspan, rowspan, column, origin)
    texts = [part for part in content if isinstance(part, str)]
    return SourceCell("\n".join(texts), colspan, rowspan, column, origin, content)


class _Area(Struct):
    """A place that takes text: the page or a cell."""

    content: list[str | SourceTable | SourcePicture] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def end_paragraph(self) -> None:
        if self.words:
            text = _tidy("".join(self.words))
            self.words.clear()
            if text:
                self.content.append(text)


class _OpenCell(_Area):
    """A cell that takes text."""

    colspan: int = 1
    rowspan: int = 1
    column: int | None = None
    origin: object = None


class _OpenTable(Struct):
    around: _Area
    """What the table stands in; text between its cells belongs there."""
    rows: list[tuple[SourceCell, ...]] = field(default_factory=list)
    row: list[SourceCell] | None = None
    cell: _OpenCell | None = None
    size: int = 0

    def add(self, cell: SourceCell) -> None:
        """Add a cell to the open row, or to a new one."""
        if self.row is None:
            self.row = []
        self.row.append(cell)
        self.size += 1


class FlowBuilder:
    """Collects text and tables in reading order."""

    def __init__(self) -> None:
        """Start with an empty page."""
        self._page = self._area = _Area()
        """The area is where text goes: the innermost open cell, or what is around the innermost table."""
        self._tables: list[_OpenTable] = []
        self.in_table = False
        """True between the start and the end of a table."""

    def text(self, text: str) -> None:
        """Add to the current paragraph; a newline is a line break."""
        words = self._area.words
        if words or not text.isspace():  # no paragraph begins with blanks
            words.append(text)

    def end_paragraph(self) -> None:
        """End the current paragraph, if there is one."""
        self._area.end_paragraph()

    def picture(self, picture: SourcePicture) -> None:
        """Add a picture; it ends the current paragraph."""
        self._area.end_paragraph()
        self._area.content.append(picture)

    def open_table(self) -> None:
        """Start a table inside the current place."""
        self._area.end_paragraph()
        self._tables.append(_OpenTable(self._area))
        self.in_table = True

    def open_row(self) -> None:
        """Start a row; one that is still open ends here."""
        if self._tables:
            self.close_row()
            self._tables[-1].row = []

    def open_cell(self, colspan: int = 1, rowspan: int = 1, column: int | None = None, origin: object = None) -> None:
        """Start a cell; one that is still open ends here, and a row is started if there is none."""
        if self._tables:
            self._end_before()
            self._area = self._tables[-1].cell = _OpenCell([], [], colspan, rowspan, column, origin)

    def _end_before(self) -> None:
        """A new cell begins: end the one that is open in the current table, and the paragraph around the table."""
        if self._tables[-1].cell is not None:
            self.close_cell()
        if self._area.words:
            self._area.end_paragraph()

    def close_cell(self) -> None:
        """End the open cell of the current table, if there is one."""
        table = self._tables[-1] if self._tables else None
        if table is not None and table.cell is not None:
            cell, table.cell, self._area = table.cell, None, table.around
            cell.end_paragraph()
            table.add(cell_of(tuple(cell.content), cell.colspan, cell.rowspan, cell.column, cell.origin))

    def plain_cell(
        self, text: str, colspan: int = 1, rowspan: int = 1, column: int | None = None, origin: object = None
    ) -> None:
        """Add a cell that holds one paragraph or nothing, as nearly all do: the same as opening, filling, closing."""
        if self._tables:
            self._end_before()
            self._tables[-1].add(SourceCell(_tidy(text), colspan, rowspan, column, origin))

    def close_row(self) -> None:
        """End the open row of the current table, if there is one."""
        self.close_cell()
        table = self._tables[-1] if self._tables else None
        if table is not None and table.row is not None:
            table.rows.append(tuple(table.row))
            table.row = None

    def close_table(self) -> None:
        """End the current table, if there is one. A table of one cell is a box round its content, and vanishes."""
        if not self._tables:
            return
        self.close_row()
        table = self._tables.pop()
        self.in_table = bool(self._tables)
        self._area.end_paragraph()
        if self._tables and self._tables[-1].cell is not None:
            self._tables[-1].size += table.size
        cells = [cell for row in table.rows for cell in row]
        if len(cells) == 1:
            self._area.content.extend(cells[0].content)
        elif cells:
            self._area.content.append(SourceTable(tuple(table.rows), table.size))

    def finish(self) -> Flow:
        """Everything collected; what is still open ends here."""
        while self._tables:
            self.close_table()
        self._page.end_paragraph()
        return tuple(self._page.content)


def _tidy(text: str) -> str:
    """A paragraph without what does not show, and without blanks at the ends of its lines."""
    if text.isalnum():  # most cells hold a number and nothing else
        return text
    if "\n" in text:
        return _ROUND_LINE_END.sub("\n", _INVISIBLE.sub("", text)).strip()
    return _INVISIBLE.sub("", text).strip()

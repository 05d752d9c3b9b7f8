"""What a page format says, before it is laid out: text and tables as the source nests them.

The readers of page formats (HTML, Word) walk their own tree and tell a `FlowBuilder` what they meet; `blocks.py` makes
paragraphs and grids of the result. The builder takes what broken sources hold: cells outside rows, rows outside tables,
ends without a beginning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_ROUND_LINE_END = re.compile(r"[ \t]*\n[ \t]*")


@dataclass(frozen=True, slots=True)
class SourceCell:
    """A cell as the source says it."""

    content: tuple[str | SourceTable, ...] = ()
    """Paragraphs and inner tables in reading order; no paragraph is empty."""
    colspan: int = 1
    rowspan: int = 1
    column: int | None = None
    """First column, from 0, where the source says so; None for the next free one."""
    origin: object = None
    """What the cell is in the tree of the source, for those who write marks beside it."""

    @property
    def text(self) -> str:
        """The own text, without that of inner tables; paragraphs on lines of their own."""
        if len(self.content) == 1 and isinstance(self.content[0], str):  # nearly always
            return self.content[0]
        return "\n".join(item for item in self.content if isinstance(item, str))

    @property
    def tables(self) -> tuple[SourceTable, ...]:
        """The inner tables."""
        return tuple(item for item in self.content if isinstance(item, SourceTable))


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A table as the source says it."""

    rows: tuple[tuple[SourceCell, ...], ...]
    size: int
    """Number of cells, those of inner tables included."""


Flow = tuple[str | SourceTable, ...]
"""Paragraphs and tables in reading order. A paragraph may hold newlines."""


@dataclass(slots=True)
class _Area:
    """A place that takes text: the page or a cell."""

    content: list[str | SourceTable] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def end_paragraph(self) -> None:
        if not self.words:
            return
        text = _ROUND_LINE_END.sub("\n", _INVISIBLE.sub("", "".join(self.words))).strip()
        self.words.clear()
        if text:
            self.content.append(text)


@dataclass(slots=True)
class _OpenCell:
    area: _Area
    colspan: int
    rowspan: int
    column: int | None
    origin: object


@dataclass(slots=True)
class _OpenTable:
    rows: list[tuple[SourceCell, ...]] = field(default_factory=list)
    row: list[SourceCell] | None = None
    cell: _OpenCell | None = None
    size: int = 0


class FlowBuilder:
    """Collects text and tables in reading order."""

    def __init__(self) -> None:
        """Start with an empty page."""
        self._page = _Area()
        self._tables: list[_OpenTable] = []

    @property
    def _area(self) -> _Area:
        """Where text goes: the innermost open cell; text between cells belongs to what is around the table."""
        for table in reversed(self._tables):
            if table.cell is not None:
                return table.cell.area
        return self._page

    @property
    def in_table(self) -> bool:
        """True between the start and the end of a table."""
        return bool(self._tables)

    def text(self, text: str) -> None:
        """Add to the current paragraph; a newline is a line break."""
        self._area.words.append(text)

    def end_paragraph(self) -> None:
        """End the current paragraph, if there is one."""
        self._area.end_paragraph()

    def open_table(self) -> None:
        """Start a table inside the current place."""
        self.end_paragraph()
        self._tables.append(_OpenTable())

    def open_row(self) -> None:
        """Start a row; one that is still open ends here."""
        if self._tables:
            self.close_row()
            self._tables[-1].row = []

    def open_cell(self, colspan: int = 1, rowspan: int = 1, column: int | None = None, origin: object = None) -> None:
        """Start a cell; one that is still open ends here, and a row is started if there is none."""
        if self._tables:
            self.close_cell()
            self.end_paragraph()
            self._tables[-1].cell = _OpenCell(_Area(), colspan, rowspan, column, origin)

    def close_cell(self) -> None:
        """End the open cell of the current table, if there is one."""
        table = self._tables[-1] if self._tables else None
        if table is None or table.cell is None:
            return
        cell, table.cell = table.cell, None
        cell.area.end_paragraph()
        if table.row is None:
            table.row = []
        table.row.append(SourceCell(tuple(cell.area.content), cell.colspan, cell.rowspan, cell.column, cell.origin))
        table.size += 1

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
        self.end_paragraph()
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

"""From worksheets to the blocks of a document: where a table begins and ends among the cells of a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby

from msgspec import Struct

from validator.model.document import Cell, Document, Grid, Location, Paragraph
from validator.readers.blocks.builder import TABLE_CUT
from validator.readers.spreadsheet._sheet import Sheet, SheetCell
from validator.readers.spreadsheet.formula import address_of

MOST_PLACES = 100_000
"""Places of all tables of a workbook together; a cell here and there in a wide sheet must not fill the memory."""
_BLANK = ("", 1, 1)
_LONGEST_LABEL = 60
"""Characters; a longer text that stands alone in its row is prose, and so is a sentence."""


def document_of(path: str, kind: str, sheets: Sequence[Sheet], warnings: Sequence[str] = ()) -> Document:
    """One document with the blocks of all sheets; its title is the name of the sheet if there is only one."""
    builder = _Builder()
    for sheet in sheets:
        builder.add(sheet)
    keys = dict.fromkeys([*warnings, *(key for sheet in sheets for key in sheet.warnings), *builder.warnings])
    title = sheets[0].name if len(sheets) == 1 else None
    return Document(path, kind, tuple(builder.blocks), title, tuple(keys))


class _Row(Struct, frozen=True):
    """The cells that hold text in one row of a sheet."""

    number: int
    cells: tuple[SheetCell, ...]
    crossed: bool
    """True if a merged cell with text reaches down into this row or out of it."""

    @property
    def single(self) -> SheetCell | None:
        """The only cell, if it stands alone in its row."""
        return self.cells[0] if len(self.cells) == 1 and not self.crossed else None


class _Cells(Struct, frozen=True):
    """The cells of a sheet by row."""

    name: str
    starting: Mapping[int, Sequence[SheetCell]]
    """Row -> cells that start in it."""
    reaching: Mapping[int, Sequence[SheetCell]]
    """Row -> merged cells from above that cover it."""

    @classmethod
    def of(cls, sheet: Sheet) -> _Cells:
        starting: dict[int, list[SheetCell]] = {}
        reaching: dict[int, list[SheetCell]] = {}
        for cell in sheet.cells:
            starting.setdefault(cell.row, []).append(cell)
            for row in range(cell.row + 1, cell.row + cell.rowspan):
                reaching.setdefault(row, []).append(cell)
        return cls(sheet.name, starting, reaching)

    def within(self, rows: range) -> Iterator[SheetCell]:
        """The cells that cover anything in a run of rows."""
        yield from self.reaching.get(rows.start, ())
        for row in rows:
            yield from self.starting.get(row, ())


class _Builder:
    """Numbers tables and paragraphs over all sheets, from 1."""

    def __init__(self) -> None:
        self.blocks: list[Paragraph | Grid] = []
        self.warnings: tuple[str, ...] = ()
        self._places = 0
        self._tables = 0
        self._paragraphs = 0

    def add(self, sheet: Sheet) -> None:
        """The blocks of one sheet, parted by blank rows."""
        rows = _rows(sheet)
        cells = _Cells.of(sheet)
        for _, run in groupby(enumerate(rows), key=lambda item: item[1].number - item[0]):
            self._add_run(cells, [row for _, row in run])

    def _add_run(self, sheet: _Cells, rows: Sequence[_Row]) -> None:
        width = _width(rows)
        for outside, part in groupby(_marked(rows, width), key=lambda item: item[0]):
            found = [row for _, row in part]
            if outside or _width(found) == 1:
                for cell in (cell for row in found for cell in row.cells):
                    self._add_paragraph(sheet, cell)
            else:
                self._add_grid(sheet, found)

    def _add_paragraph(self, sheet: _Cells, cell: SheetCell) -> None:
        for text in filter(None, map(str.strip, cell.text.split("\n"))):
            self._paragraphs += 1
            address = address_of((cell.row, cell.column))
            self.blocks.append(Paragraph(text, Location(paragraph=self._paragraphs, sheet=sheet.name, address=address)))

    def _add_grid(self, sheet: _Cells, rows: Sequence[_Row]) -> None:
        top, left, width = rows[0].number, _left(rows), _width(rows)
        height = min(len(rows), (MOST_PLACES - self._places) // width)
        if height < len(rows):
            self.warnings = (TABLE_CUT,)
        if not height:
            return
        self._tables += 1
        self._places += height * width
        owners = _laid_out(sheet, range(top, top + height), range(left, left + width))
        cells = []
        seen: set[tuple[int, int]] = set()
        table, name = self._tables, sheet.name
        for row in range(height):
            for column in range(width):
                if (row, column) in seen:
                    continue
                text, rowspan, colspan = owners.get((row, column), _BLANK)
                if rowspan > 1 or colspan > 1:
                    seen.update((row + down, column + right) for down in range(rowspan) for right in range(colspan))
                place = _place(table, row + 1, column + 1, name, (top + row, left + column))
                cells.append(Cell(text, row, column, rowspan, colspan, place))
        whole = Location(table=self._tables, sheet=sheet.name, address=address_of((top, left)))
        self.blocks.append(Grid(tuple(cells), (width,) * height, location=whole))


@lru_cache(maxsize=1 << 13)
def _place(table: int, row: int, column: int, sheet: str, at: tuple[int, int]) -> Location:
    """The location of a cell; the tables of one report after the other have the same ones. `at`: in the sheet."""
    return Location(table=table, row=row, column=column, sheet=sheet, address=address_of(at))


def _rows(sheet: Sheet) -> list[_Row]:
    """The rows that hold text or are reached by a merged cell that does."""
    starting: dict[int, list[SheetCell]] = {}
    crossed: set[int] = set()
    for cell in sheet.cells:
        if cell.text:
            starting.setdefault(cell.row, []).append(cell)
            if cell.rowspan > 1:
                crossed.update(range(cell.row, cell.row + cell.rowspan))
    return [_Row(row, tuple(starting.get(row, ())), row in crossed) for row in sorted(starting.keys() | crossed)]


def _left(rows: Iterable[_Row]) -> int:
    return min(cell.column for row in rows for cell in row.cells)


def _width(rows: Sequence[_Row]) -> int:
    return max(cell.column + cell.colspan for row in rows for cell in row.cells) - _left(rows)


def _marked(rows: Sequence[_Row], width: int) -> Iterator[tuple[bool, _Row]]:
    """For each row of a run, whether it stands outside every table.

    Outside are: what stands alone in its row above all tables; prose; and what is merged over most of the width.
    Another text alone in its row may be the label of a row without numbers.
    """
    above = True
    for row in rows:
        cell = row.single
        above = above and cell is not None
        yield above or (cell is not None and (_is_prose(cell.text) or 1 < width < 2 * cell.colspan)), row


def _is_prose(text: str) -> bool:
    return len(text) > _LONGEST_LABEL or "。" in text


def _laid_out(sheet: _Cells, rows: range, columns: range) -> dict[tuple[int, int], tuple[str, int, int]]:
    """Place inside a rectangle of the sheet -> text and spans of the cell that starts there, cut at its edges."""
    found = {}
    for cell in sheet.within(rows):
        top, left = max(cell.row, rows.start), max(cell.column, columns.start)
        rowspan = min(cell.row + cell.rowspan, rows.stop) - top
        colspan = min(cell.column + cell.colspan, columns.stop) - left
        if rowspan > 0 and colspan > 0:
            found[top - rows.start, left - columns.start] = (cell.text, rowspan, colspan)
    return found

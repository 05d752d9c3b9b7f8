"""From what the source says to the blocks of a document: spans laid out, layout tables dissolved, places numbered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple, TypeAlias

from validator.model.document import Cell, Grid, Location, Paragraph
from validator.model.numbers import Kind, read_number
from validator.readers.blocks.flow import Flow, SourceCell, SourcePicture, SourceTable

MOST_COLUMNS = 200
"""Columns beyond this are cut: no form has as many, and a span of a milliard is an attack."""
MOST_ROWS = 2000
TABLE_CUT = "table-too-large"
"""Warning: a table was cut at one of the limits."""

_LONG_CELL = 200
"""Characters from which a cell of several paragraphs is prose."""
_FEW_NUMBERS = 4


Placed: TypeAlias = tuple[int, int, int, int, SourceCell]
"""Row and column in the grid, from 0, rows and columns covered, and the cell."""


ReadPictures: TypeAlias = Callable[[Sequence[SourcePicture]], Sequence[Paragraph | Grid]]
"""What stands in pictures that follow each other, with the places in them."""


class TextCell(NamedTuple):
    """A cell of a row whose columns the reader has found itself."""

    text: str
    column: int
    colspan: int = 1
    line: int | None = None


class BlockBuilder:
    """Collects the blocks of a document and numbers its tables and paragraphs from 1."""

    def __init__(self, read_pictures: ReadPictures | None = None) -> None:
        """Start with an empty document. `read_pictures`: None to leave pictures out."""
        self._read_pictures = read_pictures
        self.blocks: list[Paragraph | Grid] = []
        self.warnings: list[str] = []
        self._tables = 0
        self._paragraphs = 0
        self._placed: list[tuple[int, Sequence[Placed]]] = []

    def origins(self) -> Mapping[tuple[int, int, int], object]:
        """Table, row and column as in the `Location` of a cell -> what the cell is in the tree of the source."""
        return {
            (table, row + 1, column + 1): source.origin
            for table, placed in self._placed
            for row, column, _, _, source in placed
        }

    def add_paragraph(self, text: str, line: int | None = None, page: int | None = None) -> None:
        """Add a paragraph, unless it is blank."""
        stripped = text.strip()
        if stripped:
            self._paragraphs += 1
            self.blocks.append(Paragraph(stripped, Location(page, paragraph=self._paragraphs, line=line)))

    def add_flow(self, flow: Flow, line: int | None = None) -> None:
        """Add what a page format says; a line break in prose starts a paragraph, since headings are set that way."""
        for are_pictures, run in groupby(flow, key=lambda item: isinstance(item, SourcePicture)):
            if are_pictures:
                self._add_pictures([item for item in run if isinstance(item, SourcePicture)])
                continue
            for item in run:
                if isinstance(item, SourceTable):
                    self.add_table(item, line)
                elif isinstance(item, str):
                    for part in item.split("\n"):
                        self.add_paragraph(part, line)

    def _add_pictures(self, pictures: Sequence[SourcePicture]) -> None:
        """Add what stands in pictures. Their places count for themselves: those of the text and its tables stay."""
        if self._read_pictures is not None:
            self.blocks += self._read_pictures(pictures)

    def add_table(self, table: SourceTable, line: int | None = None) -> None:
        """Add a table as a grid, or, if it only arranges the page, what it holds."""
        if _only_arranges(table):
            for row in table.rows:
                for source in row:
                    self.add_flow(source.content, line)
            return
        placed, widths, cut = lay_out(table.rows)
        if cut:
            self.warn(TABLE_CUT)
        self._tables += 1
        number = self._tables
        cells = [
            Cell(source.text, row, column, rowspan, colspan, _place(number, row + 1, column + 1, line))
            for row, column, rowspan, colspan, source in placed
        ]
        self.blocks.append(Grid(tuple(cells), widths, location=Location(table=number, line=line)))
        self._placed.append((number, placed))
        if table.holds_tables:
            for *_, source in placed:
                self.add_flow(source.tables, line)

    def add_rows(
        self,
        rows: Sequence[Sequence[TextCell]],
        *,
        positioned: bool = True,
        aligned: bool = False,
        page: int | None = None,
    ) -> None:
        """Add a grid whose rows are laid out already; the cells of a row stand from left to right."""
        self._tables += 1
        number = self._tables
        if len(rows) > MOST_ROWS or any(len(row) > MOST_COLUMNS for row in rows):
            self.warn(TABLE_CUT)
        kept = [[cell for cell in row[:MOST_COLUMNS] if cell.column < MOST_COLUMNS] for row in rows[:MOST_ROWS]]
        cells = tuple(
            Cell(text.strip(), at, column, 1, colspan, Location(page, number, at + 1, column + 1, None, line))
            for at, row in enumerate(kept)
            for text, column, colspan, line in row
        )
        widths = tuple(row[-1].column + row[-1].colspan if row else 0 for row in kept)
        line = next((cell.line for row in kept for cell in row), None)
        self.blocks.append(Grid(cells, widths, positioned, Location(page, number, line=line), aligned))

    def warn(self, key: str) -> None:
        """Note what could not be read for certain, once."""
        if key not in self.warnings:
            self.warnings.append(key)


@lru_cache(maxsize=1 << 13)
def _place(table: int, row: int, column: int, line: int | None) -> Location:
    """The location of a cell; the tables of one report after the other have the same ones."""
    return Location(table=table, row=row, column=column, line=line)


def lay_out(rows: Sequence[Sequence[SourceCell]]) -> tuple[list[Placed], tuple[int, ...], bool]:
    """Give every cell its place: cells in reading order, columns covered by each row, whether a limit cut something."""
    height = min(len(rows), MOST_ROWS)
    cut = len(rows) > height
    placed: list[Placed] = []
    widths: list[int] = []
    free_from = [0] * (MOST_COLUMNS + 1)  # for each column the first row that no cell from above covers
    used = 0
    for at, row in enumerate(rows[:height]):
        width = _covered_width(free_from, used, at)
        column = 0
        for cell in row:
            colspan, rowspan = cell.colspan, cell.rowspan
            if cell.column is not None:
                column = min(cell.column, MOST_COLUMNS)
            while free_from[column] > at:
                column += 1
            if colspan > 1:
                colspan = _free_run(column, colspan, free_from, at)
            if column >= MOST_COLUMNS:
                cut = True
                break
            if rowspan > 1:
                rowspan = min(rowspan, height - at)
            placed.append((at, column, rowspan, colspan, cell))
            end = column + colspan
            while column < end:
                free_from[column] = at + rowspan
                column += 1
            width = max(width, column)
        widths.append(width)
        used = max(used, width)
    return placed, tuple(widths), cut


def _covered_width(free_from: Sequence[int], used: int, row: int) -> int:
    """Columns up to the last one that a cell from above covers in a row."""
    width = used
    while width and free_from[width - 1] <= row:
        width -= 1
    return width


def _free_run(start: int, wanted: int, free_from: Sequence[int], row: int) -> int:
    """How many of the wanted columns are free from a column on, inside the limit."""
    end = start
    while end < min(start + wanted, MOST_COLUMNS) and free_from[end] <= row:
        end += 1
    return end - start


def _only_arranges(table: SourceTable) -> bool:
    """True for a table that sets out a page and holds no data of its own.

    Such are: a table of one column; one whose inner tables hold more cells than it has itself; one with a cell of prose
    and hardly a number.
    """
    if all(len(row) <= 1 for row in table.rows):
        return True
    cells = [cell for row in table.rows for cell in row]
    if table.holds_tables and table.size - len(cells) > sum(not cell.tables for cell in cells):
        return True
    texts = [cell.text for cell in cells]
    return any(map(_is_prose, texts)) and _count_numbers(texts) < _FEW_NUMBERS


def _is_prose(text: str) -> bool:
    return len(text) >= _LONG_CELL and "\n" in text


def _count_numbers(texts: Sequence[str]) -> int:
    return sum(len(text) < _LONG_CELL and read_number(text).kind is Kind.NUMBER for text in texts)

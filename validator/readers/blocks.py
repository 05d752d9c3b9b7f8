"""From what the source says to the blocks of a document: spans laid out, layout tables dissolved, places numbered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from validator.document import Cell, Grid, Location, Paragraph
from validator.numbers import Kind, read_number
from validator.readers.flow import Flow, SourceCell, SourceTable

MOST_COLUMNS = 200
"""Columns beyond this are cut: no form has as many, and a span of a milliard is an attack."""
MOST_ROWS = 2000
TABLE_CUT = "table-too-large"
"""Warning: a table was cut at one of the limits."""

_LONG_CELL = 200
"""Characters from which a cell of several paragraphs is prose."""
_FEW_NUMBERS = 4


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell with its place in the grid, from 0."""

    row: int
    column: int
    rowspan: int
    colspan: int
    source: SourceCell


@dataclass(frozen=True, slots=True)
class TextCell:
    """A cell of a row whose columns the reader has found itself."""

    text: str
    column: int
    colspan: int = 1
    line: int | None = None


class BlockBuilder:
    """Collects the blocks of a document and numbers its tables and paragraphs from 1."""

    def __init__(self) -> None:
        """Start with an empty document."""
        self.blocks: list[Paragraph | Grid] = []
        self.warnings: list[str] = []
        self.origins: dict[tuple[int, int, int], object] = {}
        """Table, row and column as in the `Location` of a cell -> what the cell is in the tree of the source."""
        self._tables = 0
        self._paragraphs = 0

    def add_paragraph(self, text: str, line: int | None = None) -> None:
        """Add a paragraph, unless it is blank."""
        stripped = text.strip()
        if stripped:
            self._paragraphs += 1
            self.blocks.append(Paragraph(stripped, Location(paragraph=self._paragraphs, line=line)))

    def add_flow(self, flow: Flow, line: int | None = None) -> None:
        """Add what a page format says; a line break in prose starts a paragraph, since headings are set that way."""
        for item in flow:
            if isinstance(item, SourceTable):
                self.add_table(item, line)
            else:
                for part in item.split("\n"):
                    self.add_paragraph(part, line)

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
        cells = tuple(
            Cell(
                one.source.text,
                one.row,
                one.column,
                one.rowspan,
                one.colspan,
                Location(table=number, row=one.row + 1, column=one.column + 1, line=line),
            )
            for one in placed
        )
        self.blocks.append(Grid(cells, widths, location=Location(table=number, line=line)))
        self.origins |= {(number, one.row + 1, one.column + 1): one.source.origin for one in placed}
        for one in placed:
            self.add_flow(one.source.tables, line)

    def add_rows(self, rows: Sequence[Sequence[TextCell]], *, positioned: bool = True) -> None:
        """Add a grid whose rows are laid out already; the cells of a row stand from left to right."""
        self._tables += 1
        number = self._tables
        if len(rows) > MOST_ROWS or any(len(row) > MOST_COLUMNS for row in rows):
            self.warn(TABLE_CUT)
        kept = [[cell for cell in row[:MOST_COLUMNS] if cell.column < MOST_COLUMNS] for row in rows[:MOST_ROWS]]
        cells = tuple(
            Cell(
                cell.text.strip(),
                at,
                cell.column,
                1,
                cell.colspan,
                Location(table=number, row=at + 1, column=cell.column + 1, line=cell.line),
            )
            for at, row in enumerate(kept)
            for cell in row
        )
        widths = tuple(row[-1].column + row[-1].colspan if row else 0 for row in kept)
        line = next((cell.line for row in kept for cell in row), None)
        self.blocks.append(Grid(cells, widths, positioned, Location(table=number, line=line)))

    def warn(self, key: str) -> None:
        """Note what could not be read for certain, once."""
        if key not in self.warnings:
            self.warnings.append(key)


def lay_out(rows: Sequence[Sequence[SourceCell]]) -> tuple[tuple[PlacedCell, ...], tuple[int, ...], bool]:
    """Give every cell its place: cells in reading order, columns covered by each row, whether a limit cut something."""
    height = min(len(rows), MOST_ROWS)
    cut = len(rows) > height
    placed: list[PlacedCell] = []
    widths: list[int] = []
    covered: dict[int, int] = {}  # column -> rows that a cell from above still covers there
    for at, row in enumerate(rows[:height]):
        taken = {column for column, left in covered.items() if left > 0}
        covered = {column: left - 1 for column, left in covered.items() if left > 1}
        width = max(taken, default=-1) + 1
        column = 0
        for cell in row:
            column = column if cell.column is None else cell.column
            while column in taken:
                column += 1
            colspan = _free_run(column, cell.colspan, taken)
            if colspan == 0:
                cut = True
                break
            rowspan = min(cell.rowspan, height - at)
            placed.append(PlacedCell(at, column, rowspan, colspan, cell))
            covers = range(column, column + colspan)
            taken.update(covers)
            if rowspan > 1:
                covered.update(dict.fromkeys(covers, rowspan - 1))
            column += colspan
            width = max(width, column)
        widths.append(width)
    return tuple(placed), tuple(widths), cut


def _free_run(start: int, wanted: int, taken: set[int]) -> int:
    """How many of the wanted columns are free from a column on, inside the limit."""
    end = start
    while end < min(start + wanted, MOST_COLUMNS) and end not in taken:
        end += 1
    return end - start


def _only_arranges(table: SourceTable) -> bool:
    """True for a table that sets out a page and holds no data of its own.

    Such are: a table of one column; one whose inner tables hold more cells than it has itself; one with a cell of prose
    and hardly a number.
    """
    cells = [cell for row in table.rows for cell in row]
    if all(len(row) <= 1 for row in table.rows):
        return True
    if any(cell.tables for cell in cells):
        own = sum(not cell.tables for cell in cells)
        if table.size - len(cells) > own:
            return True
    return any(map(_is_prose, cells)) and _count_numbers(cells) < _FEW_NUMBERS


def _is_prose(cell: SourceCell) -> bool:
    paragraphs = cell.text.count("\n") + 1
    return paragraphs > 1 and len(cell.text) >= _LONG_CELL


def _count_numbers(cells: Iterable[SourceCell]) -> int:
    return sum(len(cell.text) < _LONG_CELL and read_number(cell.text).kind is Kind.NUMBER for cell in cells)

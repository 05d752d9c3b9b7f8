"""Grids from a mere sequence of marks: the second way to read page formats.

On purpose it shares nothing with `flow.py` and `blocks.py`: no tree, no tables that only arrange the page, columns
counted anew. What both ways read alike does not rest on a slip of either.
"""

from __future__ import annotations

from collections import defaultdict

from msgspec import Struct, field

from validator.model.document import Cell, Grid, Location, Paragraph

_MOST_COLUMNS = 200
_MOST_ROWS = 2000
_MOST_PLACES = 200_000


class _Table(Struct):
    """A table while it is being read."""

    cells: list[Cell] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)
    taken: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Row -> columns of it that a cell covers."""
    places: int = 0
    """All of these together."""
    text: list[str] | None = None
    """Pieces of the open cell; None between cells."""
    span: tuple[int, int] = (1, 1)
    """Rows and columns of the open cell."""

    def close_cell(self) -> None:
        if self.text is None:
            return
        text, self.text = _tidy(self.text), None
        if not self.widths:
            self.widths.append(0)
        row, column = len(self.widths) - 1, 0
        here = self.taken[row]
        while column in here:
            column += 1
        rowspan, colspan = self.span
        colspan = max(0, min(colspan, _MOST_COLUMNS - column))
        if colspan == 0 or len(self.widths) > _MOST_ROWS or self.places + rowspan * colspan > _MOST_PLACES:
            return
        for covered in range(row, row + rowspan):
            columns = self.taken[covered]
            before = len(columns)
            columns.update(range(column, column + colspan))
            self.places += len(columns) - before
        self.cells.append(Cell(text, row, column, rowspan, colspan))
        self.widths[row] = max(self.widths[row], column + colspan)


class LinearBuilder:
    """Collects paragraphs and grids from marks in reading order."""

    def __init__(self) -> None:
        """Start with an empty page."""
        self.blocks: list[Paragraph | Grid] = []
        self._words: list[str] = []
        self._tables: list[_Table] = []

    def text(self, text: str) -> None:
        """Add text to what is open; a newline is a line break."""
        cell = next((table.text for table in reversed(self._tables) if table.text is not None), None)
        (self._words if cell is None else cell).append(text)

    def line(self) -> None:
        """End a paragraph."""
        if any(table.text is not None for table in self._tables):
            self.text("\n")
            return
        text = _tidy(self._words)
        self._words.clear()
        self.blocks += [Paragraph(line) for line in text.split("\n") if line]

    def open_table(self) -> None:
        """Begin a table, inside the open cell of another if there is one."""
        self.line()
        self._tables.append(_Table())

    def open_row(self) -> None:
        """Begin a row."""
        if self._tables:
            table = self._tables[-1]
            table.close_cell()
            table.widths.append(max(table.taken[len(table.widths)], default=-1) + 1)

    def open_cell(self, rowspan: int = 1, colspan: int = 1) -> None:
        """Begin a cell."""
        if self._tables:
            self._tables[-1].close_cell()
            self._tables[-1].text = []
            self.span(rowspan, colspan)

    def span(self, rowspan: int, colspan: int) -> None:
        """Say how many rows and columns the open cell covers."""
        if self._tables:
            self._tables[-1].span = (max(1, min(rowspan, _MOST_ROWS)), max(1, min(colspan, _MOST_COLUMNS)))

    def close_cell(self) -> None:
        """End the open cell."""
        if self._tables:
            self._tables[-1].close_cell()

    def close_table(self) -> None:
        """End a table; inner tables come before the one they stand in."""
        if not self._tables:
            return
        table = self._tables.pop()
        table.close_cell()
        if not table.cells:
            return
        number = sum(isinstance(block, Grid) for block in self.blocks) + 1
        height = len(table.widths)
        cells = tuple(
            Cell(
                cell.text,
                cell.row,
                cell.column,
                min(cell.rowspan, height - cell.row),
                cell.colspan,
                Location(table=number, row=cell.row + 1, column=cell.column + 1),
            )
            for cell in table.cells
        )
        self.blocks.append(Grid(cells, tuple(table.widths), location=Location(table=number)))

    def finish(self) -> tuple[Paragraph | Grid, ...]:
        """Everything collected; what is still open ends here."""
        while self._tables:
            self.close_table()
        self.line()
        return tuple(self.blocks)


def _tidy(pieces: list[str]) -> str:
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)

"""What a reader hands over: paragraphs and grids of cells in reading order, each with its location.

A `Document` knows its file format and nothing about official forms. Rows and columns of a grid count from 0, the
numbers in a `Location` from 1, because a location is read by people. A report has hundreds of cells and locations: they
are named tuples, which are made in a third of the time that a frozen dataclass takes.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct, field


class Location(NamedTuple):
    """A place in the user's file, as exact as the format allows. All numbers count from 1."""

    page: int | None = None
    """Page of a paged format."""
    table: int | None = None
    """Which grid of the document, in reading order."""
    row: int | None = None
    """Row inside the grid."""
    column: int | None = None
    """Column inside the grid, spans counted out."""
    paragraph: int | None = None
    """Which paragraph of the document, in reading order."""
    line: int | None = None
    """Line of a text file."""
    sheet: str | None = None
    """Name of a worksheet."""
    address: str | None = None
    """A1 address of a worksheet cell."""
    box: tuple[float, float, float, float] | None = None
    """Left, top, right, bottom on the page, in points from the top left corner; in a picture in its own dots."""
    picture: int | None = None
    """Which picture of the document, in reading order; tables, rows and columns then count in it alone."""


class SourcePlace(NamedTuple):
    """A place in the lines of a source; all numbers count from 1, in characters."""

    line: int
    column: int | None = None
    """None where only the line is known."""
    length: int | None = None
    """Characters, if there stands what was read and nothing else; None where that is not certain."""


NOWHERE = Location()
"""The location of what has none."""


class Cell(NamedTuple):
    """One cell of a grid; a merged cell is one cell with spans."""

    text: str
    """The text as printed, outer white space removed, line breaks kept as newlines."""
    row: int
    """First row it covers, from 0."""
    column: int
    """First column it covers, from 0."""
    rowspan: int = 1
    colspan: int = 1
    location: Location = NOWHERE
    candidates: tuple[str, ...] = ()
    """What the cell may hold where the source is not sure (text recognition), likeliest first; empty where it is."""
    behind: str = ""
    """What else is printed there: the unit of a form, which was parted from the number so that all see the number."""
    touching: bool = False
    """True for digits recognised in a picture that may be the numbers of several columns: of those that the cell spans,
    or, where the grid has no columns, of any that follow each other."""


class Grid(Struct, frozen=True, dict=True):
    """A table as the source laid it out."""

    cells: tuple[Cell, ...]
    """In row, then column order; covered places hold no cell."""
    widths: tuple[int, ...]
    """Columns that each row covers in the source, spans from above included; one entry a row.

    Rows of unequal width tell that the source dropped or added cells.
    """
    positioned: bool = True
    """False where the source keeps the order of the cells but not their columns (split at blanks, one cell a line)."""
    location: Location = NOWHERE
    aligned: bool = False
    """True where the cells of a column were found by standing below each other: one is no other column in one row."""

    @property
    def height(self) -> int:
        """Number of rows."""
        return len(self.widths)

    @property
    def width(self) -> int:
        """Columns of the widest row."""
        return max(self.widths, default=0)

    @cached_property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The cells that start in each row, from left to right."""
        rows: list[list[Cell]] = [[] for _ in range(self.height)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        return tuple(tuple(sorted(row, key=lambda cell: cell.column)) for row in rows)

    def covering(self, row: int, column: int) -> Cell | None:
        """The cell that covers a place, or None."""
        return self._cover.get((row, column))

    @cached_property
    def _cover(self) -> dict[tuple[int, int], Cell]:
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, min(cell.row + cell.rowspan, self.height))
            for column in range(cell.column, cell.column + cell.colspan)
        }


class Paragraph(Struct, frozen=True):
    """A run of text outside every grid."""

    text: str
    """White space at the ends removed; never empty."""
    location: Location = NOWHERE


class FlatCell(Struct, frozen=True):
    """One row of this program's own export."""

    raw: str
    """The text as printed; the number itself where only that is left."""
    value: Decimal | None = None
    unit: str | None = None
    reading: str | None = None
    """How the value came about, in the words of `Reading`."""
    location: Location | None = None
    """Where the number stood in the file that was exported."""


class FlatReport(Struct, frozen=True):
    """One report of such an export."""

    path: str
    """The file that was exported."""
    organ: str | None
    year: int | None
    editions: Mapping[str, str]
    """Table -> id of the form it is printed on."""
    cells: Mapping[str, FlatCell]
    """Cell name -> cell, in the order of the file."""

    @property
    def raw(self) -> Mapping[str, str]:
        """Cell name -> text as printed."""
        return {name: cell.raw for name, cell in self.cells.items()}


class Document(Struct, frozen=True):
    """One file as read."""

    path: str
    """As the user named it; `-` for standard input."""
    format: str
    """Name of the reader: `text`, `html`, `docx`."""
    blocks: tuple[Paragraph | Grid, ...]
    """In reading order."""
    title: str | None = None
    """A title kept apart from the text (HTML `title`, document properties), or None."""
    warnings: tuple[str, ...] = field(default=())
    """What the reader could not read for certain, as keys of sentences in `messages`."""
    recognised_pages: tuple[int, ...] = ()
    """Pages whose text was recognised in pictures."""
    recognised_pictures: tuple[int, ...] = ()
    """Pictures inside the document whose text was recognised."""
    published: str | None = None
    """The day of publication that is kept apart from the text (`meta` of a web page), as written there."""
    headline: str | None = None
    """The title of the text itself that is kept apart from it (`meta` of a web page)."""
    source: str | None = None
    """Whom the text comes from, as kept apart from it."""
    site: str | None = None
    """The name of the website, as kept apart from the text."""

    highlighted: tuple[str, ...] = ()
    """Runs of text, without white space, that are marked with a colour behind them."""
    flat: tuple[FlatReport, ...] = ()
    """The reports of this program's own export, which has a row for each cell and no tables to be recognised."""

    @property
    def grids(self) -> Iterator[Grid]:
        """The grids in reading order."""
        return (block for block in self.blocks if isinstance(block, Grid))

    @property
    def paragraphs(self) -> Iterator[Paragraph]:
        """The paragraphs in reading order."""
        return (block for block in self.blocks if isinstance(block, Paragraph))

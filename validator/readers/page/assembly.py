"""Puts what is on the pages of a document together in reading order, whether the pages were printed or scanned."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, product

from msgspec import Struct, field

from validator.model.document import Cell, Grid, Location, Paragraph
from validator.readers.page._breaks import mended
from validator.readers.page._furniture import PageLines, furniture
from validator.readers.page._paragraphs import Measure, paragraphs
from validator.readers.page._words import word_lines
from validator.readers.page.geometry import Box
from validator.readers.page.glyph import UNNAMED, Doubts
from validator.readers.page.lines import TextLine, joined
from validator.readers.page.tables import PageTable, TableCell
from validator.readers.page.unruled.cells import unruled_table
from validator.readers.page.unruled.regions import table_ranges
from validator.readers.page.unruled.touching import with_touching

_MOST_CANDIDATES = 4
"""Texts that one cell may be doubted between."""


class PageContent(Struct, frozen=True):
    """What is on one page, in the coordinates in which it reads upright."""

    number: int
    width: float
    height: float
    lines: tuple[TextLine, ...]
    """Outside the ruled tables."""
    tables: tuple[PageTable, ...]
    """The ruled ones."""
    displayed: Callable[[Box], Box]
    """Where a rectangle stands on the page as it is displayed."""
    lying: str = ""
    """Text outside the tables that lies on its side."""
    doubts: Doubts = field(default_factory=dict)
    recognised: bool = False
    """True for a scan or a picture: numbers close to each other may have been read as one."""


def document_blocks(pages: Sequence[PageContent]) -> tuple[Paragraph | Grid, ...]:
    """The paragraphs and tables of all pages; what a page break cut is put together."""
    return tuple(_Assembly(pages).blocks())


class _Piece(Struct, frozen=True):
    """A block of the document before it is numbered."""

    page: int
    top: float
    content: PageTable | str
    box: Box | None


class _Assembly:
    """Puts what is on the pages together to one document in reading order."""

    def __init__(self, pages: Sequence[PageContent]) -> None:
        self._pages = pages
        self._by_number = {page.number: page for page in pages}
        self._recognised = frozenset(page.number for page in pages if page.recognised)
        self._doubts = {text: choices for page in pages for text, choices in page.doubts.items()}
        self._doubted = {glyph for text in self._doubts for glyph in text}
        self._furniture = furniture(
            [
                PageLines(page.number, page.height, page.lines, tuple(table.box for table in page.tables))
                for page in pages
            ]
        )
        lines = [line for page in pages for line in page.lines if line not in self._furniture]
        self._measure = Measure(lines, {page.number: page.width for page in pages})

    def blocks(self) -> Iterator[Paragraph | Grid]:
        pieces = sorted((*self._body(), *self._margins()), key=lambda piece: (piece.page, piece.top))
        tables = texts = 0
        for piece in pieces:
            if isinstance(piece.content, PageTable):
                tables += 1
                yield self._grid(piece.content, tables)
            else:
                texts += 1
                box = None if piece.box is None else self._displayed(piece.page, piece.box)
                yield Paragraph(piece.content, Location(page=piece.page, paragraph=texts, box=box))

    def _margins(self) -> Iterator[_Piece]:
        """Page numbers and running heads, and what lies on its side."""
        for line in self._furniture:
            yield _Piece(line.page, line.box.top, line.text, line.box)
        for page in self._pages:
            if page.lying:
                yield _Piece(page.number, page.height, page.lying, None)

    def _body(self) -> Iterator[_Piece]:
        flow = [item for page in self._pages for item in self._flow(page)]
        for ruled, run in groupby(flow, key=lambda item: isinstance(item, PageTable)):
            if ruled:
                tables = [item for item in run if isinstance(item, PageTable)]
                for table in _over_pages(tables):
                    yield _Piece(table.page, table.box.top, table, table.box)
            else:
                yield from self._text([item for item in run if isinstance(item, TextLine)])

    def _flow(self, page: PageContent) -> list[TextLine | PageTable]:
        items: list[TextLine | PageTable] = [
            *(line for line in page.lines if line not in self._furniture),
            *page.tables,
        ]
        return sorted(items, key=lambda item: item.box.top)

    def _text(self, run: Sequence[TextLine]) -> Iterator[_Piece]:
        """Lines outside ruled tables: tables without ruling lines, and paragraphs between them."""
        words = with_touching(word_lines(run), self._recognised)
        at = 0
        for found in table_ranges(words, self._recognised):
            table = unruled_table(words[found.start : found.stop], self._recognised)
            if table is not None:
                yield from self._prose(run[at : found.start])
                yield _Piece(table.page, table.box.top, table, table.box)
                at = found.stop
        yield from self._prose(run[at:])

    def _prose(self, lines: Sequence[TextLine]) -> Iterator[_Piece]:
        for paragraph in paragraphs(lines, self._measure):
            first = paragraph[0]
            box = Box.around(line.box for line in paragraph if line.page == first.page)
            yield _Piece(first.page, first.box.top, joined(paragraph), box)

    def _grid(self, table: PageTable, number: int) -> Grid:
        widths = [0] * table.height
        for cell in table.cells:
            for row in range(cell.row, cell.row + cell.rowspan):
                widths[row] = max(widths[row], cell.column + cell.colspan)
        cells = (
            Cell(
                cell.text.strip(),
                cell.row,
                cell.column,
                cell.rowspan,
                cell.colspan,
                Location(
                    page=cell.page,
                    table=number,
                    row=cell.row + 1,
                    column=cell.column + 1,
                    box=self._displayed(cell.page, cell.box),
                ),
                self._candidates(cell),
                touching=cell.touching,
            )
            for cell in table.cells
        )
        location = Location(page=table.page, table=number, box=self._displayed(table.page, table.box))
        return Grid(tuple(cells), tuple(widths), table.positioned, location)

    def _candidates(self, cell: TableCell) -> tuple[str, ...]:
        """What a cell may hold, if one of its lines is not sure."""
        if not self._doubted or not any(glyph in self._doubted for line in cell.lines for glyph in line.glyphs):
            return ()
        parts = [self._choices(line) for line in cell.lines]
        return tuple(dict.fromkeys("\n".join(chosen) for chosen in product(*parts)))[:_MOST_CANDIDATES]

    def _choices(self, line: TextLine) -> tuple[str, ...]:
        """What a line may be; of one that holds only a part of what is not sure, or more than that, it is not known."""
        if not any(glyph in self._doubted for glyph in line.glyphs):
            return (line.text,)
        return self._doubts.get(line.glyphs, (line.text, UNNAMED))

    def _displayed(self, page: int, box: Box) -> tuple[float, float, float, float]:
        left, top, right, bottom = self._by_number[page].displayed(box)
        return round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)


def _over_pages(tables: Sequence[PageTable]) -> Iterator[PageTable]:
    """Tables with nothing between them; those on pages that follow each other may be one."""
    chain: list[PageTable] = []
    for table in tables:
        if chain and table.page != chain[-1].page + 1:
            yield from mended(chain)
            chain = []
        chain.append(table)
    yield from mended(chain)

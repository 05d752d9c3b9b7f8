"""Reader for PDF files that were made from a text document, not scanned.

Tables are read by their ruling lines, and where there are none by the places of their words. `read_pdf_by_words` uses
the places alone, so that the two readings of a ruled table can be held against each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from validator.document import Cell, Document, Grid, Location, Paragraph
from validator.readers import pdf_refusal
from validator.readers.pdf_breaks import mended
from validator.readers.pdf_cells import unruled_table
from validator.readers.pdf_drawing import page_drawing
from validator.readers.pdf_file import OpenPage, opened
from validator.readers.pdf_furniture import PageLines, furniture
from validator.readers.pdf_glyphs import page_text
from validator.readers.pdf_lattice import lattice
from validator.readers.pdf_lines import TextLine, joined, text_lines
from validator.readers.pdf_paragraphs import Measure, paragraphs
from validator.readers.pdf_regions import table_ranges
from validator.readers.pdf_rules import frames
from validator.readers.pdf_space import Box, Turn
from validator.readers.pdf_tables import PageTable, ruled_tables
from validator.readers.pdf_words import word_lines

PICTURE_PAGE = "pdf-page-is-picture"
"""Warning: a page has no text but a picture over most of it."""
SCANNED_TEXT = "pdf-text-under-scan"
"""Warning: the text of a page is invisible, as a text recognition lays it under a scan."""
UNNAMED_CHARACTERS = "pdf-characters-unnamed"
"""Warning: some characters are drawn by fonts that do not name them."""

MOST_CHARACTERS = 500_000
"""Characters that a file may have; a report has 5000."""

_MOST_UNNAMED = 0.2
"""Share of characters without a name from which the file cannot be read."""


@dataclass(frozen=True, slots=True)
class _Page:
    """What is on one page."""

    number: int
    turn: Turn
    display: Turn
    lines: tuple[TextLine, ...]
    """Outside the ruled tables."""
    lying: str
    """Text outside the tables that lies on its side."""
    tables: tuple[PageTable, ...]
    characters: int
    unnamed: int
    picture: bool
    hidden_text: bool


def read_pdf(path: str, data: bytes) -> Document:
    """Read a PDF. Raises UnreadableInputError for one that is locked, broken, scanned or hostile."""
    return _read(path, data, by_lines=True)


def read_pdf_by_words(path: str, data: bytes) -> Document:
    """Read a PDF as if no lines were drawn: a second reading, weaker but independent. Raises UnreadableInputError."""
    return _read(path, data, by_lines=False)


def _read(path: str, data: bytes, *, by_lines: bool) -> Document:
    with opened(path, data) as file:
        title = file.title()
        pages: list[_Page] = []
        characters = 0
        for number in range(1, file.page_count + 1):
            with file.page(number) as page:
                pages.append(_page(path, page, by_lines=by_lines))
            characters += pages[-1].characters
            if characters > MOST_CHARACTERS:
                raise pdf_refusal.too_much_text(path, MOST_CHARACTERS)
    unnamed = sum(page.unnamed for page in pages)
    if not characters:
        raise pdf_refusal.without_text(path, len(pages))
    if unnamed > _MOST_UNNAMED * characters:
        raise pdf_refusal.unnamed_characters(path)
    return Document(path, "pdf", tuple(_Assembly(pages).blocks()), title, tuple(_warnings(pages)))


def _page(path: str, page: OpenPage, *, by_lines: bool) -> _Page:
    text = page_text(path, page)
    drawing = page_drawing(path, page, text.turn)
    found = [one for frame in frames(drawing) if (one := lattice(frame)) is not None] if by_lines else []
    tables, free = ruled_tables(found, text.glyphs, page.number)
    return _Page(
        page.number,
        text.turn,
        page.display,
        tuple(text_lines((glyph for glyph in free if glyph.upright), page.number)),
        "".join(glyph.text for glyph in free if not glyph.upright),
        tuple(tables),
        len(text.glyphs),
        text.unnamed,
        drawing.picture,
        drawing.hidden_text,
    )


def _warnings(pages: Sequence[_Page]) -> Iterator[str]:
    if any(page.picture and not page.characters for page in pages):
        yield PICTURE_PAGE
    if any(page.picture and page.hidden_text for page in pages):
        yield SCANNED_TEXT
    if any(page.unnamed for page in pages):
        yield UNNAMED_CHARACTERS


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block of the document before it is numbered."""

    page: int
    top: float
    content: PageTable | str
    box: Box | None


class _Assembly:
    """Puts what is on the pages together to one document in reading order."""

    def __init__(self, pages: Sequence[_Page]) -> None:
        self._pages = pages
        self._turns = {page.number: (page.turn, page.display) for page in pages}
        self._furniture = furniture(
            [
                PageLines(page.number, page.turn.height, page.lines, tuple(table.box for table in page.tables))
                for page in pages
            ]
        )
        lines = [line for page in pages for line in page.lines if line not in self._furniture]
        self._measure = Measure(lines, {page.number: page.turn.width for page in pages})

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
                yield _Piece(page.number, page.turn.height, page.lying, None)

    def _body(self) -> Iterator[_Piece]:
        flow = [item for page in self._pages for item in self._flow(page)]
        for ruled, run in groupby(flow, key=lambda item: isinstance(item, PageTable)):
            if ruled:
                tables = [item for item in run if isinstance(item, PageTable)]
                for table in _over_pages(tables):
                    yield _Piece(table.page, table.box.top, table, table.box)
            else:
                yield from self._text([item for item in run if isinstance(item, TextLine)])

    def _flow(self, page: _Page) -> list[TextLine | PageTable]:
        items: list[TextLine | PageTable] = [
            *(line for line in page.lines if line not in self._furniture),
            *page.tables,
        ]
        return sorted(items, key=lambda item: item.box.top)

    def _text(self, run: Sequence[TextLine]) -> Iterator[_Piece]:
        """Lines outside ruled tables: tables without ruling lines, and paragraphs between them."""
        words = word_lines(run)
        at = 0
        for found in table_ranges(words):
            table = unruled_table(words[found.start : found.stop])
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
            )
            for cell in table.cells
        )
        location = Location(page=table.page, table=number, box=self._displayed(table.page, table.box))
        return Grid(tuple(cells), tuple(widths), table.positioned, location)

    def _displayed(self, page: int, box: Box) -> tuple[float, float, float, float]:
        turn, display = self._turns[page]
        left, top, right, bottom = box if turn == display else turn.displayed(box, display)
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

"""Reader for PDF files: made from a text document, scanned, or both, page by page.

Tables are read by their ruling lines, and where there are none by the places of their words. `read_pdf_by_words` uses
the places alone, and takes the characters by the other of two libraries, so that the two readings can be held against
each other. Pages without usable text are drawn and read as pictures, if the packages for that are installed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import partial

from msgspec import Struct

from validator.model.document import Document, Grid
from validator.readers.ocr import is_available
from validator.readers.page.assembly import PageContent, document_blocks
from validator.readers.page.drawing import Drawing
from validator.readers.page.glyph import Glyph
from validator.readers.page.lattice import lattice
from validator.readers.page.lines import text_lines
from validator.readers.page.rulings import frames
from validator.readers.page.tables import PageTable, ruled_tables
from validator.readers.pdf import refusal as pdf_refusal
from validator.readers.pdf._characters import PageText, page_text
from validator.readers.pdf._drawing import page_drawing
from validator.readers.pdf._glyphs import drawn_text
from validator.readers.pdf._page_texts import PageTexts
from validator.readers.pdf.file import OpenFile, OpenPage, opened
from validator.readers.scan import refusal as scan_refusal

PICTURE_PAGE = "pdf-page-is-picture"
"""Warning: a page is a picture and was not read."""
SCANNED_TEXT = "pdf-text-under-scan"
"""Warning: the text of a page is invisible, as a text recognition lays it under a scan."""
UNNAMED_CHARACTERS = "pdf-characters-unnamed"
"""Warning: some characters are drawn by fonts that do not name them."""

MOST_CHARACTERS = 500_000
"""Characters that a file may have; a report has 5000."""

_MOST_UNNAMED = 0.2
"""Share of characters without a name from which a page, or the file, cannot be read by its text."""


class _Page(Struct, frozen=True):
    """A page by its text."""

    content: PageContent
    characters: int
    unnamed: int
    drawing: Drawing

    @property
    def is_mere_picture(self) -> bool:
        """True for a picture without any text, seen or not."""
        return self.drawing.picture and not self.characters

    @property
    def has_usable_text(self) -> bool:
        """False for a scan, also one with text laid under it, and where the fonts name too few characters."""
        if not self.characters:
            return not self.drawing.anything
        return not self.drawing.hidden_text and self.unnamed <= _MOST_UNNAMED * self.characters


def read_pdf(path: str, data: bytes) -> Document:
    """Read a PDF. Raises UnreadableInputError for one that is locked, broken or hostile, or cannot be recognised."""
    with opened(path, data) as file:
        title = file.title()
        numbers = range(1, file.page_count + 1)
        pages = _read_pages(file, numbers, partial(_page, path, PageTexts(path, data)))
        scans = {page.content.number: page.drawing for page in pages if not page.has_usable_text}
        if scans and is_available():
            from validator.readers.pdf._scanned import recognised_pages

            read = recognised_pages(file, scans, all_or_nothing=len(scans) == len(pages))
            blocks = document_blocks([read.get(page.content.number, page.content) for page in pages])
            if not blocks:
                raise scan_refusal.nothing_recognised(path)
            rest = [page for page in pages if page.content.number not in read]
            return Document(path, "pdf", blocks, title, _warnings(rest), tuple(read))
    blocks = document_blocks([page.content for page in pages])
    _refuse_unread(path, pages, has_tables=any(isinstance(block, Grid) for block in blocks))
    return Document(path, "pdf", blocks, title, _warnings(pages))


def read_pdf_by_words(path: str, data: bytes, pages: AbstractSet[int] | None = None) -> Document:
    """Read a PDF as if no lines were drawn, its characters by other means: a second reading, weaker but independent.

    `pages`: numbers of those to read, from 1; None for all. Of a scan it is the text that lies under it. Raises
    UnreadableInputError also where a page has no text at all, or its characters can be had in one way only.
    """
    with opened(path, data) as file:
        numbers = [number for number in range(1, file.page_count + 1) if pages is None or number in pages]
        found = _read_pages(file, numbers, partial(_page_by_words, path, PageTexts(path, data)))
    blocks = document_blocks([page.content for page in found])
    _refuse_unread(path, found, has_tables=not any(page.is_mere_picture for page in found))
    return Document(path, "pdf", blocks, warnings=_warnings(found))


def _read_pages(file: OpenFile, numbers: Iterable[int], read: Callable[[OpenPage], _Page]) -> list[_Page]:
    pages: list[_Page] = []
    characters = 0
    for number in numbers:
        with file.page(number) as page:
            pages.append(read(page))
        characters += pages[-1].characters
        if characters > MOST_CHARACTERS:
            raise pdf_refusal.too_much_text(file.path, MOST_CHARACTERS)
    return pages


def _refuse_unread(path: str, pages: Sequence[_Page], *, has_tables: bool) -> None:
    """Raises UnreadableInputError if what the pages say is not in their text."""
    characters = sum(page.characters for page in pages)
    if not characters:
        raise pdf_refusal.without_text(path, len(pages))
    if sum(page.unnamed for page in pages) > _MOST_UNNAMED * characters:
        raise pdf_refusal.unnamed_characters(path)
    scanned = [page.content.number for page in pages if page.is_mere_picture]
    if scanned and not has_tables:
        raise pdf_refusal.pages_without_text(path, scanned)


def _page(path: str, texts: PageTexts, page: OpenPage) -> _Page:
    measured = page_text(drawn_text(path, page), page.display)
    drawing = page_drawing(path, page, measured.turn)
    text = texts.first(page, measured, drawing)
    if text.turn != measured.turn:
        drawing = page_drawing(path, page, text.turn)
    found = [one for frame in frames(drawing) if (one := lattice(frame)) is not None]
    tables, free = ruled_tables(found, text.glyphs, page.number)
    return _Page(_content(page, text, tables, free), len(text.glyphs), text.unnamed, drawing)


def _page_by_words(path: str, texts: PageTexts, page: OpenPage) -> _Page:
    drawing = page_drawing(path, page, page.display, with_lines=False)
    text = texts.second(page, lambda: page_text(drawn_text(path, page), page.display), drawing)
    return _Page(_content(page, text, (), text.glyphs), len(text.glyphs), text.unnamed, drawing)


def _content(page: OpenPage, text: PageText, tables: Sequence[PageTable], free: Iterable[Glyph]) -> PageContent:
    """A page with its ruled tables; `free`: the characters outside these."""
    turn, display = text.turn, page.display
    outside = list(free)
    lying = [glyph for glyph in outside if not glyph.upright]
    upright = [glyph for glyph in outside if glyph.upright] if lying else outside
    return PageContent(
        page.number,
        turn.width,
        turn.height,
        tuple(text_lines(upright, page.number)),
        tuple(tables),
        lambda box: box if turn == display else turn.displayed(box, display),
        "".join([glyph.text for glyph in lying]),
    )


def _warnings(pages: Iterable[_Page]) -> tuple[str, ...]:
    found = []
    if any(page.is_mere_picture for page in pages):
        found.append(PICTURE_PAGE)
    if any(page.drawing.hidden_text for page in pages):
        found.append(SCANNED_TEXT)
    if any(page.unnamed for page in pages):
        found.append(UNNAMED_CHARACTERS)
    return tuple(found)

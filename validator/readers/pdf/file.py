"""A PDF opened with PDFium, and closed again whatever happens. PDFium reads one document at a time in a process."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

import pypdfium2.raw as pdfium
from msgspec import Struct

from validator.readers.page.geometry import Turn
from validator.readers.pdf import refusal as pdf_refusal
from validator.readers.pdf._streams import expands_too_far

MOST_PAGES = 200
_TRAILER = 4096
"""Bytes at the end in which the trailer stands."""
_ONE_CHARACTER, _LONGEST_TITLE = 2, 2000
"""Bytes, two a character; the last one is a zero."""


class OpenPage(Struct, frozen=True, eq=False, dict=True):
    """A page that PDFium has loaded."""

    path: str
    number: int
    """From 1."""
    page: pdfium.FPDF_PAGE
    display: Turn
    """The page as it is shown."""

    @cached_property
    def text(self) -> pdfium.FPDF_TEXTPAGE:
        """Its characters, looked for when they are asked for first. Raises UnreadableInputError for a broken page."""
        text = pdfium.FPDFText_LoadPage(self.page)
        if not text:
            raise pdf_refusal.damaged(self.path, f"the text of page {self.number} cannot be read")
        return text

    def close(self) -> None:
        """Give back what was loaded."""
        if "text" in vars(self):
            pdfium.FPDFText_ClosePage(self.text)
        pdfium.FPDF_ClosePage(self.page)


class OpenFile(Struct, frozen=True):
    """A document that PDFium has opened."""

    path: str
    document: pdfium.FPDF_DOCUMENT
    page_count: int

    def title(self) -> str | None:
        """The title among the document's properties."""
        size = pdfium.FPDF_GetMetaText(self.document, b"Title", None, 0)
        if not _ONE_CHARACTER < size <= _LONGEST_TITLE:
            return None
        buffer = ctypes.create_string_buffer(size)
        pdfium.FPDF_GetMetaText(self.document, b"Title", buffer, size)
        text = buffer.raw.decode("utf-16-le", "replace").rstrip("\0")
        return " ".join(text.split()) or None

    @contextmanager
    def page(self, number: int) -> Iterator[OpenPage]:
        """Load a page, numbered from 1. Raises UnreadableInputError for a broken one."""
        loaded = pdfium.FPDF_LoadPage(self.document, number - 1)
        if not loaded:
            raise pdf_refusal.damaged(self.path, f"page {number} cannot be read")
        page = OpenPage(self.path, number, loaded, display_of(loaded))
        try:
            yield page
        finally:
            page.close()


@contextmanager
def opened(path: str, data: bytes) -> Iterator[OpenFile]:
    """Open a document. Raises UnreadableInputError for one that is locked, broken, cut off or beyond the limits."""
    if b"startxref" not in data[-_TRAILER:]:
        # PDFium would make do with what is there, and the report would lose its last pages without a word.
        raise pdf_refusal.damaged(path, "the PDF breaks off before its end")
    if expands_too_far(data):
        raise pdf_refusal.expands_too_far(path)
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        if pdfium.FPDF_GetLastError() in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
            raise pdf_refusal.locked(path)
        raise pdf_refusal.damaged(path, "it cannot be opened as a PDF")
    try:
        pages = pdfium.FPDF_GetPageCount(document)
        if pages < 1:
            raise pdf_refusal.damaged(path, "the PDF has no pages")
        if pages > MOST_PAGES:
            raise pdf_refusal.too_many_pages(path, pages, MOST_PAGES)
        yield OpenFile(path, document, pages)
    finally:
        pdfium.FPDF_CloseDocument(document)


def display_of(page: pdfium.FPDF_PAGE) -> Turn:
    """A page as it is shown."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    left, right = sorted((box.left, box.right))
    bottom, top = sorted((box.bottom, box.top))
    return Turn(max(pdfium.FPDFPage_GetRotation(page), 0), left, bottom, right, top)

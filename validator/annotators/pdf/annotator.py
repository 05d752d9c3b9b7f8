"""Notes in a PDF, as highlights with a text behind them. They are appended: what the file holds stays byte for byte."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from validator.annotators import AUTHOR
from validator.annotators.notes import CellMark, Note, Notes
from validator.annotators.pdf._text import AnnotatedText, Rectangle
from validator.annotators.pdf._values import Value
from validator.model.document import Location
from validator.model.rules.rule import Severity
from validator.readers.page.geometry import Turn
from validator.readers.pdf.file import display_of

_COLOURS: Mapping[Severity, tuple[int, int, int]] = {
    Severity.ERROR: (255, 120, 100),
    Severity.WARNING: (255, 205, 60),
    Severity.NOTE: (130, 190, 255),
}
_STRONG, _PALE = 150, 70
"""How much of what is below a highlight covers, of 255: at what has to change, and where no cell can be named."""
_ICON = 18.0
"""Points: side of the icon of a note that concerns the whole report."""
_MARGIN = 12.0


def annotate(data: bytes, notes: Notes, moment: datetime) -> bytes:
    """The file with its cells marked, and icons on the first page for what concerns the whole report."""
    document = pypdfium2.PdfDocument(data)
    try:
        for number in range(1, len(document) + 1):
            with closing(document[number - 1]) as page, closing(_Page(document.raw, page.raw, number, moment)) as ours:
                ours.replace(notes)
        content = io.BytesIO()
        document.save(content, flags=pdfium.FPDF_INCREMENTAL)
    finally:
        document.close()
    return content.getvalue()


class _Look(NamedTuple):
    """How a mark is drawn: cells that only take part are underlined, so that colours are not all that tells them."""

    kind: int
    severity: Severity
    strength: int


class _Page:
    """A page on which our annotations are replaced."""

    def __init__(self, document: pdfium.FPDF_DOCUMENT, page: pdfium.FPDF_PAGE, number: int, moment: datetime) -> None:
        self._document = document
        self._page = page
        self._number = number
        self._display: Turn = display_of(page)
        self._text: AnnotatedText | None = None
        self._date = moment.strftime("D:%Y%m%d%H%M%SZ")

    def close(self) -> None:
        """Let go of what was loaded."""
        if self._text is not None:
            self._text.close()

    def replace(self, notes: Notes) -> None:
        """Take our notes of an earlier run away, and write those of this one."""
        for index in reversed(range(pdfium.FPDFPage_GetAnnotCount(self._page))):
            with _opened(pdfium.FPDFPage_GetAnnot(self._page, index)) as annotation:
                mine = text_of(annotation, b"T") == AUTHOR
            if mine:
                pdfium.FPDFPage_RemoveAnnot(self._page, index)
        told = {note.location for note in notes.notes}
        changes = {mark.location for mark in notes.marks if mark.change}
        highlight, underline = pdfium.FPDF_ANNOT_HIGHLIGHT, pdfium.FPDF_ANNOT_UNDERLINE
        for mark in notes.marks:
            if mark.location not in told and self._is_here(mark.location):
                look = _Look(highlight if mark.change else underline, mark.severity, _STRONG)
                self._draw(mark.location, look, ", ".join(mark.labels))
            if mark.change and self._is_here(mark.location):
                self._write_beside(mark)
        icons = 0
        for note in notes.notes:
            if note.location is not None and self._is_here(note.location):
                strong = note.location in changes or note.passage is not None
                look = _Look(highlight, note.severity, _STRONG if strong else _PALE)
                self._draw(note.location, look, note.text, self._lines(note))
            elif self._number == 1 and (note.location is None or note.location.box is None):
                self._icon(note, icons)
                icons += 1

    def _is_here(self, location: Location) -> bool:
        return location.page == self._number and location.box is not None

    def _lines(self, note: Note) -> Sequence[Rectangle]:
        """Where the words of a note stand, a rectangle a line; none if they are not found on this page."""
        if note.passage is None:
            return ()
        if self._text is None:
            self._text = AnnotatedText(self._page)
        return self._text.lines(note.passage)

    def _draw(self, location: Location, look: _Look, text: str, lines: Sequence[Rectangle] = ()) -> None:
        """A mark over the lines, or else over the box of the location."""
        if location.box is None:
            return
        rectangles = [pdfium.FS_RECTF(*line) for line in lines] or [self._rectangle(location.box)]
        whole = pdfium.FS_RECTF(
            min(one.left for one in rectangles),
            max(one.top for one in rectangles),
            max(one.right for one in rectangles),
            min(one.bottom for one in rectangles),
        )
        with self._new(look.kind, whole, text) as annotation:
            colour = pdfium.FPDFANNOT_COLORTYPE_Color
            pdfium.FPDFAnnot_SetColor(annotation, colour, *_COLOURS[look.severity], look.strength)
            for one in rectangles:
                corners = pdfium.FS_QUADPOINTSF(
                    *(one.left, one.top, one.right, one.top), *(one.left, one.bottom, one.right, one.bottom)
                )
                pdfium.FPDFAnnot_AppendAttachmentPoints(annotation, corners)

    def _write_beside(self, mark: CellMark) -> None:
        """Write what a cell should hold right of it."""
        if mark.location.box is None:
            return
        value = Value(mark.change, mark.location.box, self._display.origin)
        if value.is_drawable:
            with self._new(pdfium.FPDF_ANNOT_STAMP, self._rectangle(value.area), ", ".join(mark.labels)) as stamp:
                value.draw(self._document, stamp)

    def _icon(self, note: Note, before: int) -> None:
        """The icon of a note, below those before it."""
        top = _MARGIN + before * _ICON
        box = (_MARGIN, top, _MARGIN + _ICON, top + _ICON)
        with self._new(pdfium.FPDF_ANNOT_TEXT, self._rectangle(box), note.text) as annotation:
            pdfium.FPDFAnnot_SetColor(annotation, pdfium.FPDFANNOT_COLORTYPE_Color, *_COLOURS[note.severity], 255)

    @contextmanager
    def _new(self, kind: int, rectangle: pdfium.FS_RECTF, text: str) -> Iterator[pdfium.FPDF_ANNOTATION]:
        with _opened(pdfium.FPDFPage_CreateAnnot(self._page, kind)) as annotation:
            pdfium.FPDFAnnot_SetRect(annotation, rectangle)
            for key, value in ((b"T", AUTHOR), (b"Contents", text), (b"M", self._date)):
                pdfium.FPDFAnnot_SetStringValue(annotation, key, _wide(value))
            pdfium.FPDFAnnot_SetFlags(annotation, pdfium.FPDF_ANNOT_FLAG_PRINT)
            yield annotation

    def _rectangle(self, box: tuple[float, float, float, float]) -> pdfium.FS_RECTF:
        """A box on the page as it is shown, in the coordinates of the file."""
        (x0, y0), (x1, y1) = self._display.origin(*box[:2]), self._display.origin(*box[2:])
        return pdfium.FS_RECTF(min(x0, x1), max(y0, y1), max(x0, x1), min(y0, y1))


@contextmanager
def _opened(annotation: pdfium.FPDF_ANNOTATION) -> Iterator[pdfium.FPDF_ANNOTATION]:
    try:
        yield annotation
    finally:
        pdfium.FPDFPage_CloseAnnot(annotation)


def _wide(text: str) -> ctypes.Array[ctypes.c_ushort]:
    """A text as PDFium takes it: UTF-16 with a zero at the end."""
    code = text.encode("utf-16-le", "replace") + b"\0\0"
    return (ctypes.c_ushort * (len(code) // 2)).from_buffer_copy(code)


def text_of(annotation: pdfium.FPDF_ANNOTATION, key: bytes) -> str:
    """An entry of an annotation."""
    size = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    pdfium.FPDFAnnot_GetStringValue(annotation, key, buffer, size)
    return bytes(buffer)[:size].decode("utf-16-le", "replace").rstrip("\0")

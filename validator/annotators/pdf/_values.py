"""What a cell of a PDF should hold, drawn beside it: an arrow and the number, in the appearance of a stamp.

A stamp is the kind of annotation whose appearance can be drawn, and every viewer shows and prints it. The fonts that
every viewer has hold no Chinese, so only numbers are drawn; all else is said by the note.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable

import pypdfium2.raw as pdfium
from msgspec import Struct

Box = tuple[float, float, float, float]
Point = tuple[float, float]

_FONT = b"Helvetica-Bold"
_INK = (164, 14, 38, 255)
_SHARE, _CORNER = 0.8, 0.38
"""Size of the type: of the height of a text, or of a cell with room around its text."""
_LEAST, _MOST = 5.0, 9.0
"""Limits of it in points."""
_ROOMY = 14.0
"""Points from which on a box is that of a cell, and not that of the text in it."""
_GAP, _ARROW, _WING = 0.2, 1.1, 0.22
"""In sizes of the type: before and behind the arrow, its length, and half its width."""
_LETTER = 0.6
"""Widest digit, in sizes of the type."""


class Value(Struct, frozen=True):
    """An arrow and a number on the page as it is shown: right of a text, or in the lower corner of a roomy cell."""

    text: str
    box: Box
    origin: Callable[[float, float], Point]
    """From the page as it is shown to the coordinates of the file."""

    @property
    def is_drawable(self) -> bool:
        """Whether the fonts that every viewer has hold all of it."""
        return self.text.isascii() and self.text.isprintable() and bool(self.text)

    @property
    def area(self) -> Box:
        """The box that it takes, on the page as it is shown."""
        _, _, right, bottom = self.box
        width = (_GAP * 3 + _ARROW + _LETTER * len(self.text)) * self._size
        left = right - width if self._is_roomy else right
        return left, bottom - self._size, left + width, bottom

    @property
    def _size(self) -> float:
        share = _CORNER if self._is_roomy else _SHARE
        return min(max((self.box[3] - self.box[1]) * share, _LEAST), _MOST)

    @property
    def _is_roomy(self) -> bool:
        return self.box[3] - self.box[1] > _ROOMY

    def draw(self, document: pdfium.FPDF_DOCUMENT, annotation: pdfium.FPDF_ANNOTATION) -> None:
        """Put arrow and number into the appearance of a stamp."""
        left, _, _, bottom = self.area
        size = self._size
        start, middle = left + _GAP * size, bottom - size * 0.45
        tip = start + _ARROW * size
        self._line(annotation, (start, middle), (tip, middle))
        for wing in (-_WING, _WING):
            self._line(annotation, (tip - 2 * _WING * size, middle + wing * size), (tip, middle))
        text = pdfium.FPDFPageObj_NewTextObj(document, _FONT, ctypes.c_float(size))
        code = self.text.encode("utf-16-le") + b"\0\0"
        pdfium.FPDFText_SetText(text, (ctypes.c_ushort * (len(code) // 2)).from_buffer_copy(code))
        pdfium.FPDFPageObj_SetFillColor(text, *_INK)
        at = (tip + _GAP * size, bottom - size * 0.15)
        here, along, up = self.origin(*at), self.origin(at[0] + 1, at[1]), self.origin(at[0], at[1] - 1)
        pdfium.FPDFPageObj_Transform(
            text, along[0] - here[0], along[1] - here[1], up[0] - here[0], up[1] - here[1], *here
        )
        pdfium.FPDFAnnot_AppendObject(annotation, text)

    def _line(self, annotation: pdfium.FPDF_ANNOTATION, start: Point, end: Point) -> None:
        path = pdfium.FPDFPageObj_CreateNewPath(*self.origin(*start))
        pdfium.FPDFPath_LineTo(path, *self.origin(*end))
        pdfium.FPDFPageObj_SetStrokeColor(path, *_INK)
        pdfium.FPDFPageObj_SetStrokeWidth(path, self._size * 0.1)
        pdfium.FPDFPath_SetDrawMode(path, pdfium.FPDF_FILLMODE_NONE, 1)
        pdfium.FPDFAnnot_AppendObject(annotation, path)

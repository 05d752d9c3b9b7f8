"""The characters of a page as PDFium finds them, each with the place where it stands."""

from __future__ import annotations

import ctypes
from math import hypot

import pypdfium2.raw as pdfium

from validator.model.text import Text
from validator.readers.page.glyph import UNNAMED
from validator.readers.pdf import refusal as pdf_refusal
from validator.readers.pdf._characters import MOST_CHARACTERS, DrawnCharacter, is_blank, name_of, quarters_of
from validator.readers.pdf.file import OpenPage

_LINE_END = frozenset({0x0A, 0x0D})
_LINE_END_HYPHEN = 0x02
"""What PDFium makes of a hyphen before a line break."""
_HIGH, _LOW, _AFTER = 0xD800, 0xDC00, 0xE000
"""Surrogates."""
_WIDEST = 2.0
"""Ems; PDFium reports characters that are set downwards as far too wide."""


def drawn_characters(path: str, page: OpenPage) -> list[DrawnCharacter]:
    """Every visible character of a page. Raises UnreadableInputError if there are more than a page can show."""
    count = pdfium.FPDFText_CountChars(page.text)
    if count > MOST_CHARACTERS:
        raise pdf_refusal.too_much_on_page(path, page.number, Text("字符", "characters"))
    return _Scanner(page.text).scan(count)


class _Scanner:
    """Asks PDFium about one character after the other; the variables it answers in are made once."""

    def __init__(self, text: pdfium.FPDF_TEXTPAGE) -> None:
        self._text = text
        self._loose = pdfium.FS_RECTF()
        self._edges = tuple(ctypes.c_double() for _ in range(4))
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._matrix = pdfium.FS_MATRIX()
        self._scales: dict[tuple[float, float], float] = {}
        self._baseline: float | None = None
        self._turned: int | None = 0

    def scan(self, count: int) -> list[DrawnCharacter]:
        """Every visible character."""
        text, unicode_of = self._text, pdfium.FPDFText_GetUnicode
        drawn: list[DrawnCharacter] = []
        high = 0
        for index in range(count):
            code = unicode_of(text, index)
            if is_blank(code) or (code in _LINE_END and pdfium.FPDFText_IsGenerated(text, index)):
                continue
            if _HIGH <= code < _LOW:
                high = code
                continue
            if high and _LOW <= code < _AFTER:
                code = 0x10000 + ((high - _HIGH) << 10) + (code - _LOW)
            high = 0
            one = self._character(index, code)
            if one is not None:
                drawn.append(one)
        return drawn

    def _character(self, index: int, code: int) -> DrawnCharacter | None:
        text = self._text
        pdfium.FPDFText_GetCharOrigin(text, index, self._x, self._y)
        y = self._y.value
        if y != self._baseline:
            # Only where the height changes: characters in one line are turned alike.
            self._baseline, self._turned = y, quarters_of(pdfium.FPDFText_GetCharAngle(text, index))
        quarters = self._turned
        if quarters is None:
            return None
        box = self._loose
        pdfium.FPDFText_GetLooseCharBox(text, index, box)
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        size = pdfium.FPDFText_GetFontSize(text, index)
        key = (size, top - bottom)
        scale = self._scales.get(key)
        if scale is None:
            scale = self._scales[key] = self._scale(index)
        size *= scale
        if not 0 < (top - bottom if quarters % 2 else right - left) <= _WIDEST * size:
            left, bottom, right, top = self._ink_box(index)
        return DrawnCharacter(self._name(index, code), left, bottom, right, top, self._x.value, y, size, quarters)

    def _ink_box(self, index: int) -> tuple[float, float, float, float]:
        """The place that the ink takes up; of characters set downwards PDFium knows no other."""
        left, right, bottom, top = self._edges
        pdfium.FPDFText_GetCharBox(self._text, index, left, right, bottom, top)
        return left.value, bottom.value, right.value, top.value

    def _scale(self, index: int) -> float:
        """Points of the page for one of the font size."""
        pdfium.FPDFText_GetMatrix(self._text, index, self._matrix)
        return hypot(self._matrix.c, self._matrix.d) or 1.0

    def _name(self, index: int, code: int) -> str:
        # Without a table PDFium shows the number of the drawing as if it were a character.
        if pdfium.FPDFText_HasUnicodeMapError(self._text, index) == 1:
            return UNNAMED
        if code == _LINE_END_HYPHEN and pdfium.FPDFText_IsHyphen(self._text, index):
            return "-"
        return name_of(code)

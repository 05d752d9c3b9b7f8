"""The characters of a page, each with the place where it stands."""

from __future__ import annotations

import ctypes
from collections import Counter
from dataclasses import dataclass
from math import hypot, pi
from typing import NamedTuple

import pypdfium2.raw as pdfium

from validator.model.text import Text
from validator.readers.page.geometry import Turn
from validator.readers.page.glyph import _MIDDLE, UNNAMED, Glyph
from validator.readers.pdf import refusal as pdf_refusal
from validator.readers.pdf.file import OpenPage

MOST_CHARACTERS = 100_000
"""Characters that a page may have; a page of close print has 5000."""

_BLANKS = frozenset({0x20, 0xA0, 0x1680, *range(0x2000, 0x2010), 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF, 0xFFF9})
_SPACE = 0x20
_LINE_END = frozenset({0x0A, 0x0D})
_LINE_END_HYPHEN = 0x02
"""What PDFium makes of a hyphen before a line break."""
_HIGH, _LOW, _AFTER = 0xD800, 0xDC00, 0xE000
"""Surrogates."""
_NOT_CHARACTERS = frozenset({0xFFFE, 0xFFFF})
_WIDEST = 2.0
"""Ems; PDFium reports characters that are set downwards as far too wide."""
_SKEWED = 0.06
"""Radians off a quarter turn from which a character belongs to a watermark."""


@dataclass(frozen=True, slots=True)
class PageText:
    """All characters of a page in the order of the file, blanks and watermarks left out."""

    glyphs: tuple[Glyph, ...]
    turn: Turn
    """How the page has to be turned so that most of it reads upright."""

    @property
    def unnamed(self) -> int:
        """How many characters have no name."""
        return sum(glyph.text == UNNAMED for glyph in self.glyphs)


class _Drawn(NamedTuple):
    """A character in the coordinates of the file."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    x: float
    y: float
    size: float
    quarters: int
    """Turns clockwise after which it stands upright."""


def page_text(path: str, page: OpenPage) -> PageText:
    """Read the characters of a page. Raises UnreadableInputError if there are more than a page can show."""
    count = pdfium.FPDFText_CountChars(page.text)
    if count > MOST_CHARACTERS:
        raise pdf_refusal.too_much_on_page(path, page.number, Text("字符", "characters"))
    drawn = _Scanner(page.text).scan(count)
    turns = Counter(one.quarters for one in drawn)
    quarters = turns.most_common(1)[0][0] if turns else page.display.quarters
    turn = page.turned(quarters)
    if len(turns) == 1 and quarters == 0:  # nearly every page
        shift, top = turn.left, turn.top
        glyphs = [Glyph(one.text, one.left - shift, one.right - shift, top - one.y, one.size) for one in drawn]
    else:
        glyphs = [_glyph(one, turn) for one in drawn]
    return PageText(tuple(glyphs), turn)


def _glyph(drawn: _Drawn, turn: Turn) -> Glyph:
    box = turn.box((drawn.left, drawn.bottom), (drawn.right, drawn.top))
    upright = drawn.quarters == turn.quarters
    baseline = turn.point(drawn.x, drawn.y)[1] if upright else (box.top + box.bottom) / 2 + _MIDDLE * drawn.size
    return Glyph(drawn.text, box.left, box.right, baseline, drawn.size, upright)


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

    def scan(self, count: int) -> list[_Drawn]:
        """Every visible character."""
        text, unicode_of = self._text, pdfium.FPDFText_GetUnicode
        drawn: list[_Drawn] = []
        high = 0
        for index in range(count):
            code = unicode_of(text, index)
            if code in _BLANKS or (code in _LINE_END and pdfium.FPDFText_IsGenerated(text, index)):
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

    def _character(self, index: int, code: int) -> _Drawn | None:
        text = self._text
        pdfium.FPDFText_GetCharOrigin(text, index, self._x, self._y)
        y = self._y.value
        if y != self._baseline:
            # Only where the height changes: characters in one line are turned alike.
            self._baseline, self._turned = y, _quarters(pdfium.FPDFText_GetCharAngle(text, index))
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
        return _Drawn(self._name(index, code), left, bottom, right, top, self._x.value, y, size, quarters)

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
        return UNNAMED if code < _SPACE or code in _NOT_CHARACTERS or _HIGH <= code < _AFTER else chr(code)


def _quarters(angle: float) -> int | None:
    """Quarter turns clockwise that bring a character upright; None for one that stands askew, as watermarks do."""
    if not angle:
        return 0
    turned = angle / (pi / 2)
    quarters = round(turned)
    return None if abs(turned - quarters) * (pi / 2) > _SKEWED else -quarters % 4

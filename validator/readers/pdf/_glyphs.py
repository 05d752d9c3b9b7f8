"""The characters of a page as PDFium finds them, each with the place where it stands."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from functools import lru_cache
from math import hypot

import pypdfium2.raw as pdfium

from validator.model.text import Text
from validator.readers.page.glyph import UNNAMED
from validator.readers.pdf import refusal as pdf_refusal
from validator.readers.pdf._calls import Room, handle, quick, results
from validator.readers.pdf._characters import (
    BLANKS,
    MOST_CHARACTERS,
    DrawnCharacter,
    drawn_character,
    name_of,
    quarters_of,
)
from validator.readers.pdf.file import OpenPage

_LINE_END = frozenset({0x0A, 0x0D})
_LINE_END_HYPHEN = 0x02
"""What PDFium makes of a hyphen before a line break."""
_HIGH, _LOW, _AFTER = 0xD800, 0xDC00, 0xE000
"""Surrogates."""
_PLAIN = 0x20
"""Up to this code point, and among the surrogates, a character may be none."""
_WIDEST = 2.0
"""Ems; PDFium reports characters that are set downwards as far too wide."""


def drawn_characters(path: str, page: OpenPage) -> list[DrawnCharacter]:
    """Every visible character of a page. Raises UnreadableInputError if there are more than a page can show."""
    count = pdfium.FPDFText_CountChars(page.text)
    if count > MOST_CHARACTERS:
        raise pdf_refusal.too_much_on_page(path, page.number, Text("字符", "characters"))
    return _Scanner(page.text).scan(count)


@lru_cache(maxsize=1)
def _origins() -> Room:
    return Room(ctypes.c_double, 2, apart=True)


@lru_cache(maxsize=1)
def _boxes() -> Room:
    return Room(ctypes.c_float, 4, apart=False)


class _Scanner:
    """Asks PDFium about all characters what matters of each, and about single ones what hardly ever does."""

    def __init__(self, text: pdfium.FPDF_TEXTPAGE) -> None:
        self._text = text
        self._edges = tuple(ctypes.c_double() for _ in range(4))
        self._matrix = pdfium.FS_MATRIX()
        self._scales: dict[tuple[float, float], float] = {}

    def scan(self, count: int) -> list[DrawnCharacter]:
        """Every visible character."""
        numbers, codes = self._visible(count)
        text = handle(self._text)
        texts = [text] * len(numbers)
        places = _origins().answers(quick("FPDFText_GetCharOrigin"), texts, numbers)
        boxes = _boxes().answers(quick("FPDFText_GetLooseCharBox"), texts, numbers)
        unmapped = results(quick("FPDFText_HasUnicodeMapError", ctypes.c_int), text, numbers)
        drawn: list[DrawnCharacter] = []
        baseline: float | None = None
        quarters: int | None = 0
        measured = size = widest = 0.0
        for index, code, (_, x, y), box, nameless in zip(numbers, codes, places, boxes, unmapped, strict=True):
            _, left, top, right, bottom = box
            height = top - bottom
            if y != baseline:
                # Only where the height changes: characters in one line are turned alike.
                baseline, quarters = y, quarters_of(pdfium.FPDFText_GetCharAngle(self._text, index))
                measured = 0.0
            if quarters is None:
                continue
            if height != measured or height <= 0:  # in one line, what is as high is as large
                measured, size = height, self._size(index, height)
                widest = _WIDEST * size
            # Without a table PDFium shows the number of the drawing as if it were a character.
            name = UNNAMED if nameless == 1 else chr(code) if _PLAIN < code < _HIGH else self._name(index, code)
            if not 0 < (height if quarters % 2 else right - left) <= widest:
                left, bottom, right, top = self._ink_box(index)
            drawn.append(drawn_character((name, left, bottom, right, top, x, y, size, quarters)))
        return drawn

    def _visible(self, count: int) -> tuple[Sequence[int], Sequence[int]]:
        """The places of all characters but blanks, and their code points."""
        found = results(quick("FPDFText_GetUnicode", ctypes.c_uint), handle(self._text), range(count))
        numbers = [
            index
            for index, code in enumerate(found)
            if code not in BLANKS and not (code in _LINE_END and pdfium.FPDFText_IsGenerated(self._text, index))
        ]
        codes = [found[index] for index in numbers]
        return (
            _without_pairs(numbers, codes) if any(_HIGH <= code < _AFTER for code in set(codes)) else (numbers, codes)
        )

    def _ink_box(self, index: int) -> tuple[float, float, float, float]:
        """The place that the ink takes up; of characters set downwards PDFium knows no other."""
        left, right, bottom, top = self._edges
        pdfium.FPDFText_GetCharBox(self._text, index, left, right, bottom, top)
        return left.value, bottom.value, right.value, top.value

    def _size(self, index: int, height: float) -> float:
        """Points of the page that the font size comes to."""
        size = float(pdfium.FPDFText_GetFontSize(self._text, index))
        key = (size, height)
        scale = self._scales.get(key)
        if scale is None:
            pdfium.FPDFText_GetMatrix(self._text, index, self._matrix)
            scale = self._scales[key] = hypot(self._matrix.c, self._matrix.d) or 1.0
        return size * scale

    def _name(self, index: int, code: int) -> str:
        if code == _LINE_END_HYPHEN and pdfium.FPDFText_IsHyphen(self._text, index):
            return "-"
        return name_of(code)


def _without_pairs(numbers: Sequence[int], codes: Sequence[int]) -> tuple[Sequence[int], Sequence[int]]:
    """Places and code points with each pair of surrogates made one."""
    kept: list[tuple[int, int]] = []
    high = 0
    for number, code in zip(numbers, codes, strict=True):
        if _HIGH <= code < _LOW:
            high = code
            continue
        paired = high and _LOW <= code < _AFTER
        kept.append((number, 0x10000 + ((high - _HIGH) << 10) + (code - _LOW) if paired else code))
        high = 0
    return [number for number, _ in kept], [code for _, code in kept]

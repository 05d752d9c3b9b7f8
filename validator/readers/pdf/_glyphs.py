"""The characters of a page as PDFium finds them, each with the place where it stands."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from math import hypot
from operator import le, sub

import pypdfium2.raw as pdfium

from validator.model.text import Text
from validator.readers.page.glyph import UNNAMED
from validator.readers.pdf import refusal as pdf_refusal
from validator.readers.pdf._calls import Room, handle, quick, results
from validator.readers.pdf._characters import (
    BLANKS,
    MOST_CHARACTERS,
    DrawnCharacter,
    DrawnText,
    name_of,
    quarters_of,
)
from validator.readers.pdf.file import OpenPage

_LINE_END = frozenset({0x0A, 0x0D})
_LINE_END_HYPHEN = 0x02
"""What PDFium makes of a hyphen before a line break."""
_HIGH, _LOW, _AFTER = 0xD800, 0xDC00, 0xE000
"""Surrogates."""
_UNSEEN = BLANKS | _LINE_END
"""Code points that may leave no ink."""
_ASKEW = -1
"""In place of quarter turns, for a character that stands askew."""
_WIDEST = 2.0
"""Ems; PDFium reports characters that are set downwards as far too wide."""


def drawn_text(path: str, page: OpenPage) -> DrawnText:
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
        self._handle = handle(text)
        self._edges = tuple(ctypes.c_double() for _ in range(4))
        self._matrix = pdfium.FS_MATRIX()
        self._scales: dict[tuple[float, float], float] = {}

    def scan(self, count: int) -> DrawnText:
        """Every visible character."""
        numbers, codes = self._visible(count)
        texts = [self._handle] * len(numbers)
        _, xs, ys = _origins().answers(quick("FPDFText_GetCharOrigin"), texts, numbers)
        _, lefts, tops, rights, bottoms = _boxes().answers(quick("FPDFText_GetLooseCharBox"), texts, numbers)
        sizes, quarters = self._measured(numbers, ys, tops, bottoms)
        drawn = DrawnText(self._names(numbers, codes), lefts, bottoms, rights, tops, xs, ys, sizes, quarters)
        widths = list(map(sub, rights, lefts))
        if not any(quarters) and min(widths, default=1.0) > 0 and all(map(le, widths, map(_WIDEST.__mul__, sizes))):
            return drawn  # nearly every page
        kept = zip(numbers, drawn.characters(), strict=True)
        return DrawnText.of(self._with_box(number, one) for number, one in kept if one.quarters != _ASKEW)

    def _measured(
        self, numbers: Sequence[int], ys: Sequence[float], tops: Sequence[float], bottoms: Sequence[float]
    ) -> tuple[list[float], list[int]]:
        """Of each character its size, and how it is turned, asked of the first of those that stand in a row alike."""
        sizes: list[float] = []
        turns: list[int] = []
        baseline: float | None = None
        quarters = at = 0
        measured = size = 0.0
        for (y, top, bottom), run in groupby(zip(ys, tops, bottoms, strict=True)):
            if y != baseline:
                # Only where the height changes: characters in one line are turned alike.
                baseline, measured = y, 0.0
                turned = quarters_of(quick("FPDFText_GetCharAngle", ctypes.c_float)(self._handle, numbers[at]))
                quarters = _ASKEW if turned is None else turned
            height = top - bottom
            if height != measured or height <= 0:  # in one line, what is as high is as large
                measured, size = height, self._size(numbers[at], height)
            length = len(list(run))
            sizes += [size] * length
            turns += [quarters] * length
            at += length
        return sizes, turns

    def _visible(self, count: int) -> tuple[Sequence[int], Sequence[int]]:
        """The places of all characters but blanks, and their code points."""
        found = results(quick("FPDFText_GetUnicode", ctypes.c_uint), self._handle, range(count))
        numbers = [
            index
            for index, code in enumerate(found)
            if code not in _UNSEEN or not (code in BLANKS or pdfium.FPDFText_IsGenerated(self._text, index))
        ]
        codes = [found[index] for index in numbers]
        return (
            _without_pairs(numbers, codes) if any(_HIGH <= code < _AFTER for code in set(codes)) else (numbers, codes)
        )

    def _with_box(self, index: int, drawn: DrawnCharacter) -> DrawnCharacter:
        """A character with the place of its ink, if PDFium tells no other: of those that are set downwards."""
        extent = drawn.top - drawn.bottom if drawn.quarters % 2 else drawn.right - drawn.left
        if 0 < extent <= _WIDEST * drawn.size:
            return drawn
        left, right, bottom, top = self._edges
        pdfium.FPDFText_GetCharBox(self._text, index, left, right, bottom, top)
        return drawn._replace(left=left.value, bottom=bottom.value, right=right.value, top=top.value)

    def _size(self, index: int, height: float) -> float:
        """Points of the page that the font size comes to."""
        size: float = quick("FPDFText_GetFontSize", ctypes.c_double)(self._handle, index)
        key = (size, height)
        scale = self._scales.get(key)
        if scale is None:
            pdfium.FPDFText_GetMatrix(self._text, index, self._matrix)
            scale = self._scales[key] = hypot(self._matrix.c, self._matrix.d) or 1.0
        return size * scale

    def _names(self, numbers: Sequence[int], codes: Sequence[int]) -> list[str]:
        """What each character is."""
        known = {code: name_of(code) for code in set(codes)}
        names = [known[code] for code in codes]
        if _LINE_END_HYPHEN in known:
            for at, (number, code) in enumerate(zip(numbers, codes, strict=True)):
                if code == _LINE_END_HYPHEN and pdfium.FPDFText_IsHyphen(self._text, number):
                    names[at] = "-"
        unmapped = results(quick("FPDFText_HasUnicodeMapError", ctypes.c_int), self._handle, numbers)
        if 1 in unmapped:
            # Without a table PDFium shows the number of the drawing as if it were a character.
            return [UNNAMED if nameless == 1 else name for name, nameless in zip(names, unmapped, strict=True)]
        return names


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

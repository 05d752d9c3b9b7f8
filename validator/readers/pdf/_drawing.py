"""What is drawn on a page: the straight lines that may rule a table, and whether a picture covers the page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import pypdfium2.raw as pdfium

from validator.model.text import Text
from validator.readers.page.drawing import Drawing, Ruling
from validator.readers.page.geometry import Box, Turn
from validator.readers.pdf import refusal as pdf_refusal
from validator.readers.pdf.file import OpenPage

MOST_OBJECTS = 300_000
"""Objects that a page may hold; a page with a full table has 2000."""

_DEEPEST = 8
"""Forms inside forms."""
_MOST_SEGMENTS = 4000
"""Points of one path; a longer one is a chart or a map."""
_THIN = 4.0
"""Points up to which a filled rectangle is a line."""
_STRAIGHT = 1.0
"""Points by which a line may be off the level."""
_SHORTEST = 0.4
_DOT = 2.0
"""Times as long as wide, up to which a rectangle is a dot of a dotted line, whichever way that runs."""
_WHITE = 245
"""From this brightness of all three colours on, nothing is to be seen on paper."""
_CLEAR = 10
"""Opacity of 255 below which nothing is to be seen."""
_COVERING = 0.5
"""Share of the page from which a picture may be the page itself."""
_STRIP = 0.02
"""Share of the page from which a picture may be a strip of it."""
_NO_WIDTH = 0.001
"""Points below which PDFium leaves a text out."""
_INCH = 72.0
"""Points."""


class _Matrix(NamedTuple):
    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, outer: _Matrix) -> _Matrix:
        """Both in one, the outer one applied last."""
        (a, b), (c, d) = outer.direction(self.a, self.b), outer.direction(self.c, self.d)
        return _Matrix(a, b, c, d, *outer.point(self.e, self.f))

    def direction(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y, self.b * x + self.d * y


_UNIT = _Matrix(1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_Point = tuple[float, float]


def page_drawing(path: str, page: OpenPage, turn: Turn) -> Drawing:
    """Look through the objects of a page. Raises UnreadableInputError if there are more than a page can show."""
    return _Walker(path, page, turn).walk()


class _Walker:
    """Goes through the objects of a page; the variables that PDFium answers in are made once."""

    def __init__(self, path: str, page: OpenPage, turn: Turn) -> None:
        self._path, self._page, self._turn = path, page, turn
        self._horizontal: list[Ruling] = []
        self._vertical: list[Ruling] = []
        self._picture = False
        self._anything = False
        self._dots = 0.0
        self._pixels = 0
        self._objects = 0
        self._texts: list[pdfium.FPDF_PAGEOBJECT] = []
        self._borrowed: dict[int, bool] = {}
        self._unmeasured: list[Box] = []
        self._fill, self._stroke = ctypes.c_int(), ctypes.c_int()
        self._across, self._down = ctypes.c_uint(), ctypes.c_uint()
        self._color = tuple(ctypes.c_uint() for _ in range(4))
        self._edges = tuple(ctypes.c_float() for _ in range(4))
        self._x, self._y, self._size = ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
        self._matrix = pdfium.FS_MATRIX()

    def walk(self) -> Drawing:
        page = self._page.page
        count = self._counted(pdfium.FPDFPage_CountObjects(page))
        object_at = pdfium.FPDFPage_GetObject
        for index in range(count):
            self._object(object_at(page, index), _UNIT, 0)
        hidden = False
        if self._picture:
            modes = {pdfium.FPDFTextObj_GetTextRenderMode(text) for text in self._texts}
            hidden = modes == {pdfium.FPDF_TEXTRENDERMODE_INVISIBLE}
        return Drawing(
            tuple(self._horizontal),
            tuple(self._vertical),
            self._picture,
            hidden,
            self._anything,
            self._dots,
            self._pixels,
            any(self._borrowed.values()),
            tuple(self._unmeasured),
        )

    def _counted(self, count: int) -> int:
        self._objects += count
        if self._objects > MOST_OBJECTS:
            raise pdf_refusal.too_much_on_page(self._path, self._page.number, Text("图形对象", "drawn objects"))
        return count

    def _object(self, thing: pdfium.FPDF_PAGEOBJECT, outer: _Matrix, depth: int) -> None:
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            self._texts.append(thing)
            self._text_object(thing, outer)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            self._anything = True
            self._path_object(thing, outer)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            self._anything = True
            self._image(thing, outer)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = self._matrix_of(thing).then(outer)
            for index in range(self._counted(pdfium.FPDFFormObj_CountObjects(thing))):
                self._object(pdfium.FPDFFormObj_GetObject(thing, index), inner, depth + 1)

    def _text_object(self, thing: pdfium.FPDF_PAGEOBJECT, outer: _Matrix) -> None:
        font = pdfium.FPDFTextObj_GetFont(thing)
        address = ctypes.cast(font, ctypes.c_void_p).value or 0
        borrowed = self._borrowed.get(address)
        if borrowed is None:
            borrowed = self._borrowed[address] = pdfium.FPDFFont_GetIsEmbedded(font) != 1
        if not borrowed:
            return
        left, _, right, _ = self._bounds(thing)
        if right - left < _NO_WIDTH:
            pdfium.FPDFTextObj_GetFontSize(thing, self._size)
            size = self._size.value
            matrix = self._matrix_of(thing).then(outer)
            self._unmeasured.append(self._turn.box(matrix.point(0.0, 0.0), matrix.point(size / 2, size)))

    def _image(self, thing: pdfium.FPDF_PAGEOBJECT, outer: _Matrix) -> None:
        box = self._bounds(thing)
        turn = self._turn
        shown = turn.box(outer.point(box[0], box[1]), outer.point(box[2], box[3]))
        page = turn.width * turn.height
        if shown.area >= _COVERING * page:
            self._picture = True
        pdfium.FPDFImageObj_GetImagePixelSize(thing, self._across, self._down)
        pixels = self._across.value * self._down.value
        self._pixels = max(self._pixels, pixels)
        # A scan may come in strips.
        if shown.area >= _STRIP * page:
            self._dots = max(self._dots, (pixels / shown.area) ** 0.5 * _INCH)

    def _path_object(self, thing: pdfium.FPDF_PAGEOBJECT, outer: _Matrix) -> None:
        pdfium.FPDFPath_GetDrawMode(thing, self._fill, self._stroke)
        filled = bool(self._fill.value) and self._shows(pdfium.FPDFPageObj_GetFillColor, thing)
        stroked = bool(self._stroke.value) and self._shows(pdfium.FPDFPageObj_GetStrokeColor, thing)
        if not (filled or stroked):
            return
        left, bottom, right, top = self._bounds(thing)
        if right - left <= _THIN or top - bottom <= _THIN:
            self._bar(outer.point(left, bottom), outer.point(right, top))
            return
        count = pdfium.FPDFPath_CountSegments(thing)
        if count > _MOST_SEGMENTS:
            return
        matrix = self._matrix_of(thing).then(outer)
        pieces = list(self._pieces(thing, count, matrix))
        if stroked:
            for piece in pieces:
                for (x0, y0), (x1, y1) in pairwise(piece):
                    self._line(x0, y0, x1, y1)
        elif len(pieces) > 1:
            self._filled_pieces(pieces)

    def _shows(self, color_of: pdfium.FPDFPageObj_GetFillColor, thing: pdfium.FPDF_PAGEOBJECT) -> bool:
        """True if the colour can be seen on white paper; a pattern counts as seen."""
        red, green, blue, opacity = self._color
        if not color_of(thing, red, green, blue, opacity):
            return True
        return opacity.value > _CLEAR and min(red.value, green.value, blue.value) < _WHITE

    def _bounds(self, thing: pdfium.FPDF_PAGEOBJECT) -> tuple[float, float, float, float]:
        left, bottom, right, top = self._edges
        pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top)
        return left.value, bottom.value, right.value, top.value

    def _matrix_of(self, thing: pdfium.FPDF_PAGEOBJECT) -> _Matrix:
        one = self._matrix
        pdfium.FPDFPageObj_GetMatrix(thing, one)
        return _Matrix(one.a, one.b, one.c, one.d, one.e, one.f)

    def _pieces(self, thing: pdfium.FPDF_PAGEOBJECT, count: int, matrix: _Matrix) -> Iterator[list[_Point]]:
        """The corners of each part of a path; a curve ends a part, since no table is ruled with curves."""
        piece: list[_Point] = []
        start: _Point = (0.0, 0.0)
        for index in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(thing, index)
            pdfium.FPDFPathSegment_GetPoint(segment, self._x, self._y)
            point = matrix.point(self._x.value, self._y.value)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind != pdfium.FPDF_SEGMENT_LINETO:
                if len(piece) > 1:
                    yield piece
                piece = []
                if kind == pdfium.FPDF_SEGMENT_MOVETO:
                    start = point
            piece.append(point)
            if pdfium.FPDFPathSegment_GetClose(segment):
                piece.append(start)
                yield piece
                piece = [start]
        if len(piece) > 1:
            yield piece

    def _filled_pieces(self, pieces: Sequence[Sequence[_Point]]) -> None:
        """Bars filled at one go, or a frame: a rectangle with a hole in it."""
        boxes = [(*map(min, zip(*piece, strict=True)), *map(max, zip(*piece, strict=True))) for piece in pieces]
        for left, bottom, right, top in boxes:
            if right - left <= _THIN or top - bottom <= _THIN:
                self._bar((left, bottom), (right, top))
        for outer, inner in pairwise(boxes):
            margins = [inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3]]
            if all(0 <= margin <= _THIN for margin in margins):
                left, bottom, right, top = outer
                corners = [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]
                for (x0, y0), (x1, y1), margin in zip(corners, corners[1:], _around(margins), strict=False):
                    if margin > 0:
                        self._line(x0, y0, x1, y1)

    def _bar(self, first: _Point, second: _Point) -> None:
        """A thin rectangle is a line along its longer side."""
        box = self._turn.box(first, second)
        across, down = box.right - box.left, box.bottom - box.top
        if _DOT * across >= down:
            self._add(self._horizontal, (box.top + box.bottom) / 2, box.left, box.right)
        if _DOT * down >= across:
            self._add(self._vertical, (box.left + box.right) / 2, box.top, box.bottom)

    def _line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        (x0, y0), (x1, y1) = self._turn.point(x0, y0), self._turn.point(x1, y1)
        if abs(y0 - y1) <= _STRAIGHT:
            self._add(self._horizontal, (y0 + y1) / 2, min(x0, x1), max(x0, x1))
        elif abs(x0 - x1) <= _STRAIGHT:
            self._add(self._vertical, (x0 + x1) / 2, min(y0, y1), max(y0, y1))

    @staticmethod
    def _add(rules: list[Ruling], at: float, start: float, end: float) -> None:
        if end - start > _SHORTEST:
            rules.append(Ruling(at, start, end))


def _around(margins: Sequence[float]) -> tuple[float, ...]:
    """The margins left, bottom, right, top in the order in which the sides are gone round from the bottom."""
    left, bottom, right, top = margins
    return bottom, right, top, left

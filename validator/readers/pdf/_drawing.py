"""What is drawn on a page: the straight lines that may rule a table, and whether a picture covers the page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import compress, pairwise

import pypdfium2.raw as pdfium

from validator.model.text import Text
from validator.readers.page.drawing import Drawing, Ruling
from validator.readers.page.geometry import UNIT, Box, Matrix, Turn
from validator.readers.pdf import refusal as pdf_refusal
from validator.readers.pdf._calls import Handle, Room, handle, quick, results
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


_Point = tuple[float, float]


def page_drawing(path: str, page: OpenPage, turn: Turn, *, with_lines: bool = True) -> Drawing:
    """Look through the objects of a page. Raises UnreadableInputError if there are more than a page can show.

    `with_lines`: False where no table is looked for by its lines.
    """
    return _Walker(path, page, turn, with_lines=with_lines).walk()


class _Walker:
    """Goes through the objects of a page; the variables that PDFium answers in are made once."""

    def __init__(self, path: str, page: OpenPage, turn: Turn, *, with_lines: bool) -> None:
        self._path, self._page, self._turn = path, page, turn
        self._with_lines = with_lines
        self._horizontal: list[Ruling] = []
        self._vertical: list[Ruling] = []
        self._picture = False
        self._anything = False
        self._dots = 0.0
        self._pixels = 0
        self._objects = 0
        self._texts: list[Handle] = []
        self._borrowed: dict[int, bool] = {}
        self._unmeasured: list[Box] = []
        self._across, self._down = ctypes.c_uint(), ctypes.c_uint()
        self._edges = tuple(ctypes.c_float() for _ in range(4))
        self._size = ctypes.c_float()
        self._matrix = pdfium.FS_MATRIX()

    def walk(self) -> Drawing:
        page = handle(self._page.page)
        numbers = range(self._counted(pdfium.FPDFPage_CountObjects(self._page.page)))
        self._all(results(quick("FPDFPage_GetObject", Handle), page, numbers), UNIT, 0)
        hidden = False
        if self._picture:
            modes = set(map(quick("FPDFTextObj_GetTextRenderMode", ctypes.c_int), self._texts))
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

    def _all(self, things: Sequence[Handle], outer: Matrix, depth: int) -> None:
        """Objects that a page or a form holds."""
        kinds = list(map(quick("FPDFPageObj_GetType", ctypes.c_int), things))
        path, text = pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_TEXT
        paths = [thing for thing, kind in zip(things, kinds, strict=True) if kind == path]
        self._anything = self._anything or bool(paths)
        if self._with_lines:
            self._paths(paths, outer)
        for thing, kind in zip(things, kinds, strict=True):
            if kind == path:
                continue
            if kind == text:
                self._texts.append(thing)
                self._text_object(thing, outer)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self._anything = True
                self._image(thing, outer)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                inner = self._matrix_of(thing).then(outer)
                numbers = range(self._counted(quick("FPDFFormObj_CountObjects", ctypes.c_int)(thing)))
                self._all(results(quick("FPDFFormObj_GetObject", Handle), thing, numbers), inner, depth + 1)

    def _text_object(self, thing: Handle, outer: Matrix) -> None:
        font = quick("FPDFTextObj_GetFont", Handle)(thing)
        borrowed = self._borrowed.get(font.value or 0)
        if borrowed is None:
            embedded = quick("FPDFFont_GetIsEmbedded", ctypes.c_int)(font)
            borrowed = self._borrowed[font.value or 0] = embedded != 1
        if not borrowed:
            return
        left, _, right, _ = self._bounds(thing)
        if right - left < _NO_WIDTH:
            quick("FPDFTextObj_GetFontSize", ctypes.c_int)(thing, ctypes.byref(self._size))
            size = self._size.value
            matrix = self._matrix_of(thing).then(outer)
            self._unmeasured.append(self._turn.box(matrix.point(0.0, 0.0), matrix.point(size / 2, size)))

    def _image(self, thing: Handle, outer: Matrix) -> None:
        box = self._bounds(thing)
        turn = self._turn
        shown = turn.box(outer.point(box[0], box[1]), outer.point(box[2], box[3]))
        page = turn.width * turn.height
        if shown.area >= _COVERING * page:
            self._picture = True
        size = ctypes.byref(self._across), ctypes.byref(self._down)
        quick("FPDFImageObj_GetImagePixelSize", ctypes.c_int)(thing, *size)
        pixels = self._across.value * self._down.value
        self._pixels = max(self._pixels, pixels)
        # A scan may come in strips.
        if shown.area >= _STRIP * page:
            self._dots = max(self._dots, (pixels / shown.area) ** 0.5 * _INCH)

    def _paths(self, paths: Sequence[Handle], outer: Matrix) -> None:
        _, fills, strokes = _modes().answers(quick("FPDFPath_GetDrawMode"), paths)
        filled = _shown("FPDFPageObj_GetFillColor", paths, fills)
        stroked = _shown("FPDFPageObj_GetStrokeColor", paths, strokes)
        shown = [fill or stroke for fill, stroke in zip(filled, stroked, strict=True)]
        seen = list(compress(paths, shown))
        _, *edges = _edges().answers(quick("FPDFPageObj_GetBounds"), seen)
        # Nearly every page stands upright, and its lines in no form.
        shift, edge = (self._turn.left, self._turn.top) if outer is UNIT and not self._turn.quarters else (None, 0.0)
        for path, stroke, left, bottom, right, top in zip(seen, compress(stroked, shown), *edges, strict=True):
            if right - left <= _THIN or top - bottom <= _THIN:
                if shift is None:
                    self._bar(*self._turn.box(outer.point(left, bottom), outer.point(right, top)))
                else:
                    self._bar(left - shift, edge - top, right - shift, edge - bottom)
            else:
                self._long_path(path, outer, stroked=stroke)

    def _long_path(self, thing: Handle, outer: Matrix, *, stroked: bool) -> None:
        count = quick("FPDFPath_CountSegments", ctypes.c_int)(thing)
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

    def _bounds(self, thing: Handle) -> tuple[float, float, float, float]:
        left, bottom, right, top = self._edges
        quick("FPDFPageObj_GetBounds")(thing, *map(ctypes.byref, self._edges))
        return left.value, bottom.value, right.value, top.value

    def _matrix_of(self, thing: Handle) -> Matrix:
        one = self._matrix
        quick("FPDFPageObj_GetMatrix")(thing, ctypes.byref(one))
        return Matrix(one.a, one.b, one.c, one.d, one.e, one.f)

    @staticmethod
    def _pieces(thing: Handle, count: int, matrix: Matrix) -> Iterator[list[_Point]]:
        """The corners of each part of a path; a curve ends a part, since no table is ruled with curves."""
        segments = results(quick("FPDFPath_GetPathSegment", Handle), thing, range(count))
        _, *points = _points().answers(quick("FPDFPathSegment_GetPoint"), segments)
        kinds = map(quick("FPDFPathSegment_GetType", ctypes.c_int), segments)
        closed = map(quick("FPDFPathSegment_GetClose", ctypes.c_int), segments)
        piece: list[_Point] = []
        start: _Point = (0.0, 0.0)
        for x, y, kind, closes in zip(*points, kinds, closed, strict=True):
            point = matrix.point(x, y)
            if kind != pdfium.FPDF_SEGMENT_LINETO:
                if len(piece) > 1:
                    yield piece
                piece = []
                if kind == pdfium.FPDF_SEGMENT_MOVETO:
                    start = point
            piece.append(point)
            if closes:
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
                self._bar(*self._turn.box((left, bottom), (right, top)))
        for outer, inner in pairwise(boxes):
            margins = [inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3]]
            if all(0 <= margin <= _THIN for margin in margins):
                left, bottom, right, top = outer
                corners = [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]
                for (x0, y0), (x1, y1), margin in zip(corners, corners[1:], _around(margins), strict=False):
                    if margin > 0:
                        self._line(x0, y0, x1, y1)

    def _bar(self, left: float, top: float, right: float, bottom: float) -> None:
        """A thin rectangle is a line along its longer side."""
        width, height = right - left, bottom - top
        if width > _SHORTEST and _DOT * width >= height:
            self._horizontal.append(Ruling((top + bottom) / 2, left, right))
        if height > _SHORTEST and _DOT * height >= width:
            self._vertical.append(Ruling((left + right) / 2, top, bottom))

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


@lru_cache(maxsize=1)
def _edges() -> Room:
    return Room(ctypes.c_float, 4, apart=True)


@lru_cache(maxsize=1)
def _points() -> Room:
    return Room(ctypes.c_float, 2, apart=True)


@lru_cache(maxsize=1)
def _modes() -> Room:
    return Room(ctypes.c_int, 2, apart=True)


@lru_cache(maxsize=1)
def _colours() -> Room:
    return Room(ctypes.c_uint, 4, apart=True)


def _shown(colour_of: str, paths: Sequence[Handle], used: Sequence[int]) -> list[bool]:
    """For each path whether a colour is used for it that can be seen on white paper; a pattern counts as seen."""
    asked = [path for path, uses in zip(paths, used, strict=True) if uses]
    colours = list(zip(*_colours().answers(quick(colour_of, ctypes.c_int), asked), strict=True))
    seen = {colour: _is_seen(*colour) for colour in set(colours)}
    found = iter(colours)
    return [bool(uses) and seen[next(found)] for uses in used]


def _is_seen(known: int, red: int, green: int, blue: int, opacity: int) -> bool:
    return not known or (opacity > _CLEAR and min(red, green, blue) < _WHITE)


def _around(margins: Sequence[float]) -> tuple[float, ...]:
    """The margins left, bottom, right, top in the order in which the sides are gone round from the bottom."""
    left, bottom, right, top = margins
    return bottom, right, top, left

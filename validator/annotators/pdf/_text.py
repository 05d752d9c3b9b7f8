"""Where words of the text stand on a page of a PDF."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

import pypdfium2.raw as pdfium

from validator.annotators import _find_words as wording

if TYPE_CHECKING:
    from validator.annotators.notes import Passage

Rectangle: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom in the coordinates of the file, in which `top` is the larger."""
_BEYOND = 0x10FFFF
_UPRIGHT = 0.7
"""Sine of the angle from which a line runs rather up than along."""
_SAME_LINE = 0.3
"""Share of the height that the characters of a line have in common."""


class AnnotatedText:
    """The characters of a page, in the order of the file."""

    def __init__(self, page: pdfium.FPDF_PAGE) -> None:
        """Load the text of a page that stays open until this is closed."""
        self._page = pdfium.FPDFText_LoadPage(page)
        codes = (pdfium.FPDFText_GetUnicode(self._page, at) for at in range(pdfium.FPDFText_CountChars(self._page)))
        self._text = "".join(chr(code) if 0 < code <= _BEYOND else " " for code in codes)

    def close(self) -> None:
        """Let the page go."""
        pdfium.FPDFText_ClosePage(self._page)

    def lines(self, passage: Passage) -> Sequence[Rectangle]:
        """Where the words stand, a rectangle a line; none if they are not on the page."""
        found = wording.find(self._text, passage.words)
        if found is None:
            return ()
        boxes = (self._box(at) for at in range(*found) if not self._text[at].isspace())
        angle = pdfium.FPDFText_GetCharAngle(self._page, found[0])
        return tuple(joined([box for box in boxes if box is not None], upright=abs(math.sin(angle)) > _UPRIGHT))

    def _box(self, at: int) -> Rectangle | None:
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        if not pdfium.FPDFText_GetCharBox(self._page, at, left, right, bottom, top):
            return None
        return left.value, top.value, right.value, bottom.value


def joined(boxes: Sequence[Rectangle], *, upright: bool) -> Iterator[Rectangle]:
    """The boxes of characters joined to lines; `upright`: the lines run up or down the page as it lies in the file."""
    line: Rectangle | None = None
    for box in boxes:
        if line is None:
            line = box
        elif _shared(line, box, upright=upright) > _SAME_LINE * min(
            _height(line, upright=upright), _height(box, upright=upright)
        ):
            line = (min(line[0], box[0]), max(line[1], box[1]), max(line[2], box[2]), min(line[3], box[3]))
        else:
            yield line
            line = box
    if line is not None:
        yield line


def _height(box: Rectangle, *, upright: bool) -> float:
    """How high the characters are."""
    return box[2] - box[0] if upright else box[1] - box[3]


def _shared(one: Rectangle, other: Rectangle, *, upright: bool) -> float:
    """How much of that height two boxes share."""
    if upright:
        return min(one[2], other[2]) - max(one[0], other[0])
    return min(one[1], other[1]) - max(one[3], other[3])

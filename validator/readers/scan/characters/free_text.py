"""The lines of text of a scanned page that stand outside its ruled tables."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from msgspec import Struct
from msgspec.structs import replace

from validator.readers.page.geometry import Box
from validator.readers.scan._cells import InkLine, crop, with_slant
from validator.readers.scan._ink_lines import ink_lines
from validator.readers.scan.image import POINT, EvenPage, Grey, Mask, marks

_ROUND_TABLE = 6
"""Dots round a table that belong to it."""
_SMALLEST_TEXT = 10
_USUAL_HEIGHT = 22.0


class FreeText(Struct, frozen=True):
    """The lines of text outside the tables of a page, from top to bottom."""

    lines: tuple[InkLine, ...]
    em: float
    """Height of a character, in dots."""
    paper: Grey
    ink: Mask

    def crop(self, line: InkLine) -> Grey:
        """The picture of a line, with some paper round it."""
        return crop(self.paper, line, self.em)

    def upright(self, line: InkLine) -> InkLine:
        """The line with how it slants, if it is a single mark: that tells a `1` from a slash."""
        return with_slant(line, self.ink)

    def including(self, others: Sequence[InkLine]) -> FreeText:
        """With other lines, each where it stands."""
        return replace(self, lines=tuple(sorted((*self.lines, *others), key=lambda line: line.top)))


def free_text(sheet: EvenPage, tables: Sequence[Box]) -> FreeText:
    """Find the lines of text outside the tables."""
    ink = sheet.ink.copy()
    for table in tables:
        left, top, right, bottom = (round(edge / POINT) for edge in table)
        around = slice(max(top - _ROUND_TABLE, 0), bottom + _ROUND_TABLE)
        ink[around, max(left - _ROUND_TABLE, 0) : right + _ROUND_TABLE] = False
    found = marks(ink)
    heights = [mark.height for mark in found if _SMALLEST_TEXT <= mark.height <= 3 * _USUAL_HEIGHT]
    em = (median(heights) if heights else _USUAL_HEIGHT) / 0.8
    return FreeText(tuple(ink_lines(found, em)), em, sheet.grey, ink)

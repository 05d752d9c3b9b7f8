"""The lines of text of a scanned page that stand outside its tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from statistics import median

import numpy as np

from validator.readers.page.geometry import Box
from validator.readers.scan._cells import InkLine, crop
from validator.readers.scan.image import POINT, EvenPage, Grey, InkMark, marks

_ROUND_TABLE = 6
"""Dots round a table that belong to it."""
_SMALLEST_TEXT = 10
_USUAL_HEIGHT = 22.0
_WORD_GAP = 1.6
"""Ems between the words of a line, at most."""
_LOWEST, _TALLEST = 0.4, 4.0
"""Ems from top to bottom of a line of text."""


@dataclass(frozen=True)
class FreeText:
    """The lines of text outside the tables of a page, from top to bottom."""

    lines: tuple[InkLine, ...]
    em: float
    """Height of a character, in dots."""
    paper: Grey = field(repr=False)

    def crop(self, line: InkLine) -> Grey:
        """The picture of a line, with some paper round it."""
        return crop(self.paper, line, self.em)

    def including(self, others: Sequence[InkLine]) -> FreeText:
        """With other lines, each where it stands."""
        return replace(self, lines=tuple(sorted((*self.lines, *others), key=lambda line: line.top)))


def free_text(sheet: EvenPage, tables: Sequence[Box]) -> FreeText:
    """Find the lines of text outside the tables."""
    import cv2

    ink = sheet.ink.copy()
    for table in tables:
        left, top, right, bottom = (round(edge / POINT) for edge in table)
        around = slice(max(top - _ROUND_TABLE, 0), bottom + _ROUND_TABLE)
        ink[around, max(left - _ROUND_TABLE, 0) : right + _ROUND_TABLE] = False
    found = marks(ink)
    heights = [mark.height for mark in found if _SMALLEST_TEXT <= mark.height <= 3 * _USUAL_HEIGHT]
    em = (median(heights) if heights else _USUAL_HEIGHT) / 0.8
    smeared = cv2.dilate(ink.view(np.uint8), np.ones((1, round(_WORD_GAP * em) | 1), np.uint8))
    lines = []
    for blob in marks(smeared.view(np.bool_)):
        down, across = slice(blob.top, blob.bottom), slice(blob.left, blob.right)
        rows, columns = np.nonzero(ink[down, across])
        mark = InkMark(
            int(across.start + columns.min()),
            int(down.start + rows.min()),
            int(across.start + columns.max() + 1),
            int(down.start + rows.max() + 1),
            len(rows),
        )
        if _LOWEST * em <= mark.height <= _TALLEST * em and mark.width >= _LOWEST * em:
            lines.append(InkLine(*mark[:4], (mark,)))
    return FreeText(tuple(sorted(lines, key=lambda line: line.top)), em, sheet.grey)

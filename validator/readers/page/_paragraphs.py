"""From lines of text to paragraphs: lines that only wrap are joined, so that numbers are not torn from their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import median

from validator.model.numbers import Kind, read_number
from validator.readers.page.lines import TextLine, first_unit
from validator.readers.page.tables import is_numbered

_LONG = 0.5
"""Share of the page's width from which a line tells where lines end."""
_BIN = 4.0
_COMMON = 0.1
"""Share of the long lines that end at the margin, at least."""
_SLACK = 0.5
_INDENT = 1.2
"""Ems by which a first line is set in."""
_OTHER_SIZE = 0.15
_WIDE_GAP = 1.5
"""Times the usual distance of lines, from which a paragraph ends."""
_COLUMN_GAP = 2.0
"""Ems between two columns."""
_SENTENCE_ENDS = "。；：！？.;:!?"


class Measure:
    """How the running text of a document is set."""

    def __init__(self, lines: Sequence[TextLine], widths: Mapping[int, float]) -> None:
        """`lines`: outside all tables; `widths`: page number -> points from left to right."""
        self._margins: dict[float, float] = {}
        by_width: dict[float, list[TextLine]] = {}
        for line in lines:
            by_width.setdefault(round(widths[line.page]), []).append(line)
        for width, own in by_width.items():
            self._margins[width] = _right_margin([line for line in own if line.right - line.left >= _LONG * width], own)
        self._widths = widths
        pitches = [
            after.baseline - line.baseline
            for line, after in pairwise(lines)
            if line.page == after.page and 0 < after.baseline - line.baseline < 4 * line.size
        ]
        self._pitch = median(pitches) if pitches else 0.0

    def begins(self, before: TextLine, line: TextLine) -> bool:
        """True if a line begins a paragraph of its own."""
        size = before.size
        if _is_row(before):
            return True
        if abs(line.size - size) > _OTHER_SIZE * size or line.left > before.left + _INDENT * size:
            return True
        if line.page == before.page and line.baseline - before.baseline > _WIDE_GAP * max(self._pitch, size):
            return True
        room = self._margins[round(self._widths[before.page])] - before.right
        if first_unit(line) + _SLACK * size <= room:
            return True
        return is_numbered(line.text) and before.text[-1] in _SENTENCE_ENDS


def _is_row(line: TextLine) -> bool:
    """True for a label with a number far behind it: a line of running text has no such gap."""
    wide = line.gaps(_COLUMN_GAP)
    return bool(wide) and read_number("".join(glyph.text for glyph in line.glyphs[wide[-1] :])).kind is Kind.NUMBER


def _right_margin(long_lines: Sequence[TextLine], lines: Sequence[TextLine]) -> float:
    """Where lines end: the rightmost place where more than a few do."""
    counts = Counter(round(line.right / _BIN) for line in long_lines)
    common = [place for place, count in counts.items() if count >= _COMMON * len(long_lines)]
    return max(common) * _BIN if common else max(line.right for line in lines)


def paragraphs(lines: Iterable[TextLine], measure: Measure) -> list[list[TextLine]]:
    """The lines of each paragraph, in order."""
    found: list[list[TextLine]] = []
    for line in lines:
        if found and not measure.begins(found[-1][-1], line):
            found[-1].append(line)
        else:
            found.append([line])
    return found

"""Words in a line, and which of them are values: the material from which a table without lines is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from validator.model.numbers import MEASURE_WORDS
from validator.readers.page.lines import TextLine

CELL_GAP = 0.9
"""Ems between two cells; inside a text there is less."""
WORD_GAP = 0.3
"""Ems between two numbers in narrow columns."""
_TOUCHING = 0.12
"""Ems between a label and the number beside it, at least."""
_THINNEST = 0.1
"""Points that a word takes up at least; some fonts give no width."""
_PAGE_STEP = 1.3
"""Ems from the last line of a page to the first of the next, as if they stood on one."""
_MEASURE = f"(?:[万亿千]?元|[万{''.join(MEASURE_WORDS)}])"
_VALUE = re.compile(rf"[+\-－]*[0-9０-９](?:[0-9０-９,，.．]*[0-9０-９])?{_MEASURE}?(?:[（(].*)?|[-—–－―/／]+|无")
_END = re.compile(rf"[0-9０-９]*{_MEASURE}?|[^（(]{{1,20}}[）)]")
_OPEN = re.compile(r"[（(][^（()）]*")
"""A remark that the text ends in before it is closed."""

Interval = tuple[float, float]
"""From left to right, in points."""


@dataclass(frozen=True, eq=False)
class Word:
    """A piece of a line that stands in one cell."""

    part: TextLine
    y: float
    """Height of the baseline, counted on over the pages."""
    is_value: bool

    @property
    def interval(self) -> Interval:
        """Where it stands from left to right."""
        return self.part.left, max(self.part.right, self.part.left + _THINNEST)

    @property
    def size(self) -> float:
        """One em."""
        return self.part.size

    def moved(self, part: TextLine) -> Word:
        """Another piece of the same line."""
        return Word(part, self.y, is_value(part))


@dataclass(frozen=True, eq=False)
class WordLine:
    """A line of text as words."""

    line: TextLine
    y: float
    words: tuple[Word, ...]

    @property
    def values(self) -> list[Word]:
        """The words that are numbers, or stand where one would."""
        return [word for word in self.words if word.is_value]


def word_lines(lines: Iterable[TextLine]) -> list[WordLine]:
    """Lines in reading order as words, their heights counted on from page to page."""
    found: list[WordLine] = []
    offset = 0.0
    for line in lines:
        if found and found[-1].line.page != line.page:
            offset = found[-1].y + _PAGE_STEP * line.size - line.baseline
        y = line.baseline + offset
        found.append(WordLine(line, y, tuple(Word(part, y, is_value(part)) for part in _cells(line))))
    return found


def _cells(line: TextLine) -> Iterable[TextLine]:
    parts = list(line.parts(CELL_GAP))
    in_table = len(parts) > 1 and any(map(is_value, parts))
    for part in parts:
        words = list(part.parts(WORD_GAP))
        # Numbers may come close to each other, the words of a label do not part.
        if len(words) > 1 and all(map(is_value, words)) and not any(ends_open(word.text) for word in words[:-1]):
            yield from words
        elif in_table:
            yield from label_and_number(part)
        else:
            yield part


def label_and_number(part: TextLine) -> tuple[TextLine, ...]:
    """A label and the number of its row that stands close to it, or the text alone if it does not end so."""
    glyphs = part.glyphs
    start = len(glyphs)
    while start and glyphs[start - 1].text.isdigit():
        start -= 1
    if ends_open(part.text):
        return (part,)
    if 0 < start < len(glyphs) and glyphs[start].left - glyphs[start - 1].right >= _TOUCHING * part.size:
        return TextLine(glyphs[:start], part.page), TextLine(glyphs[start:], part.page)
    return (part,)


def is_value(part: TextLine) -> bool:
    """True for a number, or for a mark that says that there is none."""
    return _VALUE.fullmatch(part.text.replace(" ", "")) is not None


def is_end(text: str) -> bool:
    """True for what a number that wraps may leave for its second line: digits, the unit, the rest of a remark."""
    return _END.fullmatch(text.replace(".", "")) is not None


def ends_open(text: str) -> bool:
    """True for a text that ends inside brackets."""
    *_, last = re.split(r"(?=[（(])", text)
    return _OPEN.fullmatch(last) is not None


def goes_on(before: str, text: str) -> bool:
    """True if a number may go on with a text in the line below it."""
    if ends_open(before):
        return text[-1] in "）)"
    return is_end(text) and text[-1] not in "）)" and (before[-1].isdigit() or before[-1] == ".")


def overlap(one: Interval, other: Interval) -> float:
    """Points that two stretches share; negative where they lie apart."""
    return min(one[1], other[1]) - max(one[0], other[0])


def touched(interval: Interval, columns: Sequence[Interval]) -> list[int]:
    """The columns that a word stands in."""
    return [at for at, column in enumerate(columns) if overlap(interval, column) > 0]


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """Stretches that overlap made one, from left to right."""
    found: list[Interval] = []
    for left, right in sorted(intervals):
        if found and left < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], right))
        else:
            found.append((left, right))
    return found

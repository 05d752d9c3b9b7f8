"""From characters to lines of text, by their baselines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import groupby, pairwise
from operator import eq, itemgetter, sub
from typing import Any

from msgspec import Struct

from validator.readers.page.geometry import Box
from validator.readers.page.glyph import Glyph

_LEVEL = 0.3
"""Ems by which the characters of one line may stand higher or lower than each other."""
_SAME = 0.15
"""Ems within which the same character drawn again makes it bold or gives it a shadow."""
_CLOSE = 0.05
"""Ems between characters that nothing can stand between."""
_SMALL = 0.8
"""Share of the size of a line up to which a character may be a raised mark."""
_MOST_MARKS = 20
_RAISED = (0.1, 0.8)
"""Ems by which a raised mark stands above the line."""
_WORD_GAP = 0.2
_MIXED_GAP = 0.6
_WIDE_GAP = 0.8
"""Ems that count as a blank between letters or digits, beside one Chinese character, and between two."""
_DESCENT = 0.2
_ASCENT = 0.9
"""Ems below and above the baseline that a line takes up."""
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff“”‘’—…·]")
_OPENING = "（(《〈“‘【〔[「『"
_CLOSING = "，。、；：？！）)》〉”’】〕]」』%％.,;:"
_NOTHING = Glyph("", 0.0, 0.0, 0.0, 0.0)
"""What stands before the first character of a line."""
_TEXT, _LEFT, _BASELINE = itemgetter(0), itemgetter(1), itemgetter(3)


class TextLine(Struct, frozen=True, eq=False, dict=True):
    """Characters on one baseline, from left to right."""

    glyphs: tuple[Glyph, ...]
    page: int

    @cached_property
    def text(self) -> str:
        """The characters, with a blank where one is seen."""
        glyphs = self.glyphs
        if len(glyphs) == 1:  # most cells hold one digit
            return glyphs[0].text
        texts = self._fields[0]
        blanks = [at for at, _, _ in self._steps if _is_blank_between(glyphs[at - 1], glyphs[at])]
        if not blanks:
            return "".join(texts)
        return " ".join(["".join(texts[start:end]) for start, end in pairwise((0, *blanks, len(texts)))])

    @cached_property
    def size(self) -> float:
        """One em, in points."""
        return _median(self._fields[4])

    @cached_property
    def baseline(self) -> float:
        """Height of the baseline."""
        return _median(self._fields[3])

    @property
    def left(self) -> float:
        """Where the text begins."""
        return self.glyphs[0].left

    @cached_property
    def right(self) -> float:
        """Where the text ends."""
        right: float = max(self._fields[2])
        return right

    @cached_property
    def box(self) -> Box:
        """The rectangle that the line takes up."""
        return Box(self.left, self.baseline - _ASCENT * self.size, self.right, self.baseline + _DESCENT * self.size)

    @cached_property
    def _fields(self) -> tuple[tuple[Any, ...], ...]:
        """The characters field by field, each in the order of `Glyph`."""
        return tuple(zip(*self.glyphs, strict=True))

    @cached_property
    def _steps(self) -> Sequence[tuple[int, float, float]]:
        """The characters that do not follow the one before closely, with the points between and the larger em."""
        if len(self.glyphs) == 1:
            return ()
        _, lefts, rights, _, sizes, *_ = self._fields
        gaps = list(map(sub, lefts[1:], rights))
        if max(gaps) <= _CLOSE * min(sizes):  # nearly always
            return ()
        return [
            (at, gap, max(size, after))
            for at, (gap, size, after) in enumerate(zip(gaps, sizes, sizes[1:], strict=False), 1)
            if gap > _CLOSE * size
        ]

    def gaps(self, gap: float) -> list[int]:
        """The characters before which as many ems are free, more than between those of a word."""
        return [at for at, free, em in self._steps if free >= gap * em]

    def cut(self, places: Sequence[int]) -> Iterator[TextLine]:
        """The line cut before these characters."""
        if not places:
            yield self
            return
        for start, end in pairwise((0, *places, len(self.glyphs))):
            yield TextLine(self.glyphs[start:end], self.page)

    def parts(self, gap: float) -> Iterator[TextLine]:
        """The line cut wherever as many ems are free."""
        return self.cut(self.gaps(gap))


def _median(numbers: Sequence[float]) -> float:
    return sorted(numbers)[len(numbers) // 2]


def text_lines(glyphs: Iterable[Glyph], page: int, *, recognised: bool = False) -> list[TextLine]:
    """Upright characters as lines from top to bottom; raised marks are put into the line that they belong to.

    `recognised`: the baselines of a line differ a little, and the widest gap between baselines parts two lines.
    """
    ordered = sorted(glyphs, key=_BASELINE)
    if not ordered:
        return []
    first = ordered[0]
    if ordered[-1].baseline == first.baseline:  # nearly every cell
        return [TextLine(tuple(_without_doubles(sorted(ordered, key=_LEFT))), page)]
    line: list[Glyph] = []
    lines = [line]
    for baseline, group in groupby(ordered, key=_BASELINE):
        level = list(group)
        # The first of a line is the measure: one raised a little after the other would lead from line to line.
        rise = baseline - first.baseline
        higher = (at for at, glyph in enumerate(level) if rise > _LEVEL * min(first.size, glyph.size))
        end = next(higher, len(level)) if rise else len(level)
        line += level[:end]
        if end < len(level):
            kept = _before_widest_gap(line, level[end]) if recognised else len(line)
            line, lines[-1] = [*line[kept:], *level[end:]], line[:kept]
            first = line[0]
            lines.append(line)
    parted = [_without_doubles(sorted(line, key=_LEFT)) for line in lines]
    return [TextLine(tuple(line), page) for line in (_with_raised_marks(parted) if len(parted) > 1 else parted)]


def _before_widest_gap(line: Sequence[Glyph], following: Glyph) -> int:
    """How many characters, in the order of their baselines, stand above the widest gap; all if none is wider."""
    gaps = [after.baseline - one.baseline for one, after in pairwise((*line, following))]
    at = max(range(len(gaps)), key=lambda at: (gaps[at], at))
    near = following.baseline - line[min(at + 1, len(line) - 1)].baseline <= _LEVEL * following.size
    return at + 1 if near else len(line)


def _without_doubles(line: list[Glyph]) -> list[Glyph]:
    if len(line) == 1:
        return line
    texts = list(map(_TEXT, line))
    if not (any(map(eq, texts, texts[1:])) or any(map(eq, texts, texts[2:]))):
        return line
    kept: list[Glyph] = []
    last = before = _NOTHING
    for glyph in line:
        text, left = glyph.text, glyph.left
        if text == last.text and left - last.left <= _SAME * last.size:
            continue
        if text == before.text and left - before.left <= _SAME * before.size:
            continue
        before, last = last, glyph
        kept.append(glyph)
    return kept


def _with_raised_marks(lines: list[list[Glyph]]) -> list[list[Glyph]]:
    """A small line just above a larger one holds footnote marks: its digits must not run into numbers."""
    for at in range(len(lines) - 1, 0, -1):
        small, line = lines[at - 1], lines[at]
        em = max((glyph.size for glyph in line), default=0.0)
        if len(small) > _MOST_MARKS or any(glyph.size > _SMALL * em for glyph in small):
            continue
        rise = line[0].baseline - small[0].baseline
        if not _RAISED[0] * em <= rise <= _RAISED[1] * em:
            continue
        marks = [mark for mark in small if any(abs(mark.left - glyph.right) <= em / 2 for glyph in line)]
        raised = [mark._replace(text=mark.text.translate(_SUPERSCRIPTS), baseline=line[0].baseline) for mark in marks]
        lines[at] = sorted((*line, *raised), key=_LEFT)
        lines[at - 1] = [mark for mark in small if mark not in marks]
    return [line for line in lines if line]


@lru_cache(maxsize=8192)
def is_wide(character: str) -> bool:
    """True for characters that take up one em."""
    return _WIDE.match(character) is not None


def _is_blank_between(before: Glyph, after: Glyph) -> bool:
    gap = (after.left - before.right) / max(before.size, after.size)
    return gap >= _WORD_GAP and gap >= (_WORD_GAP, _MIXED_GAP, _WIDE_GAP)[is_wide(before.text) + is_wide(after.text)]


def first_unit(line: TextLine) -> float:
    """Points that the shortest beginning of a line takes up that may stand at the end of the line before."""
    glyphs = line.glyphs
    at = 0
    while at < len(glyphs) - 1 and glyphs[at].text in _OPENING:
        at += 1
    if is_wide(glyphs[at].text):
        at += 1
    else:
        while at < len(glyphs) and not is_wide(glyphs[at].text) and not _gap_before(glyphs, at):
            at += 1
    while at < len(glyphs) and glyphs[at].text in _CLOSING:
        at += 1
    return glyphs[at - 1].right - glyphs[0].left


def _gap_before(glyphs: Sequence[Glyph], at: int) -> bool:
    return at > 0 and _is_blank_between(glyphs[at - 1], glyphs[at])


def joined(lines: Sequence[TextLine]) -> str:
    """The text of lines that run on; a blank is set only between words of letters."""
    text = ""
    for line in lines:
        blank = text and line.text and text[-1].isascii() and text[-1].isalpha() and line.text[0].isascii()
        text += (" " if blank and line.text[0].isalpha() else "") + line.text
    return text

"""Words in a line, and which of them are values: the material from which a table without lines is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

from msgspec import Struct

from validator.model.numbers import MEASURE_WORDS
from validator.readers.page.lines import TextLine

CELL_GAP = 0.9
"""Ems between two cells; inside a text there is less."""
WORD_GAP = 0.3
"""Ems between two numbers in narrow columns."""
NARROW_GAP = 0.1
"""Ems between two cells at least; inside a text there are as many only by chance, so more has to speak for a cut."""
_THINNEST = 0.1
"""Points that a word takes up at least; some fonts give no width."""
_PAGE_STEP = 1.3
"""Ems from the last line of a page to the first of the next, as if they stood on one."""
_MEASURE = f"(?:[万亿千]?元|[万{''.join(MEASURE_WORDS)}])"
_VALUE = re.compile(rf"[+\-－]*[0-9０-９](?:[0-9０-９,，.．]*[0-9０-９])?{_MEASURE}?(?:[（(].*)?|[-—–－―/／]+|无")
_LONGEST_VALUE = 30
"""Characters; of longer texts it is not remembered what they are."""
_END = re.compile(rf"[0-9０-９]*{_MEASURE}?|[^（(]{{1,20}}[）)]")
_OPEN = re.compile(r"[（(][^（()）]*")
"""A remark that the text ends in before it is closed."""

_DIGIT_GAP = 0.06
"""Ems between two numbers more than between the digits of either."""
_DIGITS = re.compile(r"[0-9]{2,}")
_HALF_EMPTY = "，。、；："
"""Characters with their ink in the left half, which may hang over the edge of a cell."""
_CLOSING = _HALF_EMPTY + "”’）》"
"""Characters with paper behind their ink."""
_OF_NUMBERS = re.compile(r"[0-9.．,，]")

Interval = tuple[float, float]
"""From left to right, in points."""


class Word(Struct, frozen=True, eq=False, dict=True):
    """A piece of a line that stands in one cell."""

    part: TextLine
    y: float
    """Height of the baseline, counted on over the pages."""
    is_value: bool
    touching: bool = False
    """True for digits that may be the numbers of several columns."""

    @cached_property
    def interval(self) -> Interval:
        """Where it stands from left to right."""
        last = self.part.glyphs[-1]
        right = last.center if last.text in _HALF_EMPTY and last.right == self.part.right else self.part.right
        return self.part.left, max(right, self.part.left + _THINNEST)

    @property
    def size(self) -> float:
        """One em."""
        return self.part.size

    def moved(self, part: TextLine) -> Word:
        """Another piece of the same line."""
        return Word(part, self.y, is_value(part))


class WordLine(Struct, frozen=True, eq=False):
    """A line of text as words."""

    line: TextLine
    y: float
    words: tuple[Word, ...]

    @property
    def values(self) -> list[Word]:
        """The words that are numbers, or stand where one would."""
        return [word for word in self.words if word.is_value]


def word_lines(lines: Sequence[TextLine]) -> list[WordLine]:
    """Lines in reading order as words, their heights counted on from page to page."""
    found: list[WordLine] = []
    offset = 0.0
    next_drawn = _DrawnNext(lines)
    for line in lines:
        if found and found[-1].line.page != line.page:
            offset = found[-1].y + _PAGE_STEP * line.size - line.baseline
        y = line.baseline + offset
        # What stands beside each other may be a little higher or lower than the line as a whole.
        words = (Word(part, part.baseline + offset, is_value(part)) for part in _cells(line, next_drawn))
        found.append(WordLine(line, y, tuple(words)))
    return found


class _DrawnNext:
    """Which character of some lines is drawn next after another; looked for where that matters."""

    def __init__(self, lines: Sequence[TextLine]) -> None:
        self._lines = lines

    @cached_property
    def _after(self) -> Mapping[int, Mapping[int, int]]:
        """Page -> place of a character as it is drawn -> place of the one that is drawn next."""
        orders: dict[int, set[int]] = {}
        for line in self._lines:
            orders.setdefault(line.page, set()).update([glyph.order for glyph in line.glyphs])
        return {page: dict(pairwise(sorted(places))) for page, places in orders.items()}

    def parts(self, page: int, order: int, follower: int) -> bool:
        """True if one character is drawn after another that is not the one beside it."""
        if follower == order + 1:  # nearly always
            return False
        return self._after[page].get(order, follower) != follower


def _cells(line: TextLine, next_drawn: _DrawnNext) -> Iterable[TextLine]:
    if not line.gaps(NARROW_GAP):  # nearly all prose
        return _numbers(line) if is_value(line) else (line,)
    return _apart(line, next_drawn)


def _apart(line: TextLine, next_drawn: _DrawnNext) -> Iterable[TextLine]:
    parts = [cell for part in line.parts(CELL_GAP) for cell in part.cut(_drawn_apart(part, next_drawn))]
    in_table = len(parts) > 1 and any(map(is_value, parts))
    for part in parts:
        for cell in _label_and_numbers(part):
            if is_value(cell):
                yield from _numbers(cell)
            elif in_table or cell is not part:
                yield from (number for word in label_and_number(cell) for number in _numbers(word))
            else:
                yield cell


def _label_and_numbers(part: TextLine) -> Iterable[TextLine]:
    """Numbers may come close to each other, and to the label before them; the words of a label do not part."""
    gaps = part.gaps(WORD_GAP)
    words = list(part.cut(gaps))
    label = len(words)
    while label and is_value(words[label - 1]):
        label -= 1
    # One number after a text may belong to it.
    if len(words) - label > 1 and not any(ends_open(word.text) for word in words[:-1]):
        return part.cut(gaps[max(label - 1, 0) :])
    return (part,)


def _drawn_apart(part: TextLine, next_drawn: _DrawnNext) -> list[int]:
    """Where a text stands beside another that was drawn at another time: cells are drawn one after the other.

    Lines that wrap in their cells therefore follow each other, and not what stands beside them.
    """
    glyphs = part.glyphs
    return [at for at in part.gaps(NARROW_GAP) if next_drawn.parts(part.page, glyphs[at - 1].order, glyphs[at].order)]


def _numbers(part: TextLine) -> Iterable[TextLine]:
    """Numbers that all but touch each other: between the digits of one there is no gap, or everywhere the same."""
    if not _DIGITS.fullmatch("".join(glyph.text for glyph in part.glyphs)):
        return (part,)
    gaps = [after.left - before.right for before, after in pairwise(part.glyphs)]
    own = max(min(gaps), 0.0)
    least = (_DIGIT_GAP if len(gaps) > 1 else NARROW_GAP) * part.size
    return part.cut([at for at, gap in enumerate(gaps, 1) if gap - own >= least or (len(gaps) == 1 and gap >= least)])


def label_and_number(part: TextLine, *, in_column: bool = False) -> tuple[TextLine, ...]:
    """A label and the number of its row that stands close to it, or the text alone if it does not end so.

    `in_column`: where the number stands will be looked at. Else one in a remark that goes on in the next line is a part
    of that, and behind a closing sign the paper of that is no gap.
    """
    glyphs = part.glyphs
    start = len(glyphs)
    while start and _OF_NUMBERS.fullmatch(glyphs[start - 1].text):
        start -= 1
    while start < len(glyphs) and not glyphs[start].text.isdigit():
        start += 1
    if not 0 < start < len(glyphs) or (ends_open(part.text) and not in_column):
        return (part,)
    before, number = glyphs[start - 1 : start + 1]
    behind_sign = in_column and before.text in _CLOSING and number.left - before.center >= NARROW_GAP * before.size
    return tuple(part.cut([start])) if behind_sign or start in part.gaps(NARROW_GAP) else (part,)


def is_value(part: TextLine) -> bool:
    """True for a number, or for a mark that says that there is none."""
    return says_value(part.text)


def says_value(text: str) -> bool:
    """The same for the text of a cell."""
    return (_is_value if len(text) <= _LONGEST_VALUE else _is_value.__wrapped__)(text)


@lru_cache(maxsize=1 << 12)
def _is_value(text: str) -> bool:
    return _VALUE.fullmatch(text.replace(" ", "")) is not None


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
    left, right = interval
    if left >= right:
        return []
    return [at for at, (start, end) in enumerate(columns) if left < end and start < right and start < end]


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """Stretches that overlap made one, from left to right."""
    found: list[Interval] = []
    for left, right in sorted(intervals):
        if found and left < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], right))
        else:
            found.append((left, right))
    return found

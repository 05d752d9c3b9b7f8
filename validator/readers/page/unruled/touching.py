"""Numbers of neighbouring columns that were recognised as one: their digits stand across columns.

On a photographed page, or one of few dots, the paper between two narrow columns may vanish. The rows around tell: there
two numbers stand side by side under what is one here.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import replace

from validator.readers.page._words import Word, WordLine, overlap

_DIGITS = re.compile(r"\W*[0-9](?:\W*[0-9])+\W*")
_AROUND = 24.0
"""Ems above and below within which rows tell of the columns."""
_MOST_ROWS = 12
"""Rows above, and below, that are looked at."""
_COVERED = 0.5
"""Share of a number that the digits reach over, at least, if they stand in its column."""


def with_touching(lines: Sequence[WordLine], pages: Collection[int]) -> list[WordLine]:
    """The lines, with those words marked that stand where other rows have several numbers.

    `pages`: those whose text was recognised; elsewhere the places are exact, and a number is whole.
    """
    rows = [line for line in lines if line.line.page in pages and len(line.words) > 1]
    heights = [row.y for row in rows]
    marked = {}
    for at, row in enumerate(rows):
        if not row.values:
            continue
        reach = _AROUND * row.line.size
        start = max(bisect_left(heights, row.y - reach), at - _MOST_ROWS)
        stop = min(bisect_right(heights, row.y + reach), at + 1 + _MOST_ROWS)
        around = [other for other in rows[start:stop] if other is not row and other.line.page == row.line.page]
        words = tuple(replace(word, touching=True) if _is_touching(word, row, around) else word for word in row.words)
        if words != row.words:
            marked[id(row)] = replace(row, words=words)
    return [marked.get(id(line), line) for line in lines]


def _is_touching(word: Word, row: WordLine, around: Sequence[WordLine]) -> bool:
    """True if more of the rows around have several numbers where this one stands than have one.

    Where none has a number there, the words of the header tell.
    """
    if not word.is_value or not _DIGITS.fullmatch(word.part.text):
        return False
    rows = [(other.values, under) for other in around if (under := _under(word, other.values))]
    rows = rows or [(other.words, under) for other in around if (under := _under(word, other.words))]
    several = [under for _, under in rows if len(under) > 1]
    # One number that stands across columns itself says nothing of them.
    wholes = [values for values, under in rows if len(under) > 1]
    single = [under for _, under in rows if len(under) == 1 and not _is_across(under[0], wholes)]
    # Numbers of its own row stand in none of these columns.
    others = [one.interval for one in row.values if one is not word]
    free = [
        under for under in several if not any(overlap(one.interval, other) > 0 for one in under for other in others)
    ]
    return len(several) > len(single) and 2 * len(free) > len(several)


def _is_across(word: Word, rows: Sequence[Sequence[Word]]) -> bool:
    """True if a word reaches into two columns of a row."""
    return any(sum(overlap(word.interval, one.interval) > 0 for one in row) > 1 for row in rows)


def _under(word: Word, others: Sequence[Word]) -> list[Word]:
    """The words of another row that stand where a word does."""
    return [
        one for one in others if overlap(word.interval, one.interval) >= _COVERED * (one.interval[1] - one.interval[0])
    ]

"""Numbers of neighbouring columns that were recognised as one: their digits stand across columns.

On a photographed page, or one of few dots, the paper between two narrow columns may vanish. The rows around tell: there
two numbers stand side by side under what is one here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec.structs import replace

from validator.readers.page._words import Word, WordLine, overlap

_DIGITS = re.compile(r"\W*[0-9](?:\W*[0-9])+\W*")
_AROUND = 24.0
"""Ems above and below within which rows tell of the columns."""
_MOST_LINES = 24
"""Lines above, and below, that are looked at."""
_COVERED = 0.5
"""Share of a number that the digits reach over, at least, if they stand in its column."""


def with_touching(lines: Sequence[WordLine], pages: Collection[int]) -> list[WordLine]:
    """The lines, with those words marked that stand where other rows have several numbers.

    `pages`: those whose text was recognised; elsewhere the places are exact, and a number is whole.
    """
    return [
        replace(line, words=tuple(_marked(word, lines, at) for word in line.words))
        if line.line.page in pages and len(line.words) > 1 and any(map(_is_digits, line.words))
        else line
        for at, line in enumerate(lines)
    ]


def _is_digits(word: Word) -> bool:
    return word.is_value and _DIGITS.fullmatch(word.part.text) is not None


def _marked(word: Word, lines: Sequence[WordLine], at: int) -> Word:
    if not _is_digits(word):
        return word
    above = _rows(word, lines[at], reversed(lines[max(at - _MOST_LINES, 0) : at]))
    below = _rows(word, lines[at], lines[at + 1 : at + 1 + _MOST_LINES])
    return replace(word, touching=True) if _is_touching(word, lines[at], [*above, *below]) else word


def _rows(word: Word, row: WordLine, lines: Iterable[WordLine]) -> Iterator[WordLine]:
    """The lines of several words from a row on, up to a text that runs across the word's place: there a table ends."""
    for line in lines:
        if line.line.page != row.line.page or abs(line.y - row.y) > _AROUND * row.line.size:
            return
        if len(line.words) > 1:
            yield line
        elif overlap(word.interval, line.words[0].interval) > 0 and not line.words[0].is_value:
            return


def _is_touching(word: Word, own: WordLine, around: Sequence[WordLine]) -> bool:
    """True if more of the rows around have several numbers where this one stands than have one.

    Where none has a number there, the words of the header tell.
    """
    rows = _with_words_under(word, [other.values for other in around])
    rows = rows or _with_words_under(word, [other.words for other in around])
    several = [under for _, under in rows if len(under) > 1]
    # One number that stands across columns itself says nothing of them.
    wholes = [row for row, under in rows if len(under) > 1]
    single = [under for _, under in rows if len(under) == 1 and not _is_across(under[0], wholes)]
    # Numbers of its own row stand in none of these columns.
    others = [one.interval for one in own.values if one is not word]
    free = [
        under for under in several if not any(overlap(one.interval, other) > 0 for one in under for other in others)
    ]
    return len(several) > len(single) and 2 * len(free) > len(several)


def _with_words_under(word: Word, rows: Iterable[Sequence[Word]]) -> list[tuple[Sequence[Word], list[Word]]]:
    """The rows that have words where a word stands, each with these."""
    return [(row, under) for row in rows if (under := _under(word, row))]


def _is_across(word: Word, rows: Sequence[Sequence[Word]]) -> bool:
    """True if a word reaches into two columns of a row."""
    return any(sum(overlap(word.interval, one.interval) > 0 for one in row) > 1 for row in rows)


def _under(word: Word, others: Sequence[Word]) -> list[Word]:
    """The words of another row that stand where a word does."""
    return [
        one for one in others if overlap(word.interval, one.interval) >= _COVERED * (one.interval[1] - one.interval[0])
    ]

"""Texts on one height, and those that go on in the line below them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from validator.readers.page._words import Word
from validator.readers.page.tables import is_numbered

LEVEL = 0.5
"""Ems within which words stand in one row."""
_ALIGNED = 1.0
"""Ems within which the lines of a wrapped text begin, or have their middle, at the same place."""


def go_on(above: Sequence[Word], below: Sequence[Word]) -> bool:
    """True if all texts of a line are those that numbered ones above them go on in."""
    numbered = [word for word in above if is_numbered(word.part.text)]
    return bool(below) and all(
        not is_numbered(word.part.text) and any(is_aligned(one, word) for one in numbered) for word in below
    )


def levels(words: Iterable[Word]) -> dict[Word, list[Word]]:
    """Word -> the words on its baseline; the words come from top to bottom."""
    levels: dict[Word, list[Word]] = {}
    level: list[Word] = []
    for word in words:
        if level and word.y - level[0].y > LEVEL * word.size:
            level = []
        level.append(word)
        levels[word] = level
    return levels


def is_aligned(above: Word, word: Word) -> bool:
    """True for texts that begin, or have their middle, at the same place."""
    left = word.part.left - above.part.left
    middle = (sum(word.interval) - sum(above.interval)) / 2
    return min(abs(left), abs(middle)) <= _ALIGNED * above.size

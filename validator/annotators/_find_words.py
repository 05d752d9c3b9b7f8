"""Where words stand in a text that is set in another way: with other blanks, widths of characters and punctuation.

Only letters, digits and Chinese characters are compared, each in its plain form.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from validator.model.numbers import normalise


def count(text: str, words: str) -> int:
    """How often the words stand in a text."""
    plain = _plain(words)
    return _plain(text).count(plain) if plain else 0


def find(text: str, words: str, before: int = 0) -> tuple[int, int] | None:
    """Beginning and end of the words in a text; `before`: how often they stand before, taken as far as they are there.

    None where they do not stand at all.
    """
    plain = _plain(words)
    letters = [(letter, at) for at, character in enumerate(text) for letter in _letters(character)]
    line = "".join(letter for letter, _ in letters)
    start = line.find(plain) if plain else -1
    for _ in range(before):
        further = line.find(plain, start + len(plain))
        start = further if further >= 0 else start
    if start < 0:
        return None
    return letters[start][1], letters[start + len(plain) - 1][1] + 1


def _plain(text: Iterable[str]) -> str:
    return "".join(map(_letters, text))


@lru_cache(maxsize=16384)
def _letters(character: str) -> str:
    """A character in its plain form; nothing for one that does not count."""
    return "".join(one for one in normalise(character) if one.isalnum())

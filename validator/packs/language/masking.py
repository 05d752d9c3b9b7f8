"""A sentence with its numbers put out of sight, so that a pattern sees one character where the text spells a number.

Every number is recognised once, by one expression, and not again in every pattern that speaks of one. The masked text
is as long as the text: all of a number but its last character turns into zeros, and that into the character that
stands for the number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from itertools import islice

from msgspec import Struct

from validator.model.rules.wording import NumberWords
from validator.packs.language.numerals import count_pattern, percentage_pattern

_NUMBERS, _PERCENTAGES, _MOST = 0xF0000, 0x100000, 0xFFFE
"""Where the planes for private use begin, and how many characters each has."""

MASKED_NUMBER = f"(?P<number>(?<![0零])[0零]+[{chr(_NUMBERS)}-{chr(_NUMBERS + _MOST - 1)}])"
"""Pattern of a masked count with its unit."""
MASKED_PERCENTAGE = f"(?P<number>(?<![0零])[0零]+[{chr(_PERCENTAGES)}-{chr(_PERCENTAGES + _MOST - 1)}])"
"""Pattern of a masked percentage."""

_ANY = re.compile(r"[.\\]|\[\^")
"""Signs in a regular expression that may stand for any character."""
_SYNTAX = re.compile(r"\(\?(?:[:=!]|<[=!])|\?")
"""Signs in a regular expression that stand for no character."""
MASK = f"[{chr(_NUMBERS)}-{chr(0x10FFFF)}]"
"""Pattern of a character that stands for a number."""

_PRIVATE = re.compile(MASK)
_FURTHER = tuple(
    (re.compile(f"[{chr(first + 1)}-{chr(first + _MOST - 1)}]"), chr(first)) for first in (_NUMBERS, _PERCENTAGES)
)
"""The characters of all numbers but the first, and that of the first."""


class Masked(Struct, frozen=True, dict=True):
    """A masked text, and what stands behind its masks."""

    plain: str
    """The text as it was."""
    text: str
    counts: re.Pattern[str]
    """Fits a count with its unit in the plain text."""
    numbers: Mapping[str, re.Match[str]]
    """Character that stands for a number -> the number in the text."""

    @cached_property
    def by_end(self) -> Mapping[int, re.Match[str]]:
        """Where a number ends in the text -> the number."""
        return {number.end(): number for number in self.numbers.values()}

    @property
    def told(self) -> tuple[str | bool, ...]:
        """What the words of a sentence come to by its numbers: units of counts, and whether a percentage is 100."""
        return tuple(
            [
                number["unit"] if number.re is self.counts else number["number"] == "100"
                for number in self.numbers.values()
            ]
        )

    def number(self, match: re.Match[str]) -> re.Match[str] | None:
        """The number in the text that a match in the masked text quotes; None if it quotes none."""
        return self.numbers[match["number"][-1]] if "number" in match.re.groupindex else None


class Masker:
    """Masks the numbers of texts; `words`: those that tell a count."""

    def __init__(self, words: NumberWords) -> None:
        """Compile what fits numbers."""
        self._words = words
        self._counts = re.compile(count_pattern(words))
        self._percentages = re.compile(percentage_pattern(words))

    def has_counts(self, text: str) -> bool:
        """Whether a text has a count that would be masked."""
        return self._counts.search(text) is not None

    def may_cross(self, mark: re.Pattern[str]) -> bool:
        """Whether a number with the words around it may reach over a mark."""
        words = (*self._words.units, *self._words.before, *self._words.after)
        return any(_ANY.search(word) or mark.search(_SYNTAX.sub("", word)) for word in words)

    def masked(self, text: str) -> Masked:
        """Mask the numbers of a text."""
        # The text's own characters for private use must not be taken for numbers.
        characters = list(_PRIVATE.sub("\ufffd", text))
        numbers: dict[str, re.Match[str]] = {}
        for first, pattern in ((_NUMBERS, self._counts), (_PERCENTAGES, self._percentages if "%" in text else None)):
            for at, number in enumerate(islice(pattern.finditer(text), _MOST) if pattern else ()):
                start, end = number.span()
                # Patterns pass over numerals, but not over digits: so do they when masked.
                zero = "0" if number["number"][0].isascii() else "零"
                characters[start:end] = [*(zero * (end - start - 1)), chr(first + at)]
                numbers[chr(first + at)] = number
        return Masked(text, "".join(characters), self._counts, numbers)


def masked(text: str, words: NumberWords) -> Masked:
    """A text with its numbers masked; who masks many has one Masker for all."""
    return Masker(words).masked(text)


def alike(text: str) -> str:
    """A masked text with one character for every count, and one for every percentage, so that like texts are equal."""
    for further, first in _FURTHER:
        text = further.sub(first, text)
    return text

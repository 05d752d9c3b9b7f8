"""A sentence with its numbers put out of sight, so that a pattern sees one character where the text spells a number.

Every number is recognised once, by one expression, and not again in every pattern that speaks of one. The masked text
is as long as the text: all of a number but its last character turns into zeros, and that into the character that
stands for the number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from validator.model.rules.wording import NumberWords
from validator.packs.language.numerals import count_pattern, percentage_pattern

_NUMBERS, _PERCENTAGES, _MOST = 0xF0000, 0x100000, 0xFFFE
"""Where the planes for private use begin, and how many characters each has."""

MASKED_NUMBER = f"(?P<number>(?<![0零])[0零]+[{chr(_NUMBERS)}-{chr(_NUMBERS + _MOST - 1)}])"
"""Pattern of a masked count with its unit."""
MASKED_PERCENTAGE = f"(?P<number>(?<![0零])[0零]+[{chr(_PERCENTAGES)}-{chr(_PERCENTAGES + _MOST - 1)}])"
"""Pattern of a masked percentage."""

_PRIVATE = re.compile(f"[{chr(_NUMBERS)}-{chr(0x10FFFF)}]")


@dataclass(frozen=True, slots=True)
class Masked:
    """A masked text, and what stands behind its masks."""

    plain: str
    """The text as it was."""
    text: str
    counts: re.Pattern[str]
    """Fits a count with its unit in the plain text."""
    numbers: Mapping[str, re.Match[str]]
    """Character that stands for a number -> the number in the text."""

    def number(self, match: re.Match[str]) -> re.Match[str] | None:
        """The number in the text that a match in the masked text quotes; None if it quotes none."""
        return self.numbers[match["number"][-1]] if "number" in match.re.groupindex else None


@lru_cache(maxsize=16)
def _counts(words: NumberWords) -> re.Pattern[str]:
    """Fits a count with its unit."""
    return re.compile(count_pattern(words))


@lru_cache(maxsize=16)
def _percentages(words: NumberWords) -> re.Pattern[str]:
    return re.compile(percentage_pattern(words))


def has_counts(text: str, words: NumberWords) -> bool:
    """Whether a text has a count that would be masked."""
    return _counts(words).search(text) is not None


def masked(text: str, words: NumberWords) -> Masked:
    """Mask the numbers of a text."""
    # The text's own characters for private use must not be taken for numbers.
    characters = list(_PRIVATE.sub("\ufffd", text))
    numbers: dict[str, re.Match[str]] = {}
    for first, pattern in ((_NUMBERS, _counts(words)), (_PERCENTAGES, _percentages(words))):
        for at, number in enumerate(islice(pattern.finditer(text), _MOST)):
            start, end = number.span()
            # Patterns pass over numerals, but not over digits: so do they when masked.
            zero = "0" if number["number"][0].isascii() else "零"
            characters[start:end] = [*(zero * (end - start - 1)), chr(first + at)]
            numbers[chr(first + at)] = number
    return Masked(text, "".join(characters), _counts(words), numbers)

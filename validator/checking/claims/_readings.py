"""What the clauses of a sentence come to, remembered: offices write the same sentences with other numbers in them.

What a clause reader makes of a sentence depends on its words, on the units of its numbers and on what the text spoke of
before, but not on what the numbers are. A sentence that differs from a known one in its figures alone is not read anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from validator.checking.claims._clauses import ClauseReader
from validator.checking.claims._segments import Segment, Subject
from validator.packs.language.clauses import Clause
from validator.packs.language.lexicon import Cutter
from validator.packs.language.masking import Masked, alike

_MOST_KNOWN = 2048
"""Sentences that are remembered."""
_LONGEST_KNOWN = 300
"""Characters of a sentence that is remembered: a longer one is hardly met twice."""


class SentenceReading(NamedTuple):
    """What is read in a sentence."""

    segments: tuple[Segment, ...] = ()
    """The numbers and statements, each with the meanings of its words."""
    after: Subject = Subject()
    """What the sentence speaks of at its end."""


_Like: TypeAlias = tuple[Clause, tuple[str | bool, ...], Subject]


class Readings:
    """Reads sentences with a lexicon."""

    def __init__(self, cutter: Cutter, is_claimed: Callable[[Segment], bool]) -> None:
        """Nothing has been read yet; `is_claimed`: as that of a `ClauseReader`."""
        self._cutter = cutter
        self._is_claimed = is_claimed
        self._known: dict[_Like, SentenceReading] = {}

    def of(self, masked: Masked, organ: str, year: int | None, before: Subject) -> SentenceReading:
        """What a sentence comes to in a report of an organ about a year; `before`: what the text spoke of before it."""
        text = alike(masked.text)
        if len(text) > _LONGEST_KNOWN:
            return self._read(masked, organ, year, before)
        like = self._cutter.clauses.like(text, organ, year), masked.told, before
        known = self._known.get(like)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[like] = self._read(masked, organ, year, before)
        return known

    def _read(self, masked: Masked, organ: str, year: int | None, before: Subject) -> SentenceReading:
        tokens = self._cutter.cut(masked.text, organ, year)
        reader = ClauseReader(tokens, masked.by_end, self._cutter.lexicon, before, self._is_claimed)
        return SentenceReading(reader.segments(), reader.after())

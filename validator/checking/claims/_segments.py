"""What a clause reader makes of a sentence: its numbers and statements, each with the meanings of its words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from validator.packs.language.lexicon import OTHER_TIME
from validator.packs.language.numerals import numeral

TIMES = frozenset({"last", "next", OTHER_TIME})
"""Meanings of times other than the year reported on."""
LEFT = frozenset({"carry", "in_progress"})
"""Meanings of what was not done."""
_DONE = frozenset({"finish", "reply"})


class Subject(Struct, frozen=True):
    """What a text speaks of at a place."""

    name: str | None = None
    """An object of the lexicon."""
    understood: bool = True
    """False if the clause that named it has unknown words."""
    foreign: bool = False
    """True if it is something that the lexicon does not know."""
    times: frozenset[str] = frozenset()
    """Times it is about, other than the year reported on."""


class Segment(Struct, frozen=True):
    """A number, or a statement without one, with the words that go with it."""

    start: int
    end: int
    number: re.Match[str] | None
    """The number in the plain text."""
    own: frozenset[str]
    """Meanings of its words."""
    shared: frozenset[str]
    """Meanings it may share with the items before."""
    subject: Subject
    """What the text speaks of before it."""
    seen: frozenset[str]
    """Meanings of the clauses and items before it in its sentence; of two objects since a `;` also both, as one."""
    understood: bool
    """True if every word of the clause up to its end is known."""

    def fits(self, tokens: frozenset[str], may: frozenset[str], given: frozenset[str], *, alone: bool) -> bool:
        """True if its meanings are those of a wording; `alone`: without those it shares."""
        if not self.own or not self.own <= tokens | may or not self.own & tokens:
            return False
        told = (self.own - tokens) | self.seen
        if given and not told & given and self.subject.name not in given and not self._unsaid:
            return False
        return tokens <= self.own or (not alone and tokens <= self.own | self.shared)

    @property
    def _unsaid(self) -> bool:
        """True if nothing before it names another object: what it speaks of can be supposed, not known."""
        return self.understood and not self.subject.foreign and (self.subject.name or "") in self.own | {""}

    @property
    def opens(self) -> bool:
        """True if nothing is counted before it in its sentence, nor anything unknown in the one before."""
        return not self.seen and not self.subject.foreign and self.subject.understood

    def timeless(self) -> Segment:
        """The same, said of the year reported on."""
        return replace(self, own=self.own - TIMES)

    def leans(self, tokens: frozenset[str], given: frozenset[str]) -> bool:
        """True if a wording needs something that only the clauses before can tell."""
        return bool(given) and not (self.own - tokens) & given

    def leans_well(self, tokens: frozenset[str], given: frozenset[str]) -> bool:
        """True if a wording needs nothing of the clauses before, or these are understood and tell it."""
        if not self.leans(tokens, given):
            return True
        if self.subject.foreign or not self.subject.understood:
            return False
        return self.subject.name in given or bool(self.seen & given)


def parts_of_totals(segments: Sequence[Segment]) -> frozenset[int]:
    """Where numbers stand that may be the whole of what was done, but are one kind of it.

    `受理12件，答复7件，不予受理5件`: 7 and 5 are the 12, so that not all was answered. What is left over is no kind.
    """
    counts = sorted(
        (
            (one.number.start("number"), numeral(one.number["number"]), one)
            for one in segments
            if one.number is not None
        ),
        key=lambda count: count[0],
    )
    found: set[int] = set()
    for first, (_, total, _) in enumerate(counts):
        rest, run = total, 0
        for _, value, one in counts[first + 1 :]:
            left = bool(one.own & LEFT)
            rest, run = rest - value, run + (not left)
            if not rest and run > 1:
                found.update(place for place, _, part in counts[first + 1 : first + 1 + run] if part.own & _DONE)
            if rest < 0 or left:
                break
    return frozenset(found)

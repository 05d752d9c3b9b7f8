"""What a clause reader makes of a sentence: its numbers and statements, each with the meanings of its words."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from validator.packs.language.lexicon import OTHER_TIME, LexiconToken, Role
from validator.packs.language.numerals import numeral

TIMES = frozenset({"last", "next", OTHER_TIME})
"""Meanings of times other than the year reported on."""
LEFT = frozenset({"carry", "in_progress"})
"""Meanings of what was not done."""
DONE = frozenset({"finish", "reply", "handle"})
"""Meanings of what was done with what came in."""
REST = "rest"
"""Meaning of what is named the rest."""
COME_IN = frozenset({"receive", "newly"})
_CHANNEL = "channel"
_INSIDE = "within"
"""Meaning of a count of which what follows tells parts (`新收12件中，`)."""


Numbers: TypeAlias = Mapping[int, re.Match[str]]
"""Where a number ends in a sentence -> the number."""


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


SegmentWords: TypeAlias = tuple[frozenset[str], frozenset[str], frozenset[str], Subject, bool, bool, bool]
"""`Segment.words`."""


class Segment(Struct, frozen=True):
    """A number, or a statement without one, with the words that go with it."""

    start: int
    end: int
    number: int | None
    """Where its number ends in the text."""
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
    names: bool = False
    """True if its words name an object."""

    @property
    def words(self) -> SegmentWords:
        """All that tells which wordings its words come to."""
        return self.own, self.shared, self.seen, self.subject, self.understood, self.number is not None, self.names

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

    @property
    def behind_strangers(self) -> bool:
        """True if it goes on about what its sentence has counted with words that are not known: it may be theirs."""
        if self.names:
            return False
        told = self.subject.name is not None and self.subject.name in self.seen and _CHANNEL not in self.seen
        return told and not self.subject.understood and bool(self.seen & COME_IN)

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


def is_of_other_time(words: Sequence[LexiconToken]) -> bool:
    """True for words about another year, or about what was left over."""
    return any(token.role is Role.NARROW or token.name in LEFT for token in words)


def remainders(segments: Sequence[Segment], numbers: Numbers, totals: Collection[Fraction]) -> frozenset[int]:
    """Where numbers stand that are named the rest, and make one of some totals with those before them.

    `公开75件，不公开9件，其他60件` of 144: the rest is all else, not the row of that name.
    """
    found: set[int] = set()
    before: list[Fraction] = []
    for one in segments:
        if one.number is None:
            continue
        number = numbers[one.number]
        value = numeral(number["number"])
        sums = accumulate([value, *reversed(before)])
        if REST in one.own and before and any(total in totals for total in list(sums)[1:]):
            found.add(number.start("number"))
        before.append(value)
    return frozenset(found)


def parts_of_totals(segments: Sequence[Segment], numbers: Numbers) -> frozenset[int]:
    """Where numbers stand that may be the whole of what was done, but are one kind of it.

    `受理12件，答复7件，不予受理5件`: 7 and 5 are the 12, so that not all was answered. What is left over is no kind.
    And `办结12件，上年结转5件，本年新收7件` tells what came in of those only. `收到12件，办结7件，结转5件`: 7 is what
    was done with the 12, whatever had been left over from before.
    """
    counts = sorted(
        (
            (number.start("number"), numeral(number["number"]), one)
            for one in segments
            if one.number is not None
            for number in [numbers[one.number]]
        ),
        key=lambda count: count[0],
    )
    found = {
        place
        for at, (place, value, one) in enumerate(counts)
        if _INSIDE in one.seen and one.own & DONE and any(value < whole for _, whole, _ in counts[:at])
    }
    for first, (_, total, whole) in enumerate(counts):
        rest, run = total, 0
        for _, value, one in counts[first + 1 :]:
            left = bool(one.own & LEFT) and "last" not in one.own
            rest, run = rest - value, run + (not left)
            if not rest and run > (not left):
                kinds = DONE | COME_IN if whole.own & DONE else DONE
                found.update(place for place, _, part in counts[first + 1 : first + 1 + run] if part.own & kinds)
            if rest < 0 or left:
                break
    return frozenset(found)

"""Cuts a clause into words of a lexicon, so that it is known what no word of the lexicon accounts for.

The cut leaves as few characters unknown as can be, then has as few words as can be. It takes time in proportion to the
length of the text: at each character the words that begin there are looked up.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from itertools import product

from validator.model.rules.wording import Lexicon
from validator.packs.language.masking import MASKED_NUMBER, MASKED_PERCENTAGE

_ALTERNATIVES = re.compile(r"\[([^\]]*)\]|\(([^)]*)\)")
_NUMBER = re.compile(MASKED_NUMBER)
_PERCENTAGE = re.compile(MASKED_PERCENTAGE)
_YEAR = re.compile("(20[0-9]{2})年")
_DAY = re.compile("(?:1月1日|12月31日)")
_TITLE = re.compile(r"《[^》]{1,60}》")
_MARKS = "，。;:!?()"
_ENUMERATOR = re.compile(r"\([一二三四五六七八九十0-9]{1,3}\)|[一二三四五六七八九十0-9]{1,3}[、.](?![0-9])")
_FIRST_OF_FIGURES = frozenset("0123456789零")
_SPECIAL = frozenset(_MARKS) | _FIRST_OF_FIGURES | {"《"}
"""Characters that begin what is no word, beside those of the name of the organ."""
_UNKNOWN = 1000
"""What an unknown character costs: more than any number of words in its place."""
_LONGEST_NAME = 16
_OPENING = 2
"""Characters by which words are looked up."""
_NARROW_YEARS = {-1: "last", 1: "next"}
OTHER_TIME = "other_time"
"""Meaning of a year that is neither the one reported on nor beside it."""


class Role(Enum):
    """What a word does in its clause; those of the groups of a lexicon have their names."""

    OBJECT = auto()
    OTHER = auto()
    ACT = auto()
    KIND = auto()
    APPLICANT = auto()
    NARROW = auto()
    EXAMPLES = auto()
    WITHIN = auto()
    JOIN = auto()
    FILLER = auto()
    THIS_YEAR = auto()
    NUMBER = auto()
    PERCENTAGE = auto()
    MARK = auto()
    UNKNOWN = auto()

    # An enumeration hashes the name anew each time, and roles are looked up for every word.
    __hash__ = object.__hash__


_NOTHING = (Role.UNKNOWN, "")


@dataclass(frozen=True, slots=True)
class LexiconToken:
    """A word of a sentence."""

    start: int
    end: int
    role: Role
    name: str = ""
    """Its meaning, in the groups that have several."""


@dataclass(frozen=True)
class Cutter:
    """A lexicon made ready."""

    lexicon: Lexicon

    def cut(self, text: str, organ: str, year: int | None) -> tuple[LexiconToken, ...]:
        """The words of a masked sentence in a report of an organ about a year."""
        area = self.lexicon.area_of
        words = self._with_area if area is not None and re.search(area, organ) else self._words
        special = _SPECIAL.union(organ)
        best: list[int] = [0] * (len(text) + 1)
        chosen: list[LexiconToken | None] = [None] * len(text)
        for start in reversed(range(len(text))):
            cost, token = words.cheapest(text, start, best)
            # Few characters begin anything else: to look for it at each takes longer than all of the rest.
            for other in (
                _others(text, start, organ, year, self.lexicon.name_ends) if not start or text[start] in special else ()
            ):
                if best[other.end] + 1 < cost:
                    cost, token = best[other.end] + 1, other
            best[start], chosen[start] = cost, token
        return tuple(_walk(chosen))

    def words_of(self, meanings: Container[str]) -> list[str]:
        """The words with some meanings, as they are written."""
        return [word for word, (_, name) in self._words.meanings.items() if name in meanings]

    @cached_property
    def _words(self) -> _Words:
        lexicon = self.lexicon
        groups = (
            (Role.OBJECT, lexicon.objects),
            (Role.OTHER, {"other": lexicon.others}),
            (Role.ACT, lexicon.acts),
            (Role.KIND, lexicon.kinds),
            (Role.APPLICANT, lexicon.applicants),
            (Role.NARROW, lexicon.narrow),
            (Role.EXAMPLES, {"": lexicon.examples}),
            (Role.WITHIN, {"": lexicon.within}),
            (Role.JOIN, {"": lexicon.joins}),
            (Role.FILLER, {"": lexicon.fillers}),
        )
        words: dict[str, tuple[Role, str]] = {}
        for role, meanings in groups:
            for name, written in meanings.items():
                for one in (one for word in written for one in written_out(word)):
                    words.setdefault(one, (role, name))
        return _Words(words)

    @cached_property
    def _with_area(self) -> _Words:
        area = {one: (Role.FILLER, "") for word in self.lexicon.area for one in written_out(word)}
        return _Words({**area, **self._words.meanings})


@dataclass(frozen=True)
class _Words:
    """Words and what they mean."""

    meanings: Mapping[str, tuple[Role, str]]

    def cheapest(self, text: str, start: int, best: Sequence[int]) -> tuple[int, LexiconToken | None]:
        """What the text costs from a place on, and the word that begins there, the longest of like ones, or None.

        `best`: what it costs from each place behind on.
        """
        least, found = best[start + 1] + _UNKNOWN, (0, _NOTHING)
        size = len(text)
        for length in self._lengths.get(text[start : start + _OPENING], ()):
            end = start + length
            # Made only where it is better, since each character begins several words.
            if end <= size and best[end] + 1 < least and (meaning := self.meanings.get(text[start:end])):
                least, found = best[end] + 1, (end, meaning)
        if best[start + 1] + 1 < least and (meaning := self.meanings.get(text[start])):
            least, found = best[start + 1] + 1, (start + 1, meaning)
        end, meaning = found
        return least, LexiconToken(start, end, *meaning) if end else None

    @cached_property
    def _lengths(self) -> Mapping[str, Sequence[int]]:
        """First characters -> lengths of the words of more than one that begin so, the longest first."""
        lengths: dict[str, set[int]] = {}
        for word in self.meanings:
            if len(word) >= _OPENING:
                lengths.setdefault(word[:_OPENING], set()).add(len(word))
        return {first: sorted(some, reverse=True) for first, some in lengths.items()}


def _others(text: str, start: int, organ: str, year: int | None, name_ends: str) -> Iterator[LexiconToken]:
    """Marks, numbers, years, titles of documents and names of the reporting organ that begin at a place."""
    first = text[start]
    if not start and (found := _ENUMERATOR.match(text)):
        yield LexiconToken(start, found.end(), Role.FILLER)
    if first in _MARKS:
        yield LexiconToken(start, start + 1, Role.MARK, first)
    elif first in _FIRST_OF_FIGURES:
        yield from _figures(text, start, year)
    elif first == "《":
        if found := _TITLE.match(text, start):
            yield LexiconToken(start, found.end(), Role.FILLER)
    elif first in organ:
        # Whole or shortened (`市住建局`).
        for end in range(min(start + _LONGEST_NAME, len(text)), start + 1, -1):
            word = text[start:end]
            if word in organ or (word[-1] in name_ends and _shortened(word, organ)):
                yield LexiconToken(start, end, Role.FILLER)


def _figures(text: str, start: int, year: int | None) -> Iterator[LexiconToken]:
    for pattern, role in ((_NUMBER, Role.NUMBER), (_PERCENTAGE, Role.PERCENTAGE), (_DAY, Role.FILLER)):
        if found := pattern.match(text, start):
            yield LexiconToken(start, found.end(), role)
            return
    if found := _YEAR.match(text, start):
        yield _year(found, year)


def written_out(word: str) -> tuple[str, ...]:
    """All that a word of a lexicon stands for: `[a|b]` may be there, one of `(a|b)` must."""
    parts: list[Iterable[str]] = []
    at = 0
    for found in _ALTERNATIVES.finditer(word):
        parts.append((word[at : found.start()],))
        parts.append((*found[1].split("|"), "") if found[1] is not None else found[2].split("|"))
        at = found.end()
    parts.append((word[at:],))
    return tuple(filter(None, dict.fromkeys("".join(some) for some in product(*parts))))


def _year(found: re.Match[str], year: int | None) -> LexiconToken:
    named = int(found[1])
    if year is None or named == year:
        return LexiconToken(found.start(), found.end(), Role.THIS_YEAR)
    return LexiconToken(found.start(), found.end(), Role.NARROW, _NARROW_YEARS.get(named - year, OTHER_TIME))


def _shortened(word: str, organ: str) -> bool:
    """True if the characters of a word stand in the organ's name in their order."""
    at = -1
    for char in word:
        at = organ.find(char, at + 1)
        if at < 0:
            return False
    return True


def _walk(chosen: Sequence[LexiconToken | None]) -> Iterator[LexiconToken]:
    """The tokens of the best cut, characters that are unknown joined."""
    at = 0
    while at < len(chosen):
        token, start = chosen[at], at
        while token is None and at < len(chosen):
            at += 1
            token = chosen[at] if at < len(chosen) else None
        if at > start:
            yield LexiconToken(start, at, Role.UNKNOWN)
            continue
        if token is not None:
            yield token
            at = token.end

"""Cuts a clause into words of a lexicon, so that it is known what no word of the lexicon accounts for.

The cut leaves as few characters unknown as can be, then has as few words as can be. It takes time in proportion to the
length of the text: at each character the words that begin there are looked up. Each clause is cut by itself, and what
came of it is remembered: offices write the same clauses year after year.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from enum import Enum, auto
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct

from validator.model.rules.wording import Lexicon
from validator.packs.language.clauses import BEGIN_NO_NAME, FIRST_OF_FIGURES, MARKS, Clause, Clauses
from validator.packs.language.masking import MASKED_NUMBER, MASKED_PERCENTAGE, alike
from validator.packs.language.written_words import WrittenWords

_NUMBER = re.compile(MASKED_NUMBER)
_PERCENTAGE = re.compile(MASKED_PERCENTAGE)
_YEAR = re.compile("(20[0-9]{2})年")
_FIRST_DAY = re.compile("1月1日")
_LAST_DAY = re.compile("12月31日")
_TITLE = re.compile(r"《[^》]{1,60}》")
_ENUMERATOR = re.compile(r"\([一二三四五六七八九十0-9]{1,3}\)|[一二三四五六七八九十0-9]{1,3}[、.](?![0-9])")
_UNKNOWN = 1000
"""What an unknown character costs: more than any number of words in its place."""
_LONGEST_NAME = 16
_MOST_KNOWN = 4096
"""Clauses whose words are remembered."""
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


_Meaning = tuple[Role, str]
_NOTHING: _Meaning = (Role.UNKNOWN, "")


class LexiconToken(NamedTuple):
    """A word of a sentence."""

    start: int
    end: int
    role: Role
    name: str = ""
    """Its meaning, in the groups that have several."""


class Cutter(Struct, frozen=True, dict=True):
    """A lexicon made ready."""

    lexicon: Lexicon

    def cut(self, text: str, organ: str, year: int | None) -> tuple[LexiconToken, ...]:
        """The words of a masked sentence in a report of an organ about a year."""
        found: list[LexiconToken] = []
        at = 0
        for clause in self.clauses.of(alike(text), organ, year, plain=False):
            words = self.words_in(clause)
            found += _moved(words, at) if at else words
            at += len(clause.text)
        return tuple(found)

    @cached_property
    def clauses(self) -> Clauses:
        """What cuts sentences behind their marks."""
        written = (word for _, meanings in self._groups for some in meanings.values() for word in some)
        return Clauses((*written, *self.lexicon.area), self.lexicon.area_of)

    def words_in(self, clause: Clause) -> tuple[LexiconToken, ...]:
        """The words of a masked clause."""
        known = self._known.get(clause)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[clause] = self._cut(clause)
        return known

    @cached_property
    def _known(self) -> dict[Clause, tuple[LexiconToken, ...]]:
        return {}

    def _cut(self, clause: Clause) -> tuple[LexiconToken, ...]:
        text, opens, area, organ, year = clause
        words = self._with_area if area else self._words
        special = BEGIN_NO_NAME.union(organ)
        words.root.grown()
        best: list[int] = [0] * (len(text) + 1)
        chosen: list[LexiconToken | None] = [None] * len(text)
        for start in reversed(range(len(text))):
            cost, token = _cheapest(words, text, start, best)
            if opens and not start and (found := _ENUMERATOR.match(text)) and best[found.end()] + 1 < cost:
                cost, token = best[found.end()] + 1, LexiconToken(start, found.end(), Role.FILLER)
            # Few characters begin anything else: to look for it at each takes longer than all of the rest.
            for other in _others(text, start, organ, year, self.lexicon.name_ends) if text[start] in special else ():
                if best[other.end] + 1 < cost:
                    cost, token = best[other.end] + 1, other
            best[start], chosen[start] = cost, token
        return tuple(_walk(chosen))

    def words_of(self, meanings: Container[str]) -> list[str]:
        """The words with some meanings, as they are written."""
        some = WrittenWords((word, meaning) for word, meaning in self._words.words if meaning[1] in meanings)
        # A word that has another meaning as well, and that one before, has not this one.
        return [word for word, meaning in some.spelled_out() if self._words.meaning(word) == meaning]

    @property
    def _groups(self) -> Sequence[tuple[Role, Mapping[str, Sequence[str]]]]:
        """Role -> meaning -> words that have it."""
        lexicon = self.lexicon
        return (
            (Role.OBJECT, lexicon.objects),
            (Role.OTHER, {"other": lexicon.others}),
            (Role.ACT, lexicon.acts),
            (Role.KIND, lexicon.kinds),
            (Role.APPLICANT, lexicon.applicants),
            (Role.NARROW, lexicon.narrow),
            (Role.EXAMPLES, {"": lexicon.examples}),
            (Role.WITHIN, {"within": lexicon.within}),
            (Role.JOIN, {"": lexicon.joins}),
            (Role.FILLER, {"": lexicon.fillers}),
        )

    @cached_property
    def _words(self) -> WrittenWords[_Meaning]:
        return WrittenWords(
            (word, (role, name))
            for role, meanings in self._groups
            for name, written in meanings.items()
            for word in written
        )

    @cached_property
    def _with_area(self) -> WrittenWords[_Meaning]:
        return WrittenWords((*self._words.words, *((word, (Role.FILLER, "")) for word in self.lexicon.area)))


def _moved(words: Sequence[LexiconToken], by: int) -> list[LexiconToken]:
    """The same words further on in a text."""
    return [LexiconToken(start + by, end + by, role, name) for start, end, role, name in words]


def _cheapest(
    words: WrittenWords[_Meaning], text: str, start: int, best: Sequence[int]
) -> tuple[int, LexiconToken | None]:
    """What the text costs from a place on, and the word that begins there, the longest of like ones, or None.

    `best`: what it costs from each place behind on.
    """
    least, found = best[start + 1] + _UNKNOWN - 1, 0
    meant, node, size = _NOTHING, words.root.behind.get(text[start]), len(text)
    end = start + 1
    while node is not None:
        if node.meaning is not None and best[end] + 1 <= least:
            least, found, meant = best[end] + 1, end, node.meaning
        if end == size:
            break
        node = (node.behind or node.grown()).get(text[end])
        end += 1
    # Made only once, since each character begins several words.
    return (least, LexiconToken(start, found, *meant)) if found else (least + 1, None)


def _others(text: str, start: int, organ: str, year: int | None, name_ends: str) -> Iterator[LexiconToken]:
    """Marks, numbers, years, titles of documents and names of the reporting organ that begin at a place."""
    first = text[start]
    if first in MARKS:
        yield LexiconToken(start, start + 1, Role.MARK, first)
    elif first in FIRST_OF_FIGURES:
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
    # `截至12月31日` ends the year reported on as `截至2023年12月31日` does.
    last = Role.FILLER if text[start - 1 : start] == "年" else Role.THIS_YEAR
    roles = ((_NUMBER, Role.NUMBER), (_PERCENTAGE, Role.PERCENTAGE), (_FIRST_DAY, Role.FILLER), (_LAST_DAY, last))
    for pattern, role in roles:
        if found := pattern.match(text, start):
            yield LexiconToken(start, found.end(), role)
            return
    if found := _YEAR.match(text, start):
        yield _year(found, year)


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

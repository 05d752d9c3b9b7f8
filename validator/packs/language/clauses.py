"""Sentences in clauses, each with all that its words depend on: what is known of one clause holds for its like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from operator import add
from typing import NamedTuple

from validator.packs.language.masking import MASK
from validator.packs.language.written_words import ways_to_write, written_out

MARKS = "，。;:!?()"
FIRST_OF_FIGURES = frozenset("0123456789零")
"""Characters that a number, masked or not, begins with."""
BEGIN_NO_NAME = frozenset(MARKS) | FIRST_OF_FIGURES | {"《"}
"""Characters that begin something else, whatever the organ."""
_YEAR = re.compile("20[0-9]{2}年")
_BREAKS = "，。;:!?"
"""Marks behind which a sentence may be cut: a bracket may belong to the number of a paragraph."""
_BREAK = re.compile(f"[{_BREAKS}]")
_CLAUSE = re.compile(f"[^{_BREAKS}]*[{_BREAKS}]|[^{_BREAKS}]+")
_OPEN_TITLE = f"《[^》{_BREAKS}]*[{_BREAKS}]"
_DIGIT = re.compile("[0-9]")
_FIGURE = re.compile(f"[1-9](?![0-9]*[年月日])(?!00%)(?![0零]*{MASK})")
"""A digit that may be a zero as well: it is none of a date, nor of 100 %, nor right before a masked number."""
_ANYWHERE = re.compile("")
_SIDE_BY_SIDE = b"\1\1"
_MOST_SPELLED = 10_000
"""Words that are spelled out; with more of them, whatever they stand for may stand anywhere."""
_MOST_KNOWN = 4096
"""Organs of which is remembered where their names may stand."""


class Clause(NamedTuple):
    """What the words of a clause depend on."""

    text: str
    opens: bool
    """Whether it begins its sentence."""
    area: bool
    """Whether the whole area is that of the organ."""
    organ: str
    """Empty where no name of it can stand in the clause."""
    year: int | None
    """That of the report; None where no year stands in the clause."""


class _Organ(NamedTuple):
    """What of the organ that reports matters to clauses."""

    characters: frozenset[str]
    """Those of its name."""
    pairs: frozenset[str]
    """The first two characters of its names: of the whole one, and of all that leave out some of its characters."""
    area: bool
    """Whether the whole area is its own."""
    has_break: bool
    """Whether there is a mark in its name behind which a sentence is cut."""

    def may_stand_in(self, clause: str) -> bool:
        """False if no two characters side by side begin a name: then none is there, whole or shortened."""
        # Two of its characters side by side are rare: to look for any comes to less than to look for those that count.
        if _SIDE_BY_SIDE not in bytes(map(self.characters.__contains__, clause)):
            return False
        return not self.pairs.isdisjoint(map(add, clause, clause[1:]))


class Clauses:
    """Cuts sentences behind their marks."""

    def __init__(self, written: Sequence[str], area_of: str | None) -> None:
        """`written`: all words of a lexicon; `area_of`: fits the names of organs that the whole area is the own of."""
        self._written = written
        self._area_of = area_of
        self._organs: dict[str, _Organ] = {}

    def of(self, text: str, organ: str, year: int | None, *, plain: bool, whole: bool = False) -> list[Clause]:
        """The clauses of a sentence, the whole if that is asked for or a mark may stand inside of a word.

        `plain`: False if figures are to be made zeros where that makes no difference to the words.
        """
        reporting = self._organs.get(organ) or self._known(organ)
        found: list[Clause] = []
        whole = whole or reporting.has_break or self._across.search(text) is not None
        named = reporting.may_stand_in(text)
        for clause in (text,) if whole else _CLAUSE.findall(text):
            # Most clauses are read the same whoever reports, and about which year.
            name = organ if named and (whole or reporting.may_stand_in(clause)) else ""
            reported = year if "年" in clause and _YEAR.search(clause) else None
            bare = clause if plain or name else _FIGURE.sub("0", clause)
            if bare != clause and self._with_digits.search(clause):
                bare = clause
            found.append(Clause(bare, not found, reporting.area, name, reported))
        return found

    def like(self, text: str, organ: str, year: int | None) -> Clause:
        """A sentence as one clause, which is equal to that of another if the words in both are the same."""
        return self.of(text, organ, year, plain=False, whole=True)[0]

    def _known(self, organ: str) -> _Organ:
        if len(self._organs) >= _MOST_KNOWN:
            self._organs.clear()
        area = self._area_of is not None and re.search(self._area_of, organ) is not None
        known = self._organs[organ] = _Organ(
            frozenset(organ), _first_pairs(organ), area, _BREAK.search(organ) is not None
        )
        return known

    @cached_property
    def _across(self) -> re.Pattern[str]:
        """Fits the words, and the beginnings of titles, that do not end where a mark in them does."""
        words = self._spelled_out(_BREAK)
        return _ANYWHERE if words is None else _one_of((one for one in words if _BREAK.search(one[:-1])), _OPEN_TITLE)

    @cached_property
    def _with_digits(self) -> re.Pattern[str]:
        """Fits the words with digits in them."""
        words = self._spelled_out(_DIGIT)
        return _ANYWHERE if words is None else _one_of(words)

    def _spelled_out(self, telling: re.Pattern[str]) -> set[str] | None:
        """The words in which a pattern fits; None if that would be too many."""
        written = list(filter(telling.search, self._written))
        if sum(map(ways_to_write, written)) > _MOST_SPELLED:
            return None
        return {word for one in written for word in written_out(one) if telling.search(word)}


def _first_pairs(name: str) -> frozenset[str]:
    """What a name may begin with, if any but its last character may be left out."""
    following = ((at, one) for at, one in enumerate(name, 1) if one not in BEGIN_NO_NAME)
    return frozenset(one + other for at, one in following for other in name[at:])


def _one_of(words: Iterable[str], *patterns: str) -> re.Pattern[str]:
    """Fits where a word stands, or a pattern fits."""
    return re.compile("|".join((*patterns, *map(re.escape, sorted(words)))) or "(?!)")

"""What a sentence may tell, by the words of its clauses: most sentences of a report claim nothing.

The same clauses come again and again, with other numbers in them. What one has is remembered, so that a sentence is
looked into only where some wording may be in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import NamedTuple

from validator.checking.claims._clauses import STATEMENTS, TOLD_WITHOUT_WORDS
from validator.checking.claims._phrases import Phrase, Topic
from validator.packs.language.clauses import Clause
from validator.packs.language.lexicon import Cutter
from validator.packs.language.masking import Masker, alike
from validator.packs.language.patterns import Pattern

_DIGIT = re.compile("[0-9]")
_MARK = re.compile("[，。;:!?]")
_WHOLE = "100%"
_MOST_KNOWN = 8192
"""Clauses, and sets of words, of which is remembered what they tell."""

TEXT_ONLY = ("period", "year", "sections", "list")
"""The kinds of claims that no cell is needed for."""


class Fitting:
    """The patterns that may fit in a sentence."""

    def __init__(self, topics: Sequence[Topic], words: AbstractSet[str]) -> None:
        """`words`: those that the sentence has, of the words by which patterns are chosen."""
        both = ((topic, _fitting(topic, words)) for topic in topics)
        found = [(topic, patterns) for topic, patterns in both if patterns]
        self.of: Mapping[str, Sequence[tuple[Phrase, Pattern]]] = {topic.rule.id: some for topic, some in found}
        """Rule -> its patterns, if there are any."""
        self.counts = tuple(topic for topic, _ in found if topic.claim.kind == "count")
        self.shares = tuple(topic for topic, _ in found if topic.claim.kind == "share")
        self.others = tuple(topic for topic, _ in found if topic.claim.kind in TEXT_ONLY)
        """Those of which the tables tell nothing."""


class Hint(NamedTuple):
    """What a sentence may tell."""

    fitting: Fitting
    counts: bool
    """False if what its words come to is no wording of a count."""


class _Seen(NamedTuple):
    """What is seen in a clause without reading it."""

    words: Sequence[str]
    """Those by which patterns are chosen."""
    says: bool
    """Whether there is a number in it, or a word that says something without one."""


class Hints:
    """Looks for what sentences may tell."""

    def __init__(self, topics: Sequence[Topic], cutter: Cutter, masker: Masker) -> None:
        """Nothing has been looked at yet."""
        self._topics = topics
        self._cutter = cutter
        self._masker = masker
        self._seen: dict[Clause, _Seen] = {}
        self._names: dict[Clause, frozenset[str]] = {}
        self._fitting: dict[frozenset[str], Fitting] = {}
        self._may_mean: dict[frozenset[str], bool] = {}

    def of(self, text: str, organ: str, year: int | None) -> Hint:
        """What a sentence of a report may tell; whatever stands before it."""
        clauses = self._cutter.clauses.of(text, organ, year, plain=self._figures_tell, whole=self._whole)
        words: set[str] = set()
        says = False
        for clause in clauses:
            seen = self._seen.get(clause) or self._looked_at(clause)
            words.update(seen.words)
            says = says or seen.says
        counts = says and self._comes_to_something(clauses)
        return Hint(self._patterns(frozenset(words)), counts)

    def _looked_at(self, clause: Clause) -> _Seen:
        if len(self._seen) >= _MOST_KNOWN:
            self._seen.clear()
        text = clause.text
        words = tuple(word for word in self._telling if word in text)
        seen = self._seen[clause] = _Seen(words, self.says_something(text))
        return seen

    def says_something(self, text: str) -> bool:
        """False if a text has neither a count nor a word that says something without one."""
        return self._statement.search(text) is not None or self._masker.has_counts(text)

    @cached_property
    def _statement(self) -> re.Pattern[str]:
        """Fits where a word of the lexicon begins without which no statement is made."""
        words = self._cutter.words_of(STATEMENTS)
        least = [word for word in words if not any(other != word and other in word for other in words)]
        return re.compile("|".join(map(re.escape, (_WHOLE, *least))))

    def _comes_to_something(self, clauses: Sequence[Clause]) -> bool:
        meanings: set[str] = set()
        for clause in clauses:
            names = self._names.get(clause)
            if names is None:
                if len(self._names) >= _MOST_KNOWN:
                    self._names.clear()
                masked = clause._replace(text=alike(self._masker.masked(clause.text).text))
                names = self._names[clause] = frozenset([token.name for token in self._cutter.words_in(masked)])
            meanings |= names
        return self._may_come_to(frozenset(meanings))

    def _may_come_to(self, meanings: frozenset[str]) -> bool:
        """False if words with some meanings come to no wording of a count."""
        known = self._may_mean.get(meanings)
        if known is None:
            if len(self._may_mean) >= _MOST_KNOWN:
                self._may_mean.clear()
            told = meanings | TOLD_WITHOUT_WORDS | self._cutter.lexicon.units.keys()
            phrases = (phrase for topic in self._topics if topic.claim.kind == "count" for phrase in topic.phrases)
            known = self._may_mean[meanings] = any(phrase.tokens and phrase.tokens <= told for phrase in phrases)
        return known

    def _patterns(self, words: frozenset[str]) -> Fitting:
        """The patterns that may fit where some of the telling words stand, and no others."""
        known = self._fitting.get(words)
        if known is None:
            if len(self._fitting) >= _MOST_KNOWN:
                self._fitting.clear()
            known = self._fitting[words] = Fitting(self._topics, words)
        return known

    @cached_property
    def _telling(self) -> tuple[str, ...]:
        """The words by which patterns are chosen."""
        patterns = (pattern for topic in self._topics for phrase in topic.phrases for pattern in phrase.patterns)
        literals = (word for pattern in patterns for word in pattern.literals)
        return tuple(dict.fromkeys((*(word for topic in self._topics for word in topic.claim.keywords), *literals)))

    @cached_property
    def _figures_tell(self) -> bool:
        """Whether there is a digit in a word by which patterns are chosen, or that says something without a number."""
        return any(map(_DIGIT.search, (*self._telling, *self._cutter.words_of(STATEMENTS))))

    @cached_property
    def _whole(self) -> bool:
        """Whether a word, or a number, may reach over the mark between two clauses."""
        statements = self._cutter.words_of(STATEMENTS)
        return any(map(_MARK.search, (*self._telling, *statements))) or self._masker.may_cross(_MARK)


def _fitting(topic: Topic, words: AbstractSet[str]) -> Sequence[tuple[Phrase, Pattern]]:
    if topic.claim.keywords and words.isdisjoint(topic.claim.keywords):
        return ()
    both = ((phrase, pattern) for phrase in topic.phrases for pattern in phrase.patterns)
    return [(phrase, pattern) for phrase, pattern in both if all(map(words.__contains__, pattern.literals))]

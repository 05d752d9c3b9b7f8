"""The claim rules of a pack made ready for one form: the sums they speak of resolved, the patterns ready to compile."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from validator.checking.claims._clauses import STATEMENTS
from validator.model.form import Form
from validator.model.rules.constraint import Linear
from validator.model.rules.rule import Rule
from validator.model.rules.wording import ClaimRule, NumberWords, Wordings
from validator.packs.language.expansion import NameScope, UnknownNameError, expand_sum
from validator.packs.language.lexicon import Cutter
from validator.packs.language.masking import has_counts
from validator.packs.language.numerals import Quoted
from validator.packs.language.pattern_words import all_words, masked_words
from validator.packs.language.patterns import Pattern

_DIGITS = re.compile("[0-9]+")
_WHOLE = "100%"
_MOST_KNOWN = 8192
"""Texts for which the patterns are remembered that may fit."""


@dataclass(frozen=True)
class Phrase:
    """One wording of a rule."""

    number: int
    """Which of the rule's wordings it is."""
    patterns: tuple[Pattern, ...]
    """Over masked sentences where they quote a number."""
    readings: tuple[Linear, ...]
    """What it may speak of, the usual reading first."""
    says: Linear | None
    """What it says where it quotes no number."""
    tokens: frozenset[str] = frozenset()
    """Instead of patterns: the meanings that the words of a number come to."""
    may: frozenset[str] = frozenset()
    """Meanings that may be there besides."""
    given: frozenset[str] = frozenset()
    """Objects one of which the clauses before must speak of."""
    loose: bool = False
    """True if a number that differs from the cells says nothing unless it has their digits in another order: the words
    are used of other things as well."""
    opens: bool = False
    """True if a number that differs says something only where it is the first of its sentence."""
    at_least: bool = False
    """True if the number may be greater than the cells."""
    at_most: bool = False
    """True if the number says something only where it is greater than the cells."""
    quotes: bool = True
    """False for a wording that says something without a number."""

    def holds(self, says: Quoted, value: Fraction) -> bool:
        """True if what is said fits the number of a reading."""
        if self.at_most:
            return says.low <= value
        return says.high >= value if self.at_least else says.fits(value)


@dataclass(frozen=True)
class Topic:
    """All that is said of one rule."""

    rule: Rule
    claim: ClaimRule
    phrases: tuple[Phrase, ...]
    unless: Pattern
    unless_before: Pattern
    context: Pattern | None
    whole: tuple[Linear, ...]


@dataclass(frozen=True)
class Phrasebook:
    """Everything that texts about one form are read with."""

    topics: tuple[Topic, ...]
    """In the order of the rules."""
    numbers: NumberWords
    """The words that tell a count."""
    scope: tuple[tuple[Pattern, Pattern | None], ...]
    """Words of scope, and the organs in whose reports they are none."""
    other_time: Pattern
    this_time: Pattern
    comparison: Pattern
    part_of: Pattern
    other_subject: Pattern
    own_subject: Pattern
    cutter: Cutter

    def says_something(self, text: str) -> bool:
        """False if a sentence has neither a number nor a word that says something without one."""
        return self._statement.search(text) is not None or has_counts(text, self.numbers)

    @cached_property
    def _statement(self) -> re.Pattern[str]:
        """Fits where a word of the lexicon begins without which no statement is made."""
        words = self.cutter.words_of(STATEMENTS)
        least = [word for word in words if not any(other != word and other in word for other in words)]
        return re.compile("|".join(map(re.escape, (_WHOLE, *least))))

    def of_kind(self, *kinds: str) -> tuple[Topic, ...]:
        """The topics of some kinds."""
        known = self._of_kinds.get(kinds)
        if known is None:
            known = self._of_kinds[kinds] = tuple(topic for topic in self.topics if topic.claim.kind in kinds)
        return known

    @cached_property
    def of_patterns(self) -> tuple[Topic, ...]:
        """The topics of counts that are found by patterns."""
        return tuple(topic for topic in self.of_kind("count") if any(phrase.patterns for phrase in topic.phrases))

    def meant_by(self, meanings: Collection[str], *, quotes: bool) -> list[tuple[Topic, Phrase]]:
        """The wordings of counts that words with some meanings may come to, in the order of the rules."""
        found = (one for meaning in meanings for one in self._by_meaning.get((meaning, quotes), ()))
        return [(topic, phrase) for _, topic, phrase in sorted(found, key=lambda one: one[0])]

    @cached_property
    def _by_meaning(self) -> Mapping[tuple[str, bool], Sequence[tuple[int, Topic, Phrase]]]:
        """One meaning of each wording, and whether it quotes a number -> the wordings with their places."""
        known: dict[tuple[str, bool], list[tuple[int, Topic, Phrase]]] = {}
        both = ((topic, phrase) for topic in self.of_kind("count") for phrase in topic.phrases)
        for at, (topic, phrase) in enumerate(both):
            if phrase.tokens:
                known.setdefault((min(phrase.tokens), phrase.quotes), []).append((at, topic, phrase))
        return known

    def fitting(self, text: str) -> Mapping[str, Sequence[tuple[Phrase, Pattern]]]:
        """The patterns that may fit in a text, by the rule they belong to.

        They are chosen by words alone, so they are remembered for all texts that differ in nothing but their digits.
        """
        words = text if self._digits_tell else _DIGITS.sub("0", text)
        known = self._fitting.get(words)
        if known is None:
            if len(self._fitting) >= _MOST_KNOWN:
                self._fitting.clear()
            known = self._fitting[words] = dict(self._chosen(words))
        return known

    def _chosen(self, text: str) -> Iterator[tuple[str, Sequence[tuple[Phrase, Pattern]]]]:
        for topic in self.topics:
            keywords = topic.claim.keywords
            if not keywords or any(map(text.__contains__, keywords)):
                yield (
                    topic.rule.id,
                    [
                        (phrase, pattern)
                        for phrase in topic.phrases
                        for pattern in phrase.patterns
                        if pattern.may_fit(text)
                    ],
                )

    @cached_property
    def _digits_tell(self) -> bool:
        """Whether a topic is known by a word with digits in it."""
        return any(_DIGITS.search(word) for topic in self.topics for word in topic.claim.keywords)

    @cached_property
    def _of_kinds(self) -> dict[tuple[str, ...], tuple[Topic, ...]]:
        return {}

    @cached_property
    def _fitting(self) -> dict[str, Mapping[str, Sequence[tuple[Phrase, Pattern]]]]:
        return {}


def phrasebook(rules: Sequence[Rule], wordings: Wordings, form: Form) -> Phrasebook:
    """Make the claim rules ready for a form; wordings about cells that it lacks are left out."""
    words, in_masked = all_words(wordings), masked_words(wordings)
    return Phrasebook(
        topics=tuple(_topic(rule, rule.claim, words, in_masked, form) for rule in rules if rule.claim is not None),
        numbers=wordings.numbers,
        scope=tuple(
            (_any([one.pattern], words), _any([one.unless_organ], words) if one.unless_organ else None)
            for one in wordings.scope
        ),
        other_time=_any(wordings.other_time, words),
        this_time=_any(wordings.this_time, words),
        comparison=_any(wordings.comparison, words),
        part_of=_any(wordings.part_of, words),
        other_subject=_any([wordings.other_subject], words),
        own_subject=_any([wordings.own_subject], words),
        cutter=Cutter(wordings.lexicon),
    )


def _topic(rule: Rule, claim: ClaimRule, words: Mapping[str, str], in_masked: Mapping[str, str], form: Form) -> Topic:
    scope = NameScope.of(rule, form, ())
    return Topic(
        rule=rule,
        claim=claim,
        phrases=() if scope is None else tuple(_phrases(claim, scope, in_masked)),
        unless=_any(claim.unless, words),
        unless_before=_any(claim.unless_before, words),
        context=_any(claim.context, words) if claim.context else None,
        whole=() if scope is None else tuple(_known(claim.whole, scope)),
    )


def _phrases(claim: ClaimRule, scope: NameScope, words: Mapping[str, str]) -> Iterator[Phrase]:
    for number, wording in enumerate(claim.wordings):
        readings = tuple(_known(wording.against, scope))
        if readings or not wording.against:
            patterns = tuple(Pattern((pattern,), words) for pattern in wording.patterns)
            says = next(_known((wording.says,), scope), None) if wording.says else None
            yield Phrase(
                number,
                patterns,
                readings,
                says,
                tokens=frozenset(wording.tokens),
                may=frozenset((*claim.may, *wording.may)),
                given=frozenset(wording.given),
                loose=wording.loose,
                opens=wording.opens,
                at_least=wording.at_least,
                at_most=wording.at_most,
                quotes=wording.says is None,
            )


def _known(sums: Sequence[str], scope: NameScope) -> Iterator[Linear]:
    """The sums that the form has all the cells of."""
    for text in sums:
        try:
            yield expand_sum(text, scope)
        except UnknownNameError:
            continue


def _any(patterns: Sequence[str | None], words: Mapping[str, str]) -> Pattern:
    """One pattern for several."""
    return Pattern(tuple(pattern for pattern in patterns if pattern), words)

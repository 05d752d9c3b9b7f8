"""The wordings of claim rules, with the sums of a form that they speak of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from msgspec import Struct

from validator.checking.claims._segments import Segment
from validator.model.rules.constraint import Linear
from validator.model.rules.rule import Rule
from validator.model.rules.wording import ClaimRule
from validator.packs.language.numerals import Quoted
from validator.packs.language.patterns import Pattern


class Phrase(Struct, frozen=True):
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

    def may_follow(self, name: str | None) -> bool:
        """True if an object is one that the clauses before must speak of, alone or with another."""
        return any(name in objects.split("+") for objects in self.given)

    def holds(self, says: Quoted, value: Fraction) -> bool:
        """True if what is said fits the number of a reading."""
        if self.at_most:
            return says.low <= value
        return says.high >= value if self.at_least else says.fits(value)


class Topic(Struct, frozen=True):
    """All that is said of one rule."""

    rule: Rule
    claim: ClaimRule
    phrases: tuple[Phrase, ...]
    unless: Pattern
    unless_before: Pattern
    context: Pattern | None
    whole: tuple[Linear, ...]


class Meaning(NamedTuple):
    """A wording that the words of a segment come to."""

    topic: Topic
    phrase: Phrase
    understood: bool
    """True if every word of its clause is known, and what it needs of those before: only then can it disagree."""
    supposed: bool
    """True if its clause names no object, and has unknown words or stands nearer to another: it may count that."""


def meanings_of(segment: Segment, candidates: Iterable[tuple[Topic, Phrase]]) -> Sequence[Meaning]:
    """The wordings among some that the words of a segment come to; those that need nothing of its neighbours first."""
    some, spoken_of = list(candidates), segment.subject.name
    fitting = [
        (topic, phrase)
        for alone in (True, False)
        for topic, phrase in some
        if segment.fits(phrase.tokens, phrase.may, phrase.given, alone=alone)
    ]
    near = {phrase.tokens for _, phrase in fitting if phrase.may_follow(spoken_of)}
    found = []
    for topic, phrase in fitting:
        # `复议7件，维持6件，诉讼4件，维持2件`: of what it may lean on, the nearest can disagree.
        far = phrase.tokens in near and not phrase.may_follow(spoken_of)
        clear = not far and not segment.behind_strangers and (not phrase.opens or segment.opens)
        understood = clear and segment.understood and segment.leans_well(phrase.tokens, phrase.given)
        supposed = far or (not segment.understood and segment.leans(phrase.tokens, phrase.given))
        found.append(Meaning(topic, phrase, understood, supposed))
    return found

"""The wordings of claim rules, with the sums of a form that they speak of."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

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

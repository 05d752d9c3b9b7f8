"""The claim rules of a pack made ready for one form: patterns compiled, and the sums they speak of resolved."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from validator.constraint import Linear
from validator.expression import Scope, UnknownNameError, expand_sum
from validator.form import Form
from validator.quoted import NUMBER as QUOTED_NUMBER
from validator.quoted import PERCENTAGE as QUOTED_PERCENTAGE
from validator.rule import Rule
from validator.wording import NUMBER, PERCENTAGE, ClaimRule, Wordings, spell_out


@dataclass(frozen=True)
class Phrase:
    """One wording of a rule."""

    number: int
    """Which of the rule's wordings it is."""
    patterns: tuple[re.Pattern[str], ...]
    readings: tuple[Linear, ...]
    """What it may speak of, the usual reading first."""
    says: Linear | None
    """What it says where it quotes no number."""


@dataclass(frozen=True)
class Topic:
    """All that is said of one rule."""

    rule: Rule
    claim: ClaimRule
    phrases: tuple[Phrase, ...]
    unless: re.Pattern[str]
    unless_before: re.Pattern[str]
    context: re.Pattern[str] | None
    whole: tuple[Linear, ...]


@dataclass(frozen=True)
class Phrasebook:
    """Everything that texts about one form are read with."""

    topics: tuple[Topic, ...]
    """In the order of the rules."""
    scope: tuple[tuple[re.Pattern[str], re.Pattern[str] | None], ...]
    """Words of scope, and the organs in whose reports they are none."""
    elsewhere: re.Pattern[str]
    other_time: re.Pattern[str]
    this_time: re.Pattern[str]
    comparison: re.Pattern[str]
    part_of: re.Pattern[str]
    other_subject: re.Pattern[str]
    own_subject: re.Pattern[str]

    def of_kind(self, *kinds: str) -> tuple[Topic, ...]:
        """The topics of some kinds."""
        return tuple(topic for topic in self.topics if topic.claim.kind in kinds)


def phrasebook(rules: Sequence[Rule], wordings: Wordings, form: Form) -> Phrasebook:
    """Make the claim rules ready for a form; wordings about cells that it lacks are left out."""
    words = all_words(wordings)
    return Phrasebook(
        topics=tuple(_topic(rule, rule.claim, words, form) for rule in rules if rule.claim is not None),
        scope=tuple(
            (_any([one.pattern], words), _any([one.unless_organ], words) if one.unless_organ else None)
            for one in wordings.scope
        ),
        elsewhere=_any(wordings.elsewhere, words),
        other_time=_any(wordings.other_time, words),
        this_time=_any(wordings.this_time, words),
        comparison=_any(wordings.comparison, words),
        part_of=_any(wordings.part_of, words),
        other_subject=_any([wordings.other_subject], words),
        own_subject=_any([wordings.own_subject], words),
    )


def all_words(wordings: Wordings) -> Mapping[str, str]:
    """The words that patterns can use: those of the pack, and the numbers."""
    return {**wordings.words, NUMBER: QUOTED_NUMBER, PERCENTAGE: QUOTED_PERCENTAGE}


def _topic(rule: Rule, claim: ClaimRule, words: Mapping[str, str], form: Form) -> Topic:
    scope = Scope.of(rule, form, ())
    return Topic(
        rule=rule,
        claim=claim,
        phrases=() if scope is None else tuple(_phrases(claim, scope, words)),
        unless=_any(claim.unless, words),
        unless_before=_any(claim.unless_before, words),
        context=_any(claim.context, words) if claim.context else None,
        whole=() if scope is None else tuple(_known(claim.whole, scope)),
    )


def _phrases(claim: ClaimRule, scope: Scope, words: Mapping[str, str]) -> Iterator[Phrase]:
    for number, wording in enumerate(claim.wordings):
        readings = tuple(_known(wording.against, scope))
        if readings or not wording.against:
            patterns = tuple(re.compile(spell_out(pattern, words)) for pattern in wording.patterns)
            says = next(_known((wording.says,), scope), None) if wording.says else None
            yield Phrase(number, patterns, readings, says)


def _known(sums: Sequence[str], scope: Scope) -> Iterator[Linear]:
    """The sums that the form has all the cells of."""
    for text in sums:
        try:
            yield expand_sum(text, scope)
        except UnknownNameError:
            continue


def _any(patterns: Sequence[str | None], words: Mapping[str, str]) -> re.Pattern[str]:
    """One pattern for several; where there is none, one that fits nothing."""
    texts = [spell_out(pattern, words) for pattern in patterns if pattern]
    return re.compile("|".join(f"(?:{text})" for text in texts) or "(?!)")

"""The claim rules of a pack made ready for one form: the sums they speak of resolved, the patterns ready to compile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from validator.checking.claims._hints import Hints
from validator.checking.claims._phrases import Meaning, Phrase, Topic, meanings_of
from validator.checking.claims._readings import Readings
from validator.checking.claims._segments import Segment, SegmentWords
from validator.model.form import Form
from validator.model.rules.constraint import Linear
from validator.model.rules.rule import Rule
from validator.model.rules.wording import ClaimRule, NumberWords, Wordings
from validator.packs.language.expansion import NameScope, UnknownNameError, expand_sum
from validator.packs.language.lexicon import Cutter
from validator.packs.language.masking import Masker
from validator.packs.language.pattern_words import all_words, masked_words
from validator.packs.language.patterns import Pattern

_MOST_KNOWN = 1024
"""Organs, and sets of meanings, of which is remembered what is said of them."""


class Phrasebook(Struct, frozen=True, dict=True):
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

    @cached_property
    def masker(self) -> Masker:
        """What masks the numbers of sentences."""
        return Masker(self.numbers)

    @cached_property
    def hints(self) -> Hints:
        """What a sentence may tell."""
        return Hints(self.topics, self.cutter, self.masker)

    def scope_of(self, organ: str) -> Sequence[Pattern]:
        """Words of scope that are some in the reports of an organ."""
        known = self._scopes.get(organ)
        if known is None:
            if len(self._scopes) >= _MOST_KNOWN:
                self._scopes.clear()
            both = ((pattern, unless is not None and unless.search(organ)) for pattern, unless in self.scope)
            known = self._scopes[organ] = [pattern for pattern, its_own in both if not its_own]
        return known

    def of_kind(self, *kinds: str) -> tuple[Topic, ...]:
        """The topics of some kinds."""
        known = self._of_kinds.get(kinds)
        if known is None:
            known = self._of_kinds[kinds] = tuple(topic for topic in self.topics if topic.claim.kind in kinds)
        return known

    @cached_property
    def readings(self) -> Readings:
        """What sentences come to."""
        return Readings(self.cutter, self.is_claimed)

    def is_claimed(self, segment: Segment) -> bool:
        """True if the words of a segment come to a wording that needs nothing that the text does not tell."""
        return any(segment.leans_well(one.phrase.tokens, one.phrase.given) for one in self.meant(segment))

    def meant(self, segment: Segment) -> Sequence[Meaning]:
        """The wordings that the words of a segment come to; those that need nothing of its neighbours come first."""
        words = segment.words
        known = self._come_to.get(words)
        if known is None:
            if len(self._come_to) >= _MOST_KNOWN:
                self._come_to.clear()
            candidates = self._meant_by(segment.own | segment.shared, quotes=segment.number is not None)
            known = self._come_to[words] = meanings_of(segment, candidates)
        return known

    @cached_property
    def _come_to(self) -> dict[SegmentWords, Sequence[Meaning]]:
        return {}

    def _meant_by(self, meanings: frozenset[str], *, quotes: bool) -> Sequence[tuple[Topic, Phrase]]:
        """The wordings of counts that words with some meanings may come to, in the order of the rules."""
        known = self._meant.get((meanings, quotes))
        if known is None:
            if len(self._meant) >= _MOST_KNOWN:
                self._meant.clear()
            found = (one for meaning in meanings for one in self._by_meaning.get((meaning, quotes), ()))
            known = [(topic, phrase) for _, topic, phrase in sorted(found, key=lambda one: one[0])]
            self._meant[meanings, quotes] = known
        return known

    @cached_property
    def _meant(self) -> dict[tuple[frozenset[str], bool], Sequence[tuple[Topic, Phrase]]]:
        return {}

    @cached_property
    def _by_meaning(self) -> Mapping[tuple[str, bool], Sequence[tuple[int, Topic, Phrase]]]:
        """One meaning of each wording, and whether it quotes a number -> the wordings with their places."""
        known: dict[tuple[str, bool], list[tuple[int, Topic, Phrase]]] = {}
        both = ((topic, phrase) for topic in self.of_kind("count") for phrase in topic.phrases)
        for at, (topic, phrase) in enumerate(both):
            if phrase.tokens:
                known.setdefault((min(phrase.tokens), phrase.quotes), []).append((at, topic, phrase))
        return known

    @cached_property
    def _scopes(self) -> dict[str, Sequence[Pattern]]:
        return {}

    @cached_property
    def _of_kinds(self) -> dict[tuple[str, ...], tuple[Topic, ...]]:
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

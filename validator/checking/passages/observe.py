"""What rules with `text:` notice in a report."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from msgspec import Struct, field

from validator.checking.claims.sentences import Sentence, compact, shown
from validator.checking.claims.values import Values
from validator.checking.passages._places import Places
from validator.checking.passages._proofs import PROOF
from validator.constraints.alone.numbers import organ_facts
from validator.model.form import Form
from validator.model.observations.kinds import Observation, ObservationKind
from validator.model.observations.text_facts import PassageFound, PassageLacking, PassagesDiffer, SectionBare
from validator.model.report import Report
from validator.model.rules.constraint import Linear, Relation
from validator.model.rules.rule import Fact, Rule
from validator.model.rules.text_rule import HEAD, OF, VALUE, YEAR_WORDS, TextRule
from validator.packs.language.expansion import expand_guard
from validator.packs.language.numerals import numeral
from validator.packs.language.patterns import Pattern

_HIDDEN = "*"
_BRACKETS = "()[]【】〔〕<>《》"
_KEPT = 3
"""Characters at the head of something hidden that are shown, so that it can be found."""
_MOST_KNOWN = 64
"""Years whose patterns are kept ready."""


class ReadyRule(Struct, frozen=True, eq=False):
    """A rule whose patterns are ready for the reports of one year."""

    rule: Rule
    text: TextRule
    guards: tuple[Relation, ...]
    finds: tuple[Pattern, ...]
    lacks: Mapping[str, Pattern]
    says_only: Pattern
    same: tuple[Pattern, ...]
    unless: Pattern


class TextRules(Struct, frozen=True, eq=False):
    """The rules about the text itself, made ready for a form."""

    rules: tuple[tuple[Rule, TextRule, tuple[Relation, ...]], ...]
    """With what must hold for each to apply."""
    words: Mapping[str, str]
    facts: tuple[Fact, ...]
    _ready: dict[int | None, tuple[ReadyRule, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, rules: Sequence[Rule], words: Mapping[str, str], facts: Sequence[Fact], form: Form) -> TextRules:
        """Those that are for a form; `words`: of the pack."""
        fitting = ((rule, rule.text, expand_guard(rule, form, facts)) for rule in rules if rule.text is not None)
        return cls(
            tuple((rule, text, guards) for rule, text, guards in fitting if text and guards is not None),
            words,
            tuple(facts),
        )

    def observe(
        self, report: Report, wanted: frozenset[str], noticed: Sequence[Observation] = ()
    ) -> Iterator[tuple[Rule, Observation]]:
        """What the rules that are wanted notice in a report, in their order; `noticed`: what was before."""
        if not report.prose:
            return
        if any(one.kind is ObservationKind.REPORT_BLANK for one in noticed):
            return
        text = _Text(report, Places(report), self.facts, frozenset(one.kind for one in noticed))
        for one in self._for(report.year):
            if one.rule.id in wanted and one.text.is_for(report.year) and text.applies(one.guards):
                yield from ((one.rule, noticed) for noticed in _LOOK_FOR[one.text.condition](one, text))

    def _for(self, year: int | None) -> tuple[ReadyRule, ...]:
        if year not in self._ready:
            if len(self._ready) >= _MOST_KNOWN:
                self._ready.clear()
            words = {**self.words, **dict(zip(YEAR_WORDS, _years(year), strict=True))}
            self._ready[year] = tuple(_ready(*one, words) for one in self.rules)
        return self._ready[year]


def _years(year: int | None) -> tuple[str, str, str]:
    """The years in words; without a year none of the rules that name one is asked."""
    return ("", "", "") if year is None else (str(year), str(year - 1), str(year + 1))


def _ready(rule: Rule, text: TextRule, guards: tuple[Relation, ...], words: Mapping[str, str]) -> ReadyRule:
    return ReadyRule(
        rule,
        text,
        guards,
        finds=tuple(Pattern((one,), words) for one in text.finds),
        lacks={name: Pattern((one,), words) for name, one in text.lacks.items()},
        says_only=Pattern(text.says_only, words),
        same=tuple(Pattern((one,), words) for one in text.same),
        unless=Pattern(text.unless, words),
    )


class _Text(Struct, frozen=True, dict=True):
    """The text of a report, and what else a rule may ask for."""

    report: Report
    places: Places
    facts: tuple[Fact, ...]
    noticed: frozenset[ObservationKind]

    @property
    def ends_early(self) -> bool:
        """Whether what lacks may have stood behind the end of the file."""
        return ObservationKind.REPORT_INCOMPLETE in self.noticed

    @property
    def left_out(self) -> bool:
        """Whether a part of the file was not read: a section may hold a picture."""
        return ObservationKind.READING_INCOMPLETE in self.noticed

    def is_highlighted(self, found: str) -> bool:
        """True if all of it, brackets around it left aside, has a colour behind it."""
        return any(found.strip(_BRACKETS) in run for run in self._highlighted)

    @cached_property
    def _highlighted(self) -> tuple[str, ...]:
        return tuple(map(compact, self.report.highlighted))

    def applies(self, guards: Sequence[Relation]) -> bool:
        """Whether guards hold for certain."""
        return all(map(self._holds, guards))

    def _holds(self, guard: Relation) -> bool:
        left, right = self._total(guard.left), self._total(guard.right)
        if left is None or right is None:
            return False
        return _COMPARE[guard.comparator](left - right)

    def _total(self, side: Linear) -> Fraction | None:
        total = side.constant
        for term in side.terms:
            known = self._organ.get(term.cell)
            value = self._values.cell(term.cell) if term.cell not in self._organ else known
            if value is None:
                return None
            total += term.coefficient * value
        return total

    @cached_property
    def _organ(self) -> Mapping[str, int | None]:
        return organ_facts(self.report.organ, self.facts)

    @cached_property
    def _values(self) -> Values:
        return Values(self.report)


_COMPARE: Mapping[str, Callable[[Fraction], bool]] = {
    "=": lambda difference: difference == 0,
    "<=": lambda difference: difference <= 0,
    ">=": lambda difference: difference >= 0,
    "<": lambda difference: difference < 0,
    ">": lambda difference: difference > 0,
}


def _found(one: ReadyRule, text: _Text) -> Iterator[Observation]:
    """Each sentence in which a pattern fits, where it fits first."""
    told: set[str] = set()
    if one.text.highlighted and not text.report.highlighted:
        return
    for sentence, patterns in _sentences(one, one.finds, text):
        match = next(_matches(one, patterns, sentence, text), None)
        if match is not None:
            said = _clause(sentence, match.start(), match.end(), hide=one.text.hide)
            if said not in told:
                told.add(said)
                yield Observation(ObservationKind.TEXT_FOUND, location=sentence.location, facts=PassageFound(said))


def _matches(one: ReadyRule, patterns: Sequence[Pattern], sentence: Sentence, text: _Text) -> Iterator[re.Match[str]]:
    """Where the patterns fit, and what they find stands its proof."""
    proof = PROOF[one.text.proof] if one.text.proof else bool
    if one.text.highlighted:
        proof = text.is_highlighted
    for pattern in patterns:
        yield from (match for match in pattern.compiled.finditer(sentence.text) if proof(match[0]))


def _lacking(one: ReadyRule, text: _Text) -> Iterator[Observation]:
    places = text.places.named(one.text.places)
    if not places or not text.places.has_sections or text.ends_early:
        return
    if one.unless.search("".join(place.text for place in places)):
        return
    names = tuple(
        name for name, pattern in one.lacks.items() if not any(pattern.search(place.text) for place in places)
    )
    if names:
        location = places[0].location if one.text.places else None
        yield Observation(ObservationKind.TEXT_LACKING, location=location, facts=PassageLacking(names))


def _bare(one: ReadyRule, text: _Text) -> Iterator[Observation]:
    if text.ends_early or text.left_out:
        return
    if not any(place.text for place in text.places.named(()) if place.number != HEAD):
        # Tables and headings alone: the words were lost, or stand elsewhere.
        return
    for place in text.places.named(one.text.places):
        said = place.text
        if place.number == HEAD or (said and one.unless.search(said)):
            continue
        fit = one.says_only.match(said) if said else None
        if not said or (fit is not None and fit.end() == len(said)):
            bare = SectionBare(place.number, shown(said))
            yield Observation(ObservationKind.TEXT_BARE, location=place.location, facts=bare)


def _differing(one: ReadyRule, text: _Text) -> Iterator[Observation]:
    """The first place, and the first that says something else; of each thing that the patterns tell apart."""
    first: dict[str | None, tuple[str, str]] = {}
    told: set[str | None] = set()
    for sentence, patterns in _sentences(one, one.same, text):
        for pattern in patterns:
            for match in pattern.compiled.finditer(sentence.text):
                value, said = _value(match[VALUE]), _clause(sentence, match.start(), match.end())
                thing = match.groupdict().get(OF)
                before = first.setdefault(thing, (value, said))
                if value != before[0] and thing not in told:
                    told.add(thing)
                    differ = PassagesDiffer(before[1], said)
                    yield Observation(ObservationKind.TEXT_DIFFERS, location=sentence.location, facts=differ)


def _value(text: str) -> str:
    """What is said, a number in whatever way it is written."""
    try:
        return str(numeral(text))
    except (ValueError, IndexError):
        return text


def _sentences(
    one: ReadyRule, patterns: Sequence[Pattern], text: _Text
) -> Iterator[tuple[Sentence, Sequence[Pattern]]]:
    """The sentences that a rule speaks of, each with those of the patterns that may fit in it, if there are any."""
    for place in text.places.named(one.text.places):
        near = [pattern for pattern in patterns if pattern.may_fit(place.text)]
        for sentence in place.sentences if near else ():
            fitting = [pattern for pattern in near if pattern.may_fit(sentence.text)]
            if fitting and not (one.text.unless and one.unless.search(sentence.text)):
                yield sentence, fitting


def _clause(sentence: Sentence, start: int, end: int, *, hide: bool = False) -> str:
    """The clause around a match, as it is shown."""
    first, last = sentence.clause(start, end)
    words = sentence.text
    middle = words[start:end]
    if hide:
        middle = middle[:_KEPT] + _HIDDEN * (len(middle) - _KEPT)
    return shown(words[first:start] + middle + words[end:last])


_LOOK_FOR: Mapping[str, Callable[[ReadyRule, _Text], Iterator[Observation]]] = {
    "finds": _found,
    "lacks": _lacking,
    "says_only": _bare,
    "same": _differing,
}

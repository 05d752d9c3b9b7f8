"""Numbers quoted in the text of a report, held against its tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from fractions import Fraction
from functools import cached_property, lru_cache

from msgspec import Struct, field
from msgspec.structs import replace

from validator.checking.claims._context import Context
from validator.checking.claims._found import Finder, Found, said
from validator.checking.claims._phrases import Phrase, Topic
from validator.checking.claims._so_far import SentencesSoFar
from validator.checking.claims._text_only import lists_that_go_on, text_claims
from validator.checking.claims.phrasebook import Phrasebook
from validator.checking.claims.sentences import sentences, shown
from validator.checking.claims.values import Values
from validator.model.claim import Claim, Growth, Share, Stated
from validator.model.report import Report
from validator.model.rules.constraint import Linear
from validator.model.rules.rule import Verdict
from validator.packs.language.numerals import Quoted

_LEFT_OVER = 10
"""A number below this may be the same in two years by chance."""
_CATEGORIES = 3
"""So many categories in one sentence are a breakdown."""


class _Follower(Struct, frozen=True):
    """A share or a growth that a sentence gives with a count, or of one."""

    topic: Topic
    match: re.Match[str]
    says: Quoted
    parts: Sequence[Linear]
    """What has the share or has grown: the counts that may be meant, the likeliest first."""
    count: Claim | None = None
    """The count it stands behind."""


def claims_of(report: Report, book: Phrasebook, previous: Report | None = None) -> Iterator[Claim]:
    """All claims of a report's text in order; `previous`: the report of the year before, which tells growth."""
    return _Reader(report, book, previous).claims()


def weighed(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims of a text, those marked that disagree though the text has the same number right elsewhere.

    `全部办结` before `结转下年度3件` means all that were due: a statement gives way to the number.
    """
    right = {claim.against for claim in claims if claim.verdict is Verdict.SATISFIED and claim.reading is not None}

    def one(claim: Claim) -> Claim:
        if claim.verdict is not Verdict.VIOLATED or claim.against not in right:
            return claim
        return replace(claim, verdict=Verdict.UNDETERMINED) if claim.statement else replace(claim, said_right=True)

    return tuple(map(one, claims))


class _Reader(Struct, frozen=True, dict=True):
    report: Report
    book: Phrasebook
    previous: Report | None
    totals: list[Fraction] = field(default_factory=list)
    """Numbers the text quotes for what shares are shares of."""

    def claims(self) -> Iterator[Claim]:
        paragraph = SentencesSoFar(self.report, self.book)
        before: Context | None = None
        for sentence in sentences(self.report.prose):
            if sentence.first:
                paragraph, before = SentencesSoFar(self.report, self.book), None
            context = paragraph.goes_on(sentence)
            if before is not None and self.book.part_of.match(sentence.text):
                yield from lists_that_go_on(before, context)
            before = context
            hint = context.hint
            if hint.counts or hint.fitting.counts or hint.fitting.shares:
                yield from self._sentence(context)
            if hint.fitting.others:
                yield from text_claims(context)

    @cached_property
    def _values(self) -> Values:
        return Values(self.report)

    @cached_property
    def _before(self) -> Values | None:
        return None if self.previous is None else Values(self.previous)

    @cached_property
    def _sums(self) -> tuple[Linear, ...]:
        return tuple(dict.fromkeys(one for topic in self.book.topics for p in topic.phrases for one in p.readings))

    # One sentence

    def _sentence(self, context: Context) -> Iterator[Claim]:
        judged: list[tuple[Found, Claim]] = []
        for one in Finder(context, self._values).found():
            claim = self._count(context, one)
            if one.year is not None:
                yield from self._left_over(claim, one.year)
                continue
            judged.append((one, claim))
        for _, claim in judged:
            yield claim
            if claim.reading in self._wholes:
                self.totals.append(claim.quoted)
        for one, claim in judged:
            yield from self._followers(context, one, claim)
        yield from self._alone(context)
        if len(judged) >= _CATEGORIES:
            yield from self._breakdown(context, judged)

    def _count(self, context: Context, one: Found) -> Claim:
        says = one.quoted or said(self._values, one.phrase)
        values = [(reading, self._values.total(reading)) for reading in one.phrase.readings]
        reading, value = values[0]
        if says is None:
            verdict, claimed, misspelt = Verdict.UNDETERMINED, Fraction(0), []
        else:
            claimed = says.value
            fitting = [pair for pair in values if pair[1] is not None and one.phrase.holds(says, pair[1])]
            unknown = [pair for pair in values if pair[1] is None]
            verdict = Verdict.SATISFIED if fitting else Verdict.UNDETERMINED if unknown else Verdict.VIOLATED
            misspelt = [pair for pair in values if pair[1] is not None and _same_digits(pair[1], claimed)]
            reading, value = (fitting or unknown or misspelt or values)[0]
        if verdict is Verdict.VIOLATED and not (one.understood and (misspelt or not one.phrase.loose)):
            verdict = Verdict.UNDETERMINED
        claim = context.claim(one.topic.rule.id, one.match, claimed, reading, value, verdict)
        approximate = says is not None and says.approximate
        claim = replace(claim, approximate=approximate, certain=_is_certain(one), statement=one.quoted is None)
        if verdict is not Verdict.VIOLATED or one.quoted is None or claim.approximate or one.phrase.at_least:
            return claim
        return replace(claim, found_in=self._values.found(claimed, reading, self._sums))

    def _left_over(self, claim: Claim, year: int) -> Iterator[Claim]:
        """A number of this year under the year before: the sentence was kept, and its year with it."""
        rules = [topic.rule.id for topic in self.book.of_kind("year")]
        fits = claim.verdict is Verdict.SATISFIED and claim.quoted >= _LEFT_OVER and not claim.approximate
        if rules and fits and self.report.year is not None and year == self.report.year - 1:
            yield replace(
                claim,
                rule=rules[0],
                quoted=Fraction(year),
                against=Stated.YEAR,
                value=Fraction(self.report.year),
                verdict=Verdict.VIOLATED,
            )

    # What goes with a count: its share, its growth

    def _followers(self, context: Context, one: Found, claim: Claim) -> Iterator[Claim]:
        ends = [one.match.end()]
        for topic in self.book.of_kind("share", "increase", "growth"):
            if not _is_of(claim.rule, topic.claim.of):
                continue
            for phrase in topic.phrases:
                if phrase.readings:
                    continue
                # What goes with a count stands right behind it, or behind what does.
                found = (pattern.match(context.seen_by(pattern), end) for pattern in phrase.patterns for end in ends)
                match = next(filter(None, found), None)
                says = None if match is None else context.quoted(match)
                if match is None or says is None:
                    continue
                ends.append(match.end())
                judge = self._share if topic.claim.kind == "share" else self._growth
                if self._is_since_last_year(match):
                    yield judge(context, _Follower(topic, match, says, one.phrase.readings, claim))
                break

    def _is_since_last_year(self, match: re.Match[str]) -> bool:
        """False if the number is compared with that of another year than the last."""
        base = match.groupdict().get("base")
        return base is None or self.report.year is None or int(base) == self.report.year - 1

    def _alone(self, context: Context) -> Iterator[Claim]:
        """Shares of categories that are given without a count."""
        for topic in context.hint.fitting.shares:
            for phrase, match in context.matches(topic):
                says = context.quoted(match) if phrase.readings else None
                if says is not None and context.time(match.start()) == (self.report.year or 0):
                    yield self._share(context, _Follower(topic, match, says, phrase.readings))

    def _share(self, context: Context, one: _Follower) -> Claim:
        known = [self._values.total(part) for part in one.parts]
        wholes = [self._values.total(whole) for whole in one.topic.whole]
        tops = [value for value in known if value is not None] + ([] if one.count is None else [one.count.quoted])
        ratios = [100 * top / total for top in tops for total in (*wholes, *self.totals) if total]
        if any(one.says.fits(ratio) for ratio in ratios):
            verdict = Verdict.SATISFIED
        else:
            verdict = Verdict.UNDETERMINED if None in (*known, *wholes) or not ratios else Verdict.VIOLATED
        value = 100 * known[0] / wholes[0] if known[0] is not None and wholes and wholes[0] else None
        part, whole = one.parts[0], one.topic.whole
        against = Share(part, whole[0] if whole else None)
        made = context.claim(one.topic.rule.id, one.match, one.says.value, against, value, verdict)
        if verdict is not Verdict.VIOLATED:
            return made
        return replace(made, found_in=self._values.share_found(one.says, part, whole, self._sums))

    def _growth(self, context: Context, one: _Follower) -> Claim:
        """Only last year's report can tell."""
        counted = one.topic.claim.kind == "increase"
        against = Growth(one.parts[0], counted=counted)
        if self._before is None:
            return context.claim(one.topic.rule.id, one.match, one.says.value, against, None, Verdict.NOT_APPLICABLE)
        down = one.match.groupdict().get("down") is not None
        rates = [rate for part in one.parts if (rate := self._rate(part, down=down, counted=counted)) is not None]
        if not rates:
            return context.claim(one.topic.rule.id, one.match, one.says.value, against, None, Verdict.UNDETERMINED)
        verdict = Verdict.SATISFIED if any(one.says.fits(rate) for rate in rates) else Verdict.VIOLATED
        return context.claim(one.topic.rule.id, one.match, one.says.value, against, rates[0], verdict)

    def _rate(self, part: Linear, *, down: bool, counted: bool) -> Fraction | None:
        """By how much a sum has grown (or shrunk) since last year, in per cent unless it is `counted`."""
        now = self._values.total(part)
        before = self._before.total(part) if self._before else None
        if counted and now is not None and before is not None:
            return before - now if down else now - before
        if now is None or not before:
            return None
        return 100 * (before - now if down else now - before) / before

    # The categories of a sentence against their total

    def _breakdown(self, context: Context, judged: Sequence[tuple[Found, Claim]]) -> Iterator[Claim]:
        for topic in self.book.of_kind("sum"):
            members = [
                (one, claim) for one, claim in judged if _is_of(claim.rule, topic.claim.of) and one.quoted is not None
            ]
            for phrase in topic.phrases:
                if len(members) >= _CATEGORIES and self._is_whole(phrase.readings, members):
                    yield self._sum(context, topic, phrase, members)

    def _is_whole(self, readings: Sequence[Linear], members: Iterable[tuple[Found, Claim]]) -> bool:
        """True if the categories leave no result out that is not 0, and name none twice."""
        named = [cell for _, claim in members for cell in claim.cells]
        if len(named) != len(set(named)):
            return False
        rest = [term for term in readings[-1].terms if term.cell not in named]
        return all(self._values.cell(term.cell) == 0 for term in rest)

    def _sum(self, context: Context, topic: Topic, phrase: Phrase, members: Sequence[tuple[Found, Claim]]) -> Claim:
        total = sum((claim.quoted for _, claim in members), Fraction(0))
        value = self._values.total(phrase.readings[0])
        verdict = Verdict.UNDETERMINED if value is None else Verdict.SATISFIED
        if value is not None and total != value and not any(claim.approximate for _, claim in members):
            verdict = Verdict.VIOLATED
        first, last = members[0][0].match, members[-1][0].match
        claim = context.claim(topic.rule.id, last, total, phrase.readings[0], value, verdict)
        text = shown(context.text[first.start() : last.end()])
        return replace(claim, text=text, parts=tuple(claim.quoted for _, claim in members))

    @cached_property
    def _wholes(self) -> frozenset[Linear]:
        return frozenset(whole for topic in self.book.of_kind("share") for whole in topic.whole)


@lru_cache(maxsize=4096)
def _is_of(rule: str, patterns: tuple[str, ...]) -> bool:
    """Whether a rule is one of those that some patterns name."""
    return any(fnmatchcase(rule, pattern) for pattern in patterns)


def _same_digits(one: Fraction, other: Fraction) -> bool:
    """True if two numbers have the same digits in another order: then the one is the other, misspelt."""
    return one != other and sorted(str(one)) == sorted(str(other))


def _is_certain(one: Found) -> bool:
    """True for an exact number, or the 0 of a statement, that can be meant in one way only."""
    bounded = one.phrase.at_least or one.phrase.at_most
    if len(one.phrase.readings) != 1 or bounded or one.phrase.loose or not one.understood:
        return False
    if one.quoted is None:
        return one.phrase.says is not None and not one.phrase.says.terms
    return not one.quoted.approximate and one.quoted.low == one.quoted.high

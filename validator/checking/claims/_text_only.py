"""Claims that no cell is needed for: periods, years left over, parts of the report, lists with a total."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from msgspec.structs import replace

from validator.checking.claims._context import Context
from validator.checking.claims._hints import TEXT_ONLY
from validator.checking.claims._lists import lists
from validator.checking.claims._phrases import Topic
from validator.model.claim import Claim, Stated
from validator.model.observations.facts import SectionMissing
from validator.model.rules.rule import Verdict
from validator.packs.language.numerals import numeral

_AT_HEAD = "year"
"""The kind that only the first sentence of a paragraph can be of."""
_LIST = "list"
_NAMED = 3
"""So many titles of sections in one sentence are an enumeration of them."""
_AND_SO_ON = ("等", "等共")
"""What closes an enumeration that need not be whole, before the count."""
_LAST = 2
"""Sections without a table at the end of a report: a file that lacks all of them ends early."""


def text_claims(context: Context) -> Iterator[Claim]:
    """The claims of a sentence that no cell is needed for."""
    for topic in context.hint.fitting.others:
        if topic.claim.kind == _AT_HEAD and not context.sentence.first:
            continue
        # Whose numbers they are makes no difference to them.
        yield from (replace(claim, scope=None) for claim in _JUDGES[topic.claim.kind](context, topic))


def lists_that_go_on(before: Context, context: Context) -> Iterator[Claim]:
    """The total of a sentence whose parts follow in the next: the only number there that is counted as it is."""
    units = [number["unit"] for number in before.masked.counts.finditer(before.text)]
    if not units or not context.hint.fitting.others:
        return
    whole = before.with_next(context)
    for topic in whole.hint.fitting.others:
        for claim, match in _lists(whole, topic) if topic.claim.kind == _LIST else ():
            number = whole.masked.number(match)
            goes_over = number is not None and number.end() <= len(before.text) <= match.end()
            if number is not None and goes_over and units.count(number["unit"]) == 1:
                yield replace(claim, scope=None)


def _period(context: Context, topic: Topic) -> Iterator[Claim]:
    """The first and the last day, written as 20231231; the last year may be left out."""
    year = context.report.year
    for _, match in context.matches(topic):
        first_year = match["first_year"]
        days = (
            (first_year, match["first_month"], match["first_day"], 101),
            (match["last_year"] or first_year, match["last_month"], match["last_day"], 1231),
        )
        for own_year, month, day, expected in days:
            quoted = Fraction(int(own_year) * 10000 + int(month) * 100 + int(day))
            value = None if year is None else Fraction(year * 10000 + expected)
            verdict = _equal(quoted, value)
            yield context.claim(topic.rule.id, match, quoted, Stated.YEAR, value, verdict)


def _year(context: Context, topic: Topic) -> Iterator[Claim]:
    """The year at the head of a paragraph: that of the report, or the one before if the other is never named."""
    year = context.report.year
    if year is None or topic.unless.search(context.text):
        return
    for _, match in context.matches(topic):
        named = int(match["year"])
        if named == year or (named == year - 1 and str(year) not in context.text):
            quoted, value = Fraction(named), Fraction(year)
            yield context.claim(topic.rule.id, match, quoted, Stated.YEAR, value, _equal(quoted, value))


def _sections(context: Context, topic: Topic) -> Iterator[Claim]:
    """How many parts the text says the report has, against those that are there and those it names."""
    sections = context.report.form.sections
    lacking = {one.facts.section for one in context.report.observations if isinstance(one.facts, SectionMissing)}
    ends_early = lacking >= {section.number for section in sections[-_LAST:]}
    for _, match in context.matches(topic):
        if topic.context is not None and not topic.context.search(context.text):
            continue
        quoted = numeral(match["count"])
        # What a file that ends early would have had, nobody knows.
        value = None if ends_early else Fraction(len(sections) - len(lacking))
        named = sum(any(word in context.text for word in section.keywords) for section in sections)
        # Whoever names all but one has forgotten it.
        is_open = named + 1 < len(sections) - len(lacking) and context.text[: match.start()].endswith(_AND_SO_ON)
        if quoted == value and named >= _NAMED and not is_open:
            value = Fraction(min(len(sections) - len(lacking), named))
        yield context.claim(topic.rule.id, match, quoted, Stated.SECTIONS, value, _equal(quoted, value))
        return


def _list(context: Context, topic: Topic) -> Iterator[Claim]:
    """A total and the parts that follow it."""
    return (claim for claim, _ in _lists(context, topic))


def _lists(context: Context, topic: Topic) -> Iterator[tuple[Claim, re.Match[str]]]:
    openers = [pattern for _, pattern in context.fitting(topic)]
    for one in lists(context.masked, openers, topic.unless, topic.unless_before, topic.context):
        verdict = _equal(one.total, one.sum)
        claim = context.claim(topic.rule.id, one.match, one.total, Stated.TEXT, one.sum, verdict)
        yield replace(claim, parts=one.parts), one.match


_JUDGES: Mapping[str, Callable[[Context, Topic], Iterator[Claim]]] = dict(
    zip(TEXT_ONLY, (_period, _year, _sections, _list), strict=True)
)


def _equal(quoted: Fraction, value: Fraction | None) -> Verdict:
    if value is None:
        return Verdict.UNDETERMINED
    return Verdict.SATISFIED if quoted == value else Verdict.VIOLATED

"""The report that people read: one part per report, each finding with the place, the numbers and the next step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from validator.messages import say
from validator.model.finding import Suspect
from validator.model.rule import Severity, Verdict
from validator.renderers.layout.lines import Line, Span, block, coloured, plain
from validator.renderers.terminal._frame import frame
from validator.renderers.terminal.headings import INDENT, QUIET, labelled, note, report_head, report_words, unreadable
from validator.renderers.words import summary
from validator.renderers.words.account import Account, RemarkKind, TermWords, weightiest_first
from validator.renderers.words.glossary import glossary_of
from validator.renderers.words.places import where

if TYPE_CHECKING:
    from validator.model.result import ReportResult, Result
    from validator.packs.pack import Pack
    from validator.renderers import RenderOptions

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTE: "bold cyan"}
_GUTTER = Span(INDENT + " | ", QUIET)
_NARROWEST = 40
_SUGGESTION = frozenset({RemarkKind.SUGGESTION})
_BELOW = frozenset(RemarkKind) - {RemarkKind.QUOTATION}
"""What is said below a finding; the clause of a text stands above its numbers."""
_IN_FULL = 3
"""Findings of one rule in one report that are shown in full; the further ones are shortened."""
_LISTED = 12
"""Terms of a relation between reports that get a line of their own."""


def render(result: Result, pack: Pack, options: RenderOptions) -> str:
    """The whole output as text; ANSI colours if asked for."""
    options = replace(options, width=max(options.width, _NARROWEST))
    lines = list(_document(result, pack, options))
    return coloured(lines) if options.colour else plain(lines)


def _document(result: Result, pack: Pack, options: RenderOptions) -> Iterator[Line]:
    for checked in result.reports:
        yield from _report(checked, pack, options)
    for error in result.unreadable:
        yield from unreadable(error, options.language, options.width)
    yield (Span("-" * min(options.width, 60), QUIET),)
    for sentence in summary.footer(result, options.language):
        yield from block((), sentence, options.width)


def _report(checked: ReportResult, pack: Pack, options: RenderOptions) -> Iterator[Line]:
    glossary = glossary_of(checked.report.form, pack, options.language)
    yield from report_head(checked.report, glossary, options.width)
    verdict = summary.verdict(checked, options.language)
    yield from _beside(checked, options)
    yield from labelled("label-verdict", verdict, options.language, options.width, style=_verdict_style(checked))
    yield ()
    seen: Counter[str] = Counter()
    told: set[tuple[Suspect, ...]] = set()
    for account in weightiest_first(checked, pack, options.language):
        finding = account.finding
        shown = _brief if seen[finding.rule] >= _IN_FULL else _full
        yield from shown(account, options.width, told=finding.suspects in told)
        yield ()
        if finding.doubt is not None and finding.suspects:
            told.add(finding.suspects)
        seen[finding.rule] += 1


def _beside(checked: ReportResult, options: RenderOptions) -> Iterator[Line]:
    """The reports that this one was held against."""
    language = options.language
    if checked.previous is not None:
        yield from labelled("label-previous", report_words(checked.previous, language), language, options.width)
    if checked.units:
        count = say("units-count", language, count=len(checked.units))
        yield from labelled("label-units", count, language, options.width)


def _verdict_style(checked: ReportResult) -> str:
    found = {finding.severity for finding in checked.findings}
    if Severity.ERROR in found:
        return "red"
    return "yellow" if Severity.WARNING in found or not checked.counts.get(Verdict.SATISFIED) else "green"


def _full(account: Account, width: int, *, told: bool) -> Iterator[Line]:
    yield from _head(account, width)
    if account.finding.comparator is None:
        yield from _guttered([account.sentence], width)
    else:
        yield from _proof(account, width)
    yield from _remarks(account, _BELOW, width, told=told)


def _brief(account: Account, width: int, *, told: bool) -> Iterator[Line]:
    """A finding like several before it: what and where, in numbers, and no more."""
    yield from _head(account, width)
    yield from _guttered([account.sentence], width)
    if account.finding.doubt is None:
        yield from _remarks(account, _SUGGESTION, width, told=told)


def _remarks(account: Account, kinds: frozenset[RemarkKind], width: int, *, told: bool) -> Iterator[Line]:
    """What is said below a finding; `told`: its suspects were told at a finding before."""
    for remark in account.remarks:
        if remark.kind in kinds:
            above = told and remark.kind is RemarkKind.SUGGESTION
            text = say("suspect-above", account.language) if above else remark.text
            yield from note(f"label-{remark.kind}", text, account.language, width)


def _head(account: Account, width: int) -> Iterator[Line]:
    severity = account.finding.severity
    head = Span(f"{severity}[{account.rule.id}]", _STYLES[severity])
    yield from block([head, Span(": ")], account.title, width, style="bold", indent=len(INDENT) + 4)
    place = _listed((report_words(account.report, account.language), account.place.bracketed), account.language)
    yield from block([Span(INDENT + "--> ", QUIET)], place, width)


def _proof(account: Account, width: int) -> Iterator[Line]:
    """The clause of the text, the cells under their letters, then the equation in letters and in numbers."""
    yield (_GUTTER,)
    yield from _guttered(filter(None, [account.quotation]), width)
    if account.equation is not None:
        yield from _cells(account, width)
        yield (_GUTTER,)
    yield from _guttered(filter(None, [account.letters, account.sentence]), width)
    yield (_GUTTER,)


def _cells(account: Account, width: int) -> Iterator[Line]:
    """An excerpt of the tables; for a warning or note about a few cells, these alone."""
    terms = account.terms
    between = any(words.term.source is not None for words in terms)
    if between or (account.finding.severity is not Severity.ERROR and len(terms) <= _IN_FULL):
        for words in terms[:_LISTED]:
            yield from _term(words, account.language, width)
        if len(terms) > _LISTED:
            yield from _guttered([say("terms-left-out", account.language, count=len(terms) - _LISTED)], width)
        return
    for at, excerpt in enumerate(account.excerpts):
        if at:
            yield (_GUTTER,)
        for framed in frame(excerpt, account.glossary, width - len(_GUTTER.text)):
            yield (_GUTTER, *framed)


def _term(words: TermWords, language: str, width: int) -> Iterator[Line]:
    """A term on a line of its own; of another report, with the file it stands in."""
    line = f"{words.cell}{say('colon', language)}{words.number}"
    term = words.term
    if term.source is not None:
        place = _listed((report_words(term.source, language), where([term.location], language)), language)
        line += say("brackets", language, text=place)
    yield from block([_GUTTER, Span(f"[{words.letter}] ", "bold")], line, width)


def _listed(texts: Iterable[str], language: str) -> str:
    return say("comma", language).join(filter(None, texts))


def _guttered(texts: Iterable[str], width: int) -> Iterator[Line]:
    for text in texts:
        for line in block((), text, width - len(_GUTTER.text)):
            yield (_GUTTER, *line)

"""The report that people read: one part per report, each finding with the place, the numbers and the next step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from validator.messages import say
from validator.model.finding import Finding, FindingTerm, Suspect
from validator.model.report import Report
from validator.model.rule import Rule, Severity, Verdict
from validator.renderers.layout.excerpt import excerpts, shown_terms
from validator.renderers.layout.lines import Line, Span, block, coloured, plain
from validator.renderers.terminal._frame import frame
from validator.renderers.terminal.headings import INDENT, QUIET, labelled, note, report_head, report_words, unreadable
from validator.renderers.words import claims as claimwords
from validator.renderers.words import equation, sentences, summary
from validator.renderers.words import suspects as suspicion
from validator.renderers.words.glossary import Glossary, glossary_of
from validator.renderers.words.places import where

if TYPE_CHECKING:
    from validator.model.result import ReportResult, Result
    from validator.packs.pack import Pack
    from validator.renderers import RenderOptions

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTE: "bold cyan"}
_GUTTER = Span(INDENT + " | ", QUIET)
_NARROWEST = 40
_WEIGHT = tuple(Severity)
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
    for finding in sorted(checked.findings, key=lambda finding: _WEIGHT.index(finding.severity)):
        view = _View(finding, pack.rule(finding.rule), checked, glossary, options.width, finding.suspects in told)
        if finding.doubt is not None and finding.suspects:
            told.add(finding.suspects)
        yield from _brief(view) if seen[finding.rule] >= _IN_FULL else _full(view)
        yield ()
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


@dataclass(frozen=True, slots=True)
class _View:
    """A finding with all that is needed to show it."""

    finding: Finding
    rule: Rule
    checked: ReportResult
    glossary: Glossary
    width: int
    told: bool
    """True if the choice of suspects was told at a finding before."""

    @property
    def report(self) -> Report:
        return self.checked.report

    @property
    def language(self) -> str:
        return self.glossary.language


def _full(view: _View) -> Iterator[Line]:
    yield from _head(view)
    if view.finding.comparator is None:
        yield from _guttered(view, [sentences.message(view.finding, view.rule, view.report, view.glossary)])
    else:
        yield from _relation(view)
    yield from _suggestion(view)
    if view.finding.doubt is not None or not view.finding.suspects:
        step = sentences.next_step(view.finding, view.rule, view.report, view.language)
        yield from note("label-next", step, view.language, view.width)
    yield from note("label-details", f"gouji explain {view.rule.id}", view.language, view.width)


def _brief(view: _View) -> Iterator[Line]:
    """A finding like several before it: what and where, in numbers, and no more."""
    yield from _head(view)
    yield from _guttered(view, [sentences.message(view.finding, view.rule, view.report, view.glossary)])
    if view.finding.doubt is None:
        yield from _suggestion(view)


def _suggestion(view: _View) -> Iterator[Line]:
    """Which cell to look at, or why that cannot be said."""
    if view.told:
        suggestion: str | None = say("suspect-above", view.language)
    else:
        suggestion = suspicion.suggestion(view.finding, view.report, view.glossary)
    if suggestion is not None:
        yield from note("label-suggestion", suggestion, view.language, view.width)


def _head(view: _View) -> Iterator[Line]:
    finding, rule = view.finding, view.rule
    severity = Span(f"{finding.severity}[{rule.id}]", _STYLES[finding.severity])
    title = sentences.title(finding, rule, view.language)
    yield from block([severity, Span(": ")], title, view.width, style="bold", indent=len(INDENT) + 4)
    place = say("comma", view.language).join(
        filter(None, (report_words(view.report, view.language), sentences.place(finding, view.glossary)))
    )
    yield from block([Span(INDENT + "--> ", QUIET)], place, view.width)


def _relation(view: _View) -> Iterator[Line]:
    """The cells under their letters, then the equation in letters and in numbers, then what else the cells violate."""
    finding = view.finding
    yield (_GUTTER,)
    if finding.quotation is not None:
        yield from _guttered(view, [claimwords.quotation(finding.quotation, view.language)])
    if finding.terms or finding.quotation is None:
        yield from _cells(view)
        yield (_GUTTER,)
    letters = equation.letters_told(finding, view.report, view.language)
    shown = [letters] if finding.terms or finding.quotation is None else []
    yield from _guttered(view, [*shown, sentences.message(finding, view.rule, view.report, view.glossary)])
    yield (_GUTTER,)
    for sentence in sentences.notes(finding, view.checked.findings, view.report, view.language):
        yield from note("label-note", sentence, view.language, view.width)


def _cells(view: _View) -> Iterator[Line]:
    """An excerpt of the tables; for a warning or note about a few cells, these alone."""
    finding, terms = view.finding, shown_terms(view.finding, view.report)
    between = any(term.source is not None for term in terms)
    if between or (finding.severity is not Severity.ERROR and len(terms) <= _IN_FULL):
        for term in terms[:_LISTED]:
            yield from _listed(view, term)
        if len(terms) > _LISTED:
            yield from _guttered(view, [say("terms-left-out", view.language, count=len(terms) - _LISTED)])
        return
    for at, excerpt in enumerate(excerpts(finding, view.report)):
        if at:
            yield (_GUTTER,)
        for framed in frame(excerpt, view.glossary, view.width - len(_GUTTER.text)):
            yield (_GUTTER, *framed)


def _listed(view: _View, term: FindingTerm) -> Iterator[Line]:
    """A term on a line of its own; of another report, with the file it stands in."""
    language = view.language
    number = equation.term_words(term, view.report, language)
    unit = view.glossary.unit(term.place) if term.value is not None else ""
    line = f"{sentences.cell_name(term, view.glossary)}{say('colon', language)}{number}{unit}"
    if term.source is not None:
        place = say("comma", language).join(
            filter(None, (report_words(term.source, language), where([term.location], language)))
        )
        line += say("brackets", language, text=place)
    yield from block([_GUTTER, Span(f"[{term.letter}] ", "bold")], line, view.width)


def _guttered(view: _View, texts: Sequence[str]) -> Iterator[Line]:
    for text in texts:
        for line in block((), text, view.width - len(_GUTTER.text)):
            yield (_GUTTER, *line)

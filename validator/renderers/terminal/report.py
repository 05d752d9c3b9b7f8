"""The report that people read: one part per report, each mistake with what to change, why, and the proof."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from validator.messages import say
from validator.model.rules.rule import Severity, Verdict
from validator.renderers.layout.lines import Line, Span, block, coloured, plain
from validator.renderers.terminal.headings import QUIET, labelled, report_head, report_words, unreadable
from validator.renderers.words import summary
from validator.renderers.words.glossary import glossary_of

if TYPE_CHECKING:
    from validator.model.result import ReportResult, Result
    from validator.packs.pack import Pack
    from validator.renderers import RenderOptions

_NARROWEST = 40


def render(result: Result, pack: Pack, options: RenderOptions) -> str:
    """The whole output as text; ANSI colours if asked for."""
    options = replace(options, width=max(options.width, _NARROWEST))
    lines = list(_document(result, pack, options))
    return coloured(lines) if options.colour else plain(lines)


def _document(result: Result, pack: Pack, options: RenderOptions) -> Iterator[Line]:
    for checked in result.reports:
        if checked.mistakes or not options.quiet:
            yield from _report(checked, pack, options)
    for error in result.unreadable:
        yield from unreadable(error, options.language, options.width)
    counts = () if options.quiet else summary.footer(result, options.language)
    if counts or options.notes:
        yield (Span("-" * min(options.width, 60), QUIET),)
    for sentence in (*counts, *options.notes):
        yield from block((), sentence, options.width)


def _report(checked: ReportResult, pack: Pack, options: RenderOptions) -> Iterator[Line]:
    glossary = glossary_of(checked.report.form, pack, options.language)
    yield from report_head(checked.report, glossary, options.width)
    verdict = summary.verdict(checked, options.language)
    yield from _beside(checked, options)
    yield from labelled("label-verdict", verdict, options.language, options.width, style=_verdict_style(checked))
    yield ()
    if checked.mistakes:
        # Loaded where there is one: most reports are sound.
        from validator.renderers.terminal._mistakes import mistakes

        yield from mistakes(checked, pack, options)


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

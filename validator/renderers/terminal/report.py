"""The report that people read: one part per report, each mistake with what to change, why, and the proof."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace
from rich.cells import cell_len

from validator.messages import say
from validator.model.rules.rule import Severity, Verdict
from validator.renderers.layout.lines import Line, Span, block, coloured, plain
from validator.renderers.terminal._details import in_full
from validator.renderers.terminal._frame import frame
from validator.renderers.terminal.headings import QUIET, labelled, report_head, report_words, unreadable
from validator.renderers.words import summary
from validator.renderers.words.glossary import glossary_of
from validator.renderers.words.mistake import MistakeAccount, mistakes_of

if TYPE_CHECKING:
    from validator.model.result import ReportResult, Result
    from validator.packs.pack import Pack
    from validator.renderers import RenderOptions

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTE: "bold cyan"}
_NARROWEST = 40
_WIDEST_MARGIN = 12


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
    for account in mistakes_of(checked, pack, options.language):
        yield from _mistake(account, options)
        yield ()


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


def _mistake(account: MistakeAccount, options: RenderOptions) -> Iterator[Line]:
    """Where, what stands there and what it should be; why; the proof; last and dim where in the file, and the rules."""
    width = options.width
    label = account.label + "  "
    margin = Span(" " * min(cell_len(label), _WIDEST_MARGIN))
    head = Span(label, _STYLES[account.severity])
    yield from block([head], account.message, width, style="bold", indent=len(margin.text))
    if account.why:
        yield from block([margin], account.why, width)
    if account.proof:
        yield from block([margin, Span("> ", QUIET)], account.proof, width)
    if not options.details:
        for excerpt in account.excerpts:
            for framed in frame(excerpt, account.glossary, width - len(margin.text) - 2):
                yield (margin, Span("| ", QUIET), *framed)
    place = "  ".join(filter(None, (account.place.file, account.rule_names)))
    yield from block([margin], place, width, style="dim")
    if options.details:
        for one in account.accounts:
            yield ()
            yield from in_full(one, width)

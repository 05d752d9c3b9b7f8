"""One line for each finding and each unreadable input, for editors, logs and `grep`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from validator.messages import say
from validator.model.finding import Finding
from validator.model.report import Report
from validator.model.rule import Rule, Severity, Verdict
from validator.renderers.layout.lines import Line, Span, clean, coloured, plain
from validator.renderers.terminal.headings import report_words
from validator.renderers.words import equation, sentences
from validator.renderers.words.glossary import Glossary, glossary_of

if TYPE_CHECKING:
    from validator.model.result import Result
    from validator.packs.pack import Pack
    from validator.renderers import RenderOptions

_STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def render(result: Result, pack: Pack, options: RenderOptions) -> str:
    """`path: severity[rule] place: sentence`, one line each; empty if there is nothing to say."""
    lines = list(_lines(result, pack, options.language))
    return coloured(lines) if options.colour else plain(lines)


def _lines(result: Result, pack: Pack, language: str) -> Iterator[Line]:
    for checked in result.reports:
        report = checked.report
        glossary = glossary_of(report.form, pack, language)
        for finding in checked.findings:
            rule = pack.rule(finding.rule)
            yield (
                Span(report_words(report, language) + ": "),
                Span(f"{finding.severity}[{finding.rule}]", _STYLES[finding.severity]),
                Span(" " + _placed(finding, glossary, _sentence(finding, rule, report, glossary))),
            )
    for error in result.unreadable:
        yield (
            Span(clean(error.path) + ": "),
            Span(say("unreadable", language), "red"),
            Span(": " + clean(error.reason[language])),
            Span(say("brackets", language, text=clean(error.hint[language])) if error.hint[language] else ""),
        )


def _placed(finding: Finding, glossary: Glossary, sentence: str) -> str:
    """The sentence after its place, unless it names the place itself."""
    place = sentences.form_place(finding, glossary)
    return f"{place}: {sentence}" if place and place not in sentence else sentence


def _sentence(finding: Finding, rule: Rule, report: Report, glossary: Glossary) -> str:
    language = glossary.language
    if finding.comparator is None or finding.quotation is not None:
        return sentences.message(finding, rule, report, glossary)
    if finding.verdict is Verdict.UNDETERMINED:
        reason = equation.undecided(finding, report, language, lambda term: sentences.cell_name(term, glossary))
        return sentences.title(finding, rule, language) + say("brackets", language, text=reason)
    short = equation.difference(finding, language, short=True)
    return equation.comparison(finding, report, language) + say("brackets", language, text=short)

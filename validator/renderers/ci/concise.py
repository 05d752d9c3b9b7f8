"""One line for each mistake and each unreadable input, for editors, logs and `grep`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from validator.messages import say
from validator.model.rules.rule import Severity
from validator.renderers.layout.lines import Line, Span, clean, clean_path, coloured, plain
from validator.renderers.terminal.headings import report_words
from validator.renderers.words.mistake import mistakes_of

if TYPE_CHECKING:
    from validator.model.result import Result
    from validator.packs.pack import Pack
    from validator.renderers import RenderOptions

_STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def render(result: Result, pack: Pack, options: RenderOptions) -> str:
    """`path: severity: where, what stands there, what it should be  rules`, one line each; empty for no mistake."""
    lines = list(_lines(result, pack, options.language))
    return coloured(lines) if options.colour else plain(lines)


def _lines(result: Result, pack: Pack, language: str) -> Iterator[Line]:
    for checked in result.reports:
        for account in mistakes_of(checked, pack, language):
            severity = account.severity
            yield (
                Span(report_words(checked.report, language) + ": "),
                Span(say(f"mistakes-{severity}", language), _STYLES[severity]),
                Span(": " + account.message),
                Span("  " + account.rule_names, "dim"),
            )
    for error in result.unreadable:
        yield (
            Span(clean_path(error.path) + ": "),
            Span(say("unreadable", language), "red"),
            Span(": " + clean(error.reason[language])),
            Span(say("brackets", language, text=clean(error.hint[language])) if error.hint[language] else ""),
        )

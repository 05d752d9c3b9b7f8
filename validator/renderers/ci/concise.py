"""One line for each finding and each unreadable input, for editors, logs and `grep`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from validator.messages import say
from validator.model.rule import Severity
from validator.renderers.layout.lines import Line, Span, clean, coloured, plain
from validator.renderers.terminal.headings import report_words
from validator.renderers.words.account import Account, accounts

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
        for account in accounts(checked, pack, language):
            severity = account.finding.severity
            yield (
                Span(report_words(checked.report, language) + ": "),
                Span(f"{severity}[{account.rule.id}]", _STYLES[severity]),
                Span(" " + _placed(account)),
            )
    for error in result.unreadable:
        yield (
            Span(clean(error.path) + ": "),
            Span(say("unreadable", language), "red"),
            Span(": " + clean(error.reason[language])),
            Span(say("brackets", language, text=clean(error.hint[language])) if error.hint[language] else ""),
        )


def _placed(account: Account) -> str:
    """The sentence after its place, unless it names the place itself."""
    place, sentence = account.place.form, account.brief
    return f"{place}: {sentence}" if place and place not in sentence else sentence

"""Workflow commands of GitHub Actions: each mistake becomes an annotation at its file and line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from validator.messages import say
from validator.model.document import SourcePlace
from validator.model.rules.rule import Severity
from validator.renderers.layout import paths as targets
from validator.renderers.layout.lines import clean, clean_path
from validator.renderers.layout.source import end_column, place_of
from validator.renderers.words.mistake import MistakeAccount, mistakes_of

if TYPE_CHECKING:
    from validator.model.result import Result
    from validator.packs.pack import Pack
    from validator.renderers import RenderOptions

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
"""Severity -> name of the workflow command."""

_IN_MESSAGES = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTIES = {**_IN_MESSAGES, ":": "%3A", ",": "%2C"}


def render(result: Result, pack: Pack, options: RenderOptions) -> str:
    """One command a line; empty if there is nothing to say."""
    return "".join(line + "\n" for line in _commands(result, pack, options))


def _commands(result: Result, pack: Pack, options: RenderOptions) -> Iterator[str]:
    for checked in result.reports:
        for account in mistakes_of(checked, pack, options.language):
            yield _mistake(account, options)
    for error in result.unreadable:
        text = "\n".join(filter(None, (clean(error.reason[options.language]), clean(error.hint[options.language]))))
        yield _command("error", error.path, None, say("unreadable", options.language), text, options)


def _mistake(account: MistakeAccount, options: RenderOptions) -> str:
    """What has to change as the title; then why, the proof, where in the file, and last the rules."""
    text = "\n".join(filter(None, (*account.lines, account.place.file, account.rule_names)))
    report = account.checked.report
    place = place_of(account.location, report, options)
    return _command(COMMANDS[account.severity], report.path, place, account.message, text, options)


def _command(name: str, path: str, place: SourcePlace | None, title: str, text: str, options: RenderOptions) -> str:
    """`::error file=...,line=...,col=...,endColumn=...,title=...::message`."""
    region = {} if place is None else {"line": place.line, "col": place.column, "endColumn": end_column(place)}
    properties = {
        "file": "" if path == targets.STANDARD_INPUT else clean_path(targets.shown(path, options.folder)),
        **{name: str(number) for name, number in region.items() if number},
        "title": title,
    }
    listed = ",".join(f"{key}={_escaped(value, _IN_PROPERTIES)}" for key, value in properties.items() if value)
    return f"::{name} {listed}::{_escaped(text, _IN_MESSAGES)}"


def _escaped(text: str, signs: Mapping[str, str]) -> str:
    return "".join(signs.get(char, char) for char in text)

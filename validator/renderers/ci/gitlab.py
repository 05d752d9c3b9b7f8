"""The Code Quality report of GitLab (`artifacts: reports: codequality`), shown in merge requests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from validator.messages import say
from validator.model.rules.rule import Severity
from validator.renderers.data.exact_json import Json, json_text
from validator.renderers.layout import paths as targets
from validator.renderers.layout.lines import clean
from validator.renderers.layout.source import place_of
from validator.renderers.words.mistake import mistakes_of

if TYPE_CHECKING:
    from validator.model.result import Result
    from validator.packs.pack import Pack
    from validator.renderers import RenderOptions

SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}
"""Severity -> GitLab's word."""
UNREADABLE = "unreadable", "blocker"
"""Name and severity of an input that could not be read."""


def render(result: Result, pack: Pack, options: RenderOptions) -> str:
    """A JSON array with one entry for each mistake and each unreadable input."""
    return json_text(list(_entries(result, pack, options)))


def _entries(result: Result, pack: Pack, options: RenderOptions) -> Iterator[Json]:
    for checked in result.reports:
        for account in mistakes_of(checked, pack, options.language):
            finding, report = account.accounts[0].finding, checked.report
            place = place_of(account.location, report, options)
            line = None if place is None else place.line
            path = targets.shown(report.path, options.folder)
            unique = f"{finding.fingerprint} {report.part or ''}"
            name = finding.rule, SEVERITIES[account.severity]
            stop = say("mistake-full-stop", options.language)
            yield _entry(name, path, line, stop.join(filter(None, (account.message, account.why))), unique)
    for error in result.unreadable:
        text = clean(error.reason[options.language])
        yield _entry(UNREADABLE, targets.shown(error.path, options.folder), None, text, "")


def _entry(name: tuple[str, str], path: str, line: int | None, description: str, fingerprint: str) -> Json:
    check, severity = name
    # GitLab shows one of several entries with the same fingerprint: two copies of a report are two.
    unique = hashlib.sha256(f"{path}\n{check}\n{fingerprint}".encode("utf-8", "surrogatepass")).hexdigest()
    return {
        "description": description,
        "check_name": check,
        "fingerprint": unique[:32],
        "severity": severity,
        # A line is required; a file without lines is pointed to at its start.
        "location": {"path": path, "lines": {"begin": line or 1}},
    }

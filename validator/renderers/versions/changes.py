"""Two versions of reports compared, for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from validator.checking.versions import FindingChange, FindingState, Version, VersionComparison
from validator.messages import say
from validator.renderers.data.exact_json import Json, json_text
from validator.renderers.layout.lines import clean

_STATES = tuple(FindingState)


def render_changes(comparisons: Sequence[VersionComparison], language: str) -> str:
    """A part a report, a line a finding, and the counts at the end."""
    lines = [line for one in comparisons for line in _lines(one, language)]
    counts = say("comma", language).join(
        say(f"change-count-{state}", language, count=sum(one.count(state) for one in comparisons)) for state in _STATES
    )
    return "".join(line + "\n" for line in [*lines, counts])


def _lines(comparison: VersionComparison, language: str) -> Iterator[str]:
    report = comparison.new or comparison.old
    if report is None:
        return
    organ = clean(report.organ) if report.organ else say("organ-not-known", language)
    year = report.year if report.year is not None else say("year-not-known", language)
    yield f"== {say('report-heading', language, organ=organ, year=year)} =="
    paths = [say("change-absent", language) if one is None else clean(one.path) for one in _sides(comparison)]
    yield " -> ".join(paths)
    for state in _STATES:
        changes = [change for change in comparison.changes if change.state is state]
        if changes:
            yield say(f"change-{state}", language, count=len(changes))
            yield from (f"  {_line(change, language)}" for change in changes)
    yield ""


def _sides(comparison: VersionComparison) -> tuple[Version | None, Version | None]:
    return comparison.old, comparison.new


def _line(change: FindingChange, language: str) -> str:
    finding = change.finding
    again = say("change-other-numbers", language) if change.other_numbers else ""
    return f"{finding.severity}[{finding.rule}] {clean(finding.text)}{again}"


def changes_json(comparisons: Sequence[VersionComparison]) -> str:
    """The same for programs."""
    return json_text(
        {
            "version": 1,
            "summary": {_name(state): sum(one.count(state) for one in comparisons) for state in _STATES},
            "reports": [_comparison(one) for one in comparisons],
        }
    )


def _comparison(comparison: VersionComparison) -> Json:
    report = comparison.new or comparison.old
    return {
        "organ": None if report is None else report.organ,
        "year": None if report is None else report.year,
        "old": None if comparison.old is None else comparison.old.path,
        "new": None if comparison.new is None else comparison.new.path,
        "changes": [
            {
                "state": change.state,
                "rule": change.finding.rule,
                "severity": change.finding.severity,
                "text": change.finding.text,
                "other_numbers": change.other_numbers,
                "fingerprint": change.finding.fingerprint,
            }
            for change in comparison.changes
        ],
    }


def _name(state: FindingState) -> str:
    return state.replace("-", "_")

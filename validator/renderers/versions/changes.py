"""Two versions of reports compared, for people and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from validator.checking.versions import FindingState, MistakeChange, Version, VersionComparison, organs_of
from validator.messages import say
from validator.renderers.data.exact_json import Json, json_text
from validator.renderers.layout.lines import clean

_STATES = tuple(FindingState)


def render_changes(comparisons: Sequence[VersionComparison], language: str, same: Callable[[str], str] = str) -> str:
    """A part a report, a line a mistake; of several reports a line an organ; the counts at the end."""
    lines = [line for one in comparisons for line in _lines(one, language)]
    if len(comparisons) > 1:
        lines += [*_by_organ(comparisons, language, same), ""]
    mistakes = _counts(lambda state: sum(one.count_mistakes(state) for one in comparisons), language)
    lines.append(say("change-mistakes", language, counts=mistakes))
    lines.append(_counts(lambda state: sum(one.count(state) for one in comparisons), language))
    return "".join(line + "\n" for line in lines)


def _counts(count: Callable[[FindingState], int], language: str) -> str:
    counts = (say(f"change-count-{state}", language, count=count(state)) for state in _STATES)
    return say("comma", language).join(counts)


def _by_organ(comparisons: Sequence[VersionComparison], language: str, same: Callable[[str], str]) -> Iterator[str]:
    """What became of the mistakes of each organ, and what it has not sent again."""
    yield say("change-organs", language)
    for organ in organs_of(comparisons, same):
        name = clean(organ.name) if organ.name else say("organ-not-known", language)
        parts = [_counts(organ.count, language)]
        if organ.missing:
            parts.append(say("change-not-again", language, count=organ.missing))
        yield "  " + name + say("colon", language) + say("semicolon", language).join(parts)


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
        changes = [change for change in comparison.mistakes if change.state is state]
        if changes:
            yield say(f"change-{state}", language, count=len(changes))
            yield from (f"  {_line(change, language)}" for change in changes)
    yield ""


def _sides(comparison: VersionComparison) -> tuple[Version | None, Version | None]:
    return comparison.old, comparison.new


def _line(change: MistakeChange, language: str) -> str:
    """`差错：表三...：填的是 11，应为 12（数字有变）  requests-balance`."""
    mistake = change.mistake
    again = say("change-other-numbers", language) if change.other_numbers else ""
    severity = say(f"mistakes-{mistake.severity}", language)
    return f"{severity}{say('colon', language)}{clean(mistake.message)}{again}  {', '.join(mistake.rules)}"


def changes_json(comparisons: Sequence[VersionComparison], same: Callable[[str], str] = str) -> str:
    """The same for programs."""
    return json_text(
        {
            "version": 1,
            "summary": {_name(state): sum(one.count(state) for one in comparisons) for state in _STATES},
            "mistakes": {_name(state): sum(one.count_mistakes(state) for one in comparisons) for state in _STATES},
            "organs": [
                {"organ": one.name, **{_name(state): one.count(state) for state in _STATES}, "not_again": one.missing}
                for one in organs_of(comparisons, same)
            ],
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
        "mistakes": [
            {
                "state": change.state,
                "severity": change.mistake.severity,
                "message": change.mistake.message,
                "rules": change.mistake.rules,
                "other_numbers": change.other_numbers,
            }
            for change in comparison.mistakes
        ],
    }


def _name(state: FindingState) -> str:
    return state.replace("-", "_")

from __future__ import annotations

from validator.model.finding import Finding, severity_counts
from validator.model.rules.rule import Severity, Verdict


def finding(severity: Severity) -> Finding:
    return Finding("r", severity, Verdict.VIOLATED)


def test_errors_weigh_more_than_warnings_and_these_more_than_notes() -> None:
    assert sorted(Severity, key=lambda one: one.rank) == [Severity.ERROR, Severity.WARNING, Severity.NOTE]


def test_every_severity_is_counted_the_weightiest_first() -> None:
    counts = severity_counts(map(finding, (Severity.NOTE, Severity.ERROR, Severity.NOTE)))
    assert list(counts.items()) == [(Severity.ERROR, 1), (Severity.WARNING, 0), (Severity.NOTE, 2)]

"""Results of many reports counted: which relations fail how often, at which organs, in which years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from validator.renderers.overview.rows import ResultRow


@dataclass(slots=True)
class CountShare:
    """What is counted of one relation, organ or year."""

    reports: int = 0
    """Reports concerned: for a rule, those with a finding of it; else all."""
    faulty: int = 0
    """Reports with an error among them."""
    findings: Counter[str] = field(default_factory=Counter)
    """Severity -> findings."""


@dataclass(slots=True)
class Overview:
    """Counts over any number of reports."""

    reports: int = 0
    faulty: int = 0
    """Reports with at least one error."""
    unreadable: int = 0
    findings: Counter[str] = field(default_factory=Counter)
    """Severity -> findings."""
    rules: dict[str, CountShare] = field(default_factory=dict)
    organs: dict[str, CountShare] = field(default_factory=dict)
    """Name, empty where it is not known."""
    years: dict[int | None, CountShare] = field(default_factory=dict)
    _seen: tuple[str, set[str]] = ("", set())
    """The report that the last records were about, and the rules met in it."""
    _faulty: set[tuple[str, str | None, int | None]] = field(default_factory=set)
    """Reports with at least one error: path, organ, year."""

    def add(self, rows: Iterable[ResultRow]) -> None:
        """Count records of `gouji check`; those of one report follow one another."""
        for row in rows:
            match row.kind:
                case "unreadable":
                    self.unreadable += 1
                case "report" | "between":
                    self._add_report(row)
                case "finding":
                    self._add_finding(row)

    def _add_report(self, row: ResultRow) -> None:
        """Count a report; what is said of it beside others comes later, and may be its first error."""
        shares, name = self._shares(row), (row.path, row.organ, row.year)
        new = row.kind == "report"
        faulty = row.errors > 0 and (new or name not in self._faulty)
        if faulty:
            self._faulty.add(name)
        self.reports, self.faulty = self.reports + new, self.faulty + faulty
        for share in shares:
            share.reports, share.faulty = share.reports + new, share.faulty + faulty

    def _shares(self, row: ResultRow) -> tuple[CountShare, CountShare]:
        return self.organs.setdefault(row.organ or "", CountShare()), self.years.setdefault(row.year, CountShare())

    def _add_finding(self, row: ResultRow) -> None:
        shares = self._shares(row)
        severity, rule, path = row.severity, row.rule, row.path
        if path != self._seen[0]:
            self._seen = (path, set())
        share = self.rules.setdefault(rule, CountShare())
        if rule not in self._seen[1]:
            self._seen[1].add(rule)
            share.reports += 1
        for counter in (self.findings, share.findings, *(one.findings for one in shares)):
            counter[severity] += 1

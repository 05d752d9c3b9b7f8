"""Results of many reports counted: which relations fail how often, at which organs, in which years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct, field

from validator.model.mistake import Demand
from validator.renderers.overview.rows import ResultRow


class CountShare(Struct):
    """What is counted of one relation, organ or year."""

    reports: int = 0
    """Reports concerned: for a rule, those with a finding of it; else all."""
    faulty: int = 0
    """Reports with an error among them."""
    findings: Counter[str] = field(default_factory=Counter)
    """Severity -> findings."""
    mistakes: Counter[str] = field(default_factory=Counter)
    """What they ask for -> mistakes; of a rule, not counted."""


class Overview(Struct):
    """Counts over any number of reports."""

    reports: int = 0
    faulty: int = 0
    """Reports with at least one error."""
    unread: list[str] = field(default_factory=list)
    """Paths of the inputs that could not be read."""
    findings: Counter[str] = field(default_factory=Counter)
    """Severity -> findings."""
    mistakes: Counter[str] = field(default_factory=Counter)
    """What they ask for -> mistakes."""
    rules: dict[str, CountShare] = field(default_factory=dict)
    organs: dict[str, CountShare] = field(default_factory=dict)
    """Name, empty where it is not known."""
    years: dict[int | None, CountShare] = field(default_factory=dict)
    _seen: tuple[str, set[str]] = ("", set())
    """The report that the last records were about, and the rules met in it."""
    _told: dict[tuple[str, str | None, int | None], tuple[bool, tuple[int, ...]]] = field(default_factory=dict)
    """Path, organ and year of each report with a finding -> whether it has an error, and what its mistakes ask for."""

    @property
    def unreadable(self) -> int:
        """Inputs that could not be read."""
        return len(self.unread)

    def add(self, rows: Iterable[ResultRow]) -> None:
        """Count records of `gouji check`; those of one report follow one another."""
        for row in rows:
            match row.kind:
                case "unreadable":
                    self.unread.append(row.path)
                case "report" | "between":
                    self._add_report(row)
                case "finding":
                    self._add_finding(row)

    def _add_report(self, row: ResultRow) -> None:
        """Count a report; what is said of it beside others comes later, and may be its first error."""
        shares, name = self._shares(row), (row.path, row.organ, row.year)
        new = row.kind == "report"
        was_faulty, before = (False, (0,) * len(Demand)) if new else self._told.get(name, (False, (0,) * len(Demand)))
        faulty = row.errors > 0 and not was_faulty
        if row.errors or any(row.demands):
            self._told[name] = (was_faulty or faulty, row.demands)
        more = {demand: now - then for demand, now, then in zip(Demand, row.demands, before, strict=True)}
        self.reports, self.faulty = self.reports + new, self.faulty + faulty
        for counter in (self.mistakes, *(share.mistakes for share in shares)):
            counter.update(more)
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

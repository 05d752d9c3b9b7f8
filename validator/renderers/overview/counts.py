"""Results of many reports counted: which relations fail how often, at which organs, in which years."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Row = Mapping[str, str | int | float | None]

RESULT_SUFFIXES = (".jsonl", ".csv", ".parquet")
"""Files with results of `gouji check`."""
_NEEDED = ("kind", "path", "organ", "year", "rule", "severity")


class NoResultsError(Exception):
    """A file that does not hold the results of `gouji check`."""


@dataclass(slots=True)
class Share:
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
    rules: dict[str, Share] = field(default_factory=dict)
    organs: dict[str, Share] = field(default_factory=dict)
    """Name, empty where it is not known."""
    years: dict[int | None, Share] = field(default_factory=dict)
    _seen: tuple[str, set[str]] = ("", set())
    """The report that the last records were about, and the rules met in it."""
    _faulty: set[tuple[str, str, str]] = field(default_factory=set)
    """Reports with at least one error: path, organ, year."""

    def add(self, rows: Iterable[Row]) -> None:
        """Count records of `gouji check`; those of one report follow one another."""
        for row in rows:
            match row["kind"]:
                case "unreadable":
                    self.unreadable += 1
                case "report" | "between":
                    self._add_report(row)
                case "finding":
                    self._add_finding(row)

    def _add_report(self, row: Row) -> None:
        """Count a report; what is said of it beside others comes later, and may be its first error."""
        shares, name = self._shares(row), (str(row["path"]), str(row["organ"]), str(row["year"]))
        new = row["kind"] == "report"
        faulty = int(row["errors"] or 0) > 0 and (new or name not in self._faulty)
        if faulty:
            self._faulty.add(name)
        self.reports, self.faulty = self.reports + new, self.faulty + faulty
        for share in shares:
            share.reports, share.faulty = share.reports + new, share.faulty + faulty

    def _shares(self, row: Row) -> tuple[Share, Share]:
        year = row["year"]
        return (
            self.organs.setdefault(str(row["organ"] or ""), Share()),
            self.years.setdefault(None if year is None or year == "" else int(year), Share()),
        )

    def _add_finding(self, row: Row) -> None:
        shares = self._shares(row)
        severity, rule, path = str(row["severity"]), str(row["rule"]), str(row["path"])
        if path != self._seen[0]:
            self._seen = (path, set())
        share = self.rules.setdefault(rule, Share())
        if rule not in self._seen[1]:
            self._seen[1].add(rule)
            share.reports += 1
        for counter in (self.findings, share.findings, *(one.findings for one in shares)):
            counter[severity] += 1


def result_rows(path: Path) -> Iterator[Row]:
    """The records in a file of results; raises NoResultsError, OSError, and ImportError without pyarrow."""
    readers = {".jsonl": _json_rows, ".csv": _csv_rows, ".parquet": _parquet_rows}
    try:
        for row in readers[path.suffix.lower()](path):
            if not isinstance(row, dict) or any(name not in row for name in _NEEDED):
                raise NoResultsError(path.name)
            yield row
    except ValueError as error:  # damaged JSON, text or Parquet
        raise NoResultsError(path.name) from error


def rows_of_lines(text: str) -> Iterator[Row]:
    """The records in lines of JSON."""
    return map(json.loads, text.splitlines())


def _json_rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _csv_rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


def _parquet_rows(path: Path) -> Iterator[Row]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        names = file.schema_arrow.names
        if any(name not in names for name in _NEEDED):
            raise NoResultsError(path.name)
        for batch in file.iter_batches(columns=[*_NEEDED, "errors"]):
            yield from batch.to_pylist()

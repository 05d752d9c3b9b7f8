"""Findings and cells as flat records with a fixed schema: what `jsonl`, `csv` and `parquet` hold.

One record a line, so that the results of any number of files can be written as they come and joined by `cat`. In the
records of `gouji check`, `kind` says what a line is about: each input gives either one `report` line, followed by one
`finding` line for each of its findings, or one `unreadable` line. So every input can be found again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from validator.finding import Finding
from validator.problem import UnreadableInputError
from validator.renderers import flat, sentences
from validator.renderers.glossary import Glossary, glossary_of
from validator.rule import Severity, Verdict

if TYPE_CHECKING:
    from validator.pipeline import ReportResult
    from validator.report import Report
    from validator.rulefile import Pack

Value: TypeAlias = "str | int | Decimal | Fraction | None"
Record: TypeAlias = "tuple[Value, ...]"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record."""

    name: str
    type: str
    """`text`, `integer` or `number`."""
    about: str
    """What it holds; null where it does not apply."""


FINDING_FIELDS = (
    Field("kind", "text", "report, finding or unreadable"),
    Field("path", "text", "the input as named on the command line; a member of an archive as archive.zip/folder/file"),
    Field("organ", "text", "who reports"),
    Field("year", "integer", "the year reported on"),
    Field("form", "text", "edition of the official form"),
    Field("rule", "text", "name of the rule, as in `gouji explain`"),
    Field("severity", "text", "error, warning or note"),
    Field("verdict", "text", "violated or undetermined"),
    Field("table", "text", "table of the form"),
    Field("row", "text", "row that the relation stands in"),
    Field("column", "text", "column that the relation stands in"),
    Field("left", "number", "value of the left side"),
    Field("right", "number", "value of the right side"),
    Field("residual", "number", "left minus right"),
    Field("tolerance", "number", "how much of the residual is accepted"),
    Field("cells", "text", "cells of the relation, parted by blanks"),
    Field("message", "text", "the finding in words, or why an input cannot be read"),
    Field("fingerprint", "text", "stable name of the finding"),
    Field("errors", "integer", "of a report: findings of severity error"),
    Field("warnings", "integer", "of a report: findings of severity warning"),
    Field("notes", "integer", "of a report: findings of severity note"),
    Field("satisfied", "integer", "of a report: relations that hold"),
    Field("violated", "integer", "of a report: relations that do not hold"),
    Field("undetermined", "integer", "of a report: relations that cannot be decided"),
    Field("not_applicable", "integer", "of a report: relations that do not apply"),
)
"""Schema of the records of `gouji check`."""

_INTEGERS = frozenset(
    {
        "year",
        "location_page",
        "location_table",
        "location_row",
        "location_column",
        "location_paragraph",
        "location_line",
    }
)
CELL_FIELDS = tuple(
    Field(name, "number" if name == "value" else "integer" if name in _INTEGERS else "text", "") for name in flat.HEADER
)
"""Schema of the records of `gouji read`."""

_COUNTS = len(Severity) + len(Verdict)


def finding_records(checked: ReportResult, pack: Pack, language: str) -> Iterator[Record]:
    """The report, then each of its findings."""
    report = checked.report
    about = (report.path, report.organ, report.year, report.form.id)
    severities = [sum(one.severity is severity for one in checked.findings) for severity in Severity]
    verdicts = [checked.counts.get(verdict, 0) for verdict in Verdict]
    unused = len(FINDING_FIELDS) - 1 - len(about) - _COUNTS
    yield ("report", *about, *(None,) * unused, *severities, *verdicts)
    if checked.findings:
        glossary = glossary_of(report.form, pack, language)
        for finding in checked.findings:
            yield ("finding", *about, *_finding(finding, pack, report, glossary), *(None,) * _COUNTS)


def _finding(finding: Finding, pack: Pack, report: Report, glossary: Glossary) -> Record:
    place = dict(finding.each)
    related = finding.comparator is not None
    return (
        finding.rule,
        finding.severity.value,
        finding.verdict.value,
        *(finding.table, place.get("row"), place.get("column")),
        *(finding.left, finding.right, finding.residual, finding.tolerance if related else None),
        " ".join(term.cell for term in finding.terms),
        sentences.message(finding, pack.rule(finding.rule), report, glossary),
        finding.fingerprint,
    )


def unreadable_record(error: UnreadableInputError, language: str) -> Record:
    """The record of an input that could not be read."""
    values: dict[str, Value] = {"kind": "unreadable", "path": error.path, "message": error.reason[language]}
    return tuple(values.get(field.name) for field in FINDING_FIELDS)


def cell_records(checked: ReportResult) -> Iterator[Record]:
    """One record for each cell of the form."""
    return flat.report_rows(checked.report)

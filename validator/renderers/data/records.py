"""Findings and cells as flat records with a fixed schema: what `jsonl`, `csv` and `parquet` hold.

One record a line, so that the results of any number of files can be written as they come and joined by `cat`. In the
records of `gouji check`, `kind` says what a line is about: each input gives either one `report` line, followed by one
`finding` line for each of its findings, or one `unreadable` line. So every input can be found again.

What reports say of each other (years of an organ, units below it) is known once all are read, and stands behind them:
one `between` line for each report that others say something of, followed by the `finding` lines that this adds, and by
an `explained` line for each finding further up whose suspects the other reports change (the same fingerprint).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from validator.model.claim import Claim
from validator.model.errors import UnreadableInputError
from validator.model.finding import Finding, severity_counts
from validator.model.mistake import Demand
from validator.model.rules.rule import Severity, Verdict
from validator.renderers.data import flat_export as flat
from validator.renderers.data.exact_json import json_line
from validator.renderers.data.json_report import claim_json, suspect_json
from validator.renderers.words.account import Account
from validator.renderers.words.figures import figure
from validator.renderers.words.glossary import glossary_of

if TYPE_CHECKING:
    from validator.model.mistake import Mistake
    from validator.model.report import Report
    from validator.model.result import ReportResult
    from validator.packs.pack import Pack

Value: TypeAlias = "str | int | Decimal | Fraction | None"
Record: TypeAlias = "tuple[Value, ...]"


class Field(Struct, frozen=True):
    """One field of a record."""

    name: str
    type: str
    """`text`, `integer` or `number`."""
    about: str
    """What it holds; null where it does not apply."""


FINDING_FIELDS = (
    Field("kind", "text", "report, finding, unreadable, between or explained"),
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
    Field("errors", "integer", "of a report, or with what others say of it: findings of severity error"),
    Field("warnings", "integer", "of a report, or with what others say of it: findings of severity warning"),
    Field("notes", "integer", "of a report, or with what others say of it: findings of severity note"),
    Field("satisfied", "integer", "of a report, or with what others say of it: relations that hold"),
    Field("violated", "integer", "of a report, or with what others say of it: relations that do not hold"),
    Field("undetermined", "integer", "of a report, or with what others say of it: relations that cannot be decided"),
    Field("not_applicable", "integer", "of a report, or with what others say of it: relations that do not apply"),
    Field(
        "suspects",
        "text",
        "of a finding: the smallest repairs that explain it, as a JSON list like that of `--format json`",
    ),
    Field("doubt", "text", "of a finding: why no single suspect is named"),
    Field(
        "claims", "text", "of a report: the numbers that its text quotes, as a JSON list like that of `--format json`"
    ),
    Field("mistake", "text", "of a finding: the mistake it belongs to within its report: m1, m2, ..."),
    Field("cell", "text", "of a finding: the cells to change, parted by blanks, where one repair is named"),
    Field("value", "text", "what stands in these cells, parted by blanks; - for a blank"),
    Field("should_be", "text", "what these cells should hold, parted by blanks; - where several numbers would do"),
    Field("sure", "text", "of a finding: named, either, open or reading"),
    Field("correct", "integer", "of a report, or with what others say of it: mistakes that have to be corrected"),
    Field("explain", "integer", "of a report, or with what others say of it: mistakes to be verified and explained"),
    Field("original", "integer", "of a report, or with what others say of it: mistakes for which the original decides"),
    Field("ours", "integer", "of a report, or with what others say of it: what is about the inputs, not the organ"),
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

_BEFORE_COUNTS = [field.name for field in FINDING_FIELDS].index("errors")
_COUNTS = len(Severity) + len(Verdict)
_OF_MISTAKES = 5
"""Fields about the mistake of a finding, before those that count mistakes."""


def finding_records(checked: ReportResult, pack: Pack, language: str) -> Iterator[Record]:
    """The report, then each of its findings."""
    yield _counted("report", checked, checked.claims)
    yield from _listed("finding", checked, checked.findings, pack, language)


def between_records(
    checked: ReportResult,
    added: Sequence[Finding],
    explained: Sequence[Finding],
    claims: Sequence[Claim],
    pack: Pack,
    language: str,
) -> Iterator[Record]:
    """A report once others are held against it, what that adds, and the findings that are explained otherwise now.

    `claims`: all of the report, if any of them is judged otherwise.
    """
    yield _counted("between", checked, claims)
    yield from _listed("finding", checked, added, pack, language)
    yield from _listed("explained", checked, explained, pack, language)


def _about(report: Report) -> Record:
    return (report.path, report.organ, report.year, report.form.id)


def _counted(kind: str, checked: ReportResult, claims: Sequence[Claim]) -> Record:
    severities = severity_counts(checked.findings).values()
    verdicts = [checked.counts.get(verdict, 0) for verdict in Verdict]
    about = (kind, *_about(checked.report))
    said = json_line([claim_json(claim) for claim in claims]) if claims else None
    counted = (*severities, *verdicts, None, None, said)
    asked = Counter(one.demand for one in checked.mistakes)
    demands = (asked[demand] for demand in Demand)
    return (*about, *(None,) * (_BEFORE_COUNTS - len(about)), *counted, *(None,) * _OF_MISTAKES, *demands)


def _listed(
    kind: str, checked: ReportResult, findings: Sequence[Finding], pack: Pack, language: str
) -> Iterator[Record]:
    if not findings:
        return
    glossary = glossary_of(checked.report.form, pack, language)
    mistakes = {id(finding): mistake for mistake in checked.mistakes for finding in mistake.findings}
    for finding in findings:
        suspects = json_line([suspect_json(one) for one in finding.suspects]) if finding.suspects else None
        doubt = None if finding.doubt is None else finding.doubt.value
        said = _finding(Account(finding, pack.rule(finding.rule), checked, glossary))
        told = _of_mistake(mistakes[id(finding)]) if id(finding) in mistakes else (None,) * _OF_MISTAKES
        counts = (None,) * _COUNTS
        yield (kind, *_about(checked.report), *said, *counts, suspects, doubt, None, *told, *(None for _ in Demand))


def _of_mistake(mistake: Mistake) -> Record:
    """What has to change, in fields that need no parsing."""
    cells = () if mistake.named is None else mistake.named.cells
    if not cells:
        return (mistake.id, None, None, None, mistake.sure.value)
    old, new = (
        " ".join("-" if value is None else figure(value) for value in values)
        for values in ([cell.old for cell in cells], [cell.new for cell in cells])
    )
    return (mistake.id, " ".join(cell.cell for cell in cells), old, new, mistake.sure.value)


def _finding(account: Account) -> Record:
    finding = account.finding
    place = dict(finding.each)
    related = finding.comparator is not None
    return (
        finding.rule,
        finding.severity.value,
        finding.verdict.value,
        *(finding.table, place.get("row"), place.get("column")),
        *(finding.left, finding.right, finding.residual, finding.tolerance if related else None),
        " ".join(term.cell for term in finding.terms),
        account.sentence,
        finding.fingerprint,
    )


def unreadable_record(error: UnreadableInputError, language: str) -> Record:
    """The record of an input that could not be read."""
    values: dict[str, Value] = {"kind": "unreadable", "path": error.path, "message": error.reason[language]}
    return tuple(values.get(field.name) for field in FINDING_FIELDS)


def cell_records(checked: ReportResult) -> Iterator[Record]:
    """One record for each cell of the form."""
    return flat.report_rows(checked.report)

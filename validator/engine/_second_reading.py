"""Is it the report or our reading of it? Hold findings against a second, independent reading of the same file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from validator.model.finding import ConstraintVerdict, Finding, SecondReading
from validator.model.report import CellValue, Observation, Reading, Report
from validator.model.rule import Severity, Verdict


def violated_relations(findings: Sequence[Finding]) -> bool:
    """True if there is a violated relation, so that a second reading is worth its time."""
    return any(_is_violation(finding) for finding in findings)


def confirm(
    report: Report, findings: Sequence[Finding], outcomes: Sequence[ConstraintVerdict], second: Report
) -> tuple[tuple[Finding, ...], tuple[ConstraintVerdict, ...]]:
    """Findings and outcomes in the light of a second reading.

    A violation whose cells were read otherwise becomes undetermined: nobody is told that the report is wrong where our
    reading may be. Numbers of the text are not among the constraints that are counted.
    """
    judged = tuple(_judge(report, finding, second) for finding in findings)
    withdrawn = {new.key for old, new in zip(findings, judged, strict=True) if old.verdict is not new.verdict}
    return judged, tuple(
        replace(one, verdict=Verdict.UNDETERMINED) if one.key in withdrawn else one for one in outcomes
    )


def doubted(report: Report, second: Report) -> Report:
    """The report with every cell open that a second reading reads otherwise: neither reading is trusted more.

    For formats whose first reading is less than certain: there a wrong number may hide a violation as well.
    """
    differing = {
        name: (report[name].value, second[name].value)
        for name in report.form.cells
        if name in second.form.index
        and _independent(report[name])
        and _independent(second[name])
        and (report[name].value or 0) != (second[name].value or 0)
    }
    if not differing:
        return report
    cells = tuple(
        replace(value, reading=Reading.AMBIGUOUS, value=None, candidates=differing[name])
        if name in differing
        else value
        for name, value in zip(report.form.cells, report.cells, strict=True)
    )
    return replace(report, cells=cells, observations=(*report.observations, *_observations(report, differing)))


def _observations(
    report: Report, differing: Mapping[str, tuple[Decimal | None, Decimal | None]]
) -> Iterator[Observation]:
    for table in report.form.tables:
        cells = tuple(name for name in table.cells if name in differing)
        if cells:
            choices = "; ".join(f"{name}={value}" for name in cells for value in differing[name] if value is not None)
            yield Observation("reading-ambiguous", table.name, cells, report[cells[0]].location, {"choices": choices})


def _is_violation(finding: Finding) -> bool:
    return finding.comparator is not None and finding.verdict is Verdict.VIOLATED


def _judge(report: Report, finding: Finding, second: Report) -> Finding:
    if not _is_violation(finding):
        return finding
    if not finding.terms:
        return finding
    differing: dict[str, Decimal | None] = {}
    for term in finding.terms:
        again = second[term.cell] if term.cell in second.form.index else None
        if again is None or not _independent(again):
            return finding
        if (again.value or 0) != (report[term.cell].value or 0):
            differing[term.cell] = again.value
    if not differing:
        return replace(finding, second_reading=SecondReading({}))
    return replace(
        finding, verdict=Verdict.UNDETERMINED, severity=Severity.NOTE, second_reading=SecondReading(differing)
    )


def _independent(value: CellValue) -> bool:
    """False for a value that the relations had a hand in, or that was not read at all."""
    return value.reading in {Reading.READ, Reading.BLANK}

"""Which relations that must hold a report violates, worked out from its printed cells in plain Python.

Written from the official form and nothing else: it knows neither the rule files nor how the program compiles them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from support.reports import APPLICANTS, DISPUTES, OUTCOMES, ReportData, result_rows
from validator.model.finding import Finding
from validator.model.result import ReportResult
from validator.model.rules.rule import Severity, Verdict

Place = tuple[str, str, str]
"""A relation at a place: rule, `row` or `column`, name."""


def violated(report: ReportData) -> frozenset[Place]:
    """The violated relations. One that needs a total which is left blank is not among them."""
    missing = _missing_totals(report)
    return frozenset(relation.place for relation in _relations(report) if _fails(report, relation, missing))


def cells_of_place(report: ReportData, place: Place) -> tuple[str, ...]:
    """The cells of a relation."""
    return next((*one.left, *one.right) for one in _relations(report) if one.place == place)


def errors(result: ReportResult) -> frozenset[Place]:
    """What the program reports as an error, in the same words."""
    return frozenset(_place(finding) for finding in result.findings if finding.severity is Severity.ERROR)


def broken(result: ReportResult) -> frozenset[Place]:
    """Relations that the program reports as violated, whatever their weight."""
    return frozenset(
        _place(finding) for finding in result.findings if finding.comparator and finding.verdict is Verdict.VIOLATED
    )


def _place(finding: Finding) -> Place:
    return (finding.rule, *(finding.each[0] if finding.each else ("", "")))


@dataclass(frozen=True)
class _Relation:
    place: Place
    left: Sequence[str]
    right: Sequence[str]
    comparator: str = "="


def _relations(report: ReportData) -> Iterator[_Relation]:
    yield from _balances()
    yield from _sums(report)
    for row in report.form.table("requests").row_names:
        parts = [f"requests.{row}.{applicant}" for applicant in APPLICANTS]
        yield _Relation(("requests-row-total", "row", row), [f"requests.{row}.total"], parts)
    for row in DISPUTES:
        parts = [f"disputes.{row}.{outcome}" for outcome in OUTCOMES]
        yield _Relation(("disputes-row-total", "row", row), [f"disputes.{row}.total"], parts)
    for cell in report.form.cells:
        table, _, rest = cell.partition(".")
        if rest.endswith(".previous_items"):
            row = rest.removesuffix(".previous_items")
            items = [cell, f"{table}.{row}.change"]
            yield _Relation((f"{table}-items-stock", "row", row), items, [], ">=")


def _balances() -> Iterator[_Relation]:
    for column in (*APPLICANTS, "total"):
        new, carried_in, handled, carried_out = (
            f"requests.{row}.{column}" for row in ("new", "carried_in", "handled", "carried_out")
        )
        yield _Relation(("requests-balance", "column", column), [new, carried_in], [handled, carried_out])


def _sums(report: ReportData) -> Iterator[_Relation]:
    for column in (*APPLICANTS, "total"):
        parts = [f"requests.{row}.{column}" for row in result_rows(report.form)]
        yield _Relation(("requests-handled-sum", "column", column), [f"requests.handled.{column}"], parts)


def _fails(report: ReportData, relation: _Relation, missing: set[str]) -> bool:
    used = {*relation.left, *relation.right}
    if used & missing or not any(report.cells[cell] for cell in used):
        return False
    if relation.comparator == ">=" and any(report.cells[cell] is None for cell in used):
        return False
    left, right = _sum(report, relation.left), _sum(report, relation.right)
    return left < right if relation.comparator == ">=" else left != right


def _missing_totals(report: ReportData) -> set[str]:
    """Totals that are blank although their parts are not 0."""
    totals = [one for one in _relations(report) if one.place[0].endswith(("-row-total", "-handled-sum"))]
    return {one.left[0] for one in totals if report.cells[one.left[0]] is None and _sum(report, one.right) != 0}


def _sum(report: ReportData, cells: Iterable[str]) -> int:
    return sum(report.number(cell) for cell in cells)

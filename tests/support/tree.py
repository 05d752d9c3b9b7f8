"""Reports of organs over several years and of a parent above them, in which every relation holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from random import Random

from msgspec.structs import replace

from support.reports import APPLICANTS, DISPUTES, OUTCOMES, ReportData, form, result_rows
from validator.model.document import Location
from validator.model.form import CellName
from validator.model.report import CellValue, Reading, Report

Cells = dict[str, int]


def chain(rng: Random, organ: str, years: Sequence[int], busy: int = 12) -> list[ReportData]:
    """Reports of one organ for years that follow each other, on the form of each year."""
    found: list[ReportData] = []
    for year in years:
        before = found[-1] if found else None
        of = form("2019" if year <= 2020 else "2021")
        same = before if before is not None and before.form is of else None
        cells = {
            **_requests(rng, before, result_rows(of), busy),
            **_disputes(rng, busy),
            **(_new_table_two(rng, same) if year > 2020 else _old_table_two(rng, same)),
        }
        found.append(ReportData(organ, year, of, {cell: str(cells[cell]) for cell in of.cells}))
    return found


def rolled_up(organ: str, units: Sequence[ReportData]) -> ReportData:
    """The report of an organ that adds up those of its units for the same year."""
    first = units[0]
    sums = {cell: str(sum(unit.number(cell) for unit in units)) for cell in first.form.cells}
    return ReportData(organ, first.year, first.form, sums)


def tree(rng: Random, units: int, years: Sequence[int]) -> tuple[list[ReportData], list[ReportData]]:
    """The reports of a parent, and those of its units, year by year within each organ."""
    chains = [chain(rng, f"甲市{_NAMES[at // 10]}{_NAMES[at % 10]}县", years) for at in range(units)]
    return [rolled_up("甲市", same) for same in zip(*chains, strict=True)], [one for same in chains for one in same]


_NAMES = "东西南北中上下左右内"


def to_report(data: ReportData, path: str) -> Report:
    """The report as it would be read, without a file in between."""
    values = tuple(_value(data.cells[cell], at) for at, cell in enumerate(data.form.cells))
    return Report(path, "html", data.organ, data.year, data.form, values)


def changed(report: Report, cell: str, number: int) -> Report:
    """The report with another number in a cell."""
    at = report.form.index[cell]
    return replace(report, cells=(*report.cells[:at], _value(str(number), at), *report.cells[at + 1 :]))


def _value(printed: str | None, at: int) -> CellValue:
    location = Location(table=1, row=at + 1, column=1)
    return CellValue(
        Reading.READ, Decimal(printed or "0"), printed or "", location, "万元" if "." in (printed or "") else None
    )


def _requests(rng: Random, before: ReportData | None, results: Sequence[str], busy: int) -> Cells:
    cells: Cells = {}
    for applicant in APPLICANTS:
        carried_in = before.number(f"requests.carried_out.{applicant}") if before else rng.randint(0, 3)
        parts = {row: rng.choice((0, rng.randint(0, busy))) for row in results}
        parts[results[0]] += carried_in
        handled, carried_out = sum(parts.values()), rng.randint(0, 4)
        rows = {**parts, "handled": handled, "carried_out": carried_out, "carried_in": carried_in}
        rows["new"] = handled + carried_out - carried_in
        cells |= {f"requests.{row}.{applicant}": number for row, number in rows.items()}
    for row in ("new", "carried_in", *results, "handled", "carried_out"):
        cells[f"requests.{row}.total"] = sum(cells[f"requests.{row}.{applicant}"] for applicant in APPLICANTS)
    return cells


def _disputes(rng: Random, busy: int) -> Cells:
    cells: Cells = {}
    for row in DISPUTES:
        numbers = {outcome: rng.choice((0, rng.randint(0, busy))) for outcome in OUTCOMES}
        numbers[OUTCOMES[0]] += 1
        cells |= {f"disputes.{row}.{outcome}": number for outcome, number in numbers.items()}
        cells[f"disputes.{row}.total"] = sum(numbers.values())
    return cells


def _new_table_two(rng: Random, before: ReportData | None) -> Cells:
    issued, repealed = rng.randint(1, 9), rng.randint(0, 5)
    stock = before.number("documents.normative.in_force") if before else rng.randint(50, 90)
    cells: Mapping[str, int] = {
        "documents.regulations.issued": 0,
        "documents.regulations.repealed": 0,
        "documents.regulations.in_force": 0,
        "documents.normative.issued": issued,
        "documents.normative.repealed": repealed,
        "documents.normative.in_force": stock + issued - repealed,
        "permits.permits.decisions": rng.randint(500, 900),
        "sanctions.penalties.decisions": rng.randint(50, 90),
        "sanctions.coercion.decisions": rng.randint(1, 9),
        "fees.fees.amount": rng.randint(100, 900),
    }
    return dict(cells)


def _old_table_two(rng: Random, before: ReportData | None) -> Cells:
    made = rng.randint(1, 9)
    stock = before.number("documents.normative.public_total") if before else rng.randint(50, 90)
    cells: Cells = {
        "documents.regulations.made": 0,
        "documents.regulations.published": 0,
        "documents.regulations.public_total": 0,
        "documents.normative.made": made,
        "documents.normative.published": made,
        "documents.normative.public_total": stock + made,
        "procurement.procurement.items": rng.randint(50, 90),
        "procurement.procurement.amount": 0,
    }
    for row in ("permits.permits", "permits.other_services", "sanctions.penalties", "sanctions.coercion", "fees.fees"):
        items = (
            before.number(f"{row}.previous_items") + before.number(f"{row}.change") if before else rng.randint(50, 90)
        )
        cells |= {f"{row}.previous_items": items, f"{row}.change": rng.randint(-5, 5)}
        if CellName.parse(f"{row}.x").table != "fees":
            cells[f"{row}.decisions"] = rng.randint(100, 900)
    return cells

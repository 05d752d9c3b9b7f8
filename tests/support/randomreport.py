"""Random reports in which every relation holds: sparse, as published ones are."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from hypothesis import strategies as st

from support.prose import with_prose
from support.reports import APPLICANTS, DISPUTES, OUTCOMES, ReportData, form, result_rows
from validator.model.form import Form

FORMS = ("2019", "2021", "hybrid")
_YEARS = {"2019": (2019, 2020), "2021": (2021, 2025), "hybrid": (2021, 2025)}
_PLACES = ("甲县", "乙市", "丙区", "丁市", "戊县", "己区")
_OFFICES = ("", "", "人民政府办公室", "教育局", "自然资源局", "市场监督管理局", "庚镇人民政府")
_LARGEST = 4000


def reports(forms: Sequence[str] = FORMS) -> st.SearchStrategy[ReportData]:
    """Reports without a contradiction, on one of the forms."""
    return st.builds(random_report, st.randoms(use_true_random=True), st.sampled_from(forms))


def random_report(rng: Random, name: str = "2021") -> ReportData:
    """A report without a contradiction on a form named as for `form`."""
    of = form(name)
    organ = rng.choice(_PLACES) + rng.choice(_OFFICES)
    table_two = _old_table_two if name == "2019" else _new_table_two
    cells = {**table_two(rng), **_requests(rng, of), **_disputes(rng)}
    if not organ.endswith("市"):
        # Only governments of cities and above make regulations.
        cells |= {cell: "0" for cell in of.cells if cell.startswith("documents.regulations.")}
    printed = {cell: str(cells[cell]) for cell in of.cells}
    return with_prose(ReportData(organ, rng.randint(*_YEARS[name]), of, printed))


def _count(rng: Random, largest: int = _LARGEST) -> int:
    """Mostly small, never 0."""
    return rng.randint(1, rng.choice((3, min(20, largest), largest)))


def _requests(rng: Random, of: Form) -> dict[str, int]:
    table = dict.fromkeys(of.table("requests").cells, 0)
    results = result_rows(of)
    for applicant in APPLICANTS:
        busy = rng.random() < (0.9 if applicant == "natural_person" else 0.3)
        for _ in range(rng.randint(1, 6) if busy else 0):
            table[f"requests.{rng.choice(results)}.{applicant}"] = _count(rng)
        handled = sum(table[f"requests.{row}.{applicant}"] for row in results)
        carried_out = rng.choice((0, _count(rng, 50))) if busy else 0
        carried_in = rng.choice((0, rng.randint(0, handled + carried_out)))
        table[f"requests.handled.{applicant}"] = handled
        table[f"requests.carried_out.{applicant}"] = carried_out
        table[f"requests.carried_in.{applicant}"] = carried_in
        table[f"requests.new.{applicant}"] = handled + carried_out - carried_in
    for row in of.table("requests").row_names:
        table[f"requests.{row}.total"] = sum(table[f"requests.{row}.{applicant}"] for applicant in APPLICANTS)
    return table


def _disputes(rng: Random) -> dict[str, int]:
    table: dict[str, int] = {}
    for row in DISPUTES:
        numbers = [_count(rng, 60) if rng.random() < 0.3 else 0 for _ in OUTCOMES]
        table |= {f"disputes.{row}.{outcome}": number for outcome, number in zip(OUTCOMES, numbers, strict=True)}
        table[f"disputes.{row}.total"] = sum(numbers)
    return table


def _new_table_two(rng: Random) -> dict[str, int | str]:
    cells: dict[str, int | str] = {}
    for row in ("regulations", "normative"):
        issued = rng.choice((0, _count(rng, 60)))
        cells[f"documents.{row}.issued"] = issued
        cells[f"documents.{row}.repealed"] = rng.choice((0, _count(rng, 60)))
        cells[f"documents.{row}.in_force"] = issued + rng.randint(0, 300)
    for cell in ("permits.permits", "sanctions.penalties", "sanctions.coercion"):
        cells[f"{cell}.decisions"] = rng.choice((0, _count(rng, 90_000)))
    cells["fees.fees.amount"] = rng.choice(("0", f"{rng.randint(1, 90_000)}.{rng.randint(1, 9999):04}", "12.5"))
    return cells


def _old_table_two(rng: Random) -> dict[str, int | str]:
    cells: dict[str, int | str] = {}
    for row in ("regulations", "normative"):
        made = rng.choice((0, _count(rng, 60)))
        cells[f"documents.{row}.made"] = cells[f"documents.{row}.published"] = made
        cells[f"documents.{row}.public_total"] = made + rng.randint(0, 300)
    for row in ("permits.permits", "permits.other_services", "sanctions.penalties", "sanctions.coercion", "fees.fees"):
        items = rng.randint(0, 400)
        cells[f"{row}.previous_items"] = items
        cells[f"{row}.change"] = rng.choice((0, rng.randint(-items, items)))
        if not row.startswith("fees"):
            cells[f"{row}.decisions"] = rng.choice((0, _count(rng, 90_000)))
    projects = _count(rng, 400)
    cells["procurement.procurement.items"] = projects
    cells["procurement.procurement.amount"] = rng.choice(
        (
            f"{projects * rng.randint(2, 90)}.{rng.randint(1, 9999):04}万元",
            f"{projects * rng.randint(20_000, 900_000)}元",
        )
    )
    return cells

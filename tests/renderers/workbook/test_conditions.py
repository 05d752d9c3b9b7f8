"""Rules that are no mere sums, recomputed by a spreadsheet: the formulas come to the verdicts that were found."""

from __future__ import annotations

import io
from datetime import date
from random import Random

import pytest
from core_factory import rule
from msgspec.structs import replace
from openpyxl import load_workbook
from support.checking import read_written
from support.faults import plant
from support.libreoffice import convert, is_installed
from support.randomreport import random_report

from validator.checking.checker import Checker
from validator.model.result import ReportResult, Result
from validator.model.rules.rule import Rule
from validator.packs.pack import Pack, load_pack
from validator.renderers import RenderOptions
from validator.renderers.workbook.checks import export

RECOMPUTED, VERDICT = 9, 10
"""Columns of the sheet of relations, from 0."""
SPOILT = (None, None, "0", "3?", "2.5", "-4", "七", "12", "99999999999999")
CHECKS = (
    "granted = 0 or handled >= 1",
    "granted = partial or partial >= 2 and carried_out != 1",
    "new != handled",
    "max(granted, partial) = handled",
    "min(new, handled) + 1 >= carried_in",
    "abs(new - handled) >= carried_in + carried_out",
    "count(denied.* > 0) <= 1",
    "count(granted, partial, handled) = 3",
    "count(denied.* > 0) = count(unavailable.* > 0)",
    "100 * granted / handled >= 20",
    "granted / handled = partial / new",
    "abs(100 * granted / (handled + 1) - 50) <= 25",
    "granted * partial <= handled",
    "0.5 * max(granted, partial) - min(granted, partial) / 3 <= 1",
)
AMOUNTS = (
    "fees.amount < 100.5 or fees.amount > 200",
    "fees.amount / 2 <= 50.25",
    "max(fees.amount, 3) <= 1000",
    "fees.amount * fees.amount >= 1",
    "fees.amount != 0",
)
GUARDS = (None, "granted > 0 or partial > 0", "count(denied.* > 0) >= 1", "new / handled > 1")
SETTINGS: tuple[dict[str, object], ...] = (
    {},
    {"blank": "unknown"},
    {"blanks": {"granted": "violates"}},
    {"applies": "all"},
    {"applies": "nonzero"},
    {"applies": "always"},
)


def own_rules() -> tuple[Rule, ...]:
    """Each relation under a condition and with a setting, and amounts, which are as exact as they are printed."""
    made = [
        rule(
            f"own-{at}",
            check=(check,),
            table="requests",
            each="column",
            when=GUARDS[at % len(GUARDS)],
            **SETTINGS[at % len(SETTINGS)],
        )
        for at, check in enumerate(CHECKS)
    ]
    made += [rule(f"amount-{at}", check=(check,), table="fees") for at, check in enumerate(AMOUNTS)]
    stand_in = rule("stand-in", check=("new = 0 or handled >= 0",), table="requests", each="column")
    return (*made, replace(stand_in, fallback_for="own-7"))


def checked(pack: Pack, count: int) -> Result:
    rng = Random(11)  # noqa: S311 (nothing is secret)
    checker = Checker(pack)
    found: list[ReportResult] = []
    for _ in range(count):
        data = plant(random_report(rng, "2021"), rng, 2)
        cells = {cell: rng.choice(SPOILT) for cell in rng.sample(list(data.cells), 40)}
        cells["fees.fees.amount"] = rng.choice(["100.5", "100.50", "100.4", "0.3", "201", "0", "12345.678901", None])
        report = checker.recognise(read_written(data.with_cells(cells), "tabs"))
        found += checker.check([report], frozenset(one.id for one in pack.rules), date(2031, 1, 1))
    return Result(tuple(found))


def relations(book: bytes, *, values: bool) -> list[tuple[object, ...]]:
    """The rows of the sheet of relations: what was computed, or the formulas."""
    sheet = load_workbook(io.BytesIO(book), data_only=values).worksheets[1]
    return list(sheet.iter_rows(min_row=2, values_only=True))


@pytest.mark.skipif(not is_installed(), reason="LibreOffice is not installed")
def test_the_formulas_of_conditions_agree_with_the_verdicts() -> None:
    pack = load_pack()
    pack = replace(pack, rules=own_rules())
    written = export(checked(pack, 12), pack, RenderOptions("en", sheets=True))
    (computed,) = convert([written], ".xlsx", "xlsx")
    told, formulas = relations(computed, values=True), relations(written, values=False)
    live = [
        row for row, text in zip(told, formulas, strict=True) if row[VERDICT] and str(text[RECOMPUTED]).startswith("=")
    ]
    assert [row for row in live if row[RECOMPUTED] != row[VERDICT]] == []
    assert len(live) > 0.9 * sum(bool(row[VERDICT]) for row in told)
    for verdict in ("satisfied", "violated", "undetermined", "not applicable"):
        assert sum(row[VERDICT] == verdict for row in live) > 10, verdict
    assert {row[1] for row in live} == {one.id for one in pack.rules}

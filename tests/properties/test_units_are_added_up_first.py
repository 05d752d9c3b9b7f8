"""Units that are added up before the rules are compiled are told what units side by side are told, to the last word."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from support.tree import chain, changed, rolled_up, to_report

from validator.checking.checker import Checker
from validator.crosschecks import check as crosschecks
from validator.crosschecks.blocks import BlockSystems
from validator.crosschecks.groups import find_groups
from validator.crosschecks.options import Across
from validator.model.report import CellValue, Reading, Report
from validator.model.result import ReportResult
from validator.packs.organ_names import OrganLine
from validator.packs.pack import load_pack

if TYPE_CHECKING:
    import pytest

PACK = load_pack()
CHECKER = Checker(PACK)
WANTED = frozenset(rule.id for rule in PACK.rules)
SUMMED = BlockSystems(CHECKER)
UNREADABLE, BLANK = CellValue(Reading.UNREADABLE, raw="?"), CellValue(Reading.BLANK)


class _Apart(BlockSystems):
    """Every unit by itself, as if a rule asked for single ones."""

    _only_sums = False


APART = _Apart(CHECKER)


def reports_of(rng: Random) -> list[Report]:
    """A parent and its units, of which some cells are changed, blank or unreadable, and some reports missing."""
    year = rng.choice((2020, 2022))
    data = [chain(rng, f"甲市{name}县", [year], busy=4)[0] for name in "东西南北中"[: rng.randint(1, 5)]]
    found = [to_report(rolled_up("甲市", data), "parent"), *(to_report(one, one.organ) for one in data)]
    for _ in range(rng.randint(0, 4)):
        at, cell = rng.randrange(len(found)), rng.choice(found[0].form.cells)
        number = int(found[at][cell].value or 0)
        value = rng.choice((UNREADABLE, BLANK, None))
        one = changed(found[at], cell, number + rng.randint(1, 9))
        if value is not None:
            place = one.form.index[cell]
            one = replace(one, cells=(*one.cells[:place], value, *one.cells[place + 1 :]))
        found[at] = one
    if rng.random() < 1 / 4:
        # All units leave one column blank.
        column = rng.choice(found[0].form.cells).rpartition(".")[2]
        found[1:] = [
            replace(one, cells=tuple(BLANK if name.endswith(f".{column}") else cell for name, cell in _named(one)))
            for one in found[1:]
        ]
    return [one for at, one in enumerate(found) if at == 0 or rng.random() < 9 / 10]


def _named(report: Report) -> Sequence[tuple[str, CellValue]]:
    return list(zip(report.form.cells, report.cells, strict=True))


def told(systems: BlockSystems, reports: Sequence[Report], monkeypatch: pytest.MonkeyPatch) -> list[ReportResult]:
    monkeypatch.setattr(crosschecks, "_systems", lambda _: systems)
    lines = [OrganLine(f"甲市{name}县", "甲市") for name in "东西南北中"]
    groups = find_groups(reports, [], PACK.names, Across(lines=tuple(lines)))
    alone = [
        replace(one, findings=CHECKER.locate(report, one.findings, WANTED))
        for report, one in zip(reports, CHECKER.check(reports, WANTED), strict=True)
    ]
    return list(crosschecks.check_between(CHECKER, groups, reports, alone, WANTED))


@given(st.randoms(use_true_random=False).map(reports_of))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_sums_are_told_what_units_side_by_side_are_told(monkeypatch: pytest.MonkeyPatch, reports: list[Report]) -> None:
    assert told(SUMMED, reports, monkeypatch) == told(APART, reports, monkeypatch)

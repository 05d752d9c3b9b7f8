"""What the rules are said to see is what they see."""

from __future__ import annotations

import pytest
from core_factory import consistent_values, report, shipped_form

from validator.checking.checker import Checker
from validator.constraints.coverage import CellCoverage, Detection, coverage
from validator.model.rules.rule import Severity, Verdict
from validator.packs.pack import load_pack

PACK = load_pack()
CHECKER = Checker(PACK)
ALL = frozenset(rule.id for rule in PACK.rules)


def of(year: str) -> dict[str, CellCoverage]:
    return {one.cell: one for one in coverage(CHECKER.system(shipped_form(year)))}


@pytest.mark.parametrize(("year", "corrected"), [("2019", 161), ("2021", 175)])
def test_every_cell_of_table_three_is_corrected_and_no_other(year: str, corrected: int) -> None:
    found = of(year)
    assert list(found) == list(shipped_form(year).cells)
    assert {cell for cell, one in found.items() if one.corrected} == set(shipped_form(year).table("requests").cells)
    assert sum(one.corrected for one in found.values()) == corrected


def test_the_cells_of_a_block_of_table_four_are_not_told_from_each_other() -> None:
    block = shipped_form("2021").table("disputes").cells[:5]
    found = of("2021")[block[1]]
    assert (found.detected, found.located) == (Detection.ALWAYS, False)
    assert set(found.confused_with) == set(block) - {block[1]}
    assert found.rules == ("disputes-row-total",)


def test_an_inequality_sees_some_errors_and_a_warning_none_that_must_go() -> None:
    found = of("2019")
    assert found["permits.permits.change"].detected is Detection.SOMETIMES
    assert found["documents.normative.made"].detected is Detection.NEVER
    assert found["documents.normative.published"].softer_rules
    assert found["permits.permits.decisions"].detected is Detection.NEVER
    assert not found["permits.permits.decisions"].softer_rules


@pytest.mark.parametrize("year", ["2019", "2021"])
def test_what_is_said_holds_for_a_wrong_number(year: str) -> None:
    form = shipped_form(year)
    values = consistent_values(form, 3)
    for cell, said in list(of(year).items())[::7]:
        wrong = report(form, {**values, cell: str(int(values[cell]) + 3)})
        (checked,) = CHECKER.check([wrong], ALL)
        errors = [
            finding
            for finding in CHECKER.locate(wrong, checked.findings, ALL)
            if finding.comparator and finding.verdict is Verdict.VIOLATED and finding.severity is Severity.ERROR
        ]
        if said.detected is not Detection.SOMETIMES:
            assert bool(errors) == (said.detected is Detection.ALWAYS), cell
        if said.located:
            assert all([one.cell for one in finding.suspects[0].cells] == [cell] for finding in errors)
            assert all(finding.suspects[0].unique for finding in errors)
        elif errors:
            named = {one.cell for suspect in errors[0].suspects for one in suspect.cells}
            assert named <= {cell, *said.confused_with}

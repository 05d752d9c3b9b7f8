"""One wrong number in any cell of a chain or a tree is among the explanations, wherever a relation is broken."""

from __future__ import annotations

from functools import cache
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from support.checking import law
from support.tree import changed, to_report, tree

from validator.checking.checker import Checker
from validator.crosschecks.check import check_between
from validator.crosschecks.groups import find_groups
from validator.crosschecks.options import Across
from validator.model.finding import Doubt
from validator.model.report import Report
from validator.model.result import ReportResult
from validator.model.rules.rule import Severity
from validator.packs.organ_names import OrganLine
from validator.packs.pack import load_pack

CHECKER = Checker(load_pack())
WANTED = frozenset(rule.id for rule in CHECKER.pack.rules)
TABLES_WITH_SUMS = ("requests.", "disputes.")


@cache
def sound() -> tuple[tuple[Report, ...], Across]:
    """Three units and their parent over three years, on both forms."""
    parents, units = tree(Random(2), 3, [2020, 2021, 2022])  # noqa: S311 - the same in every run
    lines = tuple(OrganLine(organ, parents[0].organ) for organ in dict.fromkeys(one.organ for one in units))
    reports = tuple(to_report(one, f"{one.organ}{one.year}") for one in (*parents, *units))
    return reports, Across(lines=lines)


def check(reports: tuple[Report, ...], across: Across) -> tuple[ReportResult, ...]:
    alone = [
        replace(one, findings=CHECKER.locate(report, one.findings, WANTED), claims=())
        for report, one in zip(reports, CHECKER.check(reports, WANTED), strict=True)
    ]
    return check_between(CHECKER, find_groups(reports, (), CHECKER.pack.names, across), reports, alone, WANTED)


@law(0.3)
@given(rng=st.randoms(use_true_random=True))
def test_a_break_is_explained_by_the_cell_it_is_in(rng: Random) -> None:
    reports, across = sound()
    at = rng.randrange(len(reports))
    cell = rng.choice(reports[at].form.cells)
    old = reports[at][cell].value
    assert old is not None
    broken = (*reports[:at], changed(reports[at], cell, int(old) + rng.randint(1, 9)), *reports[at + 1 :])
    findings = [
        (broken[number], finding)
        for number, one in enumerate(check(broken, across))
        for finding in one.findings
        if finding.comparator and finding.severity is not Severity.NOTE
    ]
    assert findings
    for report, finding in findings:
        places = {((one.report or report).path, one.cell) for suspect in finding.suspects for one in suspect.cells}
        assert (broken[at].path, cell) in places or finding.doubt is Doubt.TOO_MANY
        if cell.startswith(TABLES_WITH_SUMS):
            assert (len(finding.suspects), finding.doubt) == (1, None)


def test_reports_that_agree_are_told_nothing() -> None:
    assert not any(finding.severity is not Severity.NOTE for one in check(*sound()) for finding in one.findings)

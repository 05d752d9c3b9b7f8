"""What a report by itself comes to in numbers of Python is what a group of one comes to in arrays."""

from __future__ import annotations

from fractions import Fraction

import pytest
from core_factory import consistent_values, report, shipped_form
from hypothesis import given
from hypothesis import strategies as st

from validator.checking.checker import Checker
from validator.constraints.alone.numbers import numbers_of
from validator.constraints.together.block_numbers import block_numbers
from validator.localisation._search import locate
from validator.localisation.displaced.displacements import Displacements
from validator.localisation.group_members import GroupMember
from validator.localisation.group_system import GroupSystem
from validator.localisation.members import known_amounts
from validator.localisation.problem import RepairProblem
from validator.localisation.report_system import ReportSystem
from validator.localisation.witnesses import PlacedWitness
from validator.model.finding import Evidence
from validator.model.report import Report
from validator.packs.pack import load_pack

PACK = load_pack()
CHECKER = Checker(PACK)
ALL = frozenset(rule.id for rule in PACK.rules)
PRINTED = st.sampled_from(["0", "1", "12", "97", "-3", "", "abc", "3.5", "12.345678", "1" * 30])


def both(one: Report) -> tuple[ReportSystem, GroupSystem]:
    """The same reading of a report, without arrays and with them."""
    alone, system = CHECKER.alone(one.form), CHECKER.system(one.form)
    (numbers,) = block_numbers(system, [one], PACK.facts)
    own = numbers_of(one, one.readings[0], PACK.facts)
    judged = alone.judge(own)
    assert list(judged.codes) == numbers.codes[0].tolist()
    own = type(own)(own.values, own.digits, own.blank, own.unknown | judged.missing_totals)
    return (
        ReportSystem(one, alone, own, judged.codes, ALL),
        GroupSystem.of([GroupMember(one, system, numbers)], [], ALL),
    )


def told(problem: RepairProblem) -> tuple[object, ...]:
    """All that a problem says."""
    return (
        *(problem.rows, list(problem.comparators), list(problem.values), list(problem.constants)),
        *(list(problem.tolerances), list(problem.lower), list(problem.weights), list(problem.changeable)),
        *(problem.guards, list(problem.known), problem.matrix.shape),
    )


@st.composite
def spoilt(draw: st.DrawFn) -> Report:
    """A consistent report with some cells changed."""
    form = shipped_form(draw(st.sampled_from(["2019", "2021"])))
    changes = draw(st.dictionaries(st.sampled_from(form.cells), PRINTED, max_size=6))
    return report(form, {**consistent_values(form, draw(st.integers(1, 9))), **changes})


@given(spoilt())
def test_the_problem_of_a_report_by_itself_is_that_of_a_group_of_one(one: Report) -> None:
    alone, group = both(one)
    assert told(alone.problem()) == told(group.problem())
    (member,) = group.members
    assert dict(known_amounts(alone)) == dict(known_amounts(member))
    assert alone.totals == member.totals
    assert [alone.is_blank(at) for at in range(len(one.form.cells))] == [
        member.is_blank(at) for at in range(len(one.form.cells))
    ]
    components = locate(alone.problem())
    assert components == locate(group.problem())
    assert dict(alone.by_relation(components)) == dict(group.by_relation(components))


@given(spoilt())
def test_the_same_slips_are_undone_with_arrays_and_without(one: Report) -> None:
    alone, group = both(one)
    violated = frozenset(at for component in locate(alone.problem()) for at in component.violated)
    if violated:
        in_rows, in_arrays = (Displacements(of.problem(), violated) for of in (alone, group))
        assert list(in_rows.of(one.form, 0)) == list(in_arrays.of(one.form, 0))


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_witnesses_stand_behind_the_variables_and_the_relations(edition: str) -> None:
    form = shipped_form(edition)
    alone, group = both(report(form, consistent_values(form, 7)))
    at = form.index["requests.new.total"]
    witness = PlacedWitness({at: 2, at - 1: -1}, 12, Evidence("claim", "12"))
    assert told(alone.problem([witness])) == told(group.problem([witness]))
    assert alone.problem([witness]).rows[-1] == [(at - 1, -1), (at, 2), (len(alone.rules.variables), -1)]


def test_amounts_are_made_when_they_are_asked_for() -> None:
    form = shipped_form("2021")
    alone, _ = both(report(form, {**consistent_values(form, 7), "fees.fees.amount": "1.25", "requests.new.total": "x"}))
    amounts = known_amounts(alone)
    assert amounts["fees.fees.amount"] == Fraction(5, 4)
    assert "requests.new.total" not in amounts
    assert len(amounts) == len(form.cells) - 1

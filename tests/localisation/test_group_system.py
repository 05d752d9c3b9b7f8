"""Reports of a group put side by side: whose the variables are, and which relations count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core_factory import constraint, form, relation, report, rule, table

from validator.constraints.compiling import compile_system
from validator.constraints.system import System
from validator.constraints.together.block_numbers import block_numbers
from validator.localisation._search import locate
from validator.localisation.group_members import GroupMember, LinkedBlock, MemberLink
from validator.localisation.group_system import GroupSystem
from validator.localisation.located import LocatedGroup
from validator.localisation.witnesses import PlacedWitness
from validator.model.finding import Evidence
from validator.model.form import ReportBlock
from validator.model.rules.constraint import Constraint, RelationKey
from validator.model.rules.rule import Fact, Severity, Verdict

SMALL = form(table(["r"], ["a", "b", "sum"]))
FACT = Fact("organ.large", yes=("省",), no=("县",))
A, B, SUM = SMALL.cells
SUMS = constraint(relation({SUM: 1}, "=", {A: 1, B: 1}), rule("sums", table="t"))
CARRIED = constraint(
    relation({A: 1}, "=", {f"previous.{SUM}": 1}), rule("carried", table="t", severity=Severity.WARNING)
)


def member(texts: Mapping[str, str], constraints: Sequence[Constraint] = (SUMS,)) -> GroupMember:
    one = report(SMALL, texts)
    system = compile_system(SMALL, constraints, [FACT.name])
    (numbers,) = block_numbers(system, [one], [FACT])
    return GroupMember(one, system, numbers)


def carried() -> System:
    return compile_system(SMALL, [CARRIED], [FACT.name], [ReportBlock("previous", SMALL)])


def test_a_fact_about_the_organ_is_a_variable_that_is_sure() -> None:
    problem = GroupSystem.of([member({A: "1", B: "2", SUM: "4"})], [], frozenset({"sums"})).problem()
    assert problem.matrix.shape == (1, 4)
    assert list(problem.changeable) == [True, True, True, False]
    assert list(problem.values) == [1, 2, 4, 0]


def test_relations_between_reports_are_over_the_variables_of_both() -> None:
    members = [member({A: "1", B: "2", SUM: "3"}), member({A: "5", B: "1", SUM: "6"})]
    link = MemberLink(1, carried(), [Verdict.VIOLATED], [LinkedBlock(3, [0])])
    system = GroupSystem.of(members, [link], frozenset({"sums", "carried"}))
    rows = system.problem().arrays.toarray().tolist()
    assert rows == [[-1, -1, 1, 0, 0, 0, 0, 0], [0, 0, 0, 0, -1, -1, 1, 0], [0, 0, -1, 0, 1, 0, 0, 0]]
    assert [system.place(at) for at in (2, 4)] == [(0, 2), (1, 0)]


def test_cells_of_a_report_that_is_not_there_come_last_and_are_not_known() -> None:
    link = MemberLink(0, carried(), [Verdict.VIOLATED], [LinkedBlock(3, [None])])
    system = GroupSystem.of([member({A: "1", B: "2", SUM: "3"})], [link], frozenset({"carried"}))
    problem = system.problem([PlacedWitness({0: 1}, 9, Evidence("claim", "9件"))])
    assert problem.arrays.toarray().tolist() == [[1, 0, 0, 0, 0, 0, -1, 0], [1, 0, 0, 0, 0, 0, 0, -1]]
    assert list(problem.known) == [True] * 4 + [False] * 3 + [True]
    assert list(problem.values) == [1, 2, 3, 0, 0, 0, 0, 9]


def test_rules_that_are_not_wanted_and_what_only_should_hold_in_one_report_are_left_out() -> None:
    weak = constraint(relation({A: 1}, "=", {B: 1}), rule("weak", table="t", severity=Severity.WARNING))
    one = member({A: "1", B: "2", SUM: "4"}, (SUMS, weak))
    assert GroupSystem.of([one], [], frozenset({"sums", "weak"})).problem().matrix.shape[0] == 1
    assert GroupSystem.of([one], [], frozenset({"weak"})).problem().matrix.shape[0] == 0


def test_relations_of_one_rule_in_two_tables_are_located_apart() -> None:
    """A rule over all cells stands at rows and columns that may have one name in two tables."""
    twice = form(table(["r"], ["a"], name="t"), table(["r"], ["a"], name="u"))
    zero = rule("zero", each="cell")
    constraints = [
        constraint(relation({cell: 1}, "=", {}), zero, each=(("row", "r"), ("column", "a")), cell=cell)
        for cell in twice.cells
    ]
    system = compile_system(twice, constraints)
    of = report(twice, dict(zip(twice.cells, "12", strict=True)))
    (numbers,) = block_numbers(system, [of], ())
    located = LocatedGroup.of(
        GroupSystem.of([GroupMember(of, system, numbers)], [], frozenset({"zero"})), locate, lambda _: ()
    )
    cells = {
        key.table: located.suspects(component)[0].cells[0].cell for (_, key), component in located.components.items()
    }
    assert cells == {"t": "t.r.a", "u": "u.r.a"}
    assert constraints[0].key == RelationKey("zero", "t", (("row", "r"), ("column", "a")))


def test_guards_are_conditions_behind_the_relations() -> None:
    large = constraint(relation({A: 1}, "=", {B: 1}), rule("alike"), [relation({SUM: 1}, ">", {}, (0, 9))])
    system = GroupSystem.of([member({A: "1", B: "2", SUM: "3"}, (SUMS, large))], [], frozenset({"sums", "alike"}))
    problem = system.problem([PlacedWitness({0: 1}, 1, Evidence("claim", "1件"))])
    assert problem.arrays.toarray().tolist()[2:] == [[0, 0, 1, 0, 0], [1, 0, 0, 0, -1]]
    (((relation_, (guard,)),)) = problem.guards.items()
    assert (guard, problem.comparators[guard], problem.constants[guard]) == (2, ">=", -10)
    assert system.relations[relation_] == (0, 1)

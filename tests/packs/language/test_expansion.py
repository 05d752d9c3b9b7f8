from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest
from core_factory import column, form, rule, shipped_form, table
from hypothesis import given
from hypothesis import strategies as st

from validator.model.form import Form, ReportBlock
from validator.model.rules.constraint import Constraint, Linear, Relation
from validator.model.rules.rule import Fact
from validator.packs.language.expansion import NameScope, UnknownNameError, expand, names_in, parse_check
from validator.packs.language.tree import Added, Comparison, Constant, Name, Negated, Scaled, Side, Total

FACTS = (Fact("organ.small", (), ()),)
FLAT = table(["a", "g"], ["x", "y"], name="t", edition="old")
GROUPED = table(["a", "g.one", "g.two"], ["x", "y"], name="t", edition="new")
OTHER = table(["r"], ["x", "z"], name="u", edition="new")
NEW = form(GROUPED, OTHER, identity="new")
OLD = form(FLAT, identity="old")


Weights = dict[str, Fraction | int]


def side(linear: Linear) -> Weights:
    weights: Weights = {term.cell: term.coefficient for term in linear.terms}
    return weights | ({"": linear.constant} if linear.constant else {})


def sides(relation: Relation) -> tuple[Weights, str, Weights]:
    return side(relation.left), relation.comparator, side(relation.right)


def expanded(check: str, where: Form = NEW, **others: object) -> tuple[Constraint, ...]:
    return expand(rule("relation", check=(check,), **others), where, FACTS)


def left(check: str, where: Form = NEW, **others: object) -> list[Weights]:
    return [side(one.relation.left) for one in expanded(f"{check} = 0", where, **others)]


def test_each_column_puts_the_column_behind_every_row() -> None:
    first, second = expanded("a = g.one", table="t", each="column")
    assert sides(first.relation) == ({"t.a.x": 1}, "=", {"t.g.one.x": 1})
    assert sides(second.relation) == ({"t.a.y": 1}, "=", {"t.g.one.y": 1})
    assert [one.each for one in (first, second)] == [(("column", "x"),), (("column", "y"),)]


def test_each_row_puts_every_row_before_the_column() -> None:
    found = expanded("x <= y", table="t", each="row")
    assert [one.each for one in found] == [(("row", name),) for name in ("a", "g.one", "g.two")]
    assert sides(found[1].relation) == ({"t.g.one.x": 1}, "<=", {"t.g.one.y": 1})


def test_without_each_names_are_cells() -> None:
    (found,) = expanded("a.x + t.a.y >= u.r.z", table="t")
    assert sides(found.relation) == ({"t.a.x": 1, "t.a.y": 1}, ">=", {"u.r.z": 1})
    assert found.each == ()


def test_without_a_table_names_are_full() -> None:
    (found,) = expanded("t.a.x = u.r.z")
    assert sides(found.relation) == ({"t.a.x": 1}, "=", {"u.r.z": 1})
    assert expanded("a.x = u.r.z") == ()


def test_full_names_and_facts_stand_for_themselves_in_every_instance() -> None:
    found = left("a + u.r.z + organ.small", table="t", each="column")
    assert found == [
        {"t.a.x": 1, "u.r.z": 1, "organ.small": 1},
        {"t.a.y": 1, "u.r.z": 1, "organ.small": 1},
    ]


@pytest.mark.parametrize("written", ["g", "sum(g)", "sum(g.*)", "sum(g.one, g.two)"])
def test_a_group_stands_for_the_sum_of_its_rows(written: str) -> None:
    assert left(written, table="t", each="column", only=("x",)) == [{"t.g.one.x": 1, "t.g.two.x": 1}]


@pytest.mark.parametrize("written", ["g", "sum(g)"])
def test_a_group_that_is_one_row_in_another_edition_stands_for_that_row(written: str) -> None:
    assert left(written, OLD, table="t", each="column", only=("x",)) == [{"t.g.x": 1}]


def test_a_star_insists_on_a_group() -> None:
    assert left("sum(g.*)", OLD, table="t", each="column") == []


def test_each_cell_stands_once_a_side() -> None:
    assert left("2 * a - (a - 3 * g) + 0.5 * g.two - 4 - -1", table="t", each="column", only=("y",)) == [
        {"t.a.y": 1, "t.g.one.y": 3, "t.g.two.y": Fraction(7, 2), "": -3}
    ]
    assert left("a - a + g.one", table="t", each="column", only=("y",)) == [{"t.g.one.y": 1}]


def test_terms_keep_the_order_of_the_expression() -> None:
    (found,) = expanded("g.two + a + g = 0", table="t", each="column", only=("x",))
    assert [term.cell for term in found.relation.left.terms] == ["t.g.two.x", "t.a.x", "t.g.one.x"]


def test_guards_are_resolved_like_checks() -> None:
    found = expanded("a = 0", table="t", each="column", when="g.one > 3 and organ.small = 0")
    assert [sides(guard) for guard in found[1].guards] == [
        ({"t.g.one.y": 1}, ">", {"": 3}),
        ({"organ.small": 1}, "=", {}),
    ]


def test_several_checks_are_numbered_parts_of_each_instance() -> None:
    both = rule(check=("x <= y", "y <= 9"), table="t", each="row", only=("a", "g.one"))
    found = expand(both, NEW, FACTS)
    assert [(one.each[0][1], one.part) for one in found] == [("a", 0), ("a", 1), ("g.one", 0), ("g.one", 1)]


def test_a_rule_without_forms_is_for_every_form_that_has_its_names() -> None:
    assert len(expanded("a = g.one", table="t", each="column")) == 2
    assert expanded("a = g.one", OLD, table="t", each="column") == ()
    assert expanded("r.x = 0", OLD, table="u") == ()


@pytest.mark.parametrize(("forms", "count"), [((), 2), (("new",), 0), (("old",), 2), (("old", "new"), 2)])
def test_the_edition_of_the_table_decides_in_a_hybrid(forms: tuple[str, ...], count: int) -> None:
    hybrid = NEW.with_table(FLAT)
    assert hybrid.id == "new"
    assert len(expanded("a = g", hybrid, table="t", each="column", forms=forms)) == count


def test_the_shipped_hybrid_sums_the_single_row_of_the_older_edition() -> None:
    hybrid = shipped_form("2021").with_table(shipped_form("2019").table("requests"))
    check = "handled = sum(denied.*, other_handling)"
    (found,) = expanded(check, hybrid, table="requests", each="column", only=("total",))
    cells = [term.cell for term in found.relation.right.terms]
    assert cells[-1] == "requests.other_handling.total"
    assert len(cells) == 9


def between(check: str, *blocks: ReportBlock, **others: object) -> tuple[Constraint, ...]:
    return expand(rule("relation", check=(check,), **others), NEW, FACTS, blocks)


def test_names_of_last_year_stand_for_the_same_row_or_column_of_another_report() -> None:
    first, second = between("a = sum(previous.g.*)", ReportBlock("previous", NEW), table="t", each="column")
    assert sides(first.relation) == ({"t.a.x": 1}, "=", {"previous.t.g.one.x": 1, "previous.t.g.two.x": 1})
    assert sides(second.relation)[2] == {"previous.t.g.one.y": 1, "previous.t.g.two.y": 1}
    (old,) = between("a.x = previous.g.x", ReportBlock("previous", OLD), table="t")
    assert sides(old.relation) == ({"t.a.x": 1}, "=", {"previous.t.g.x": 1})


def test_names_of_units_stand_for_their_sum() -> None:
    (found,) = between("a.x >= units.a.x", ReportBlock("units.1", NEW), ReportBlock("units.2", OLD), table="t")
    assert sides(found.relation) == ({"t.a.x": 1}, ">=", {"units.1.t.a.x": 1, "units.2.t.a.x": 1})


def test_rules_that_name_other_reports_say_nothing_without_them() -> None:
    assert between("a.x = previous.a.x", table="t") == ()
    assert between("a.x = units.a.x", ReportBlock("previous", NEW), table="t") == ()


def test_what_of_a_rule_names_no_other_report_stands_without_them() -> None:
    checks = ("cell >= 0", "cell >= units.cell")
    found = expand(rule("relation", check=checks, each="cell", table="u"), NEW, FACTS)
    assert [(one.cell, one.part) for one in found] == [(cell, 0) for cell in OTHER.cells]
    assert expand(rule("relation", check=checks[::-1], each="cell", table="u"), NEW, FACTS) == ()
    assert expand(rule("relation", check=checks[:1], when="cell >= units.cell", each="cell"), NEW, FACTS) == ()


def test_each_cell_runs_over_the_cells_that_the_others_have() -> None:
    found = between("cell = units.cell", ReportBlock("units.1", OLD), each="cell")
    assert [(one.cell, one.table, one.each) for one in found] == [
        ("t.a.x", "t", (("row", "a"), ("column", "x"))),
        ("t.a.y", "t", (("row", "a"), ("column", "y"))),
    ]
    assert sides(found[1].relation) == ({"t.a.y": 1}, "=", {"units.1.t.a.y": 1})
    assert len(between("cell = units.cell", ReportBlock("units.1", NEW), each="cell", table="u")) == len(OTHER.cells)


def test_a_signed_number_is_not_left_out_of_an_inequality() -> None:
    signed = form(table(["a"], [column("x", signed=True), "y"], name="t"))
    others = [ReportBlock("units.1", signed)]
    bound = rule("bound", check=("cell >= units.cell",), each="cell", unreadable="zero")
    assert [one.cell for one in expand(bound, signed, FACTS, others)] == ["t.a.y"]
    assert len(expand(rule("sum", check=("cell = units.cell",), each="cell"), signed, FACTS, others)) == 2


def test_an_observation_has_no_constraints() -> None:
    assert expand(rule(observe="negative"), NEW, FACTS) == ()


@pytest.mark.parametrize(
    ("name", "each", "known"),
    [
        ("b", "column", "a"),
        ("sum", "column", "g.one"),
        ("h.*", "column", "g.*"),
        ("z", "row", "x"),
        ("a.z", None, "a.x"),
        ("u.r.y", None, "u.r.z"),
        ("previous.a.x", None, "previous.g.two.y"),
        ("previous.b", "column", "previous.a"),
        ("units.b", "column", "units.a"),
        ("cells", "cell", "cell"),
        ("cells.a.x", None, "g.two.y"),
        ("organ.smal", "row", "organ.small"),
    ],
)
def test_an_unknown_name_says_which_are_known(name: str, each: str | None, known: str) -> None:
    scope = NameScope(NEW, GROUPED, each, tuple(fact.name for fact in FACTS))
    with pytest.raises(UnknownNameError) as caught:
        scope.cells(name, scope.instances[0])
    assert caught.value.name == name
    assert known in caught.value.known


def test_names_are_listed_once_in_order() -> None:
    assert names_in(parse_check("b + 2 * a = sum(g.*, b) - -c")) == ("b", "a", "g.*", "c")


# The law: expanding and then adding up gives the same as evaluating the expression

CELLS = ("t.a.x", "t.g.one.x", "t.g.two.x", "u.r.z", "organ.small")
MEANING = {"a": CELLS[:1], "g": CELLS[1:3], "g.one": CELLS[1:2], "u.r.z": CELLS[3:4], "organ.small": CELLS[4:]}
NUMBERS = st.integers(0, 50).map(Decimal) | st.decimals(0, 50, places=2)
EXPRESSIONS: st.SearchStrategy[Side] = st.recursive(
    NUMBERS.map(Constant)
    | st.sampled_from(sorted(MEANING)).map(Name)
    | st.lists(st.sampled_from([*MEANING, "g.*"]), min_size=1, max_size=3).map(lambda names: Total(tuple(names))),
    lambda inner: (
        st.builds(Scaled, NUMBERS, inner)
        | inner.map(Negated)
        | st.lists(inner, min_size=2, max_size=3).map(lambda parts: Added(tuple(parts)))
    ),
    max_leaves=10,
)


def evaluated(tree: Side, values: Mapping[str, int]) -> Fraction:
    match tree:
        case Constant(value):
            return Fraction(value)
        case Name(name):
            return Fraction(sum(values[cell] for cell in MEANING[name]))
        case Total(members):
            return sum((evaluated(Name(one.removesuffix(".*")), values) for one in members), Fraction(0))
        case Scaled(coefficient, inner):
            return Fraction(coefficient) * evaluated(inner, values)
        case Negated(inner):
            return -evaluated(inner, values)
        case Added(parts):
            return sum((evaluated(part, values) for part in parts), Fraction(0))
        case _:
            raise AssertionError(tree)


def added_up(linear: Linear, values: Mapping[str, int]) -> Fraction:
    return sum((term.coefficient * values[term.cell] for term in linear.terms), linear.constant)


@given(EXPRESSIONS, EXPRESSIONS, st.lists(st.integers(-99, 99), min_size=len(CELLS), max_size=len(CELLS)))
def test_expansion_agrees_with_direct_evaluation(one: Side, other: Side, numbers: list[int]) -> None:
    values = dict(zip(CELLS, numbers, strict=True))
    text = str(Comparison(one, "<=", other))
    (found,) = expanded(text, table="t", each="column", only=("x",))
    assert added_up(found.relation.left, values) == evaluated(one, values)
    assert added_up(found.relation.right, values) == evaluated(other, values)
    assert all(term.coefficient for term in (*found.relation.left.terms, *found.relation.right.terms))

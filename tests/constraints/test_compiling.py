from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from core_factory import column, constraint, form, relation, rule, shipped_form, table

from validator.checking.checker import Checker
from validator.constraints.compiling import compile_system
from validator.constraints.system import Rows, System
from validator.model.rules.constraint import Constraint, Relation
from validator.model.rules.rule import Severity
from validator.packs.pack import load_pack

SMALL = form(
    table(["r"], ["a", "b", "c"]),
    table(["r"], [column("x", unit="万元", decimals=6)], name="m"),
)
SUM = relation({"t.r.c": 1}, "=", {"t.r.a": 1, "t.r.b": 1})


def compiled(*relations: Relation, **others: object) -> System:
    constraints = [constraint(one, rule(f"rule-{at}", **others)) for at, one in enumerate(relations)]
    return compile_system(SMALL, constraints, ["organ.fact"])


def written(rows: Rows, system: System) -> list[tuple[dict[str, int], int, int]]:
    """Coefficients, constant and tolerance of every row."""
    dense = rows.coefficients.toarray()
    weights = [{system.variables[at]: int(line[at]) for at in np.flatnonzero(line)} for line in dense]
    return list(zip(weights, rows.constant.tolist(), rows.tolerance.tolist(), strict=True))


def test_variables_are_the_cells_and_the_facts() -> None:
    assert compiled().variables == (*SMALL.cells, "organ.fact")


@pytest.mark.parametrize(
    ("one", "weights", "constant"),
    [
        (SUM, {"t.r.a": -1, "t.r.b": -1, "t.r.c": 1}, 0),
        (relation({"t.r.a": 2}, "=", {"t.r.a": 1, "t.r.b": 1}), {"t.r.a": 1, "t.r.b": -1}, 0),
        (relation({"t.r.a": 1}, "=", {"t.r.a": 1}, (0, 1)), {}, -1),
        (relation({"t.r.a": Fraction(1, 2)}, "=", {"t.r.b": Fraction(1, 3)}), {"t.r.a": 3, "t.r.b": -2}, 0),
        (relation({"t.r.a": 1}, "=", {}, (0, Fraction(5, 2))), {"t.r.a": 2}, -5),
        (relation({"m.r.x": 1}, "=", {}, (0, 3)), {"m.r.x": 1}, -3_000_000),
        (relation({"m.r.x": 1}, ">=", {"t.r.a": Fraction(1, 10)}), {"m.r.x": 1, "t.r.a": -100_000}, 0),
    ],
)
def test_relation_becomes_a_row_of_whole_numbers(one: Relation, weights: dict[str, int], constant: int) -> None:
    system = compiled(one)
    assert written(system.first.rows, system) == [(weights, constant, 0)]


def test_tolerance_is_multiplied_like_the_row() -> None:
    system = compiled(relation({"t.r.a": Fraction(1, 2)}, "=", {"t.r.b": 1}), tolerance=Fraction(3, 4))
    assert written(system.first.rows, system) == [({"t.r.a": 2, "t.r.b": -4}, 0, 3)]


def test_rows_stand_by_comparator_and_remember_their_constraint() -> None:
    limits = [relation({"t.r.a": 1}, sign, {"t.r.b": 1}) for sign in (">=", "=", "<=", "=")]
    rows = compiled(*limits).first.rows
    assert [[int(at) for at in rows.places[kind]] for kind in rows.kinds] == [[1, 3], [2], [0]]


def test_rules_that_stand_in_for_others_are_kept_apart() -> None:
    parts = [constraint(SUM, rule("sum"), part=part) for part in (0, 1)]
    weak = constraint(SUM, rule("weak", fallback_for="sum"))
    lonely = constraint(SUM, rule("lonely", fallback_for="other"))
    system = compile_system(SMALL, [weak, *parts, lonely])
    assert system.first.rows.places.tolist() == [1, 2]
    waited_for = [np.flatnonzero(line).tolist() for line in system.waits_for.toarray()]
    assert dict(zip(system.second.rows.places.tolist(), waited_for, strict=True)) == {0: [1, 2], 3: []}


@pytest.mark.parametrize(
    ("one", "defined"),
    [
        (constraint(SUM), "t.r.c"),
        (constraint(relation({"t.r.a": 1, "t.r.b": 1}, "=", {"t.r.c": 1})), "t.r.c"),
        (constraint(relation({"t.r.a": 1}, "=", {"t.r.b": 1})), None),
        (constraint(relation({"t.r.a": 1, "t.r.b": 1}, "=", {"t.r.c": 1, "m.r.x": 1})), None),
        (constraint(relation({"t.r.c": 2}, "=", {"t.r.a": 1, "t.r.b": 1})), None),
        (constraint(relation({"t.r.c": 1}, "=", {"t.r.a": 1, "t.r.b": 1}, (0, 1))), None),
        (constraint(relation({"t.r.c": 1}, ">=", {"t.r.a": 1, "t.r.b": 1})), None),
        (constraint(SUM, rule(severity=Severity.NOTE)), None),
        (constraint(SUM, guards=[relation({"t.r.a": 1}, ">", {})]), None),
    ],
)
def test_total_is_the_one_cell_that_a_sum_states(one: Constraint, defined: str | None) -> None:
    system = compile_system(SMALL, [one])
    assert [system.variables[at] for at in system.defines[1]] == ([] if defined is None else [defined])


def test_no_constraints_give_an_empty_system() -> None:
    system = compiled()
    assert system.first.rows.coefficients.shape == system.guards.coefficients.shape == (0, len(system.variables))


def test_relations_of_table_three_have_the_rank_that_tells_any_wrong_cell() -> None:
    pack = load_pack()
    system = Checker(pack).system(shipped_form("2021"))
    stated = {"requests-balance", "requests-handled-sum", "requests-row-total"}
    rows = [row for row, at in enumerate(system.first.rows.places) if system.constraints[at].rule.id in stated]
    matrix = system.first.rows.coefficients.toarray()[rows]
    used = matrix[:, matrix.any(axis=0)]
    assert used.shape == (39, 175)
    assert np.linalg.matrix_rank(used) == 37
    # No two cells stand in the same relations: one wrong number leaves its own trace.
    assert len({tuple(line) for line in used.T}) == 175

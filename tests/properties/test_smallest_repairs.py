"""The repairs that are listed satisfy every relation, are all there are of their size, and none is smaller."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from core_factory import seeded
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from support.repairs import disagreement, given_up, holds, random_problem

from validator.localisation._search import locate
from validator.localisation.neighbourhood import locate_near
from validator.localisation.problem import Component, RepairProblem, applied

SEEDS = st.integers(min_value=0, max_value=2**32)
CASES = 400
"""Random problems that are tried out whole in every run; `tests/benchmarks/repairs.py` tries as many as one likes."""


@pytest.mark.parametrize("start", range(0, CASES, 100))
def test_repairs_are_those_that_trying_out_everything_gives(start: int) -> None:
    for seed in range(start, start + 100):
        problem = random_problem(seeded(seed), weighted=seed % 2 == 1)
        components = locate(problem)
        assert disagreement(problem, components) is None, seed
        assert not given_up(components), seed


@given(seed=SEEDS, weighted=st.booleans())
def test_all_smallest_sets_are_found_and_no_others(seed: int, *, weighted: bool) -> None:
    problem = random_problem(seeded(seed), weighted=weighted)
    assert disagreement(problem, locate(problem)) is None


@given(SEEDS)
def test_a_guarded_relation_counts_nearby_as_well(seed: int) -> None:
    problem = random_problem(seeded(seed))
    whole = locate(problem)
    if all(one.reason is None for one in whole) and sum(len(one.repairs[0].changes) for one in whole) <= 3:
        assert locate_near(problem) == whole


@given(SEEDS)
def test_a_repair_satisfies_every_relation(seed: int) -> None:
    problem = random_problem(seeded(seed))
    components = locate(problem)
    for choice in product(*(component.repairs for component in components)):
        settled = RepairProblem(
            problem.matrix,
            problem.comparators,
            applied(problem, choice),
            constants=problem.constants,
            tolerances=problem.tolerances,
            upper=problem.upper,
            guards=problem.guards,
            known=problem.known,
        )
        assert locate(settled) == ()
        if all(problem.known):
            assert holds(problem, np.array([settled.values])).all()


@given(SEEDS)
def test_the_order_of_relations_makes_no_difference(seed: int) -> None:
    rng = seeded(seed)
    problem = random_problem(rng)
    order = rng.sample(range(len(problem.comparators)), len(problem.comparators))
    shuffled = RepairProblem(
        csr_array(problem.arrays.toarray()[order]),
        [problem.comparators[at] for at in order],
        problem.values,
        constants=[problem.constants[at] for at in order],
        tolerances=[problem.tolerances[at] for at in order],
        upper=problem.upper,
        changeable=problem.changeable,
        guards={
            order.index(one): tuple(order.index(guard) for guard in guards) for one, guards in problem.guards.items()
        },
        known=problem.known,
    )

    def repairs(components: tuple[Component, ...]) -> list[tuple[object, ...]]:
        return sorted(
            tuple(
                (change.variable, change.low, change.high) for repair in component.repairs for change in repair.changes
            )
            for component in components
        )

    assert repairs(locate(shuffled)) == repairs(locate(problem))
    assert locate(problem) == locate(problem)


@given(SEEDS, st.integers(min_value=2, max_value=10**9))
def test_numbers_so_many_times_as_large_give_repairs_so_many_times_as_large(seed: int, times: int) -> None:
    rng = seeded(seed)
    rows, columns = 4, 3
    # A table with totals: where it is solved in fractions at all, it is solved in whole numbers.
    cells = np.arange(rows * columns).reshape(rows, columns)
    matrix = np.zeros((rows + columns, rows * columns), dtype=int)
    for row in range(rows):
        matrix[row, cells[row]] = [1] * (columns - 1) + [-1]
    for column in range(columns):
        matrix[rows + column, cells[:, column]] = [1] * (rows - 1) + [-1]
    values = [rng.randint(0, 9) for _ in range(rows * columns)]
    small = locate(RepairProblem(csr_array(matrix), ["="] * len(matrix), values))
    large = locate(RepairProblem(csr_array(matrix), ["="] * len(matrix), [times * value for value in values]))
    assert [changes(one) for one in large] == [changes(one, times) for one in small]


def changes(component: Component, times: int = 1) -> tuple[tuple[int, ...], list[list[tuple[int, int]]]]:
    repairs = [[(one.variable, times * one.suggested) for one in repair.changes] for repair in component.repairs]
    return component.violated, repairs

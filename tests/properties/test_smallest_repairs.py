"""The repairs that are listed satisfy every relation, are all there are of their size, and none is smaller."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import TYPE_CHECKING

import numpy as np
from core_factory import seeded
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from validator.localisation._search import locate
from validator.localisation.problem import Component, RepairProblem, applied

if TYPE_CHECKING:
    from typing import TypeAlias

    from numpy.typing import NDArray

    Points: TypeAlias = NDArray[np.int64]

VARIABLES, HIGHEST = 5, 4
POINTS = np.array(list(product(range(HIGHEST + 1), repeat=VARIABLES)))
SEEDS = st.integers(min_value=0, max_value=2**32)


def random_problem(rng: Random, *, weighted: bool = False) -> RepairProblem:
    """Few variables, each at most 4, so that every set of them can be tried out."""
    count = rng.randint(1, 4)
    matrix = np.array([[rng.choice((0, 0, 1, 1, -1, -1, 2)) for _ in range(VARIABLES)] for _ in range(count)])
    return RepairProblem(
        csr_array(matrix),
        [rng.choice(("=", "=", "=", "<=", ">=")) for _ in range(count)],
        [rng.randint(0, HIGHEST) for _ in range(VARIABLES)],
        constants=[rng.choice((0, 0, 0, 1, -2)) for _ in range(count)],
        tolerances=[rng.choice((0, 0, 0, 1)) for _ in range(count)],
        upper=[HIGHEST] * VARIABLES,
        weights=[rng.choice((1, 2, 3)) for _ in range(VARIABLES)] if weighted else (),
        changeable=[rng.random() < 0.9 for _ in range(VARIABLES)],
        known=[rng.random() < 0.9 for _ in range(VARIABLES)],
    )


def holds(problem: RepairProblem, points: Points) -> NDArray[np.bool_]:
    """Which of the points satisfy every relation."""
    found = np.ones(len(points), dtype=bool)
    sums = points @ problem.matrix.toarray().T + np.array(problem.constants)
    for total, comparator, tolerance in zip(sums.T, problem.comparators, problem.tolerances, strict=True):
        if comparator != "<=":
            found &= total >= -tolerance
        if comparator != ">=":
            found &= total <= tolerance
    return found


def tried_out(problem: RepairProblem) -> dict[tuple[int, ...], list[tuple[int, ...]]] | None:
    """All lightest sets that change, each with the values that settle it; None if there is no such set."""
    weights = problem.weights or [1] * VARIABLES
    found: dict[int, dict[tuple[int, ...], list[tuple[int, ...]]]] = {}
    for values in POINTS[holds(problem, POINTS)].tolist():
        changed = tuple(at for at in range(VARIABLES) if problem.known[at] and values[at] != problem.values[at])
        if stays(problem, values):
            weight = sum(weights[at] for at in changed)
            new = tuple(values[at] for at in changed)
            found.setdefault(weight, {}).setdefault(changed, []).append(new)
    return found[min(found)] if found else None


def stays(problem: RepairProblem, values: list[int]) -> bool:
    """True if variables that are sure keep their values."""
    return all(
        problem.changeable[at] or not problem.known[at] or values[at] == problem.values[at] for at in range(VARIABLES)
    )


def listed(components: tuple[Component, ...]) -> set[tuple[int, ...]]:
    """The sets of the whole problem that the components make."""
    return {
        tuple(sorted(at for repair in choice for at in repair.variables))
        for choice in product(*(component.repairs for component in components))
    }


@given(seed=SEEDS, weighted=st.booleans())
def test_all_smallest_sets_are_found_and_no_others(seed: int, *, weighted: bool) -> None:
    problem = random_problem(seeded(seed), weighted=weighted)
    components, expected = locate(problem), tried_out(problem)
    if expected is None:
        assert not all(component.repairs for component in components)
    else:
        assert listed(components) == set(expected)


@given(SEEDS)
def test_a_set_of_one_gives_every_value_that_settles_it(seed: int) -> None:
    problem = random_problem(seeded(seed))
    components, expected = locate(problem), tried_out(problem)
    if expected and len(components) == 1 and min(map(len, expected)) == 1:
        for repair in components[0].repairs:
            (change,) = repair.changes
            values = sorted({value for (value,) in expected[repair.variables]})
            assert (change.low, change.high) == (values[0], values[-1])
            assert change.suggested in values


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
        csr_array(problem.matrix.toarray()[order]),
        [problem.comparators[at] for at in order],
        problem.values,
        constants=[problem.constants[at] for at in order],
        tolerances=[problem.tolerances[at] for at in order],
        upper=problem.upper,
        changeable=problem.changeable,
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

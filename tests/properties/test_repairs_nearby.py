"""Near what is violated the same repairs are found as in the whole system, up to the size that is promised."""

from __future__ import annotations

from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from validator.localisation._search import locate
from validator.localisation.neighbourhood import STEPS, locate_near
from validator.localisation.problem import Component, RepairProblem


def random_problem(rng: Random) -> RepairProblem:
    """A sparse system that held before up to three numbers were changed; some numbers are missing."""
    width = rng.randint(4, 16)
    values = [rng.randint(0, 9) for _ in range(width)]
    rows = []
    for _ in range(rng.randint(2, 9)):
        inside = rng.sample(range(width), rng.randint(2, min(5, width)))
        rows.append([rng.choice((1, 1, -1)) if at in inside else 0 for at in range(width)])
    constants = [-sum(one * value for one, value in zip(row, values, strict=True)) for row in rows]
    for at in rng.sample(range(width), rng.randint(1, 3)):
        values[at] += rng.randint(1, 5)
    known = [rng.random() > 0.1 for _ in range(width)]
    shown = [value if sure else 0 for value, sure in zip(values, known, strict=True)]
    comparators = [rng.choice(("=", "=", "<=", ">=")) for _ in rows]
    return RepairProblem(csr_array(np.array(rows)), comparators, shown, constants=constants, known=known)


def random_tree(rng: Random) -> RepairProblem:
    """A report and the sum of some below it, each a table with its totals, in which up to two numbers were changed."""
    units, table = rng.randint(2, 4), 9
    rows: list[dict[int, int]] = []
    values: list[int] = []
    for unit in range(units + 1):
        start = unit * table
        rows += [{start + 3 * at: 1, start + 3 * at + 1: 1, start + 3 * at + 2: -1} for at in range(3)]
        rows += [{start + at: 1, start + at + 3: 1, start + at + 6: -1} for at in range(3)]
        first, second, third, fourth = (rng.randint(0, 4) for _ in range(4))
        values += [first, second, first + second, third, fourth, third + fourth]
        values += [first + third, second + fourth, first + second + third + fourth]
    values[:table] = [sum(values[at + table * unit] for unit in range(1, units + 1)) for at in range(table)]
    rows += [{at: -1, **{at + table * unit: 1 for unit in range(1, units + 1)}} for at in range(table)]
    for at in rng.sample(range(len(values)), rng.randint(1, 2)):
        values[at] += rng.randint(1, 5)
    known = [rng.random() > rng.choice((0, 0.1)) for _ in values]
    shown = [value if sure else 0 for value, sure in zip(values, known, strict=True)]
    matrix = np.array([[row.get(at, 0) for at in range(len(values))] for row in rows])
    comparators = [rng.choice(("=", "=", "=", "<=")) for _ in rows]
    return RepairProblem(csr_array(matrix), comparators, shown, known=known)


def size(components: tuple[Component, ...]) -> int:
    return sum(len(one.repairs[0].changes) if one.repairs else STEPS + 1 for one in components)


@given(st.randoms(use_true_random=False).map(random_problem) | st.randoms(use_true_random=False).map(random_tree))
def test_small_repairs_are_all_found(problem: RepairProblem) -> None:
    whole = locate(problem)
    if size(whole) <= STEPS and all(one.reason is None for one in whole):
        assert locate_near(problem) == whole

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


def size(components: tuple[Component, ...]) -> int:
    return sum(len(one.repairs[0].changes) if one.repairs else STEPS + 1 for one in components)


@given(st.randoms(use_true_random=False).map(random_problem))
def test_small_repairs_are_all_found(problem: RepairProblem) -> None:
    whole = locate(problem)
    if size(whole) <= STEPS and all(one.reason is None for one in whole):
        assert locate_near(problem) == whole

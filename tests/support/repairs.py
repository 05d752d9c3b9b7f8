"""Random small problems of errors to be located, and their smallest repairs found by trying out everything."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from validator.localisation.problem import Component, Reason, RepairProblem

if TYPE_CHECKING:
    from typing import TypeAlias

    from numpy.typing import NDArray

    Points: TypeAlias = NDArray[np.int64]
    Mask: TypeAlias = NDArray[np.bool_]

VARIABLES, HIGHEST = 6, 4
POINTS = np.array(list(product(range(HIGHEST + 1), repeat=VARIABLES)))

Sets = dict[tuple[int, ...], list[tuple[int, ...]]]
"""Variables that change together -> the values that settle them."""


def random_problem(rng: Random, *, weighted: bool = False) -> RepairProblem:
    """Few variables, each at most 4, so that every set of them can be tried out; some relations are guarded."""
    count = rng.randint(1, 5)
    matrix = np.array([[rng.choice((0, 0, 1, 1, -1, -1, 2, 3)) for _ in range(VARIABLES)] for _ in range(count)])
    conditions = rng.sample(range(count), rng.randint(0, count // 2))
    guards: dict[int, list[int]] = {}
    demanded = [at for at in range(count) if at not in conditions]
    for condition in conditions:
        matrix[condition] *= np.array([rng.random() < 0.5 for _ in range(VARIABLES)])
        guards.setdefault(rng.choice(demanded), []).append(condition)
    return RepairProblem(
        csr_array(matrix),
        [rng.choice(("=", "=", "=", "<=", ">=")) for _ in range(count)],
        [rng.randint(0, HIGHEST) for _ in range(VARIABLES)],
        constants=[rng.choice((0, 0, 0, 1, -2)) for _ in range(count)],
        tolerances=[rng.choice((0, 0, 0, 1)) for _ in range(count)],
        upper=[HIGHEST] * VARIABLES,
        weights=[rng.choice((1, 2, 3)) for _ in range(VARIABLES)] if weighted else (),
        changeable=[rng.random() < 0.9 for _ in range(VARIABLES)],
        guards=guards,
        known=[rng.random() < 0.9 for _ in range(VARIABLES)],
    )


def holds(problem: RepairProblem, points: Points) -> Mask:
    """Which of the points satisfy every relation whose guards hold."""
    sums = points @ problem.arrays.toarray().T + np.array(problem.constants)
    each = np.ones(sums.shape, dtype=bool)
    for at, (comparator, tolerance) in enumerate(zip(problem.comparators, problem.tolerances, strict=True)):
        if comparator != "<=":
            each[:, at] &= sums[:, at] >= -tolerance
        if comparator != ">=":
            each[:, at] &= sums[:, at] <= tolerance
    conditions = {guard for guards in problem.guards.values() for guard in guards}
    found = np.ones(len(points), dtype=bool)
    for at in range(each.shape[1]):
        if at not in conditions:
            asleep = ~each[:, list(problem.guards.get(at, ()))].all(axis=1)
            found &= each[:, at] | asleep
    return found


def tried_out(problem: RepairProblem) -> Sets | None:
    """All lightest sets that change, each with the values that settle it; None if there is no such set."""
    known, sure = np.array(problem.known), ~np.array(problem.changeable)
    changed = (np.array(problem.values) != POINTS) & known
    fitting = holds(problem, POINTS) & ~(changed & sure).any(axis=1)
    if not fitting.any():
        return None
    weights = changed @ np.array(problem.weights or [1] * VARIABLES)
    lightest = fitting & (weights == weights[fitting].min())
    found: Sets = {}
    for values, marks in zip(POINTS[lightest].tolist(), changed[lightest].tolist(), strict=True):
        variables = tuple(at for at, mark in enumerate(marks) if mark)
        found.setdefault(variables, []).append(tuple(values[at] for at in variables))
    return found


def listed(components: tuple[Component, ...]) -> set[tuple[int, ...]]:
    """The sets of the whole problem that the components make."""
    return {
        tuple(sorted(at for repair in choice for at in repair.variables))
        for choice in product(*(component.repairs for component in components))
    }


def given_up(components: tuple[Component, ...]) -> bool:
    """True if the search says that it did not come to an end."""
    return any(one.reason is Reason.TOO_LARGE for one in components)


def disagreement(problem: RepairProblem, components: tuple[Component, ...]) -> str | None:
    """In what the components differ from what trying out everything gives; None where they agree or were given up."""
    if given_up(components):
        return None
    expected = tried_out(problem)
    if expected is None:
        return "repairs where there are none" if all(one.repairs for one in components) else None
    if listed(components) != set(expected):
        return f"{sorted(listed(components))} instead of {sorted(expected)}"
    for choice in product(*(component.repairs for component in components)):
        changes = sorted(change for repair in choice for change in repair.changes)
        if tuple(one.suggested for one in changes) not in expected[tuple(one.variable for one in changes)]:
            return f"{changes} does not settle it"
        if len(changes) == 1:
            values = [value for (value,) in expected[changes[0].variable,]]
            if (changes[0].low, changes[0].high) != (min(values), max(values)):
                return f"{changes} instead of {sorted(values)}"
    return None

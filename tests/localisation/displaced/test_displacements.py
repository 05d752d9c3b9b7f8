"""Slips of many cells, compared with undoing every one of them in relations written out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from random import Random

import pytest
from core_factory import form, seeded, table
from msgspec.structs import replace

from validator.constraints.sparse import Sparse
from validator.localisation.displaced.displacements import Displacements
from validator.localisation.problem import RepairProblem
from validator.localisation.slips import Slip

FORM = form(table(("a", "b", "c"), ("x", "y", "z")))
HEIGHT, WIDTH, BEFORE = 3, 3, 2
"""Rows and columns of the table, and how many variables of another report stand before it."""
LINES = [[BEFORE + at * WIDTH + one for one in range(WIDTH)] for at in range(HEIGHT)]
TURNED = [list(line) for line in zip(*LINES, strict=True)]
COUNT = BEFORE + HEIGHT * WIDTH

Undone = tuple[Slip, tuple[tuple[int, int], ...]]
"""A slip, and variable -> number where it changes."""


def problem_of(rng: Random) -> tuple[RepairProblem, list[int]]:
    """Relations that hold for some numbers, in a report where one slip was made; and these numbers."""
    size = rng.choice((3, 3, 9, 4 * 10**18, 10**19))
    right = [rng.choice((0, 1, size, rng.randint(0, size))) for _ in range(COUNT)]
    rows = [
        {at: rng.choice((1, 1, -1, 2)) for at in rng.sample(range(COUNT), rng.randint(2, 5))}
        for _ in range(rng.randint(1, 4))
    ]
    tolerances = [rng.choice((0, 0, 1)) for _ in rows]
    constants = [-sum(weight * right[at] for at, weight in one.items()) for one in rows]
    comparators = [rng.choice(("=", "=", "=", "<=", ">=")) for _ in rows]
    known = [rng.random() < 0.97 for _ in right]
    problem = RepairProblem(
        Sparse.of(rows, COUNT),
        comparators,
        right,
        constants=constants,
        tolerances=tolerances,
        lower=[rng.choice((0, 0, 0, None)) for _ in right],
        known=known,
    )
    slips = list(every_slip())
    _, cells, sources = rng.choice(slips)
    wrong = list(right)
    for cell, source in zip(cells, sources, strict=True):
        wrong[cell] = 0 if source is None else right[source]
    return replace(problem, values=wrong), right


def every_slip() -> Iterator[tuple[Slip, Sequence[int], Sequence[int | None]]]:
    """Slip, its cells, and where their numbers stand: None for a lost one."""
    for slip, lines in ((Slip.ROW_SHIFTED, LINES), (Slip.COLUMN_SHIFTED, TURNED)):
        for line in lines:
            yield slip, line, [*line[1:], None]
            yield slip, line, [None, *line[:-1]]
    for slip, lines in ((Slip.ROWS_EXCHANGED, LINES), (Slip.COLUMNS_EXCHANGED, TURNED)):
        for one, other in combinations(lines, 2):
            yield slip, [*one, *other], [*other, *one]
    for slip, lines in ((Slip.NEIGHBOUR_COLUMN, LINES), (Slip.NEIGHBOUR_ROW, TURNED)):
        for line in lines:
            for left, right in pairwise(line):
                yield slip, [left, right], [right, left]


def broken(problem: RepairProblem, values: Sequence[int]) -> set[int]:
    """The relations that do not hold."""
    totals = [
        constant + sum(weight * values[at] for at, weight in problem.rows[number])
        for number, constant in enumerate(problem.constants)
    ]
    return {
        at
        for at, (total, sign, spare) in enumerate(zip(totals, problem.comparators, problem.tolerances, strict=True))
        if (sign != "<=" and total < -spare) or (sign != ">=" and total > spare)
    }


def undone_one_by_one(problem: RepairProblem) -> Iterator[Undone]:
    """What there is to be found, told by the relations as a whole."""
    before, values = broken(problem, problem.values), problem.values
    for slip, cells, sources in every_slip():
        left = [cell for cell in cells if cell not in sources]
        if any(values[cell] for cell in left) or not all(problem.known[cell] for cell in cells):
            continue
        new = {c: values[s] for c, s in zip(cells, sources, strict=True) if s is not None and values[s] != values[c]}
        moved = {at for at, one in enumerate(problem.rows) if not new.keys().isdisjoint(dict(one))}
        if before.isdisjoint(moved) or any((problem.lower[c] is not None and v < 0) for c, v in new.items()):
            continue
        lost = next((cell for cell, source in zip(cells, sources, strict=True) if source is None), None)
        if lost is None and len(new) > 1:
            found = new
        elif lost is not None and (number := wanted(problem, new, lost)) is not None:
            found = {**new, lost: number}
            moved |= {at for at, one in enumerate(problem.rows) if lost in dict(one)}
        else:
            continue
        after = [found.get(at, value) for at, value in enumerate(values)]
        if broken(problem, after).isdisjoint(moved):
            yield slip, tuple(sorted((at, value) for at, value in found.items() if value != values[at]))


def wanted(problem: RepairProblem, new: dict[int, int], lost: int) -> int | None:
    """What the first equation with a lost number makes of it."""
    values = [new.get(at, value) for at, value in enumerate(problem.values)]
    for at, sign in enumerate(problem.comparators):
        weights = dict(problem.rows[at])
        if sign == "=" and lost in weights:
            total = problem.constants[at] + sum(weight * values[one] for one, weight in weights.items())
            by, rest = divmod(-total, weights[lost])
            return None if rest or values[lost] + by < 0 else values[lost] + by
    return None


def looked_for(problem: RepairProblem) -> list[Undone]:
    found = Displacements(problem, frozenset(broken(problem, problem.values))).of(FORM, BEFORE)
    return [(one.slip, tuple((change.variable, change.suggested) for change in one.repair.changes)) for one in found]


@pytest.mark.parametrize("start", range(0, 400, 100))
def test_slips_are_those_that_undoing_each_gives(start: int) -> None:
    hits = 0
    for seed in range(start, start + 100):
        problem, right = problem_of(seeded(seed))
        if broken(problem, problem.values):
            found = looked_for(problem)
            assert found == list(undone_one_by_one(problem)), seed
            hits += any([dict(one).get(at, v) for at, v in enumerate(problem.values)] == right for _, one in found)
    assert hits > 10

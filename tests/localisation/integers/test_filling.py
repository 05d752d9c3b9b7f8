"""Numbers that fit a large sparse system: what is found satisfies it, and where most is open something is found."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from validator.localisation.integers.filling import SparseRow, filled
from validator.localisation.integers.steps import Steps


def fits(rows: list[SparseRow], values: dict[int, int]) -> bool:
    totals = [row.sum + sum(weight * values[at] for at, weight in row.weights) for row in rows]
    return all(
        (row.low is None or total >= row.low) and (row.high is None or total <= row.high)
        for row, total in zip(rows, totals, strict=True)
    )


@pytest.mark.parametrize("seed", range(60))
def test_what_is_found_fits_and_nothing_is_found_where_there_is_nothing(seed: int) -> None:
    rng = Random(seed)  # noqa: S311 - the same in every run
    count = rng.randint(1, 4)
    rows = []
    for _ in range(rng.randint(1, 4)):
        weights = [(at, rng.choice((-2, -1, 1, 1, 3))) for at in range(count) if rng.random() < 0.7]
        low = rng.choice((None, rng.randint(-4, 4)))
        high = low if rng.random() < 0.5 else rng.choice((None, rng.randint(4, 8)))
        rows.append(SparseRow(weights, rng.randint(-3, 3), low, high))
    limits = dict.fromkeys(range(count), -3), dict.fromkeys(range(count), 3)
    found = filled(rows, *limits, Steps(10_000))
    points = [dict(enumerate(point)) for point in product(range(-3, 4), repeat=count)]
    if found is not None:
        assert fits(rows, dict(found))
    elif any(fits(rows, point) for point in points):
        # It says nothing where a choice would have to be taken back; what it finds is never wrong.
        assert count > 1


def test_a_table_whose_sums_are_known_is_filled() -> None:
    rows, columns = 25, 7
    cell = {(row, column): row * columns + column for row in range(rows) for column in range(columns)}
    lines = [
        SparseRow([(cell[row, column], 1 if column < columns - 1 else -1) for column in range(columns)], 0, 0, 0)
        for row in range(rows)
    ]
    lines += [
        SparseRow([(cell[row, column], 1) for row in range(rows)], -100 * (6 if column == columns - 1 else 1), 0, 0)
        for column in range(columns)
    ]
    low, high = dict.fromkeys(cell.values(), 0), dict.fromkeys(cell.values())
    found = filled(lines, low, high, Steps(20_000))
    assert found is not None
    assert fits(lines, dict(found))
    assert min(found.values()) == 0


def test_it_gives_up_within_its_steps() -> None:
    # 1 <= 2a - 2b <= 1 has no solution, and no range of it is ever empty.
    rows = [SparseRow([(0, 2), (1, -2)], 0, 1, 1), SparseRow([(0, -2), (1, 2)], 0, -1, -1)]
    assert filled(rows, {0: 0, 1: 0}, {0: None, 1: None}, Steps(500)) is None

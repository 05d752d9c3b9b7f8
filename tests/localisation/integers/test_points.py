"""Whole-number points and ranges, compared with trying everything."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from core_factory import seeded

from validator.localisation.integers.bounds import Bound, within
from validator.localisation.integers.points import point, span
from validator.localisation.integers.steps import OutOfStepsError, Steps

SPAN = range(-6, 7)


def plenty() -> Steps:
    return Steps(100_000)


def units(count: int) -> list[tuple[int, ...]]:
    return [tuple(int(at == other) for other in range(count)) for at in range(count)]


def satisfies(bounds: list[Bound], values: tuple[int, ...]) -> bool:
    sums = [sum(w * v for w, v in zip(one.weights, values, strict=True)) + one.constant for one in bounds]
    return all(
        (one.low is None or one.low <= total) and (one.high is None or total <= one.high) and total % one.step == 0
        for one, total in zip(bounds, sums, strict=True)
    )


def boxed(*bounds: Bound, count: int) -> list[Bound]:
    """The bounds, each unknown kept within the span."""
    box = [Bound(tuple(int(at == other) for other in range(count)), 0, SPAN[0], SPAN[-1]) for at in range(count)]
    return [*bounds, *box]


@pytest.mark.parametrize("seed", range(60))
def test_a_point_is_found_exactly_where_there_is_one(seed: int) -> None:
    rng = seeded(seed)
    count = rng.choice((1, 1, 2, 3))
    bounds = boxed(
        *(
            Bound(
                tuple(rng.randint(-3, 3) for _ in range(count)),
                rng.randint(-4, 4),
                rng.choice((None, rng.randint(-5, 5))),
                rng.choice((None, rng.randint(-5, 5))),
                rng.choice((1, 1, 2, 3)),
            )
            for _ in range(rng.randint(1, 3))
        ),
        count=count,
    )
    points = [values for values in product(SPAN, repeat=count) if satisfies(bounds, values)]
    found = point(bounds, count, plenty())
    assert (found is None) == (not points)
    if found is not None:
        assert satisfies(bounds, found)
        for at, (value, unknown) in enumerate(zip(found, units(count), strict=True)):
            values = [one[at] for one in points]
            assert span(bounds, Bound((-1, *unknown), 0, 0, 0), value, plenty()) == (min(values), max(values))


def test_a_range_may_have_no_end() -> None:
    bounds = [Bound((2,), 1, 4, None, 5)]
    found = point(bounds, 1, plenty())
    assert found == (2,)
    assert span(bounds, Bound((-1, 1), 0, 0, 0), 2, plenty()) == (2, None)


def test_steps_that_exclude_each_other_leave_nothing() -> None:
    assert point([Bound((1,), 0, None, None, 2), Bound((1,), 1, None, None, 4)], 1, plenty()) is None
    assert point([Bound((2,), 1, None, None, 4)], 1, plenty()) is None


def test_without_unknowns_only_the_constants_count() -> None:
    assert point([Bound((), 3, 0, 4)], 0, plenty()) == ()
    assert point([Bound((), 5, 0, 4)], 0, plenty()) is None


def test_a_sum_goes_as_far_as_its_parts() -> None:
    assert within((2, -1), 3, ((0, 4), (1, None))) == (None, Fraction(10))
    assert within((0, -1), 0, ((None, None), (1, 5))) == (Fraction(-5), Fraction(-1))


def test_an_equation_without_a_solution_is_told_at_once() -> None:
    """2a + 4b = 6c + 3, with a, b and c as large as they like."""
    assert point([Bound((2, 4, -6), -3, 0, 0)], 3, Steps(50)) is None
    assert point([Bound((4, -6, 0), 3, None, None, 2), Bound((0, 0, 1), 0, 0, None)], 3, Steps(50)) is None


def test_an_equation_gives_the_solution_nearest_to_0() -> None:
    assert point([Bound((3, 5), -1, 0, 0)], 2, plenty()) == (2, -1)


def test_a_search_without_end_is_given_up() -> None:
    """1 <= 3a - 3b + c <= 2 and 0 <= 2c <= 1 has no end in a and b, and no solution: fractions have one."""
    bounds = [Bound((3, -3, 1), 0, 1, 2), Bound((0, 3, 2), 0, 1, 1), Bound((1, 0, 7), 0, 3, None)]
    with pytest.raises(OutOfStepsError):
        point(bounds, 3, Steps(10))


def test_many_unknowns_that_are_tied_together_are_looked_at_together() -> None:
    """Eight numbers in a ring, each pair at most 1: their sum is at most 4."""
    pairs = [tuple(int(at in {one, (one + 1) % 8}) for at in range(8)) for one in range(8)]
    ring = [Bound(pair, 0, 0, 1) for pair in pairs]
    alone = [Bound(tuple(int(at == other) for other in range(8)), 0, 0, None) for at in range(8)]
    every = (1,) * 8
    assert point([*ring, *alone, Bound(every, 0, 5, None)], 8, plenty()) is None
    found = point([*ring, *alone, Bound(every, 0, 4, None)], 8, plenty())
    assert found is not None
    assert sum(found) == 4

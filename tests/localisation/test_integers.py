"""Whole-number points and ranges, compared with trying everything."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from core_factory import seeded

from validator.localisation._integers import Bound, point, ranges, within

SPAN = range(-6, 7)


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
    found = point(bounds, count)
    assert (found is None) == (not points)
    if found is not None:
        assert satisfies(bounds, found)
        for at, (low, high) in enumerate(ranges(bounds, found)):
            values = [one[at] for one in points]
            assert low is not None
            assert high is not None
            assert low <= min(values)
            assert max(values) <= high
            if count == 1:
                assert (low, high) == (min(values), max(values))


def test_a_range_may_have_no_end() -> None:
    bounds = [Bound((2,), 1, 4, None, 5)]
    found = point(bounds, 1)
    assert found == (2,)
    assert ranges(bounds, found) == ((2, None),)


def test_steps_that_exclude_each_other_leave_nothing() -> None:
    assert point([Bound((1,), 0, None, None, 2), Bound((1,), 1, None, None, 4)], 1) is None
    assert point([Bound((2,), 1, None, None, 4)], 1) is None


def test_without_unknowns_only_the_constants_count() -> None:
    assert point([Bound((), 3, 0, 4)], 0) == ()
    assert point([Bound((), 5, 0, 4)], 0) is None


def test_a_sum_goes_as_far_as_its_parts() -> None:
    assert within((2, -1), 3, ((0, 4), (1, None))) == (None, Fraction(10))
    assert within((0, -1), 0, ((None, None), (1, 5))) == (Fraction(-5), Fraction(-1))

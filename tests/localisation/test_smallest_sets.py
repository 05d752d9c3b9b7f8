"""The search for the lightest sets, by itself."""

from __future__ import annotations

from validator.localisation._elimination import EffortLimits, Reduced
from validator.localisation._lines import line
from validator.localisation._smallest_sets import smallest_sets

COUNTS = EffortLimits([0] * 4, [None] * 4)
ALIKE = [(1, 0b1111)]
SUM = Reduced.of([line({0: 1, 1: 1, 2: 1, 3: -1}, -5, 0, 0)])
"""x0 + x1 + x2 - x3 = 5, all 0: any of the first three settles it."""


def sets(
    weights: list[tuple[int, int]], *, most: int = 9, effort: int = 99
) -> tuple[list[tuple[int, ...]], bool, bool]:
    result = smallest_sets(SUM, COUNTS, weights, most=most, effort=effort)
    return [one.variables for one in result.found], result.complete, result.given_up


def test_all_sets_of_the_smallest_size_are_found_in_order() -> None:
    assert sets(ALIKE) == ([(0,), (1,), (2,)], True, False)


def test_the_lightest_come_first() -> None:
    assert sets([(1, 0b0010), (2, 0b1101)]) == ([(1,)], True, False)
    assert sets([(2, 0b0011), (5, 0b1100)]) == ([(0,), (1,)], True, False)


def test_more_than_are_wanted_are_told_of() -> None:
    assert sets(ALIKE, most=2) == ([(0,), (1,)], False, False)


def test_a_search_that_takes_too_long_is_given_up() -> None:
    assert sets(ALIKE, effort=1) == ([], False, True)


def test_where_nothing_may_change_there_is_no_set() -> None:
    assert sets([]) == ([], True, False)
    assert sets([(1, 0b1000)]) == ([], True, False)

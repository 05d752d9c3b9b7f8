"""Whole numbers that satisfy some lines: what is found is held against trying them all."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from validator.proving.exact.feasible import Base, Limits, WholeLine, feasible, smallest_core

_MOST = 4
"""The greatest value that is tried for a variable."""
_COUNT = 3
BOX: Limits = dict.fromkeys(range(_COUNT), (0, _MOST))


@st.composite
def lines(draw: st.DrawFn) -> WholeLine:
    weights = draw(st.lists(st.integers(-3, 3), min_size=_COUNT, max_size=_COUNT))
    low = draw(st.none() | st.integers(-8, 8))
    high = draw(st.none() | st.integers(-8, 8)) if low is None else draw(st.none() | st.just(low))
    return WholeLine({at: weight for at, weight in enumerate(weights) if weight}, low, high)


def possible(some: list[WholeLine]) -> bool:
    every = product(range(_MOST + 1), repeat=_COUNT)
    return any(all(line.holds(dict(enumerate(point))) for line in some) for point in every)


@given(st.lists(lines(), max_size=5))
def test_a_point_is_found_where_there_is_one_and_a_core_where_there_is_none(some: list[WholeLine]) -> None:
    outcome = feasible(some, BOX)
    if outcome.point is not None:
        assert all(line.holds(outcome.point) for line in some)
        assert all(0 <= value <= _MOST for value in outcome.point.values())
    else:
        assert not possible([some[at] for at in outcome.core])
    assert (outcome.point is not None) == possible(some)


@given(st.lists(lines(), min_size=1, max_size=5))
def test_nothing_can_be_left_out_of_a_smallest_core(some: list[WholeLine]) -> None:
    core = feasible(some, BOX).core
    if core:
        smallest = smallest_core(some, core, BOX, list(range(len(some))))
        assert not possible([some[at] for at in smallest])
        for left_out in smallest:
            assert possible([some[at] for at in smallest if at != left_out])


@given(st.lists(lines(), min_size=1, max_size=4), st.lists(lines(), max_size=2), st.integers(0, 3))
def test_a_base_answers_as_if_it_were_worked_out_anew(some: list[WholeLine], more: list[WholeLine], out: int) -> None:
    at = out % len(some)
    base = Base(some, BOX, range(_COUNT))
    kept = [line for place, line in enumerate(some) if place != at]
    assert bool(base.with_lines(more, without=at).core) == bool(feasible([*kept, *more], BOX).core)
    assert bool(base.with_lines(more).core) == bool(feasible([*some, *more], BOX).core)


def test_equations_without_a_whole_solution_come_to_an_end() -> None:
    assert feasible([WholeLine({0: 2, 1: -4}, 1, 1)], {}).core == {0}
    assert feasible([WholeLine({0: 1, 1: 1}, 7, 7), WholeLine({0: 1, 1: -1}, 2, 2)], {}).core == {0, 1}
    assert feasible([WholeLine({0: 3, 1: 5}, 7, 7)], {}).core == {0}

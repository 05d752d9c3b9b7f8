"""The search for the best readings state by state is held against that of all states of a row at once."""

from __future__ import annotations

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from validator.recognition.placement._many_states import ManyStates
from validator.recognition.placement._problem import Problem
from validator.recognition.placement._search import FewStates, ReadingSearch
from validator.recognition.placement.options import MOST_READINGS

SMALL = st.integers(-3, 3)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Some relations over a few rows with a few options each, which leave some of the relations unknown."""
    width = draw(st.integers(0, 5))
    heights = draw(st.lists(st.integers(1, 4), min_size=1, max_size=5))

    relations = st.frozensets(st.integers(0, max(width - 1, 0)), max_size=2) if width else st.just(frozenset())
    return Problem(
        draw(st.tuples(*[SMALL] * width)),
        tuple(draw(st.tuples(*[st.tuples(*[SMALL] * width)] * height)) for height in heights),
        tuple(draw(st.tuples(*[relations] * height)) for height in heights),
        tuple(draw(st.tuples(*[st.integers(0, 1)] * height)) for height in heights),
        (draw(st.tuples(*[st.booleans()] * width)), draw(st.tuples(*[st.booleans()] * width))),
    )


def violated(problem: Problem, reading: tuple[int, ...], *, blank_totals: bool) -> int:
    """How many relations a reading violates, and blanks it has that should be none."""
    count = 0
    for at, left in enumerate(problem.start):
        unknown = any(at in problem.unknown[row][option] for row, option in enumerate(reading))
        rest = left + sum(problem.steps[row][option][at] for row, option in enumerate(reading))
        broken = (rest > 0 and problem.signs[0][at]) or (rest < 0 and problem.signs[1][at])
        count += broken and not (blank_totals and unknown)
    return count + blank_totals * sum(problem.faults[row][option] for row, option in enumerate(reading))


@given(problems(), st.integers(0, 4), st.booleans())
def test_state_by_state_finds_what_all_at_once_finds(
    problem: Problem,
    allowed: int,
    blank_totals: bool,  # noqa: FBT001 - drawn
) -> None:
    few = FewStates(problem, blank_totals=blank_totals).readings(allowed)
    many = ManyStates(problem).readings(allowed, blank_totals=blank_totals)
    assert many is not None
    if few is None:
        assert not many.complete
        assert len(many.readings) > MOST_READINGS
    else:
        assert (few, True) == (many.readings, many.complete)
    assert ReadingSearch(problem).readings(allowed, blank_totals=blank_totals) == many


@given(problems(), st.integers(0, 4))
def test_what_is_found_violates_no_more_than_is_allowed(problem: Problem, allowed: int) -> None:
    for reading in FewStates(problem, blank_totals=False).readings(allowed) or ():
        assert violated(problem, reading, blank_totals=False) <= allowed


def test_a_search_of_many_steps_is_left_to_all_at_once() -> None:
    # Ten rows, each of which may add any of ten numbers to what has to come to 45.
    problem = Problem(
        (-45,),
        (tuple((number,) for number in range(10)),) * 10,
        ((frozenset[int](),) * 10,) * 10,
        ((0,) * 10,) * 10,
        ((True,), (True,)),
    )
    assert FewStates(problem, blank_totals=False).readings(0) is None
    search = ReadingSearch(problem)
    found = search.readings(0)
    assert found is not None
    assert not found.complete
    assert found == search.readings(0) == ManyStates(problem).readings(0)


def test_a_search_of_few_steps_loads_no_numpy() -> None:
    code = (
        "import sys; from validator.recognition.placement._problem import Problem; "
        "from validator.recognition.placement._search import ReadingSearch; "
        "one = Problem((-1,), (((0,), (1,)),), ((frozenset(), frozenset()),), ((0, 0),), ((True,), (True,))); "
        "assert ReadingSearch(one).readings(0).readings == ((1,),); assert 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)

"""Repairs near what is violated, on systems worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from scipy.sparse import csr_array

from validator.localisation._search import locate
from validator.localisation.neighbourhood import locate_near
from validator.localisation.problem import Reason, RepairProblem


def problem(rows: Sequence[Sequence[int]], values: Sequence[int], known: Sequence[bool] = ()) -> RepairProblem:
    return RepairProblem(csr_array(np.array(rows)), ["="] * len(rows), values, known=known)


def repairs(one: RepairProblem, steps: int = 3) -> list[list[tuple[int, ...]]]:
    return [[repair.variables for repair in component.repairs] for component in locate_near(one, steps=steps)]


CHAIN = [[1, -1, 0, 0, 0, 0], [0, 1, -1, 0, 0, 0], [0, 0, 1, -1, 0, 0], [0, 0, 0, 1, -1, 0], [0, 0, 0, 0, 1, -1]]
"""Six numbers in a row, each equal to the next."""


def test_nothing_is_located_where_all_holds() -> None:
    assert locate_near(problem(CHAIN, [4] * 6)) == ()


@pytest.mark.parametrize("wrong", range(6))
def test_one_wrong_number_is_found_among_its_neighbours(wrong: int) -> None:
    assert repairs(problem(CHAIN, [9 if at == wrong else 4 for at in range(6)])) == [[(wrong,)]]


def test_the_search_goes_on_where_one_number_is_not_enough() -> None:
    wrong = problem(CHAIN, [4, 9, 9, 9, 4, 4])
    assert [] in repairs(wrong, steps=1)
    assert repairs(wrong) == [[(0, 4, 5), (1, 2, 3)]]
    assert locate_near(wrong) == locate(wrong)


def test_faults_far_apart_are_located_each_by_itself() -> None:
    assert repairs(problem(CHAIN, [9, 4, 4, 4, 4, 7])) == [[(0,)], [(5,)]]


def test_a_missing_number_settles_what_it_stands_in_alone() -> None:
    assert locate_near(problem([[1, -1]], [4, 0], [True, False])) == ()


def test_a_missing_number_is_bound_by_all_relations_it_stands_in() -> None:
    tied = problem([[1, -1, 0], [0, 1, -1]], [4, 0, 7], [True, False, True])
    assert repairs(tied) == [[(0,), (2,)]]
    assert locate_near(tied) == locate(tied)


def test_what_no_number_settles_is_said() -> None:
    sure = RepairProblem(csr_array(np.array([[1, -1], [1, -1]])), ["=", "="], [4, 4], constants=[0, 1])
    (found,) = locate_near(sure)
    assert (found.repairs, found.reason) == ((), Reason.IMPOSSIBLE)


def test_bounds_and_weights_come_along() -> None:
    one = RepairProblem(csr_array(np.array([[1, 1]])), ["<="], [4, 5], constants=[-7], lower=[3, 0], weights=[1, 2])
    assert locate_near(one) == locate(one)


def test_a_section_too_large_to_be_searched_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("validator.localisation.neighbourhood._MOST_RELATIONS", 1)
    (found,) = locate_near(problem(CHAIN, [4, 4, 9, 4, 4, 4]))
    assert (found.violated, found.complete, found.reason) == ((1, 2), False, Reason.TOO_LARGE)

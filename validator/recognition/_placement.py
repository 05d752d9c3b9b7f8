"""Choose among the readings of rows whose cells have lost their places.

Each damaged row has several options: ways to put its numbers into columns that keep their order and move none farther
than the lost or added cells explain. The best readings are those that violate the fewest relations; all are found
(`_search.py`). The number of violations allowed grows from 0 until a reading is found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from msgspec.structs import replace

from validator.model.rules.constraint import Relation
from validator.recognition._options import PlacementOption, Solution

if TYPE_CHECKING:
    from validator.recognition._search import Problem


def placements(places: Sequence[int], slack: int, width: int) -> tuple[tuple[int, ...], ...]:
    """All columns (from 0) for tokens that stand at `places`: order kept, each moved by at most `slack`.

    If none fits, the slack grows until one does. More tokens than columns: ().
    """
    for reach in range(slack, max(slack, width + max(places, default=0)) + 1):
        found = tuple(
            chosen
            for chosen in combinations(range(width), len(places))
            if all(abs(to - at) <= reach for to, at in zip(chosen, places, strict=True))
        )
        if found:
            return found
    return ()


def choose(
    rows: Sequence[Sequence[PlacementOption]],
    fixed: Mapping[str, Fraction],
    relations: Sequence[Relation],
    spare: int = 0,
) -> Solution:
    """The best readings of the damaged rows, given the numbers that stand firm and the relations that should hold.

    Relations that no open row touches do not count. Where even the best violate some, the report itself has slips, and
    a wrong reading may hide one of them: then those that violate up to `spare` more are listed as well.
    """
    # Loaded here: few reports have damaged rows, and numpy takes longer to load than those without to read.
    from validator.recognition._search import Problem, solution_of

    # Large numbers first: once they have their places, few remainders can still be made good.
    order = sorted(range(len(rows)), key=lambda row: -sum(rows[row][0].values.values(), Fraction(0)))
    ordered = [rows[row] for row in order]
    problem = Problem.build(ordered, fixed, relations)
    for allowed in range(problem.relations + 1):
        layers = problem.search(allowed)
        if layers is None:
            break
        if layers[-1].states.shape[0]:
            doubted = _with_blank_totals(problem, allowed) if allowed else None
            if doubted is not None and not doubted.violations:
                plain = solution_of(layers)
                alone = len(problem.faults_of(doubted.readings[0])) < allowed
                if alone and not _takes_from_totals(ordered, problem, doubted, plain):
                    return _in_order(doubted, order)
                return _in_order(_together(doubted, plain), order)
            if not (allowed and spare):
                best = replace(solution_of(layers), violations=allowed)
                return _in_order(best if doubted is None else _together(doubted, best), order)
            wider = [problem.search(allowed + spare, blank_totals=blank) for blank in (False, True)]
            if any(found is None for found in wider):
                break
            first, second = (solution_of(found) for found in wider if found is not None)
            return _in_order(replace(_together(first, second), violations=allowed), order)
    return _everything_open(rows)


def _with_blank_totals(problem: Problem, most: int) -> Solution | None:
    """The best readings with totals that are left blank, if they explain more than those without, which violate `most`.

    Those that explain just as much count if they violate nothing; then `violations` is 0.
    """
    from validator.recognition._search import solution_of

    if not any(faults.any() for faults in problem.faults):
        return None
    for allowed in range(1, most + 1):
        layers = problem.search(allowed, blank_totals=True)
        if layers is None:
            return None
        if layers[-1].states.shape[0]:
            found = solution_of(layers)
            doubted = tuple(reading for reading in found.readings if problem.faults_of(reading))
            whole = tuple(reading for reading in doubted if len(problem.faults_of(reading)) == allowed)
            if whole:
                return Solution(whole, found.complete)
            return Solution(doubted, found.complete, allowed) if doubted and allowed < most else None
    return None


def _takes_from_totals(
    rows: Sequence[Sequence[PlacementOption]], problem: Problem, doubted: Solution, plain: Solution
) -> bool:
    """Whether a number other than 0 stands in a total by the `plain` readings that others leave blank."""
    left = {
        (row, cell)
        for reading in doubted.readings
        for row in problem.faults_of(reading)
        for cell in rows[row][reading[row]].unknown
    }
    return any(rows[row][reading[row]].values.get(cell) for reading in plain.readings for row, cell in left)


def _together(first: Solution, second: Solution) -> Solution:
    """The readings of both, which count the same."""
    readings = tuple(sorted({*first.readings, *second.readings}))
    return Solution(readings, first.complete and second.complete, min(first.violations, second.violations))


def _in_order(solution: Solution, order: Sequence[int]) -> Solution:
    """The solution with the rows back in the order in which they were given."""
    readings = ((dict(zip(order, reading, strict=True))) for reading in solution.readings)
    return replace(solution, readings=tuple(sorted(tuple(one[row] for row in range(len(order))) for one in readings)))


def _everything_open(rows: Sequence[Sequence[PlacementOption]]) -> Solution:
    """A reading for every option, where the best cannot be told."""
    first = (0,) * len(rows)
    readings = {first}
    for row, options in enumerate(rows):
        readings.update((*first[:row], at, *first[row + 1 :]) for at in range(len(options)))
    return Solution(tuple(sorted(readings)), complete=False)

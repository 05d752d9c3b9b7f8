"""Choose among the readings of rows whose cells have lost their places.

Each damaged row has several options: ways to put its numbers into columns that keep their order and move none farther
than the lost or added cells explain. The best readings are those that violate the fewest relations; all are found
(`_search.py`). The number of violations allowed grows from 0 until a reading is found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from msgspec.structs import replace

from validator.model.rules.constraint import Relation
from validator.recognition.placement._problem import Problem
from validator.recognition.placement._search import ReadingSearch
from validator.recognition.placement.options import PlacementOption, Solution


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
    *,
    always: bool = False,
) -> Solution:
    """The best readings of the damaged rows, given the numbers that stand firm and the relations that should hold.

    Relations that no open row touches do not count. Where even the best violate some, the report itself has slips, and
    a wrong reading may hide one of them: then those that violate up to `spare` more are listed as well; `always`: also
    where the best violate none. So are those that violate one more and leave out one number fewer: relations alone take
    no printed number away.
    """
    # Large numbers first: once they have their places, few remainders can still be made good.
    order = sorted(range(len(rows)), key=lambda row: -sum(rows[row][0].values.values(), Fraction(0)))
    ordered = [rows[row] for row in order]
    found = _best(ordered, fixed, relations, spare, always=always)
    if found is None:
        return _everything_open(rows, len(relations))
    least, best = found
    for kept in _without_left_out(ordered, best):
        other = _best(
            [[options[at] for at in chosen] for options, chosen in zip(ordered, kept, strict=True)],
            fixed,
            relations,
            spare,
            always=always,
        )
        if other is None:
            return _everything_open(rows, len(relations))
        if other[0] <= least + 1:
            best = _together(best, _back(other[1], kept))
    return replace(_in_order(best, order), cost=least)


def _without_left_out(rows: Sequence[Sequence[PlacementOption]], best: Solution) -> Iterator[Sequence[Sequence[int]]]:
    """Options to choose from; for each row of which every best reading leaves out a number, without those that do."""
    everything = [range(len(options)) for options in rows]
    for row, options in enumerate(rows):
        whole = [at for at, option in enumerate(options) if not option.leaves_out]
        if whole and all(options[reading[row]].leaves_out for reading in best.readings):
            yield [*everything[:row], whole, *everything[row + 1 :]]


def _back(solution: Solution, kept: Sequence[Sequence[int]]) -> Solution:
    """The solution in terms of all options, of which these were kept."""
    readings = tuple(tuple(chosen[at] for chosen, at in zip(kept, one, strict=True)) for one in solution.readings)
    return replace(solution, readings=readings)


def _best(
    rows: Sequence[Sequence[PlacementOption]],
    fixed: Mapping[str, Fraction],
    relations: Sequence[Relation],
    spare: int,
    *,
    always: bool,
) -> tuple[int, Solution] | None:
    """What the best readings violate, blank totals included, and these readings; None if there are too many to tell."""
    search = ReadingSearch(Problem.build(rows, fixed, relations))
    for allowed in range(search.problem.relations + 1):
        found = search.readings(allowed)
        if found is None:
            return None
        if found.readings:
            return _as_good(rows, search, found, allowed, spare, always=always)
    return None


def _as_good(
    rows: Sequence[Sequence[PlacementOption]],
    search: ReadingSearch,
    plain: Solution,
    violated: int,
    spare: int,
    *,
    always: bool,
) -> tuple[int, Solution] | None:
    """The same, given the best readings in which a blank total counts 0, and how many relations they violate."""
    problem = search.problem
    doubted = _with_blank_totals(search, violated) if violated else None
    if doubted is not None and not doubted.violations:
        least = problem.blank_totals(doubted.readings[0])
        alone = least < violated and not _takes_from_totals(rows, problem, doubted, plain)
        return least, doubted if alone else _together(doubted, plain)
    least = violated if doubted is None else doubted.violations
    if spare and (violated or always):
        first, second = (search.readings(violated + spare, blank_totals=blank) for blank in (False, True))
        if first is None or second is None:
            return None
        return least, replace(_together(first, second), violations=violated)
    best = replace(plain, violations=violated)
    return least, best if doubted is None else _together(doubted, best)


def _with_blank_totals(search: ReadingSearch, most: int) -> Solution | None:
    """The best readings with totals that are left blank, if they explain more than those without, which violate `most`.

    Those that explain just as much count if they violate nothing; then `violations` is 0.
    """
    problem = search.problem
    if not any(map(any, problem.faults)):
        return None
    for allowed in range(1, most + 1):
        found = search.readings(allowed, blank_totals=True)
        if found is None:
            return None
        if found.readings:
            doubted = tuple(reading for reading in found.readings if problem.faults_of(reading))
            whole = tuple(reading for reading in doubted if problem.blank_totals(reading) == allowed)
            if whole:
                return Solution(whole, found.complete)
            return Solution(doubted, found.complete, allowed) if doubted and allowed < most else None
    return None


def _takes_from_totals(
    rows: Sequence[Sequence[PlacementOption]], problem: Problem, doubted: Solution, plain: Solution
) -> bool:
    """Whether a number stands in a total by the `plain` readings that others leave blank."""
    left = {
        (row, cell)
        for reading in doubted.readings
        for row in problem.faults_of(reading)
        for cell in rows[row][reading[row]].unknown
    }
    chosen = ((rows[row][reading[row]], total) for reading in plain.readings for row, total in left)
    return any(option.values.get(total) or option.zero_total for option, total in chosen)


def _together(first: Solution, second: Solution) -> Solution:
    """The readings of both, which count the same."""
    readings = tuple(sorted({*first.readings, *second.readings}))
    return Solution(readings, first.complete and second.complete, min(first.violations, second.violations))


def _in_order(solution: Solution, order: Sequence[int]) -> Solution:
    """The solution with the rows back in the order in which they were given."""
    readings = ((dict(zip(order, reading, strict=True))) for reading in solution.readings)
    return replace(solution, readings=tuple(sorted(tuple(one[row] for row in range(len(order))) for one in readings)))


def _everything_open(rows: Sequence[Sequence[PlacementOption]], relations: int) -> Solution:
    """A reading for every option, where the best cannot be told: none of the relations is said to hold."""
    first = (0,) * len(rows)
    readings = {first}
    for row, options in enumerate(rows):
        readings.update((*first[:row], at, *first[row + 1 :]) for at in range(len(options)))
    return Solution(tuple(sorted(readings)), complete=False, cost=relations)

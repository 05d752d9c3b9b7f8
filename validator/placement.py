"""Choose among the readings of rows whose cells have lost their places.

Each damaged row has several options: ways to put its numbers into columns that keep their order and move none farther
than the lost or added cells explain. The best readings are those that violate the fewest constraints; all of them are
returned. Solved as a mixed-integer programme (HiGHS); what the solver proposes is counted again in exact arithmetic.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from validator.constraint import Relation

MOST_READINGS = 32
"""Best readings that are listed one by one; where there are more, only the rows that differ are told."""
_INFINITE = float("inf")


@dataclass(frozen=True, slots=True)
class Option:
    """One way to read a damaged row."""

    values: Mapping[str, Fraction]
    """Cell -> number, for the cells that get one; the other cells of the row stay blank and count 0."""


@dataclass(frozen=True, slots=True)
class Solution:
    """The best readings."""

    readings: tuple[tuple[int, ...], ...]
    """For each best reading, the option chosen in each damaged row."""
    complete: bool
    """False if there are more best readings than are listed; every option that occurs in one is listed all the same."""


def placements(places: Sequence[int], slack: int, width: int) -> tuple[tuple[int, ...], ...]:
    """All columns (from 0) for tokens that stand at `places`: order kept, each moved by at most `slack`.

    If none fits, the slack grows until one does. More tokens than columns: ().
    """
    for reach in range(slack, width + max(places, default=0) + 1):
        found = tuple(
            chosen
            for chosen in combinations(range(width), len(places))
            if all(abs(to - at) <= reach for to, at in zip(chosen, places, strict=True))
        )
        if found:
            return found
    return ()


def choose(rows: Sequence[Sequence[Option]], fixed: Mapping[str, Fraction], relations: Sequence[Relation]) -> Solution:
    """The best readings of the damaged rows, given the numbers that stand firm and the relations that should hold.

    Relations that no open row touches do not count.
    """
    programme = _Programme.build(rows, fixed, relations)
    if not programme.relations:
        return _undecided(rows)
    best: list[tuple[int, ...]] = []
    fewest = len(programme.relations)
    rejected: list[tuple[int, ...]] = []
    while True:
        proposal = programme.solve(excluded=[*best, *rejected])
        # The solver's count is a lower bound: it works with a tolerance, so every proposal is counted again exactly.
        if proposal is None or proposal.bound > fewest:
            return Solution(tuple(sorted(best)), complete=True)
        count = programme.violated(proposal.chosen)
        if count < fewest or not best:
            rejected += best
            best, fewest = [proposal.chosen], count
        elif count == fewest:
            best.append(proposal.chosen)
        else:
            rejected.append(proposal.chosen)
        if len(best) > MOST_READINGS or len(rejected) > 4 * MOST_READINGS:
            return Solution(tuple(sorted({*best, *_witnesses(programme, best, fewest)})), complete=False)


def _witnesses(programme: _Programme, best: Sequence[tuple[int, ...]], fewest: int) -> list[tuple[int, ...]]:
    """A best reading for every option that has one and does not occur in the readings found so far."""
    found: list[tuple[int, ...]] = []
    for row, options in enumerate(programme.rows):
        for at in range(len(options)):
            if any(reading[row] == at for reading in (*best, *found)):
                continue
            proposal = programme.solve(excluded=(), forced=(row, at))
            if proposal is not None and proposal.bound <= fewest:
                found.append(proposal.chosen)
    return found


def _undecided(rows: Sequence[Sequence[Option]]) -> Solution:
    """No relation speaks of the rows: every reading is as good as any."""
    readings: list[tuple[int, ...]] = [()]
    for options in rows:
        readings = [(*reading, at) for reading in readings for at in range(len(options))]
        if len(readings) > MOST_READINGS:
            first = (0,) * len(rows)
            singles = [
                (*first[:row], at, *first[row + 1 :]) for row, options in enumerate(rows) for at in range(len(options))
            ]
            return Solution(tuple(sorted({first, *singles})), complete=False)
    return Solution(tuple(readings), complete=True)


@dataclass(frozen=True, slots=True)
class _Proposal:
    chosen: tuple[int, ...]
    bound: int
    """Constraints violated, as the solver counts them."""


@dataclass(frozen=True, slots=True)
class _Residual:
    """Left minus right of a relation, as a sum over the options of the damaged rows."""

    comparator: str
    base: Fraction
    """What the firm numbers and constants contribute."""
    parts: Mapping[tuple[int, int], Fraction]
    """(row, option) -> what that option contributes."""

    def value(self, chosen: Sequence[int]) -> Fraction:
        return self.base + sum((self.parts.get((row, at), Fraction(0)) for row, at in enumerate(chosen)), Fraction(0))

    def holds(self, chosen: Sequence[int]) -> bool:
        value = self.value(chosen)
        return value == 0 if self.comparator == "=" else value <= 0 if self.comparator == "<=" else value >= 0

    def reach(self, rows: Sequence[Sequence[Option]]) -> tuple[Fraction, Fraction]:
        """Least and greatest value over all choices."""
        least = greatest = self.base
        for row, options in enumerate(rows):
            values = [self.parts.get((row, at), Fraction(0)) for at in range(len(options))]
            least, greatest = least + min(values), greatest + max(values)
        return least, greatest


@dataclass(frozen=True, slots=True)
class _Programme:
    """Minimise the violated relations: one 0/1 variable an option, one a relation."""

    rows: Sequence[Sequence[Option]]
    relations: tuple[_Residual, ...]

    @classmethod
    def build(
        cls, rows: Sequence[Sequence[Option]], fixed: Mapping[str, Fraction], relations: Sequence[Relation]
    ) -> _Programme:
        residuals = []
        for relation in relations:
            residual = _residual(rows, fixed, relation)
            if any(
                len({residual.parts.get((row, at), Fraction(0)) for at in range(len(options))}) > 1
                for row, options in enumerate(rows)
            ):
                residuals.append(residual)
        return cls(rows, tuple(residuals))

    def violated(self, chosen: Sequence[int]) -> int:
        """Relations that a reading violates, exactly."""
        return sum(not residual.holds(chosen) for residual in self.relations)

    def solve(self, excluded: Sequence[tuple[int, ...]], forced: tuple[int, int] | None = None) -> _Proposal | None:
        """A reading with the fewest violations that is not excluded; None if there is none.

        `forced`: (row, option) that it must contain.
        """
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        place: dict[tuple[int, int], int] = {}
        for row, options in enumerate(self.rows):
            for at in range(len(options)):
                place[row, at] = len(place)
        variables = len(place) + len(self.relations)
        matrix, lower, upper = self._inequalities(place, excluded)
        dense = np.zeros((len(matrix), variables))
        for number, entries in enumerate(matrix):
            for variable, weight in entries.items():
                dense[number, variable] = weight
        cost = np.zeros(variables)
        cost[len(place) :] = 1
        least = np.zeros(variables)
        if forced is not None:
            least[place[forced]] = 1
        answer = milp(
            cost,
            constraints=LinearConstraint(csr_array(dense), lower, upper),
            bounds=Bounds(least, 1),
            integrality=np.ones(variables, dtype=np.int8),
        )
        if answer.x is None:
            return None
        chosen = tuple(
            max(range(len(options)), key=lambda at, row=row: answer.x[place[row, at]])  # type: ignore[misc]
            for row, options in enumerate(self.rows)
        )
        return _Proposal(chosen, round(answer.fun))

    def _inequalities(
        self, place: Mapping[tuple[int, int], int], excluded: Sequence[tuple[int, ...]]
    ) -> tuple[list[dict[int, float]], list[float], list[float]]:
        matrix: list[dict[int, float]] = []
        lower: list[float] = []
        upper: list[float] = []

        def add(entries: dict[int, float], least: float, most: float) -> None:
            matrix.append(entries)
            lower.append(least)
            upper.append(most)

        for row, options in enumerate(self.rows):
            add({place[row, at]: 1.0 for at in range(len(options))}, 1, 1)
        for number, residual in enumerate(self.relations):
            least, greatest = residual.reach(self.rows)
            entries = {place[key]: float(value) for key, value in residual.parts.items()}
            violated = len(place) + number
            # No larger than the data demands: the residual cannot leave [least, greatest].
            if residual.comparator in {"=", "<="}:
                add({**entries, violated: -float(max(greatest, Fraction(0)))}, -_INFINITE, -float(residual.base))
            if residual.comparator in {"=", ">="}:
                add({**entries, violated: float(max(-least, Fraction(0)))}, -float(residual.base), _INFINITE)
        for reading in excluded:
            add({place[row, at]: 1.0 for row, at in enumerate(reading)}, 0, len(reading) - 1)
        return matrix, lower, upper


def _residual(rows: Sequence[Sequence[Option]], fixed: Mapping[str, Fraction], relation: Relation) -> _Residual:
    base = relation.left.constant - relation.right.constant
    parts: dict[tuple[int, int], Fraction] = {}
    for side, sign in ((relation.left, 1), (relation.right, -1)):
        for term in side.terms:
            weight = sign * term.coefficient
            base += weight * fixed.get(term.cell, Fraction(0))
            for row, options in enumerate(rows):
                for at, option in enumerate(options):
                    if term.cell in option.values:
                        parts[row, at] = parts.get((row, at), Fraction(0)) + weight * option.values[term.cell]
    return _Residual(relation.comparator, base, parts)

"""Whether relations between whole numbers can hold together, and if not, a smallest set of them that cannot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor, gcd

from msgspec import Struct

from validator.constraints.connected import DisjointSets
from validator.localisation.integers.lattice import IntegerLattice
from validator.proving.exact._simplex import Simplex

_MOST_BRANCHES = 200
"""Systems that are looked at before it is left open whether whole numbers fit."""
_MOST_FOR_A_LATTICE = 60
"""Variables of equations with a constant for which the whole-number points are worked out."""


class WholeLine(Struct, frozen=True):
    """`low <= weights . x <= high`, in whole numbers."""

    weights: Mapping[int, int]
    """Variable -> coefficient, none of them 0."""
    low: int | None
    high: int | None

    def holds(self, point: Mapping[int, int]) -> bool:
        """Whether it holds at a point; variables that are not named are 0."""
        total = sum(weight * point.get(variable, 0) for variable, weight in self.weights.items())
        return (self.low is None or self.low <= total) and (self.high is None or total <= self.high)

    def broken(self) -> Iterator[WholeLine]:
        """The lines one of which holds wherever this one does not: below it, above it."""
        if self.low is not None:
            yield WholeLine(self.weights, None, self.low - 1)
        if self.high is not None:
            yield WholeLine(self.weights, self.high + 1, None)

    def whole(self) -> WholeLine:
        """The same line with weights that have no common divisor."""
        shared = gcd(*self.weights.values())
        if shared <= 1:
            return self
        low = None if self.low is None else -(-self.low // shared)
        high = None if self.high is None else self.high // shared
        return WholeLine({at: weight // shared for at, weight in self.weights.items()}, low, high)


Limits = Mapping[int, tuple[int | None, int | None]]
"""Variable -> least and greatest value; a variable that is not named is 0 or more."""


def reach(line: WholeLine, limits: Limits) -> tuple[bool, bool]:
    """Whether a line may hold, and whether it must, as far as the limits of its variables tell."""
    least: int | None = 0
    most: int | None = 0
    for variable, weight in line.weights.items():
        ends = [None if end is None else end * weight for end in limits.get(variable, (0, None))]
        low, high = ends if weight > 0 else ends[::-1]
        least = None if least is None or low is None else least + low
        most = None if most is None or high is None else most + high
    few = line.high is not None and least is not None and least > line.high
    many = line.low is not None and most is not None and most < line.low
    within = (line.low is None or (least is not None and least >= line.low)) and (
        line.high is None or (most is not None and most <= line.high)
    )
    return not (few or many), within


class Outcome(Struct, frozen=True):
    """Whether some lines can hold together."""

    core: frozenset[int] = frozenset()
    """Lines that cannot hold together; empty if all can, or if that is left open."""
    point: Mapping[int, int] | None = None
    """A point at which all hold: variable -> value, those that are 0 left out."""


def feasible(lines: Sequence[WholeLine], limits: Limits) -> Outcome:
    """Look for whole numbers that satisfy all lines; neither core nor point if that takes too long to tell."""
    if all(line.holds({}) for line in lines) and all(
        _within(0, limits.get(one)) for line in lines for one in line.weights
    ):
        return Outcome(point={})
    return Base(lines, limits).with_lines(())


class Base:
    """Lines that many others are held against: worked out once."""

    def __init__(self, lines: Sequence[WholeLine], limits: Limits, variables: Iterable[int] = ()) -> None:
        """`variables`: all that lines will be over that are asked about."""
        self._lines = list(lines)
        self._order = sorted({*variables, *(variable for line in lines for variable in line.weights)})
        self._place = {variable: at for at, variable in enumerate(self._order)}
        ends = [limits.get(variable, (0, None)) for variable in self._order]
        self._simplex = Simplex([low for low, _ in ends], [high for _, high in ends])
        self._impossible: set[int] = set()
        self._sums = dict(self._added(self._simplex, 0, self._lines, self._impossible))
        self._simplex.clash()

    def with_lines(self, lines: Sequence[WholeLine], without: int | None = None) -> Outcome:
        """Whether these lines and those of the base, one of them left out, can hold together.

        In the core the lines are counted on behind those of the base.
        """
        start = len(self._lines)
        impossible = self._impossible - {without}
        simplex = self._simplex.copy()
        sums = {**self._sums, **dict(self._added(simplex, start, lines, impossible))}
        if impossible:
            return Outcome(frozenset({min(impossible)}))
        if without is not None:
            for variable, at in self._sums.items():
                if at == without:
                    simplex.free(variable)
        every = [*self._lines, *lines]
        odd = _off_the_lattice([(at, line) for at, line in enumerate(every) if at != without])
        return Outcome(odd) if odd else _Search(simplex, sums, self._order).outcome()

    def _added(
        self, simplex: Simplex, start: int, lines: Sequence[WholeLine], impossible: set[int]
    ) -> Iterator[tuple[int, int]]:
        """The sum that each line becomes in the simplex, and which line it is."""
        for at, line in enumerate(lines, start):
            whole = line.whole()
            if whole.weights:
                weights = {self._place[one]: weight for one, weight in whole.weights.items()}
                yield simplex.add(weights, whole.low, whole.high), at
            elif not whole.holds({}):
                impossible.add(at)


def smallest_core(
    lines: Sequence[WholeLine], core: Iterable[int], limits: Limits, owners: Sequence[object]
) -> tuple[int, ...]:
    """Of lines that cannot hold together, some none of which can be left out; `owners`: whose each line is.

    Tried in two orders; the lines of the fewest owners are taken.
    """
    start = sorted(core)
    found = [_shrunk(lines, order, limits) for order in (start, start[::-1])]
    return min(found, key=lambda one: (len({owners[at] for at in one}), len(one), one))


def _shrunk(lines: Sequence[WholeLine], order: Sequence[int], limits: Limits) -> tuple[int, ...]:
    kept = list(order)
    for at in order:
        if at in kept:
            fewer = [one for one in kept if one != at]
            outcome = feasible([lines[one] for one in fewer], limits)
            if outcome.core:
                kept = [fewer[one] for one in sorted(outcome.core)]
    return tuple(sorted(kept))


class _Search:
    """Branch and bound over the fractions that the simplex leaves."""

    def __init__(self, simplex: Simplex, sums: Mapping[int, int], order: Sequence[int]) -> None:
        self._start = simplex
        self._sums = sums
        self._order = order
        self._left = _MOST_BRANCHES

    def outcome(self) -> Outcome:
        core = self._clash(self._start)
        if core is None or core:
            return Outcome(core or frozenset())
        values = self._found.values[: len(self._order)]
        return Outcome(point={one: int(value) for one, value in zip(self._order, values, strict=True) if value})

    def _clash(self, simplex: Simplex) -> frozenset[int] | None:
        """The lines that clash, none if whole numbers were found; None if it was given up."""
        self._left -= 1
        if self._left < 0:
            return None
        sides = simplex.clash()
        if sides is not None:
            return frozenset(self._sums[one] for one, _ in sides if one in self._sums)
        broken = next((at for at in range(len(self._order)) if isinstance(simplex.values[at], Fraction)), None)
        if broken is None:
            self._found = simplex
            return frozenset()
        value = simplex.values[broken]
        clashes: list[frozenset[int]] = []
        for low, high in ((None, floor(value)), (ceil(value), None)):
            branch = simplex.copy()
            branch.tighten(broken, low, high)
            clash = self._clash(branch)
            if not clash:
                return clash
            clashes.append(clash)
        return clashes[0] | clashes[1]


def _off_the_lattice(lines: Sequence[tuple[int, WholeLine]]) -> frozenset[int]:
    """Equations that no whole numbers satisfy, such as 2a = 4b + 1, which a search would never end on."""
    equations = [(at, line) for at, line in lines if line.weights and line.low is not None and line.low == line.high]
    if not any(line.low for _, line in equations):
        return frozenset()
    joined = DisjointSets(line.weights for _, line in equations)
    odd = {joined.find(next(iter(line.weights))) for _, line in equations if line.low}
    near = [(at, line) for at, line in equations if joined.find(next(iter(line.weights))) in odd]
    order = sorted({one for _, line in near for one in line.weights})
    if len(order) > _MOST_FOR_A_LATTICE:
        return frozenset()
    lattice: IntegerLattice | None = IntegerLattice.whole(len(order))
    for done, (_, line) in enumerate(near, 1):
        if lattice is not None:
            lattice = lattice.where([line.weights.get(one, 0) for one in order], -(line.low or 0), 0)
        if lattice is None:
            return frozenset(at for at, _ in near[:done])
    return frozenset()


def _within(value: int, ends: tuple[int | None, int | None] | None) -> bool:
    low, high = ends or (0, None)
    return (low is None or low <= value) and (high is None or value <= high)

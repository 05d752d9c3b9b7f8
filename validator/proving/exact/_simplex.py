"""The simplex method in fractions, with bounds on sums: a point within all bounds, or else the bounds that clash.

Every sum is a variable of its own with bounds (Dutertre and de Moura). One starts from the numbers nearest to 0 and
moves only what breaks a bound, so rows that hold at 0, nearly all of a form's, cost nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

Number: TypeAlias = int | Fraction
Side: TypeAlias = tuple[int, bool]
"""A bound: variable, and True for its upper one."""
_UNITS = (1, -1)
"""What nearly all coefficients are."""


class Simplex:
    """Variables with bounds, and sums of them with bounds."""

    def __init__(self, low: Sequence[int | None], high: Sequence[int | None]) -> None:
        """`low`, `high`: for each variable its bounds, None for no bound."""
        self.low: list[Number | None] = list(low)
        self.high: list[Number | None] = list(high)
        self.values: list[Number] = [_nearest(least, most) for least, most in zip(low, high, strict=True)]
        self._rows: dict[int, dict[int, Number]] = {}
        self._used_by: dict[int, set[int]] = {}

    def add(self, weights: Mapping[int, int], low: int | None, high: int | None) -> int:
        """A sum of the variables there were at the start, with its bounds; the variable that it is."""
        new = len(self.values)
        row: dict[int, Number] = {}
        for variable, weight in weights.items():
            self._add_to(row, variable, weight)
        for variable in row:
            self._used_by.setdefault(variable, set()).add(new)
        self._rows[new] = row
        self.low.append(low)
        self.high.append(high)
        self.values.append(sum(weight * self.values[one] for one, weight in row.items()))
        return new

    def _add_to(self, row: dict[int, Number], variable: int, weight: Number) -> None:
        """Add a multiple of a variable to a row, in terms of the variables that are free to move."""
        for one, factor in self._rows[variable].items() if variable in self._rows else ((variable, 1),):
            left = row.get(one, 0) + weight * factor
            if left:
                row[one] = left
            else:
                row.pop(one, None)

    def free(self, variable: int) -> None:
        """Take the bounds of a sum away."""
        self.low[variable] = self.high[variable] = None

    def copy(self) -> Simplex:
        """One that can be changed by itself."""
        new = Simplex((), ())
        new.low, new.high, new.values = list(self.low), list(self.high), list(self.values)
        new._rows = {one: dict(row) for one, row in self._rows.items()}
        new._used_by = {one: set(rows) for one, rows in self._used_by.items()}
        return new

    def tighten(self, variable: int, low: int | None, high: int | None) -> None:
        """Give a variable narrower bounds."""
        if low is not None:
            self.low[variable] = low
        if high is not None:
            self.high[variable] = high
        least, most, value = self.low[variable], self.high[variable], self.values[variable]
        if variable not in self._rows and (least is None or most is None or least <= most):
            to = least if least is not None and value < least else most if most is not None and value > most else value
            self._move(variable, to)

    def clash(self) -> frozenset[Side] | None:
        """Move the variables within all bounds, None; or else bounds that cannot all be met."""
        for variable, (least, most) in enumerate(zip(self.low, self.high, strict=True)):
            if least is not None and most is not None and least > most:
                return frozenset({(variable, False), (variable, True)})
        while True:
            broken = min((one for one in self._rows if self._off(one)), default=None)
            if broken is None:
                return None
            grow = self._off(broken) > 0
            row = self._rows[broken]
            free = [one for one, weight in row.items() if self._movable(one, up=(weight > 0) == grow)]
            if not free:
                blocking = {(one, (weight > 0) == grow) for one, weight in row.items()}
                return frozenset({(broken, not grow), *blocking})
            # The first of all that could be taken (Bland): so it comes to an end.
            self._pivot(broken, min(free))

    def _off(self, variable: int) -> int:
        """1 if a variable is below its bounds, -1 if above, else 0."""
        value, low, high = self.values[variable], self.low[variable], self.high[variable]
        return 1 if low is not None and value < low else -1 if high is not None and value > high else 0

    def _movable(self, variable: int, *, up: bool) -> bool:
        end = self.high[variable] if up else self.low[variable]
        value = self.values[variable]
        return end is None or (value < end if up else value > end)

    def _move(self, variable: int, to: Number) -> None:
        """Give a free variable a value, and all sums theirs."""
        by = to - self.values[variable]
        if by:
            self.values[variable] = to
            for one in self._used_by.get(variable, ()):
                self.values[one] += self._rows[one][variable] * by

    def _pivot(self, basic: int, free: int) -> None:
        """Bring a sum to the bound it breaks by moving one of its variables; the two change places."""
        low, high = self.low[basic], self.high[basic]
        end = low if self._off(basic) > 0 else high
        assert end is not None  # noqa: S101 - said to the type checker: a bound that is broken is there
        row = self._rows.pop(basic)
        weight = row.pop(free)
        for one in row:
            self._used_by[one].discard(basic)
        self._used_by[free].discard(basic)
        self._shift(basic, free, weight, end)
        inverse = weight if weight in _UNITS else Fraction(1) / weight
        turned: dict[int, Number] = {one: _plain(-factor * inverse) for one, factor in row.items()}
        turned[basic] = _plain(inverse)
        users = self._used_by.pop(free, set())
        for other in users:
            line = self._rows[other]
            times = line.pop(free)
            for one, factor in turned.items():
                left = line.get(one, 0) + times * factor
                if left:
                    line[one] = _plain(left)
                    self._used_by.setdefault(one, set()).add(other)
                else:
                    del line[one]
                    self._used_by[one].discard(other)
        self._rows[free] = turned
        for one in turned:
            self._used_by.setdefault(one, set()).add(free)

    def _shift(self, basic: int, free: int, weight: Number, end: Number) -> None:
        by = end - self.values[basic]
        by = by * weight if weight in _UNITS else by / Fraction(weight)
        self.values[basic] = end
        self.values[free] = _plain(self.values[free] + by)
        for one in self._used_by[free]:
            self.values[one] = _plain(self.values[one] + self._rows[one][free] * by)


def _nearest(low: Number | None, high: Number | None) -> Number:
    """The number nearest to 0 within bounds."""
    if low is not None and low > 0:
        return low
    return high if high is not None and high < 0 else 0


def _plain(number: Number) -> Number:
    """A whole number as such: most are, and are quicker."""
    return number.numerator if isinstance(number, Fraction) and number.denominator == 1 else number

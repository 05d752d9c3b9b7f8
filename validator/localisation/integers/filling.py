"""A point of a large sparse system, found by narrowing ranges and choosing number by number, if no choice fails.

Where most of a table is not known, nearly all numbers of its cells are open: to eliminate them one by one takes for
ever, and to find some that fit takes a moment. That there are such numbers is all that has to be known of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from validator.localisation.integers.steps import OutOfStepsError, Steps

_MOST = 20_000
"""Looks at a relation after which nothing is said."""

Fitting = Mapping[int, int]
"""Variable -> a change; all of them satisfy the system together."""


class SparseRow(Struct, frozen=True):
    """`low <= weights . changes + sum <= high` over the variables that may change."""

    weights: Sequence[tuple[int, int]]
    """(variable, coefficient)."""
    sum: int
    low: int | None
    high: int | None


def filled(
    rows: Sequence[SparseRow], low: Mapping[int, int | None], high: Mapping[int, int | None], steps: Steps
) -> Fitting | None:
    """Changes within their limits that satisfy all rows, each as near to 0 as those before it leave it.

    `low` and `high`: of every variable. None says nothing: neither that there is such a point nor that there is none.
    """
    table = _Table(rows, dict(low), dict(high))
    try:
        with steps.at_most(_MOST) as some:
            if not table.narrowed(range(len(rows)), some):
                return None
            for variable in low:
                if not table.chosen(variable, some):
                    return None
    except OutOfStepsError:
        return None
    return {variable: number or 0 for variable, number in table.low.items()} if table.holds() else None


class _Table:
    """The ranges of all variables while they are narrowed."""

    def __init__(self, rows: Sequence[SparseRow], low: dict[int, int | None], high: dict[int, int | None]) -> None:
        self._rows = rows
        self.low, self.high = low, high
        self._rows_of: dict[int, list[int]] = {variable: [] for variable in low}
        for at, row in enumerate(rows):
            for variable, _ in row.weights:
                self._rows_of[variable].append(at)

    def chosen(self, variable: int, steps: Steps) -> bool:
        """Fix a variable to what is nearest to 0 in its range; False if that leaves another one nothing."""
        low, high = self.low[variable], self.high[variable]
        if low is not None and low == high:
            return True
        number = max(0 if low is None else low, 0) if high is None or high >= 0 else high
        self.low[variable] = self.high[variable] = number
        return self.narrowed(self._rows_of[variable], steps)

    def narrowed(self, places: Sequence[int], steps: Steps) -> bool:
        """Narrow the ranges by these rows and all that follows; False if one comes out empty."""
        waiting = dict.fromkeys(places)
        while waiting:
            at = next(iter(waiting))
            del waiting[at]
            steps.take()
            changed = self._narrowed_by(self._rows[at])
            if changed is None:
                return False
            for variable in changed:
                waiting.update(dict.fromkeys(self._rows_of[variable]))
        return True

    def _narrowed_by(self, row: SparseRow) -> list[int] | None:
        """The variables whose ranges a row narrows; None if it leaves one of them nothing."""
        changed: list[int] = []
        for up, limit in ((True, row.high), (False, row.low)):
            if limit is None:
                continue
            # Both as `sum of sign * weight * change <= room`.
            sign, room = (1, limit - row.sum) if up else (-1, row.sum - limit)
            ends = [self.low[at] if sign * weight > 0 else self.high[at] for at, weight in row.weights]
            open_ = [place for place, end in enumerate(ends) if end is None]
            if len(open_) > 1:
                continue
            least = sum(
                sign * weight * end for (_, weight), end in zip(row.weights, ends, strict=True) if end is not None
            )
            if not open_ and least > room:
                return None
            for place in open_ or range(len(ends)):
                variable, weight = row.weights[place]
                end = ends[place]
                left = room - least + (0 if end is None else sign * weight * end)
                if not self._bounded(variable, sign * weight, left, changed):
                    return None
        return changed

    def _bounded(self, variable: int, weight: int, left: int, changed: list[int]) -> bool:
        """`weight * change <= left` put down, if it says more than is known; False if that leaves nothing."""
        low, high = self.low[variable], self.high[variable]
        if weight > 0:
            end = left // weight
            if high is None or end < high:
                self.high[variable] = high = end
                changed.append(variable)
        else:
            end = -(left // -weight)
            if low is None or end > low:
                self.low[variable] = low = end
                changed.append(variable)
        return low is None or high is None or low <= high

    def holds(self) -> bool:
        """Whether all rows hold once every variable has one number."""
        for row in self._rows:
            total = row.sum + sum(weight * (self.low[variable] or 0) for variable, weight in row.weights)
            if (row.low is not None and total < row.low) or (row.high is not None and total > row.high):
                return False
        return True

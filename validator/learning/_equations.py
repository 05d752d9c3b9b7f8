"""Sums that hold in nearly all rows, found in random subsets of them: a few faulty rows are in few of the subsets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from msgspec import Struct

from validator.learning._null_space import relations
from validator.learning._templates import RowTemplate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints: TypeAlias = NDArray[np.int64]
    Mask: TypeAlias = NDArray[np.bool_]

_TRIES = 150
"""Subsets of rows."""
_LEAST_ROWS = 8
"""Different rows that a name must be in, and a relation must say something of."""
_LEAST_SHARE = 0.7
"""What is not true of so many rows is no rule, whatever the faults in reports."""
_FEW_WON = 0.1
"""An equation that is in the right no more often, where it is against another, is a slip in that one."""
_OFTEN = 0.1
"""Of the rows; faults in so many come from both sides."""
_SPARE = 3
"""Rows in a subset beyond the names: each of them a relation by chance must satisfy as well."""


class LearnedEquation(Struct, frozen=True, eq=False):
    """`weights . row = 0` in a template."""

    template: RowTemplate
    weights: Ints
    telling: Mask
    """Shape (rows,): where more than one of its numbers is not 0."""
    broken: Mask
    """Shape (rows,): where it does not hold."""

    @classmethod
    def of(cls, template: RowTemplate, weights: Ints) -> LearnedEquation:
        """Held against all rows of the template."""
        used = template.rows[:, weights != 0]
        return cls(template, weights, (used != 0).sum(axis=1) > 1, template.rows @ weights != 0)

    @property
    def share(self) -> float:
        """Of the rows of which it says something, those in which it holds."""
        telling = int(self.telling.sum())
        return 1 - int((self.broken & self.telling).sum()) / telling if telling else 0.0

    @property
    def length(self) -> int:
        """Names in it."""
        return int(np.count_nonzero(self.weights))

    @property
    def different(self) -> int:
        """Different rows in which it says something and holds."""
        rows = self.template.rows[self.telling & ~self.broken][:, self.weights != 0]
        return len(np.unique(rows, axis=0))


def equations(template: RowTemplate, rng: np.random.Generator) -> list[LearnedEquation]:
    """The sparsest independent equations of a template, those that hold more often first."""
    rows = np.unique(template.rows[(template.rows != 0).sum(axis=1) > 1], axis=0)
    alive = np.flatnonzero((rows != 0).sum(axis=0) >= _LEAST_ROWS)
    if len(alive) < 2 or len(rows) < _LEAST_ROWS:  # noqa: PLR2004 - a number alone is held against nothing
        return []
    # A row with a rare number breaks what is found without it; these are added afterwards.
    plain = rows[(rows != 0).sum(axis=1) == (rows[:, alive] != 0).sum(axis=1)]
    seen: set[tuple[int, ...]] = set()
    for found in _candidates((plain if len(plain) > len(alive) else rows)[:, alive], rng):
        weights = np.zeros(len(template.names), dtype=np.int64)
        weights[alive] = found
        seen.add(tuple(_completed(template.rows, weights).tolist()))
    every = [LearnedEquation.of(template, np.array(one, dtype=np.int64)) for one in sorted(seen)]
    fine = [one for one in every if one.share >= _LEAST_SHARE and one.different >= _LEAST_ROWS]
    ordered = sorted(fine, key=lambda one: (-round(one.share, 1), one.length, -one.share))
    kept: list[LearnedEquation] = []
    for one in _independent(ordered):
        if not any(_beaten(one, better) for better in kept):
            kept.append(one)
    return kept


def _beaten(one: LearnedEquation, better: LearnedEquation) -> bool:
    """Whether one equation is a slip in the other: where just one of the two holds, it is hardly ever this one.

    Equations that are both right disagree where there is a fault in a row, now in one and now in the other.
    """
    telling = one.telling & better.telling
    won, lost = (int((telling & a.broken & ~b.broken).sum()) for a, b in ((better, one), (one, better)))
    return lost > telling.sum() * _OFTEN and won < (won + lost) * _FEW_WON


def _candidates(rows: Ints, rng: np.random.Generator) -> set[tuple[int, ...]]:
    """What random subsets satisfy; rows with many numbers say more, and are drawn from first."""
    busy = np.argsort(-(rows != 0).sum(axis=1), kind="stable")
    width = rows.shape[1]
    pool = busy[: max(6 * width, len(busy) // 2)]
    found: set[tuple[int, ...]] = set()
    for _ in range(_TRIES):
        chosen = rng.choice(pool, size=min(len(pool), width + _SPARE), replace=False)
        found.update(relations(rows[chosen], rng.permutation(width)))
    return found


def _completed(rows: Ints, weights: Ints) -> Ints:
    """The relation with the names added that make it hold more often: those that are rarely not 0."""
    for at in np.flatnonzero(weights == 0):
        left = rows @ weights
        held = [int((left + sign * rows[:, at] == 0).sum()) for sign in (0, 1, -1)]
        weights = weights.copy()
        weights[at] = (0, 1, -1)[int(np.argmax(held))]
    first = weights[np.flatnonzero(weights)[0]]
    return weights if first > 0 else -weights


def _independent(ordered: Sequence[LearnedEquation]) -> Iterator[LearnedEquation]:
    """Those that are no sums and differences of the ones before them."""
    basis: list[tuple[int, list[Fraction]]] = []
    for one in ordered:
        left = [Fraction(weight) for weight in one.weights.tolist()]
        for pivot, row in basis:
            if left[pivot]:
                times = left[pivot]
                left = [a - times * b for a, b in zip(left, row, strict=True)]
        first = next((at for at, weight in enumerate(left) if weight), None)
        if first is not None:
            basis.append((first, [weight / left[first] for weight in left]))
            yield one


def excused(found: Sequence[LearnedEquation]) -> list[Mask]:
    """For each equation, the broken rows in which another is broken by a cell that both have."""
    broken: dict[tuple[int, int], set[tuple[int, int]]] = {}
    for number, one in enumerate(found):
        for row in np.flatnonzero(one.broken).tolist():
            for cell in _cells(one, row):
                broken.setdefault((int(one.template.line[row]), cell), set()).add((number, row))
    masks = []
    for one in found:
        mask = np.zeros(len(one.broken), dtype=np.bool_)
        for row in np.flatnonzero(one.broken).tolist():
            line = int(one.template.line[row])
            mask[row] = any(len(broken[line, cell]) > 1 for cell in _cells(one, row))
        masks.append(mask)
    return masks


def _cells(one: LearnedEquation, row: int) -> list[int]:
    """The cells of an equation in a row."""
    cells: list[int] = one.template.cells[one.template.place[row]][one.weights != 0].tolist()
    return cells

"""Which rows of a system hold: sums of exact numbers, and of amounts rounded or cut when they were printed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from validator.constraints.system import Rows, System

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints: TypeAlias = NDArray[np.int64]
    Numbers: TypeAlias = NDArray[np.int64] | NDArray[np.int32]
    Mask: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the numbers may lie from what is printed; all of shape (variables, reports), in halves of smallest units.

    A rounded amount lies within half of its last digit, a cut one within all of it, away from 0 and short of its end.
    """

    below: Ints
    above: Ints
    cut: Mask | None
    """Numbers that do not reach the end themselves; None where there are none."""

    @classmethod
    def of(cls, system: System, values: Ints, last: Ints | None) -> Reach | None:
        """That of a block; None where all numbers are exact. `last`: what the last printed digits count for."""
        if last is None:
            return None
        digits = np.ascontiguousarray(last.T)
        if not any(system.cut):
            return cls(digits, digits, None)
        cut, positive = np.array(system.cut)[:, None], np.ascontiguousarray(values.T) >= 0
        below, above = (np.where(cut, np.where(side, 2 * digits, 0), digits) for side in (~positive, positive))
        return cls(below, above, cut & (digits != 0))

    def of_rows(self, rows: Rows) -> tuple[Ints, Ints, Mask | None]:
        """How far the sums of rows may lie below and above what is printed, and which do not reach the ends."""
        if self.below is self.above:
            both = replace(rows.uncertain, data=abs(rows.uncertain.data)) @ self.below
            return both, both, None
        weights = rows.uncertain.data
        ups, downs = rows.uncertain.keep(weights > 0), rows.uncertain.keep(weights < 0)
        below = ups @ self.below - downs @ self.above
        above = ups @ self.above - downs @ self.below
        return below, above, None if self.cut is None else rows.uncertain.any_of(self.cut)


def hold_all(system: System, residual: Numbers, reach: Reach | None) -> Mask:
    """Which rows of the system hold; `residual`: left minus right of each, constants left aside."""
    holds = np.empty(residual.shape, dtype=np.bool_)
    for rows, at in zip(system.parts, system.part_at, strict=True):
        _hold(rows, residual[at], reach, holds[at])
    return holds


def _hold(rows: Rows, residual: Numbers, reach: Reach | None, holds: Mask) -> None:
    for kind, compare in zip(rows.kinds, (np.equal, np.less_equal, np.greater_equal), strict=True):
        if kind.start < kind.stop:
            compare(residual[kind], 0, out=holds[kind])
    special = rows.shifted if reach is None else np.arange(len(rows.constant))
    if not len(special):
        return
    excess = 2 * (residual[special] + (rows.constant - rows.strict)[special, None])
    lowest = highest = excess
    cut: Mask | None = None
    if reach is not None:
        # A printed amount is an interval; the relation holds if the intervals of the two sides meet.
        below, above, cut = reach.of_rows(rows)
        lowest, highest = excess - below, excess + above
    if rows.strict.any():
        unequal = np.broadcast_to((rows.strict != 0)[special, None], excess.shape)
        cut = unequal if cut is None else cut | unequal
    accepted: Ints = 2 * rows.tolerance[special, None]
    few, many = lowest <= accepted, highest >= -accepted
    if cut is not None:
        few &= ~cut | (lowest < accepted)
        many &= ~cut | (highest > -accepted)
    _, at_most, _ = rows.kinds
    many[(special >= at_most.start) & (special < at_most.stop)] = True
    few[special >= at_most.stop] = True
    holds[special] = few & many

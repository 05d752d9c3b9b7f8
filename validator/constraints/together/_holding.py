"""Which rows of a system hold: sums of exact numbers, and of amounts rounded or cut when they were printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from validator.constraints.printed import Ends
from validator.constraints.system import Rows, System

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints: TypeAlias = NDArray[np.int64]
    Numbers: TypeAlias = NDArray[np.int64] | NDArray[np.int32]
    Mask: TypeAlias = NDArray[np.bool_]


def ends_of(system: System, values: Ints, last: Ints | None) -> Ends | None:
    """Between which ends the numbers of a block lie; None where all are exact.

    `last`: what the last printed digits count for.
    """
    if last is None:
        return None
    return Ends.of(np.ascontiguousarray(values.T), np.ascontiguousarray(last.T), system.cut, system.signed)


def hold_all(system: System, residual: Numbers, ends: Ends | None) -> Mask:
    """Which rows of the system hold; `residual`: left minus right of each, constants left aside."""
    holds = np.empty(residual.shape, dtype=np.bool_)
    for rows, at in zip(system.parts, system.part_at, strict=True):
        _hold(rows, residual[at], ends, holds[at])
    return holds


def _hold(rows: Rows, residual: Numbers, ends: Ends | None, holds: Mask) -> None:
    for kind, compare in zip(rows.kinds, (np.equal, np.less_equal, np.greater_equal), strict=True):
        if kind.start < kind.stop:
            compare(residual[kind], 0, out=holds[kind])
    special = rows.shifted if ends is None else np.arange(len(rows.constant))
    if not len(special):
        return
    excess = 2 * (residual[special] + (rows.constant - rows.strict)[special, None])
    lowest = highest = excess
    low_open = high_open = np.broadcast_to((rows.strict != 0)[special, None], excess.shape)
    if ends is not None:
        # A printed amount is an interval; the relation holds if the intervals of the two sides meet.
        sums = ends.of_sums(rows.uncertain)
        lowest, highest = excess - sums.below, excess + sums.above
        if sums.low_open is not None and sums.high_open is not None:
            low_open, high_open = low_open | sums.low_open, high_open | sums.high_open
    accepted: Ints = 2 * rows.tolerance[special, None]
    few, many = lowest <= accepted, highest >= -accepted
    if low_open.any() or high_open.any():
        few &= ~low_open | (lowest < accepted)
        many &= ~high_open | (highest > -accepted)
    _, at_most, _ = rows.kinds
    many[(special >= at_most.start) & (special < at_most.stop)] = True
    few[special >= at_most.stop] = True
    holds[special] = few & many

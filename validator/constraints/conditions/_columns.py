"""The verdicts on constraints that are no rows of the matrix, one pass a constraint over many reports."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from msgspec import Struct

from validator.constraints.conditions._many import ManyOutcomes, ManyPrinted, Ranges, joined
from validator.constraints.evaluated import Evaluated
from validator.constraints.system import System

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SATISFIED, _VIOLATED, _UNDETERMINED, _NOT_APPLICABLE = range(4)
_WHOLE = 2**53
"""Up to here whole numbers are exact as floating ones."""


class Codes(NamedTuple):
    """The verdicts on a constraint."""

    codes: NDArray[np.int8]
    """One for each report."""
    doubtful: Sequence[int]
    """The reports that must be looked at one by one: their codes say nothing."""


class ReportColumns(Struct, frozen=True):
    """The numbers of many reports; all arrays have a line a report."""

    system: System
    values: NDArray[Any]
    blank: NDArray[np.bool_]
    unknown: NDArray[np.bool_]
    digits: NDArray[Any] | None

    def codes(self, one: Evaluated, codes: NDArray[np.int8]) -> Codes:
        """The verdicts on a constraint; `codes`: those on all others, which it may wait for."""
        rule = self.system.constraints[one.place].rule
        count = len(self.values)
        everywhere = np.ones(count, dtype=np.bool_)
        applies = ManyOutcomes(everywhere, ~everywhere, ~everywhere)
        if one.guard is not None:
            applies = self._printed(one, Fraction(0)).holds(one.guard)
        holds = self._printed(one, Fraction(rule.tolerance)).holds(one.condition)
        missing = joined((self.blank[:, at] for at in one.violated_if_blank), count)
        found = np.full(count, _UNDETERMINED, dtype=np.int8)
        found[applies.yes & holds.yes] = _SATISFIED
        found[applies.yes & (holds.no | missing)] = _VIOLATED
        silent = applies.no | ~self._is_asked_for(one, rule.applies)
        if one.waits_for is not None:
            silent |= ~(codes[:, list(one.waits_for)] == _UNDETERMINED).any(axis=1)
        found[silent] = _NOT_APPLICABLE
        doubt = (applies.doubt | (holds.doubt & ~missing)) & ~silent
        return Codes(found, np.flatnonzero(doubt).tolist())

    def _is_asked_for(self, one: Evaluated, applies: str) -> NDArray[np.bool_]:
        """Where enough of its cells is filled for a constraint to apply."""
        own = list(one.own)
        blank, unknown = self.blank[:, own], self.unknown[:, own]
        empty = blank & ~unknown
        if applies == "all":
            return np.asarray(~empty.any(axis=1))
        if applies == "nonzero":
            return np.asarray((unknown | (self.values[:, own] != 0).astype(np.bool_)).any(axis=1))
        if applies == "any" and own and not one.violated_if_blank:
            return np.asarray(~empty.all(axis=1))
        return np.ones(len(self.values), dtype=np.bool_)

    def _printed(self, one: Evaluated, tolerance: Fraction) -> ManyPrinted:
        exact = self.system.constraints[one.place].rule.exact
        names = {self.system.variables[at]: at for at in one.variables}

        def value(cell: str) -> Ranges:
            at = names[cell]
            unknown = self.unknown[:, at]
            if at in one.unknown_if_blank:
                unknown = unknown | self.blank[:, at]
            return self._ranges(at, ~unknown, exact=exact)

        def filled(cell: str) -> ManyOutcomes:
            at = names[cell]
            blank, unknown = self.blank[:, at], self.unknown[:, at]
            return ManyOutcomes(~blank & ~unknown, blank & ~unknown, np.zeros_like(blank))

        return ManyPrinted(len(self.values), value, filled, tolerance)

    def _ranges(self, at: int, known: NDArray[np.bool_], *, exact: bool) -> Ranges:
        """The numbers of a variable, in halves of its smallest unit."""
        numbers, doubt = _whole(self.values[:, at])
        nowhere = np.zeros(len(numbers), dtype=np.bool_)
        parts = 2 * 10 ** self.system.decimals[at]
        low = high = 2 * numbers
        low_open = high_open = nowhere
        if self.digits is not None and not exact:
            digits, odd = _whole(self.digits[:, at])
            doubt = doubt | odd
            if self.system.cut[at]:
                some = digits != 0
                # A 0 may have had either sign, where its column has negative numbers.
                down = (numbers < 0) | ((numbers == 0) & self.system.signed[at])
                up = numbers >= 0
                low, high = low - np.where(down, 2 * digits, 0), high + np.where(up, 2 * digits, 0)
                low_open, high_open = some & down, some & up
            else:
                low, high = low - digits, high + digits
        off = np.zeros(len(numbers))
        return Ranges(low, high, off, low_open, high_open, known, doubt & known, parts)


def _whole(numbers: NDArray[Any]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Numbers as floating ones, and which of them are none that these hold exactly."""
    if numbers.dtype == np.object_:
        fits = np.array([int(one) == one and abs(one) < _WHOLE // 4 for one in numbers], dtype=np.bool_)
        return np.where(fits, numbers, 0).astype(np.float64), ~fits
    fits = abs(numbers) < _WHOLE // 4
    return np.where(fits, numbers, 0).astype(np.float64), ~fits

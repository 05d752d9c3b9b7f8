"""Evaluate a compiled system on any number of reports in one sparse product.

Blanks are carried in masks beside the numbers, never as NaN: NaN times zero is NaN.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from validator.constraints.codes import NOT_APPLICABLE, UNDETERMINED, VIOLATED
from validator.constraints.system import System
from validator.constraints.together._holding import ends_of, hold_all

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints: TypeAlias = NDArray[np.int64]
    Numbers: TypeAlias = NDArray[np.int64] | NDArray[np.int32]
    Mask: TypeAlias = NDArray[np.bool_]

_CHUNK = 768
"""Reports evaluated at once: their vectors stay in the processor's cache."""
_LARGE = 2**31
"""Least number that 32 bits do not hold."""


class VectorBlock(Struct, frozen=True):
    """The vectors of many reports on the same form."""

    values: Ints
    """Shape (reports, variables): counts of the variable's smallest unit, 0 where there is no number.

    Numbers of Python (`object`) where one of them is too large for 64 bits or finer than the smallest unit."""
    blank: Mask
    """Same shape: nothing is printed."""
    unknown: Mask
    """Same shape: something is or should be there that is not known (unreadable, ambiguous, row missing)."""
    digits: Ints | None = None
    """What the last printed digit counts for, in smallest units, 0 for an exact number; None where all are exact."""

    def only(self, reports: NDArray[np.intp], kind: type[np.int64 | np.object_]) -> VectorBlock:
        """Some of the reports, their numbers of another kind."""
        return VectorBlock(
            self.values[reports].astype(kind),
            self.blank[reports],
            self.unknown[reports],
            None if self.digits is None else self.digits[reports].astype(kind),
        )


class Evaluation(Struct, frozen=True):
    """Verdicts of all constraints on all reports of a block."""

    codes: NDArray[np.int8]
    """Shape (reports, constraints): index into VERDICTS."""
    missing_totals: Mask
    """Shape (reports, variables): a blank total some of whose parts are not 0."""


def evaluate(system: System, block: VectorBlock) -> Evaluation:
    """Evaluate every constraint of the system on every report of the block."""
    found = _evaluate_rows(system, block)
    if system.conditions:
        # Loaded here: few packs need more than rows.
        from validator.constraints.conditions.by_report import judge_conditions

        judge_conditions(system, block.values, block.blank, block.unknown, block.digits, found.codes)
    return found


def _evaluate_rows(system: System, block: VectorBlock) -> Evaluation:
    if block.values.dtype == np.object_:
        return _evaluate_exactly(system, block)
    reports, variables = block.values.shape
    codes = np.empty((reports, len(system.constraints)), dtype=np.int8)
    missing = np.zeros((reports, variables), dtype=np.bool_)
    room = _Room.of(system, min(reports, _CHUNK))
    for start in range(0, reports, _CHUNK):
        at = slice(start, min(start + _CHUNK, reports))
        digits = None if block.digits is None else block.digits[at]
        chunk = VectorBlock(block.values[at], block.blank[at], block.unknown[at], digits)
        _judge_chunk(system, chunk, system.stacked @ room.turned(chunk.values), Evaluation(codes[at], missing[at]))
    return Evaluation(codes, missing)


def _evaluate_exactly(system: System, block: VectorBlock) -> Evaluation:
    """Evaluate reports some of which hold numbers that only Python has: these by themselves, all others as usual."""
    whole = np.frompyfunc(lambda number: int(number) == number, 1, 1)
    fits = (abs(block.values) <= np.array(system.largest, dtype=object)) & whole(block.values).astype(np.bool_)
    if block.digits is not None:
        fits &= (block.digits < _LARGE) & whole(block.digits).astype(np.bool_)
    usual, special = np.flatnonzero(fits.all(axis=1)), np.flatnonzero(~fits.all(axis=1))
    found = Evaluation(
        np.empty((len(fits), len(system.constraints)), dtype=np.int8), np.zeros(fits.shape, dtype=np.bool_)
    )
    if len(usual):
        one = _evaluate_rows(system, block.only(usual, np.int64))
        found.codes[usual], found.missing_totals[usual] = one.codes, one.missing_totals
    if len(special):
        exact = block.only(special, np.object_)
        residual = system.stacked @ np.ascontiguousarray(exact.values.T)
        part = Evaluation(
            np.empty((len(special), found.codes.shape[1]), np.int8), np.zeros(exact.blank.shape, np.bool_)
        )
        _judge_chunk(system, exact, residual, part)
        found.codes[special], found.missing_totals[special] = part.codes, part.missing_totals
    return found


class _Room(Struct, frozen=True):
    """Room for the numbers of a chunk, used again for the next: fresh memory costs more than what is done in it."""

    short: NDArray[np.int32]
    """Shape (reports, variables)."""
    small: NDArray[np.int32]
    """Shape (variables, reports)."""
    limits: NDArray[np.int64]
    """For each variable, the largest number that may be small."""

    @classmethod
    def of(cls, system: System, reports: int) -> _Room:
        """Room for a chunk of that many reports: every array is written anew by each."""
        variables = len(system.variables)
        limits = np.array(system.small, dtype=np.int64)
        return cls(np.empty((reports, variables), np.int32), np.empty((variables, reports), np.int32), limits)

    def turned(self, values: Ints) -> Numbers:
        """The numbers turned, so that variables run down and reports across; in 32 bits where all sums stay exact."""
        # All bits of all numbers together: one pass that tells of most chunks that nothing is negative or large.
        bits = int(np.bitwise_or.reduce(values, axis=None))
        if not 0 <= bits < _LARGE and not self._fits(values.max(axis=0), values.min(axis=0)):
            return np.ascontiguousarray(values.T)
        reports = len(values)
        short, small = self.short[:reports], self.small[:, :reports]
        np.copyto(short, values, casting="unsafe")
        small[...] = short.T
        if 0 <= bits < _LARGE and not self._fits(small.max(axis=1)):
            return np.ascontiguousarray(values.T)
        return small

    def _fits(self, largest: NDArray[Any], least: Ints | None = None) -> bool:
        return bool((largest <= self.limits).all() and (least is None or (least >= -self.limits).all()))


class _Some(Struct, frozen=True):
    """Some reports; all arrays have the shape (rows or variables, reports)."""

    holds: Mask
    """Which rows of the system hold as the numbers are: those of `first`, of `second`, and the guards."""
    parts_left: Mask
    """Rows that define a total: whether total and parts differ."""
    blank: Mask | None = None
    unknown: Mask | None = None
    """None where nothing is."""
    missing: Mask | None = None
    """Blank totals with parts that are not 0."""
    open_totals: Mask | None = None
    """These, and blank totals with parts that are not known: they do not count 0 either."""

    def only(self, reports: NDArray[np.intp]) -> _Some:
        """The reports of a mask alone; `mask`: shape (reports,)."""
        return _Some(self.holds.take(reports, axis=1), self.parts_left.take(reports, axis=1))

    def masked(self, system: System, blank: Mask, unknown: Mask) -> _Some:
        """The same with what is not known of them; the masks have a line a report."""
        blanks, unknowns = (np.ascontiguousarray(mask.T) if mask.any() else None for mask in (blank, unknown))
        missing = None if blanks is None else _missing_totals(system, blanks, self.parts_left)
        open_totals = missing
        if blanks is not None and unknowns is not None:
            parts_open = system.unknown_if[0].any_of(unknowns)[system.defines[0]]
            open_totals = _missing_totals(system, blanks, self.parts_left | parts_open)
        return replace(self, blank=blanks, unknown=unknowns, missing=missing, open_totals=open_totals)


def _judge_chunk(system: System, block: VectorBlock, residual: Numbers, found: Evaluation) -> None:
    """Evaluate some reports as if every number were there, and those in which one is not once more.

    `residual`: left minus right of each row, constants left aside. `found`: takes the verdicts.
    """
    chunk = _Some(
        hold_all(system, residual, ends_of(system, block.values, block.digits)), residual[system.defines[0]] != 0
    )
    blank, unknown = block.blank, block.unknown
    doubtful = np.flatnonzero(_marked(blank, unknown))
    if len(doubtful) < len(blank):
        found.codes[...] = _evaluate_complete(system, chunk.holds).T
        chunk, blank, unknown = chunk.only(doubtful), blank[doubtful], unknown[doubtful]
    if len(doubtful):
        some = chunk.masked(system, blank, unknown)
        # Whole lines are written: that is quicker than columns.
        found.codes[doubtful] = np.ascontiguousarray(_evaluate_doubtful(system, some).T)
        if some.missing is not None:
            found.missing_totals[doubtful] = some.missing.T


def _marked(*masks: Mask) -> Mask:
    """Which lines have a mark in any of the masks."""
    marked: Mask = np.zeros(len(masks[0]), dtype=np.bool_)
    for mask in masks:
        if mask.any():
            marked |= mask.any(axis=1)
    return marked


def _evaluate_complete(system: System, holds: Mask) -> NDArray[np.int8]:
    """Codes of reports of which every number is known."""
    code = np.full((len(system.constraints), holds.shape[1]), NOT_APPLICABLE, dtype=np.int8)
    rows, (first, _, guards) = system.first.rows, system.part_at
    code[rows.places] = ~holds[first]
    code[rows.places[rows.empty]] = NOT_APPLICABLE
    for guard, constraint in zip(holds[guards], system.guard_of, strict=True):
        code[constraint][~guard] = NOT_APPLICABLE
    return code


def _evaluate_doubtful(system: System, some: _Some) -> NDArray[np.int8]:
    """Codes of reports of which some numbers are not known."""
    code = np.full((len(system.constraints), some.holds.shape[1]), NOT_APPLICABLE, dtype=np.int8)
    first, second, guards = system.part_at
    found = _codes(system, some)
    code[system.first.rows.places] = found[first]
    guarded = _Guards.of(found[guards])
    guarded.apply(system.guard_of, code)
    if system.waits_for.nnz:
        waiting = system.waits_for.any_of(code == UNDETERMINED)
        if waiting.any():
            # They stand in for others where those are undetermined.
            code[system.second.rows.places] = np.where(waiting, found[second], np.int8(NOT_APPLICABLE))
            guarded.apply(system.guard_of, code)
    return code


def _missing_totals(system: System, blank: Mask, parts_left: Mask) -> Mask | None:
    """Blank totals with parts that are not 0; None if there are none.

    Blank counts 0, so total and parts differ where the parts are not 0.
    """
    totals = system.defines[1]
    hit = blank[totals] & parts_left
    if not hit.any():
        return None
    missing = np.zeros_like(blank)
    for at in np.flatnonzero(hit.any(axis=1)):
        missing[totals[at]] |= hit[at]
    return missing


def _codes(system: System, some: _Some) -> NDArray[np.int8]:
    """Codes of all rows, guards and what they wait for left aside."""
    code: NDArray[np.int8] = (~some.holds).view(np.int8)
    for pattern, mask in zip(system.unknown_if, (some.unknown, some.blank, some.open_totals), strict=True):
        if mask is not None and pattern.nnz:
            np.putmask(code, pattern.any_of(mask), UNDETERMINED)
    *relations, _ = system.part_at
    both = slice(relations[1].stop)
    if some.blank is not None:
        # What is said of one cell alone is open while that is not known, even if nothing is printed there.
        nothing = ~system.stacked.any_of(~some.blank) & ~(system.single[:, None] & (code == UNDETERMINED))
        np.putmask(code[both], nothing[both], NOT_APPLICABLE)
    for rows, at in zip(system.parts, relations, strict=False):
        code[at][rows.empty] = NOT_APPLICABLE
    return code


class _Guards(Struct, frozen=True):
    """What the guards say of some reports; both of shape (guards, reports)."""

    unknown: Mask
    out: Mask
    """They are known and do not hold."""

    @classmethod
    def of(cls, codes: NDArray[np.int8]) -> _Guards:
        """`codes`: of the rows that are guards."""
        return cls(codes == UNDETERMINED, codes == VIOLATED)

    def apply(self, guard_of: NDArray[np.intp], code: NDArray[np.int8]) -> None:
        """A guard that is not known leaves its constraint undetermined; one that does not hold, not applicable."""
        for unknown, constraint in zip(self.unknown, guard_of, strict=True):
            code[constraint][unknown & (code[constraint] != NOT_APPLICABLE)] = UNDETERMINED
        for out, constraint in zip(self.out, guard_of, strict=True):
            code[constraint][out] = NOT_APPLICABLE

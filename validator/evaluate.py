"""Evaluate a compiled system on any number of reports in one sparse product.

Blanks are carried in masks beside the numbers, never as NaN: NaN times zero is NaN.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from validator.compile import Relations, Rows, System
from validator.rule import Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.int64]
    Mask: TypeAlias = NDArray[np.bool_]

VERDICTS = (Verdict.SATISFIED, Verdict.VIOLATED, Verdict.UNDETERMINED, Verdict.NOT_APPLICABLE)
"""Verdict of each code in `Evaluation.codes`."""
SATISFIED, VIOLATED, UNDETERMINED, NOT_APPLICABLE = range(4)

_CHUNK = 768
"""Reports evaluated at once: their vectors stay in the processor's cache."""


@dataclass(frozen=True)
class Block:
    """The vectors of many reports on the same form."""

    values: Ints
    """Shape (reports, variables): counts of the variable's smallest unit, 0 where there is no number."""
    blank: Mask
    """Same shape: nothing is printed."""
    unknown: Mask
    """Same shape: something is or should be there that is not known (unreadable, ambiguous, row missing)."""
    half_widths: Ints | None = None
    """Half of the last printed digit, rounded up, in smallest units; None where all numbers are exact."""


@dataclass(frozen=True)
class Evaluation:
    """Verdicts of all constraints on all reports of a block."""

    codes: NDArray[np.int8]
    """Shape (reports, constraints): index into VERDICTS."""
    missing_totals: Mask
    """Shape (reports, variables): a blank total some of whose parts are not 0."""


def evaluate(system: System, block: Block) -> Evaluation:
    """Evaluate every constraint of the system on every report of the block."""
    reports, variables = block.values.shape
    codes = np.empty((reports, len(system.constraints)), dtype=np.int8)
    missing = np.zeros((reports, variables), dtype=np.bool_)
    for start in range(0, reports, _CHUNK):
        at = slice(start, start + _CHUNK)
        code, totals = _evaluate_chunk(system, _Chunk.of(block, at, system.exact))
        codes[at] = code.T
        if totals is not None:
            missing[at] = totals.T
    return Evaluation(codes, missing)


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Some reports; all arrays have the shape (variables, reports).

    Variables run down, reports across: a sparse row times this adds whole contiguous rows.
    """

    values: Ints | Floats
    """Floats where they hold all sums exactly: processors add them faster."""
    blank: Mask | None
    unknown: Mask | None
    """None where nothing is."""
    half_widths: Ints | None

    @classmethod
    def of(cls, block: Block, reports: slice, exact: int) -> _Chunk:
        """The chunk of these reports; `exact`: largest number that may stand in floats."""
        values = block.values[reports]
        small = values.max(initial=0) <= exact and values.min(initial=0) >= -exact
        blank, unknown = (
            np.ascontiguousarray(mask.T) if mask.any() else None
            for mask in (block.blank[reports], block.unknown[reports])
        )
        half = None if block.half_widths is None else np.ascontiguousarray(block.half_widths[reports].T)
        numbers = np.ascontiguousarray(values.T, dtype=np.float64) if small else np.ascontiguousarray(values.T)
        return cls(numbers, blank, unknown, half)

    def only(self, reports: NDArray[np.intp]) -> _Chunk:
        """Some of the reports."""
        blank, unknown = (None if mask is None else mask[:, reports] for mask in (self.blank, self.unknown))
        half = None if self.half_widths is None else self.half_widths[:, reports]
        return _Chunk(self.values[:, reports], blank, unknown, half)


def _evaluate_chunk(system: System, chunk: _Chunk) -> tuple[NDArray[np.int8], Mask | None]:
    """Codes, shape (constraints, reports), and the missing totals if there are any."""
    code = np.full((len(system.constraints), chunk.values.shape[1]), NOT_APPLICABLE, dtype=np.int8)
    residual = _residual(system.first.rows, chunk)
    missing = _missing_totals(system, chunk, residual)
    code[system.first.rows.places] = _codes(system.first, chunk, residual, missing)
    guards = _Guards.of(system, chunk, missing)
    guards.apply(system.guard_of, code)
    if system.waits_for.nnz and _judge_waiting(system, chunk, missing, code):
        guards.apply(system.guard_of, code)
    return code, missing


def _judge_waiting(system: System, chunk: _Chunk, missing: Mask | None, code: NDArray[np.int8]) -> bool:
    """Evaluate the constraints that stand in for others where those are undetermined; False if there are none."""
    waiting = system.waits_for.any_of(code == UNDETERMINED)
    reports = np.flatnonzero(waiting.any(axis=0))
    if not len(reports):
        return False
    some = chunk.only(reports)
    totals = None if missing is None else missing[:, reports]
    found = _codes(system.second, some, _residual(system.second.rows, some), totals)
    code[np.ix_(system.second.rows.places, reports)] = np.where(waiting[:, reports], found, NOT_APPLICABLE)
    return True


def _residual(rows: Rows, chunk: _Chunk) -> Ints | Floats:
    residual: Ints | Floats = rows.coefficients @ chunk.values
    residual += rows.constant[:, None]
    return residual


def _missing_totals(system: System, chunk: _Chunk, residual: Ints | Floats) -> Mask | None:
    """Blank totals with parts that are not 0; None if there are none.

    Blank counts 0, so the residual of a definition with a blank total is the sum of the parts.
    """
    if chunk.blank is None:
        return None
    rows, totals = system.defines
    hit = chunk.blank[totals] & (residual[rows] != 0)
    if not hit.any():
        return None
    missing = np.zeros_like(chunk.blank)
    for at in np.flatnonzero(hit.any(axis=1)):
        missing[totals[at]] |= hit[at]
    return missing


def _codes(relations: Relations, chunk: _Chunk, residual: Ints | Floats, missing: Mask | None) -> NDArray[np.int8]:
    """Codes of constraints, guards and what they wait for left aside."""
    code: NDArray[np.int8] = (~_holds(relations.rows, chunk, residual)).astype(np.int8)
    for pattern, mask in zip(relations.unknown_if, (chunk.unknown, chunk.blank, missing), strict=True):
        if mask is not None and pattern.nnz:
            code[pattern.any_of(mask)] = UNDETERMINED
    if chunk.blank is not None:
        code[~relations.rows.coefficients.any_of(~chunk.blank)] = NOT_APPLICABLE
    return code


def _holds(rows: Rows, chunk: _Chunk, residual: Ints | Floats) -> Mask:
    accepted: Ints = rows.tolerance[:, None]
    if chunk.half_widths is not None:
        # A printed amount is an interval; the relation holds if the intervals of the two sides meet.
        accepted = accepted + rows.magnitudes @ chunk.half_widths
    holds = np.empty(residual.shape, dtype=np.bool_)
    for kind, excess in zip(rows.kinds, (np.abs, np.positive, np.negative), strict=True):
        holds[kind] = excess(residual[kind]) <= accepted[kind]
    return holds


@dataclass(frozen=True, slots=True)
class _Guards:
    """What the guards say of a chunk; both of shape (guards, reports)."""

    holds: Mask
    unknown: Mask

    @classmethod
    def of(cls, system: System, chunk: _Chunk, missing: Mask | None) -> _Guards:
        """The guards of all constraints."""
        holds = _holds(system.guards, chunk, _residual(system.guards, chunk))
        unknown = np.zeros_like(holds)
        for mask in (chunk.unknown, missing):
            if mask is not None:
                unknown |= system.guards.coefficients.any_of(mask)
        return cls(holds, unknown)

    def apply(self, guard_of: NDArray[np.intp], code: NDArray[np.int8]) -> None:
        """A guard that is not known leaves its constraint undetermined; one that does not hold, not applicable."""
        for unknown, constraint in zip(self.unknown, guard_of, strict=True):
            code[constraint][unknown & (code[constraint] != NOT_APPLICABLE)] = UNDETERMINED
        for out, constraint in zip(~(self.holds | self.unknown), guard_of, strict=True):
            code[constraint][out] = NOT_APPLICABLE

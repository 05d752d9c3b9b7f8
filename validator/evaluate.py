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

    Ints: TypeAlias = NDArray[np.int64]
    Mask: TypeAlias = NDArray[np.bool_]

VERDICTS = (Verdict.SATISFIED, Verdict.VIOLATED, Verdict.UNDETERMINED, Verdict.NOT_APPLICABLE)
"""Verdict of each code in `Evaluation.codes`."""
SATISFIED, VIOLATED, UNDETERMINED, NOT_APPLICABLE = range(4)

_CHUNK = 512
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
        # Variables run down, reports across: a sparse row times this adds whole contiguous rows.
        chunk = _Chunk(
            np.ascontiguousarray(block.values[at].T),
            np.ascontiguousarray(block.blank[at].T),
            np.ascontiguousarray(block.unknown[at].T),
            None if block.half_widths is None else np.ascontiguousarray(block.half_widths[at].T),
        )
        code, totals = _evaluate_chunk(system, chunk)
        codes[at] = code.T
        if totals is not None:
            missing[at] = totals.T
    return Evaluation(codes, missing)


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Some reports; all arrays have the shape (variables, reports)."""

    values: Ints
    blank: Mask
    unknown: Mask
    half_widths: Ints | None

    def only(self, reports: NDArray[np.intp]) -> _Chunk:
        """Some of the reports."""
        half = None if self.half_widths is None else self.half_widths[:, reports]
        return _Chunk(self.values[:, reports], self.blank[:, reports], self.unknown[:, reports], half)


def _evaluate_chunk(system: System, chunk: _Chunk) -> tuple[NDArray[np.int8], Mask | None]:
    """Codes, shape (constraints, reports), and the missing totals if there are any."""
    code = np.full((len(system.constraints), chunk.values.shape[1]), NOT_APPLICABLE, dtype=np.int8)
    residual = _residual(system.first.rows, chunk)
    missing = _missing_totals(system, chunk, residual)
    code[system.first.rows.places] = _codes(system.first, chunk, residual, missing)
    _apply_guards(system, chunk, missing, code)
    if (code == UNDETERMINED).any() and system.waits_for:
        _judge_waiting(system, chunk, missing, code)
    return code, missing


def _judge_waiting(system: System, chunk: _Chunk, missing: Mask | None, code: NDArray[np.int8]) -> None:
    """Evaluate the constraints that stand in for others where those are undetermined."""
    waiting = np.array([(code[list(waits)] == UNDETERMINED).any(axis=0) for waits in system.waits_for])
    reports = np.flatnonzero(waiting.any(axis=0))
    some = chunk.only(reports)
    totals = None if missing is None else missing[:, reports]
    found = _codes(system.second, some, _residual(system.second.rows, some), totals)
    code[np.ix_(system.second.rows.places, reports)] = np.where(waiting[:, reports], found, NOT_APPLICABLE)
    _apply_guards(system, chunk, missing, code)


def _residual(rows: Rows, chunk: _Chunk) -> Ints:
    residual: Ints = rows.coefficients @ chunk.values
    residual += rows.constant[:, None]
    return residual


def _missing_totals(system: System, chunk: _Chunk, residual: Ints) -> Mask | None:
    """Blank totals with parts that are not 0; None if there are none.

    Blank counts 0, so the residual of a definition with a blank total is the sum of the parts.
    """
    missing = None
    for row, total in system.defines:
        if chunk.blank[total].any():
            hit = chunk.blank[total] & (residual[row] != 0)
            if hit.any():
                missing = np.zeros_like(chunk.blank) if missing is None else missing
                missing[total] |= hit
    return missing


def _codes(relations: Relations, chunk: _Chunk, residual: Ints, missing: Mask | None) -> NDArray[np.int8]:
    """Codes of constraints, guards and what they wait for left aside."""
    code: NDArray[np.int8] = (~_holds(relations.rows, chunk, residual)).astype(np.int8)
    for matrix, mask in zip(relations.unknown_if, (chunk.unknown, chunk.blank, missing), strict=True):
        if mask is not None and matrix.nnz and mask.any():
            code[matrix @ mask.astype(np.int16) > 0] = UNDETERMINED
    if chunk.blank.any():
        code[relations.rows.support @ (~chunk.blank).astype(np.int16) == 0] = NOT_APPLICABLE
    return code


def _holds(rows: Rows, chunk: _Chunk, residual: Ints) -> Mask:
    accepted: Ints = rows.tolerance[:, None]
    if chunk.half_widths is not None:
        # A printed amount is an interval; the relation holds if the intervals of the two sides meet.
        accepted = accepted + rows.magnitudes @ chunk.half_widths
    holds = np.empty(residual.shape, dtype=np.bool_)
    for kind, excess in zip(rows.kinds, (np.abs, np.positive, np.negative), strict=True):
        holds[kind] = excess(residual[kind]) <= accepted[kind]
    return holds


def _apply_guards(system: System, chunk: _Chunk, missing: Mask | None, code: NDArray[np.int8]) -> None:
    """A guard that is not known leaves its constraint undetermined; one that does not hold, not applicable."""
    if not len(system.guard_of):
        return
    holds = _holds(system.guards, chunk, _residual(system.guards, chunk))
    hidden = chunk.unknown if missing is None else chunk.unknown | missing
    unknown = system.guards.support @ hidden.astype(np.int16) > 0
    for row, constraint in enumerate(system.guard_of):
        code[constraint, unknown[row] & (code[constraint] != NOT_APPLICABLE)] = UNDETERMINED
    for row, constraint in enumerate(system.guard_of):
        code[constraint, ~holds[row] & ~unknown[row]] = NOT_APPLICABLE

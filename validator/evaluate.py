"""Evaluate a compiled system on any number of reports in one sparse product.

Blanks are carried in masks beside the numbers, never as NaN: NaN times zero is NaN.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from validator.compile import AT_LEAST, AT_MOST, EQUAL, Rows, System
from validator.rule import Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints: TypeAlias = NDArray[np.int64]
    Mask: TypeAlias = NDArray[np.bool_]

VERDICTS = (Verdict.SATISFIED, Verdict.VIOLATED, Verdict.UNDETERMINED, Verdict.NOT_APPLICABLE)
"""Verdict of each code in `Evaluation.codes`."""
SATISFIED, VIOLATED, UNDETERMINED, NOT_APPLICABLE = range(4)

_CHUNK = 1024
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
    residuals: Ints
    """Shape (reports, constraints): left minus right, multiplied by the row's scale."""
    missing_totals: Mask
    """Shape (reports, variables): a blank total some of whose parts are not 0."""


def evaluate(system: System, block: Block) -> Evaluation:
    """Evaluate every constraint of the system on every report of the block."""
    reports, variables = block.values.shape
    codes = np.empty((reports, len(system.constraints)), dtype=np.int8)
    residuals = np.empty((reports, len(system.constraints)), dtype=np.int64)
    missing = np.zeros((reports, variables), dtype=np.bool_)
    for at in _chunks(reports):
        # Variables run down, reports across: a sparse row times this adds whole contiguous rows.
        part = _Chunk(
            np.ascontiguousarray(block.values[at].T),
            np.ascontiguousarray(block.blank[at].T),
            np.ascontiguousarray(block.unknown[at].T),
            None if block.half_widths is None else np.ascontiguousarray(block.half_widths[at].T),
        )
        code, residual, totals = _evaluate_chunk(system, part)
        codes[at], residuals[at], missing[at] = code.T, residual.T, totals.T
    return Evaluation(codes, residuals, missing)


@dataclass(frozen=True, slots=True)
class _Chunk:
    values: Ints
    blank: Mask
    unknown: Mask
    half_widths: Ints | None


def _chunks(reports: int) -> Iterator[slice]:
    return (slice(start, start + _CHUNK) for start in range(0, reports, _CHUNK))


def _evaluate_chunk(system: System, part: _Chunk) -> tuple[NDArray[np.int8], Ints, Mask]:
    residual, holds = _compare(system.rows, part)
    missing = np.zeros_like(part.blank)
    for constraint, total in system.defines:
        # Blank counts 0, so the residual of a definition with a blank total is the sum of the parts.
        missing[total] |= part.blank[total] & (residual[constraint] != 0)
    code = np.where(holds, np.int8(SATISFIED), np.int8(VIOLATED))
    code[_count_unknown(system, part, missing) > 0] = UNDETERMINED
    printed = (~part.blank).astype(np.int16)
    code[system.support @ printed == 0] = NOT_APPLICABLE
    _apply_guards(system, part, missing, code)
    for row in np.flatnonzero(system.fallback >= 0):
        code[row, code[system.fallback[row]] != UNDETERMINED] = NOT_APPLICABLE
    return code, residual, missing


def _compare(rows: Rows, part: _Chunk) -> tuple[Ints, Mask]:
    residual: Ints = rows.coefficients @ part.values
    residual += rows.constant[:, None]
    accepted: Ints = np.broadcast_to(rows.tolerance[:, None], residual.shape)
    if part.half_widths is not None:
        # A printed amount is an interval; the relation holds if the intervals of the two sides meet.
        accepted = accepted + rows.magnitudes @ part.half_widths
    holds: Mask = np.empty(residual.shape, dtype=np.bool_)
    for comparator in (EQUAL, AT_MOST, AT_LEAST):
        chosen = rows.comparator == comparator
        if chosen.any():
            excess = {EQUAL: np.abs, AT_MOST: np.positive, AT_LEAST: np.negative}[comparator](residual[chosen])
            holds[chosen] = excess <= accepted[chosen]
    return residual, holds


def _count_unknown(system: System, part: _Chunk, missing: Mask) -> NDArray[np.int16]:
    count = np.zeros((len(system.constraints), part.values.shape[1]), dtype=np.int16)
    for matrix, mask in zip(system.unknown_if, (part.unknown, part.blank, missing), strict=True):
        if matrix.nnz and mask.any():
            count += matrix @ mask.astype(np.int16)
    return count


def _apply_guards(system: System, part: _Chunk, missing: Mask, code: NDArray[np.int8]) -> None:
    if not len(system.guard_of):
        return
    _, holds = _compare(system.guards, part)
    unknown = system.guard_support @ (part.unknown | missing).astype(np.int16) > 0
    for at, constraint in enumerate(system.guard_of):
        code[constraint, unknown[at] & (code[constraint] != NOT_APPLICABLE)] = UNDETERMINED
    for at, constraint in enumerate(system.guard_of):
        code[constraint, ~holds[at] & ~unknown[at]] = NOT_APPLICABLE

"""The rules for one form as one sparse integer system.

Each variable is a cell of the form, counted in its smallest unit (1 for counts, 0.000001 万元 for money), or a fact
about the organ. Each constraint is a row of integer coefficients: scaled left side minus scaled right side.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from msgspec import Struct

from validator.constraints.evaluated import Evaluated
from validator.constraints.sparse import Sparse
from validator.model.form import Form
from validator.model.rules.constraint import Constraint, RelationKey

if TYPE_CHECKING:
    from numpy.typing import NDArray

Patterns: TypeAlias = tuple[Sparse, Sparse, Sparse]
"""The coefficients whose cells, if unreadable, blank, a missing total, leave the row undetermined."""


class Rows(Struct, frozen=True, dict=True):
    """Relations as rows over the variables: `coefficients @ x + constant` compared with 0; equalities first."""

    places: NDArray[np.intp]
    """Which of the relations given each row is."""
    coefficients: Sparse
    """Shape (relations, variables)."""
    magnitudes: Sparse
    """Absolute coefficients."""
    constant: NDArray[np.int64]
    tolerance: NDArray[np.int64]
    kinds: tuple[slice, slice, slice]
    """The rows that are EQUAL, AT_MOST, AT_LEAST."""
    strict: NDArray[np.int64]
    """By how much the constant of each row was shifted because both sides may not be equal, in its smallest units."""
    uncertain: Sparse
    """The coefficients of the rows that are about what is meant, and not, as exact rules are, about what is printed."""

    @cached_property
    def comparators(self) -> tuple[str, ...]:
        """`=`, `<=` or `>=` for each row."""
        return tuple(
            sign
            for sign, rows in zip(("=", "<=", ">="), self.kinds, strict=True)
            for _ in range(rows.stop - rows.start)
        )

    @cached_property
    def shifted(self) -> NDArray[np.intp]:
        """The rows with a constant or a tolerance, and those whose sides may not be equal."""
        return np.flatnonzero((self.constant != 0) | (self.tolerance != 0) | (self.strict != 0))

    @cached_property
    def single(self) -> NDArray[np.bool_]:
        """Which rows are about one variable."""
        found: NDArray[np.bool_] = np.diff(self.coefficients.indptr) == 1
        return found

    @cached_property
    def empty(self) -> NDArray[np.intp]:
        """The rows in which all variables cancel out."""
        return np.flatnonzero(np.diff(self.coefficients.indptr) == 0)


class Relations(Struct, frozen=True):
    """Constraints that are evaluated together."""

    rows: Rows
    unknown_if: Patterns


class System(Struct, frozen=True, dict=True):
    """All rules of a pack, compiled for one form."""

    form: Form
    variables: tuple[str, ...]
    """The cells of the form, then the facts, then the cells of other reports."""
    largest: tuple[int, ...]
    """For each variable, the largest number of smallest units that no row can carry out of 64 bits."""
    constraints: tuple[Constraint, ...]
    first: Relations
    """The constraints that always count."""
    second: Relations
    """Those that count only where others are undetermined."""
    waits_for: Sparse
    """Shape (rows of `second`, constraints): 1 at the constraints one of which must be undetermined."""
    guards: Rows
    guard_of: NDArray[np.intp]
    """Which constraint each row of `guards` belongs to."""
    defines: tuple[NDArray[np.intp], NDArray[np.intp]]
    """Rows of `first`, and the variable that each of them states as the sum of others."""
    parts: tuple[Rows, Rows, Rows]
    """The rows of `first`, of `second`, and `guards`."""
    part_at: tuple[slice, slice, slice]
    """Where they are among the rows of `stacked`."""
    stacked: Sparse
    """Their coefficients, one below the other."""
    unknown_if: Patterns
    """Those of the same rows; a blank cell of a guard counts 0."""
    cut: tuple[bool, ...]
    """For each variable, whether its printed digits are cut off and not rounded."""
    signed: tuple[bool, ...]
    """For each variable, whether it may be negative."""
    conditions: tuple[Evaluated, ...]
    """The constraints that need more than the rows say."""
    decimals: tuple[int, ...]
    """Digits after the point kept for each variable."""
    small: tuple[int, ...]
    """For each variable, the largest number that no row can carry out of 32 bits, its constant left aside."""
    weights: tuple[int, ...] = ()
    """How many others each variable is as hard to doubt as; empty: all are alike."""

    @cached_property
    def keys(self) -> tuple[RelationKey, ...]:
        """What names each of the constraints."""
        return tuple(one.key for one in self.constraints)

    @cached_property
    def single(self) -> NDArray[np.bool_]:
        """Which rows of `stacked` are about one variable."""
        return np.concatenate([rows.single for rows in self.parts])

    @cached_property
    def totals(self) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """Total -> the variables it is the sum of, one tuple for each row that says so."""
        found: dict[str, tuple[tuple[str, ...], ...]] = {}
        for row, total in zip(*self.defines, strict=True):
            parts = tuple(self.variables[at] for at in self.first.rows.coefficients.row(row) if at != total)
            name = self.variables[total]
            found[name] = (*found.get(name, ()), parts)
        return found

"""Relations with small whole coefficients that rows of numbers satisfy exactly: a null space over a prime field."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints: TypeAlias = NDArray[np.int64]

_PRIME = 2**31 - 1
"""Products of two numbers below it fit in 64 bits."""
_LARGEST = 2
"""Coefficients are no larger."""
_MOST = 8
"""Relations beyond which so few rows tell nothing."""


def relations(rows: Ints, order: NDArray[np.intp]) -> Iterator[tuple[int, ...]]:
    """Coefficients of relations that all rows satisfy, and of sums and differences of two; `order`: of elimination.

    Sums that hold for the numbers modulo the prime only have large coefficients, and are passed over.
    """
    basis = [one for one in _null_space(rows[:, order] % _PRIME) if np.abs(one).max() <= _LARGEST]
    if len(basis) > _MOST:
        return
    back = np.argsort(order)
    vectors = [one[back] for one in basis]
    for vector in (*vectors, *(a + sign * b for a, b in combinations(vectors, 2) for sign in (1, -1))):
        if np.count_nonzero(vector) > 1 and np.abs(vector).max() <= _LARGEST:
            first = vector[np.flatnonzero(vector)[0]]
            yield tuple((vector if first > 0 else -vector).tolist())


def _null_space(matrix: Ints) -> Iterator[Ints]:
    """A vector for each column without a pivot, its entries taken as near to 0 as the prime allows."""
    left = matrix.copy()
    width = left.shape[1]
    pivots: list[int] = []
    for column in range(width):
        done = len(pivots)
        below = np.flatnonzero(left[done:, column])
        if not len(below):
            continue
        if below[0]:
            left[[done, done + below[0]]] = left[[done + below[0], done]]
        left[done] = left[done] * pow(int(left[done, column]), -1, _PRIME) % _PRIME
        factors = left[:, column].copy()
        factors[done] = 0
        others = np.flatnonzero(factors)
        left[others] = (left[others] - factors[others, None] * left[done] % _PRIME) % _PRIME
        pivots.append(column)
        if len(pivots) == len(left):
            break
    for free in range(width):
        if free not in pivots:
            vector = np.zeros(width, dtype=np.int64)
            vector[free] = 1
            vector[pivots] = -left[: len(pivots), free] % _PRIME
            yield np.where(vector > _PRIME // 2, vector - _PRIME, vector)

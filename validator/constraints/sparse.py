"""Sparse matrices of whole numbers, and the two products with them that the evaluation of rules needs.

Loading scipy takes longer than checking a report, so it is loaded only where there are many.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numpy as np
from msgspec import Struct

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    Mask: TypeAlias = NDArray[np.bool_]
    Numbers = TypeVar("Numbers", NDArray[np.int64], NDArray[np.int32])

_MANY = 64
"""Columns of the other factor from which scipy is worth its loading."""


class Sparse(Struct, frozen=True, eq=False, dict=True):
    """A matrix as the entries of its rows, in the terms of scipy's `csr_array`."""

    data: NDArray[np.int64]
    """The entries, row by row; none is 0."""
    indices: NDArray[np.intp]
    """Column of each entry."""
    indptr: NDArray[np.intp]
    """Where each row begins among the entries, and where the last one ends."""
    shape: tuple[int, int]

    @classmethod
    def of(cls, rows: Sequence[Mapping[int, int]], width: int) -> Sparse:
        """The matrix with these rows, each column -> entry."""
        entries = [(column, entry) for row in rows for column, entry in row.items() if entry]
        lengths = [sum(map(bool, row.values())) for row in rows]
        return cls(
            np.array([entry for _, entry in entries], dtype=np.int64),
            np.array([column for column, _ in entries], dtype=np.intp),
            np.cumsum([0, *lengths], dtype=np.intp),
            (len(rows), width),
        )

    @classmethod
    def stacked(cls, parts: Sequence[Sparse]) -> Sparse:
        """Matrices of one width, one below the other."""
        lengths = np.concatenate([np.diff(part.indptr) for part in parts])
        return cls(
            np.concatenate([part.data for part in parts]),
            np.concatenate([part.indices for part in parts]),
            np.concatenate([[0], np.cumsum(lengths)]).astype(np.intp),
            (len(lengths), parts[0].shape[1]),
        )

    @property
    def nnz(self) -> int:
        """How many entries there are."""
        return len(self.data)

    @cached_property
    def row_of(self) -> NDArray[np.intp]:
        """Row of each entry."""
        return np.repeat(np.arange(self.shape[0]), np.diff(self.indptr))

    def row(self, at: int) -> dict[int, int]:
        """One row: column -> entry."""
        entries = slice(int(self.indptr[at]), int(self.indptr[at + 1]))
        return dict(zip(self.indices[entries].tolist(), self.data[entries].tolist(), strict=True))

    def keep(self, entries: Mask) -> Sparse:
        """The same matrix with only the entries marked."""
        lengths = np.bincount(self.row_of[entries], minlength=self.shape[0])
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.intp)
        return Sparse(self.data[entries], self.indices[entries], starts, self.shape)

    def only(self, rows: Mask) -> Sparse:
        """Only the rows marked, in their order."""
        lengths, entries = np.diff(self.indptr)[rows], rows[self.row_of]
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.intp)
        return Sparse(self.data[entries], self.indices[entries], starts, (len(lengths), self.shape[1]))

    def moved(self, columns: NDArray[np.intp], width: int) -> Sparse:
        """The same entries in a matrix of another width; `columns`: where each of the columns stands in it."""
        return Sparse(self.data, columns[self.indices], self.indptr, (self.shape[0], width))

    def spread(self, targets: Sparse) -> Sparse:
        """The product with a matrix of ones: the entries of a column stand in every column that its row there names."""
        counts = np.diff(targets.indptr)[self.indices]
        ends = np.cumsum(counts)
        # Where the columns of an entry begin in `targets`, less where they begin here.
        shift = targets.indptr[self.indices] - (ends - counts)
        columns = targets.indices[np.repeat(shift, counts) + np.arange(ends[-1] if len(ends) else 0)]
        bounds = np.concatenate([[0], ends]).astype(np.intp)[self.indptr]
        return Sparse(np.repeat(self.data, counts), columns, bounds, (self.shape[0], targets.shape[1]))

    def toarray(self) -> NDArray[np.int64]:
        """The same numbers with all zeros written out."""
        dense = np.zeros(self.shape, dtype=np.int64)
        dense[self.row_of, self.indices] = self.data
        return dense

    def __matmul__(self, values: Numbers) -> Numbers:
        """The product with a dense matrix, in numbers of its size: one sum for each row and column."""
        if values.shape[1] >= _MANY and values.dtype != np.object_:
            product: Numbers = self._csr(values.dtype) @ values
            return product
        sums = np.zeros((self.shape[0], values.shape[1]), dtype=values.dtype)
        parts = values[self.indices] * self.data[:, None].astype(values.dtype, copy=False)
        sums[self._filled] = np.add.reduceat(parts, self.indptr[self._filled], axis=0) if self.nnz else 0
        return sums

    def any_of(self, mask: Mask) -> Mask:
        """Which rows have an entry where the mask is set, for each column of the mask."""
        if mask.shape[1] >= _MANY and self._counts is not None:
            counts: NDArray[np.uint8] = self._counts @ np.ascontiguousarray(mask).view(np.uint8)
            marked: Mask = counts != 0
            return marked
        found = np.zeros((self.shape[0], mask.shape[1]), dtype=np.bool_)
        if self.nnz:
            # Eight columns are looked at in one step, as the bits of a byte.
            bits = np.packbits(mask, axis=1)[self.indices]
            merged = np.bitwise_or.reduceat(bits, self.indptr[self._filled], axis=0)
            found[self._filled] = np.unpackbits(merged, axis=1, count=mask.shape[1])
        return found

    @cached_property
    def _counts(self) -> csr_array[Any, tuple[int, int]] | None:
        """1 at each entry, to count marks with; None if a row has more entries than a byte can count."""
        from scipy.sparse import csr_array

        if np.diff(self.indptr).max(initial=0) > np.iinfo(np.uint8).max:
            return None
        return csr_array((np.ones(self.nnz, np.uint8), self.indices, self.indptr), shape=self.shape)

    @cached_property
    def _filled(self) -> NDArray[np.intp]:
        """The rows that have entries."""
        return np.flatnonzero(np.diff(self.indptr))

    def _csr(self, dtype: np.dtype[Any]) -> csr_array[Any, tuple[int, int]]:
        if dtype.str not in self._made:
            from scipy.sparse import csr_array

            self._made[dtype.str] = csr_array((self.data.astype(dtype), self.indices, self.indptr), shape=self.shape)
        return self._made[dtype.str]

    @cached_property
    def _made(self) -> dict[str, csr_array[Any, tuple[int, int]]]:
        """As scipy has it, for each size of numbers."""
        return {}

"""Between which ends the numbers lie that are printed: rounded, cut off, or exact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from validator.constraints.sparse import Sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints: TypeAlias = NDArray[np.int64]
    Mask: TypeAlias = NDArray[np.bool_]


class Ends(Struct, frozen=True):
    """How far numbers or sums may lie from what is printed; arrays of one shape, in halves of smallest units."""

    below: Ints
    above: Ints
    low_open: Mask | None = None
    """Those that do not reach their lower end; None where all do, at both ends."""
    high_open: Mask | None = None

    @classmethod
    def of(cls, values: Ints, digits: Ints, cut: Sequence[bool], signed: Sequence[bool]) -> Ends:
        """Those of printed numbers, shape (variables, reports).

        A rounded number lies within half of its last digit. What was cut off led away from 0: the number reaches what
        is printed, and not the end of its last digit; a 0 may have had either sign, if its column has negative numbers.

        `digits`: what the last printed digits count for; `cut`, `signed`: of the columns of the variables.
        """
        if not any(cut):
            return cls(digits, digits)
        inexact = np.array(cut)[:, None] & (digits != 0)
        down = inexact & ((values < 0) | ((values == 0) & np.array(signed)[:, None]))
        up = inexact & (values >= 0)
        below, above = (np.where(inexact, np.where(side, 2 * digits, 0), digits) for side in (down, up))
        return cls(below, above, down, up)

    def of_sums(self, weights: Sparse) -> Ends:
        """Those of the sums that the rows of a matrix make of the numbers."""
        if self.low_open is None or self.high_open is None:
            both = replace(weights, data=abs(weights.data)) @ self.below
            return Ends(both, both)
        ups, downs = weights.keep(weights.data > 0), weights.keep(weights.data < 0)
        return Ends(
            ups @ self.below - downs @ self.above,
            ups @ self.above - downs @ self.below,
            # A sum reaches its end if all its numbers do.
            ups.any_of(self.low_open) | downs.any_of(self.high_open),
            ups.any_of(self.high_open) | downs.any_of(self.low_open),
        )

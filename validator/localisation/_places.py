"""Where the variables of a system are among those of a group: each is one of them, or the sum of several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from msgspec import Struct

from validator.constraints.sparse import Sparse
from validator.localisation.group_members import MemberLink

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints: TypeAlias = NDArray[np.int64]
    Mask: TypeAlias = NDArray[np.bool_]


class GroupPlaces(Struct, frozen=True):
    """Where the variables of a system are among those of the group, and what is known of them."""

    targets: Sparse | NDArray[np.intp]
    """Variables that each of them is the sum of, as a matrix of ones; an array where each is one."""
    width: int
    unknown: Mask
    digits: Ints
    values: Ints

    @classmethod
    def of_member(cls, start: int, stop: int, every: tuple[Mask, Ints, Ints]) -> GroupPlaces:
        """`every`: what is unknown, how digits count, and the numbers of the group."""
        own = slice(start, stop)
        unknown, digits, values = every
        return cls(np.arange(start, stop), len(unknown), unknown[own], digits[own], values[own])

    @classmethod
    def of_link(cls, targets: Sparse, every: tuple[Mask, Ints, Ints]) -> GroupPlaces:
        """The same of the relations between members."""
        unknown, digits, values = every
        return cls(
            targets,
            targets.shape[1],
            targets.any_of(unknown[:, None])[:, 0],
            (targets @ digits[:, None])[:, 0],
            (targets @ values[:, None])[:, 0],
        )

    def placed(self, matrix: Sparse) -> Sparse:
        """Rows over the variables of the system as rows over those of the group."""
        if isinstance(self.targets, Sparse):
            return matrix.spread(self.targets)
        return matrix.moved(self.targets, self.width)


def targets_of(links: Sequence[MemberLink], starts: Sequence[int], width: int) -> Iterator[Sparse]:
    """For each link, what the variables of its system are the sums of."""
    absent = starts[-1]
    for link in links:
        own = np.arange(starts[link.member], starts[link.member + 1])
        columns, lengths = [own], [np.ones(len(own), dtype=np.intp)]
        for block in link.blocks:
            firsts = []
            for other in block.members:
                firsts.append(absent if other is None else starts[other])
                absent += block.cells if other is None else 0
            columns.append((np.arange(block.cells)[:, None] + np.array(firsts, dtype=np.intp)).ravel())
            lengths.append(np.full(block.cells, len(firsts)))
        flat = np.concatenate(columns)
        bounds = np.concatenate([[0], np.cumsum(np.concatenate(lengths))]).astype(np.intp)
        yield Sparse(np.ones(len(flat), dtype=np.int64), flat, bounds, (len(bounds) - 1, width))

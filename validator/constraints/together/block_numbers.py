"""What is known of reports, evaluated: the numbers of each, reading by reading, with the verdicts on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from validator.constraints.codes import UNDETERMINED
from validator.constraints.system import System
from validator.constraints.together.evaluation import evaluate
from validator.constraints.together.vectors import vectors
from validator.model.report import Report
from validator.model.rules.rule import Fact

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints: TypeAlias = NDArray[np.int64]
    Mask: TypeAlias = NDArray[np.bool_]

_MOST_SUM = 2**62
"""What sums in 64 bits stay below."""


class BlockNumbers(Struct, frozen=True):
    """What is known of the variables of one report, or of several side by side: a line for each of the best readings.

    The first four arrays are of shape (readings, variables).
    """

    values: Ints
    """Smallest units, 0 where there is no number."""
    digits: Ints
    """What the last printed digit counts for, in smallest units; 0 for an exact number."""
    blank: Mask
    unknown: Mask
    """Also blank totals whose parts are not 0: they are no zeros."""
    codes: NDArray[np.int8]
    """Shape (readings, constraints): verdicts on the report by itself (`evaluation.VERDICTS`)."""

    @classmethod
    def joined(cls, parts: Sequence[BlockNumbers], axis: int) -> BlockNumbers:
        """Several as one: their lines one below the other (axis 0), or their variables side by side (axis 1).

        Verdicts are those of a report by itself, so there are none.
        """
        values = np.concatenate([one.values for one in parts], axis)
        return cls(
            values,
            np.concatenate([one.digits for one in parts], axis),
            np.concatenate([one.blank for one in parts], axis),
            np.concatenate([one.unknown for one in parts], axis),
            np.empty((len(values), 0), dtype=np.int8),
        )

    @classmethod
    def summed(cls, parts: Sequence[BlockNumbers]) -> tuple[BlockNumbers, BlockNumbers]:
        """The sums of several line by line, and beside them zeros that are blank where any of the parts is.

        A sum is blank where all parts are, and not known where one is not. Both together are judged like the parts.
        """
        first = parts[0]
        room = _MOST_SUM // len(parts)
        large = any(one.values.dtype == np.object_ or np.abs(one.values).max(initial=0) > room for one in parts)
        kind = np.dtype(np.object_ if large else np.int64)
        values: Ints = np.zeros(first.values.shape, dtype=kind)
        digits: Ints = np.zeros(first.digits.shape, dtype=kind)
        every, some, unknown = first.blank.copy(), first.blank.copy(), first.unknown.copy()
        for one in parts:
            values += one.values
            digits += one.digits
            every &= one.blank
            some |= one.blank
            unknown |= one.unknown
        none = np.zeros(values.shape, dtype=np.int64)
        codes = np.empty((len(values), 0), dtype=np.int8)
        marks = cls(none, none, some, np.zeros_like(unknown), codes)
        return cls(values, digits, every, unknown, codes), marks

    @classmethod
    def missing(cls, width: int) -> BlockNumbers:
        """Those of a report that is not there, of so many variables."""
        zeros, none = np.zeros((1, width), dtype=np.int64), np.zeros((1, width), dtype=np.bool_)
        return cls(zeros, zeros, none, ~none, np.empty((1, 0), dtype=np.int8))

    def taken(self, lines: NDArray[np.intp] | slice, width: int | None = None) -> BlockNumbers:
        """Some of the lines, and of these the first `width` variables."""
        at = (lines, slice(width))
        return BlockNumbers(self.values[at], self.digits[at], self.blank[at], self.unknown[at], self.codes[lines])

    def distinct(self, used: NDArray[np.intp]) -> BlockNumbers:
        """The readings that differ in the variables that are used."""
        if len(self.values) == 1:
            return self
        seen = np.concatenate([self.values[:, used], self.blank[:, used], self.unknown[:, used]], axis=1)
        _, first = np.unique(seen, axis=0, return_index=True)
        return self.taken(np.sort(first))

    def bounded(self, largest: Sequence[int]) -> BlockNumbers:
        """The same in 64 bits and whole smallest units, larger numbers than `largest` not known."""
        if self.values.dtype != np.object_:
            return self
        large = abs(self.values) > np.array(largest, dtype=object)
        whole = np.frompyfunc(round, 1, 1)
        values = whole(np.where(large, 0, self.values)).astype(np.int64)
        digits = whole(np.where(large, 0, self.digits)).astype(np.int64)
        return replace(self, values=values, digits=digits, unknown=self.unknown | large)

    def merged(self) -> BlockNumbers:
        """One line in which the variables that the readings differ in are not known."""
        if len(self.values) == 1:
            return self
        differ = (self.values != self.values[0]).any(axis=0) | (self.blank != self.blank[0]).any(axis=0)
        codes = np.where((self.codes == self.codes[0]).all(axis=0), self.codes[0], UNDETERMINED)[None, :]
        first = self.taken(slice(1))
        return replace(first, blank=first.blank & ~differ, unknown=first.unknown | differ, codes=codes)


def block_numbers(system: System, reports: Sequence[Report], facts: Sequence[Fact]) -> Iterator[BlockNumbers]:
    """What is known of each of some reports whose form is that of the system."""
    block = vectors(system, reports, facts).block
    evaluation = evaluate(system, block)
    digits = np.zeros_like(block.values) if block.digits is None else block.digits
    unknown = block.unknown | evaluation.missing_totals
    every = BlockNumbers(block.values, digits, block.blank, unknown, evaluation.codes)
    for start, stop in pairwise(accumulate((len(one.readings) for one in reports), initial=0)):
        yield every.taken(slice(start, stop))

"""Bounds between two numbers, numbers that are 0 together, and how large a number usually is at most."""

from __future__ import annotations

from collections.abc import Iterator
from math import log
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from validator.learning._templates import RowTemplate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints: TypeAlias = NDArray[np.int64]
    Mask: TypeAlias = NDArray[np.bool_]

_LEAST_ROWS = 30
"""Rows in which the number that is bounded is not 0."""
_SHARE = 0.995
"""Of these, those in which a bound holds."""
_BY_CHANCE = -log(1e-6)
"""How improbable it must be that a bound holds so often if the two numbers had nothing to do with each other."""
_QUANTILE = 0.99
_TIMES = 10
"""A number that is so many times larger than nearly all others is worth a look."""
_LEAST_OF_RANGE = 50
"""Numbers that are not 0, from which a usual size is told."""


class LearnedBound(Struct, frozen=True, eq=False):
    """`smaller <= larger` in a template; or with `zero`, `smaller` is 0 where `larger` is."""

    template: RowTemplate
    smaller: int
    larger: int
    zero: bool
    telling: Mask
    """Shape (rows,): where `smaller` is not 0."""
    broken: Mask


def bounds(whole: RowTemplate, faulty: NDArray[np.intp]) -> Iterator[LearnedBound]:
    """The bounds that chance does not explain; one that says less than another of the same pair is left out.

    `faulty`: lines of the samples that break an equation, of which nothing is learned here.
    """
    sound = ~np.isin(whole.line, faulty)
    template = replace(whole, rows=whole.rows[sound], line=whole.line[sound], place=whole.place[sound])
    rows = template.rows
    if not len(rows):
        return
    ordered = np.sort(rows, axis=0)
    for smaller in range(len(template.names)):
        telling = rows[:, smaller] > 0
        count = int(telling.sum())
        if count < _LEAST_ROWS:
            continue
        for larger in range(len(template.names)):
            if larger == smaller:
                continue
            for zero in (False, True):
                reach = np.ones(len(rows), dtype=np.int64) if zero else rows[:, smaller]
                broken = rows[:, larger] < reach
                held = 1 - int((broken & telling).sum()) / count
                # As often as it would hold if the larger number were one of any other row.
                below = np.searchsorted(ordered[:, larger], reach[telling], side="left")
                chance = float(np.mean(1 - below / len(rows)))
                if held >= _SHARE and chance < 1 and -log(max(chance, 1e-300)) * count >= _BY_CHANCE:
                    yield LearnedBound(template, smaller, larger, zero, telling, broken & telling)
                    break


class UsualSize(Struct, frozen=True):
    """How large a number is at most, and of how many this was seen."""

    at: int
    """Which of the names of the samples."""
    most: int
    """In smallest units."""
    count: int


def usual_sizes(values: Ints, known: Mask) -> Iterator[UsualSize]:
    """Ten times what nearly all numbers stay below, rounded up to one digit, for each name with enough of them."""
    for at in range(values.shape[1]):
        numbers = values[known[:, at] & (values[:, at] > 0), at]
        if len(numbers) >= _LEAST_OF_RANGE:
            most = int(np.quantile(numbers, _QUANTILE)) * _TIMES
            digits = len(str(most)) - 1
            yield UsualSize(at, -(-most // 10**digits) * 10**digits, len(numbers))

"""Sums of thousands of fractions, nearly all of which are whole numbers."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction


def dot(pairs: Iterable[tuple[Fraction, Fraction]]) -> Fraction:
    """The sum of the products of pairs; fractions are added as such only where they are none of whole numbers."""
    whole, rest = 0, Fraction(0)
    for one, other in pairs:
        (first, of_one), (second, of_other) = one.as_integer_ratio(), other.as_integer_ratio()
        if of_one == of_other == 1:
            whole += first * second
        else:
            rest += one * other
    return rest + whole

"""Fractions are added up exactly, whole or not."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from validator.model.fractions_added import dot

numbers = st.fractions() | st.integers(-9, 9).map(Fraction)


@given(st.lists(st.tuples(numbers, numbers)))
def test_the_sum_is_that_of_fractions(pairs: list[tuple[Fraction, Fraction]]) -> None:
    assert dot(pairs) == sum((one * other for one, other in pairs), start=Fraction(0))

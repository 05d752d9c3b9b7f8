from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from validator.renderers.words.figures import exact, figure


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Fraction(128), "128"),
        (Fraction(-8), "-8"),
        (Fraction(0), "0"),
        (Fraction(1, 10), "0.1"),
        (Fraction("24252.311082"), "24252.311082"),
        (Fraction(3, 8), "0.375"),
        (Fraction(1, 3), "0.333333333333"),
        (Decimal("1E+3"), "1000"),
        (Decimal("38.50"), "38.5"),
        (Decimal("0.00"), "0"),
        (Decimal("-0.5"), "-0.5"),
        (Decimal(41267385), "41267385"),
    ],
)
def test_numbers_are_written_exactly_and_without_exponent(value: Fraction | Decimal, written: str) -> None:
    assert figure(value) == written


@pytest.mark.parametrize("text", ["0", "-12.5", "24252.311082", "123456789012345678901234567890", "0.000001"])
def test_decimals_of_any_length_are_exact(text: str) -> None:
    assert exact(Fraction(text)) == Decimal(text)

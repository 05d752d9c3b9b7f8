"""Numbers as they are written in sentences: exact where that is possible, never with an exponent."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

_DIGITS = 12
"""Digits behind the point of a number that has no end, such as 1/3."""


def exact(value: Fraction) -> Decimal:
    """The number as a decimal, rounded to twelve places only where it has no finite one."""
    twos, rest = _strip(value.denominator, 2)
    fives, rest = _strip(rest, 5)
    places = max(twos, fives) if rest == 1 else _DIGITS
    scaled = round(value * 10**places)
    return Decimal((int(scaled < 0), tuple(map(int, str(abs(scaled)))), -places))


def figure(value: Fraction | Decimal) -> str:
    """The number in digits: `128`, `-8`, `24252.311082`."""
    if isinstance(value, Fraction) and value.denominator == 1:
        return str(value.numerator)
    number = exact(value) if isinstance(value, Fraction) else value
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _strip(number: int, prime: int) -> tuple[int, int]:
    """How often a prime divides a number, and what is left."""
    count = 0
    while number % prime == 0:
        number //= prime
        count += 1
    return count, number

"""What a found text is tried for before it counts: that it cannot be any row of digits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
"""The last character by what the weighted digits leave modulo 11."""
_LENGTH = 18
_BIRTH = slice(6, 14)


def is_resident_identity_number(text: str) -> bool:
    """Whether a text is an identity number of a resident: a day of birth in it, and the right last character."""
    digits, last = text[:-1], text[-1:].upper()
    if len(text) != _LENGTH or not (digits.isascii() and digits.isdigit()):
        return False
    birth = text[_BIRTH]
    try:
        date(int(birth[:4]), int(birth[4:6]), int(birth[6:]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))
    return _CHECK[total % 11] == last


PROOF: Mapping[str, Callable[[str], bool]] = {"resident-identity-number": is_resident_identity_number}
"""Word of `proof` -> what it tries; the words are those of `model.text_rule.PROOFS`."""

"""Numbers quoted in running text: digits or Chinese numerals, exact, rounded to 万, or approximate.

How a number is written is the Chinese language; which units it has and which words make it approximate says the pack.
"""

from __future__ import annotations

import re
from fractions import Fraction

from msgspec import Struct

from validator.model.rules.wording import NumberWords

_DIGITS = dict(zip("〇零○一二两三四五六七八九", (0, 0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_MULTIPLES = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}

_NUMERAL = "(?<![〇零○一二两三四五六七八九十百千万亿])[〇零○一二两三四五六七八九十百千万亿]+"
"""Begins where the numeral begins: tried at each of its characters, a long one would cost the square of its length."""
_FIGURE = r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+"
_NOTHING = "(?!)"

_FACTOR = 2
"""How far an approximate number may be off."""


class Quoted(Struct, frozen=True):
    """A number as a text gives it, and the values it may stand for."""

    value: Fraction
    low: Fraction
    high: Fraction
    """Bounds of what it may stand for; `high` itself is left out unless it is the value."""
    approximate: bool = False

    def fits(self, value: Fraction) -> bool:
        """True if the text may mean that value."""
        return value == self.value or self.low <= value < self.high


def count_pattern(words: NumberWords) -> str:
    """Pattern of a count with its unit; it fits nowhere if there are no units."""
    before, after = _any(words.before), _any(words.after)
    return (
        rf"(?<![0-9.第〔\[])(?P<about>{before})?(?P<number>(?:(?:{_FIGURE})(?:\.[0-9]+)?(?P<myriad>[万亿])?|{_NUMERAL}))"
        rf"(?![0-9.])(?P<more>{after})?(?P<unit>{_any(words.units)})(?P<after>{after})?"
    )


def percentage_pattern(words: NumberWords) -> str:
    """Pattern of a percentage."""
    before, after = _any(words.before), _any(words.after)
    return rf"(?P<about>{before})?(?P<number>(?<![0-9.])[0-9]+(?:\.[0-9]+)?)(?P<percent>%)(?P<after>{after})?"


def _any(words: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(words)})" if words else _NOTHING


def quoted(match: re.Match[str]) -> Quoted:
    """The number of a match of `count_pattern` or `percentage_pattern`."""
    groups = match.groupdict()
    printed = str(groups["number"])
    value = numeral(printed)
    approximate = bool(groups.get("about") or groups.get("more") or groups.get("after"))
    if not approximate and not groups.get("percent") and _is_plain(printed):
        return Quoted(value, value, value)
    last = _last_digit(printed)
    if groups.get("percent"):
        width = 5 * last if approximate else last
        return Quoted(value, value - (width if approximate else last / 2), value + width, approximate)
    if approximate:
        return Quoted(value, value / _FACTOR, value * _FACTOR, approximate=True)
    if last != 1:
        # Rounded to 万, or cut off there.
        return Quoted(value, value - last / 2, value + last)
    return Quoted(value, value, value)


def numeral(text: str) -> Fraction:
    """The value of digits (`1,295`, `1.2万`) or of a Chinese numeral; raises ValueError if it is neither."""
    if _is_plain(text):
        return Fraction(int(text))
    if not text[:1].isascii():
        return Fraction(_chinese(text))
    myriad = _MYRIADS.get(text[-1], 1)
    return Fraction(text.rstrip("万亿").replace(",", "")) * myriad


def _is_plain(text: str) -> bool:
    """True for nothing but digits, as most numbers are."""
    return text.isascii() and text.isdigit()


def _last_digit(printed: str) -> Fraction:
    """What one unit of the last printed digit is worth."""
    if not printed[0].isascii():
        return Fraction(1)
    places = len(printed.rstrip("万亿").partition(".")[2])
    return Fraction(_MYRIADS.get(printed[-1], 1), 10**places)


def _chinese(text: str) -> int:
    """`一百四十六` or, digit by digit, `二〇二三`."""
    if all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total = section = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _MULTIPLES:
            # 十二 is 12: a multiple without a digit before it counts once.
            section += (digit or 1) * _MULTIPLES[char]
            digit = 0
        elif char == "万":
            total += (section + digit) * _MYRIADS[char]
            section = digit = 0
        elif char == "亿":
            total = (total + section + digit) * _MYRIADS[char]
            section = digit = 0
        else:
            raise ValueError(text)
    return total + section + digit

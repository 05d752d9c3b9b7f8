"""JSON that this program has written, read back value by value: each is of the type it was written with, or is told.

What comes in may be anything: numbers are taken with their digits and only become numbers where one is asked for and is
of a size that results have.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from msgspec import Struct

from validator.packs.files.yaml_file import FaultKind

Way: TypeAlias = "tuple[str | int, ...]"
"""The keys and places that lead to a value."""

_DIGITS = 40
"""Digits of the largest number in results, before the point and behind it."""
_LARGEST = 10**18
"""What no count reaches."""
_LONGEST = 80
"""Characters of a value that are shown."""
_BLANK = " \t\r\n"


class UnexpectedValueError(Exception):
    """A value that is not what stands in that place of a result."""

    def __init__(self, way: Way, seen: str, problem: FaultKind, allowed: Collection[str] = ()) -> None:
        """`seen`: what stands there; `allowed`: what could."""
        super().__init__(f"{written_way(way)}: {problem}: {seen}")
        self.way = way
        self.seen = seen
        self.problem = problem
        self.allowed = tuple(allowed)


class BrokenJsonError(Exception):
    """Bytes that are no JSON."""

    def __init__(self, line: int, reason: str, problem: FaultKind) -> None:
        """`line` from 1."""
        super().__init__(reason)
        self.line = line
        self.reason = reason
        self.problem = problem


class Entry(Struct, frozen=True):
    """A value and where it stands. What it is asked for and is not, raises UnexpectedValueError."""

    value: object
    way: Way = ()

    def __getitem__(self, key: str) -> Entry:
        """The value of a key, which must be there."""
        found = self._mapping()
        if key not in found:
            raise UnexpectedValueError(self.way, key, FaultKind.MISSING_KEY)
        return Entry(found[key], (*self.way, key))

    def get(self, key: str) -> Entry | None:
        """The value of a key; None where it is null or not there."""
        value = self._mapping().get(key)
        return None if value is None else Entry(value, (*self.way, key))

    def entries(self) -> Iterator[tuple[str, Entry]]:
        """Keys and values of an object."""
        return ((key, Entry(value, (*self.way, key))) for key, value in self._mapping().items())

    def items(self) -> Iterator[Entry]:
        """The items of a list."""
        if not isinstance(self.value, list):
            raise self._wrong("list")
        return (Entry(value, (*self.way, at)) for at, value in enumerate(self.value))

    def text(self) -> str:
        """A text."""
        if not isinstance(self.value, str):
            raise self._wrong("text")
        return self.value

    def word(self, allowed: Collection[str]) -> str:
        """One of some words."""
        word = self.text()
        if word not in allowed:
            raise UnexpectedValueError(self.way, word, FaultKind.UNKNOWN_WORD, allowed)
        return word

    def number(self) -> Fraction:
        """A number of at most forty digits."""
        value = self.value
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            exact = Decimal(value) if not isinstance(value, int) or value.bit_length() <= _DIGITS * 4 else None
            if exact is not None and exact.is_finite() and _is_short(exact):
                return Fraction(exact)
        raise self._wrong("number")

    def integer(self) -> int:
        """A whole number."""
        number = self.number()
        if number.denominator != 1 or abs(number) >= _LARGEST:
            raise self._wrong("whole number")
        return int(number)

    def only(self, number: int) -> None:
        """Nothing but this number."""
        if self.integer() != number:
            raise UnexpectedValueError(self.way, _shown(self.value), FaultKind.UNKNOWN_WORD, (str(number),))

    def _mapping(self) -> dict[str, object]:
        if not isinstance(self.value, dict):
            raise self._wrong("object")
        return self.value

    def _wrong(self, wanted: str) -> UnexpectedValueError:
        return UnexpectedValueError(self.way, _shown(self.value), FaultKind.WRONG_TYPE, (wanted,))


def _is_short(number: Decimal) -> bool:
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -_DIGITS and number.adjusted() <= _DIGITS


def _shown(value: object) -> str:
    match value:
        case dict():
            return "object"
        case list():
            return "list"
        case str():
            return value[:_LONGEST]
        case int() if value.bit_length() > _DIGITS * 4:
            return "..."
        case _:
            return "null" if value is None else str(value)[:_LONGEST]


def load_json(data: bytes | str) -> Entry:
    """The document; raises BrokenJsonError."""
    text = data if isinstance(data, str) else _decoded(data)
    try:
        return Entry(json.loads(text, parse_float=Decimal, parse_int=_integer, parse_constant=Decimal))
    except RecursionError:
        raise BrokenJsonError(1, "", FaultKind.TOO_DEEP) from None
    except json.JSONDecodeError as error:
        raise BrokenJsonError(error.lineno, error.msg, FaultKind.UNREADABLE_JSON) from None


def _decoded(data: bytes) -> str:
    encoding = json.detect_encoding(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BrokenJsonError(line, error.reason, FaultKind.UNREADABLE_FILE) from None


def _integer(digits: str) -> int | Decimal:
    return int(digits) if len(digits) <= _DIGITS else Decimal(digits)


def line_of_value(text: str, way: Way) -> int:
    """The line on which a value of valid JSON begins, from 1."""
    at = _behind(text, 0)
    for step in way:
        at = _member(text, at, step)
    return text.count("\n", 0, at) + 1


def _member(text: str, at: int, step: str | int) -> int:
    """Where the value of a key or the item of a list begins; of a doubled key the last, as the parser takes it."""
    # Numbers stay text: some are longer than a number may be.
    skip = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str).raw_decode
    at, place, found = _behind(text, at + 1), 0, at
    while text[at] not in "}]":
        if isinstance(step, str):
            key, at = skip(text, at)
            at = _behind(text, _behind(text, at) + 1)
        if step == (key if isinstance(step, str) else place):
            found = at
        at = _behind(text, skip(text, at)[1])
        at = _behind(text, at + 1) if text[at] == "," else at
        place += 1
    return found


def _behind(text: str, at: int) -> int:
    """The first place from there on that is not blank."""
    while text[at : at + 1] and text[at] in _BLANK:
        at += 1
    return at


def written_way(way: Way) -> str:
    """`reports[0].year`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in way).removeprefix(".")

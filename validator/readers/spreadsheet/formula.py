"""Sums and differences in spreadsheets, for files that were written by a program and hold no results.

Only what is simple and exact is computed: `SUM` over cells and ranges of the same sheet, `+`, `-` and brackets.
Anything else has no value here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct, field

Place = tuple[int, int]
"""Row and column, from 0."""

_TOKEN = re.compile(
    r"\s*(?:(?P<ref>(?P<fixed>\$?)(?P<column>[A-Z]{1,3})(?P<pinned>\$?)(?P<row>[1-9][0-9]{0,6})(?![\w(.!]))"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<sum>SUM(?=\s*\())|(?P<mark>[()+\-,:]))\s*"
)
_OPEN_DOCUMENT_REF = re.compile(r"\[\.([$A-Z0-9]+)(?::\.([$A-Z0-9]+))?\]")
_PREFIX = re.compile(r"^(?:of:|oooc:|msoxl:)?=?\+?", re.IGNORECASE)
_LONGEST = 2000
_LONGEST_ADDRESS = 20
"""Characters, with dollar signs and blanks around."""
_MOST_STEPS = 2_000_000
"""Cells looked at for all formulas of a sheet."""
_DEEPEST = 60
"""Formulas that build on one another, and brackets in brackets."""
_LETTERS = 26


class _NotSimpleError(Exception):
    """The formula has no simple and exact value."""


class Formula(Struct, frozen=True):
    """A formula as the file holds it."""

    text: str
    """Without the equals sign in Excel files, with a prefix in OpenDocument."""
    moved: Place = (0, 0)
    """Rows and columns by which its relative references are moved: Excel stores a filled-down formula once."""

    @property
    def shown(self) -> str:
        """The formula with an equals sign, as the user sees it in the cell."""
        return "=" + _in_excel_notation(self.text)


def place_of(address: str) -> Place | None:
    """`B5` -> (4, 1); None for anything else."""
    return _place_of(address) if len(address) <= _LONGEST_ADDRESS else None


@lru_cache(maxsize=1 << 13)
def _place_of(address: str) -> Place | None:
    match = _TOKEN.fullmatch(address)
    return None if match is None or match["ref"] is None else _place(match, (0, 0))


def address_of(place: Place) -> str:
    """(4, 1) -> `B5`."""
    row, column = place
    return f"{_letters(column)}{row + 1}"


@lru_cache(maxsize=1 << 8)
def _letters(column: int) -> str:
    letters = ""
    number = column + 1
    while number:
        number, letter = divmod(number - 1, _LETTERS)
        letters = chr(ord("A") + letter) + letters
    return letters


class Sums(Struct):
    """The cells of a sheet, and the formulas among them that have to be computed."""

    known: Mapping[Place, Decimal | None]
    """Cells that hold something, None for text."""
    errors: AbstractSet[Place]
    """Cells that hold an error such as `#REF!`."""
    formulas: Mapping[Place, Formula]
    size: Place
    """Rows and columns that were read; what lies beyond is not known."""
    _results: dict[Place, Decimal | None] = field(default_factory=dict)
    _steps: int = 0

    def value(self, place: Place) -> Decimal | None:
        """The value of a formula, or None if it is not simple."""
        return self._result(place, 0)

    def _result(self, place: Place, depth: int) -> Decimal | None:
        if place in self._results:
            return self._results[place]
        self._results[place] = None  # a formula that comes back to itself has no value
        formula = self.formulas[place]
        text = _in_excel_notation(formula.text)
        if len(text) <= _LONGEST and depth < _DEEPEST:
            with suppress(_NotSimpleError):
                self._results[place] = _Parser(self, text.upper(), formula.moved, depth).result()
        return self._results[place]

    def cell(self, place: Place, depth: int) -> tuple[Decimal | None, bool]:
        """What stands in a cell: its number, None for text; and whether anything stands there."""
        self._steps += 1
        row, column = place
        outside = not (0 <= row < self.size[0] and 0 <= column < self.size[1])
        if self._steps > _MOST_STEPS or outside or place in self.errors:
            raise _NotSimpleError
        if place in self.formulas:
            value = self._result(place, depth + 1)
            if value is None:
                raise _NotSimpleError
            return value, True
        return self.known.get(place), place in self.known


def _in_excel_notation(text: str) -> str:
    def plain(match: re.Match[str]) -> str:
        return match[1] if match[2] is None else f"{match[1]}:{match[2]}"

    replaced = _OPEN_DOCUMENT_REF.sub(plain, text)
    return _PREFIX.sub("", replaced if replaced == text else replaced.replace(";", ","))


def _place(match: re.Match[str], moved: Place) -> Place:
    column = 0
    for letter in match["column"]:
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    row = int(match["row"]) - 1
    return row + (0 if match["pinned"] else moved[0]), column - 1 + (0 if match["fixed"] else moved[1])


class _Parser:
    """Reads and computes a formula at once."""

    def __init__(self, sums: Sums, text: str, moved: Place, depth: int) -> None:
        self._sums = sums
        self._moved = moved
        self._depth = depth
        self._tokens = list(_tokens(text))
        self._at = 0

    def result(self) -> Decimal:
        """The value of the whole formula."""
        value = self._sum_of_terms()
        if self._at < len(self._tokens):
            raise _NotSimpleError
        return value

    def _next(self, *marks: str) -> bool:
        """Step over one of the marks if it comes next."""
        found = self._at < len(self._tokens) and self._tokens[self._at]["mark"] in marks
        self._at += found
        return found

    def _sum_of_terms(self) -> Decimal:
        value = Decimal(0)
        sign = -1 if self._next("-") else 1
        while True:
            value += sign * self._term()
            if self._next("+"):
                sign = 1
            elif self._next("-"):
                sign = -1
            else:
                return value

    def _term(self) -> Decimal:
        if self._next("("):
            return self._bracketed(self._sum_of_terms)
        if self._at >= len(self._tokens):
            raise _NotSimpleError
        token = self._tokens[self._at]
        self._at += 1
        if token["number"]:
            return Decimal(token["number"])
        if token["sum"] and self._next("("):
            return self._bracketed(self._arguments)
        if not token["ref"]:
            raise _NotSimpleError
        value, there = self._sums.cell(_place(token, self._moved), self._depth)
        if there and value is None:
            raise _NotSimpleError
        return value or Decimal(0)

    def _bracketed(self, inside: Callable[[], Decimal]) -> Decimal:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _NotSimpleError
        value = inside()
        if not self._next(")"):
            raise _NotSimpleError
        self._depth -= 1
        return value

    def _arguments(self) -> Decimal:
        """The arguments of SUM; text in a range counts nothing."""
        value = Decimal(0)
        while True:
            value += self._argument()
            if not self._next(","):
                return value

    def _argument(self) -> Decimal:
        tokens = self._tokens[self._at : self._at + 3]
        if len(tokens) == 3 and tokens[0]["ref"] and tokens[1]["mark"] == ":" and tokens[2]["ref"]:  # noqa: PLR2004  from, colon, to
            self._at += 3
            (top, left), (bottom, right) = _place(tokens[0], self._moved), _place(tokens[2], self._moved)
            rows, columns = sorted((top, bottom)), sorted((left, right))
            places = (
                (row, column) for row in range(rows[0], rows[1] + 1) for column in range(columns[0], columns[1] + 1)
            )
            return sum((self._sums.cell(place, self._depth)[0] or Decimal(0) for place in places), Decimal(0))
        return self._sum_of_terms()


def _tokens(text: str) -> Iterator[re.Match[str]]:
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _NotSimpleError
        yield match
        at = match.end()

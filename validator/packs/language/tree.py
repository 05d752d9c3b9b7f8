"""What an expression of the rule language is made of; `str` gives back text that is read as the same tree."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TypeAlias

from msgspec import Struct


class Constant(Struct, frozen=True):
    """A number."""

    value: Decimal

    def __str__(self) -> str:
        """As digits, never with an exponent."""
        return f"{self.value:f}"


class Name(Struct, frozen=True):
    """A cell, a row, a column, a group or a fact."""

    name: str

    def __str__(self) -> str:
        """The name."""
        return self.name


class Total(Struct, frozen=True):
    """`sum(...)` of cells and groups."""

    members: tuple[str, ...]
    """Names, or groups as `denied.*`."""

    def __str__(self) -> str:
        """`sum(a, b.*)`."""
        return f"sum({', '.join(self.members)})"


class Scaled(Struct, frozen=True):
    """Number times something."""

    coefficient: Decimal
    inner: Side

    def __str__(self) -> str:
        """`2 * a`, brackets around all but the simplest."""
        return f"{self.coefficient:f} * {_bracketed(self.inner, _PRODUCTS)}"


class Negated(Struct, frozen=True):
    """Minus something."""

    inner: Side

    def __str__(self) -> str:
        """`-a`."""
        return f"-{_bracketed(self.inner, (Added,))}"


class Added(Struct, frozen=True):
    """Two or more things added; `a - b` is `a` and minus `b`."""

    parts: tuple[Side, ...]

    def __str__(self) -> str:
        """`a + b - c`."""
        first, *others = (_bracketed(part, (Added,)) for part in self.parts)
        return first + "".join(f" - {text[1:]}" if text.startswith("-") else f" + {text}" for text in others)


class Multiplied(Struct, frozen=True):
    """Two things multiplied, neither of them a mere number before the sign."""

    left: Side
    right: Side

    def __str__(self) -> str:
        """`a * b`."""
        return f"{_bracketed(self.left, (Added, Negated, Scaled))} * {_bracketed(self.right, _PRODUCTS)}"


class Divided(Struct, frozen=True):
    """One thing divided by another."""

    left: Side
    right: Side

    def __str__(self) -> str:
        """`a / b`."""
        return f"{_bracketed(self.left, (Added, Negated, Scaled))} / {_bracketed(self.right, _PRODUCTS)}"


class Called(Struct, frozen=True):
    """`min(...)`, `max(...)` or `abs(...)`."""

    function: str
    arguments: tuple[Side, ...]

    def __str__(self) -> str:
        """`max(a, b)`."""
        return f"{self.function}({', '.join(map(str, self.arguments))})"


class Counted(Struct, frozen=True):
    """`count(...)`: how many cells are filled, or for how many a comparison holds."""

    members: tuple[str, ...]
    """Names, or groups as `denied.*`."""
    comparator: str | None = None
    bound: Side | None = None

    def __str__(self) -> str:
        """`count(denied.* > 0)`."""
        condition = "" if self.bound is None else f" {self.comparator} {self.bound}"
        return f"count({', '.join(self.members)}{condition})"


Side: TypeAlias = Constant | Name | Total | Scaled | Negated | Added | Multiplied | Divided | Called | Counted


class Comparison(Struct, frozen=True):
    """Two sides and how they compare."""

    left: Side
    comparator: str
    right: Side

    def __str__(self) -> str:
        """`left = right`."""
        return f"{self.left} {self.comparator} {self.right}"


class Joined(Struct, frozen=True):
    """Conditions all of which (`and`) or one of which (`or`) must hold; `and` binds closer."""

    word: str
    parts: tuple[Condition, ...]

    def __str__(self) -> str:
        """`a = 1 and b = 2`."""
        return f" {self.word} ".join(map(str, self.parts))


Condition: TypeAlias = Comparison | Joined

AND, OR = "and", "or"
_PRODUCTS = (Added, Negated, Scaled, Multiplied, Divided)


def names_in(part: Condition | Side) -> tuple[str, ...]:
    """The names of an expression in order, each once, groups as written."""
    return tuple(dict.fromkeys(_names(part)))


def comparisons_in(condition: Condition) -> Iterator[Comparison]:
    """The comparisons of a condition, in order."""
    match condition:
        case Comparison():
            yield condition
        case Joined(_, parts):
            for part in parts:
                yield from comparisons_in(part)


def demands(condition: Condition) -> tuple[Condition, ...]:  # noqa: PLR0911 (one for each kind)
    """Conditions all of which must hold for one to hold, as simple as they can be.

    `a = b and c = d` are two; so is `abs(a - b) <= 2`, that is `a - b <= 2` and `-(a - b) <= 2`; a greatest part is at
    most what each of the parts is.
    """
    match condition:
        case Joined("and", parts):
            return tuple(one for part in parts for one in demands(part))
        case Comparison(Called("abs", (inner,)), "<=" | "<" as sign, right):
            return (Comparison(inner, sign, right), Comparison(Negated(inner), sign, right))
        case Comparison(left, ">=" | ">" as sign, Called("abs", (inner,))):
            return (Comparison(left, sign, inner), Comparison(left, sign, Negated(inner)))
        case Comparison(Called("max", parts), "<=" | "<" as sign, right) if _plain(right):
            return tuple(Comparison(part, sign, right) for part in parts)
        case Comparison(Called("min", parts), ">=" | ">" as sign, right) if _plain(right):
            return tuple(Comparison(part, sign, right) for part in parts)
        case Comparison(left, ">=" | ">" as sign, Called("max", parts)) if _plain(left):
            return tuple(Comparison(left, sign, part) for part in parts)
        case Comparison(left, "<=" | "<" as sign, Called("min", parts)) if _plain(left):
            return tuple(Comparison(left, sign, part) for part in parts)
    return (condition,)


def _plain(side: Side) -> bool:
    return not isinstance(side, Called)


def _names(part: Condition | Side) -> Iterator[str]:
    match part:
        case Name(name):
            yield name
        case Total(members):
            yield from members
        case Counted(members, _, bound):
            yield from members
            if bound is not None:
                yield from _names(bound)
        case Scaled(_, inner) | Negated(inner):
            yield from _names(inner)
        case Added(parts) | Called(_, parts) | Joined(_, parts):
            for one in parts:
                yield from _names(one)
        case Multiplied(left, right) | Divided(left, right) | Comparison(left, _, right):
            yield from _names(left)
            yield from _names(right)
        case Constant():
            pass


def _bracketed(side: Side, kinds: tuple[type, ...]) -> str:
    return f"({side})" if isinstance(side, kinds) else str(side)

"""A condition over cells that is more than a sum compared with another: it has no place in the matrix."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from msgspec import Struct

from validator.model.rules.linear import Linear


class Product(Struct, frozen=True):
    """One amount times another."""

    left: Amount
    right: Amount


class Quotient(Struct, frozen=True):
    """One amount divided by another."""

    left: Amount
    right: Amount


class Combined(Struct, frozen=True):
    """Amounts added up, each with a sign."""

    parts: tuple[tuple[int, Amount], ...]
    """1 or -1, and what is added or taken away."""


class Extreme(Struct, frozen=True):
    """The least or the greatest of some amounts, or the size of one."""

    function: str
    """`min`, `max` or `abs`."""
    parts: tuple[Amount, ...]


class Count(Struct, frozen=True):
    """How many cells are filled, or for how many a comparison holds."""

    cells: tuple[str, ...]
    comparator: str | None = None
    bound: Amount | None = None


Amount: TypeAlias = Linear | Product | Quotient | Combined | Extreme | Count


class Compared(Struct, frozen=True):
    """Two amounts and how they compare."""

    left: Amount
    comparator: str
    """`=`, `<=`, `>=`, `<`, `>` or `!=`."""
    right: Amount


class Every(Struct, frozen=True):
    """Conditions all of which must hold."""

    parts: tuple[Condition, ...]


class Some(Struct, frozen=True):
    """Conditions one of which must hold."""

    parts: tuple[Condition, ...]


Condition: TypeAlias = Compared | Every | Some


def cells_of(part: Condition | Amount) -> tuple[str, ...]:
    """The cells of a condition in order, each once."""
    return tuple(dict.fromkeys(_cells(part)))


def written(part: Condition | Amount, word: Callable[[str], str]) -> str:  # noqa: PLR0911 (one for each kind)
    """A condition in the rule language, `word` in place of each cell."""
    match part:
        case Linear():
            return part.written_with(word)
        case Product(left, right):
            return f"{_factor(left, word)} * {_factor(right, word)}"
        case Quotient(left, right):
            return f"{_factor(left, word)} / {_factor(right, word)}"
        case Combined(parts):
            text = "".join(f" {'-' if sign < 0 else '+'} {_factor(one, word)}" for sign, one in parts)
            return text.removeprefix(" + ").removeprefix(" ")
        case Extreme(function, parts):
            return f"{function}({', '.join(written(one, word) for one in parts)})"
        case Count(cells, comparator, bound):
            condition = "" if bound is None else f" {comparator} {written(bound, word)}"
            return f"count({', '.join(map(word, cells))}{condition})"
        case Compared(left, comparator, right):
            return f"{written(left, word)} {comparator} {written(right, word)}"
        case Every(parts):
            return " and ".join(written(one, word) for one in parts)
        case Some(parts):
            return " or ".join(written(one, word) for one in parts)


def _factor(part: Amount, word: Callable[[str], str]) -> str:
    text = written(part, word)
    several = isinstance(part, Linear) and len(part.terms) + bool(part.constant) > 1
    return f"({text})" if several or isinstance(part, Combined | Product | Quotient) else text


def _cells(part: Condition | Amount) -> Iterator[str]:
    match part:
        case Linear(terms):
            yield from (term.cell for term in terms)
        case Product(left, right) | Quotient(left, right) | Compared(left, _, right):
            yield from _cells(left)
            yield from _cells(right)
        case Combined(parts):
            for _, one in parts:
                yield from _cells(one)
        case Extreme(_, parts) | Every(parts) | Some(parts):
            for other in parts:
                yield from _cells(other)
        case Count(cells, _, bound):
            yield from cells
            if bound is not None:
                yield from _cells(bound)

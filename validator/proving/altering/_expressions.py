"""Expressions altered in one place each: a comparator, a term, a sign, a coefficient, a constant."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from msgspec.structs import replace

from validator.packs.language import tree as nodes
from validator.packs.language.tree import AND, OR, Condition, Side

_MIRRORED = {"=": ("<=", ">="), "<=": (">=", "="), ">=": ("<=", "="), "<": (">", "="), ">": ("<", "="), "!=": ("=",)}
"""Comparator -> what it may be mistaken for."""
_OPPOSITE = {"min": "max", "max": "min"}


class MutantKind(StrEnum):
    """What was altered."""

    DROPPED = "dropped"
    """The rule is not there."""
    PART = "part"
    """One of its relations is not there."""
    COMPARATOR = "comparator"
    TERM = "term"
    """A term was lost."""
    SIGN = "sign"
    COEFFICIENT = "coefficient"
    CONSTANT = "constant"
    GUARD = "guard"
    """Its condition is another one, or none."""
    SETTING = "setting"
    """It is for other places or editions, or counts blanks in another way."""
    LIMIT = "limit"
    """A number from which on something is observed."""
    PATTERN = "pattern"
    """A way to say it in the text, or a word of it, is not known."""
    OBJECT = "object"
    """A number of the text is held against the cells of another wording."""


def altered_conditions(one: Condition) -> Iterator[tuple[MutantKind, Condition]]:
    if isinstance(one, nodes.Comparison):
        yield from _comparisons(one)
        return
    yield MutantKind.COMPARATOR, replace(one, word=OR if one.word == AND else AND)
    for at, part in enumerate(one.parts):
        before, after = one.parts[:at], one.parts[at + 1 :]
        left = (*before, *after)
        yield MutantKind.PART, left[0] if len(left) == 1 else replace(one, parts=left)
        for kind, altered in altered_conditions(part):
            yield kind, replace(one, parts=(*before, altered, *after))


def _comparisons(one: nodes.Comparison) -> Iterator[tuple[MutantKind, Condition]]:
    for comparator in _MIRRORED.get(one.comparator, ()):
        yield MutantKind.COMPARATOR, replace(one, comparator=comparator)
    for kind, left in _sides(one.left):
        yield kind, replace(one, left=left)
    for kind, right in _sides(one.right):
        yield kind, replace(one, right=right)


_Altered: TypeAlias = Iterator[tuple[MutantKind, Side]]


def _sides(side: Side) -> _Altered:
    """All that one slip makes of a sum or of anything else that is compared."""
    match side:
        case nodes.Constant(value):
            for number in (value * 10, value / 10) if value else (Decimal(1),):
                yield MutantKind.CONSTANT, nodes.Constant(number.normalize() + 0)
        case nodes.Name():
            yield MutantKind.TERM, nodes.Constant(Decimal(0))
            yield MutantKind.COEFFICIENT, nodes.Scaled(Decimal(2), side)
        case nodes.Total(members):
            for fewer in _shorter(members):
                yield MutantKind.TERM, nodes.Total(fewer)
            yield MutantKind.COEFFICIENT, nodes.Scaled(Decimal(2), side)
        case nodes.Scaled(coefficient, inner):
            for number in (coefficient * 10, coefficient / 10):
                yield MutantKind.COEFFICIENT, nodes.Scaled(number.normalize() + 0, inner)
        case nodes.Negated(inner):
            yield MutantKind.SIGN, inner
        case nodes.Added(parts):
            yield from _added(parts)
        case _:
            yield from _beyond_sums(side)


def _beyond_sums(side: Side) -> _Altered:
    match side:
        case nodes.Multiplied(left, right) | nodes.Divided(left, right):
            yield from ((kind, replace(side, left=altered)) for kind, altered in _sides(left))
            yield from ((kind, replace(side, right=altered)) for kind, altered in _sides(right))
        case nodes.Called(function, arguments):
            if function in _OPPOSITE:
                yield MutantKind.COMPARATOR, replace(side, function=_OPPOSITE[function])
            for at, argument in enumerate(arguments):
                for kind, altered in _sides(argument):
                    yield kind, replace(side, arguments=(*arguments[:at], altered, *arguments[at + 1 :]))
        case nodes.Counted(members, comparator, _):
            for fewer in _shorter(members):
                yield MutantKind.TERM, replace(side, members=fewer)
            for other in _MIRRORED.get(comparator or "", ()):
                yield MutantKind.COMPARATOR, replace(side, comparator=other)


def _shorter(members: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Each without one of several."""
    for at in range(len(members)) if len(members) > 1 else ():
        yield (*members[:at], *members[at + 1 :])


def _added(parts: tuple[Side, ...]) -> _Altered:
    def put(at: int, *new: Side) -> Side:
        left = (*parts[:at], *new, *parts[at + 1 :])
        return left[0] if len(left) == 1 else nodes.Added(left)

    for at, part in enumerate(parts):
        yield MutantKind.TERM, put(at)
        inner = part.inner if isinstance(part, nodes.Negated) else None
        yield MutantKind.SIGN, put(at, inner if inner is not None else nodes.Negated(part))
        for kind, altered in _sides(inner if inner is not None else part):
            if kind is not MutantKind.TERM or isinstance(part, nodes.Total):
                yield kind, put(at, nodes.Negated(altered) if inner is not None else altered)

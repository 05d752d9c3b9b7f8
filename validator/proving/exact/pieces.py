"""Conditions taken apart: an `or`, `min`, `count` or quotient is some sets of lines, one of which holds where it does.

What cannot be taken apart is said: products of cells, counts of filled cells, and what has too many cases.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial, reduce
from itertools import islice, product
from typing import NamedTuple, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from validator.model.rules.condition import (
    Amount,
    Combined,
    Compared,
    Condition,
    Count,
    Every,
    Extreme,
    Product,
    Quotient,
    Some,
)
from validator.model.rules.linear import Linear, Term
from validator.proving.exact.feasible import Limits, WholeLine, reach
from validator.proving.exact.sums import NotProvedError, scaled, sum_of, times
from validator.proving.proof import NotProvedReason

Lines: TypeAlias = tuple[WholeLine, ...]
"""Lines all of which hold."""
_MOST = 128
"""Cases that a condition is taken apart into."""
_ONE = Linear((), Fraction(1))
_OPPOSITE = {"<=": ">", "<": ">=", ">=": "<", ">": "<="}
_Found = TypeVar("_Found")


class WantedOutcome(NamedTuple):
    """Which outcomes of a condition lines are looked for."""

    outcome: bool
    """That it holds, or that it does not."""
    open: bool
    """Whether what cannot be told, a division by 0, is as good."""


HOLDS, ACCEPTED = WantedOutcome(outcome=True, open=False), WantedOutcome(outcome=True, open=True)
BROKEN, FAILS = WantedOutcome(outcome=False, open=False), WantedOutcome(outcome=False, open=True)


class _Case(Struct, frozen=True):
    """What an amount is where some lines hold: one sum divided by another, which is more than 0 there."""

    lines: Lines
    above: Linear
    below: Linear = _ONE
    known: bool = True
    """False where it cannot be told: something is divided by 0."""


_Join: TypeAlias = Callable[[_Case, _Case], Iterator[_Case]]
"""What becomes of two amounts that are known; the lines of both are added to those of each case."""


class Pieces(Struct, frozen=True):
    """Takes conditions apart over the variables of a system."""

    place: Mapping[str, int]
    decimals: Sequence[int]
    """Digits after the point kept for each variable."""
    limits: Limits

    def of(self, condition: Condition, wanted: WantedOutcome, tolerance: Fraction = Fraction(0)) -> tuple[Lines, ...]:
        """Sets of lines: where all of a set hold, and only there, the condition comes out as wanted.

        None at all: it never does. Raises NotProvedError.
        """
        match condition:
            case Compared(left, comparator, right):
                pairs = product(self._amount(left), self._amount(right))
                return _few(
                    piece for one, other in pairs for piece in self._pair(one, comparator, other, wanted, tolerance)
                )
            case Every(parts) | Some(parts):
                found = [self.of(part, wanted, tolerance) for part in parts]
                if isinstance(condition, Every) == wanted.outcome:
                    return self.together(found)
                return _few(one for pieces in found for one in pieces)

    def together(self, found: Iterable[Iterable[Lines]]) -> tuple[Lines, ...]:
        """Each set of each with each of the others; raises NotProvedError if there are too many."""
        joined: tuple[Lines, ...] = ((),)
        for pieces in found:
            joined = _few(self._possible([(*some, *more) for some, more in product(joined, tuple(pieces))]))
        return joined

    def line(self, side: Linear, comparator: str) -> WholeLine:
        """A sum compared with 0."""
        weights = {self.place[one.cell]: one.coefficient for one in side.terms}
        weights = {at: weight / 10 ** self.decimals[at] for at, weight in sorted(weights.items()) if weight}
        factor = math.lcm(side.constant.denominator, *(weight.denominator for weight in weights.values()))
        end = int(-side.constant * factor)
        low, high = {
            "<": (None, end - 1),
            "<=": (None, end),
            "=": (end, end),
            ">=": (end, None),
            ">": (end + 1, None),
        }[comparator]
        return WholeLine({at: int(weight * factor) for at, weight in weights.items()}, low, high)

    def _possible(self, pieces: Iterable[Lines]) -> Iterator[Lines]:
        """The sets none of whose lines is out of reach by itself; lines that hold anyway left out."""
        for piece in pieces:
            known = [reach(line, self.limits) for line in piece]
            if all(may for may, _ in known):
                yield tuple(line for line, (_, must) in zip(piece, known, strict=True) if not must)

    def _pair(
        self, left: _Case, comparator: str, right: _Case, wanted: WantedOutcome, tolerance: Fraction
    ) -> Iterator[Lines]:
        lines = (*left.lines, *right.lines)
        if not (left.known and right.known):
            yield from self._possible([lines] if wanted.open else [])
            return
        gap = _gap(left, right)
        leeway = scaled(times(left.below, right.below), tolerance)
        for signs in _signs(comparator, gap, leeway, holds=wanted.outcome):
            yield from self._possible([(*lines, *(self.line(*sign) for sign in signs))])

    def _amount(self, part: Amount) -> tuple[_Case, ...]:  # noqa: PLR0911 (one for each kind)
        """What an amount is, case by case; the cases leave nothing out."""
        match part:
            case Linear():
                return (_Case((), part),)
            case Product(left, right):
                return self._joined(self._amount(left), self._amount(right), _multiplied)
            case Quotient(left, right):
                return self._joined(self._amount(left), self._amount(right), self._divided)
            case Combined(parts):
                amounts = [self._joined(_constant(sign), self._amount(one), _multiplied) for sign, one in parts]
                return reduce(partial(self._joined, join=_added), amounts)
            case Extreme("abs", (inner,)):
                return self._cases(case for one in self._amount(inner) for case in self._size(one))
            case Extreme(function, parts):
                nearer = partial(self._nearer, function)
                return reduce(partial(self._joined, join=nearer), map(self._amount, parts))
            case Count():
                return self._count(part)

    def _joined(self, left: Iterable[_Case], right: Iterable[_Case], join: _Join) -> tuple[_Case, ...]:
        """Each case of one amount with each of another."""
        return self._cases(case for one, other in product(left, right) for case in _both(one, other, join))

    def _cases(self, cases: Iterable[_Case]) -> tuple[_Case, ...]:
        """Those that are possible; raises NotProvedError if there are too many."""
        return _few(replace(case, lines=lines) for case in cases for lines in self._possible([case.lines]))

    def _divided(self, left: _Case, right: _Case) -> Iterator[_Case]:
        for sign, comparator in ((1, ">"), (-1, "<")):
            above = scaled(times(left.above, right.below), Fraction(sign))
            below = scaled(times(left.below, right.above), Fraction(sign))
            yield _Case((self.line(right.above, comparator),), above, below)
        yield _Case((self.line(right.above, "="),), _ONE, known=False)

    def _size(self, one: _Case) -> Iterator[_Case]:
        if not one.known:
            yield one
            return
        yield replace(one, lines=(*one.lines, self.line(one.above, ">=")))
        yield replace(one, lines=(*one.lines, self.line(one.above, "<")), above=scaled(one.above, Fraction(-1)))

    def _nearer(self, function: str, left: _Case, right: _Case) -> Iterator[_Case]:
        first, second = ("<=", ">") if function == "min" else (">=", "<")
        gap = _gap(left, right)
        yield replace(left, lines=(self.line(gap, first),))
        yield replace(right, lines=(self.line(gap, second),))

    def _count(self, part: Count) -> tuple[_Case, ...]:
        if part.bound is None:
            raise NotProvedError(NotProvedReason.FILLED)
        found: list[_Case] = []
        for bound in self._amount(part.bound):
            if not bound.known:
                found.append(bound)
                continue
            totals: tuple[tuple[Lines, int], ...] = ((bound.lines, 0),)
            for cell in part.cells:
                one = _Case((), Linear((Term(cell, Fraction(1)),)))
                steps = [
                    (piece, step)
                    for step, wanted in ((1, HOLDS), (0, BROKEN))
                    for piece in self._pair(one, part.comparator or "=", replace(bound, lines=()), wanted, Fraction(0))
                ]
                totals = _few(
                    (lines, total + step)
                    for (some, total), (piece, step) in product(totals, steps)
                    for lines in self._possible([(*some, *piece)])
                )
            found += [_Case(lines, Linear((), Fraction(total))) for lines, total in totals]
        return _few(found)


def _both(left: _Case, right: _Case, join: _Join) -> Iterator[_Case]:
    lines = (*left.lines, *right.lines)
    if left.known and right.known:
        for case in join(left, right):
            yield replace(case, lines=(*lines, *case.lines))
    else:
        yield _Case(lines, _ONE, known=False)


def _multiplied(left: _Case, right: _Case) -> Iterator[_Case]:
    yield _Case((), times(left.above, right.above), times(left.below, right.below))


def _added(left: _Case, right: _Case) -> Iterator[_Case]:
    if left.below == right.below:
        yield _Case((), sum_of(left.above, right.above), left.below)
        return
    above = sum_of(times(left.above, right.below), times(right.above, left.below))
    yield _Case((), above, times(left.below, right.below))


def _gap(left: _Case, right: _Case) -> Linear:
    """What is above 0 where the first is the greater."""
    (found,) = _added(left, replace(right, above=scaled(right.above, Fraction(-1))))
    return found.above


def _constant(value: int) -> tuple[_Case, ...]:
    return (_Case((), Linear((), Fraction(value))),)


def _signs(comparator: str, gap: Linear, leeway: Linear, *, holds: bool) -> tuple[tuple[tuple[Linear, str], ...], ...]:
    """Sets of sums and how each compares with 0, one set of which holds where a comparison does, or does not."""
    above, below = sum_of(gap, scaled(leeway, Fraction(-1))), sum_of(gap, leeway)
    if comparator == "!=":
        return (((gap, "<"),), ((gap, ">"),)) if holds else (((gap, "="),),)
    most = (above, "<" if comparator == "<" else "<=")
    least = (below, ">" if comparator == ">" else ">=")
    demanded = {"=": (most, least), "<=": (most,), "<": (most,), ">=": (least,), ">": (least,)}[comparator]
    if holds:
        return (demanded,)
    return tuple(((side, _OPPOSITE[sign]),) for side, sign in demanded)


def _few(found: Iterable[_Found]) -> tuple[_Found, ...]:
    """All of them; raises NotProvedError if there are too many."""
    kept = tuple(islice(found, _MOST + 1))
    if len(kept) > _MOST:
        raise NotProvedError(NotProvedReason.CASES)
    return kept

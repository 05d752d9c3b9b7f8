"""Conditions that are no mere sums as formulas: shares, the greatest, `or`, counts.

An amount that was rounded when it was printed is two formulas, its ends. Whether a condition holds is two as well, that
it surely does and that it surely does not: with a cell that is not known, or a division by 0, it does neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from msgspec import Struct

from validator.constraints.conditions.ranges import Printed, Range
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
from validator.renderers.words.figures import figure

DIGITS = 6
"""Digits behind the point by which two sides are told apart: what is beyond comes from binary fractions."""
_NEAR = Fraction(10, 10**DIGITS)
"""Two sides closer than that, and not equal, are not left to a spreadsheet."""
_MOST, _MOST_WHOLE = 10**8, 2**47
"""Largest numbers that are computed without a loss that matters."""


class TwoFormulas(NamedTuple):
    """A condition as two formulas."""

    yes: str
    no: str


class _Ends(NamedTuple):
    """An amount as two formulas, the same one for a number that is exact."""

    low: str
    high: str


class ConditionFormulas(Struct, frozen=True):
    """Writes the conditions of one rule for one report."""

    value: Callable[[str], str]
    """Cell -> its number as a formula, 0 where there is none."""
    around: Callable[[str], Fraction]
    """Cell -> how far its number may lie from what is printed."""
    unknown: Callable[[str], str]
    """Cell -> the formula that tells whether its number is not known."""
    text: Callable[[str], str]
    """Cell -> whether something stands there that cannot be read."""
    blank: Callable[[str], str]
    tolerance: Fraction = Fraction(0)

    def outcome(self, condition: Condition) -> TwoFormulas:
        """The two formulas of a condition."""
        match condition:
            case Compared():
                return self._compared(condition)
            case Every(parts):
                found = [self.outcome(part) for part in parts]
                return TwoFormulas(_call("AND", [one.yes for one in found]), _call("OR", [one.no for one in found]))
            case Some(parts):
                found = [self.outcome(part) for part in parts]
                return TwoFormulas(_call("OR", [one.yes for one in found]), _call("AND", [one.no for one in found]))

    def side(self, part: Amount) -> str:
        """An amount as it is printed."""
        low, high = self._ends(part)
        return low if low == high else f"(({low})+({high}))/2"

    def _compared(self, one: Compared) -> TwoFormulas:
        left, right = self._ends(one.left), self._ends(one.right)
        holds = _holds(left, one.comparator, right, self.tolerance)
        unknown = [*dict.fromkeys((*self._unknown(one.left), *self._unknown(one.right)))]
        known = f"NOT({_call('OR', unknown)})" if unknown else "TRUE"
        return TwoFormulas(
            f"IF({known},IFERROR({holds},FALSE),FALSE)", f"IF({known},IFERROR(NOT({holds}),FALSE),FALSE)"
        )

    def _unknown(self, part: Amount) -> Iterator[str]:
        match part:
            case Linear(terms):
                yield from (self.unknown(term.cell) for term in terms)
            case Count(cells, _, None):
                yield from map(self.text, cells)
            case Count(cells, _, bound) if bound is not None:
                yield from map(self.unknown, cells)
                yield from self._unknown(bound)
            case Product(left, right) | Quotient(left, right):
                yield from self._unknown(left)
                yield from self._unknown(right)
            case Combined(parts):
                for _, one in parts:
                    yield from self._unknown(one)
            case Extreme(_, parts):
                for one in parts:
                    yield from self._unknown(one)

    def _ends(self, part: Amount) -> _Ends:  # noqa: PLR0911 (one for each kind)
        match part:
            case Linear():
                return self._sum(part)
            case Product(left, right):
                return _corners(self._ends(left), self._ends(right))
            case Quotient(left, right):
                below = self._ends(right)
                if below.low == below.high:
                    return _corners(self._ends(left), _Ends(f"1/({below.low})", f"1/({below.low})"))
                # A range with 0 in it divides nothing: an error, as a mere 0 is.
                apart = f"IF(AND({below.low}<=0,{below.high}>=0),NA(),1)"
                return _corners(self._ends(left), _Ends(f"{apart}/({below.high})", f"{apart}/({below.low})"))
            case Combined(parts):
                found = [_turned(self._ends(one), sign) for sign, one in parts]
                return _Ends(*("+".join(f"({end})" for end in ends) for ends in zip(*found, strict=True)))
            case Extreme("abs", (inner,)):
                low, high = self._ends(inner)
                if low == high:
                    return _Ends(f"ABS({low})", f"ABS({low})")
                return _Ends(f"MAX(0,{low},-({high}))", f"MAX(ABS({low}),ABS({high}))")
            case Extreme(function, parts):
                ends = zip(*(self._ends(one) for one in parts), strict=True)
                return _Ends(*(_call(function.upper(), each) for each in ends))
            case Count():
                count = self._count(part)
                return _Ends(count, count)

    def _sum(self, side: Linear) -> _Ends:
        text, width = "", Fraction(0)
        for term in side.terms:
            size = abs(term.coefficient)
            sign = "-" if term.coefficient < 0 else "+" if text else ""
            text += f"{sign}{'' if size == 1 else f'{written(size)}*'}{self.value(term.cell)}"
            width += size * self.around(term.cell)
        if side.constant or not text:
            text += ("+" if text and side.constant >= 0 else "") + written(side.constant)
        if not width:
            return _Ends(f"({text})", f"({text})")
        return _Ends(f"({text}-{written(width)})", f"({text}+{written(width)})")

    def _count(self, part: Count) -> str:
        if part.bound is None:
            return "(" + "+".join(f"IF({self.blank(cell)},0,1)" for cell in part.cells) + ")"
        bound = self._ends(part.bound)
        found = (_holds(self._sum(_alone(cell)), part.comparator or "=", bound, Fraction(0)) for cell in part.cells)
        return "(" + "+".join(f"IF({one},1,0)" for one in found) + ")"


def delicate(condition: Condition, printed: Printed) -> bool:
    """Whether a spreadsheet, which computes with binary fractions, may come to another outcome."""
    sizes = [one for amount in _amounts(condition) if (one := printed.amount(amount)) is not None]
    whole = all(end.denominator == 1 for one in sizes for end in (one.low, one.high))
    most = max((max(abs(one.low), abs(one.high)) for one in sizes), default=Fraction(0))
    if most > (_MOST_WHOLE if whole else _MOST):
        return True
    return any(
        0 < abs(gap) < _NEAR
        for one in _comparisons(condition)
        for gap in _gaps(printed.amount(one.left), printed.amount(one.right), printed.tolerance)
    )


def is_open(condition: Condition, printed: Printed) -> bool:
    """Whether it is about numbers that were cut off, whose ends a formula does not reach."""
    found = [printed.amount(amount) for amount in _amounts(condition)]
    return any(one.low_open or one.high_open for one in found if one is not None)


def written(value: Fraction) -> str:
    """A number exactly, as a decimal or a quotient."""
    text = figure(value)
    return text if Fraction(text) == value else f"({value.numerator}/{value.denominator})"


def _gaps(left: Range | None, right: Range | None, tolerance: Fraction) -> tuple[Fraction, ...]:
    if left is None or right is None:
        return ()
    return (left.low - right.high - tolerance, left.high - right.low + tolerance, left.low - right.low)


def _comparisons(condition: Condition) -> Iterator[Compared]:
    match condition:
        case Compared():
            yield condition
            for amount in (condition.left, condition.right):
                yield from _counted(amount)
        case Every(parts) | Some(parts):
            for part in parts:
                yield from _comparisons(part)


def _counted(part: Amount) -> Iterator[Compared]:
    """The comparisons that a count is made of."""
    for one in _parts(part):
        if isinstance(one, Count) and one.bound is not None:
            yield from (Compared(_alone(cell), one.comparator or "=", one.bound) for cell in one.cells)


def _amounts(condition: Condition) -> Iterator[Amount]:
    for one in _comparisons(condition):
        yield from _parts(one.left)
        yield from _parts(one.right)


def _parts(part: Amount) -> Iterator[Amount]:
    """An amount, and all that it is made of."""
    yield part
    inner: Sequence[Amount] = ()
    match part:
        case Product(left, right) | Quotient(left, right):
            inner = (left, right)
        case Combined(parts):
            inner = [one for _, one in parts]
        case Extreme(_, parts):
            inner = parts
        case Count(_, _, bound):
            inner = () if bound is None else (bound,)
    for one in inner:
        yield from _parts(one)


def _alone(cell: str) -> Linear:
    return Linear((Term(cell, Fraction(1)),))


def _holds(left: _Ends, comparator: str, right: _Ends, tolerance: Fraction) -> str:
    """Whether some numbers between the ends compare so, see `conditions.compare`."""
    if comparator == "!=":
        gap = f"ROUND({left.low}-{right.low},{DIGITS})<>0"
        alone = [f"ROUND({one.low}-{one.high},{DIGITS})<>0" for one in (left, right) if one.low != one.high]
        return _call("OR", [gap, *alone])
    least = f"ROUND({left.low}-{right.high},{DIGITS})"
    most = f"ROUND({left.high}-{right.low},{DIGITS})"
    above, below = written(tolerance), written(-tolerance)
    strict = comparator in {"<", ">"}
    few, many = f"{least}{'<' if strict else '<='}{above}", f"{most}{'>' if strict else '>='}{below}"
    if comparator == "=":
        return f"{least}={above}" if least == most and not tolerance else f"AND({few},{many})"
    return few if comparator in {"<", "<="} else many


def _corners(left: _Ends, right: _Ends) -> _Ends:
    found = [*dict.fromkeys(f"({one})*({other})" for one, other in product(left, right))]
    if len(found) == 1:
        return _Ends(found[0], found[0])
    return _Ends(_call("MIN", found), _call("MAX", found))


def _turned(ends: _Ends, sign: int) -> _Ends:
    return ends if sign > 0 else _Ends(f"-({ends.high})", f"-({ends.low})")


def _call(function: str, parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 and function != "ABS" else f"{function}({','.join(parts)})"

"""Which relations of a report are recomputed in a workbook, in which rows, and which of them in several readings."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from msgspec import Struct

from validator.constraints.conditions.ranges import Printed, Range, added, number, plain, scaled
from validator.constraints.evaluated import Evaluated
from validator.constraints.together.evaluation import VectorBlock
from validator.model.rules.constraint import Relation
from validator.renderers.words.figures import figure
from validator.renderers.workbook._conditions import ConditionFormulas, delicate, is_open
from validator.renderers.workbook._relations import Shape

if TYPE_CHECKING:
    from numpy.typing import NDArray

READINGS = 12
"""Readings of a report that are recomputed one by one."""
_EXACT = 2**47
"""Largest sum of smallest units that a spreadsheet computes without loss."""
_CLEAR = 2**40
"""Of a larger sum, the part by which the two sides must differ for the loss not to matter."""

_LONGEST = 8000
"""Characters of a formula; spreadsheets take 8,192."""
_PER_TERM = 60
"""Characters of a formula for each term, beside its address, which stands there three times."""

TOO_LARGE, TOO_MANY, TOO_LONG = "not-recomputed-large", "not-recomputed-readings", "not-recomputed-long"
CONDITION = "not-recomputed-condition"
"""Message keys: why a relation is not recomputed."""


class Allowance(NamedTuple):
    """How far the two sides of a relation may differ."""

    more: Fraction
    """By how much the left side may be the greater."""
    less: Fraction
    """By how much it may be the smaller."""


class Plan(Struct, frozen=True, dict=True):
    """The relations of one report that are shown, each in its row."""

    shape: Shape
    block: VectorBlock
    """The vectors of the report, one a reading."""
    cells: Mapping[str, str]
    """Cell of the form -> address of its number, with the sheet."""
    first: int
    """Row of the first relation."""
    wanted: frozenset[int]
    """Constraints to be shown; those they rest on are shown as well."""

    @property
    def readings(self) -> int:
        """How many readings the report has."""
        return int(self.block.values.shape[0])

    @cached_property
    def shown(self) -> tuple[int, ...]:
        """The constraints asked for and those they rest on, in the order of the rules."""
        shown, new = set(self.wanted), set(self.wanted)
        while new:
            new = {other for constraint in new for other in self.shape.rests_on[constraint]} - shown
            shown |= new
        return tuple(sorted(shown))

    def line(self, constraint: int, reading: int) -> int:
        """The row of a constraint in a reading."""
        return self.starts[constraint] + (1 + reading if constraint in self.spread else 0)

    @cached_property
    def starts(self) -> Mapping[int, int]:
        """The first row of each constraint."""
        starts, line = {}, self.first
        for constraint in self.shown:
            starts[constraint] = line
            line += 1 + (self.readings if constraint in self.spread and constraint not in self.remarks else 0)
        return starts

    @cached_property
    def fixed(self) -> Mapping[int, str]:
        """Variable -> address, of the cells that are the same in every reading."""
        parts = (self.block.values, self.block.blank, self.block.unknown)
        same = np.logical_and.reduce([(part == part[0]).all(axis=0) for part in parts])
        names = enumerate(self.shape.system.variables)
        return {at: self.cells[name] for at, name in names if same[at] and name in self.cells}

    @cached_property
    def spread(self) -> frozenset[int]:
        """Constraints that have a row for each reading: their verdict may depend on it."""
        rests_on = self.shape.rests_on
        own = {constraint for constraint in self.shown if self.readings > 1 and self._varies(constraint)}
        while more := {one for one in self.shown if rests_on[one] & own} - own:
            own |= more
        return frozenset(own)

    @cached_property
    def remarks(self) -> Mapping[int, str]:
        """Constraints that are not recomputed -> why, those that rest on one of them included."""
        rests_on, found = self.shape.rests_on, {}
        for constraint in self.shown:
            if constraint in self.spread and self.readings > READINGS:
                found[constraint] = TOO_MANY
            elif constraint in self.shape.conditions:
                found |= self._of_condition(constraint)
            elif self._is_long(constraint):
                found[constraint] = TOO_LONG
            elif any(self._lossy(constraint, reading) for reading in range(self.readings)):
                found[constraint] = TOO_LARGE
        while more := [one for one in self.shown if one not in found and rests_on[one] & found.keys()]:
            found |= {one: found[min(rests_on[one] & found.keys())] for one in more}
        return found

    def _of_condition(self, constraint: int) -> Mapping[int, str]:
        """Why a condition is not recomputed, if it is not."""
        one, rule = self.shape.conditions[constraint], self.shape.system.constraints[constraint].rule
        for reading in range(self.readings):
            for condition, tolerance in ((one.condition, Fraction(rule.tolerance)), (one.guard, Fraction(0))):
                if condition is None:
                    continue
                printed = self.printed(one, reading, tolerance)
                outcome = self.formulas(one, reading, tolerance).outcome(condition)
                if is_open(condition, printed):
                    return {constraint: CONDITION}
                if delicate(condition, printed):
                    return {constraint: TOO_LARGE}
                if 2 * sum(map(len, outcome)) > _LONGEST:
                    return {constraint: TOO_LONG}
        return {}

    def printed(self, one: Evaluated, reading: int, tolerance: Fraction) -> Printed:
        """The numbers of a reading as a condition is judged by them."""
        exact = self.shape.system.constraints[one.place].rule.exact
        block, place = self.block, self.shape.variable

        def value(cell: str) -> Range | None:
            at = place[cell]
            if block.unknown[reading, at] or (block.blank[reading, at] and at in one.unknown_if_blank):
                return None
            return self._range(reading, at, exact=exact)

        def filled(cell: str) -> bool | None:
            at = place[cell]
            return None if block.unknown[reading, at] else not block.blank[reading, at]

        return Printed(value, filled, tolerance)

    def formulas(self, one: Evaluated, reading: int, tolerance: Fraction) -> ConditionFormulas:
        """What writes a condition over the cells of a reading."""
        place = self.shape.variable
        exact = self.shape.system.constraints[one.place].rule.exact or self.block.digits is None

        def around(cell: str) -> Fraction:
            digits = self.block.digits
            return Fraction(0) if exact or digits is None else self._amount(digits, reading, place[cell]) / 2

        def unknown(cell: str) -> str:
            at = place[cell]
            text = self.is_text(at, reading)
            return f"OR({text},{self.is_blank(at, reading)})" if at in one.unknown_if_blank else text

        return ConditionFormulas(
            value=lambda cell: self.number(place[cell], reading),
            around=around,
            unknown=unknown,
            text=lambda cell: self.is_text(place[cell], reading),
            blank=lambda cell: self.is_blank(place[cell], reading),
            tolerance=tolerance,
        )

    def number(self, at: int, reading: int) -> str:
        """A variable in a formula: its address, or its number where that hangs on the reading."""
        if at in self.fixed:
            return f"N({self.fixed[at]})"
        value = self.value(reading, at)
        return f"({figure(value)})" if value < 0 else figure(value)

    def is_text(self, at: int, reading: int) -> str:
        """Whether a variable is not known."""
        address = self.fixed.get(at)
        return f"ISTEXT({address})" if address else truth(bool(self.block.unknown[reading, at]))

    def is_blank(self, at: int, reading: int) -> str:
        """Whether nothing is printed for a variable."""
        address = self.fixed.get(at)
        return f"ISBLANK({address})" if address else truth(bool(self.block.blank[reading, at]))

    def accepted(self, constraint: int, reading: int) -> Allowance:
        """How far the two sides may differ."""
        one = self.shape.system.constraints[constraint]
        width = self.width(constraint, one.relation, reading)
        return Allowance(*(Fraction(one.rule.tolerance) + end for end in width))

    def width(self, constraint: int, relation: Relation, reading: int) -> Allowance:
        """What the printed precision of amounts leaves open in the relation of a constraint, or in a guard of it."""
        digits = self.block.digits
        if digits is None or self.shape.system.constraints[constraint].rule.exact:
            return Allowance(Fraction(0), Fraction(0))
        terms = self.shape.terms(relation)
        printed = sum((weight * self.value(reading, at) for at, weight in terms.weights), Fraction(0))
        sums = added([scaled(self._range(reading, at), weight) for at, weight in terms.weights])
        if sums is None:
            return Allowance(Fraction(0), Fraction(0))
        # As much as the left side is printed too large it may exceed the right. Of an end that is not reached half a
        # smallest unit is the next before it.
        gap = Fraction(1, 2 * terms.factor)
        return Allowance(printed - sums.low - gap * sums.low_open, sums.high - printed - gap * sums.high_open)

    def _range(self, reading: int, at: int, *, exact: bool = False) -> Range:
        """The numbers that a printed one stands for, in the unit of its column."""
        system, digits = self.shape.system, self.block.digits
        last = 0 if exact or digits is None else plain(digits[reading, at])
        value = plain(self.block.values[reading, at])
        return number(value, self.shape.decimals[at], last, cut=system.cut[at], signed=system.signed[at])

    def value(self, reading: int, at: int) -> Fraction:
        """The number of a variable in the unit of its column, 0 where there is none."""
        return self._amount(self.block.values, reading, at)

    def _amount(self, units: NDArray[np.int64], reading: int, at: int) -> Fraction:
        return plain(units[reading, at]) / Fraction(10 ** self.shape.decimals[at])

    def _lossy(self, constraint: int, reading: int) -> bool:
        """True if a spreadsheet, which computes with binary fractions, may come to another verdict."""
        terms = self.shape.terms(self.shape.system.constraints[constraint].relation)
        parts = [weight * self.value(reading, at) for at, weight in terms.weights]
        size = sum(map(abs, parts), abs(terms.offset))
        if size * terms.factor <= _EXACT:
            return False
        residual, accepted = sum(parts, terms.offset), self.accepted(constraint, reading)
        least = min(abs(residual - accepted.more), abs(residual + accepted.less))
        return least * _CLEAR <= size

    def _is_long(self, constraint: int) -> bool:
        address = max(map(len, self.cells.values()), default=0)
        return len(self._used(constraint)) * (3 * address + _PER_TERM) > _LONGEST

    def _varies(self, constraint: int) -> bool:
        return any(at < len(self.cells) and at not in self.fixed for at in self._used(constraint))

    def _used(self, constraint: int) -> list[int]:
        """The variables of a constraint and its guards."""
        if constraint in self.shape.conditions:
            return list(self.shape.conditions[constraint].variables)
        one = self.shape.system.constraints[constraint]
        return [at for relation in (one.relation, *one.guards) for at in self.shape.terms(relation).variables]


def truth(value: bool) -> str:  # noqa: FBT001 (turned into its word)
    """The word of a formula."""
    return "TRUE" if value else "FALSE"

"""The verdicts on the constraints that rows of the matrix do not decide: many reports at once, or one by one."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct

from validator.constraints.conditions.ranges import Printed, Range, number, plain
from validator.constraints.evaluated import Evaluated
from validator.model.rules.constraint import Constraint

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from validator.constraints.system import System

_SATISFIED, _VIOLATED, _UNDETERMINED, _NOT_APPLICABLE = range(4)
_FEW = 16
"""Reports from which on it is quicker to take them all at once."""


def judge_conditions(
    system: System,
    values: NDArray[Any],
    blank: NDArray[Any],
    unknown: NDArray[Any],
    digits: NDArray[Any] | None,
    codes: NDArray[Any],
) -> None:
    """Write the verdicts on these constraints beside those of the rows; all arrays have a line a report."""
    many = None
    if len(codes) >= _FEW:
        from validator.constraints.conditions._columns import ReportColumns

        many = ReportColumns(system, values, blank, unknown, digits)
    lines: Sequence[int] = range(len(codes))
    names = {system.variables[at]: at for one in system.conditions for at in one.variables}
    for one in system.conditions:
        if many is not None:
            found = many.codes(one, codes)
            codes[:, one.place] = found.codes
            lines = found.doubtful
        for line in lines:
            report = OneReport(
                system,
                names,
                {at: values[line, at] for at in one.variables},
                {at for at in one.variables if blank[line, at]},
                {at for at in one.variables if unknown[line, at]},
                {} if digits is None else {at: digits[line, at] for at in one.variables},
            )
            waiting = one.waits_for is None or any(codes[line, other] == _UNDETERMINED for other in one.waits_for)
            codes[line, one.place] = report.code(one) if waiting else _NOT_APPLICABLE


class Variables(Protocol):
    """What is known of the variables and constraints of a form; `System` says what of each."""

    @property
    def constraints(self) -> Sequence[Constraint]: ...  # noqa: D102 - as there

    @property
    def decimals(self) -> Sequence[int]: ...  # noqa: D102 - as there

    @property
    def cut(self) -> Sequence[bool]: ...  # noqa: D102 - as there

    @property
    def signed(self) -> Sequence[bool]: ...  # noqa: D102 - as there


class OneReport(Struct, frozen=True):
    """The numbers of one report."""

    system: Variables
    names: dict[str, int]
    values: dict[int, Any]
    blank: set[int]
    unknown: set[int]
    digits: dict[int, Any]

    def code(self, one: Evaluated) -> int:
        """The verdict on a constraint."""
        rule = self.system.constraints[one.place].rule
        applies = True if one.guard is None else self._printed(one, Fraction(0)).holds(one.guard)
        if applies is False or not self._is_asked_for(one, rule.applies):
            return _NOT_APPLICABLE
        if applies and not self.blank.isdisjoint(one.violated_if_blank):
            return _VIOLATED
        holds = self._printed(one, Fraction(rule.tolerance)).holds(one.condition)
        if applies is None or holds is None:
            return _UNDETERMINED
        return _SATISFIED if holds else _VIOLATED

    def _is_asked_for(self, one: Evaluated, applies: str) -> bool:
        """Whether enough of its cells is filled for a constraint to apply."""
        blank = [at in self.blank and at not in self.unknown for at in one.own]
        match applies:
            case "all":
                return not any(blank)
            case "nonzero":
                return any(at in self.unknown or self.values[at] for at in one.own)
            case "any":
                return not blank or not all(blank) or bool(one.violated_if_blank)
            case _:
                return True

    def _printed(self, one: Evaluated, tolerance: Fraction) -> Printed:
        exact = self.system.constraints[one.place].rule.exact

        def value(cell: str) -> Range | None:
            at = self.names[cell]
            if at in self.unknown or (at in self.blank and at in one.unknown_if_blank):
                return None
            digits = 0 if exact else self.digits.get(at, 0)
            decimals, cut, signed = self.system.decimals[at], self.system.cut[at], self.system.signed[at]
            return number(plain(self.values[at]), decimals, plain(digits), cut=cut, signed=signed)

        def filled(cell: str) -> bool | None:
            at = self.names[cell]
            return None if at in self.unknown else at not in self.blank

        return Printed(value, filled, tolerance)

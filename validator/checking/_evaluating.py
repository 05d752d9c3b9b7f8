"""The rules of a pack on one form, made ready to evaluate reports: a few by themselves, many all at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from validator.constraints.alone.judging import FormAlone
from validator.constraints.alone.numbers import numbers_of
from validator.model.form import Form
from validator.model.report import Report
from validator.model.rules.constraint import Constraint, RelationKey

if TYPE_CHECKING:
    from validator.constraints.system import System
    from validator.packs.pack import Pack

_FEW = 4
"""Readings of reports that are evaluated by themselves: to load numpy takes as long as some more of them."""


class EvaluatedReport(NamedTuple):
    """What came of one report."""

    codes: Sequence[Sequence[int]]
    """For each of its best readings, the code of each constraint."""
    blank_totals: Sequence[str]
    """The blank cells that are, in each reading, totals of parts that are not 0; in the order of the form."""


class FormRules:
    """All rules of a pack, expanded for a form."""

    def __init__(self, pack: Pack, form: Form, constraints: tuple[Constraint, ...]) -> None:
        """`constraints`: the rules of the pack, expanded for the form."""
        self._pack, self._form, self.constraints = pack, form, constraints
        self._left = _FEW

    @cached_property
    def system(self) -> System:
        """The compiled system."""
        from validator.constraints.compiling import compile_system

        return compile_system(self._form, self.constraints, self._facts, trust=self._pack.trust)

    @cached_property
    def keys(self) -> tuple[RelationKey, ...]:
        """What names each of the constraints."""
        return tuple(one.key for one in self.constraints)

    @cached_property
    def totals(self) -> frozenset[str]:
        """The cells that a relation states as the sum of others."""
        return self.alone.totals

    def evaluate(self, reports: Sequence[Report]) -> list[EvaluatedReport]:
        """What all constraints come to on reports of the form."""
        readings = sum(len(report.readings) for report in reports)
        if readings > self._left:
            return self._together(reports)
        self._left -= readings
        return [self._by_itself(report) for report in reports]

    def _by_itself(self, report: Report) -> EvaluatedReport:
        judged = [self.alone.judge(numbers_of(report, one, self._pack.facts)) for one in report.readings]
        missing = frozenset.intersection(*(one.missing_totals for one in judged))
        return EvaluatedReport([one.codes for one in judged], [self._form.cells[at] for at in sorted(missing)])

    def _together(self, reports: Sequence[Report]) -> list[EvaluatedReport]:
        from validator.constraints.together.evaluation import evaluate
        from validator.constraints.together.vectors import vectors

        self._left = 0  # it is loaded now
        found = evaluate(self.system, vectors(self.system, reports, self._pack.facts).block)
        ends = list(accumulate(len(report.readings) for report in reports))
        told = []
        for end, report in zip(ends, reports, strict=True):
            mine = slice(end - len(report.readings), end)
            columns = zip(self.system.variables, *found.missing_totals[mine].tolist(), strict=True)
            missing = [name for name, *in_readings in columns if all(in_readings)]
            told.append(EvaluatedReport(found.codes[mine].tolist(), missing))
        return told

    @cached_property
    def alone(self) -> FormAlone:
        """The rules made ready for one report at a time."""
        return FormAlone(self._form, self.constraints, self._facts, self._pack.trust)

    @cached_property
    def _facts(self) -> list[str]:
        return [fact.name for fact in self._pack.facts]

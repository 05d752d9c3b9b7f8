"""Each relation as formulas of a spreadsheet, so that anyone can recompute the verdict.

The formulas say what `evaluate.py` computes: the two sides with blanks counted 0, and beside them what a blank, an
unreadable cell, a guard or another relation makes of the verdict. In the sheets an unreadable cell is text, a blank one
is empty. A relation whose cells can be read in several ways has a row for each reading, and one that sums these up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from validator.constraints.evaluated import Evaluated
from validator.model.rules.condition import Compared
from validator.model.rules.constraint import Linear, Relation
from validator.model.rules.rule import Verdict
from validator.renderers.words.figures import figure
from validator.renderers.workbook._conditions import TwoFormulas, written
from validator.renderers.workbook._plan import Plan
from validator.renderers.workbook._relations import members

_LOOSE = {"<": "<=", ">": ">="}
"""The comparison that includes the end, once the sides are brought one smallest unit apart."""


class Columns(Struct, frozen=True):
    """Letters of the columns that formulas refer to, and the words they answer with."""

    left: str
    right: str
    difference: str
    tolerance: str
    check: str
    satisfied: str
    violated: str
    undetermined: str
    not_applicable: str

    def word(self, verdict: Verdict) -> str:
        """What stands for a verdict."""
        return {
            Verdict.SATISFIED: self.satisfied,
            Verdict.VIOLATED: self.violated,
            Verdict.UNDETERMINED: self.undetermined,
            Verdict.NOT_APPLICABLE: self.not_applicable,
        }[verdict]


class CheckRow(Struct, frozen=True):
    """One row of formulas."""

    constraint: int
    """Which of the system's constraints."""
    reading: int | None = None
    """Which reading of the report, from 0; None for the row that stands for all."""
    left: str = ""
    comparator: str = ""
    right: str = ""
    difference: str = ""
    tolerance: Fraction | None = None
    check: str = ""
    remark: str = ""
    """Message key of the reason why there is no formula."""


class Formulas(Struct, frozen=True):
    """Writes the rows of a plan."""

    plan: Plan
    columns: Columns

    def rows(self) -> Iterator[CheckRow]:
        """All rows in order; the first stands in row `plan.first`."""
        for constraint in self.plan.shown:
            if constraint in self.plan.remarks:
                yield CheckRow(constraint, remark=self.plan.remarks[constraint])
            elif constraint not in self.plan.spread:
                yield self._row(constraint, 0, None)
            else:
                yield CheckRow(constraint, check=self._agreed(constraint))
                yield from (self._row(constraint, reading, reading) for reading in range(self.plan.readings))

    def _agreed(self, constraint: int) -> str:
        """The verdict that all readings share."""
        first, *others = (self._verdict(constraint, reading) for reading in range(self.plan.readings))
        same = ",".join(f"{first}={other}" for other in others)
        return f"=IF(AND({same}),{first},{_quoted(self.columns.undetermined)})"

    def _row(self, constraint: int, reading: int, shown: int | None) -> CheckRow:
        plan, columns = self.plan, self.columns
        if constraint in plan.shape.conditions:
            return self._condition_row(plan.shape.conditions[constraint], reading, shown)
        one, line = plan.shape.system.constraints[constraint], plan.line(constraint, reading)
        gap = f"{columns.left}{line}-{columns.right}{line}"
        return CheckRow(
            constraint,
            shown,
            left=f"={self._sum(one.relation.left, reading)}",
            comparator=one.relation.comparator,
            right=f"={self._sum(one.relation.right, reading)}",
            difference=f"=ROUND({gap},{plan.shape.terms(one.relation).digits})",
            tolerance=max(plan.accepted(constraint, reading)),
            check=f"={self._check(constraint, reading)}",
        )

    def _condition_row(self, one: Evaluated, reading: int, shown: int | None) -> CheckRow:
        """The row of a condition; both sides only where it is one comparison."""
        tolerance = Fraction(self.plan.shape.system.constraints[one.place].rule.tolerance)
        row = CheckRow(one.place, shown, check=f"={self._condition_check(one, reading, tolerance)}")
        if not isinstance(one.condition, Compared):
            return row
        formulas = self.plan.formulas(one, reading, tolerance)
        left, right = (f'=IFERROR({formulas.side(side)},"")' for side in (one.condition.left, one.condition.right))
        return replace(row, left=left, comparator=one.condition.comparator, right=right, tolerance=tolerance)

    def _condition_check(self, one: Evaluated, reading: int, tolerance: Fraction) -> str:
        """The verdict, as `by_report.py` comes to it."""
        columns, rule = self.columns, self.plan.shape.system.constraints[one.place].rule
        holds = self.plan.formulas(one, reading, tolerance).outcome(one.condition)
        applies = TwoFormulas("TRUE", "FALSE")
        if one.guard is not None:
            applies = self.plan.formulas(one, reading, Fraction(0)).outcome(one.guard)
        silent = [applies.no, *self._not_asked_for(one, rule.applies, reading)]
        if one.waits_for is not None:
            word = _quoted(columns.undetermined)
            silent.append(f"NOT({_any([f'{self._verdict(other, reading)}={word}' for other in one.waits_for])})")
        missing = _any([self.plan.is_blank(at, reading) for at in one.violated_if_blank])
        no, unknown = f"OR({missing},{holds.no})", _quoted(columns.undetermined)
        decided = f"IF({no},{_quoted(columns.violated)},IF({holds.yes},{_quoted(columns.satisfied)},{unknown}))"
        return f"IF({_any(silent)},{_quoted(columns.not_applicable)},IF({applies.yes},{decided},{unknown}))"

    def _not_asked_for(self, one: Evaluated, applies: str, reading: int) -> Iterator[str]:
        """When too little of its cells is filled for a condition to apply."""
        plan = self.plan
        blank = [f"AND({plan.is_blank(at, reading)},NOT({plan.is_text(at, reading)}))" for at in one.own]
        if applies == "all":
            yield _any(blank)
        elif applies == "nonzero":
            filled = [f"OR({plan.is_text(at, reading)},{plan.number(at, reading)}<>0)" for at in one.own]
            yield f"NOT({_any(filled)})"
        elif applies == "any" and blank and not one.violated_if_blank:
            yield f"AND({','.join(blank)})"

    def _check(self, constraint: int, reading: int) -> str:
        """The verdict as nested conditions, in the order in which `evaluate.py` lets one overrule the other."""
        one, columns = self.plan.shape.system.constraints[constraint], self.columns
        gap, line = self._gap(constraint, reading), self.plan.line(constraint, reading)
        accepted, shown = self.plan.accepted(constraint, reading), f"{columns.tolerance}{line}"
        # The column has the greater one, which is that of both sides unless amounts were cut off.
        most = max(accepted)
        more, less = (shown if end == most else written(end) for end in accepted)
        holds = _within(gap, one.relation.comparator, more, less)
        verdict = f"IF({holds},{_quoted(columns.satisfied)},{_quoted(columns.violated)})"
        inapplicable = _any(tuple(self._inapplicable(constraint, reading)))
        unknown = _any(tuple(self._unknown(constraint, reading)))
        decided = f"IF({unknown},{_quoted(columns.undetermined)},{verdict})"
        return f"IF({inapplicable},{_quoted(columns.not_applicable)},{decided})"

    def _inapplicable(self, constraint: int, reading: int) -> Iterator[str]:
        """Conditions under which the relation does not apply."""
        waits = self.plan.shape.waits.get(constraint)
        if waits is not None:
            word = _quoted(self.columns.undetermined)
            yield f"NOT({_any([f'{self._verdict(other, reading)}={word}' for other in waits])})"
        for guard in self.plan.shape.system.constraints[constraint].guards:
            yield f"AND(NOT({self._holds(constraint, guard, reading)}),NOT({_any(self._open(guard, reading))}))"
        relations, row = self.plan.shape.rows[constraint]
        blank = [self.plan.is_blank(at, reading) for at in members(relations.rows.coefficients, row)]
        if len(blank) == 1:
            # What is said of one cell alone is open while that is not known, even if nothing is printed there.
            blank.append(f"NOT({_any(tuple(self._unknown_cells(constraint, reading)))})")
        # What is said of no cell at all, since all of them cancel out, applies to no report.
        yield f"AND({','.join(blank)})" if blank else "TRUE"

    def _unknown(self, constraint: int, reading: int) -> Iterator[str]:
        """Conditions under which the relation cannot be decided."""
        yield from self._unknown_cells(constraint, reading)
        for guard in self.plan.shape.system.constraints[constraint].guards:
            yield from self._open(guard, reading)

    def _unknown_cells(self, constraint: int, reading: int) -> Iterator[str]:
        """The same as far as its own cells go, guards left aside."""
        relations, row = self.plan.shape.rows[constraint]
        if_unknown, if_blank, if_missing = (members(matrix, row) for matrix in relations.unknown_if)
        yield from (self.plan.is_text(at, reading) for at in if_unknown)
        yield from (self.plan.is_blank(at, reading) for at in if_blank)
        yield from self._missing(if_missing, reading)

    def _holds(self, constraint: int, guard: Relation, reading: int) -> str:
        terms = self.plan.shape.terms(guard)
        left, right = self._sum(guard.left, reading), self._sum(guard.right, reading)
        gap = f"ROUND({left}-({right}),{terms.digits})"
        # Of whole numbers, x > 3 is x >= 3 + one smallest unit.
        unit = figure(Fraction(1, terms.factor))
        if guard.comparator in {"<", ">"}:
            gap = f"({gap}{'+' if guard.comparator == '<' else '-'}{unit})"
        return _within(
            gap,
            _LOOSE.get(guard.comparator, guard.comparator),
            *map(written, self.plan.width(constraint, guard, reading)),
        )

    def _open(self, guard: Relation, reading: int) -> tuple[str, ...]:
        """Conditions under which it is not known whether a guard holds."""
        cells = self.plan.shape.terms(guard).variables
        return (*(self.plan.is_text(at, reading) for at in cells), *self._missing(cells, reading))

    def _missing(self, cells: Sequence[int], reading: int) -> Iterator[str]:
        """Conditions for a blank total some of whose parts are not 0."""
        for at in cells:
            for constraint in self.plan.shape.defined_by.get(at, ()):
                yield f"AND({self.plan.is_blank(at, reading)},{self._gap(constraint, reading)}<>0)"

    def _sum(self, side: Linear, reading: int) -> str:
        text = ""
        for term in side.terms:
            size = abs(term.coefficient)
            factor = "" if size == 1 else f"{written(size)}*"
            sign = "-" if term.coefficient < 0 else "+" if text else ""
            text += f"{sign}{factor}{self.plan.number(self.plan.shape.variable[term.cell], reading)}"
        if side.constant or not text:
            text += ("+" if text and side.constant >= 0 else "") + written(side.constant)
        return text

    def _gap(self, constraint: int, reading: int) -> str:
        return f"{self.columns.difference}{self.plan.line(constraint, reading)}"

    def _verdict(self, constraint: int, reading: int) -> str:
        return f"{self.columns.check}{self.plan.line(constraint, reading)}"


def _within(gap: str, comparator: str, more: str, less: str) -> str:
    """Whether a difference stays within what is accepted above 0 and below it."""
    if comparator == "=" and more == less:
        return f"ABS({gap})<={more}"
    above, below = f"{gap}<={more}", f"-{gap}<={less}"
    return {"=": f"AND({above},{below})", "<=": above, ">=": below}[comparator]


def _quoted(word: str) -> str:
    return f'"{word}"'


def _any(conditions: Sequence[str]) -> str:
    return f"OR({','.join(conditions)})" if conditions else "FALSE"

"""The verdicts on all constraints of a form on one report: those of `evaluation`, which takes many reports at once.

To load numpy and to compile the matrix takes longer than to judge a few reports one by one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from functools import cached_property

from msgspec import Struct

from validator.constraints.alone.numbers import ReportNumbers
from validator.constraints.codes import NOT_APPLICABLE, SATISFIED, UNDETERMINED, VIOLATED
from validator.constraints.conditions.by_report import OneReport
from validator.constraints.evaluated import Evaluated, evaluated_of
from validator.constraints.whole import SURE, VariableSpace, WholeRow, defined_total, trust_weights, whole_row
from validator.model.form import BlankPolicy, Form
from validator.model.rules.constraint import Constraint, Relation
from validator.model.rules.rule import Rule

_ORDER = "=<>"
"""How the comparators of rows begin, in the order in which the rows stand."""


class Judgement(Struct, frozen=True):
    """What all constraints come to on one reading of a report."""

    codes: tuple[int, ...]
    """Index into `codes.VERDICTS` for each constraint."""
    missing_totals: frozenset[int]
    """Places of blank totals some of whose parts are not 0."""


class AloneRow(Struct, frozen=True):
    """A relation, and what leaves it undetermined."""

    row: WholeRow
    comparator: str
    exact: bool
    """Whether it is about what is printed, and not about what is meant."""
    if_unknown: Collection[int]
    """Variables that must be known."""
    if_blank: Collection[int] = ()
    """Those that must not be blank."""
    if_missing: Collection[int] = ()
    """Those that must not be a blank total with parts that are not 0."""

    def is_open(self, numbers: ReportNumbers, totals: AbstractSet[int]) -> bool:
        """Whether the verdict is open; `totals`: blank ones that do not count 0."""
        return not (
            numbers.unknown.isdisjoint(self.if_unknown)
            and numbers.blank.isdisjoint(self.if_blank)
            and totals.isdisjoint(self.if_missing)
        )

    def residual(self, numbers: ReportNumbers) -> int | Fraction:
        """Left minus right, constants left aside."""
        return sum(weight * numbers.values[at] for at, weight in self.row.weights.items())

    def holds(self, numbers: ReportNumbers, ready: FormAlone) -> bool:
        """Whether it holds with the numbers as they are; what is not exact is a range, in halves of smallest units."""
        row, (below, above, low_open, high_open) = self.row, self.ends(numbers, ready)
        middle = 2 * (self.residual(numbers) + row.constant - row.strict)
        low, high = middle - below, middle + above
        low_open, high_open = low_open or row.strict != 0, high_open or row.strict != 0
        accepted = 2 * row.tolerance
        few = low < accepted if low_open else low <= accepted
        many = high > -accepted if high_open else high >= -accepted
        return (few or self.comparator in {">=", ">"}) and (many or self.comparator in {"<=", "<"})

    def ends(self, numbers: ReportNumbers, ready: FormAlone) -> tuple[int | Fraction, int | Fraction, bool, bool]:
        """How far its sum may lie below and above what is printed, in halves, and whether it does not reach there."""
        low: int | Fraction = 0
        high: int | Fraction = 0
        low_open = high_open = False
        for at in () if self.exact or not numbers.digits else self.row.weights:
            if at in numbers.digits:
                weight = self.row.weights[at]
                below, above, (down, up) = ready.ends(numbers, at)
                if weight < 0:
                    below, above, down, up = above, below, up, down
                low, high = low + abs(weight) * below, high + abs(weight) * above
                low_open, high_open = low_open or down, high_open or up
        return low, high, low_open, high_open


class FormAlone:
    """The constraints of a form, made ready for one report at a time."""

    def __init__(
        self,
        form: Form,
        constraints: Sequence[Constraint],
        facts: Sequence[str] = (),
        trust: Sequence[tuple[str, int]] = (),
    ) -> None:
        """`facts`: their names, in the order in which `ReportNumbers` has them; `trust`: see `trust_weights`."""
        self.form, self.constraints = form, constraints
        self.variables = (*form.cells, *facts)
        columns = (*form.columns, *[SURE] * len(facts))
        self.decimals = tuple(column.decimals for column in columns)
        self.cut = tuple(column.printed == "truncated" for column in columns)
        self.signed = tuple(column.signed for column in columns)
        self.weights = trust_weights(self.variables, trust)
        self._space = VariableSpace({name: at for at, name in enumerate(self.variables)}, self.decimals)
        self._policies = {table.name: table.policy for table in form.tables}

    @cached_property
    def totals(self) -> frozenset[str]:
        """The cells that a relation states as the sum of others."""
        return frozenset(self.variables[total] for _, total in self._defines)

    @cached_property
    def parts_of_totals(self) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """Total -> the variables it is the sum of, one tuple for each relation that says so."""
        found: dict[str, tuple[tuple[str, ...], ...]] = {}
        for row, total in self._defines:
            parts = tuple(self.variables[at] for at in row.row.weights if at != total)
            name = self.variables[total]
            found[name] = (*found.get(name, ()), parts)
        return found

    @cached_property
    def demanded(self) -> Sequence[tuple[int, AloneRow]]:
        """The constraints that always count, equalities first, with their rows."""
        return sorted(((at, self._rows[at]) for at in self._first), key=_kind)

    @cached_property
    def guards(self) -> Sequence[tuple[int, AloneRow]]:
        """The guards in the same order, each with the constraint it belongs to."""
        return sorted(((at, guard) for at, guards in self._guards.items() for guard in guards), key=_kind)

    @cached_property
    def waiting(self) -> Sequence[tuple[int, Sequence[int]]]:
        """Those that stand in for others where one of these is undetermined, with these."""
        rows = [at for at in self._rows if self.constraints[at].rule.fallback_for]
        return [(at, [*self._partners(self.constraints[at])]) for at in rows]

    def judge(self, numbers: ReportNumbers) -> Judgement:
        """The verdicts on one reading of a report."""
        missing, open_totals = self._missing(numbers)
        codes = [NOT_APPLICABLE] * len(self.constraints)
        for at in self._first:
            codes[at] = self._guarded(at, numbers, open_totals)
        # All at once, by the verdicts before: none of them waits for another.
        standing_in = [at for at, others in self.waiting if any(codes[one] == UNDETERMINED for one in others)]
        for at, code in [(at, self._guarded(at, numbers, open_totals)) for at in standing_in]:
            codes[at] = code
        for one in self._conditions:
            waits = one.waits_for is not None and all(codes[other] != UNDETERMINED for other in one.waits_for)
            codes[one.place] = NOT_APPLICABLE if waits else self._by_condition(one, numbers)
        return Judgement(tuple(codes), frozenset(missing))

    def ends(self, numbers: ReportNumbers, at: int) -> tuple[int | Fraction, int | Fraction, tuple[bool, bool]]:
        """How far a number may lie below and above what is printed, in halves, and which ends it does not reach."""
        value, digit = numbers.values[at], numbers.digits[at]
        if not self.cut[at]:
            return digit, digit, (False, False)
        down, up = value < 0 or (self.signed[at] and not value), value >= 0
        return 2 * digit if down else 0, 2 * digit if up else 0, (down, up)

    def _guarded(self, at: int, numbers: ReportNumbers, open_totals: AbstractSet[int]) -> int:
        """The verdict on a constraint under its guards."""
        guards = self._guards[at]
        unsure = [guard.is_open(numbers, open_totals) for guard in guards]
        if any(not (is_open or guard.holds(numbers, self)) for guard, is_open in zip(guards, unsure, strict=True)):
            return NOT_APPLICABLE
        code = self._code(self._rows[at], numbers, open_totals)
        return UNDETERMINED if any(unsure) and code != NOT_APPLICABLE else code

    def _code(self, row: AloneRow, numbers: ReportNumbers, open_totals: AbstractSet[int]) -> int:
        """The verdict on a relation alone."""
        weights = row.row.weights
        if not weights:
            return NOT_APPLICABLE
        is_open = row.is_open(numbers, open_totals)
        # What is said of one cell alone is open while that is not known, even if nothing is printed there.
        if numbers.blank and numbers.blank.issuperset(weights) and not (is_open and len(weights) == 1):
            return NOT_APPLICABLE
        if is_open:
            return UNDETERMINED
        return SATISFIED if row.holds(numbers, self) else VIOLATED

    def _missing(self, numbers: ReportNumbers) -> tuple[set[int], set[int]]:
        """Blank totals whose parts are not 0, and these with those whose parts are not known."""
        missing: set[int] = set()
        open_totals: set[int] = set()
        for row, total in self._defines:
            if total in numbers.blank:
                if row.residual(numbers):
                    missing.add(total)
                if total in missing or not numbers.unknown.isdisjoint(row.if_unknown):
                    open_totals.add(total)
        return missing, missing | open_totals

    def _by_condition(self, one: Evaluated, numbers: ReportNumbers) -> int:
        names = {self.variables[at]: at for at in one.variables}
        held = dict(enumerate(numbers.values))
        return OneReport(self, names, held, {*numbers.blank}, {*numbers.unknown}, dict(numbers.digits)).code(one)

    @cached_property
    def _conditions(self) -> Sequence[Evaluated]:
        return tuple(evaluated_of(self.constraints, self.form, self._space.place))

    @cached_property
    def _rows(self) -> dict[int, AloneRow]:
        """Place -> row, of the constraints that have one."""
        return {at: self._row(one) for at, one in enumerate(self.constraints) if not one.evaluated}

    @cached_property
    def _guards(self) -> dict[int, Sequence[AloneRow]]:
        return {
            at: [self._guard(one, self.constraints[at].rule) for one in self.constraints[at].guards]
            for at in self._rows
        }

    @cached_property
    def _first(self) -> Sequence[int]:
        """The constraints that always count."""
        return [at for at in self._rows if not self.constraints[at].rule.fallback_for]

    def _partners(self, one: Constraint) -> Iterator[int]:
        return (
            at
            for at, other in enumerate(self.constraints)
            if (other.rule.id, other.each) == (one.rule.fallback_for, one.each)
        )

    @cached_property
    def _defines(self) -> Sequence[tuple[AloneRow, int]]:
        """The rows that state a total, with that."""
        named = ((at, defined_total(self.constraints[at])) for at in self._first)
        return [(self._rows[at], self._space.place[total]) for at, total in named if total is not None]

    def _row(self, one: Constraint) -> AloneRow:
        rule, relation = one.rule, one.relation
        policy = self._policies.get(one.table or "", BlankPolicy())
        row = whole_row(relation, Fraction(rule.tolerance), self._space)
        blank, blank_total = rule.blank or policy.blank, rule.blank_total or policy.blank_total
        if_blank = (at for at in row.weights if one.blanks.get(self.variables[at], blank) == "unknown")
        if_unknown = row.weights if rule.unreadable == "unknown" else _bounding(row, relation.comparator)
        if_missing = tuple(row.weights) if blank_total == "unknown" else ()
        return AloneRow(row, relation.comparator, rule.exact, tuple(if_unknown), tuple(if_blank), if_missing)

    def _guard(self, guard: Relation, rule: Rule) -> AloneRow:
        """The row of a guard: a blank cell in it counts 0."""
        row = whole_row(guard, Fraction(0), self._space)
        every = tuple(row.weights)
        return AloneRow(row, guard.comparator, rule.exact, every, if_missing=every)


def _kind(placed: tuple[int, AloneRow]) -> int:
    """Equalities come first, then the relations with a greatest value, then those with a least."""
    return _ORDER.index(placed[1].comparator[0])


def _bounding(row: WholeRow, comparator: str) -> Iterable[int]:
    """The variables that, left out, could break a relation that holds: the bound of an inequality, not its parts."""
    if comparator == "=":
        return row.weights
    sign = -1 if comparator in {"<=", "<"} else 1
    return (at for at, weight in row.weights.items() if weight * sign > 0)

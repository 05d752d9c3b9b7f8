from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pytest
from core_factory import Weights, column, constraint, form, relation, rule, table
from hypothesis import given
from hypothesis import strategies as st
from support.alone import told_alone, told_together

from validator.constraints.codes import VERDICTS
from validator.constraints.compiling import compile_system
from validator.constraints.system import System
from validator.constraints.together.evaluation import Evaluation, VectorBlock, evaluate
from validator.model.form import BlankPolicy, Form
from validator.model.rules.constraint import Constraint, Linear, Relation
from validator.model.rules.rule import Rule, Severity, Verdict

# A plain restatement of what the verdicts mean, one report and one constraint at a time

BLANK, UNKNOWN = "blank", "unknown"
Cells = Mapping[str, Fraction | str]


@dataclass(frozen=True)
class Oracle:
    """Verdicts by the words of the rule's documentation, in exact fractions."""

    form: Form
    constraints: Sequence[Constraint]
    cells: Cells
    halves: Mapping[str, Fraction]

    def verdicts(self) -> list[Verdict]:
        found: list[Verdict] = []
        for one in self.constraints:
            waits = one.rule.fallback_for is not None
            primary = (found[at] for at in self._primary(one.rule, one.each))
            needed = not waits or any(verdict is Verdict.UNDETERMINED for verdict in primary)
            found.append(self._verdict(one) if needed else Verdict.NOT_APPLICABLE)
        return found

    def missing(self) -> set[str]:
        found = set()
        for one in self.constraints:
            total = defined_total(one)
            if total is not None and self.cells[total] == BLANK and self._residual(one.relation) != 0:
                found.add(total)
        return found

    def open_totals(self) -> set[str]:
        """What is missing, and blank totals of which a part is not known: whether those are 0, nobody can say."""
        totals = ((defined_total(one), one.relation) for one in self.constraints)
        return self.missing() | {
            total
            for total, relation in totals
            if total is not None
            and self.cells[total] == BLANK
            and any(self.cells[cell] == UNKNOWN for cell in weights(relation))
        }

    def _primary(self, of: Rule, each: tuple[tuple[str, str], ...]) -> list[int]:
        """All relations of the rule that a rule stands in for, at the same place; they come before it."""
        return [at for at, c in enumerate(self.constraints) if (c.rule.id, c.each) == (of.fallback_for, each)]

    def _verdict(self, one: Constraint) -> Verdict:
        cells = weights(one.relation)
        alone = len(cells) == 1 and any(self._undecided(one, cell) for cell in cells)
        if all(self.cells[cell] == BLANK for cell in cells) and not alone:
            return Verdict.NOT_APPLICABLE
        guards = [(guard, self._unknown_guard(guard)) for guard in one.guards]
        if any(not unknown and not self._holds(guard, Fraction(0)) for guard, unknown in guards):
            return Verdict.NOT_APPLICABLE
        if any(unknown for _, unknown in guards) or any(self._undecided(one, cell) for cell in cells):
            return Verdict.UNDETERMINED
        holds = self._holds(one.relation, Fraction(one.rule.tolerance))
        return Verdict.SATISFIED if holds else Verdict.VIOLATED

    def _unknown_guard(self, guard: Relation) -> bool:
        return any(self.cells[cell] == UNKNOWN or cell in self.open_totals() for cell in weights(guard))

    def _undecided(self, one: Constraint, cell: str) -> bool:
        of = one.rule
        policy = next((t.policy for t in self.form.tables if t.name == of.table), BlankPolicy())
        needed = of.unreadable == "unknown" or is_bound(one.relation, cell)
        return (
            (self.cells[cell] == UNKNOWN and needed)
            or (self.cells[cell] == BLANK and (of.blank or policy.blank) == "unknown")
            or (cell in self.open_totals() and (of.blank_total or policy.blank_total) == "unknown")
        )

    def _residual(self, one: Relation) -> Fraction:
        return self._side(one.left) - self._side(one.right)

    def _side(self, one: Linear) -> Fraction:
        values = (self.cells[term.cell] for term in one.terms)
        return one.constant + sum(
            (t.coefficient * v for t, v in zip(one.terms, values, strict=True) if isinstance(v, Fraction)), Fraction(0)
        )

    def _holds(self, one: Relation, tolerance: Fraction) -> bool:
        residual = self._residual(one)
        accepted = tolerance + sum(
            (abs(weight) * self.halves.get(cell, Fraction(0)) for cell, weight in weights(one).items()), Fraction(0)
        )
        return {
            "=": abs(residual) <= accepted,
            "<=": residual <= accepted,
            ">=": -residual <= accepted,
            "<": residual < accepted,
            ">": -residual < accepted,
        }[one.comparator]


def weights(one: Relation) -> dict[str, Fraction]:
    """Left minus right; a cell that cancels out is not mentioned."""
    found: dict[str, Fraction] = {}
    for side, sign in ((one.left, 1), (one.right, -1)):
        for term in side.terms:
            found[term.cell] = found.get(term.cell, Fraction(0)) + sign * term.coefficient
    return {cell: weight for cell, weight in found.items() if weight}


def is_bound(one: Relation, cell: str) -> bool:
    """True if leaving the cell out could break a relation between counts that holds."""
    weight = weights(one)[cell]
    return one.comparator == "=" or (weight < 0 if one.comparator == "<=" else weight > 0)


def defined_total(one: Constraint) -> str | None:
    """The cell that a constraint states as the sum of others."""
    if one.relation.comparator != "=" or one.guards or one.rule.fallback_for or one.rule.severity is not Severity.ERROR:
        return None
    for total, parts in ((one.relation.left, one.relation.right), (one.relation.right, one.relation.left)):
        constants = total.constant or parts.constant
        if len(total.terms) == 1 and total.terms[0].coefficient == 1 and len(parts.terms) > 1 and not constants:
            return total.terms[0].cell
    return None


# Making blocks


def block(system: System, reports: Sequence[Cells], halves: Sequence[Mapping[str, Fraction]] = ()) -> VectorBlock:
    """Vectors in smallest units of what is told in the units of the columns."""
    shape = (len(reports), len(system.variables))
    values, blank, unknown = np.zeros(shape, np.int64), np.zeros(shape, np.bool_), np.zeros(shape, np.bool_)
    digits = np.zeros(shape, np.int64)
    for line, cells in enumerate(reports):
        for at, name in enumerate(system.variables):
            cell = cells[name]
            unit = 10 ** DECIMALS.get(name, 0)
            blank[line, at], unknown[line, at] = cell == BLANK, cell == UNKNOWN
            values[line, at] = int(cell * unit) if isinstance(cell, Fraction) else 0
            if halves:
                digits[line, at] = int(2 * halves[line].get(name, Fraction(0)) * unit)
    return VectorBlock(values, blank, unknown, digits if halves else None)


def verdicts(evaluation: Evaluation) -> list[list[Verdict]]:
    return [[VERDICTS[code] for code in codes] for codes in evaluation.codes]


def judged(
    constraints: Sequence[Constraint], *reports: Mapping[str, int | str], of: Form | None = None
) -> list[list[Verdict]]:
    """The verdicts on reports in which a cell that is not named is blank."""
    system = compile_system(of or SMALL, constraints, FACTS)
    whole: list[Cells] = [{name: _cell(cells.get(name, BLANK)) for name in system.variables} for cells in reports]
    lines = block(system, whole)
    evaluation = evaluate(system, lines)
    assert told_alone(system, lines) == told_together(evaluation)
    return verdicts(evaluation)


def _cell(value: int | str) -> Fraction | str:
    return value if isinstance(value, str) else Fraction(value)


FACTS = ("organ.fact",)
SMALL = form(
    table(["r", "s"], ["a", "b", "c"], name="t"),
    table(["m"], ["x", column("y", unit="万元", decimals=2)], name="u", policy=BlankPolicy("unknown", "zero")),
)
NAMES = (*SMALL.cells, *FACTS)
DECIMALS = {"u.m.y": 2}
SUM = relation({"t.r.c": 1}, "=", {"t.r.a": 1, "t.r.b": 1})
S, V, U, N = VERDICTS

# Drawn systems and reports against the plain restatement

COEFFICIENTS = st.one_of(st.just(Fraction(1)), st.just(Fraction(-1)), st.fractions(-3, 3, max_denominator=10))
CELLS_OF = st.sampled_from(NAMES)


@st.composite
def relations(draw: st.DrawFn, comparators: Sequence[str]) -> Relation:
    left = draw(st.dictionaries(CELLS_OF, COEFFICIENTS, min_size=1, max_size=3))
    right = draw(st.dictionaries(CELLS_OF, COEFFICIENTS, max_size=4))
    constants = draw(st.tuples(*[st.sampled_from([Fraction(0), Fraction(0), Fraction(5, 2), Fraction(-3)])] * 2))
    return relation(left, draw(st.sampled_from(comparators)), right, constants)


@st.composite
def sums(draw: st.DrawFn) -> Relation:
    total, *parts = draw(st.lists(CELLS_OF, min_size=3, max_size=5, unique=True))
    return relation({total: 1}, "=", dict.fromkeys(parts, 1))


POLICIES = st.sampled_from([None, "zero", "unknown"])


@st.composite
def systems(draw: st.DrawFn) -> list[Constraint]:
    found: list[Constraint] = []
    for at in range(draw(st.integers(1, 5))):
        earlier = st.sampled_from([None, *(one.rule.id for one in found if one.rule.fallback_for is None)])
        of = rule(
            f"rule-{at}",
            severity=draw(st.sampled_from([Severity.ERROR, Severity.ERROR, Severity.WARNING])),
            table=draw(st.sampled_from([None, "t", "u"])),
            blank=draw(POLICIES),
            blank_total=draw(POLICIES),
            unreadable=draw(st.sampled_from(["unknown", "zero"])),
            tolerance=draw(st.sampled_from([0, 1, Fraction(1, 2)])),
            fallback_for=draw(st.one_of(st.none(), earlier)),
        )
        guards = draw(st.lists(relations(["=", "<=", ">=", "<", ">"]), max_size=2))
        found.append(constraint(draw(st.one_of(sums(), relations(["=", "<=", ">="]))), of, guards))
    return found


COUNTS = st.one_of(st.integers(0, 5).map(Fraction), st.integers(-20, 10**9).map(Fraction))
AMOUNTS = st.one_of(st.integers(0, 500), st.integers(-20, 10**9)).map(lambda cents: Fraction(cents, 100))
STATES = st.sampled_from([BLANK, UNKNOWN])


@st.composite
def reports_of(draw: st.DrawFn) -> Cells:
    return {name: draw(st.one_of(AMOUNTS if name == "u.m.y" else COUNTS, STATES)) for name in SMALL.cells} | {
        "organ.fact": draw(st.one_of(st.sampled_from([Fraction(0), Fraction(1)]), st.just(UNKNOWN)))
    }


HALVES = st.fixed_dictionaries({"u.m.y": st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(5, 100)])})


@given(systems(), st.lists(reports_of(), min_size=1, max_size=4), st.data())
def test_verdicts_are_those_of_the_plain_restatement(
    constraints: list[Constraint], reports: list[Cells], data: st.DataObject
) -> None:
    halves = [data.draw(HALVES) for _ in reports] if data.draw(st.booleans()) else []
    system = compile_system(SMALL, constraints, FACTS)
    lines = block(system, reports, halves)
    evaluation = evaluate(system, lines)
    assert told_alone(system, lines) == told_together(evaluation)
    for line, cells in enumerate(reports):
        oracle = Oracle(SMALL, constraints, cells, halves[line] if halves else {})
        assert verdicts(evaluation)[line] == oracle.verdicts()
        missing = {system.variables[at] for at in np.flatnonzero(evaluation.missing_totals[line])}
        assert missing == oracle.missing()


@pytest.mark.parametrize("reports", [0, 1, 767, 768, 769, 1537])
def test_a_block_of_any_length_gives_what_each_report_gives_alone(reports: int) -> None:
    system = compile_system(SMALL, [constraint(SUM), constraint(relation({"t.s.a": 1}, ">=", {"t.r.a": 1}))])
    random = np.random.default_rng(reports)
    shape = (reports, len(system.variables))
    values = random.integers(0, 4, shape)
    blank, unknown = random.random(shape) < 0.2, random.random(shape) < 0.1
    values[blank | unknown] = 0
    halves = random.integers(0, 2, shape)
    whole = evaluate(system, VectorBlock(values, blank, unknown & ~blank, halves))
    assert whole.codes.shape == (reports, 2)
    for line in {0, 1, 766, 767, 768, 769, 1535, 1536} & set(range(reports)):
        at = slice(line, line + 1)
        alone = evaluate(system, VectorBlock(values[at], blank[at], (unknown & ~blank)[at], halves[at]))
        assert (whole.codes[at] == alone.codes).all()
        assert (whole.missing_totals[at] == alone.missing_totals).all()


@pytest.mark.parametrize("reports", [1, 100])
@pytest.mark.parametrize("more", [-1, 0, 1])
@pytest.mark.parametrize("sign", [1, -1])
def test_sums_are_exact_where_numbers_leave_32_bits(reports: int, more: int, sign: int) -> None:
    system = compile_system(
        SMALL, [constraint(SUM), constraint(relation({"t.r.c": 1}, ">=", {"t.r.a": 1}, (0, 2**31)))]
    )
    number = system.small[system.variables.index("t.r.a")] + more
    values = np.zeros((reports, len(system.variables)), dtype=np.int64)
    for name in ("t.r.a", "t.r.b"):
        values[:, system.variables.index(name)] = sign * number
    values[:, system.variables.index("t.r.c")] = sign * 2 * number
    values[-1, system.variables.index("t.r.c")] += 2**32  # what 32 bits cannot tell from no change
    nothing = np.zeros(values.shape, dtype=np.bool_)
    codes = evaluate(system, VectorBlock(values, nothing, nothing)).codes
    assert [VERDICTS[code] for code in codes[-1]] == [V, S]
    assert {tuple(VERDICTS[code] for code in line) for line in codes[:-1]} <= {(S, V)}


def test_every_constraint_gets_one_verdict() -> None:
    constraints = [constraint(SUM, rule(str(at))) for at in range(7)]
    evaluation = judged(constraints, {"t.r.a": 1}, {"t.r.c": UNKNOWN}, {})
    assert [len(line) for line in evaluation] == [7, 7, 7]


# Each kind of outcome by itself


@pytest.mark.parametrize(
    ("cells", "verdict"),
    [
        ({"t.r.a": 1, "t.r.b": 2, "t.r.c": 3}, S),
        ({"t.r.a": 1, "t.r.b": 2, "t.r.c": 4}, V),
        ({"t.r.a": 3, "t.r.c": 3}, S),
        ({"t.r.c": 3}, V),
        ({"t.r.c": 0}, S),
        ({}, N),
        ({"t.r.a": 0}, S),
        ({"t.r.a": 1}, U),
        ({"t.r.a": 1, "t.r.b": UNKNOWN, "t.r.c": 3}, U),
        ({"t.r.a": UNKNOWN, "t.r.b": UNKNOWN, "t.r.c": UNKNOWN}, U),
    ],
)
def test_sum_with_blanks(cells: dict[str, int | str], verdict: Verdict) -> None:
    assert judged([constraint(SUM)], cells) == [[verdict]]


@pytest.mark.parametrize(
    ("policy", "cells", "verdict"),
    [
        ({"blank": "unknown"}, {"t.r.a": 3, "t.r.c": 3}, U),
        ({"blank": "unknown"}, {"t.r.a": 1, "t.r.b": 2, "t.r.c": 3}, S),
        ({"blank_total": "zero"}, {"t.r.a": 1}, V),
        ({"blank_total": "zero", "blank": "unknown"}, {"t.r.a": 1, "t.r.b": 1}, U),
        ({"unreadable": "zero"}, {"t.r.a": 1, "t.r.b": UNKNOWN, "t.r.c": 3}, U),
        ({"tolerance": 1}, {"t.r.a": 1, "t.r.b": 1, "t.r.c": 3}, S),
        ({"tolerance": 1}, {"t.r.a": 1, "t.r.b": 1, "t.r.c": 4}, V),
    ],
)
def test_rule_may_say_otherwise(policy: dict[str, str | int], cells: dict[str, int | str], verdict: Verdict) -> None:
    assert judged([constraint(SUM, rule("relation", **policy))], cells) == [[verdict]]


def test_policy_comes_from_the_table_of_the_rule() -> None:
    ratio = relation({"u.m.y": 1}, ">=", {"u.m.x": 1})
    assert judged([constraint(ratio, rule(table="u"))], {"u.m.y": 3}) == [[U]]
    assert judged([constraint(ratio, rule(table="t"))], {"u.m.y": 3}) == [[S]]


def test_blank_total_leaves_every_relation_with_it_undetermined() -> None:
    balance = relation({"t.r.c": 1}, "=", {"t.s.c": 1})
    assert judged([constraint(SUM), constraint(balance)], {"t.r.a": 2, "t.s.c": 2}) == [[U, U]]
    assert judged([constraint(SUM), constraint(balance)], {"t.r.a": 0, "t.s.c": 2}) == [[S, V]]


@pytest.mark.parametrize(
    ("guard", "cells", "verdict"),
    [
        ({"t.s.a": 1}, {"t.s.a": 1}, V),
        ({"t.s.a": 0}, {"t.s.a": 0}, N),
        ({}, {}, N),
        ({}, {"t.s.a": UNKNOWN}, U),
    ],
)
def test_guard_decides_whether_a_constraint_applies(
    guard: Weights, cells: dict[str, int | str], verdict: Verdict
) -> None:
    del guard
    guarded = constraint(SUM, guards=[relation({"t.s.a": 1}, ">=", {}, (0, 1))])
    assert judged([guarded], {"t.r.a": 1, "t.r.c": 5, **cells}) == [[verdict]]


@pytest.mark.parametrize(("value", "applies"), [(2, False), (3, False), (4, True)])
def test_strict_guard_leaves_out_the_limit(value: int, applies: bool) -> None:  # noqa: FBT001 (a column of the table)
    for guard in (relation({"t.s.a": 1}, ">", {}, (0, 3)), relation({}, "<", {"t.s.a": 1}, (3, 0))):
        assert judged([constraint(SUM, guards=[guard])], {"t.r.a": 1, "t.r.c": 5, "t.s.a": value}) == [
            [V if applies else N]
        ]


def test_strict_guard_on_an_amount_leaves_out_the_limit_only() -> None:
    guard = relation({"u.m.y": 1}, ">", {}, (0, 3))
    system = compile_system(SMALL, [constraint(SUM, guards=[guard])], FACTS)
    base: Cells = dict.fromkeys(NAMES, BLANK) | {"t.r.a": Fraction(1), "t.r.c": Fraction(5)}
    amounts = (Fraction(3), Fraction(301, 100))
    codes = verdicts(evaluate(system, block(system, [{**base, "u.m.y": amount} for amount in amounts])))
    assert codes == [[N], [V]]


def test_one_false_guard_outweighs_an_unknown_one() -> None:
    guards = [relation({"t.s.a": 1}, ">=", {}, (0, 1)), relation({"t.s.b": 1}, ">=", {}, (0, 1))]
    for one, other in (("t.s.a", "t.s.b"), ("t.s.b", "t.s.a")):
        assert judged([constraint(SUM, guards=guards)], {"t.r.a": 1, "t.r.c": 5, one: UNKNOWN, other: 0}) == [[N]]


@pytest.mark.parametrize(("fact", "verdict"), [(1, V), (0, N), (UNKNOWN, U)])
def test_fact_about_the_organ_guards_a_constraint(fact: int | str, verdict: Verdict) -> None:
    guarded = constraint(SUM, guards=[relation({"organ.fact": 1}, "=", {}, (0, 1))])
    assert judged([guarded], {"t.r.a": 1, "t.r.c": 5, "organ.fact": fact}) == [[verdict]]


def test_fallback_applies_only_where_the_other_is_undetermined() -> None:
    stand_in = constraint(
        relation({"t.r.a": 1}, "<=", {"t.r.c": 1}), rule("weak", fallback_for="relation", unreadable="zero")
    )
    for constraints in ([constraint(SUM), stand_in], [stand_in, constraint(SUM)]):
        order = [constraints.index(constraint(SUM)), constraints.index(stand_in)]
        known, unknown = judged(
            constraints, {"t.r.a": 9, "t.r.b": 0, "t.r.c": 3}, {"t.r.a": 9, "t.r.b": UNKNOWN, "t.r.c": 3}
        )
        assert [known[at] for at in order] == [V, N]
        assert [unknown[at] for at in order] == [U, V]


def test_fallback_stands_in_for_the_same_row_or_column_only() -> None:
    def each(name: str) -> tuple[tuple[str, str], ...]:
        return (("row", name),)

    sums = [
        constraint(relation({f"t.{r}.c": 1}, "=", {f"t.{r}.a": 1, f"t.{r}.b": 1}), each=each(r)) for r in ("r", "s")
    ]
    weak = [
        constraint(
            relation({f"t.{r}.a": 1}, "<=", {f"t.{r}.c": 1}),
            rule("weak", fallback_for="relation", unreadable="zero"),
            each=each(r),
        )
        for r in ("r", "s")
    ]
    cells: dict[str, int | str] = {"t.r.a": 1, "t.r.b": UNKNOWN, "t.r.c": 1, "t.s.a": 1, "t.s.b": 1, "t.s.c": 2}
    assert judged([*sums, *weak], cells) == [[U, S, S, N]]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"t.r.b": UNKNOWN, "t.s.c": 1}, [U, S, V]),
        ({"t.r.b": 0, "t.s.c": UNKNOWN}, [V, U, V]),
        ({"t.r.b": UNKNOWN, "t.s.c": UNKNOWN}, [U, U, V]),
        ({"t.r.b": 0, "t.s.c": 1}, [V, S, N]),
    ],
)
def test_fallback_applies_if_any_part_of_the_rule_is_undetermined(
    cells: dict[str, int | str], expected: list[Verdict]
) -> None:
    several = [
        constraint(SUM, rule("several"), part=0),
        constraint(relation({"t.r.c": 1}, ">=", {"t.s.c": 1}), rule("several"), part=1),
    ]
    weak = constraint(relation({"t.r.a": 1}, "<=", {"t.r.c": 1}), rule("weak", fallback_for="several"))
    assert judged([*several, weak], {"t.r.a": 9, "t.r.c": 3, **cells}) == [expected]


def test_fallback_without_a_partner_does_not_apply() -> None:
    weak = constraint(relation({"t.r.a": 1}, "<=", {"t.r.c": 1}), rule("weak", fallback_for="other"))
    assert judged([constraint(SUM), weak], {"t.r.a": 9, "t.r.b": UNKNOWN, "t.r.c": 3}) == [[U, N]]


def test_guard_of_a_fallback_counts() -> None:
    guard = relation({"t.r.c": 1}, ">", {}, (0, 3))
    weak = constraint(relation({"t.r.a": 1}, "<=", {"t.r.c": 1}), rule("weak", fallback_for="relation"), [guard])
    cells: dict[str, int | str] = {"t.r.a": 9, "t.r.b": UNKNOWN}
    assert judged([constraint(SUM), weak], {**cells, "t.r.c": 3}, {**cells, "t.r.c": 4}) == [[U, N], [U, V]]


def test_intervals_of_printed_amounts_meet() -> None:
    # 3.0 stands for 2.95 to 3.05, a count is exact.
    limit = constraint(relation({"u.m.y": 1}, "=", {"u.m.x": 1}))
    system = compile_system(SMALL, [limit])
    base: Cells = dict.fromkeys(NAMES, BLANK)
    reports = [{**base, "u.m.x": Fraction(3), "u.m.y": Fraction(cents, 100)} for cents in (294, 295, 305, 306)]
    halves = [{"u.m.y": Fraction(5, 100)}] * 4
    assert verdicts(evaluate(system, block(system, reports, halves))) == [[V], [S], [S], [V]]


def test_no_constraint_gives_no_verdict() -> None:
    system = compile_system(SMALL, [])
    cells: Cells = dict.fromkeys(NAMES, BLANK)
    assert evaluate(system, block(system, [cells])).codes.shape == (1, 0)


def test_numbers_near_the_largest_are_added_exactly() -> None:
    large = 2**52 - 1
    cells = {"t.r.a": large, "t.r.b": large, "t.r.c": 2 * large}
    assert judged([constraint(SUM)], cells, {**cells, "t.r.c": 2 * large - 1}) == [[S], [V]]

"""What is more than a sum compared with another: shares, the greatest, `or`, what counts as filled."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from core_factory import column, form, report, rule, table
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from support.alone import told_alone, told_together
from support.foreign import MODES

from validator.constraints.alone.judging import FormAlone
from validator.constraints.alone.numbers import numbers_of
from validator.constraints.codes import VERDICTS
from validator.constraints.compiling import compile_system
from validator.constraints.conditions.ranges import Range, compare, number
from validator.constraints.system import System
from validator.constraints.together.evaluation import evaluate
from validator.constraints.together.vectors import vectors
from validator.model.form import Form
from validator.model.rules.rule import Rule, Verdict
from validator.packs.language.expansion import expand

PERCENT = column("percent", unit="%", decimals=4)
CUT = replace(column("cut", unit="%", decimals=4), printed="truncated")
FORM = form(table(["a", "b", "c"], ["number", PERCENT]))
HOLDS, FAILS, OPEN, SILENT = Verdict.SATISFIED, Verdict.VIOLATED, Verdict.UNDETERMINED, Verdict.NOT_APPLICABLE


def compiled(of: Rule, on: Form = FORM) -> System:
    return compile_system(on, expand(of, on, ()))


def verdicts(of: Rule, texts: dict[str, str | None], on: Form = FORM) -> list[Verdict]:
    """On a report with texts in some cells, `row.column` each."""
    system = compiled(of, on)
    printed = report(on, {f"t.{name}": text for name, text in texts.items()})
    lines = vectors(system, [printed], ()).block
    evaluation = evaluate(system, lines)
    assert told_alone(system, lines) == told_together(evaluation)
    assert FormAlone(on, system.constraints).judge(numbers_of(printed, {}, ())) == told_together(evaluation)[0]
    codes = evaluation.codes[0]
    return [VERDICTS[code] for code in codes]


def of_numbers(check: str, *numbers: str | None, **others: object) -> Verdict:
    """The verdict on a relation of the column of numbers; a number for each of its rows."""
    base = {"check": (check,), "table": "t", "each": "column", "only": ("number",)}
    of = rule("relation", **base, **others)
    texts = {f"{name}.number": text for name, text in zip("abc", numbers, strict=True)}
    found = verdicts(of, texts)
    (worst,) = [one for one in (FAILS, OPEN, HOLDS, SILENT) if one in found][:1]
    return worst


@pytest.mark.parametrize(
    ("check", "numbers", "verdict"),
    [
        ("a < b", ("3", "4", ""), HOLDS),
        ("a < b", ("4", "4", ""), FAILS),
        ("a > b + 1", ("6", "4", ""), HOLDS),
        ("a > b + 1", ("5", "4", ""), FAILS),
        ("a != b", ("5", "4", ""), HOLDS),
        ("a != b", ("4", "4", ""), FAILS),
        ("a = b or b = c", ("1", "2", "2"), HOLDS),
        ("a = b or b = c", ("1", "2", "3"), FAILS),
        ("a = b or b = c", ("2", "2", "x"), HOLDS),
        ("a = b or b = c", ("1", "2", "x"), OPEN),
        ("a = b and b = c or c = 9", ("1", "1", "2"), FAILS),
        ("a = b and b = c", ("1", "1", "2"), FAILS),
        ("max(a, b) = c", ("3", "5", "5"), HOLDS),
        ("max(a, b) = c", ("3", "5", "3"), FAILS),
        ("min(a, b) >= c", ("3", "5", "3"), HOLDS),
        ("min(a, b) >= c", ("3", "5", "4"), FAILS),
        ("min(a, b) + 1 = c", ("3", "5", "4"), HOLDS),
        ("abs(a - b) <= c", ("3", "5", "2"), HOLDS),
        ("abs(a - b) <= c", ("5", "3", "1"), FAILS),
        ("abs(a - b) >= c", ("5", "3", "2"), HOLDS),
        ("abs(a - b) >= c", ("5", "3", "3"), FAILS),
        ("count(a, b, c > 1) = 2", ("1", "2", "3"), HOLDS),
        ("count(a, b, c > 1) = 2", ("2", "2", "3"), FAILS),
        ("count(a, b, c > 1) = 2", ("2", "x", "3"), OPEN),
        ("count(a, b, c) = 2", ("0", "", "3"), HOLDS),
        ("count(a, b, c) = 3", ("0", "", "3"), FAILS),
        ("a / b = c", ("6", "3", "2"), HOLDS),
        ("a / b >= c", ("5", "3", "2"), FAILS),
        ("a / b = c", ("5", "0", "2"), OPEN),
        ("a * b = c", ("5", "3", "15"), HOLDS),
        ("a * b - 1 = c", ("5", "3", "15"), FAILS),
        ("-(a * b) = 0 - c", ("5", "3", "15"), HOLDS),
        ("2 * max(a, b) = c", ("5", "3", "10"), HOLDS),
        ("a / 4 = b", ("8", "2", ""), HOLDS),
        ("a * 4 = b", ("2", "9", ""), FAILS),
        ("max(a, b) = c or a = 1", ("", "", ""), SILENT),
    ],
)
def test_the_verdict_on_a_relation(check: str, numbers: tuple[str, ...], verdict: Verdict) -> None:
    assert of_numbers(check, *numbers) is verdict


@pytest.mark.parametrize(
    ("when", "numbers", "verdict"),
    [
        ("a = 1 or b = 1", ("1", "0", "5"), FAILS),
        ("a = 1 or b = 1", ("0", "1", "5"), FAILS),
        ("a = 1 or b = 1", ("0", "0", "5"), SILENT),
        ("a = 1 or b = 1", ("0", "x", "5"), OPEN),
        ("a = 1 or b = 1", ("0", "x", "3"), OPEN),
        ("a != 0", ("0", "0", "5"), SILENT),
        ("max(a, b) >= 1 and a < 1", ("0", "2", "5"), FAILS),
        ("max(a, b) >= 1 and a < 1", ("1", "2", "5"), SILENT),
    ],
)
def test_a_guard_may_be_more_than_comparisons(when: str, numbers: tuple[str, ...], verdict: Verdict) -> None:
    assert of_numbers("c = 3", *numbers, when=when) is verdict


# Printed digits


@pytest.mark.parametrize(
    ("percent", "a", "b", "verdict"),
    [
        ("33.3", "1", "3", HOLDS),
        ("33", "1", "3", HOLDS),
        ("33.4", "1", "3", FAILS),
        ("66.7", "2", "3", HOLDS),
        ("66.6", "2", "3", FAILS),
        ("50", "1", "2", HOLDS),
        ("33.3", "1", "x", OPEN),
    ],
)
def test_a_percentage_is_as_exact_as_it_is_printed(percent: str, a: str, b: str, verdict: Verdict) -> None:
    of = rule(check=("t.a.percent = 100 * t.a.number / t.b.number",))
    assert verdicts(of, {"a.percent": percent, "a.number": a, "b.number": b}) == [verdict]


@pytest.mark.parametrize(("printed", "verdict"), [("66.6", HOLDS), ("66.7", FAILS), ("66", HOLDS), ("67", FAILS)])
def test_of_a_percentage_that_was_cut_off_the_next_digit_counts(printed: str, verdict: Verdict) -> None:
    on = form(table(["a", "b"], ["number", CUT]))
    of = rule(check=("t.a.cut = 100 * t.a.number / t.b.number",))
    assert verdicts(of, {"a.cut": printed, "a.number": "2", "b.number": "3"}, on) == [verdict]


def test_exact_compares_what_is_printed() -> None:
    of = rule(check=("t.a.percent = 100 * t.a.number / t.b.number",), exact=True)
    assert verdicts(of, {"a.percent": "33.3", "a.number": "1", "b.number": "3"}) == [FAILS]
    assert verdicts(of, {"a.percent": "50.0", "a.number": "1", "b.number": "2"}) == [HOLDS]


def test_a_tolerance_counts_for_what_must_hold_and_not_for_guards() -> None:
    assert of_numbers("a = b or c = 9", "1", "3", "0", tolerance=Decimal(2)) is HOLDS
    assert of_numbers("a = b or c = 9", "1", "4", "0", tolerance=Decimal(2)) is FAILS
    assert of_numbers("c = 3", "1", "3", "9", when="a = b or b = 9", tolerance=Decimal(2)) is SILENT


# Blanks: the six modes of VTL's check_hierarchy, and cells that must be filled


@pytest.mark.parametrize(
    ("mode", "whole", "one_blank", "all_blank", "zeros"),
    [
        ("non_null", HOLDS, SILENT, SILENT, HOLDS),
        ("non_zero", HOLDS, FAILS, SILENT, SILENT),
        ("partial_null", HOLDS, OPEN, SILENT, HOLDS),
        ("partial_zero", HOLDS, FAILS, SILENT, HOLDS),
        ("always_null", HOLDS, OPEN, OPEN, HOLDS),
        ("always_zero", HOLDS, FAILS, HOLDS, HOLDS),
    ],
)
@pytest.mark.parametrize("check", ["a = b + c", "a = b + c or a = 99"])
def test_the_modes_of_blanks(
    check: str, mode: str, whole: Verdict, one_blank: Verdict, all_blank: Verdict, zeros: Verdict
) -> None:
    of = {**MODES[mode], "blank_total": "zero"}
    assert of_numbers(check, "5", "2", "3", **of) is whole
    assert of_numbers(check, "5", "2", "", **of) is one_blank
    assert of_numbers(check, "", "", "", **of) is all_blank
    assert of_numbers(check, "0", "0", "0", **of) is zeros


def test_single_names_can_count_otherwise() -> None:
    assert of_numbers("a >= b + c", "5", "2", "", blanks={"c": "unknown"}) is OPEN
    assert of_numbers("a >= b + c", "5", "", "2", blanks={"c": "unknown"}) is HOLDS
    assert of_numbers("a >= b + c", "5", "", "2", blank="unknown", blanks={"b": "zero"}) is HOLDS


def test_what_must_be_filled_violates_where_it_is_blank() -> None:
    assert of_numbers("a >= b + c", "5", "2", "", blanks={"c": "violates"}) is FAILS
    assert of_numbers("a >= b + c", "5", "2", "1", blanks={"c": "violates"}) is HOLDS
    assert of_numbers("a >= b + c", "5", "2", "x", blanks={"c": "violates"}) is OPEN
    assert of_numbers("a >= 0", "", "", "", blank="violates") is FAILS
    assert of_numbers("a >= 0", "", "0", "", blank="violates", when="b = 1 or b = 2") is SILENT


# What goes to the matrix


@pytest.mark.parametrize(
    ("check", "rows"),
    [
        ("a = b + c", 1),
        ("a < b", 1),
        ("abs(a - b) <= c", 2),
        ("max(a, b) <= c and a = 2 * b", 3),
        ("a / 2 = b * 3", 1),
        ("a = b or b = c", 0),
        ("a * b = c", 0),
    ],
)
def test_what_is_linear_has_rows_of_the_matrix(check: str, rows: int) -> None:
    system = compiled(rule(check=(check,), table="t", each="column", only=("number",)))
    assert len(system.first.rows.constant) == rows


def test_a_relation_under_an_or_has_no_row() -> None:
    system = compiled(rule(check=("a = b",), when="a = 1 or c = 1", table="t", each="column", only=("number",)))
    assert len(system.first.rows.constant) == 0


# Ranges

NUMBERS = st.fractions(-20, 20, max_denominator=8)
ENDS = st.tuples(NUMBERS, NUMBERS).map(lambda ends: (min(ends), max(ends)))


@given(ENDS, ENDS, st.sampled_from(["=", "<=", ">=", "<", ">"]), st.floats(0, 1), st.floats(0, 1))
def test_a_comparison_of_ranges_holds_if_numbers_of_them_agree_with_it(
    left: tuple[Fraction, Fraction], right: tuple[Fraction, Fraction], sign: str, here: float, there: float
) -> None:
    one, other = (ends[0] + (ends[1] - ends[0]) * Fraction(share) for ends, share in ((left, here), (right, there)))
    agrees = {"=": one == other, "<=": one <= other, ">=": one >= other, "<": one < other, ">": one > other}[sign]
    if agrees:
        assert compare(Range(*left), sign, Range(*right), Fraction(0))
    if left[0] == left[1] and right[0] == right[1]:
        assert compare(Range(*left), sign, Range(*right), Fraction(0)) == agrees


def test_the_range_of_a_printed_number() -> None:
    assert number(333, 1, 0, cut=False, signed=True) == Range(Fraction(333, 10), Fraction(333, 10))
    assert number(333, 1, 1, cut=False, signed=True) == Range(Fraction(3325, 100), Fraction(3335, 100))
    assert number(333, 1, 1, cut=True, signed=True) == Range(Fraction(333, 10), Fraction(334, 10), high_open=True)
    assert number(-333, 1, 1, cut=True, signed=True) == Range(Fraction(-334, 10), Fraction(-333, 10), low_open=True)
    assert number(0, 1, 1, cut=True, signed=False) == Range(Fraction(0), Fraction(1, 10), high_open=True)
    assert number(0, 1, 1, cut=True, signed=True) == Range(
        Fraction(-1, 10), Fraction(1, 10), low_open=True, high_open=True
    )

"""A relation between printed amounts holds exactly if the numbers that may be meant can satisfy it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

import pytest
from core_factory import column, constraint, form, relation, report, rule, seeded, table
from msgspec.structs import replace
from support.alone import told_together

from validator.constraints.alone.judging import FormAlone
from validator.constraints.alone.numbers import numbers_of
from validator.constraints.codes import VERDICTS
from validator.constraints.compiling import compile_system
from validator.constraints.system import System
from validator.constraints.together.block_numbers import block_numbers
from validator.constraints.together.evaluation import evaluate
from validator.constraints.together.vectors import vectors
from validator.localisation.group_members import GroupMember
from validator.localisation.group_system import GroupSystem
from validator.model.rules.rule import Verdict

CELLS = ("t.r.a", "t.r.b", "t.r.total")


def system(printed: str | Sequence[str], comparator: str = "=", *, exact: bool = False, signed: bool = True) -> System:
    """`printed`: of all columns, or of each."""
    columns = [column(name, unit="万元", decimals=2, signed=signed) for name in ("a", "b", "total")]
    words = [printed] * 3 if isinstance(printed, str) else printed
    amounts = form(table(["r"], [replace(one, printed=word) for one, word in zip(columns, words, strict=True)]))
    check = relation({"t.r.a": 1, "t.r.b": 1}, comparator, {"t.r.total": 1})
    return compile_system(amounts, [constraint(check, rule(exact=exact))])


def verdict(of: System, *texts: str) -> Verdict:
    made = report(of.form, dict(zip(CELLS, texts, strict=True)))
    evaluation = evaluate(of, vectors(of, [made], []).block)
    assert FormAlone(of.form, of.constraints).judge(numbers_of(made, {}, [])) == told_together(evaluation)[0]
    return VERDICTS[evaluation.codes[0, 0]]


def may_hold(texts: Sequence[str], comparator: str, printed: Sequence[str], *, signed: bool = True) -> bool:
    """By intervals: the least and greatest number each text may stand for; a cut one does not reach all of its ends."""
    low, high, open_low, open_high = Fraction(0), Fraction(0), False, False
    for text, word, sign in zip(texts, printed, (1, 1, -1), strict=True):
        value, places = Fraction(text), len(text.partition(".")[2])
        digit = Fraction(0) if text in {"0", "-0"} or word == "exact" else Fraction(1, 10**places)
        least, most, ends_open = value - digit / 2, value + digit / 2, (False, False)
        if word == "truncated":
            # Of 0.0 the sign is not known either.
            up, down = value >= 0, value < 0 or (value == 0 and signed)
            least, most = value - digit * down, value + digit * up
            ends_open = (down and digit > 0, up and digit > 0)
        if sign < 0:
            least, most, ends_open = -most, -least, ends_open[::-1]
        low, high = low + least, high + most
        open_low, open_high = open_low or ends_open[0], open_high or ends_open[1]
    reaches_down = low < 0 or (low == 0 and not open_low)
    reaches_up = high > 0 or (high == 0 and not open_high)
    return {"=": reaches_down and reaches_up, "<=": reaches_down, ">=": reaches_up}[comparator]


@pytest.mark.parametrize("printed", ["rounded", "truncated", "exact"])
@pytest.mark.parametrize("comparator", ["=", "<=", ">="])
def test_verdicts_are_those_of_intervals(printed: str, comparator: str) -> None:
    rng, of = seeded(7), system(printed, comparator)
    for _ in range(200):
        parts = [Fraction(rng.randint(-50, 900), 10**2) for _ in range(2)]
        numbers = [*parts, sum(parts, Fraction(0)) + Fraction(rng.randint(-5, 5), 200)]
        texts = tuple(f"{float(number):.{rng.choice((0, 1, 2, 2, 3))}f}" for number in numbers)
        expected = Verdict.SATISFIED if may_hold(texts, comparator, [printed] * 3) else Verdict.VIOLATED
        assert verdict(of, *texts) is expected, texts


@pytest.mark.parametrize("comparator", ["=", "<=", ">="])
@pytest.mark.parametrize("signed", [True, False])
def test_columns_printed_in_several_ways_are_compared_at_their_own_ends(comparator: str, *, signed: bool) -> None:
    rng, told = seeded(11), set()
    for words in product(["rounded", "truncated", "exact"], repeat=3):
        of = system(words, comparator, signed=signed)
        for _ in range(30):
            parts = [Fraction(rng.randint(-9 * signed, 9), 10) for _ in range(2)]
            numbers = [*parts, sum(parts, Fraction(0)) + Fraction(rng.randint(-4, 4), 20)]
            texts = tuple(f"{float(number):.{rng.choice((0, 1, 1, 2))}f}" for number in numbers)
            if not signed and any(text.startswith("-") for text in texts):
                continue
            expected = may_hold(texts, comparator, words, signed=signed)
            assert (verdict(of, *texts) is Verdict.SATISFIED) is expected, (words, texts)
            told.add(expected)
    assert told == {True, False}


def test_two_digits_too_many_are_not_excused() -> None:
    assert verdict(system("rounded"), "0.69", "3.29", "4.00") is Verdict.VIOLATED
    assert verdict(system("rounded"), "0.69", "3.29", "3.99") is Verdict.SATISFIED


def test_a_plain_0_excuses_nothing() -> None:
    assert verdict(system("rounded"), "0", "0", "0.30") is Verdict.VIOLATED
    assert verdict(system("rounded"), "0", "0", "0.00") is Verdict.SATISFIED


def test_an_exact_rule_compares_what_is_printed() -> None:
    assert verdict(system("rounded", exact=True), "0.69", "3.29", "3.99") is Verdict.VIOLATED
    assert verdict(system("rounded", exact=True), "0.69", "3.29", "3.98") is Verdict.SATISFIED


def test_cut_digits_reach_farther_on_one_side_and_never_to_the_end() -> None:
    assert verdict(system("truncated"), "0.69", "3.29", "3.99") is Verdict.SATISFIED
    assert verdict(system("truncated"), "0.69", "3.29", "4.00") is Verdict.VIOLATED
    assert verdict(system("truncated"), "0.69", "3.29", "3.97") is Verdict.VIOLATED


def test_a_cut_number_reaches_the_end_that_is_printed() -> None:
    parts_cut = ("truncated", "truncated", "exact")
    assert verdict(system(parts_cut, "<="), "0.69", "3.31", "4.00") is Verdict.SATISFIED
    assert verdict(system(parts_cut, "<="), "0.69", "3.32", "4.00") is Verdict.VIOLATED
    assert verdict(system(parts_cut, ">="), "0.69", "3.29", "4.00") is Verdict.VIOLATED


def test_a_cut_0_may_have_either_sign() -> None:
    words = ("exact", "truncated", "exact")
    assert verdict(system(words), "3.25", "0.0", "3.20") is Verdict.SATISFIED
    assert verdict(system(words), "3.25", "0.0", "3.15") is Verdict.VIOLATED
    assert verdict(system(words, signed=False), "3.25", "0.0", "3.20") is Verdict.VIOLATED


@pytest.mark.parametrize("digits", [18, 25])
def test_large_amounts_are_computed(digits: int) -> None:
    large = "9" * digits + ".99"
    assert verdict(system("rounded"), large, "0", large) is Verdict.SATISFIED
    assert verdict(system("rounded"), large, "0.5", large) is Verdict.VIOLATED


@pytest.mark.parametrize("printed", ["rounded", "truncated", "exact"])
@pytest.mark.parametrize("comparator", ["=", "<=", ">="])
def test_what_is_located_is_what_is_violated(printed: str, comparator: str) -> None:
    """The problem that is solved accepts what the verdict does, with one smallest unit to spare at most."""
    rng, of = seeded(8), system(printed, comparator)
    told = {True: 0, False: 0}
    for _ in range(120):
        parts = [Fraction(rng.randint(-50, 900), 10**2) for _ in range(2)]
        numbers = [*parts, sum(parts, Fraction(0)) + Fraction(rng.randint(-5, 5), 100)]
        texts = tuple(f"{float(number):.{rng.choice((0, 1, 2, 2))}f}" for number in numbers)
        made = report(of.form, dict(zip(CELLS, texts, strict=True)))
        (known,) = block_numbers(of, [made], [])
        problem = GroupSystem.of([GroupMember(made, of, known)], [], frozenset({"relation"})).problem()
        (row,) = problem.rows
        total = problem.constants[0] + sum(weight * problem.values[at] for at, weight in row)
        tolerance = problem.tolerances[0]
        spare = int(printed == "truncated")
        accepted = verdict(of, *texts) is Verdict.SATISFIED
        low = comparator == "<=" or total >= -tolerance
        high = comparator == ">=" or total <= tolerance
        told[accepted] += 1
        if accepted:
            assert (low, high) == (True, True), texts
        else:
            beyond = (comparator != "<=" and total < spare - tolerance) or (
                comparator != ">=" and total > tolerance - spare
            )
            assert beyond, texts
    assert min(told.values()) > 5

"""A relation between printed amounts holds exactly if the numbers that may be meant can satisfy it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from core_factory import column, constraint, form, relation, report, rule, seeded, table

from validator.constraints.block_numbers import block_numbers
from validator.constraints.compiling import compile_system
from validator.constraints.evaluation import VERDICTS, evaluate
from validator.constraints.system import System
from validator.constraints.vectors import vectors
from validator.localisation._search import _entries
from validator.localisation.group_members import GroupMember
from validator.localisation.group_system import GroupSystem
from validator.model.rules.rule import Verdict

CELLS = ("t.r.a", "t.r.b", "t.r.total")


def system(printed: str, comparator: str = "=", *, exact: bool = False) -> System:
    columns = [column(name, unit="万元", decimals=2, signed=True) for name in ("a", "b", "total")]
    amounts = form(table(["r"], [replace(one, printed=printed) for one in columns]))
    check = relation({"t.r.a": 1, "t.r.b": 1}, comparator, {"t.r.total": 1})
    return compile_system(amounts, [constraint(check, rule(exact=exact))])


def verdict(of: System, *texts: str) -> Verdict:
    made = report(of.form, dict(zip(CELLS, texts, strict=True)))
    return VERDICTS[evaluate(of, vectors(of, [made], []).block).codes[0, 0]]


def may_hold(texts: tuple[str, ...], comparator: str, printed: str) -> bool:
    """By intervals: the least and greatest number each text may stand for, the end of a cut one left out."""
    low, high, open_low, open_high = Fraction(0), Fraction(0), False, False
    for text, sign in zip(texts, (1, 1, -1), strict=True):
        value, places = Fraction(text), len(text.partition(".")[2])
        digit = Fraction(0) if text in {"0", "-0"} or printed == "exact" else Fraction(1, 10**places)
        least, most = value - digit / 2, value + digit / 2
        if printed == "truncated":
            least, most = (value, value + digit) if value >= 0 else (value - digit, value)
        ends = (least, most) if sign > 0 else (-most, -least)
        cut = printed == "truncated" and digit > 0
        low, high = low + ends[0], high + ends[1]
        upper = (value >= 0) == (sign > 0)
        open_high, open_low = open_high or (cut and upper), open_low or (cut and not upper)
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
        expected = Verdict.SATISFIED if may_hold(texts, comparator, printed) else Verdict.VIOLATED
        assert verdict(of, *texts) is expected, texts


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
        (row,) = _entries(problem.matrix)
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

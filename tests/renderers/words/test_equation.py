from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from msgspec import structs
from renderers.factory import STOCK, balance, handled_sum, number, relation, report, row_total

from validator.model.finding import Finding
from validator.model.report import MISSING, CellValue, Reading
from validator.model.rules.rule import Verdict
from validator.renderers.words import equation

WRONG = report()
ISSUED, IN_FORCE = "documents.normative.issued", "documents.normative.in_force"


def at_most(issued: int, in_force: int, factor: Fraction = Fraction(1)) -> tuple[Finding, str]:
    made = report({ISSUED: number(issued), IN_FORCE: number(in_force)})
    finding = relation(made, STOCK, ([ISSUED], [IN_FORCE]), comparator="<=", factors={IN_FORCE: factor})
    return finding, equation.numbers(finding, made, "zh")


def test_two_sums() -> None:
    finding = balance(WRONG)
    assert equation.letters(finding, WRONG) == "a + b = c + d"
    assert equation.numbers(finding, WRONG, "zh") == "128 + 5 = 133，121 + 10 = 131"
    assert equation.comparison(finding, WRONG, "zh") == "128 + 5 = 133 ≠ 121 + 10 = 131"
    assert equation.difference(finding, "zh") == "左边比右边多 2"
    assert equation.difference(finding, "en") == "the left side is larger by 2"
    assert equation.difference(finding, "zh", short=True) == "左边多 2"


def test_a_side_of_one_cell_is_named_by_its_letter() -> None:
    finding = row_total(WRONG, "granted")
    assert equation.numbers(finding, WRONG, "zh") == "a = 109，100 + 6 + 3 + 0 + 0 + 0 = 109"
    assert equation.comparison(finding, WRONG, "zh") == "109 ≠ 100 + 6 + 3 + 0 + 0 + 0 = 109"


def test_an_upper_limit_with_a_factor() -> None:
    finding, numbers = at_most(7, 30, Fraction(1, 10))
    assert equation.letters(finding, WRONG) == "a ≤ 0.1 × b"
    assert numbers == "a = 7，0.1 × 30 = 3"
    assert equation.difference(finding, "zh") == "左边应当不大于右边，实际多出 4"


def test_a_mere_number_on_the_right_is_what_the_cell_should_be() -> None:
    made = report({ISSUED: number(-3)})
    finding = relation(made, STOCK, ([ISSUED], []), comparator=">=")
    assert equation.letters(finding, made) == "a ≥ 0"
    assert equation.numbers(finding, made, "zh") == "a = -3"
    assert equation.difference(finding, "zh") == "应当不小于 0"


def test_constants_and_negative_numbers_stand_in_the_sum() -> None:
    made = report({ISSUED: number(5), IN_FORCE: number(-3)})
    finding = relation(
        made, STOCK, ([ISSUED, IN_FORCE], ["documents.normative.repealed"]), constant=(Fraction(-2), Fraction(20))
    )
    assert equation.letters(finding, made) == "a + b - 2 = c + 20"
    assert equation.numbers(finding, made, "zh").startswith("5 + (-3) - 2 = ")


def test_the_zeros_of_a_long_sum_are_left_out_and_counted() -> None:
    many = {f"requests.{row}.natural_person": number(0) for row in ("denied.state_secret", "denied.security_stability")}
    made = report(many)
    finding = handled_sum(made)
    longer = structs.replace(finding, terms=(*finding.terms, structs.replace(finding.terms[3], letter="i")))
    assert equation.letters(longer, made) == "a = b + c"
    assert equation.left_out(longer, made, "zh") == "其余 6 项为 0 或空白，没有列出"
    assert equation.left_out(balance(made), made, "zh") == ""


def test_a_tolerance_is_said() -> None:
    assert equation.difference(balance(WRONG, tolerance=Fraction(1)), "zh") == "左边比右边多 2（允许相差 1）"


@pytest.mark.parametrize(
    ("cell", "state"),
    [
        (CellValue(Reading.AMBIGUOUS, candidates=(Decimal(3), None)), "不确定（可能是 3 或 空白）"),
        (CellValue(Reading.AMBIGUOUS, candidates=tuple(map(Decimal, range(9)))), "不确定（可能是 0、1、2、3 等 9 个）"),
        (CellValue(Reading.UNREADABLE, raw="约三件"), "“约三件”"),
        (MISSING, "缺"),
    ],
)
def test_an_open_relation_keeps_the_letter_and_says_why(cell: CellValue, state: str) -> None:
    made = report({"requests.carried_in.natural_person": cell})
    finding = balance(made, verdict=Verdict.UNDETERMINED)
    assert equation.numbers(finding, made, "zh") == "128 + b，121 + 10 = 131"
    assert equation.undecided(finding, made, "zh", lambda term: term.letter) == f"因为 b {state}"


def test_a_blank_cell_is_the_reason_where_nothing_else_is() -> None:
    made = report({"requests.carried_in.natural_person": CellValue(Reading.BLANK)})
    finding = balance(made, verdict=Verdict.UNDETERMINED)
    assert equation.numbers(finding, made, "zh") == "128 + 空白 = 128，121 + 10 = 131"
    assert equation.undecided(finding, made, "zh", lambda term: term.letter) == "因为 b 空白"


def test_a_relation_that_no_reading_satisfies() -> None:
    made = report({"requests.new.natural_person": CellValue(Reading.AMBIGUOUS, candidates=(Decimal(1), Decimal(2)))})
    assert equation.difference(balance(made), "zh") == "有的数字不能确定，但无论怎样读都不成立"

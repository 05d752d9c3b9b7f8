from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.packs.language.syntax import (
    Added,
    Comparison,
    Constant,
    ExpressionError,
    Name,
    Negated,
    Scaled,
    Side,
    Total,
    parse_check,
    parse_guard,
)

A, B, C = Name("a"), Name("b"), Name("c")

NUMBERS = st.decimals(0, 10**9, places=3) | st.integers(0, 10**12).map(Decimal)
NAMES = st.from_regex(r"[a-z_][a-z0-9_]{0,8}(\.[a-z_][a-z0-9_]{0,8}){0,2}", fullmatch=True).filter(
    lambda name: name not in {"sum", "and"}
)
SIDES: st.SearchStrategy[Side] = st.recursive(
    NUMBERS.map(Constant)
    | NAMES.map(Name)
    | st.lists(NAMES | NAMES.map("{}.*".format), min_size=1, max_size=3).map(lambda names: Total(tuple(names))),
    lambda inner: (
        st.builds(Scaled, NUMBERS, inner)
        | inner.map(Negated)
        | st.lists(inner, min_size=2, max_size=4).map(lambda parts: Added(tuple(parts)))
    ),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a + b - c", Added((A, B, Negated(C)))),
        ("a - (b + c)", Added((A, Negated(Added((B, C)))))),
        ("(a + b) + c", Added((Added((A, B)), C))),
        ("2 * a + b", Added((Scaled(Decimal(2), A), B))),
        ("0.1 * (a + b)", Scaled(Decimal("0.1"), Added((A, B)))),
        ("-a + -2 * b", Added((Negated(A), Negated(Scaled(Decimal(2), B))))),
        ("sum(denied.*, a) + 20", Added((Total(("denied.*", "a")), Constant(Decimal(20))))),
        ("disputes.reconsideration.total", Name("disputes.reconsideration.total")),
        ("summary + sums", Added((Name("summary"), Name("sums")))),
        ("\n a\t+\n b ", Added((A, B))),
    ],
)
def test_expressions_are_read_with_the_usual_precedence(text: str, left: Side) -> None:
    assert parse_check(f"{text} = 0") == Comparison(left, "=", Constant(Decimal(0)))


def test_a_guard_joins_comparisons_that_may_be_strict() -> None:
    assert parse_guard("a > 1 and b < 2 and c >= 3") == (
        Comparison(A, ">", Constant(Decimal(1))),
        Comparison(B, "<", Constant(Decimal(2))),
        Comparison(C, ">=", Constant(Decimal(3))),
    )


@pytest.mark.parametrize(
    ("text", "marked", "expected"),
    [
        ("", "^", "a name"),
        ("new + = handled", "new + ^= handled", "a number"),
        ("new + carried_in", "new + carried_in^", "="),
        ("a = b = c", "a = b ^= c", "the end"),
        ("a == b", "a =^= b", "sum(...)"),
        ("(a + b = c", "(a + b ^= c", ")"),
        ("a ＋ b = c", "a ^＋ b = c", "+"),
        ("a < b", "a ^< b", "<="),
        ("a != b", "a ^!= b", "="),
        ("2 a = b", "2 ^a = b", "*"),
        ("a / 2 = b", "a ^/ 2 = b", "-"),
        ("a * 2 = b", "a ^* 2 = b", "+"),
        ("New = a", "^New = a", "("),
        ("denied.* = a", "denied^.* = a", "="),
        ("sum() = a", "sum(^) = a", "a group followed by .*"),
        ("a = sum(b", "a = sum(b^", ","),
        ("sum = 3", "sum ^= 3", "("),
        ("a = 1 and b = 2", "a = 1 ^and b = 2", "the end"),
    ],
)
def test_an_error_says_where_and_what_could_stand_there(text: str, marked: str, expected: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_check(text)
    assert caught.value.marked == marked
    assert expected in caught.value.expected


def test_a_guard_knows_no_or() -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_guard("a > 1 or b > 2")
    assert caught.value.marked == "a > 1 ^or b > 2"
    assert "and" in caught.value.expected


@given(SIDES, st.sampled_from(["=", "<=", ">="]), SIDES)
def test_what_is_printed_is_read_back_as_the_same_tree(left: Side, comparator: str, right: Side) -> None:
    comparison = Comparison(left, comparator, right)
    assert parse_check(str(comparison)) == comparison


def read_or_refused(text: str) -> Comparison | ExpressionError:
    try:
        return parse_check(text)
    except ExpressionError as error:
        return error


@given(st.text(st.sampled_from("ab.*+-=<>() 12sum,，"), max_size=20))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    result = read_or_refused(text)
    if isinstance(result, ExpressionError):
        assert result.marked == f"{text[: result.position]}^{text[result.position :]}"
        assert result.expected
    else:
        assert parse_check(str(result)) == result

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.packs.language import tree as nodes
from validator.packs.language.syntax import ExpressionError, parse_check
from validator.packs.language.tree import Condition, Side, demands

A, B, C = nodes.Name("a"), nodes.Name("b"), nodes.Name("c")

NUMBERS = st.decimals(0, 10**9, places=3) | st.integers(0, 10**12).map(Decimal)
WORDS = {"sum", "and", "or", "count", "min", "max", "abs"}
NAMES = st.from_regex(r"[a-z_][a-z0-9_]{0,8}(\.[a-z_][a-z0-9_]{0,8}){0,2}", fullmatch=True).filter(
    lambda name: name not in WORDS
)
MEMBERS = st.lists(NAMES | NAMES.map("{}.*".format), min_size=1, max_size=3).map(tuple)
SIGNS = st.sampled_from(["=", "<=", ">=", "<", ">", "!="])


def composed(inner: st.SearchStrategy[Side]) -> st.SearchStrategy[Side]:
    """Sides made of others; a number before a sign of multiplication scales."""
    return (
        st.builds(nodes.Scaled, NUMBERS, inner)
        | inner.map(nodes.Negated)
        | st.lists(inner, min_size=2, max_size=4).map(lambda parts: nodes.Added(tuple(parts)))
        | st.builds(nodes.Multiplied, inner.filter(lambda side: not isinstance(side, nodes.Constant)), inner)
        | st.builds(nodes.Divided, inner, inner)
        | st.lists(inner, min_size=1, max_size=3).flatmap(
            lambda parts: st.sampled_from(["min", "max"]).map(lambda word: nodes.Called(word, tuple(parts)))
        )
        | inner.map(lambda side: nodes.Called("abs", (side,)))
        | st.builds(nodes.Counted, MEMBERS, SIGNS, inner)
    )


SIDES: st.SearchStrategy[Side] = st.recursive(
    NUMBERS.map(nodes.Constant) | NAMES.map(nodes.Name) | MEMBERS.map(nodes.Total) | MEMBERS.map(nodes.Counted),
    composed,
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a + b - c", nodes.Added((A, B, nodes.Negated(C)))),
        ("a - (b + c)", nodes.Added((A, nodes.Negated(nodes.Added((B, C)))))),
        ("(a + b) + c", nodes.Added((nodes.Added((A, B)), C))),
        ("2 * a + b", nodes.Added((nodes.Scaled(Decimal(2), A), B))),
        ("0.1 * (a + b)", nodes.Scaled(Decimal("0.1"), nodes.Added((A, B)))),
        ("-a + -2 * b", nodes.Added((nodes.Negated(A), nodes.Negated(nodes.Scaled(Decimal(2), B))))),
        ("sum(denied.*, a) + 20", nodes.Added((nodes.Total(("denied.*", "a")), nodes.Constant(Decimal(20))))),
        ("disputes.reconsideration.total", nodes.Name("disputes.reconsideration.total")),
        ("summary + sums", nodes.Added((nodes.Name("summary"), nodes.Name("sums")))),
        ("\n a\t+\n b ", nodes.Added((A, B))),
    ],
)
def test_expressions_are_read_with_the_usual_precedence(text: str, left: Side) -> None:
    assert parse_check(f"{text} = 0") == nodes.Comparison(left, "=", nodes.Constant(Decimal(0)))


def test_and_binds_closer_than_or() -> None:
    one, two, three = (nodes.Comparison(name, "<", nodes.Constant(Decimal(1))) for name in (A, B, C))
    assert parse_check("a < 1 or b < 1 and c < 1") == nodes.Joined("or", (one, nodes.Joined("and", (two, three))))
    assert parse_check("a < 1 and b < 1 and c < 1") == nodes.Joined("and", (one, two, three))


@pytest.mark.parametrize(
    ("text", "simple"),
    [
        ("a = b and b = c", ["a = b", "b = c"]),
        ("abs(a - b) <= 2", ["a - b <= 2", "-(a - b) <= 2"]),
        ("2 > abs(a)", ["2 > a", "2 > -a"]),
        ("max(a, b) < c and min(a, b) >= 1", ["a < c", "b < c", "a >= 1", "b >= 1"]),
        ("a >= max(b, c)", ["a >= b", "a >= c"]),
        ("a <= min(b, c)", ["a <= b", "a <= c"]),
        ("abs(a) >= 2", ["abs(a) >= 2"]),
        ("max(a, b) <= min(a, c)", ["max(a, b) <= min(a, c)"]),
        ("a = b or b = c", ["a = b or b = c"]),
    ],
)
def test_what_is_demanded_is_taken_apart_as_far_as_it_stays_the_same(text: str, simple: list[str]) -> None:
    assert [str(one) for one in demands(parse_check(text))] == simple


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("100 * a / b", nodes.Divided(nodes.Scaled(Decimal(100), A), B)),
        ("a * b / c", nodes.Divided(nodes.Multiplied(A, B), C)),
        ("a / (b * c)", nodes.Divided(A, nodes.Multiplied(B, C))),
        ("-a * b", nodes.Negated(nodes.Multiplied(A, B))),
        ("max(a, b + 1)", nodes.Called("max", (A, nodes.Added((B, nodes.Constant(Decimal(1))))))),
        ("abs (a)", nodes.Called("abs", (A,))),
        ("min", nodes.Name("min")),
        ("count(a.*, b > 0)", nodes.Counted(("a.*", "b"), ">", nodes.Constant(Decimal(0)))),
        ("count(a)", nodes.Counted(("a",))),
    ],
)
def test_more_than_sums_is_read(text: str, left: Side) -> None:
    assert parse_check(f"{text} != 0") == nodes.Comparison(left, "!=", nodes.Constant(Decimal(0)))


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
        ("a => b", "a =^> b", "a name"),
        ("2 a = b", "2 ^a = b", "*"),
        ("a % 2 = b", "a ^% 2 = b", "/"),
        ("max() = b", "max(^) = b", "abs(...)"),
        ("count(a = b) = ", "count(a = b) = ^", "count(...)"),
        ("New = a", "^New = a", "("),
        ("denied.* = a", "denied^.* = a", "="),
        ("sum() = a", "sum(^) = a", "a group followed by .*"),
        ("a = sum(b", "a = sum(b^", ","),
        ("sum = 3", "sum ^= 3", "("),
        ("a = 1 and", "a = 1 and^", "a name"),
        ("(a = 1 or b = 2)", "(a ^= 1 or b = 2)", ")"),
    ],
)
def test_an_error_says_where_and_what_could_stand_there(text: str, marked: str, expected: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_check(text)
    assert caught.value.marked == marked
    assert expected in caught.value.expected


@given(SIDES, SIGNS, SIDES)
def test_what_is_printed_is_read_back_as_the_same_tree(left: Side, comparator: str, right: Side) -> None:
    comparison = nodes.Comparison(left, comparator, right)
    assert parse_check(str(comparison)) == comparison


def read_or_refused(text: str) -> Condition | ExpressionError:
    try:
        return parse_check(text)
    except ExpressionError as error:
        return error


@given(st.text(st.sampled_from("ab.*+-/=<>!() 12sumor,，"), max_size=20))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    result = read_or_refused(text)
    if isinstance(result, ExpressionError):
        assert result.marked == f"{text[: result.position]}^{text[result.position :]}"
        assert result.expected
    else:
        assert parse_check(str(result)) == result

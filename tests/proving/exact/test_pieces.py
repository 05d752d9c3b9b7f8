"""Law: where all lines of one of the sets hold, and only there, a condition comes out as wanted."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.constraints.conditions.ranges import Printed, Range
from validator.model.rules.condition import (
    Amount,
    Combined,
    Compared,
    Condition,
    Count,
    Every,
    Extreme,
    Product,
    Quotient,
    Some,
)
from validator.model.rules.linear import Linear, Term
from validator.proving.exact.pieces import ACCEPTED, BROKEN, FAILS, HOLDS, Pieces, WantedOutcome
from validator.proving.exact.sums import NotProvedError
from validator.proving.proof import NotProvedReason

CELLS = ("a", "b", "c", "signed")
DECIMALS = (0, 0, 2, 0)
PIECES = Pieces({name: at for at, name in enumerate(CELLS)}, DECIMALS, {3: (None, None)})

FACTORS = st.sampled_from([Fraction(1), Fraction(-1), Fraction(2), Fraction(1, 3)])
CONSTANTS = st.integers(-3, 3).map(Fraction) | st.sampled_from([Fraction(1, 2), Fraction(1, 100)])
SUMS = st.builds(
    lambda weights, constant: Linear(tuple(Term(cell, weight) for cell, weight in weights.items()), constant),
    st.dictionaries(st.sampled_from(CELLS), FACTORS, max_size=2),
    CONSTANTS,
)
SIGNS = st.sampled_from(["=", "<=", ">=", "<", ">", "!="])


def composed(inner: st.SearchStrategy[Amount]) -> st.SearchStrategy[Amount]:
    return (
        st.builds(Product, inner, inner)
        | st.builds(Quotient, inner, inner)
        | st.lists(st.tuples(st.sampled_from([1, -1]), inner), min_size=1, max_size=2).map(tuple).map(Combined)
        | st.builds(Extreme, st.sampled_from(["min", "max"]), st.lists(inner, min_size=1, max_size=3).map(tuple))
        | inner.map(lambda one: Extreme("abs", (one,)))
        | st.builds(Count, st.lists(st.sampled_from(CELLS), min_size=1, max_size=3).map(tuple), SIGNS, inner)
    )


AMOUNTS: st.SearchStrategy[Amount] = st.recursive(SUMS, composed, max_leaves=4)
COMPARED = st.builds(Compared, AMOUNTS, SIGNS, AMOUNTS)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    COMPARED,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        .map(tuple)
        .flatmap(lambda parts: st.sampled_from([Every(parts), Some(parts)]))
    ),
    max_leaves=3,
)
POINTS = st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 400), st.integers(-3, 3))
TOLERANCES = st.sampled_from([Fraction(0), Fraction(1), Fraction(1, 2)])


def in_words(outcome: bool | None) -> list[WantedOutcome]:  # noqa: FBT001 (the outcome of a condition)
    """The ways of asking that an outcome answers."""
    return {True: [HOLDS, ACCEPTED], False: [BROKEN, FAILS], None: [ACCEPTED, FAILS]}[outcome]


@given(CONDITIONS, POINTS, TOLERANCES)
def test_lines_hold_where_the_condition_comes_out_so(
    condition: Condition, point: tuple[int, ...], tolerance: Fraction
) -> None:
    try:
        found = {wanted: PIECES.of(condition, wanted, tolerance) for wanted in (HOLDS, ACCEPTED, BROKEN, FAILS)}
    except NotProvedError:
        return
    values = dict(
        zip(CELLS, (Fraction(one, 10**digits) for one, digits in zip(point, DECIMALS, strict=True)), strict=True)
    )
    outcome = Printed(lambda cell: Range.of(values[cell]), lambda _: True, tolerance).holds(condition)
    numbers = dict(enumerate(point))
    true = [wanted for wanted, sets in found.items() if any(all(one.holds(numbers) for one in lines) for lines in sets)]
    assert true == [wanted for wanted in found if wanted in in_words(outcome)]


A, B = (Linear((Term(cell, Fraction(1)),)) for cell in ("a", "b"))
ONE = Linear((), Fraction(1))


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        (Compared(Product(A, B), "<=", ONE), NotProvedReason.PRODUCT),
        (Compared(Count(("a", "b")), ">=", ONE), NotProvedReason.FILLED),
        (Compared(Count(("a", "b", "c") * 3, ">", ONE), ">=", A), NotProvedReason.CASES),
    ],
    ids=str,
)
def test_what_is_not_taken_apart_says_why(condition: Condition, reason: NotProvedReason) -> None:
    with pytest.raises(NotProvedError) as caught:
        PIECES.of(condition, HOLDS)
    assert caught.value.reason is reason

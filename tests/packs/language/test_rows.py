"""Syntax trees come back from their rows as they were, and from other rows nothing comes back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.packs.language.rows import BrokenRowsError, Rows, rows_of, tree_of
from validator.packs.language.tree import (
    AND,
    OR,
    Added,
    Called,
    Comparison,
    Condition,
    Constant,
    Counted,
    Divided,
    Joined,
    Multiplied,
    Name,
    Negated,
    Scaled,
    Side,
    Total,
)

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False)
NAMES = st.lists(st.text(), min_size=1, max_size=3).map(tuple)


def _larger(inner: st.SearchStrategy[Side]) -> st.SearchStrategy[Side]:
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Scaled, NUMBERS, inner),
        st.builds(Negated, inner),
        st.builds(Added, several),
        st.builds(Multiplied, inner, inner),
        st.builds(Divided, inner, inner),
        st.builds(Called, st.text(), several),
        st.builds(Counted, NAMES, st.just(">"), inner),
    )


SIDES: st.SearchStrategy[Side] = st.recursive(
    st.one_of(
        st.builds(Constant, NUMBERS), st.builds(Name, st.text()), st.builds(Total, NAMES), st.builds(Counted, NAMES)
    ),
    _larger,
    max_leaves=12,
)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    st.builds(Comparison, SIDES, st.text(), SIDES),
    lambda inner: st.builds(Joined, st.sampled_from((AND, OR)), st.lists(inner, max_size=3).map(tuple)),
    max_leaves=4,
)


@given(SIDES | CONDITIONS)
def test_a_tree_comes_back(tree: Condition | Side) -> None:
    kind, other = ("condition", "side") if isinstance(tree, Comparison | Joined) else ("side", "condition")
    assert tree_of(kind, rows_of(tree)) == tree
    with pytest.raises(BrokenRowsError):
        tree_of(other, rows_of(tree))


A: Rows = (("Name", ("a",)),)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param((), id="nothing"),
        pytest.param((("Path", ("a",)),), id="no node"),
        pytest.param((("Name", ()),), id="too few fields"),
        pytest.param((("Name", ("a", "b")),), id="too many"),
        pytest.param((("Name", (1,)),), id="a number for a text"),
        pytest.param((("Name", (None,)),), id="nothing for a text"),
        pytest.param((("Total", (("a", 1),)),), id="a number among texts"),
        pytest.param((("Constant", ("one",)),), id="no number"),
        pytest.param((("Constant", ("Infinity",)),), id="no end"),
        pytest.param((*A, *A), id="two trees"),
        pytest.param((("Negated", (0,)),), id="itself"),
        pytest.param((("Negated", (1,)), *A), id="a later one"),
        pytest.param((*A, ("Multiplied", (0, 0))), id="one in two places"),
        pytest.param((*A, ("Joined", ("and", (0,)))), id="a side for a condition"),
        pytest.param((*A, *A, ("Comparison", (0, "=", 1)), ("Negated", (2,))), id="a condition for a side"),
        pytest.param((*A, *(("Negated", (at,)) for at in range(300))), id="deep"),
    ],
)
def test_what_is_no_tree_is_told(rows: Rows) -> None:
    for kind in ("side", "condition", "other"):
        with pytest.raises(BrokenRowsError):
            tree_of(kind, rows)


def test_a_number_keeps_how_it_was_written() -> None:
    assert str(tree_of("side", rows_of(Constant(Decimal("0.10"))))) == "0.10"

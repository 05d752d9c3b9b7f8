"""Law: conditions come out over many reports at once as they do report by report."""

from __future__ import annotations

import numpy as np
import pytest
from core_factory import column, form, report, rule, table
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from validator.constraints.compiling import compile_system
from validator.constraints.conditions import by_report
from validator.constraints.together.evaluation import evaluate
from validator.constraints.together.vectors import vectors
from validator.model.rules.rule import APPLIES
from validator.packs.language.expansion import expand

PERCENT = column("percent", unit="%", decimals=4)
FORM = form(table(["a", "b", "c"], ["number", PERCENT, replace(PERCENT, name="cut", printed="truncated")]))

NAMES = st.sampled_from(["a", "b", "c"])
NUMBERS = st.sampled_from(["0", "1", "2", "0.5", "3.25", "100", "12345678901234567"])
SIGNS = st.sampled_from(["=", "<=", ">=", "<", ">", "!="])


def composed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner, min_size=1, max_size=3).map(", ".join)
    return (
        st.builds("({} {} {})".format, inner, st.sampled_from(["+", "-", "*", "/"]), inner)
        | st.builds("{}({})".format, st.sampled_from(["min", "max"]), several)
        | inner.map("abs({})".format)
        | st.builds("count(a, b {} {})".format, SIGNS, inner)
        | st.just("count(a, b, c)")
    )


SIDES = st.recursive(NAMES | NUMBERS, composed, max_leaves=5)
COMPARISONS = st.builds("{} {} {}".format, SIDES, SIGNS, SIDES)
CONDITIONS = st.lists(st.lists(COMPARISONS, min_size=1, max_size=2).map(" and ".join), min_size=1, max_size=2).map(
    " or ".join
)
WHOLE = st.sampled_from(["0", "1", "2", "3", "7", "12345678901", "900719925474099312", "", "x"])
PRINTED = st.sampled_from(["0", "0.0", "0.5", "1.00", "2.5", "33.3", "33.33", "-1.5", "123456789012", "", "x"])
REPORTS = st.lists(
    st.fixed_dictionaries(
        {
            f"t.{row}.{name}": PRINTED if name != "number" else WHOLE
            for row in "abc"
            for name in ("number", "percent", "cut")
        }
    ),
    min_size=1,
    max_size=6,
)


@given(
    CONDITIONS,
    st.none() | CONDITIONS,
    REPORTS,
    st.sampled_from(APPLIES),
    st.sampled_from([None, "zero", "unknown", "violates"]),
    st.booleans(),
)
def test_many_at_once_are_judged_as_one_by_one(
    check: str,
    when: str | None,
    printed: list[dict[str, str]],
    applies: str,
    blank: str | None,
    exact: bool,  # noqa: FBT001 (a key of a rule)
) -> None:
    of = rule("relation", check=(f"c != c or {check}",), table="t", each="column")
    of = replace(of, when=when, applies=applies, blank=blank, exact=exact)
    system = compile_system(FORM, expand(of, FORM, ()))
    block = vectors(system, [report(FORM, texts) for texts in printed], ()).block
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(by_report, "_FEW", 1)
        at_once = evaluate(system, block).codes
        patch.setattr(by_report, "_FEW", 10**9)
        one_by_one = evaluate(system, block).codes
    assert np.array_equal(at_once, one_by_one)

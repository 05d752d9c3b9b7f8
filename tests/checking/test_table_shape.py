from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import pandas as pd
import pytest
from core_factory import column, consistent_values, form, report, shipped_form, table
from hypothesis import given
from hypothesis import strategies as st
from pandera.errors import SchemaError, SchemaErrors

from validator.checking._table_shape import (
    PLAIN_ROWS,
    Failure,
    cell_schema,
    failures,
    plain_cells,
    row_schema,
    table_schema,
)
from validator.model.form import Table

COUNTS = table(["r", "s"], ["a", column("b", signed=True)])
MONEY = table(
    ["r"],
    ["n", column("x", unit="万元", decimals=6), column("y", unit="万元", unit_printed=False, decimals=6)],
    name="m",
)
SMALL = form(COUNTS, MONEY)
WHOLE = {"t.r.a": "1", "t.r.b": "2", "t.s.a": "3", "t.s.b": "4", "m.r.n": "1", "m.r.x": "2", "m.r.y": "3万元"}


def found(of: Table, *texts: dict[str, str | None]) -> list[tuple[int, str, str, str | None]]:
    reports = [report(SMALL, {**WHOLE, **one}) for one in texts]
    told = failures(reports)
    assert {one.place.table for one in told} <= {of}
    return [(one.report, one.check, one.place.row, one.place.column) for one in told]


@pytest.mark.parametrize(
    ("cell", "text", "told"),
    [
        ("t.r.a", "0", None),
        ("t.r.a", "", None),
        ("t.r.a", "9" * 30, None),
        ("t.r.a", "-1", "negative"),
        ("t.r.b", "-1", None),
        ("t.r.a", "1.5", "not-an-integer"),
        ("t.r.a", "3.0", None),
        ("t.r.b", "-2.5", "not-an-integer"),
        ("t.r.a", "约3", "not-a-number"),
        ("t.r.a", "1e5", "not-a-number"),
        ("t.r.a", "inf", "not-a-number"),
        ("t.r.a", "nan", "not-a-number"),
        ("t.r.a", "0x10", "not-a-number"),
        ("t.r.a", "True", "not-a-number"),
        ("t.r.a", "3元", "unit-mismatch"),
        ("m.r.n", "3万元", "unit-mismatch"),
        ("m.r.x", "2.5", None),
        ("m.r.x", "2万元", None),
        ("m.r.x", "2元", "unit-mismatch"),
        ("m.r.x", "-2", "negative"),
        ("m.r.y", "3元", None),
        ("m.r.y", "3", "unit-missing"),
        ("m.r.y", "", None),
        ("m.r.y", "若干", "not-a-number"),
    ],
)
def test_each_cell_is_judged_by_its_column(cell: str, text: str, told: str | None) -> None:
    of = SMALL.table(cell.partition(".")[0])
    _, row, name = cell.split(".")
    assert found(of, {cell: text}) == ([] if told is None else [(0, told, row, name)])


def test_row_or_column_that_is_not_there_is_told_once() -> None:
    assert found(COUNTS, {"t.s.a": None, "t.s.b": None}) == [(0, "row-missing", "s", None)]
    gone = found(COUNTS, {"t.r.b": None, "t.s.b": None})
    assert gone == [(0, "column-missing", "r", None), (0, "column-missing", "s", None)]


def test_failures_of_many_reports_are_told_apart() -> None:
    texts: list[dict[str, str | None]] = [{}, {"t.s.a": "x"}, {"t.r.a": "-1", "t.s.b": "x"}, {}]
    assert found(COUNTS, *texts) == [
        (1, "not-a-number", "s", "a"),
        (2, "negative", "r", "a"),
        (2, "not-a-number", "s", "b"),
    ]


@given(st.lists(st.sampled_from(["3", "-3", "2.5", "x", "", None]), min_size=4, max_size=4), st.integers(0, 3))
def test_neighbours_in_the_stack_change_nothing(texts: list[str | None], before: int) -> None:
    cells = dict(zip(COUNTS.cells, texts, strict=True))
    alone = failures([report(SMALL, cells)])
    stacked = failures([*[report(SMALL, {"t.r.a": "x"})] * before, report(SMALL, cells)])
    assert [one for one in stacked if one.report == before] == [Failure(before, one.check, one.place) for one in alone]


@pytest.mark.parametrize("year", ["2019", "2021"])
def test_what_is_taken_for_accepted_is_accepted(year: str) -> None:
    row_schema().validate(pd.DataFrame(PLAIN_ROWS, columns=["found", "absent"]))
    for of in shipped_form(year).tables:
        for one in of.columns:
            cell_schema(one).validate(pd.DataFrame(plain_cells(one), columns=["value", "unit"], dtype=object))


# For those who come with their own frames


@cache
def frame() -> pd.DataFrame:
    of = shipped_form("2021")
    return report(of, consistent_values(of, 1)).table("requests")


def test_frame_of_a_report_passes() -> None:
    table_schema(shipped_form("2021").table("requests")).validate(frame())


def test_blank_cells_pass() -> None:
    blank = frame().copy()
    blank.loc["granted", "business"] = np.nan
    table_schema(shipped_form("2021").table("requests")).validate(blank)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (lambda one: one.drop(index="granted"), {"row-missing:granted"}),
        (lambda one: one.drop(columns="welfare"), {"column_in_dataframe"}),
        (lambda one: one.assign(extra=1.0), {"column_in_schema"}),
        (lambda one: one.rename(index={"granted": "given"}), {"row-missing:granted", "isin"}),
        (lambda one: one.assign(business=-1.0), {"negative"}),
        (lambda one: one.assign(business=0.5), {"not-an-integer"}),
        (lambda one: one.assign(business="many"), {"not-a-number"}),
    ],
)
def test_frame_with_a_fault_is_told_under_the_name_of_the_rule(
    changed: Callable[[pd.DataFrame], pd.DataFrame], told: set[str]
) -> None:
    with pytest.raises(SchemaErrors) as errors:
        table_schema(shipped_form("2021").table("requests")).validate(changed(frame()), lazy=True)
    checks = set(map(str, errors.value.failure_cases["check"]))
    assert all(any(one.startswith(name) for one in checks) for name in told)
    assert len(checks) == len(told)


def test_first_fault_is_enough_where_all_are_not_asked_for() -> None:
    with pytest.raises(SchemaError, match="negative"):
        table_schema(shipped_form("2021").table("requests")).validate(frame().assign(business=-1.0))

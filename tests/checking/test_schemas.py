"""Frames of those who come with their own, and of many reports at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest
from core_factory import column, consistent_values, form, report, shipped_form, table
from pandera.errors import SchemaError, SchemaErrors

from validator.checking import stacked, table_schema

if TYPE_CHECKING:
    import pandas as pd


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


# Many reports at once

COUNTS = table(["r", "s"], ["a", column("b", signed=True)])
SMALL = form(COUNTS)
WHOLE = {"t.r.a": "1", "t.r.b": "2", "t.s.a": "3", "t.s.b": "4"}


def test_reports_are_stacked_with_the_rows_that_are_there() -> None:
    frame = stacked([report(SMALL, WHOLE), report(SMALL, {**WHOLE, "t.r.a": None, "t.r.b": None})], COUNTS)
    assert list(frame.columns) == ["report", "row", "whole", "a", "b", "a unit", "b unit"]
    assert list(zip(frame["report"], frame["row"], strict=True)) == [(0, "r"), (0, "s"), (1, "s")]
    table_schema(COUNTS, stacked=True).validate(frame[frame["report"] == 0])


def test_failures_of_many_reports_are_told_apart_in_one_call() -> None:
    texts: list[dict[str, str | None]] = [
        {},
        {"t.s.a": "x"},
        {"t.r.a": None, "t.r.b": None},
        {"t.r.a": "-1", "t.s.b": "3万元"},
        {"t.r.b": None},
    ]
    frame = stacked([report(SMALL, {**WHOLE, **one}) for one in texts], COUNTS)
    with pytest.raises(SchemaErrors) as errors:
        table_schema(COUNTS, stacked=True).validate(frame, lazy=True)
    cases = errors.value.failure_cases
    told = set(zip(frame.loc[cases["index"], "report"], cases["check"], strict=True))
    assert told == {
        (1, "not-a-number"),
        (2, "row-missing:r"),
        (3, "negative"),
        (3, "unit-mismatch"),
        (4, "column-missing"),
    }

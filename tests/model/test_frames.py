from __future__ import annotations

from fractions import Fraction

import pandas as pd
from core_factory import form, report, table

from validator.model._frames import COLUMNS, findings_frame
from validator.model.finding import Finding, FindingTerm
from validator.model.rules.rule import Severity, Verdict

SMALL = form(table(["r"], ["a", "b"]))
REPORT = report(SMALL)
VIOLATED = Finding(
    rule="sum",
    severity=Severity.ERROR,
    verdict=Verdict.VIOLATED,
    table="t",
    each=(("row", "r"),),
    comparator="=",
    left=Fraction(1),
    right=Fraction(5, 2),
    terms=tuple(FindingTerm(name, f"t.r.{name}", Fraction(1), Fraction(1), "left") for name in "ab"),
    fingerprint="f",
)
NOTICED = Finding(rule="seen", severity=Severity.NOTE, verdict=Verdict.VIOLATED)


def test_a_row_tells_what_and_where_and_by_how_much() -> None:
    frame = findings_frame([(REPORT, [VIOLATED])])
    assert tuple(frame.columns) == COLUMNS
    assert frame.loc[0].to_dict() == {
        **dict.fromkeys(["column"]),
        "path": "report.html", "organ": "甲县", "year": 2023,
        "rule": "sum", "severity": "error", "verdict": "violated", "table": "t", "row": "r",
        "left": 1.0, "right": 2.5, "residual": -1.5, "cells": "t.r.a t.r.b", "fingerprint": "f",
    }  # fmt: skip


def test_rows_come_report_by_report() -> None:
    other = report(SMALL, organ=None, year=None)
    frame = findings_frame([(REPORT, [NOTICED, VIOLATED]), (REPORT, []), (other, [VIOLATED])])
    assert frame["rule"].to_list() == ["seen", "sum", "sum"]
    assert frame["year"].isna().to_list() == [False, False, True]
    assert frame["residual"].isna().to_list() == [True, False, False]


def test_types_do_not_depend_on_what_is_there() -> None:
    frames = [findings_frame(one) for one in ([], [(REPORT, [NOTICED])], [(REPORT, [VIOLATED])])]
    for frame in frames:
        assert frame["year"].dtype == pd.Int64Dtype()
        assert (frame[["left", "right", "residual"]].dtypes == "float64").all()

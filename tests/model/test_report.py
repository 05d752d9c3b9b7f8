from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from core_factory import cell_value, column, form, report, table

from validator.model.form import Column
from validator.model.report import CellValue, Reading

COUNT = column("n")
PRINTED = column("x", unit="万元", decimals=6)
OPEN = column("y", unit="万元", unit_printed=False, decimals=6)
SMALL = form(table(["r", "g.s"], ["a", "b"]), table(["m"], [PRINTED], name="u"))


@pytest.mark.parametrize(
    ("text", "of", "amount"),
    [
        ("3", COUNT, Fraction(3)),
        ("3元", COUNT, None),
        ("3万元", COUNT, None),
        ("2.5", PRINTED, Fraction(5, 2)),
        ("2.5万元", PRINTED, Fraction(5, 2)),
        ("25000元", PRINTED, Fraction(5, 2)),
        ("1元", PRINTED, Fraction(1, 10_000)),
        ("2.5", OPEN, None),
        ("2.5万元", OPEN, Fraction(5, 2)),
        ("25000元", OPEN, Fraction(5, 2)),
        ("", PRINTED, None),
    ],
)
def test_amount_is_in_the_unit_of_the_column(text: str, of: Column, amount: Fraction | None) -> None:
    assert cell_value(text).amount(of) == amount


@pytest.mark.parametrize(
    ("unit", "amount"),
    [("元", Fraction(3, 10_000)), ("千元", Fraction(3, 10)), ("亿元", Fraction(30_000))],
)
def test_amount_in_any_unit_of_money(unit: str, amount: Fraction | None) -> None:
    assert CellValue(Reading.READ, Decimal(3), "3", unit=unit).amount(PRINTED) == amount


def test_unit_of_a_count_is_no_amount_of_money() -> None:
    assert CellValue(Reading.READ, Decimal(3), "3件", unit="件").amount(COUNT) == 3


def test_another_value_takes_the_place_of_the_cell_s_own() -> None:
    cell = CellValue(Reading.AMBIGUOUS, raw="5元", unit="元", candidates=(Decimal(5), None))
    assert cell.amount(PRINTED) is None
    assert cell.amount(PRINTED, Decimal(5)) == Fraction(5, 10_000)
    assert cell.amount(PRINTED, Decimal(0)) == 0


def test_cell_is_found_by_its_name() -> None:
    one = report(SMALL, {"t.g.s.b": "7"})
    assert one["t.g.s.b"].value == 7
    assert one["t.r.a"].reading is Reading.BLANK
    with pytest.raises(KeyError):
        _ = one["t.r.c"]


def test_table_is_a_frame_of_floats_with_gaps() -> None:
    frame = report(SMALL, {"t.r.a": "1", "t.r.b": "约2", "t.g.s.a": None, "t.g.s.b": "4"}).table("t")
    assert (list(frame.index), list(frame.columns)) == (["r", "g.s"], ["a", "b"])
    assert (frame.dtypes == "float64").all()
    np.testing.assert_array_equal(frame.to_numpy(), [[1, np.nan], [np.nan, 4]])


def test_empty_table_is_a_frame_of_floats_too() -> None:
    frame = report(SMALL).table("u")
    assert frame.isna().to_numpy().all()
    assert (frame.dtypes == "float64").all()


def test_unknown_table_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        report(SMALL).table("v")

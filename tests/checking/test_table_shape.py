from __future__ import annotations

from collections.abc import Mapping

import pytest
from core_factory import column, form, report, table

from validator.checking.table_shape import failures, shape_of
from validator.model.form import Table

COUNTS = table(["r", "s"], ["a", column("b", signed=True)])
MONEY = table(
    ["r"],
    ["n", column("x", unit="万元", decimals=6), column("y", unit="万元", unit_printed=False, decimals=6)],
    name="m",
)
SMALL = form(COUNTS, MONEY)
WHOLE = {"t.r.a": "1", "t.r.b": "2", "t.s.a": "3", "t.s.b": "4", "m.r.n": "1", "m.r.x": "2", "m.r.y": "3万元"}


def found(of: Table, texts: Mapping[str, str | None]) -> list[tuple[str, str, str | None]]:
    told = failures(report(SMALL, {**WHOLE, **texts}))
    assert {one.place.table for one in told} <= {of}
    return [(one.check, one.place.row, one.place.column) for one in told]


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
    assert found(of, {cell: text}) == ([] if told is None else [(told, row, name)])


def test_row_or_column_that_is_not_there_is_told_once() -> None:
    assert found(COUNTS, {"t.s.a": None, "t.s.b": None}) == [("row-missing", "s", None)]
    gone = found(COUNTS, {"t.r.b": None, "t.s.b": None})
    assert gone == [("column-missing", "r", None), ("column-missing", "s", None)]


def test_failures_come_in_the_order_of_the_cells() -> None:
    told = found(COUNTS, {"t.s.b": "x", "t.r.b": None, "t.r.a": "-1.5"})
    assert told == [
        ("column-missing", "r", None),
        ("negative", "r", "a"),
        ("not-an-integer", "r", "a"),
        ("not-a-number", "s", "b"),
    ]


def test_the_shape_of_a_table_is_that_of_the_form() -> None:
    shape = shape_of(MONEY)
    assert (shape.name, shape.rows) == ("m", ("r",))
    asked = [(column.name, column.signed, column.whole, column.unit.check) for column in shape.columns]
    assert asked == [
        ("n", False, True, "unit-mismatch"),
        ("x", False, False, "unit-mismatch"),
        ("y", False, False, "unit-missing"),
    ]
    fitting = [[unit for unit in ("", "件", "元", "万元") if column.unit.fits(unit)] for column in shape.columns]
    assert fitting == [["", "件"], ["", "万元"], ["件", "元", "万元"]]

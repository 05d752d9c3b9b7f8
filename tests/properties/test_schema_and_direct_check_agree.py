"""The direct check of a report and the pandera schema, made from one declaration, tell the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from core_factory import column, form, report, table
from hypothesis import given
from hypothesis import strategies as st
from pandera.errors import SchemaErrors
from support.checking import law

from validator.checking import stacked, table_schema
from validator.checking.table_shape import ROW_MISSING, failures
from validator.model.form import Column, Form, Table

ROWS = ("first", "second", "third")
TEXTS = st.sampled_from(
    [
        "0",
        "7",
        "3.0",
        "2.5",
        "-4",
        "-0.5",
        "",
        "",
        "3元",
        "3万元",
        "-2.5千元",
        "8件",
        "约3",
        "1e5",
        "nan",
        "True",
        "inf",
    ]
)
COLUMNS = st.builds(
    lambda name, unit, decimals, signed, unit_printed: column(
        name, unit=unit, decimals=decimals, signed=signed, unit_printed=unit_printed
    ),
    st.sampled_from("abc"),
    st.sampled_from(["件", "艘", "元", "万元"]),
    st.sampled_from([0, 6]),
    st.booleans(),
    st.booleans(),
)
TABLES = st.builds(
    table, st.just(ROWS), st.lists(COLUMNS, min_size=1, max_size=3, unique_by=lambda one: one.name).map(tuple)
)
Texts = Mapping[str, str | None]
Told = set[tuple[int, str, str, str | None]]


@st.composite
def texts(draw: st.DrawFn, of: Table) -> Texts:
    """What is printed in a table some rows, columns and cells of which may not be there."""
    cells: dict[str, str | None] = {cell: draw(TEXTS) for cell in of.cells}
    gone = st.sets(st.sampled_from(of.row_names + of.column_names + of.cells), max_size=2)
    for name in draw(gone):
        cells |= dict.fromkeys(
            (cell for cell in of.cells if cell == name or name in cell.split(".")[1:]),
        )
    return cells


def direct(of: Form, printed: Sequence[Texts]) -> Told:
    return {
        (at, one.check, one.place.row, one.place.column)
        for at, cells in enumerate(printed)
        for one in failures(report(of, cells))
    }


def by_schema(of: Table, printed: Sequence[Texts]) -> Told:
    frame = stacked([report(form(of), cells) for cells in printed], of)
    try:
        table_schema(of, stacked=True).validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases[["index", "check", "column"]].itertuples(index=False)
        place = frame[["report", "row"]].to_numpy().tolist()
        return {told(of, place[line][0], place[line][1], check, name) for line, check, name in cases}
    return set()


def told(of: Table, at: int, row: str, check: str, name: str) -> tuple[int, str, str, str | None]:
    code, _, missing = check.partition(":")
    column = name.removesuffix(" unit")
    return at, code, missing or row, column if column in of.column_names and not missing else None


@law()
@given(st.data(), TABLES, st.integers(1, 3))
def test_stacked_reports_are_told_what_each_is_told_by_itself(data: st.DataObject, of: Table, count: int) -> None:
    printed = [data.draw(texts(of)) for _ in range(count)]
    nothing = {at for at, cells in enumerate(printed) if set(cells.values()) == {None}}
    expected = direct(form(of), printed)
    assert {one for one in expected if one[0] in nothing} == {
        (at, ROW_MISSING, row, None) for at in nothing for row in ROWS
    }
    # Of a table that is not there the frame has no line.
    assert by_schema(of, printed) == {one for one in expected if one[0] not in nothing}


@law()
@given(st.data(), TABLES, st.sets(st.sampled_from(ROWS), max_size=2), st.booleans())
def test_a_frame_of_ones_own_is_told_what_a_report_with_its_numbers_is_told(
    data: st.DataObject,
    of: Table,
    missing: set[str],
    extra: bool,  # noqa: FBT001 (drawn)
) -> None:
    numbers = data.draw(
        st.fixed_dictionaries({cell: st.sampled_from([None, 0.0, 5.0, 2.5, -1.0, -2.5]) for cell in of.cells})
    )
    absent = data.draw(st.sets(st.sampled_from(of.column_names), max_size=len(of.columns) - 1))
    rows = [row for row in ROWS if row not in missing]
    names = [name for name in of.column_names if name not in absent]
    frame = pd.DataFrame(
        [[numbers[f"t.{row}.{name}"] for name in names] for row in rows], index=rows, columns=names, dtype="float64"
    )
    printed = {
        cell: None if cell.split(".")[1] in missing or cell.split(".")[2] in absent else in_cell(number, of, cell)
        for cell, number in numbers.items()
    }
    expected = {
        f"{check}:{row}" if check == ROW_MISSING else f"{check} {row} {name}"
        for _, check, row, name in direct(form(of), [printed])
        if check == ROW_MISSING or name is not None
    }
    expected |= {f"column_in_dataframe {name}" for name in absent} | ({"column_in_schema extra"} if extra else set())
    assert in_frame(of, frame.assign(extra=1.0) if extra else frame) == expected


def in_cell(number: float | None, of: Table, cell: str) -> str:
    """The number as it may be printed in a cell, with a unit if the form names none."""
    wanted: Column = of.column(cell.split(".")[2])
    return "" if number is None else f"{number:g}{'' if wanted.unit_printed or wanted.unit in '件艘' else wanted.unit}"


def in_frame(of: Table, frame: pd.DataFrame) -> set[str]:
    try:
        table_schema(of).validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases[["check", "index", "column", "failure_case"]].itertuples(index=False)
        return {
            check
            if check.startswith(ROW_MISSING)
            else f"{check} {case if check.startswith('column_in') else f'{row} {name}'}"
            for check, row, name, case in cases
        }
    return set()

"""The shape of a table as a pandera schema, for frames of one report or of many stacked on each other.

    table_schema(table).validate(report.table(table.name), lazy=True)
    table_schema(table, stacked=True).validate(stacked(reports, table), lazy=True)

The names of the checks are the names of the rules that report them; a missing row is `row-missing:NAME`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

import pandas as pd
import pandera.pandas as pa

from validator.checking.table_shape import (
    COLUMN_MISSING,
    NEGATIVE,
    NOT_A_NUMBER,
    NOT_AN_INTEGER,
    ROW_MISSING,
    ColumnShape,
    UnitShape,
    shape_of,
    unit_beside,
)
from validator.model.form import Table
from validator.model.report import MISSING, CellValue, Reading, Report

REPORT, ROW, WHOLE = "report", "row", "whole"
"""Columns of a stacked frame beside those of the form; `whole` is False where some cells of a row are missing."""
UNIT = " unit"
"""Makes the name of a column that of its units."""

_Line: TypeAlias = list[float | str | bool | None]


def table_schema(table: Table, *, stacked: bool = False) -> pa.DataFrameSchema:
    """Schema of a table. Its frame has a column for each of the form, NaN for a blank, and the row names as index.

    `stacked`: of the frame that the function of that name makes. There a missing row is told at the first line of its
    report, and a report without any has no line.
    """
    shape = shape_of(table)
    known_row = pa.Check.isin(shape.rows)
    columns = {column.name: pa.Column(nullable=True, checks=_value_checks(column)) for column in shape.columns}
    if stacked:
        columns |= {
            REPORT: pa.Column(int),
            ROW: pa.Column(str, checks=known_row),
            WHOLE: pa.Column(bool, checks=pa.Check(lambda whole: whole, name=COLUMN_MISSING)),
        }
        for column in shape.columns:
            columns[f"{column.name}{UNIT}"] = pa.Column(nullable=True, checks=_unit_check(column.unit))
    has = _has_row_in_each if stacked else _has_row
    return pa.DataFrameSchema(
        columns,
        index=None if stacked else pa.Index(str, checks=known_row, unique=True, name=None),
        unique=[REPORT, ROW] if stacked else None,
        checks=[pa.Check(has(name), name=f"{ROW_MISSING}:{name}") for name in shape.rows],
        strict=True,
        name=f"{table.edition}.{table.name}",
    )


def stacked(reports: Iterable[Report], table: Table) -> pd.DataFrame:
    """One table of many reports: `report` is the place of the report, `row` the name of the row.

    Each column of the form has one of its units beside it, blank where none is wanted. Only the rows that are there
    have a line. Numbers are floats; text that is no number stands in quotation marks.
    """
    lines: list[_Line] = []
    for at, report in enumerate(reports):
        for row in table.row_names:
            cells = [report[cell] for cell in table.cells_of(row)]
            whole = all(cell is not MISSING for cell in cells)
            if whole or any(cell is not MISSING for cell in cells):
                lines.append([at, row, whole, *map(_value, cells), *map(unit_beside, cells)])
    units = [f"{name}{UNIT}" for name in table.column_names]
    frame = pd.DataFrame(lines, columns=[REPORT, ROW, WHOLE, *table.column_names, *units], dtype=object)
    return frame.astype({REPORT: int, ROW: str, WHOLE: bool})


def _value(cell: CellValue) -> float | str | None:
    if cell.reading is Reading.UNREADABLE and cell is not MISSING:
        return f"“{cell.raw}”"
    return None if cell.value is None else float(cell.value)


def _value_checks(column: ColumnShape) -> list[pa.Check]:
    checks = [pa.Check(lambda values: _numbers(values).notna() | values.isna(), name=NOT_A_NUMBER)]
    if not column.signed:
        checks.append(pa.Check(lambda values: ~(_numbers(values) < 0), name=NEGATIVE))
    if column.whole:
        checks.append(pa.Check(lambda values: ~(_numbers(values) % 1 > 0), name=NOT_AN_INTEGER))
    return checks


def _numbers(values: pd.Series) -> pd.Series:
    return pd.to_numeric(values, errors="coerce")


def _unit_check(unit: UnitShape) -> pa.Check:
    return pa.Check(lambda units: units.isin(unit.words) == unit.allowed, name=unit.check)


def _has_row(name: str) -> Callable[[pd.DataFrame], bool]:
    return lambda frame: name in frame.index


def _has_row_in_each(name: str) -> Callable[[pd.DataFrame], pd.Series]:
    def has(frame: pd.DataFrame) -> pd.Series:
        having = frame[REPORT][frame[ROW] == name]
        return frame[REPORT].duplicated() | frame[REPORT].isin(having)

    return has

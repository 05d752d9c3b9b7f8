"""pandera schemas built from a form: what the extracted tables must look like before any relation is checked.

`table_schema` is for those who come with their own frames. Inside the program the tables of all reports are stacked and
checked in one call, since a call costs milliseconds whatever the number of rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from validator.form import Column, Table
from validator.numbers import UNIT_IN_YUAN
from validator.report import MISSING, CellValue, Reading, Report

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

ROW_MISSING, COLUMN_MISSING = "row-missing", "column-missing"
NOT_A_NUMBER, NEGATIVE, NOT_AN_INTEGER = "not-a-number", "negative", "not-an-integer"
UNIT_MISMATCH, UNIT_MISSING = "unit-mismatch", "unit-missing"


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that is not as the form wants it."""

    report: int
    """Which of the reports, from 0."""
    check: str
    """One of the codes above."""
    row: str
    column: str | None
    """None where the whole row is concerned."""


def table_schema(table: Table) -> pa.DataFrameSchema:
    """Schema of one table of one report: index = row names, one column a column of the form, blank = NaN.

    Checks (lazily, if asked): every row and column present, numbers, sign, whole numbers. The names of the checks are
    the names of the rules that report them.
    """
    import pandera.pandas as pa

    return pa.DataFrameSchema(
        {column.name: pa.Column(nullable=True, checks=_value_checks(column)) for column in table.columns},
        index=pa.Index(str, checks=pa.Check.isin(table.row_names), unique=True, name=None),
        checks=[
            pa.Check(lambda frame, name=name: name in frame.index, name=f"{ROW_MISSING}:{name}")
            for name in table.row_names
        ],
        strict=True,
        name=f"{table.edition}.{table.name}",
    )


def failures(reports: Sequence[Report], table: Table) -> tuple[Failure, ...]:
    """What is not as the form wants it in one table of many reports, all in this edition; one call of pandera."""
    from pandera.errors import SchemaErrors

    frame = _stack(reports, table)
    try:
        _stacked_schema(table).validate(frame, lazy=True)
    except SchemaErrors as errors:
        found = errors.failure_cases.loc[:, ["index", "column", "check"]].itertuples(index=False)
        width = len(table.rows)
        return tuple(
            Failure(int(at) // width, str(check), table.row_names[int(at) % width], _cell_column(table, str(column)))
            for at, column, check in sorted(found)
        )
    return ()


def _cell_column(table: Table, name: str) -> str | None:
    column = name.removesuffix(".unit")
    return column if column in table.column_names else None


@lru_cache(maxsize=64)
def _stacked_schema(table: Table) -> pa.DataFrameSchema:
    import pandera.pandas as pa

    columns = {
        "found": pa.Column(bool, checks=pa.Check(lambda found: found, name=ROW_MISSING)),
        "absent": pa.Column(bool, checks=pa.Check(lambda absent: ~absent, name=COLUMN_MISSING)),
    }
    for column in table.columns:
        columns[column.name] = pa.Column(nullable=True, checks=_value_checks(column))
        columns[f"{column.name}.unit"] = pa.Column(nullable=True, checks=_unit_checks(column))
    return pa.DataFrameSchema(columns)


def _value_checks(column: Column) -> list[pa.Check]:
    import pandas as pd
    import pandera.pandas as pa

    def number(values: pd.Series) -> pd.Series:
        return pd.to_numeric(values, errors="coerce")

    checks = [pa.Check(lambda values: number(values).notna() | values.isna(), name=NOT_A_NUMBER)]
    if not column.signed:
        checks.append(pa.Check(lambda values: ~(number(values) < 0), name=NEGATIVE))
    if not column.decimals:
        checks.append(pa.Check(lambda values: ~(number(values) % 1 > 0), name=NOT_AN_INTEGER))
    return checks


def _unit_checks(column: Column) -> list[pa.Check]:
    import pandera.pandas as pa

    if column.unit not in UNIT_IN_YUAN:
        return [pa.Check.notin(list(UNIT_IN_YUAN), error=UNIT_MISMATCH)]
    if column.unit_printed:
        return [pa.Check.isin(["", column.unit], error=UNIT_MISMATCH)]
    return [pa.Check(lambda units: units != "", name=UNIT_MISSING)]


def _stack(reports: Sequence[Report], table: Table) -> pd.DataFrame:
    """One line a row of the table, report after report. Text stays where there is no number; blank is NaN."""
    import pandas as pd

    data: dict[str, list[object]] = {"found": [], "absent": []}
    for column in table.columns:
        data[column.name], data[f"{column.name}.unit"] = [], []
    for report in reports:
        for row in table.row_names:
            values = [report[f"{table.name}.{row}.{column}"] for column in table.column_names]
            missing = [value is MISSING for value in values]
            data["found"].append(not all(missing))
            data["absent"].append(any(missing) and not all(missing))
            for column, value in zip(table.columns, values, strict=True):
                data[column.name].append(_shown(value))
                # A blank cell needs no unit.
                data[f"{column.name}.unit"].append(None if value.value is None else value.unit or "")
    return pd.DataFrame(data)


def _shown(value: CellValue) -> float | str | None:
    if value.reading is Reading.UNREADABLE and value is not MISSING:
        # Marked, so that what pandas would take for a number (`1e5`, `inf`) stays text.
        return f"?{value.raw}"
    return None if value.value is None else float(value.value)

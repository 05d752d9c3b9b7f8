"""pandera schemas built from a form: what the extracted tables must look like before any relation is checked.

`table_schema` is for those who come with their own frames. Inside the program the cells of all reports and tables are
stacked, those that must look alike in one column, since a column costs milliseconds whatever the number of its rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from validator.form import Column, Form, Table
from validator.numbers import UNIT_IN_YUAN
from validator.report import MISSING, CellValue, Reading, Report

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

ROW_MISSING, COLUMN_MISSING = "row-missing", "column-missing"
NOT_A_NUMBER, NEGATIVE, NOT_AN_INTEGER = "not-a-number", "negative", "not-an-integer"
UNIT_MISMATCH, UNIT_MISSING = "unit-mismatch", "unit-missing"


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of the form, or a whole row."""

    table: Table
    row: str
    column: str | None = None
    """None for the whole row."""

    @property
    def cell(self) -> str:
        """Name of the cell, or of the first one of the row."""
        return f"{self.table.name}.{self.row}.{self.column or self.table.column_names[0]}"


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that is not as the form wants it."""

    report: int
    """Which of the reports, from 0."""
    check: str
    """One of the codes above."""
    place: Place


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


def failures(reports: Sequence[Report]) -> tuple[Failure, ...]:
    """What is not as the form wants it in the tables of reports that are all on one form; in the order of the cells."""
    form = reports[0].form
    rows = [Place(table, row) for table in form.tables for row in table.row_names]
    found = [*_failed(_row_schema(), _row_frame(reports, rows), rows)]
    for kind in _kinds(form):
        cells = [form.index[place.cell] for place in kind]
        values = [report.cells[cell] for report in reports for cell in cells]
        first = kind[0]
        found += _failed(_cell_schema(first.table.column(first.column or "")), _cell_frame(values), kind)
    return tuple(sorted(found, key=lambda one: (one.report, form.index[one.place.cell], one.check)))


def _failed(schema: pa.DataFrameSchema, frame: pd.DataFrame, places: Sequence[Place]) -> Iterable[Failure]:
    """The failures in a frame that has a line for each of the places, report after report."""
    from pandera.errors import SchemaErrors

    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        for line, check in errors.failure_cases.loc[:, ["index", "check"]].itertuples(index=False):
            report, at = divmod(int(line), len(places))
            yield Failure(report, str(check), places[at])


def _kinds(form: Form) -> Iterable[Sequence[Place]]:
    """The cells of a form, those together whose columns ask for the same."""
    kinds: dict[tuple[str, bool, bool, bool], list[Place]] = {}
    for table in form.tables:
        for row in table.row_names:
            for column in table.columns:
                asked = (column.unit, column.unit_printed, column.signed, column.decimals > 0)
                kinds.setdefault(asked, []).append(Place(table, row, column.name))
    return kinds.values()


@lru_cache(maxsize=1)
def _row_schema() -> pa.DataFrameSchema:
    import pandera.pandas as pa

    return pa.DataFrameSchema(
        {
            "found": pa.Column(bool, checks=pa.Check(lambda found: found, name=ROW_MISSING)),
            "absent": pa.Column(bool, checks=pa.Check(lambda absent: ~absent, name=COLUMN_MISSING)),
        }
    )


@lru_cache(maxsize=64)
def _cell_schema(column: Column) -> pa.DataFrameSchema:
    """Schema of cells in columns that ask for the same as this one."""
    import pandera.pandas as pa

    return pa.DataFrameSchema(
        {
            "value": pa.Column(nullable=True, checks=_value_checks(column)),
            "unit": pa.Column(nullable=True, checks=_unit_checks(column)),
        }
    )


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


def _row_frame(reports: Sequence[Report], rows: Sequence[Place]) -> pd.DataFrame:
    """One line a row of the form, report after report."""
    import pandas as pd

    missing = [
        [report[f"{place.table.name}.{place.row}.{column}"] is MISSING for column in place.table.column_names]
        for report in reports
        for place in rows
    ]
    found = [not all(row) for row in missing]
    absent = [any(row) and not all(row) for row in missing]
    return pd.DataFrame({"found": found, "absent": absent})


def _cell_frame(values: Sequence[CellValue]) -> pd.DataFrame:
    """One line a cell. Text stays where there is no number; blank is NaN, and needs no unit."""
    import pandas as pd

    units = [None if value.value is None else value.unit or "" for value in values]
    return pd.DataFrame({"value": list(map(_shown, values)), "unit": units})


def _shown(value: CellValue) -> float | str | None:
    if value.reading is Reading.UNREADABLE and value is not MISSING:
        # Marked, so that what pandas would take for a number (`1e5`, `inf`) stays text.
        return f"?{value.raw}"
    return None if value.value is None else float(value.value)

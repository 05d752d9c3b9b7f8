"""pandera schemas built from a form: what the extracted tables must look like before any relation is checked.

`table_schema` is for those who come with their own frames. Inside the program the cells of all reports and tables are
stacked, those that must look alike in one column, since a column costs milliseconds whatever the number of its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from validator.model.form import Column, Form, Table
from validator.model.numbers import UNIT_IN_YUAN
from validator.model.report import MISSING, CellValue, Reading, Report

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
    found = [*_failed(_row_guard(), _row_looks(reports, rows), rows)]
    for kind in _kinds(form):
        cells = [form.index[place.cell] for place in kind]
        looks = [_look(report.cells[cell]) for report in reports for cell in cells]
        first = kind[0]
        found += _failed(_cell_guard(first.table.column(first.column or "")), looks, kind)
    return tuple(sorted(found, key=lambda one: (one.report, form.index[one.place.cell], one.check)))


@dataclass(frozen=True, slots=True)
class _Guard:
    """A schema, and what it has said so far: few kinds of rows and cells make up most reports.

    That it accepts the plainest lines is known before it is asked (a test asks): pandas and pandera take longer to load
    than a report without faults takes to check.
    """

    build: Callable[[], pa.DataFrameSchema]
    """Makes the schema."""
    columns: tuple[str, ...]
    known: dict[_Look, tuple[str, ...]]
    """What a line may hold -> the checks that it fails."""

    def learn(self, looks: Iterable[_Look]) -> None:
        """Ask pandera, in one call, about what is not known yet."""
        new = [look for look in dict.fromkeys(looks) if look not in self.known]
        if not new:
            return
        import pandas as pd
        from pandera.errors import SchemaErrors

        failed: list[list[str]] = [[] for _ in new]
        try:
            self.build().validate(pd.DataFrame(new, columns=list(self.columns)), lazy=True)
        except SchemaErrors as errors:
            for line, check in errors.failure_cases.loc[:, ["index", "check"]].itertuples(index=False):
                failed[int(line)].append(str(check))
        self.known.update((look, tuple(checks)) for look, checks in zip(new, failed, strict=True))


_Look = tuple[object, object]
"""What the checks look at in a line of a frame."""


def _failed(guard: _Guard, looks: Sequence[_Look], places: Sequence[Place]) -> Iterable[Failure]:
    """The failures among lines, one for each of the places, report after report."""
    guard.learn(looks)
    for line, look in enumerate(looks):
        if guard.known[look]:
            report, at = divmod(line, len(places))
            yield from (Failure(report, check, places[at]) for check in guard.known[look])


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
def _row_guard() -> _Guard:
    return _Guard(row_schema, ("found", "absent"), dict.fromkeys(PLAIN_ROWS, ()))


@lru_cache(maxsize=64)
def _cell_guard(column: Column) -> _Guard:
    """For cells in columns that ask for the same as this one."""
    return _Guard(partial(cell_schema, column), ("value", "unit"), dict.fromkeys(plain_cells(column), ()))


PLAIN_ROWS: tuple[_Look, ...] = ((True, False),)
"""Rows that are there with all their columns."""


def plain_cells(column: Column) -> tuple[_Look, ...]:
    """Cells that a column like this one accepts: blank, and a number of its kind without a unit."""
    if column.unit in UNIT_IN_YUAN and not column.unit_printed:
        return ((None, None),)
    numbers = [number for number in (1.0, 0.5, -1.0, -0.5) if column.signed or number > 0]
    return ((None, None), *((number, "") for number in numbers if column.decimals or number == int(number)))


def row_schema() -> pa.DataFrameSchema:
    """Schema of rows: one line a row of the form, whether it is there and whether some of its columns are not."""
    import pandera.pandas as pa

    return pa.DataFrameSchema(
        {
            "found": pa.Column(bool, checks=pa.Check(lambda found: found, name=ROW_MISSING)),
            "absent": pa.Column(bool, checks=pa.Check(lambda absent: ~absent, name=COLUMN_MISSING)),
        }
    )


@lru_cache(maxsize=64)
def cell_schema(column: Column) -> pa.DataFrameSchema:
    """Schema of cells in columns that ask for the same as this one: one line a cell, its number and its unit."""
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


def _row_looks(reports: Sequence[Report], rows: Sequence[Place]) -> list[_Look]:
    """For each row of the form, report after report, whether it is there and whether a column of it is not."""
    form = reports[0].form
    spans = []
    for place in rows:
        first = form.index[f"{place.table.name}.{place.row}.{place.table.column_names[0]}"]
        spans.append(slice(first, first + len(place.table.columns)))
    looks: list[_Look] = []
    for report in reports:
        for span in spans:
            missing = [cell is MISSING for cell in report.cells[span]]
            gone = all(missing)
            looks.append((not gone, not gone and any(missing)))
    return looks


def _look(cell: CellValue) -> _Look:
    """What the checks look at in a cell: its unit (a blank one needs none), and if it holds a number, of which kind.

    A number stands for all of its sign, whole or not; any text that is no number for another.
    """
    number = cell.value
    if cell.reading is Reading.UNREADABLE and cell is not MISSING:
        return "?", None
    if number is None:
        return None, None
    return (1.0 if number >= 0 else -1.0) if number == number.to_integral_value() else (
        0.5 if number >= 0 else -0.5
    ), cell.unit or ""

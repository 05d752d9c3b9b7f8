"""Reports as one flat row per cell, for spreadsheets and data frames."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from validator.model.document import Location
from validator.model.form import CellName, Column
from validator.model.report import CellValue, Report

if TYPE_CHECKING:
    from validator.model.result import Result

Field: TypeAlias = "str | int | Decimal | None"

_PLACES = ("page", "table", "row", "column", "paragraph", "line", "sheet", "address")

HEADER = (
    *("path", "organ", "year", "form", "table", "row", "column", "value", "unit", "raw", "reading"),
    *(f"location_{place}" for place in _PLACES),
)
"""Names of the fields. `form` is the edition of the table, `unit` the one printed in the cell or else in the header."""


def rows(result: Result) -> Iterator[tuple[Field, ...]]:
    """One row for each cell of each report, in the order of the form, without the header."""
    for checked in result.reports:
        yield from report_rows(checked.report)


def report_rows(report: Report) -> Iterator[tuple[Field, ...]]:
    """The rows of one report."""
    for table in report.form.tables:
        for name in table.cells:
            cell, value = CellName.parse(name), report[name]
            yield (
                *(report.path, report.organ, report.year, table.edition),
                *(table.name, cell.row, cell.column),
                *(value.value, _unit(value, table.column(cell.column)), value.raw, value.reading.value),
                *_place(value.location),
            )


def _unit(value: CellValue, column: Column) -> str | None:
    return value.unit or (column.unit if column.unit_printed else None)


def _place(location: Location | None) -> tuple[Field, ...]:
    found = location or Location()
    return (
        *(found.page, found.table, found.row, found.column),
        *(found.paragraph, found.line, found.sheet, found.address),
    )

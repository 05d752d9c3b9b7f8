"""What the tables of a form must look like before any relation is checked, declared once for each table.

The declaration is data; two things are made of it: `failures`, which looks at one report and loads no library, and the
pandera schema of `table_schema`, for frames. A property test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from validator.model.form import Column, Table
from validator.model.numbers import MEASURE_WORDS, UNIT_IN_YUAN
from validator.model.report import MISSING, CellValue, Reading, Report

ROW_MISSING, COLUMN_MISSING = "row-missing", "column-missing"
NOT_A_NUMBER, NEGATIVE, NOT_AN_INTEGER = "not-a-number", "negative", "not-an-integer"
UNIT_MISMATCH, UNIT_MISSING = "unit-mismatch", "unit-missing"


class UnitShape(Struct, frozen=True):
    """Which units may be printed beside the numbers of a column; the empty one is printed beside most."""

    check: str
    """What another one is told."""
    words: frozenset[str]
    allowed: bool
    """True if these units are allowed and no others, False if all but these are."""

    def fits(self, unit: str) -> bool:
        """True if a number may have that unit."""
        return (unit in self.words) is self.allowed


class ColumnShape(Struct, frozen=True):
    """What the cells of a column hold, blanks aside."""

    name: str
    signed: bool
    """True if a number may be negative."""
    whole: bool
    """True if it must be whole."""
    unit: UnitShape


class TableShape(Struct, frozen=True):
    """The shape of one table of a report."""

    name: str
    rows: tuple[str, ...]
    """All of them are there."""
    columns: tuple[ColumnShape, ...]
    """All of them are there in each row."""


class ShapePlace(Struct, frozen=True):
    """A cell of the form, or a whole row."""

    table: Table
    row: str
    column: str | None = None
    """None for the whole row."""

    @property
    def cell(self) -> str:
        """Name of the cell, or of the first one of the row."""
        return f"{self.table.name}.{self.row}.{self.column or self.table.column_names[0]}"


class Failure(Struct, frozen=True):
    """One thing that is not as the form wants it."""

    check: str
    """One of the codes above; the rule that reports it has the same name."""
    place: ShapePlace


@lru_cache(maxsize=64)
def shape_of(table: Table) -> TableShape:
    """The shape that a form gives a table."""
    columns = tuple(
        ColumnShape(column.name, column.signed, column.decimals == 0, _unit_shape(column)) for column in table.columns
    )
    return TableShape(table.name, table.row_names, columns)


def _unit_shape(column: Column) -> UnitShape:
    if column.unit not in UNIT_IN_YUAN:
        return UnitShape(UNIT_MISMATCH, frozenset({"", column.unit, *MEASURE_WORDS}), allowed=True)
    if column.unit_printed:
        return UnitShape(UNIT_MISMATCH, frozenset({"", column.unit}), allowed=True)
    return UnitShape(UNIT_MISSING, frozenset({""}), allowed=False)


def failures(report: Report) -> tuple[Failure, ...]:
    """What is not as the form wants it in the tables of a report, in the order of the cells."""
    index = report.form.index
    return tuple(sorted(_failures(report), key=lambda one: (index[one.place.cell], one.check)))


def _failures(report: Report) -> Iterator[Failure]:
    start = 0
    for table in report.form.tables:
        shape = shape_of(table)
        width = len(shape.columns)
        for row in shape.rows:
            cells = report.cells[start : start + width]
            start += width
            missing = [cell is MISSING for cell in cells]
            if all(missing):
                yield Failure(ROW_MISSING, ShapePlace(table, row))
                continue
            if True in missing:
                yield Failure(COLUMN_MISSING, ShapePlace(table, row))
            for cell, column in zip(cells, shape.columns, strict=True):
                told = () if cell is MISSING else _told(cell, column)
                if told:
                    yield from (Failure(check, ShapePlace(table, row, column.name)) for check in told)


def _told(cell: CellValue, column: ColumnShape) -> Sequence[str]:
    """The checks that a cell of a document fails."""
    number = cell.value
    if cell.reading is Reading.UNREADABLE:
        return (NOT_A_NUMBER,)
    if number is None:
        return ()
    unit = unit_beside(cell)
    told = (
        (NEGATIVE, not column.signed and number < 0),
        (NOT_AN_INTEGER, column.whole and number != number.to_integral_value()),
        (column.unit.check, unit is not None and not column.unit.fits(unit)),
    )
    return [check for check, failed in told if failed]


def unit_beside(cell: CellValue) -> str | None:
    """The unit printed beside a number, empty if it has none; None where no unit is wanted.

    That is where no number is, and beside a 0 without a unit, which is the same in every one.
    """
    if cell.value is None:
        return None
    return cell.unit or ("" if cell.value else None)

"""A report: one organ's numbers for one year, cell by cell, each with what is printed and where."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from validator.model.document import Location, Paragraph
from validator.model.form import Column, Form
from validator.model.numbers import UNIT_IN_YUAN, counts_as
from validator.model.observations.kinds import Observation

if TYPE_CHECKING:
    import pandas as pd


class Reading(StrEnum):
    """How a value came about."""

    READ = "read"
    """Printed in the place where the form wants it."""
    RECONSTRUCTED = "reconstructed"
    """The source had lost its place; the relations allow only this one."""
    AMBIGUOUS = "ambiguous"
    """The source had lost its place, and several are equally good."""
    BLANK = "blank"
    """Nothing printed, or a mark for "none"."""
    UNREADABLE = "unreadable"
    """Text that is not a number, or a row or table that is not there."""


class CellValue(Struct, frozen=True):
    """What is known of one cell of the form."""

    reading: Reading
    value: Decimal | None = None
    """The number as printed, in the printed unit; None unless READ or RECONSTRUCTED."""
    raw: str = ""
    """The text as printed."""
    location: Location | None = None
    """None if the cell is not in the document."""
    unit: str | None = None
    """Unit printed in the cell."""
    note: str | None = None
    """Remark printed in the cell."""
    places: int = 0
    """Digits printed after the point."""
    candidates: tuple[Decimal | None, ...] = ()
    """For an AMBIGUOUS cell, the values it has in the best readings, None for blank."""

    def amount(self, column: Column, value: Decimal | None = None) -> Fraction | None:
        """The number in the unit of its column; `value` stands in for the cell's own.

        None where there is no number, for an amount of money whose unit is printed neither in the cell nor in the form,
        and for a number of something else than its column counts.
        """
        number = self.value if value is None else value
        if number is None:
            return None
        if column.unit not in UNIT_IN_YUAN:
            return _fraction(number) if counts_as(self.unit, column.unit) else None
        if self.unit is None and column.unit_printed:
            return _fraction(number)
        if self.unit not in UNIT_IN_YUAN:
            return None
        return Fraction(number) * Fraction(UNIT_IN_YUAN[self.unit]) / Fraction(UNIT_IN_YUAN[column.unit])


@lru_cache(maxsize=4096)
def _fraction(number: Decimal) -> Fraction:
    """Most numbers are small, and the sum over a parent's units has thousands of them."""
    return Fraction(number)


MISSING = CellValue(Reading.UNREADABLE)
"""A cell whose row or table is not in the document."""


class StatedDate(Struct, frozen=True):
    """A day that the document states of itself."""

    kind: str
    """`published` or `signed`."""
    day: date
    location: Location | None = None
    """None where it stands beside the text."""


class Report(Struct, frozen=True):
    """One organ's numbers for one year."""

    path: str
    format: str
    """Name of the reader that read it."""
    organ: str | None
    year: int | None
    form: Form
    """The edition of table two, with the other tables in the edition they are printed in."""
    cells: tuple[CellValue, ...]
    """In the order of `form.cells`."""
    observations: tuple[Observation, ...] = ()
    readings: tuple[Mapping[str, Decimal | None], ...] = ({},)
    """The best readings of what the source leaves open: for each, the values of the ambiguous cells.

    One empty mapping where nothing is open. An ambiguous cell that is not in them is simply not known.
    """
    prose: tuple[Paragraph, ...] = ()
    """The text outside the tables."""
    part: str | None = None
    """Which report it is of a file that holds several: its sheets, or the file that an export was made from."""
    dates: tuple[StatedDate, ...] = ()
    """When it was published and signed, at most one day of each kind."""
    highlighted: tuple[str, ...] = ()
    """Runs of its text, without white space, that are marked with a colour behind them."""

    def __getitem__(self, cell: str) -> CellValue:
        """The cell of that name; KeyError if the form has none."""
        return self.cells[self.form.index[cell]]

    def table(self, name: str) -> "pd.DataFrame":
        """One table as a frame: index = row names, columns = column names, values float with NaN where there is none.

        Raises KeyError if the form has no such table.
        """
        import pandas as pd

        table = self.form.table(name)
        values = [self[cell].value for cell in table.cells]
        width = len(table.columns)
        rows = [
            [None if value is None else float(value) for value in values[at : at + width]]
            for at in range(0, len(values), width)
        ]
        return pd.DataFrame(
            rows,
            index=pd.Index(table.row_names, name="row"),
            columns=pd.Index(table.column_names, name="column"),
            dtype="float64",
        )

"""What an official form looks like: tables of named rows and columns, with the labels they are printed under.

Forms are data (`rules/<pack>/forms/*.yaml`); this module is their shape in memory. A cell is named `table.row.column`.
"""

from functools import cached_property
from typing import Self

from msgspec import Struct
from msgspec.structs import replace

from validator.model.text import Text

_NOTHING = Text("", "")


class Row(Struct, frozen=True):
    """One row of a table."""

    name: str
    """`new`, `denied.state_secret`: a row of a group carries the group's name before the dot."""
    title: Text
    """As the official form prints it."""
    labels: tuple[str, ...]
    """Known wordings of the leaf label, the official one first."""
    number: str = ""
    """Numbering before the label in the official form: `一、`, `（三）1.`."""

    @property
    def group(self) -> str | None:
        """Name of the group the row belongs to, or None."""
        head, dot, _ = self.name.rpartition(".")
        return head if dot else None


class Column(Struct, frozen=True):
    """One column of a table."""

    name: str
    title: Text
    labels: tuple[str, ...]
    """Known wordings of the header, the official one first."""
    unit: str = ""
    """Unit of the numbers: the one printed in the header, else the one they are compared in; empty for none."""
    unit_printed: bool = True
    """False where the official form names no unit, so that a number without a unit of its own has none."""
    signed: bool = False
    """True if a number may be negative."""
    decimals: int = 0
    """Digits after the point that are kept exactly: 0 for counts, 6 for 万元 (that is, down to 分)."""
    printed: str = "rounded"
    """How a number with decimals came to be printed: `rounded`, `truncated` (further digits cut off), or `exact`."""
    total: bool = False
    """True for the column that sums up the others of its table."""


class Group(Struct, frozen=True):
    """A heading printed over several columns, or beside several rows."""

    title: Text
    """As the official form prints it, numbering included."""
    first: str
    """Name of the first row or column below it."""
    last: str


class BlankPolicy(Struct, frozen=True):
    """What a blank cell means to a relation; a rule may say otherwise."""

    blank: str = "zero"
    """`zero`: a blank addend counts 0; `unknown`: it makes the relation undetermined."""
    blank_total: str = "unknown"
    """The same for a blank total some of whose parts are not 0."""


class Table(Struct, frozen=True, dict=True):
    """One table of a form in one edition."""

    name: str
    number: str
    """`表三`: the section it stands in."""
    title: Text
    edition: str
    """Id of the form the table belongs to."""
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    arrangement: str = "rows"
    """`rows`: a row of the table is a row on the page; `flat`: all rows stand side by side in one row on the page."""
    policy: BlankPolicy = BlankPolicy()
    corner: Text = _NOTHING
    """What is printed over the row labels."""
    row_groups: tuple[Group, ...] = ()
    """The widest first."""
    column_groups: tuple[Group, ...] = ()

    def __hash__(self) -> int:
        """By what tells tables apart, since they are the keys of caches."""
        return hash((self.name, self.edition))

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """Cell names, row by row."""
        return tuple(f"{self.name}.{row.name}.{column.name}" for row in self.rows for column in self.columns)

    @cached_property
    def row_of(self) -> dict[str, str]:
        """Cell name -> name of its row."""
        return {f"{self.name}.{row.name}.{column.name}": row.name for row in self.rows for column in self.columns}

    @cached_property
    def row_names(self) -> tuple[str, ...]:
        """Row names in order."""
        return tuple(row.name for row in self.rows)

    @cached_property
    def rows_called(self) -> dict[str, tuple[str, ...]]:
        """Name of a row, or of a group -> the names of the rows that are it, or belong to it, in order."""
        found: dict[str, tuple[str, ...]] = {}
        for row in self.rows:
            for name in (row.name,) if row.group is None else (row.name, row.group):
                found[name] = (*found.get(name, ()), row.name)
        return found

    @cached_property
    def column_names(self) -> tuple[str, ...]:
        """Column names in order."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def total_column(self) -> str | None:
        """Name of the column that sums up the others; None if there is none."""
        return next((column.name for column in self.columns if column.total), None)

    def cells_of(self, row: str) -> tuple[str, ...]:
        """Names of the cells of a row."""
        return tuple(f"{self.name}.{row}.{column.name}" for column in self.columns)

    def row(self, name: str) -> Row:
        """The row of that name; KeyError if there is none."""
        return self.rows[self._row_index[name]]

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none."""
        return self.columns[self._column_index[name]]

    @cached_property
    def _row_index(self) -> dict[str, int]:
        return {name: index for index, name in enumerate(self.row_names)}

    @cached_property
    def _column_index(self) -> dict[str, int]:
        return {name: index for index, name in enumerate(self.column_names)}


class Section(Struct, frozen=True):
    """One of the sections that a report must have."""

    number: str
    """`一` to `六`."""
    title: Text
    keywords: tuple[str, ...]
    """A heading belongs to this section if it contains one of these."""
    anew: bool = False
    """True if its text has to be written anew every year."""


class CellName(Struct, frozen=True):
    """A cell name taken apart."""

    table: str
    row: str
    column: str

    def __str__(self) -> str:
        """`table.row.column`."""
        return f"{self.table}.{self.row}.{self.column}"

    @classmethod
    def parse(cls, name: str) -> Self:
        """Take `table.row.column` apart; the row may hold a dot."""
        table, _, rest = name.partition(".")
        row, _, column = rest.rpartition(".")
        return cls(table, row, column)


PREVIOUS, UNITS = "previous", "units"
"""First words of the names of cells in other reports: of the year before, of the units below."""


MOST_YEARS_BACK = 5
"""Of how many years the reports before one can be named."""


def years_back(years: int) -> str:
    """`previous`, `previous.previous` and so on: the report of so many years before."""
    return ".".join([PREVIOUS] * years)


def split_block(name: str) -> tuple[str, str]:
    """`previous.requests.new.total` -> (`previous`, `requests.new.total`); `units.3.` likewise; "" for an own cell."""
    head, _, rest = name.partition(".")
    if head == PREVIOUS:
        earlier, own = split_block(rest)
        return (f"{head}.{earlier}" if earlier else head), own
    if head == UNITS:
        number, _, cell = rest.partition(".")
        return f"{head}.{number}", cell
    return "", name


class Form(Struct, frozen=True, dict=True):
    """An official form in one edition, or a hybrid of two."""

    id: str
    """`annual-report-2021`."""
    title: Text
    first_year: int
    """First year reported on this form."""
    last_year: int | None
    """Last year, or None while it is in force."""
    basis: str
    tables: tuple[Table, ...]
    """In the order of the form."""
    sections: tuple[Section, ...] = ()

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """All cell names in order: the vector of a report."""
        return tuple(cell for table in self.tables for cell in table.cells)

    @cached_property
    def index(self) -> dict[str, int]:
        """Place of each cell in the vector."""
        return {cell: place for place, cell in enumerate(self.cells)}

    @cached_property
    def editions(self) -> tuple[tuple[str, str], ...]:
        """(table, edition) of every table: equal for two forms with the same cells."""
        return tuple((table.name, table.edition) for table in self.tables)

    def table(self, name: str) -> Table:
        """The table of that name; KeyError if there is none."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Table]:
        return {table.name: table for table in reversed(self.tables)}

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The column of each cell, in the order of `cells`."""
        return tuple(column for table in self.tables for _ in table.rows for column in table.columns)

    def with_table(self, table: Table) -> Self:
        """The hybrid in which the table of the same name is replaced."""
        return replace(self, tables=tuple(table if old.name == table.name else old for old in self.tables))


class ReportBlock(Struct, frozen=True, dict=True):
    """The cells of another report beside those of the one that is checked: more of the same vector."""

    name: str
    """`previous` for last year's, `previous.previous` for that of the year before, `units.0`, `units.1`, ... for those
    of the units below."""
    form: Form

    @property
    def kind(self) -> str:
        """`previous`, `previous.previous` and so on, or `units`."""
        return UNITS if self.name.startswith(UNITS) else self.name

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """Cell names with that of the block before them."""
        return tuple(f"{self.name}.{cell}" for cell in self.form.cells)

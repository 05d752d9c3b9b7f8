"""Which rows and columns of a table to show beside a finding. Data only: no colours, no sentences.

Shown are the rows and columns of the finding's terms, the nearest others for orientation and the column of totals. What
is left out is counted: columns are folded into one that holds their sum, rows into a line that says how many.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from validator.model.finding import Finding, FindingTerm
from validator.model.form import CellName, Column, Row, Table
from validator.model.report import CellValue, Reading, Report

_LONG_SUM = 8
"""Terms of a finding that are all shown; of a longer one, those that are 0 or blank are left out."""
_OPEN = frozenset({Reading.AMBIGUOUS, Reading.UNREADABLE})
_SMALL = 4
"""A table of so many rows or columns is shown whole."""


class ExcerptColumn(Struct, frozen=True):
    """One column of an excerpt: a column of the table, or several folded into one."""

    columns: tuple[Column, ...]

    @property
    def folded(self) -> bool:
        """True if it stands for several columns."""
        return len(self.columns) > 1


class ExcerptCell(Struct, frozen=True):
    """What is shown of one cell; of folded cells, their sum."""

    reading: Reading
    """AMBIGUOUS for folded cells one of which is not known."""
    value: Decimal | None = None
    """As printed, in the printed unit; None where there is no number."""
    unit: str | None = None
    """Unit printed in the cell, where it is not the one printed in the header."""
    raw: str = ""
    """Text of an unreadable cell; empty if the cell is not in the document."""
    letter: str = ""
    """The letter under which the equation knows the cell."""
    change: str = ""
    """What the cell should hold, in an excerpt that shows what to change."""


class ExcerptRow(Struct, frozen=True):
    """One row of an excerpt."""

    row: Row
    cells: tuple[ExcerptCell, ...]
    """One for each column of the excerpt."""


class SkippedRows(Struct, frozen=True):
    """Rows left out between two others, or at an end."""

    count: int


class Excerpt(Struct, frozen=True):
    """A part of one table."""

    table: Table
    columns: tuple[ExcerptColumn, ...]
    rows: tuple[ExcerptRow | SkippedRows, ...]


def open_terms(finding: Finding, report: Report) -> tuple[FindingTerm, ...]:
    """The terms whose number is not known, blanks aside."""
    return tuple(term for term in finding.terms if (cell := cell_of(term, report)) and cell.reading in _OPEN)


def cell_of(term: FindingTerm, report: Report) -> CellValue | None:
    """The cell of a term, in the report the finding is about or in another; None if there is none."""
    owner = report if term.source is None else term.source
    return owner[term.place] if term.place in owner.form.index else None


def shown_terms(finding: Finding, report: Report) -> tuple[FindingTerm, ...]:
    """The terms to show: all of a short relation; of a long sum those that are not 0 or blank.

    Always shown are a term that stands alone on its side, one that other findings share, one that is not known, and one
    that is suspected.
    """
    if len(finding.terms) <= _LONG_SUM:
        return finding.terms
    alone = {side for side in ("left", "right") if sum(term.side == side for term in finding.terms) == 1}
    letters = {link.letter for link in finding.also}
    letters |= {term.letter for term in open_terms(finding, report)}
    if finding.doubt is None:
        suspected = {cell.cell for suspect in finding.suspects for cell in suspect.cells}
        letters |= {term.letter for term in finding.terms if term.cell in suspected}
    return tuple(term for term in finding.terms if term.value or term.side in alone or term.letter in letters)


def excerpts(finding: Finding, report: Report) -> tuple[Excerpt, ...]:
    """One excerpt for each table that holds a term of the finding, in the order of the form."""
    letters = {term.cell: term.letter for term in shown_terms(finding, report) if term.cell in report.form.index}
    places = [CellName.parse(cell) for cell in letters]
    return tuple(
        _excerpt(table, [place for place in places if place.table == table.name], letters, report)
        for table in report.form.tables
        if any(place.table == table.name for place in places)
    )


def corrected(excerpt: Excerpt, changes: Mapping[str, str]) -> Excerpt:
    """The excerpt without letters; `changes`: cell -> what it should hold."""

    def cell(row: Row, column: ExcerptColumn, shown: ExcerptCell) -> ExcerptCell:
        name = "" if column.folded else str(CellName(excerpt.table.name, row.name, column.columns[0].name))
        return replace(shown, letter="", change=changes.get(name, ""))

    rows = tuple(
        part
        if isinstance(part, SkippedRows)
        else replace(part, cells=tuple(cell(part.row, *both) for both in zip(excerpt.columns, part.cells, strict=True)))
        for part in excerpt.rows
    )
    return replace(excerpt, rows=rows)


def whole(table: Table, report: Report) -> Excerpt:
    """The whole table, without letters."""
    columns = tuple(ExcerptColumn((column,)) for column in table.columns)
    return Excerpt(table, columns, tuple(_row(table, row, columns, {}, report) for row in table.rows))


def _excerpt(table: Table, places: Sequence[CellName], letters: dict[str, str], report: Report) -> Excerpt:
    columns = _columns(table, {place.column for place in places})
    rows = _rows(table, {place.row for place in places})
    parts: list[ExcerptRow | SkippedRows] = []
    skipped = 0
    for row in table.rows:
        if row.name not in rows:
            skipped += 1
            continue
        if skipped:
            parts.append(SkippedRows(skipped))
            skipped = 0
        parts.append(_row(table, row, columns, letters, report))
    if skipped:
        parts.append(SkippedRows(skipped))
    return Excerpt(table, columns, tuple(parts))


def _columns(table: Table, involved: set[str]) -> tuple[ExcerptColumn, ...]:
    """The involved columns, one neighbour, the total; the rest folded before the total."""
    names, total = table.column_names, table.total_column
    if len(names) <= _SMALL or total is None:
        return tuple(ExcerptColumn((column,)) for column in table.columns)
    shown = involved | {total}
    if len(involved - {total}) == 1:
        shown |= _neighbour(table, involved)
    rest = tuple(column for column in table.columns if column.name not in shown)
    if len(rest) == 1:
        shown, rest = set(names), ()
    result = [ExcerptColumn((column,)) for column in table.columns if column.name in shown]
    if rest:
        before = next(at for at, column in enumerate(result) if column.columns[0].name == total)
        result.insert(before, ExcerptColumn(rest))
    return tuple(result)


def _neighbour(table: Table, involved: set[str]) -> set[str]:
    """The column after the one involved, or the one before where the total follows."""
    parts = [name for name in table.column_names if name != table.total_column]
    at = next(at for at, name in enumerate(parts) if name in involved)
    return {parts[at + 1] if at + 1 < len(parts) else parts[at - 1]}


def _rows(table: Table, involved: set[str]) -> set[str]:
    """The involved rows; of a single one also the rows before and after it."""
    names = table.row_names
    if len(names) <= _SMALL:
        return set(names)
    if len(involved) > 1:
        return involved
    at = next(at for at, name in enumerate(names) if name in involved)
    return set(names[max(at - 1, 0) : at + 2])


def _row(
    table: Table, row: Row, columns: Sequence[ExcerptColumn], letters: dict[str, str], report: Report
) -> ExcerptRow:
    cells = []
    for shown in columns:
        names = [f"{table.name}.{row.name}.{column.name}" for column in shown.columns]
        values = [report[name] for name in names]
        cells.append(_fold(values) if shown.folded else _cell(values[0], shown.columns[0], letters.get(names[0], "")))
    return ExcerptRow(row, tuple(cells))


def _cell(value: CellValue, column: Column, letter: str) -> ExcerptCell:
    unit = None if value.unit == column.unit and column.unit_printed else value.unit
    return ExcerptCell(value.reading, value.value, unit, value.raw.strip(), letter)


def _fold(values: Sequence[CellValue]) -> ExcerptCell:
    readings = {value.reading for value in values}
    if readings & _OPEN:
        return ExcerptCell(Reading.AMBIGUOUS)
    if readings == {Reading.BLANK}:
        return ExcerptCell(Reading.BLANK)
    return ExcerptCell(Reading.READ, sum((value.value for value in values if value.value is not None), Decimal(0)))

"""What the extraction tells beside the numbers: missing rows, blanks, things that are not numbers.

Each observation has a code; the rule of the pack with the same `observe` decides whether and how much it weighs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations

from validator.checking._cut_off import told_once
from validator.checking.table_shape import COLUMN_MISSING, ROW_MISSING, Failure, ShapePlace, failures
from validator.model.document import Location
from validator.model.form import CellName, Table
from validator.model.numbers import Kind, read_number
from validator.model.observations import facts
from validator.model.observations.kinds import Observation, ObservationKind
from validator.model.report import MISSING, CellValue, Reading, Report

_CUT_OFF = 2
"""Missing rows at the end of a table that make it cut off rather than faulty."""


def observe(
    reports: Sequence[Report], totals: frozenset[str], blank_totals: Sequence[Sequence[str]]
) -> tuple[tuple[Observation, ...], ...]:
    """All observations on reports that share a form, one tuple a report; what the layout noticed comes first.

    `totals`: the cells that a relation states as the sum of others; tables that have none are tables without sums.
    `blank_totals`: for each report, those that are blank although their parts are not 0: no blank that counts 0.
    """
    summed = {CellName.parse(total).table for total in totals}
    return tuple(
        (Observation(ObservationKind.REPORT_BLANK),)
        if _is_blank(report)
        else told_once(report, (*report.observations, *_observed(report, summed, unknown)))
        for report, unknown in zip(reports, blank_totals, strict=True)
    )


def _observed(report: Report, summed: AbstractSet[str], unknown: Sequence[str]) -> Iterable[Observation]:
    """What the tables of a report tell; `summed`: those that have sums; `unknown`: blank totals that are not 0."""
    failed = failures(report)
    for table in report.form.tables:
        yield from _shape(report, table, [failure for failure in failed if failure.place.table is table])
        yield from _blanks(report, table, unknown, has_sums=table.name in summed)
        yield from _signs(report, table)
        if table.name in summed and table.arrangement == "rows":
            yield from _identical_rows(report, table)


def missing_totals(report: Report, totals: Sequence[str]) -> Iterable[Observation]:
    """Blank totals whose parts are not 0, one observation a table."""
    for table in report.form.tables:
        cells = tuple(name for name in totals if CellName.parse(name).table == table.name)
        if cells:
            yield _cells_listed(ObservationKind.TOTAL_BLANK, table, cells, report[cells[0]].location)


def _is_blank(report: Report) -> bool:
    return all(value.reading is Reading.BLANK or value is MISSING for value in report.cells)


def _shape(report: Report, table: Table, failed: Sequence[Failure]) -> Iterable[Observation]:
    missing = [failure.place.row for failure in failed if failure.check == ROW_MISSING]
    if len(missing) == len(table.rows):
        yield Observation(ObservationKind.TABLE_MISSING, table.name)
        return
    tail = _tail(table, missing)
    if len(tail) >= _CUT_OFF:
        last = table.row_names[len(table.rows) - len(tail) - 1]
        cut_off = facts.RowsCutOff(tail, last=last)
        yield Observation(ObservationKind.TABLE_INCOMPLETE, table.name, facts=cut_off)
    else:
        tail = ()
    rest = tuple(row for row in missing if row not in tail)
    if rest:
        yield Observation(ObservationKind.ROW_MISSING, table.name, facts=facts.RowsMissing(rest))
    if any(failure.check == COLUMN_MISSING for failure in failed):
        found = [row for row in table.row_names if row not in missing]
        gone = tuple(
            column
            for column in table.column_names
            if all(report[f"{table.name}.{row}.{column}"] is MISSING for row in found)
        )
        yield Observation(ObservationKind.COLUMN_MISSING, table.name, facts=facts.ColumnsMissing(gone))
    for failure in failed:
        if failure.place.column is not None:
            yield _cell_failure(report, failure.check, failure.place)


def _tail(table: Table, missing: Sequence[str]) -> tuple[str, ...]:
    """The missing rows at the end of the table."""
    tail: list[str] = []
    for row in reversed(table.row_names):
        if row not in missing:
            break
        tail.insert(0, row)
    return tuple(tail)


def _cell_failure(report: Report, check: str, place: ShapePlace) -> Observation:
    value = report[place.cell]
    said = facts.PrintedCell(value.raw)
    if value.unit and place.column:
        said = facts.PrintedCell(value.raw, value.unit, place.table.column(place.column).unit)
    return Observation(ObservationKind.of(check), place.table.name, (place.cell,), value.location, said)


def _blanks(report: Report, table: Table, unknown: Sequence[str], *, has_sums: bool) -> Iterable[Observation]:
    """Blank cells. In tables with sums zeros are commonly left blank and count 0; elsewhere the number is missing."""
    values = {name: report[name] for name in table.cells}
    if not any(value.reading is not Reading.BLANK and value is not MISSING for value in values.values()):
        blank = tuple(name for name, value in values.items() if value is not MISSING)
        if blank:
            yield _cells_listed(ObservationKind.CELLS_BLANK, table, blank, None)
        return
    blank = tuple(name for name, value in values.items() if _is_empty(value) and name not in unknown)
    if not blank:
        return
    if has_sums:
        yield Observation(ObservationKind.BLANKS_AS_ZERO, table.name, facts=facts.CellsCounted(len(blank)))
    else:
        location = next((values[name].location for name in blank if values[name].location), None)
        yield _cells_listed(ObservationKind.CELLS_BLANK, table, blank, location)


def _is_empty(value: CellValue) -> bool:
    return value.reading is Reading.BLANK and read_number(value.raw).kind is Kind.BLANK


def _signs(report: Report, table: Table) -> Iterable[Observation]:
    """Doubled signs (`--253`), and a plus in a column that has no signs: the number may belong elsewhere."""
    for name in table.cells:
        value = report[name]
        if value.value is None or value.raw[:1].isdecimal():  # no sign
            continue
        printed = read_number(value.raw)
        signed = table.column(CellName.parse(name).column).signed
        if printed.doubtful_sign or (printed.signed and not signed and value.value >= 0):
            said = facts.PrintedText(value.raw)
            yield Observation(ObservationKind.SIGN_DOUBTFUL, table.name, (name,), value.location, said)


def _identical_rows(report: Report, table: Table) -> Iterable[Observation]:
    """Pairs of rows with the same numbers, none of them 0: a row may have been copied."""
    rows = {}
    for row in table.row_names:
        numbers = tuple(report[f"{table.name}.{row}.{column}"].value for column in table.column_names)
        if all(numbers):
            rows[row] = numbers
    for first, second in combinations(rows, 2):
        if rows[first] == rows[second]:
            cells = tuple(f"{table.name}.{row}.{table.column_names[0]}" for row in (first, second))
            location = report[cells[1]].location
            alike = facts.RowsAlike((first, second))
            yield Observation(ObservationKind.ROWS_IDENTICAL, table.name, cells, location, alike)


def _cells_listed(
    kind: ObservationKind, table: Table, cells: tuple[str, ...], location: Location | None
) -> Observation:
    return Observation(kind, table.name, cells, location, facts.CellsListed(cells))

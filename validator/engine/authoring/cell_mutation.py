"""Cells of reports without an error, altered one by one: what the pack notices, locates and corrects."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from random import Random

from msgspec.structs import replace

from validator.checking.checker import Checker
from validator.model.finding import Finding
from validator.model.form import CellName, Form
from validator.model.mistake import mistakes_of
from validator.model.report import CellValue, Reading, Report
from validator.model.rules.rule import Severity
from validator.packs.pack import Pack
from validator.proving.consistent import ConsistentNumbers
from validator.proving.scores import CellScore

_TOLD = frozenset({Severity.ERROR, Severity.WARNING})
"""What counts as noticed."""
_TRIES = 20
"""Made-up reports that are looked at for each that is wanted."""

_Changes = Mapping[str, Decimal]


def made_reports(pack: Pack, form: Form, count: int, seed: int = 1) -> tuple[Report, ...]:
    """Reports on a form in which nothing is an error or a warning; fewer than asked for if there are hardly any."""
    checker, numbers = Checker(pack), ConsistentNumbers(pack, form).made(Random(seed))  # noqa: S311 - no secret
    made = (_report(pack, form, one, number) for number, one in enumerate(islice(numbers, count * _TRIES), 1))
    return tuple(islice((one for one in made if _is_sound(checker, one)), count))


def _report(pack: Pack, form: Form, numbers: Mapping[str, Fraction], number: int) -> Report:
    cells = tuple(_value(_decimal(numbers.get(cell, Fraction(0)))) for cell in form.cells)
    return Report(f"made-up-{number}", "text", pack.example_organ, form.first_year, form, cells)


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def _value(number: Decimal) -> CellValue:
    places = max(0, -int(number.as_tuple().exponent))
    return CellValue(Reading.READ, number, str(number), places=places)


def cell_scores(pack: Pack, reports: Sequence[Report], today: date) -> tuple[CellScore, ...]:
    """Alter every cell of the reports in every way; one score for each table, form and alteration.

    A report in which a relation or a sentence is violated as it stands is left out.
    """
    checker = Checker(pack)
    found: dict[tuple[str, str, str], CellScore] = {}
    for report in reports:
        if not _is_sound(checker, report):
            continue
        for (table, alteration), score in _scores(checker, report, today):
            key = (score.form, table, alteration)
            found[key] = found[key] + score if key in found else score
    return tuple(found.values())


def _scores(checker: Checker, report: Report, today: date) -> Iterator[tuple[tuple[str, str], CellScore]]:
    wanted = frozenset(rule.id for rule in checker.pack.rules)
    altered = [
        (table.name, name, changes)
        for table in report.form.tables
        for cell in table.cells
        for name, alter in ALTERATIONS.items()
        if (changes := alter(report, cell))
    ]
    reports = [_with(report, changes) for _, _, changes in altered]
    before = _keys(checker.check([report], wanted, today)[0].findings)
    results = checker.check(reports, wanted, today)
    for (table, name, changes), one, result in zip(altered, reports, results, strict=True):
        findings = checker.locate(one, result.findings, wanted, result.claims)
        noticed = bool(_keys(findings) - before)
        located, corrected = _named(report, one, findings, changes)
        score = CellScore(report.form.table(table).edition, table, name, 1, noticed, located, corrected)
        yield (table, name), score


def _is_sound(checker: Checker, report: Report) -> bool:
    wanted = frozenset(rule.id for rule in checker.pack.rules)
    return not any(one.comparator and one.severity in _TOLD for one in checker.check([report], wanted)[0].findings)


def _keys(findings: Sequence[Finding]) -> frozenset[object]:
    """What tells the findings that count from each other."""
    return frozenset((one.rule, one.table, one.each, one.quotation) for one in findings if one.severity in _TOLD)


def _with(report: Report, changes: _Changes) -> Report:
    cells = list(report.cells)
    for cell, number in changes.items():
        at = report.form.index[cell]
        cells[at] = replace(cells[at], reading=Reading.READ, value=number, raw=str(number))
    return replace(report, cells=tuple(cells))


def _named(report: Report, altered: Report, findings: Sequence[Finding], changes: _Changes) -> tuple[bool, bool]:
    """Whether the altered cells are those that the mistakes name, and whether with the numbers that stood there."""
    named = [one.named for one in mistakes_of(altered, findings) if one.severity in _TOLD]
    cells = {cell.cell: cell.new for suspect in named if suspect is not None for cell in suspect.cells}
    if None in named or cells.keys() != changes.keys():
        return False, False
    columns = dict(zip(report.form.cells, report.form.columns, strict=True))
    return True, all(cells[cell] == report[cell].amount(columns[cell]) for cell in changes)


def _number(report: Report, cell: str) -> Decimal | None:
    """The number that stands in a cell, 0 in a blank one; None where something else does."""
    value = report[cell]
    return Decimal(0) if value.reading is Reading.BLANK else value.value


def _more(report: Report, cell: str) -> _Changes:
    number = _number(report, cell)
    return {} if number is None else {cell: number + 1}


def _zeroed(report: Report, cell: str) -> _Changes:
    return {cell: Decimal(0)} if _number(report, cell) else {}


def _swapped(report: Report, cell: str) -> _Changes:
    """Two digits beside each other, the last ones that differ."""
    text = str(_number(report, cell) or "")
    for at in range(len(text) - 2, -1, -1):
        if text[at : at + 2].isdigit() and text[at] != text[at + 1]:
            return {cell: Decimal(text[:at] + text[at + 1] + text[at] + text[at + 2 :])}
    return {}


def _moved(report: Report, cell: str) -> _Changes:
    """A number that went into the empty cell of the next row or column."""
    number = _number(report, cell)
    name = CellName.parse(cell)
    table = report.form.table(name.table)
    row, column = table.row_names.index(name.row), table.column_names.index(name.column)
    beside = [
        f"{table.name}.{table.row_names[down]}.{table.column_names[right]}"
        for down, right in ((row, column + 1), (row + 1, column))
        if down < len(table.rows) and right < len(table.columns)
    ]
    for other in beside:
        if number and _number(report, other) == 0:
            return {cell: Decimal(0), other: number}
    return {}


ALTERATIONS: Mapping[str, Callable[[Report, str], _Changes]] = {
    "plus-one": _more,
    "digits-swapped": _swapped,
    "zeroed": _zeroed,
    "moved": _moved,
}
"""Name -> the cells that it changes, with their new numbers; none where there is nothing to alter."""

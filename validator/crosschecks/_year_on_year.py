"""What comparing a report with last year's tells beside the relations: leaps, and what was only copied."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from validator.model.form import PREVIOUS, Table
from validator.model.observations.facts import Leaps, SectionRepeated, TableRepeated
from validator.model.observations.kinds import Observation, ObservationKind
from validator.model.report import Report
from validator.recognition.sections import section_texts

_TIMES = 10
"""A number that grew or shrank so many times has leapt."""
_LARGE = 100
"""The larger of the two numbers, from which on a leap is worth a word: 1 request and then 12 is no leap."""
_TELLING = 4
"""Different numbers, none of them 0, from which on equal tables are no coincidence."""
_COPIED = 90
"""Per cent of the text that two sections share when one is a copy of the other."""
_LONG = 60
"""Characters of a section that is long enough to be compared."""
_WRITTEN_ANEW = ("一", "五")
"""Sections that have to be written anew every year: the overview, problems and improvements."""


def compare(report: Report, previous: Report) -> Iterator[Observation]:
    """All observations on a report beside last year's."""
    yield from _leaps(report, previous)
    yield from _repeated_tables(report, previous)
    yield from _repeated_sections(report, previous)


def _is_leap(new: Fraction | None, old: Fraction | None) -> bool:
    if new is None or old is None:
        return False
    small, large = sorted((old, new))
    return small > 0 and large >= _LARGE and large >= _TIMES * small


def _leaps(report: Report, previous: Report) -> Iterator[Observation]:
    then = dict(zip(previous.form.cells, previous.cells, strict=True))
    columns = dict(zip(previous.form.cells, previous.form.columns, strict=True))
    cells = [
        name
        for name, column, value in zip(report.form.cells, report.form.columns, report.cells, strict=True)
        # Signed numbers are changes themselves. Most numbers are 0, in one year at least.
        if value.value and name in then and then[name].value and not column.signed
        if _is_leap(value.amount(column), then[name].amount(columns[name]))
    ]
    if cells:
        both = tuple(one for name in cells for one in (name, f"{PREVIOUS}.{name}"))
        yield Observation(ObservationKind.FIGURES_JUMP, None, both, report[cells[0]].location, Leaps(len(cells)))


def _repeated_tables(report: Report, previous: Report) -> Iterator[Observation]:
    """Tables that hold the same numbers as last year's; the parts of table two are one table here."""
    for number in dict.fromkeys(table.number for table in report.form.tables):
        parts = [table for table in report.form.tables if table.number == number]
        cells = [cell for table in parts for cell in table.cells]
        if all(_has_cells(previous, table) for table in parts):
            now = [report[cell].value for cell in cells]
            then = [previous[cell].value for cell in cells]
            if now == then and len({value for value in now if value}) >= _TELLING:
                location = next((report[cell].location for cell in cells if report[cell].value), None)
                repeated = TableRepeated(number, previous.path)
                yield Observation(ObservationKind.TABLE_REPEATED, parts[0].name, (), location, repeated)


def _has_cells(report: Report, table: Table) -> bool:
    return any(one.cells == table.cells for one in report.form.tables)


def _repeated_sections(report: Report, previous: Report) -> Iterator[Observation]:
    now, then = _sections(report), _sections(previous)
    for number in _WRITTEN_ANEW:
        if number in now and number in then:
            share = _shared(now[number], then[number])
            if share >= _COPIED:
                repeated = SectionRepeated(number, int(share), previous.path)
                yield Observation(ObservationKind.PROSE_REPEATED, facts=repeated)


def _sections(report: Report) -> dict[str, str]:
    """The sections without their figures: copies with other numbers in them are copies."""
    texts = section_texts([paragraph.text for paragraph in report.prose], report.form.sections)
    bare = {number: "".join(char for char in text if not char.isdigit()) for number, text in texts.items()}
    return {number: text for number, text in bare.items() if len(text) >= _LONG}


def _shared(first: str, second: str) -> float:
    from rapidfuzz import fuzz

    return fuzz.ratio(first, second, score_cutoff=_COPIED)

"""What comparing a report with last year's tells beside the relations: leaps, and what was only copied.

From where on a number has leapt and a text is a copy says the rule that observes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from validator.crosschecks._effort import Effort
from validator.model.form import PREVIOUS, Table
from validator.model.observations.comparison_facts import Leaps, SectionRepeated, TableRepeated
from validator.model.observations.kinds import Observation, ObservationKind
from validator.model.report import Report
from validator.model.rules.rule import Rule
from validator.recognition.sections import section_texts

Limits = Mapping[str, int]
"""`Rule.limits`."""


def compare(report: Report, previous: Report, rules: Iterable[Rule], effort: Effort) -> Iterator[Observation]:
    """All observations on a report beside last year's that one of the rules asks for, within its limits.

    Raises TooCostlyError, behind those that were made before.
    """
    limits = {rule.observe: rule.limits for rule in rules}
    for code, observe in _OBSERVED.items():
        if code in limits:
            yield from observe(report, previous, limits[code])
    if ObservationKind.PROSE_REPEATED in limits:
        yield from _repeated_sections(report, previous, limits[ObservationKind.PROSE_REPEATED], effort)


def _leaps(report: Report, previous: Report, limits: Limits) -> Iterator[Observation]:
    then = dict(zip(previous.form.cells, previous.cells, strict=True))
    columns = dict(zip(previous.form.cells, previous.form.columns, strict=True))
    cells = [
        name
        for name, column, value in zip(report.form.cells, report.form.columns, report.cells, strict=True)
        # Signed numbers are changes themselves. Most numbers are 0, in one year at least.
        if value.value and name in then and then[name].value and not column.signed
        if _is_leap(value.amount(column), then[name].amount(columns[name]), limits)
    ]
    if cells:
        both = tuple(one for name in cells for one in (name, f"{PREVIOUS}.{name}"))
        yield Observation(ObservationKind.FIGURES_JUMP, None, both, report[cells[0]].location, Leaps(len(cells)))


def _is_leap(new: Fraction | None, old: Fraction | None, limits: Limits) -> bool:
    if new is None or old is None:
        return False
    small, large = sorted((old, new))
    return small > 0 and large >= limits["from"] and large >= limits["times"] * small


def _repeated_tables(report: Report, previous: Report, limits: Limits) -> Iterator[Observation]:
    """Tables that hold the same numbers as last year's; the tables of one section are one table here."""
    for number in dict.fromkeys(table.number for table in report.form.tables):
        parts = [table for table in report.form.tables if table.number == number]
        cells = [cell for table in parts for cell in table.cells]
        if all(_has_cells(previous, table) for table in parts):
            now = [report[cell].value for cell in cells]
            then = [previous[cell].value for cell in cells]
            if now == then and len({value for value in now if value}) >= limits["different"]:
                location = next((report[cell].location for cell in cells if report[cell].value), None)
                repeated = TableRepeated(number, previous.path)
                yield Observation(ObservationKind.TABLE_REPEATED, parts[0].name, (), location, repeated)


def _has_cells(report: Report, table: Table) -> bool:
    return any(one.cells == table.cells for one in report.form.tables)


def _repeated_sections(report: Report, previous: Report, limits: Limits, effort: Effort) -> Iterator[Observation]:
    effort.look_through(report, previous)
    now, then = (_sections(one, limits["characters"]) for one in (report, previous))
    for number in (section.number for section in report.form.sections if section.anew):
        if number in now and number in then:
            effort.compare(now[number], then[number])
            share = _shared(now[number], then[number], limits["share"])
            if share >= limits["share"]:
                repeated = SectionRepeated(number, int(share), previous.path)
                yield Observation(ObservationKind.PROSE_REPEATED, facts=repeated)


def _sections(report: Report, shortest: int) -> dict[str, str]:
    """The sections without their figures: copies with other numbers in them are copies."""
    texts = section_texts([paragraph.text for paragraph in report.prose], report.form.sections)
    bare = {number: "".join(char for char in text if not char.isdigit()) for number, text in texts.items()}
    return {number: text for number, text in bare.items() if len(text) >= shortest}


def _shared(first: str, second: str, least: int) -> float:
    """Per cent of the texts that they share; 0 if that is below the least."""
    from rapidfuzz import fuzz

    return fuzz.ratio(first, second, score_cutoff=least)


_OBSERVED = {
    ObservationKind.FIGURES_JUMP: _leaps,
    ObservationKind.TABLE_REPEATED: _repeated_tables,
}

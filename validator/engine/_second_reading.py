"""Is it the report or our reading of it? Hold findings against a second, independent reading of the same file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from validator.model.document import Document
from validator.model.errors import UnreadableInputError
from validator.model.finding import Finding, SecondReading
from validator.model.form import CellName
from validator.model.observations.facts import OpenCells, ReadingsOpen
from validator.model.observations.kinds import Observation, ObservationKind
from validator.model.report import CellValue, Reading, Report
from validator.model.result import ReportResult
from validator.model.rules.rule import Severity, Verdict

if TYPE_CHECKING:
    from validator.checking.checker import Checker

Read = Callable[..., Document]
"""`(path, *, data, input_format, second, pages)` -> document: `validator.readers.read`, or what stands in for it.

Raises UnreadableInputError.
"""


class OldDocuments:
    """The documents of old Word and WPS among the files of a run, as LibreOffice reads them, where it is installed.

    Always, and not only where a relation is violated: the format is nowhere described in full, and a number that is
    misread may hide a violation as well.
    """

    def __init__(self) -> None:
        """No document is known yet."""
        self._waiting: dict[str, bytes] = {}
        self.second: dict[str, Report] = {}
        """Path -> the report in it; what LibreOffice could not convert is left out."""

    def add(self, path: str, data: bytes | None) -> None:
        """A file that was read; `data`: its content, where the path does not name a file."""
        self._waiting[path] = Path(path).read_bytes() if data is None else data

    def convert(self, read: Read, checker: Checker) -> None:
        """Read all that were added: together, since it takes LibreOffice longer to start than to convert a file."""
        if not self._waiting:
            return
        from validator.readers.libreoffice import convert_many

        paths = tuple(self._waiting)
        for path, docx in zip(paths, convert_many([self._waiting.pop(path) for path in paths], "doc"), strict=True):
            if docx is not None:
                with suppress(UnreadableInputError):
                    self.second[path] = checker.recognise(read(path, data=docx, input_format="docx"))

    def doubted(self, reports: Sequence[Report]) -> tuple[Report, ...]:
        """The reports, cells left open that LibreOffice reads otherwise."""
        return tuple(doubted(one, self.second[one.path]) if one.path in self.second else one for one in reports)

    def looked_at_again(
        self, read: Read, checker: Checker, checked: ReportResult, data: bytes | None = None
    ) -> ReportResult:
        """Violations held against a second reading, where the format allows one and the file can be read once more.

        `data`: the content of the file, if that is at hand.
        """
        from validator.engine.sources.sources import STANDARD_INPUT, load_again
        from validator.readers import SECOND_READERS

        report = checked.report
        if report.path in self.second:
            return confirm(checked, self.second[report.path])
        once_more = report.format in SECOND_READERS and report.part is None and report.path != STANDARD_INPUT
        if not once_more or not violated_relations(checked.findings):
            return checked
        try:
            data = load_again(report.path) if data is None else data
            return _held_against(read, checker, checked, data)
        except UnreadableInputError:
            return checked


def _held_against(read: Read, checker: Checker, checked: ReportResult, data: bytes | None) -> ReportResult:
    """Violations held against a second reading of a file. Raises UnreadableInputError if it cannot be read once more.

    Mostly both readings agree, and for that it is enough to look at the tables concerned, and at their pages. Only what
    is not found there as it was read first is worth a reading of everything.
    """
    report = checked.report
    cells = {term.cell for finding in checked.findings if _is_violation(finding) for term in finding.terms}
    if not cells:
        return checked
    document = None
    with suppress(UnreadableInputError):
        document = read(report.path, data=data, input_format=report.format, second=True, pages=_pages(report, cells))
        again = checker.read_again(document, report, cells)
        if all(cell in again and _agree(report[cell], again[cell]) for cell in cells):
            return _judged(checked, again)
    if document is None or _pages(report, cells) is not None:
        document = read(report.path, data=data, input_format=report.format, second=True)
    return confirm(checked, checker.recognise(document))


def _pages(report: Report, cells: AbstractSet[str]) -> frozenset[int] | None:
    """The pages on which the tables of some cells stand; None where that is not known, as in formats without pages."""
    tables = {CellName.parse(cell).table for cell in cells}
    places = [report[cell].location for table in report.form.tables if table.name in tables for cell in table.cells]
    found = {place.page for place in places if place is not None}
    known = [page for page in found if page is not None]
    return frozenset(range(min(known), max(known) + 1)) if known and len(known) == len(found) else None


def _agree(first: CellValue, again: CellValue) -> bool:
    return _independent(again) and not _is_in_picture(first) and (again.value or 0) == (first.value or 0)


def violated_relations(findings: Sequence[Finding]) -> bool:
    """True if a relation that must hold is violated, so that a second reading is worth its time."""
    return any(_is_violation(finding) and finding.severity is Severity.ERROR for finding in findings)


def confirm(checked: ReportResult, second: Report) -> ReportResult:
    """Findings and outcomes in the light of a second reading.

    A violation whose cells were read otherwise becomes undetermined: nobody is told that the report is wrong where our
    reading may be. Numbers of the text are not among the constraints that are counted.
    """
    return _judged(checked, {name: second[name] for name in second.form.cells})


def _judged(checked: ReportResult, second: Mapping[str, CellValue]) -> ReportResult:
    findings = tuple(_judge(checked.report, finding, second) for finding in checked.findings)
    pairs = zip(checked.findings, findings, strict=True)
    withdrawn = {new.key for old, new in pairs if old.verdict is not new.verdict}
    outcomes = tuple(
        replace(one, verdict=Verdict.UNDETERMINED) if one.key in withdrawn else one for one in checked.outcomes
    )
    return replace(checked, findings=findings, outcomes=outcomes)


def doubted(report: Report, second: Report) -> Report:
    """The report with every cell open that a second reading reads otherwise: neither reading is trusted more.

    For formats whose first reading is less than certain: there a wrong number may hide a violation as well.
    """
    differing = {
        name: (report[name].value, second[name].value)
        for name in report.form.cells
        if name in second.form.index
        and _independent(report[name])
        and _independent(second[name])
        and not _is_in_picture(report[name])
        and (report[name].value or 0) != (second[name].value or 0)
    }
    if not differing:
        return report
    cells = tuple(
        replace(value, reading=Reading.AMBIGUOUS, value=None, candidates=differing[name])
        if name in differing
        else value
        for name, value in zip(report.form.cells, report.cells, strict=True)
    )
    return replace(report, cells=cells, observations=(*report.observations, *_observations(report, differing)))


def _observations(
    report: Report, differing: Mapping[str, tuple[Decimal | None, Decimal | None]]
) -> Iterator[Observation]:
    for table in report.form.tables:
        cells = tuple(name for name in table.cells if name in differing)
        if cells:
            found = tuple((name, value) for name in cells for value in differing[name] if value is not None)
            first = report[cells[0]]
            choices = ReadingsOpen((OpenCells(cells[0].rpartition(".")[0], first.raw, found),))
            yield Observation(ObservationKind.READING_AMBIGUOUS, table.name, cells, first.location, choices)


def _is_violation(finding: Finding) -> bool:
    return finding.comparator is not None and finding.verdict is Verdict.VIOLATED


def _judge(report: Report, finding: Finding, second: Mapping[str, CellValue]) -> Finding:
    if not _is_violation(finding):
        return finding
    if not finding.terms:
        return finding
    differing: dict[str, Decimal | None] = {}
    for term in finding.terms:
        again = second.get(term.cell)
        if again is None or not _independent(again) or _is_in_picture(report[term.cell]):
            return finding
        if (again.value or 0) != (report[term.cell].value or 0):
            differing[term.cell] = again.value
    if not differing:
        return replace(finding, second_reading=SecondReading({}))
    return replace(
        finding, verdict=Verdict.UNDETERMINED, severity=Severity.NOTE, second_reading=SecondReading(differing)
    )


def _independent(value: CellValue) -> bool:
    """False for a value that the relations had a hand in, or that was not read at all."""
    return value.reading in {Reading.READ, Reading.BLANK}


def _is_in_picture(value: CellValue) -> bool:
    """True for a value that a second reading does not see: it reads no pictures."""
    return value.location is not None and value.location.picture is not None

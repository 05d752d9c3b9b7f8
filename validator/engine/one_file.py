"""One file: what is recognised in it, and a second look at it where a relation is violated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from validator.model.document import Document
from validator.model.errors import UnreadableInputError
from validator.model.report import Report

if TYPE_CHECKING:
    from validator.checking.checker import Checker
    from validator.model.result import ReportResult

Read = Callable[..., Document]
"""`(path, *, data, input_format, second)` -> document; raises UnreadableInputError."""


class OldDocuments:
    """The documents of old Word and WPS among the files of a run, as LibreOffice reads them, where it is installed.

    Always, and not only where a relation is violated: the format is nowhere described in full, and a number that is
    misread may hide a violation as well.
    """

    def __init__(self) -> None:
        """None so far."""
        self._waiting: dict[str, bytes] = {}
        self.second: dict[str, Report] = {}
        """Path -> the report in it; what LibreOffice could not convert is left out."""

    def add(self, path: str, data: bytes | None) -> None:
        """A file that was read; `data`: its content, where the path does not name a file."""
        self._waiting[path] = Path(path).read_bytes() if data is None else data

    def convert(self, read: Read, checker: Checker) -> None:
        """Read all that were added: together, since it takes LibreOffice longer to start than to convert a file."""
        from validator.readers.libreoffice import convert_many

        paths = tuple(self._waiting)
        for path, docx in zip(paths, convert_many([self._waiting.pop(path) for path in paths], "doc"), strict=True):
            if docx is not None:
                with suppress(UnreadableInputError):
                    self.second[path] = checker.recognise(read(path, data=docx, input_format="docx"))

    def doubted(self, reports: Sequence[Report]) -> tuple[Report, ...]:
        """The reports, cells left open that LibreOffice reads otherwise."""
        from validator.engine._second_reading import doubted

        return tuple(doubted(one, self.second[one.path]) if one.path in self.second else one for one in reports)


def recognise_file(
    read: Read, checker: Checker, path: str, data: bytes | None, input_format: str | None, old: OldDocuments
) -> tuple[Report, ...]:
    """The reports in a file; `old` takes it if LibreOffice is to read it as well.

    `read`: `validator.readers.read`, or what does the same in safety. Raises UnreadableInputError.
    """
    document = read(path, data=data, input_format=input_format)
    found = checker.recognise_all(document)
    if document.format == "doc":
        old.add(path, data)
    return found


def look_again(
    read: Read, checker: Checker, checked: ReportResult, wanted: frozenset[str], old: OldDocuments
) -> ReportResult:
    """Hold violations against a second reading, and name the cells that explain what is still violated."""
    return located(checker, _read_again(read, checker, checked, old), wanted)


def _read_again(read: Read, checker: Checker, checked: ReportResult, old: OldDocuments) -> ReportResult:
    """Hold violations against a second reading, where the format allows one and the file can be read once more."""
    from validator.engine._second_reading import violated_relations
    from validator.engine.sources.sources import STANDARD_INPUT, load_again
    from validator.readers import SECOND_READERS

    report = checked.report
    if report.path in old.second:
        return _confirmed(checked, old.second[report.path])
    once_more = report.format in SECOND_READERS and report.part is None and report.path != STANDARD_INPUT
    if not once_more or not violated_relations(checked.findings):
        return checked
    try:
        data = load_again(report.path)
        second = checker.recognise(read(report.path, data=data, input_format=report.format, second=True))
    except UnreadableInputError:
        return checked
    return _confirmed(checked, second)


def _confirmed(checked: ReportResult, second: Report) -> ReportResult:
    from validator.engine._second_reading import confirm

    findings, outcomes = confirm(checked.report, checked.findings, checked.outcomes, second)
    counts = Counter(one.verdict for one in outcomes)
    return replace(checked, findings=findings, counts=counts, outcomes=outcomes)


def located(checker: Checker, checked: ReportResult, wanted: frozenset[str]) -> ReportResult:
    """Name the cells that explain what is violated."""
    return replace(checked, findings=checker.locate(checked.report, checked.findings, wanted, checked.claims))

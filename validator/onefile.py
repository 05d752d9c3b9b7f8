"""One file: what is recognised in it, and a second look at it where a relation is violated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from validator.document import Document
from validator.problem import UnreadableInputError
from validator.report import Report

if TYPE_CHECKING:
    from validator.checker import Checker
    from validator.pipeline import ReportResult

Read = Callable[..., Document]
"""`(path, *, data, input_format, second)` -> document; raises UnreadableInputError."""


def recognise_file(
    read: Read,
    checker: Checker,
    path: str,
    data: bytes | None,
    input_format: str | None,
    converted: dict[str, Report],
) -> tuple[Report, ...]:
    """The reports in a file; `converted` takes its second reading if LibreOffice has read it as well.

    `read`: `validator.readers.read`, or what does the same in safety. Raises UnreadableInputError.
    """
    from validator.secondreading import doubted

    document = read(path, data=data, input_format=input_format)
    found = checker.recognise_all(document)
    second = _by_libreoffice(read, checker, document, data)
    if second is None:
        return found
    converted[path] = second
    return tuple(doubted(report, second) for report in found)


def look_again(
    read: Read, checker: Checker, checked: ReportResult, wanted: frozenset[str], converted: Mapping[str, Report]
) -> ReportResult:
    """Hold violations against a second reading, and name the cells that explain what is still violated."""
    return located(checker, _read_again(read, checker, checked, converted), wanted)


def _by_libreoffice(read: Read, checker: Checker, document: Document, data: bytes | None) -> Report | None:
    """The report in a document of old Word or WPS as LibreOffice reads it; None where it is not installed or cannot.

    Always, and not only where a relation is violated: the format is nowhere described in full, and a number that is
    misread may hide a violation as well.
    """
    if document.format != "doc":
        return None
    from validator.readers.libreoffice import convert

    docx = convert(Path(document.path).read_bytes() if data is None else data, "doc")
    if docx is None:
        return None
    try:
        return checker.recognise(read(document.path, data=docx, input_format="docx"))
    except UnreadableInputError:
        return None


def _read_again(read: Read, checker: Checker, checked: ReportResult, converted: Mapping[str, Report]) -> ReportResult:
    """Hold violations against a second reading, where the format allows one and the file can be read once more."""
    from validator.readers import SECOND_READERS
    from validator.secondreading import violated_relations
    from validator.sources import STANDARD_INPUT, load_again

    report = checked.report
    if report.path in converted:
        return _confirmed(checked, converted[report.path])
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
    from validator.secondreading import confirm

    findings, outcomes = confirm(checked.report, checked.findings, checked.outcomes, second)
    counts = Counter(one.verdict for one in outcomes)
    return replace(checked, findings=findings, counts=counts, outcomes=outcomes)


def located(checker: Checker, checked: ReportResult, wanted: frozenset[str]) -> ReportResult:
    """Name the cells that explain what is violated."""
    return replace(checked, findings=checker.locate(checked.report, checked.findings, wanted, checked.claims))

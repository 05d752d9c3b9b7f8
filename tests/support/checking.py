"""Run the program on a report that is still in memory."""

from __future__ import annotations

from hypothesis import Phase, settings

from support.official import lay_out
from support.reports import ReportData
from support.style import OFFICIAL, Style
from support.writers import WRITERS
from validator.checking.checker import Checker
from validator.engine.pipeline import check_document
from validator.model.document import Document
from validator.model.result import ReportResult
from validator.model.rules.rule import Severity
from validator.packs.pack import load_pack
from validator.readers import read

CHECKER = Checker(load_pack())
"""The shipped pack, made ready."""


def read_written(report: ReportData, writer: str = "tabs", style: Style = OFFICIAL) -> Document:
    """The report written down in a format and read again."""
    one = WRITERS[writer]
    return read(f"report{one.suffix}", data=one.write(lay_out(report, style)))


def check_written(report: ReportData, writer: str = "tabs", style: Style = OFFICIAL) -> ReportResult:
    """The report written down in a format and checked."""
    return check_document(read_written(report, writer, style))


def check_text(text: str) -> ReportResult:
    """A text checked."""
    return check_document(read("report.txt", data=text.encode()))


def alarms(result: ReportResult) -> list[str]:
    """Rules that report more than a note. A hybrid of two forms is meant, where it is made."""
    return [
        finding.rule
        for finding in result.findings
        if finding.severity is not Severity.NOTE and finding.rule != "form-year-mismatch"
    ]


def law(share: float = 1) -> settings:
    """Settings of a law that runs the program: a share of the examples of the profile in force.

    Reports are made from a seed, and a smaller seed makes no simpler report: what fails is not shrunk.
    """
    examples = max(2, round(settings().max_examples * share))
    return settings(max_examples=examples, phases=(Phase.explicit, Phase.reuse, Phase.generate))

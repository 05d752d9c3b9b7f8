"""Reports with a planted fault, written down, checked and annotated, all in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from random import Random

from readers.pdf_reports import report_pdf

from support.official import lay_out
from support.page import Page
from support.randomreport import random_report
from support.reports import ReportData
from support.writers import WRITERS, workbook
from validator.annotators import ANNOTATORS
from validator.annotators.notes import Notes, notes_of
from validator.engine.pipeline import check_document
from validator.model.document import Document
from validator.model.result import ReportResult
from validator.packs.pack import load_pack
from validator.readers import read
from validator.readers._sniff import kind_of

MOMENT = datetime(2024, 1, 31, 9, 30, tzinfo=UTC)

MAKERS: Mapping[str, Callable[[Page], bytes]] = {
    **{name: one.write for name, one in WRITERS.items() if name.startswith(("docx", "html"))},
    "xlsx": workbook.one_sheet,
    "pdf": report_pdf,
}
"""Every way to write a report into a file that takes notes."""


def faulty(seed: int, name: str = "2021") -> ReportData:
    """A report in which one number of table three, and one total of table four, are wrong."""
    rng = Random(seed)  # noqa: S311 - a report needs no secrecy
    report = random_report(rng, name)
    cell = rng.choice(["requests.carried_out.natural_person", "requests.new.business", "requests.handled.total"])
    disputes = "disputes.reconsideration.total"
    return report.with_cells({cell: report.number(cell) + 3, disputes: report.number(disputes) + 1})


@cache
def written(maker: str, seed: int = 7) -> bytes:
    """A file with such a report in it."""
    return MAKERS[maker](lay_out(faulty(seed)))


@cache
def checked(data: bytes) -> ReportResult:
    return check_document(read("report", data=data))


@cache
def notes_on(data: bytes, language: str = "zh") -> Notes:
    return notes_of(checked(data), load_pack(), language)


def annotated(data: bytes, notes: Notes | None = None) -> bytes:
    """The file with the notes on what is wrong in it, or with others."""
    return ANNOTATORS[kind_of(data)](data, notes_on(data) if notes is None else notes, MOMENT)


@cache
def content(data: bytes) -> Document:
    """What a reader sees."""
    return read("report", data=data)

"""Reports as the programs of offices print them: every number is read, or said to be open, and hardly any is open."""

from __future__ import annotations

from random import Random

import pytest
from support.checking import CHECKER
from support.official import lay_out
from support.page import Line, Page
from support.printing import PRINTERS, Print, prints
from support.randomreport import FORMS, random_report
from support.reports import ReportData, zeros_left_blank
from support.style import Style

from validator.model.numbers import read_number
from validator.model.report import Reading, Report
from validator.readers import read

SEEDS = range(6)
MOST_OPEN = 0.02
"""Share of the cells that may be left open."""


def printed_report(seed: int, *, ruled: bool) -> tuple[ReportData, Page, Print]:
    rng = Random(seed)  # noqa: S311  the same numbers in every run are the point
    report = random_report(rng, rng.choice(FORMS))
    if rng.random() < 0.3:
        report = zeros_left_blank(report)
    page = list(lay_out(report, Style(unit_row=rng.random() < 0.3, documents_apart=rng.random() < 0.3)))
    # The tables come to stand elsewhere on their pages, and the page breaks elsewhere in them.
    for _ in range(rng.randint(0, 12)):
        page.insert(2, Line("本机关认真贯彻落实条例的要求，" * rng.randint(1, 5)))
    return report, tuple(page), prints(rng, ruled=ruled)


def open_and_wrong(found: Report, report: ReportData) -> tuple[list[str], list[str]]:
    """The cells that are left open, and those that are read as another number or not at all."""
    left_open = [name for name in report.cells if found[name].reading in {Reading.AMBIGUOUS, Reading.UNREADABLE}]
    wrong = [
        name
        for name, text in report.cells.items()
        if name not in left_open and (found[name].value or 0) != (read_number(text or "").value or 0)
    ]
    return left_open, wrong


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "open"])
@pytest.mark.parametrize("printer", PRINTERS)
def test_a_printed_report_is_read_whole(printer: str, *, ruled: bool) -> None:
    cases = [printed_report(seed, ruled=ruled) for seed in SEEDS]
    files = PRINTERS[printer]([(page, how) for _, page, how in cases])
    cells = left_open = 0
    for (report, _, how), data in zip(cases, files, strict=True):
        found = CHECKER.recognise(read("report.pdf", data=data))
        assert found.form.editions == report.form.editions
        doubtful, wrong = open_and_wrong(found, report)
        assert not wrong, how
        cells += len(report.cells)
        left_open += len(doubtful)
    assert left_open <= MOST_OPEN * cells

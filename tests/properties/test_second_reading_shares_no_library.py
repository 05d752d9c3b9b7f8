"""What one library gets wrong stands in one of the two readings only: the other takes its characters elsewhere."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from readers.pdf_reports import report_pdf
from support.checking import CHECKER, law
from support.official import lay_out
from support.randomreport import reports
from support.writers import WRITERS

from validator.model.numbers import read_number
from validator.model.report import Report
from validator.readers import read
from validator.readers.pdf import _written, reader
from validator.readers.pdf._characters import DrawnCharacter, DrawnText

if TYPE_CHECKING:
    from support.reports import ReportData

ROOT = Path(__file__).parents[2]
ANOTHER_DIGIT = str.maketrans("13579", "24680")
_WITHOUT_LXML = """
import json, sys
for name in [name for name in sys.modules if name.partition(".")[0] == "lxml"]:
    del sys.modules[name]
sys.modules["lxml"] = None
from validator.readers import read
document = read("report", data=sys.stdin.buffer.read(), second=True)
print(json.dumps([cell.text for grid in document.grids for cell in grid.cells]))
"""


def garbled(text: Callable[..., DrawnText]) -> Callable[..., DrawnText]:
    """The same, but with every odd digit taken for another one."""

    def taken(*arguments: object) -> DrawnText:
        drawn = text(*arguments)
        return drawn._replace(texts=[one.translate(ANOTHER_DIGIT) for one in drawn.texts])

    return taken


def garbled_characters(characters: Callable[..., Iterable[DrawnCharacter]]) -> Callable[..., list[DrawnCharacter]]:
    """The same of a function that tells of single characters."""

    def taken(*arguments: object) -> list[DrawnCharacter]:
        return garbled(lambda: DrawnText.of(characters(*arguments)))().characters()

    return taken


def is_right(found: Report, report: ReportData) -> bool:
    return all(found[cell].value == read_number(printed or "").value for cell, printed in report.cells.items())


@pytest.mark.parametrize(
    ("library", "garble"), [((reader, "drawn_text"), garbled), ((_written, "_written"), garbled_characters)]
)
@settings(parent=law(0.03), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(report=reports(["2021"]))
def test_a_slip_of_a_library_is_in_one_reading_of_a_pdf(
    library: tuple[ModuleType, str], garble: Callable[..., object], report: ReportData, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = report_pdf(lay_out(report), ruled=True)
    with monkeypatch.context() as patched:
        patched.setattr(*library, garble(getattr(*library)))
        readings = [CHECKER.recognise(read("report", data=data, second=second)) for second in (False, True)]
    assert sum(is_right(one, report) for one in readings) == 1


@law(0.03)
@given(report=reports())
def test_the_second_reading_of_a_web_page_needs_no_lxml(report: ReportData) -> None:
    data = WRITERS["html"].write(lay_out(report))
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT_LXML], input=data, capture_output=True, cwd=ROOT, check=True, timeout=120
    )
    first = [cell.text for grid in read("report", data=data).grids for cell in grid.cells]
    assert sorted(json.loads(done.stdout)) == sorted(
        " ".join(text.split()) if "\n" not in text else text for text in first
    )

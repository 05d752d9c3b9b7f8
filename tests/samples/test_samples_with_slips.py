"""A digit swap planted in any sample is named in one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from build_samples import SAMPLES_FOLDER
from msgspec.structs import replace

from validator.checking.checker import Checker
from validator.engine.pipeline import read_reports
from validator.model.finding import Finding
from validator.model.report import Reading, Report
from validator.packs.pack import load_pack
from validator.renderers.words.glossary import glossary_of
from validator.renderers.words.suspects import suggestion

PACK = load_pack()
CHECKER = Checker(PACK)
ALL = frozenset(rule.id for rule in PACK.rules)
SAMPLES = sorted(path for path in SAMPLES_FOLDER.iterdir() if not path.name.endswith(".expected.yaml"))
WITHOUT_DIGITS = {
    "before-2019.txt": "no table three that is known",
    "blank-form-2021.docx": "no numbers",
    "column-sum-2022.md": "no part of two digits",
    "consistent-2022.html": "no part of two digits",
    "left-over-2022.docx": "no part of two digits",
    "row-total-2023.docx": "no part of two digits",
    "zeros-blank-2024.html": "no part of two digits",
}


def swapped(report: Report) -> Iterator[tuple[str, Report]]:
    """The report with the last two digits of one applicant's number swapped, for each number where that can be."""
    for at, name in enumerate(report.form.cells):
        cell = report.cells[at]
        if not name.startswith("requests.") or name.endswith(".total") or name.startswith("requests.handled."):
            continue
        text = str(cell.value or 0)
        if cell.reading is Reading.READ and len(text) > 1 and text[-1] not in {"0", text[-2]}:
            wrong = Decimal(text[:-2] + text[-1] + text[-2])
            cells = (*report.cells[:at], replace(cell, value=wrong, raw=str(wrong)), *report.cells[at + 1 :])
            yield name, replace(report, cells=cells)


def named(report: Report, cell: str) -> list[tuple[Finding, str]]:
    """What is suggested of the findings that name the cell."""
    (checked,) = CHECKER.check([report], ALL)
    findings = CHECKER.locate(report, checked.findings, ALL)
    glossary = glossary_of(report.form, PACK, "zh")
    said = ((finding, suggestion(finding, report, glossary)) for finding in findings)
    return [
        (finding, sentence)
        for finding, sentence in said
        if sentence and any(one.cell == cell for suspect in finding.suspects[:1] for one in suspect.cells)
    ]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_a_digit_swap_in_a_sample_is_named_in_one_sentence(sample: Path) -> None:
    read = read_reports(sample)
    slips = list(swapped(read.reports[0].report)) if read.reports else []
    assert bool(slips) == (sample.name not in WITHOUT_DIGITS)
    for cell, report in slips[:4]:
        sentences = named(report, cell)
        assert sentences, cell
        for finding, sentence in sentences:
            right = next(one.new for one in finding.suspects[0].cells if one.cell == cell)
            assert right is not None
            assert f"{report[cell].value} 与 {right} 只是两位数字颠倒" in sentence

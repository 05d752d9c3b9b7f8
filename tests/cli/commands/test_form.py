from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from support.randomreport import random_report
from support.workbooks import fill, recalculated, verdicts

from validator.cli import run
from validator.engine.pipeline import check, check_document
from validator.readers import read


@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
@pytest.mark.parametrize(("edition", "form"), [("2021", "annual-report-2021"), ("2020", "annual-report-2019")])
def test_an_empty_form_is_recognised_as_such(tmp_path: Path, suffix: str, edition: str, form: str) -> None:
    path = tmp_path / f"blank.{suffix}"
    assert run(["form", edition, "-o", str(path)]) == 0
    (result,) = check(path).reports
    assert [finding.rule for finding in result.findings] == ["report-blank"]
    assert result.report.form.id == form


def test_it_is_said_where_the_form_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["form", "annual-report-2021", "-o", str(tmp_path / "blank.xlsx")])
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "已写入" in shown.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["1998", "-o", "blank.xlsx"], "没有“1998”这个表式"),
        (["annual-report-2012", "-o", "blank.xlsx"], "是否想写“annual-report-20"),
        (["2021", "-o", "blank.pdf"], "空白表只能写成 .xlsx 或 .docx"),
        (["2021", "-o", "missing/blank.xlsx"], "文件夹不存在"),
    ],
)
def test_wrong_usage_is_told(
    arguments: list[str],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["form", *arguments]) == 2
    assert words in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_totals_and_checks_are_live(tmp_path: Path) -> None:
    path = tmp_path / "blank.xlsx"
    run(["form", "2021", "-o", str(path)])
    report = random_report(Random(5), "2021")  # noqa: S311 - a report needs no secrecy
    inputs = {
        cell: text for cell, text in report.cells.items() if not cell.endswith(".total") and ".handled." not in cell
    }
    sound = recalculated(fill(path.read_bytes(), report.form, inputs))
    if sound is None:
        pytest.skip("LibreOffice, which computes the formulas, is not installed")
    read_back = check_document(read("filled.xlsx", data=sound)).report
    assert {cell: str(read_back[cell].value) for cell in report.form.cells} == dict(report.cells)
    assert verdicts(sound) <= {"√", ""}
    wrong = {**inputs, "requests.new.business": str(report.number("requests.new.business") + 1)}
    flawed = recalculated(fill(path.read_bytes(), report.form, wrong))
    assert flawed is not None
    assert "×" in verdicts(flawed)
    assert (
        check_document(read("filled.xlsx", data=flawed)).report["requests.new.business"].value
        == report.number("requests.new.business") + 1
    )

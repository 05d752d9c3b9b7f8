from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from validator.cli import run


def test_the_tables_are_shown(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", str(wrong)]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("== 甲县人民政府 2023 年度报告 ==\n")
    line = next(line for line in shown.splitlines() if line.startswith("四、结转下年度继续办理"))
    assert line.split()[1:] == ["10", "0", "0", "0", "0", "0", "12"]


def test_json_holds_the_cells_and_no_findings(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", str(wrong), "--format", "json"]) == 0
    (report,) = json.loads(capsys.readouterr().out)["reports"]
    assert report["cells"]["requests.carried_out.natural_person"]["value"] == 10
    assert report["findings"] == []


def test_csv_goes_to_standard_output_without_a_mark(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", str(wrong), "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert rows[0]["path"] == str(wrong)
    assert sum(int(row["value"] or 0) for row in rows if row["row"] == "carried_out") == 22


def test_a_csv_file_begins_with_the_mark_that_office_programs_need(wrong: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    assert run(["read", str(wrong), "--format", "csv", "--output", str(target)]) == 0
    assert target.read_bytes().startswith(b"\xef\xbb\xbfpath,")


def test_a_workbook_is_written_to_a_file(wrong: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    assert run(["read", str(wrong), "--format", "xlsx", "--output", str(target)]) == 0
    sheet = load_workbook(target).active
    assert sheet is not None
    assert sheet["A2"].value == str(wrong)


def test_a_workbook_needs_a_file(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", str(wrong), "--format", "xlsx"]) == 2
    assert "请用 --output 指定文件" in capsys.readouterr().err


@pytest.mark.parametrize("output_format", ["table", "csv", "json"])
def test_an_unreadable_input_is_told_in_every_format(
    wrong: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], output_format: str
) -> None:
    missing = tmp_path / "missing.docx"
    assert run(["read", str(wrong), str(missing), "--format", output_format]) == 3
    shown = capsys.readouterr()
    # A path that is long is broken over lines.
    assert str(missing) in "".join((shown.err if output_format == "csv" else shown.out).split())


def test_output_is_never_an_input(wrong: Path) -> None:
    before = wrong.read_bytes()
    assert run(["read", str(wrong), "--format", "csv", "--output", str(wrong)]) == 2
    assert wrong.read_bytes() == before

"""Names and cells that would move a terminal, run in a spreadsheet or break an encoding do no harm in any format."""

from __future__ import annotations

import csv
import io
import os
import re
import sys
from pathlib import Path

import pytest
from cli.conftest import report_page

from validator.cli import run
from validator.cli.runs.many import STREAM_FORMATS
from validator.cli.runs.outputs import FORMATS
from validator.readers.spreadsheet.flat_export import read_csv
from validator.renderers import TABLE_EXPORTERS, TABLE_RENDERERS

READ_FORMATS = (*TABLE_RENDERERS, *TABLE_EXPORTERS, *STREAM_FORMATS)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
NAMES = ["a\x1b[31mred.html", "b\x9b31m\x07.html", "c\nd\re.html", "=1+1.html", os.fsdecode(b"x\xff\xd6.html")]
ORGAN = "@SUM(1+1)县人民政府"
NAMED = "SUM(1+1)县人民政府"
"""The organ as it is told: no name begins with a sign."""
CELL = "\x1b]0;=cmd\x07-3"


@pytest.fixture
def names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    if sys.platform == "win32":
        pytest.skip("its file names are text without control characters")
    page = report_page({"carried_out": (10, 0, CELL, 0, 0, 0, 12)}, organ=ORGAN)
    for name in NAMES:
        (tmp_path / name).write_text(page, encoding="utf-8")
    (tmp_path / "unread\x1b[1m.html").write_text("<p>nothing", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return [*NAMES, "unread\x1b[1m.html"]


def shown(content: bytes) -> str:
    """The text of an output; colours of our own would be control characters, and are not asked for."""
    return content.decode("utf-8")


@pytest.mark.parametrize(
    ("command", "name"), [*(("check", name) for name in FORMATS), *(("read", name) for name in READ_FORMATS)]
)
def test_no_format_stumbles_or_carries_control_characters(
    names: list[str], tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], command: str, name: str
) -> None:
    if name == "parquet":
        pytest.importorskip("pyarrow")
    target = tmp_path / f"out.{name}"
    assert run([command, *names, "--format", name, "--output", str(target)]) == 3
    said = shown(capsysbinary.readouterr().err)
    assert CONTROL.search(said) is None
    if name not in {"xlsx", "parquet"}:
        assert CONTROL.search(shown(target.read_bytes())) is None


@pytest.mark.parametrize("name", ["jsonl", "csv"])
def test_streams_to_a_pipe_do_not_stumble(names: list[str], capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert run(["check", *names, "--format", name]) == 3
    assert CONTROL.search(capsys.readouterr().out) is None


@pytest.mark.parametrize("name", ["jsonl", "csv", "parquet"])
def test_results_are_counted_the_same_from_every_stream(
    names: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    if name == "parquet":
        pytest.importorskip("pyarrow")
    target = str(tmp_path / f"out.{name}")
    run(["check", *names, "--format", name, "--output", target])
    capsys.readouterr()
    run(["summary", target, "--format", "json"])
    assert f'"organ": "{NAMED}",\n      "reports": 5' in capsys.readouterr().out


def test_nothing_in_a_csv_is_run(names: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("check", "read"):
        run([command, *names, "--format", "csv"])
        fields = [field for row in csv.reader(io.StringIO(capsys.readouterr().out)) for field in row]
        assert not [one for one in fields if re.match(r"[=@\t\r]|[+-](?![0-9.,]*$)", one)]
        assert "'=1+1.html" in fields


def test_our_own_export_reads_back_letter_for_letter(names: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    run(["read", names[3], "--format", "csv"])
    (report,) = read_csv("a.csv", capsys.readouterr().out.encode())
    assert (report.path, report.organ) == ("=1+1.html", NAMED)


def test_negative_numbers_stay_numbers(make_report_with_fee: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["read", str(make_report_with_fee), "--format", "csv"])
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["raw"] for row in rows if row["value"] == "-3"} == {"-3"}


@pytest.fixture
def make_report_with_fee(tmp_path: Path) -> Path:
    path = tmp_path / "fee.html"
    path.write_text(report_page({"new": (-3, 6, 3, 0, 0, 0, 137)}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "name", ["terminal", "concise", "junit", "github", "gitlab", "markdown", "json", "jsonl", "csv"]
)
def test_blanks_in_a_name_stay_as_many_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    page = report_page({"carried_out": (10, 0, 0, 0, 0, 0, 12)})
    (tmp_path / "a  b   c.html").write_text(page, encoding="utf-8")
    (tmp_path / "d  e.html").write_text("nothing", encoding="utf-8")
    assert run(["check", "a  b   c.html", "d  e.html", "--format", name]) == 3
    told = shown(capsysbinary.readouterr().out)
    assert "a  b   c.html" in told
    assert "d  e.html" in told

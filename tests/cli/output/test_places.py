from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sarif_kit.validate import validation_errors

from validator.cli import run

if TYPE_CHECKING:
    import pytest


def sarif(path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """The one run of the output for a file, which keeps to the official schema."""
    assert run(["check", str(path), "--format", "sarif"]) == 1
    log: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert list(validation_errors(log)) == []
    found: dict[str, Any] = log["runs"][0]
    return found


def mended(path: Path, fix: dict[str, Any]) -> str:
    """The text of a file with the replacements of a fix made."""
    (change,) = fix["artifactChanges"]
    lines = path.read_text(encoding="utf-8").split("\n")
    for one in change["replacements"]:
        region, new = one["deletedRegion"], one["insertedContent"]["text"]
        line = lines[region["startLine"] - 1]
        lines[region["startLine"] - 1] = line[: region["startColumn"] - 1] + new + line[region["endColumn"] - 1 :]
    return "\n".join(lines)


def test_the_fix_of_a_page_makes_it_sound(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (result,) = sarif(wrong, capsys)["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    (fix,) = result["fixes"]
    assert fix["artifactChanges"][0]["replacements"][0]["deletedRegion"] == region
    wrong.write_text(mended(wrong, fix), encoding="utf-8")
    assert run(["check", str(wrong)]) == 0


def test_the_fix_of_a_text_makes_it_sound(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sample = Path(__file__).parents[3] / "samples" / "consistent-2023.txt"
    text = sample.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith("四、结转下年度继续办理"))
    first = re.search("[0-9]+", row)
    assert first is not None
    broken = row[: first.start()] + str(int(first[0]) + 7) + row[first.end() :]
    path = tmp_path / "a.txt"
    path.write_text(text.replace(row, broken), encoding="utf-8")
    results = [one for one in sarif(path, capsys)["results"] if "fixes" in one]
    assert len(results) == 1
    path.write_text(mended(path, results[0]["fixes"][0]), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


def test_annotations_name_line_and_column(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(wrong), "--format", "github"]) == 1
    found = re.search(r"line=([0-9]+),col=([0-9]+),endColumn=([0-9]+),title", capsys.readouterr().out)
    assert found is not None
    line, column, end = map(int, found.groups())
    assert wrong.read_text(encoding="utf-8").split("\n")[line - 1][column - 1 : end - 1] == "10"


def test_a_file_that_is_gone_has_no_lines(wrong: Path) -> None:
    from validator import check
    from validator.cli.output.places import CellPlaces

    (checked,) = check(str(wrong)).reports
    assert CellPlaces()(checked.report)
    wrong.unlink()
    assert CellPlaces()(checked.report) == {}

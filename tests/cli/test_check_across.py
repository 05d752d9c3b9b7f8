"""`gouji check` on several reports: chains of years, trees of units, and what is said of the files about organs."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from build_samples import SAMPLES_FOLDER

import validator
from validator.cli import run

CHAIN, TREE = SAMPLES_FOLDER / "chain-2021-2023", SAMPLES_FOLDER / "tree-2023"
SCHEMA = json.loads((Path(validator.__file__).parent / "schemas/report.schema.json").read_text(encoding="utf-8"))
UNITS = "organ,parent\n丁区教育局,丁区\n丁区公安局,丁区人民政府\n丁区民政局,丁区\n丁区财政局,丁区\n"


def checked(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, list[str]]:
    """File -> the rules that are told of it, as JSON that fits its schema says."""
    run(["check", *arguments, "--format", "json"])
    said = json.loads(capsys.readouterr().out)
    jsonschema.validate(said, SCHEMA)
    return {Path(one["path"]).name: [finding["rule"] for finding in one["findings"]] for one in said["reports"]}


def test_years_are_compared_unless_it_is_not_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    within = ["requests-balance", "requests-row-total"]
    between = ["documents-stock", "requests-carry"]
    assert checked(capsys, str(CHAIN)) == {"2021.html": [], "2022.html": within, "2023.html": between}
    assert checked(capsys, str(CHAIN), "--no-chains") == {"2021.html": [], "2022.html": within, "2023.html": []}


def test_last_year_is_named_and_not_reported_on(capsys: pytest.CaptureFixture[str]) -> None:
    found = checked(capsys, str(CHAIN / "2023.html"), "--previous", str(CHAIN / "2022.html"))
    assert found == {"2023.html": ["documents-stock", "requests-carry"]}


def test_last_year_that_cannot_be_read_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(CHAIN / "2021.html"), "--previous", str(tmp_path / "missing.html")]) == 3
    assert "missing.html" in capsys.readouterr().out


def test_units_come_from_folders_or_a_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(capsys, str(TREE))["district.html"] == []
    assert checked(capsys, str(TREE), "--units", "folder")["district.html"] == ["units-sum"]
    units = tmp_path / "units.csv"
    units.write_text(UNITS, encoding="utf-8")
    assert checked(capsys, str(TREE), "--units", str(units))["district.html"] == ["units-missing", "units-at-least"]


def test_names_may_be_put_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    organs = tmp_path / "organs.yaml"
    organs.write_text("- {organ: 戊县, name: 甲县}\n- {organ: 戊县, file: 2023.html}\n", encoding="utf-8")
    found = checked(capsys, str(CHAIN / "2023.html"), str(CHAIN / "2022.html"), "--organs", str(organs))
    assert found["2023.html"] == ["documents-stock", "requests-carry"]


def test_the_text_names_both_files_and_the_cell_that_explains_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(CHAIN), "--select", "requests-*"]) == 1
    shown = capsys.readouterr().out.replace("\n", "").replace(" ", "")
    assert f"上年年报:{CHAIN / '2022.html'}" in shown
    assert "[b]上年年报的“四、结转下年度继续办理”行“自然人”列：6（" in shown
    assert "核对b：若为3，以上3条规则同时成立" in shown


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("output", ["terminal", "concise"])
def test_every_format_says_it_in_both_languages(output: str, language: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", str(TREE), str(CHAIN), "--units", "folder", "--format", output, "--lang", language])
    shown = capsys.readouterr().out
    assert all(rule in shown for rule in ("units-sum", "requests-carry", "documents-stock"))
    assert ("丁区公安局" in shown) == (output == "terminal")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--previous", "a.html", "--no-chains"], "不能同时使用"),
        (["--units", "missing.csv"], "missing.csv"),
        (["--organs", "missing.yaml"], "missing.yaml"),
    ],
)
def test_wrong_usage_is_said(options: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(CHAIN / "2021.html"), *options]) == 2
    assert words in capsys.readouterr().err


def test_faults_of_a_list_stop_the_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units = tmp_path / "units.csv"
    units.write_text("organ,parnt\n甲县,乙市\n", encoding="utf-8")
    assert run(["check", str(TREE), "--units", str(units)]) == 2
    said = capsys.readouterr().err
    assert "机关名单有 1 处错误" in said
    assert "units.csv:1: 不认识的键：parnt" in said
    assert "名单改好之前不检查任何文件" in said

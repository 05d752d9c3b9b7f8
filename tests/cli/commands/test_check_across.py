"""`gouji check` on several reports: chains of years, trees of units, and what is said of the files about organs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

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
    assert run(["check", str(CHAIN), "--select", "requests-*", "--details"]) == 1
    shown = capsys.readouterr().out.replace("\n", "").replace(" ", "")
    assert f"上年年报:{CHAIN / '2022.html'}" in shown
    assert "[b]上年年报的“四、结转下年度继续办理”行“自然人”列：6（" in shown
    assert "填的是6，应为3" in shown
    assert "改为3后，3条勾稽关系都成立" in shown


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("output", ["terminal", "concise"])
def test_every_format_says_it_in_both_languages(output: str, language: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", str(TREE), str(CHAIN), "--units", "folder", "--format", output, "--lang", language])
    shown = capsys.readouterr().out
    assert all(rule in shown for rule in ("units-sum", "requests-carry", "documents-stock"))
    assert "丁区公安局" in shown


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


@pytest.mark.parametrize("output", ["json", "junit", "sarif", "terminal"])
def test_what_is_found_does_not_depend_on_the_workers(output: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for workers in ([], ["--workers", "2"]):
        run(["check", str(TREE), str(CHAIN), "--units", "folder", "--format", output, *workers])
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]
    assert all(rule in said[0] for rule in ("units-sum", "requests-carry", "documents-stock"))


def test_last_year_is_read_beside_the_workers(capsys: pytest.CaptureFixture[str]) -> None:
    previous = ["--previous", str(CHAIN / "2022.html")]
    found = checked(capsys, str(CHAIN / "2023.html"), *previous, "--workers", "1")
    assert found == {"2023.html": ["documents-stock", "requests-carry"]}


def told_in_lines(lines: list[dict[str, Any]]) -> dict[str, tuple[dict[str, list[object]], list[int], str | None]]:
    """File -> what lines tell of its report in the end: findings by their fingerprints, counts, claims."""
    told: dict[str, tuple[dict[str, list[object]], list[int], str | None]] = {}
    for line in lines:
        findings, counts, claims = told.get(line["path"], ({}, [], None))
        if line["kind"] in {"report", "between"}:
            counts, claims = [line[name] for name in COUNTS], line["claims"] or claims
        else:
            assert (line["fingerprint"] in findings) == (line["kind"] == "explained")
            suspects = json.loads(line["suspects"] or "[]")
            findings[line["fingerprint"]] = [*(line[name] for name in TOLD), suspects]
        told[line["path"]] = (findings, counts, claims)
    return told


COUNTS = ("errors", "warnings", "notes", "satisfied", "violated", "undetermined", "not_applicable")
TOLD = ("rule", "severity", "message", "doubt")


@pytest.mark.parametrize("workers", [[], ["--workers", "2"]])
def test_lines_tell_what_the_document_tells(capsys: pytest.CaptureFixture[str], workers: list[str]) -> None:
    arguments = ["check", str(TREE), str(CHAIN / "2022.html"), str(CHAIN / "2023.html"), "--units", "folder"]
    arguments += ["--previous", str(CHAIN / "2021.html")]
    run([*arguments, "--format", "json"])
    whole = json.loads(capsys.readouterr().out)
    code = run([*arguments, "--format", "jsonl", *workers])
    shown = capsys.readouterr()
    lines = [json.loads(line) for line in shown.out.splitlines()]
    told = told_in_lines(lines)
    assert list(told) == [one["path"] for one in whole["reports"]]
    for one in whole["reports"]:
        findings, counts, claims = told[one["path"]]
        assert findings == {
            finding["fingerprint"]: [*(finding[name] for name in TOLD), finding["suspects"]]
            for finding in one["findings"]
        }
        assert [(claim["text"], claim["verdict"]) for claim in json.loads(claims or "[]")] == [
            (claim["text"], claim["verdict"]) for claim in one["claims"]
        ]
        assert counts[:3] == [
            sum(finding["severity"] == word for finding in one["findings"]) for word in ("error", "warning", "note")
        ]
    assert [sum(counts) for counts in zip(*(one[1] for one in told.values()), strict=True)] == [
        whole["summary"][name] for name in COUNTS
    ]
    rules = {line["rule"] for line in lines if line["kind"] == "finding"}
    assert {"requests-carry", "documents-stock", "units-sum"} <= rules
    assert f"（涉及 {whole['summary']['errors']} 条勾稽关系），提示 {whole['summary']['warnings']} 处" in shown.err
    assert code == 1


def test_lines_hold_no_more_than_is_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", str(CHAIN), "--format", "jsonl", "--no-chains"])
    assert "between" not in capsys.readouterr().out
    run(["check", str(CHAIN), "--format", "csv", "--select", "requests-row-total"])
    assert "requests-carry" not in capsys.readouterr().out


def test_last_year_that_cannot_be_read_is_told_behind_the_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = str(tmp_path / "missing.html")
    assert run(["check", str(CHAIN / "2021.html"), "--previous", missing, "--format", "jsonl"]) == 3
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["kind"], line["path"]) for line in lines][-1] == ("unreadable", missing)


def test_what_is_accepted_between_years_stays_so_in_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    baseline = tmp_path / "accepted.yaml"
    assert run(["baseline", "write", str(CHAIN), "--baseline", str(baseline), "--reason", "已说明"]) == 0
    capsys.readouterr()
    for path, rules in ((CHAIN, set()), (CHAIN / "2023.html", {"waiver-unused"})):
        told = []
        for output in ("json", "jsonl"):
            run(["check", str(path), "--baseline", str(baseline), "--format", output])
            told.append(capsys.readouterr().out)
        whole = {finding["rule"] for one in json.loads(told[0])["reports"] for finding in one["findings"]}
        lines = [json.loads(line) for line in told[1].splitlines()]
        assert {line["rule"] for line in lines if line["kind"] == "finding"} == whole == rules


def test_units_and_organs_may_be_settled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    copied = shutil.copytree(TREE, tmp_path / "tree")
    settings = tmp_path / "gouji.toml"
    settings.write_text('units = "folder"\n', encoding="utf-8")
    assert checked(capsys, str(copied))["district.html"] == ["units-sum"]
    settings.write_text('units = "units.csv"\norgans = "organs.yaml"\n', encoding="utf-8")
    (tmp_path / "units.csv").write_text(UNITS, encoding="utf-8")
    (tmp_path / "organs.yaml").write_text("- {organ: 戊县, name: 甲县}\n", encoding="utf-8")
    assert checked(capsys, "tree")["district.html"] == ["units-missing", "units-at-least"]


def test_each_cell_is_placed_in_the_file_it_stands_in(capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", str(CHAIN), "--format", "sarif"])
    results = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    (carry,) = [one for one in results if one["ruleId"] == "requests-carry"]
    places = {
        one["logicalLocations"][0]["fullyQualifiedName"].partition(".")[0]: Path(
            one["physicalLocation"]["artifactLocation"]["uri"]
        ).name
        for one in carry["relatedLocations"]
    }
    assert places == {"requests": "2023.html", "previous": "2022.html"}
    assert any("2022 年度报告的" in one["message"]["text"] for one in carry["relatedLocations"])


def test_what_is_found_between_years_can_be_accepted_wherever_the_files_lie(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = []
    for name in ("one", "two"):
        folder = shutil.copytree(CHAIN, tmp_path / name)
        shutil.copy(folder / "2021.html", folder / "copy.html")
        run(["check", str(folder), "--format", "json"])
        said = json.loads(capsys.readouterr().out)["reports"]
        kept.append([(one["rule"], one["fingerprint"]) for report in said for one in report["findings"]])
    assert kept[0] == kept[1]
    assert {"requests-carry", "report-duplicate"} <= {rule for rule, _ in kept[0]}


def test_a_finding_between_years_is_settled_once_the_numbers_are_right(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mended = shutil.copytree(CHAIN, tmp_path / "mended") / "2022.html"
    text = mended.read_text(encoding="utf-8")
    head, mark, tail = text.partition("结转下年度继续办理")
    mended.write_text(head + mark + tail.replace("<td>6</td>", "<td>3</td>", 1), encoding="utf-8")
    result = tmp_path / "old.json"
    run(["check", str(CHAIN), "--format", "json", "--output", str(result)])
    for old in (str(CHAIN), str(result)):
        for new, state in ((mended.parent, "settled"), (CHAIN, "still-there"), (CHAIN / "2023.html", "undecidable")):
            capsys.readouterr()
            run(["compare", old, str(new), "--format", "json"])
            said = json.loads(capsys.readouterr().out)
            states = {change["rule"]: change["state"] for one in said["reports"] for change in one["changes"]}
            assert states["requests-carry"] == state

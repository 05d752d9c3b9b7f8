from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from validator.cli import run
from validator.cli.runs.outputs import FORMATS
from validator.model.errors import BrokenPatternError
from validator.packs.pack import shipped_pack

SAMPLES = Path(__file__).parents[3] / "samples"
MakeReport = Callable[..., Path]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 1),
        (["--fail-on", "error"], 1),
        (["--fail-on", "warning"], 1),
        (["--fail-on", "never"], 0),
        (["--ignore", "requests-*"], 0),
        (["--select", "disputes-*"], 0),
        (["--select", "requests-balance"], 1),
        (["--select", "requests-*", "--ignore", "requests-balance", "--ignore", "requests-row-total"], 0),
    ],
)
def test_exit_code_for_findings(wrong: Path, options: list[str], code: int) -> None:
    assert run(["check", str(wrong), *options]) == code


def test_a_sound_report_passes(sound: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(sound)]) == 0
    shown = capsys.readouterr()
    assert "结论: 没有发现差错" in shown.out
    assert shown.err == ""


def test_a_warning_fails_the_run_only_if_asked_for(make_report: MakeReport) -> None:
    path = make_report("blank.html", granted=(100, 6, 3, 0, 0, 0, ""))
    assert run(["check", str(path)]) == 0
    assert run(["check", str(path), "--fail-on", "warning"]) == 1


@pytest.mark.parametrize("options", [[], ["--fail-on", "never"]])
def test_an_unreadable_input_weighs_more_than_findings(wrong: Path, tmp_path: Path, options: list[str]) -> None:
    missing = tmp_path / "missing.docx"
    assert run(["check", str(wrong), str(missing), *options]) == 3


def test_all_other_inputs_are_still_checked(wrong: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", str(tmp_path / "missing.docx"), str(wrong), "--format", "concise"])
    lines = capsys.readouterr().out.splitlines()
    assert sum("差错: " in line for line in lines) == 1
    assert sum("无法读取" in line for line in lines) == 1


def test_a_folder_without_reports_is_no_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(tmp_path)]) == 3
    assert "没有找到可以检查的文件" in capsys.readouterr().err


def test_a_folder_is_checked_file_by_file(sound: Path, wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sound.parent == wrong.parent
    assert run(["check", str(wrong.parent), "--format", "json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert [Path(report["path"]).name for report in document["reports"]] == ["sound.html", "wrong.html"]


def test_json_goes_to_standard_output_and_counts_to_standard_error(
    wrong: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["check", str(wrong), "--format", "json"])
    shown = capsys.readouterr()
    document = json.loads(shown.out)
    assert document["summary"]["errors"] == 2
    assert {finding["rule"] for finding in document["reports"][0]["findings"]} == {
        "requests-balance",
        "requests-row-total",
    }
    assert shown.err.startswith("年报 1 份，无法读取 0 份；1 处差错（涉及 2 条勾稽关系），提示 0 处，说明 0 处\n")


def test_the_language_is_chosen(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", str(wrong), "--lang", "en"])
    assert "mistake 1  " in capsys.readouterr().out


def test_a_form_can_be_forced(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", str(wrong), "--form", "annual-report-2019", "--format", "json"])
    (report,) = json.loads(capsys.readouterr().out)["reports"]
    assert set(report["editions"].values()) == {"annual-report-2019"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--format", "jsn"], f"--format 不能是“jsn”，可以是：{', '.join(FORMATS)}。是否想写“json”？"),
        (["--fail-on", "erorr"], "--fail-on 不能是“erorr”，可以是：error, warning, never。是否想写“error”？"),
        (["--lang", "de"], "--lang 不能是“de”，可以是：zh, en"),
        (["--color", "yes"], "--color 不能是“yes”，可以是：auto, always, never"),
        (
            ["--form", "annual-report-2020"],
            "没有“annual-report-2020”这个表式，可以是：annual-report-2019, annual-report-2021",
        ),
        (["--input-format", "htlm"], "是否想写“html”？"),
        (["--select", "request-balance"], "--select “request-balance”不符合任何一条规则。是否想写“requests-balance”？"),
        (["--ignore", "nothing-*"], "--ignore “nothing-*”不符合任何一条规则"),
        (["--ignore", "*"], "--select 与 --ignore 之后一条规则也没有剩下"),
        (["--pack", "no-such-folder"], "规则包文件夹不存在：no-such-folder"),
        (["--outptu", "x"], "没有 --outptu 这个选项。是否想写“--output”？"),
        (["--output"], "--output 后面要写一个值"),
    ],
)
def test_wrong_usage_says_what_would_be_right(
    sound: Path, capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    assert run(["check", str(sound), *options]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("用法有误: ")
    assert said in shown.err


def test_wrong_usage_is_told_in_the_language_asked_for(sound: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(sound), "--format", "x", "--lang", "en"]) == 2
    said = f"wrong usage: --format cannot be “x”; it can be: {', '.join(FORMATS)}"
    assert capsys.readouterr().err.startswith(said)


def test_paths_are_required(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check"]) == 2
    assert capsys.readouterr().err == "用法有误: 缺少 路径\n查看帮助: gouji check --help\n"


def test_output_goes_to_a_file_and_the_counts_to_standard_error(
    wrong: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "结果.json"
    assert run(["check", str(wrong), "--format", "json", "--output", str(target)]) == 1
    assert json.loads(target.read_text(encoding="utf-8"))["summary"]["errors"] == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert f"已写入 {target}" in shown.err


def test_output_is_never_an_input(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = wrong.read_bytes()
    assert run(["check", str(wrong), "--output", str(wrong)]) == 2
    assert run(["check", str(wrong.parent), "--output", str(wrong)]) == 2
    linked = wrong.with_name("linked.txt")
    linked.symlink_to(wrong)
    assert run(["check", str(wrong), "--output", str(linked)]) == 2
    assert wrong.read_bytes() == before
    assert "为了不覆盖年报，没有写入" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("target", "said"), [("no/such/folder/out.txt", "所在的文件夹不存在"), (".", "--output 是一个文件夹")]
)
def test_an_impossible_output_is_told_before_the_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], target: str, said: str
) -> None:
    assert run(["check", "not-even-read.html", "--output", str(tmp_path / target)]) == 2
    assert said in capsys.readouterr().err


def test_a_broken_pack_stops_the_run_with_all_its_faults(
    sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "pack.yaml").write_text("id: x\ntitel: {zh: 甲, en: a}\n", encoding="utf-8")
    assert run(["check", str(sound), "--pack", str(pack)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert f"{pack / 'pack.yaml'}:2:1: 不认识的键：titel；可以是：id, title, " in shown.err
    assert "是否想写“title”？" in shown.err
    assert shown.err.endswith("规则包改好之前不检查任何文件。\n")


def test_a_pattern_of_the_shipped_pack_that_was_broken_is_told_and_not_a_crash(
    wrong: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A run compiles a pattern when it meets the first text for it, and tells all faults of the pack then."""
    pack = shutil.copytree(shipped_pack(), tmp_path / "pack")
    wordings = pack / "wordings.yaml"
    written = wordings.read_text(encoding="utf-8")
    wordings.write_text(written.replace("  - words: 本级(", "  - words: (本级(", 1), encoding="utf-8")
    monkeypatch.setattr("validator.packs.pack.shipped_pack", lambda: pack)

    def meets_it(*_: object) -> int:
        raise BrokenPatternError("(本级(", "missing )")

    monkeypatch.setattr("validator.cli._run", meets_it)
    assert run(["check", str(wrong)]) == 2
    shown = capsys.readouterr().err
    assert "wordings.yaml:" in shown
    assert "不是正确的正则表达式" in shown
    assert "Traceback" not in shown


@pytest.mark.parametrize(("options", "sheets"), [([], 2), (["--sheets"], 2 + 7)])
def test_a_workbook_of_many_reports_has_a_sheet_each_only_on_request(
    tmp_path: Path, options: list[str], sheets: int
) -> None:
    target = tmp_path / "checks.xlsx"
    folders = [str(SAMPLES / name) for name in ("chain-2021-2023", "tree-2023")]
    run(["check", *folders, "--format", "xlsx", "-o", str(target), *options])
    assert len(load_workbook(target).sheetnames) == sheets

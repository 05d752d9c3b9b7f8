from __future__ import annotations

from pathlib import Path

import pytest

from validator.cli import run


def settle(report: Path, text: str) -> None:
    report.with_name("gouji.toml").write_text(text, encoding="utf-8")


def test_settings_stand_in_for_options(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settle(wrong, 'fail-on = "never"\nlang = "en"\nformat = "concise"\nselect = ["requests-balance"]\n')
    assert run(["check", str(wrong)]) == 0
    shown = capsys.readouterr().out
    assert shown.count("\n") == 1
    assert "requests-balance" in shown


def test_the_command_line_wins(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settle(wrong, 'fail-on = "never"\nformat = "concise"\nselect = ["disputes-*"]\n')
    assert run(["check", str(wrong), "--fail-on", "error", "--format", "json", "--select", "requests-balance"]) == 1
    assert capsys.readouterr().out.startswith("{")


def test_severities_are_settled(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settle(wrong, '[severity]\n"requests-*" = "warning"\n')
    assert run(["check", str(wrong), "--format", "concise"]) == 0
    assert capsys.readouterr().out.count("提示: ") == 1
    assert run(["check", str(wrong), "--severity", "requests-balance=error"]) == 1


@pytest.mark.parametrize(
    ("word", "said"), [("requests-balanse=note", "是否想写“requests-balance”"), ("*=high", "“high”")]
)
def test_a_severity_that_says_nothing_is_told(
    wrong: Path, word: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", str(wrong), "--severity", word]) == 2
    assert said in capsys.readouterr().err


def test_the_settings_of_the_first_input_are_in_force(sound: Path, wrong: Path, tmp_path: Path) -> None:
    folder = tmp_path / "below"
    folder.mkdir()
    other = folder / wrong.name
    other.write_bytes(wrong.read_bytes())
    settle(other, 'fail-on = "never"\n')
    assert run(["check", str(other), str(sound)]) == 0
    assert run(["check", str(sound), str(other)]) == 1


def test_the_settings_of_a_default_input_are_in_force(
    wrong: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settle(wrong, 'lang = "en"\n')
    monkeypatch.chdir(wrong.parent)
    assert run(["config", "show"]) == 0
    without = capsys.readouterr().out
    assert run(["config", "show", "."]) == 0
    assert capsys.readouterr().out == without
    assert "(default)" in without


def test_the_format_is_that_of_check_alone(sound: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settle(sound, 'format = "concise"\nlang = "en"\n')
    assert run(["read", str(sound)]) == 0
    assert "natural persons" in capsys.readouterr().out


def test_broken_settings_stop_the_run(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settle(wrong, 'fail-no = "never"\n')
    assert run(["check", str(wrong)]) == 2
    said = capsys.readouterr().err
    assert "gouji.toml:1: 不认识的键：fail-no" in said
    assert "是否想写“fail-on”" in said


def test_show_says_what_is_in_force_and_from_where(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settle(wrong, 'ignore = ["a-*", "b"]\n\nfail-on = "never"\n')
    wrong.with_name("gouji-baseline.yaml").write_text("waivers: []\n", encoding="utf-8")
    assert run(["config", "show", str(wrong)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"配置文件: {wrong.with_name('gouji.toml')}"
    assert "ignore = a-*, b  (gouji.toml:1)" in lines
    assert "fail-on = never  (gouji.toml:3)" in lines
    assert "lang = zh  (默认)" in lines
    assert f"baseline = {wrong.with_name('gouji-baseline.yaml')}  (在上级文件夹中找到)" in lines


def test_show_tells_all_days_in_force(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["config", "show", str(wrong)]) == 0
    days = "department=01-31, county=02-20, city=03-10, province=03-31, other=03-31"
    assert f"deadline = {days}  (默认)" in capsys.readouterr().out.splitlines()
    settle(wrong, 'fail-on = "never"\n[deadline]\ncounty = "02-10"\n"甲市*" = "city"\n')
    assert run(["config", "show", str(wrong)]) == 0
    days = "department=01-31, county=02-10, city=03-10, province=03-31, other=03-31, 甲市*=city"
    assert f"deadline = {days}  (gouji.toml:2)" in capsys.readouterr().out.splitlines()


def dated(report: Path, day: str) -> None:
    page = report.read_text(encoding="utf-8")
    report.write_text(page.replace("</head>", f"<meta name='PubDate' content='{day} 09:00'></head>"), encoding="utf-8")


@pytest.mark.parametrize(
    ("settled", "late"),
    [
        ("", "晚 1 天"),
        ('[deadline]\ncounty = "02-21"\n', ""),
        ('[deadline]\n"甲县*" = "city"\n', ""),
        ('[deadline]\n"甲县*" = "01-31"\n', "本机关的期限 2024-01-31 晚 21 天"),
        ('[deadline]\ndepartment = "01-15"\n"乙县*" = "01-15"\n', "县级政府的期限 2024-02-20 晚 1 天"),
    ],
)
def test_deadlines_are_settled(sound: Path, settled: str, late: str, capsys: pytest.CaptureFixture[str]) -> None:
    dated(sound, "2024-02-21")
    settle(sound, settled)
    assert run(["check", str(sound), "--format", "concise"]) == 0
    shown = capsys.readouterr().out
    assert ("published-late" in shown) is bool(late)
    assert late in shown


def test_worker_processes_know_the_deadlines(sound: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dated(sound, "2024-02-21")
    assert run(["check", str(sound), "--format", "csv", "--workers", "1", "--deadline", "甲县*=02-01"]) == 0
    assert "2024-02-01 晚 20 天" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("word", "said"),
    [("country=02-10", "是否想写“county”"), ("甲县=2月", "“2月”"), ("02-10", "应当写成 NAME=MM-DD")],
)
def test_a_deadline_that_says_nothing_is_told(
    sound: Path, word: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", str(sound), "--deadline", word]) == 2
    assert said in capsys.readouterr().err

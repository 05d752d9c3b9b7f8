from __future__ import annotations

from pathlib import Path

import pytest

from validator.cli import run

WEAK = 'ignore = ["requests-*"]\nfail-on = "never"\n'


def settle(report: Path, text: str) -> None:
    (report.parent / "gouji.toml").write_text(text, encoding="utf-8")


def accept(report: Path, *paths: str) -> None:
    assert run(["baseline", "write", *(paths or (str(report),)), "--reason", "x"]) == 0


def test_settings_beside_the_files_weaken_and_are_said(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settle(wrong, WEAK)
    assert run(["check", str(wrong)]) == 0
    shown = "".join(capsys.readouterr().out.split())
    assert "其中放宽了检查的有：不用某些规则，有错误也通过（用--no-config可以不用配置）" in shown
    assert "gouji.toml" in shown


def test_settings_that_weaken_nothing_are_named(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settle(wrong, "details = true\n")
    assert run(["check", str(wrong), "--lang", "en"]) == 1
    shown = " ".join(capsys.readouterr().out.split())
    assert "settings: " in shown
    assert "they weaken" not in shown


@pytest.mark.parametrize("option", ["--no-config", "--gate"])
@pytest.mark.parametrize("output_format", ["terminal", "json", "jsonl"])
def test_nothing_beside_the_files_weakens_when_it_is_not_to_be_used(
    wrong: Path, option: str, output_format: str, capsys: pytest.CaptureFixture[str]
) -> None:
    accept(wrong)
    settle(wrong, WEAK)
    assert run(["check", str(wrong), "--format", output_format]) == 0
    capsys.readouterr()
    assert run(["check", str(wrong), "--format", output_format, option]) == 1
    captured = capsys.readouterr()
    said = captured.out if output_format == "terminal" else captured.err
    assert "没有使用年报旁边的配置" in said
    assert "已豁免" not in said


@pytest.mark.parametrize("variable", ["GOUJI_NO_CONFIG", "GOUJI_GATE"])
def test_the_environment_can_say_so_for_all_runs(wrong: Path, variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(wrong, WEAK)
    monkeypatch.setenv(variable, "1")
    assert run(["check", str(wrong)]) == 1


def test_what_the_office_says_itself_counts_in_a_gate(
    wrong: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept(wrong)
    kept = tmp_path_factory.mktemp("office") / "accepted.yaml"
    (wrong.parent / "gouji-baseline.yaml").rename(kept)
    assert run(["check", str(wrong), "--gate"]) == 1
    assert run(["check", str(wrong), "--gate", "--baseline", str(kept)]) == 0
    monkeypatch.setenv("GOUJI_IGNORE", "requests-*,claim-*")
    assert run(["check", str(wrong), "--gate"]) == 0


@pytest.mark.parametrize("folder", [True, False])
def test_a_gate_takes_no_waivers_and_no_pack_from_what_is_handed_in(
    wrong: Path, capsys: pytest.CaptureFixture[str], *, folder: bool
) -> None:
    accept(wrong)
    checked = str(wrong.parent if folder else wrong)
    baseline = wrong.parent / "gouji-baseline.yaml"
    assert run(["check", checked, "--gate", "--baseline", str(baseline)]) == 2
    assert "--gate 不能使用被检查的文件夹里的豁免文件" in capsys.readouterr().err
    link = wrong.parent.parent / f"{wrong.parent.name}-link.yaml"
    link.symlink_to(baseline)
    assert run(["check", checked, "--gate", "--baseline", str(link)]) == 2
    assert run(["check", checked, "--gate", "--pack", str(wrong.parent)]) == 2
    assert "规则包" in capsys.readouterr().err
    for folder_of, extends in ((wrong.parent / "pack", "annual-report"), (wrong.parent.parent / "own", wrong.parent)):
        folder_of.mkdir(exist_ok=True)
        below = f"{extends}/pack" if extends == wrong.parent else extends
        (folder_of / "pack.yaml").write_text(f"id: own\nextends: {below}\n", encoding="utf-8")
    assert run(["check", checked, "--gate", "--pack", str(wrong.parent.parent / "own")]) == 2
    assert str(wrong.parent / "pack") in capsys.readouterr().err


def test_a_gitignore_hides_nothing_from_a_gate(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (wrong.parent / ".gitignore").write_text("*.html\n", encoding="utf-8")
    assert run(["check", str(wrong.parent)]) == 3
    assert "按 --exclude 或 .gitignore 略过 1 个文件或文件夹" in capsys.readouterr().out
    assert run(["check", str(wrong.parent), "--gate"]) == 1


def test_a_gate_stays_shut_for_what_is_not_read_for_certain(
    make_report: object, capsys: pytest.CaptureFixture[str]
) -> None:
    assert callable(make_report)
    report = make_report("open.html", granted=("1oo", 6, 3, 0, 0, 0, 109))
    options = ["--ignore", "not-a-number", "--ignore", "cells-blank", "--ignore", "total-blank"]
    for output_format in ("terminal", "jsonl"):
        assert run(["check", str(report), "--format", output_format, *options]) == 0
        capsys.readouterr()
        assert run(["check", str(report), "--format", output_format, *options, "--gate"]) == 3
        captured = capsys.readouterr()
        assert "把关：有 1 份年报没有完全读准" in captured.out + captured.err


def test_a_sound_report_passes_a_gate(sound: Path) -> None:
    assert run(["check", str(sound), "--gate"]) == 0


def test_waivers_that_were_found_are_named(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    accept(wrong)
    capsys.readouterr()
    assert run(["check", str(wrong)]) == 0
    assert "豁免文件:" in capsys.readouterr().out

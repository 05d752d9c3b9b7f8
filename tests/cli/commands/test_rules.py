from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from validator.cli import run
from validator.packs.pack import load_pack, shipped_pack


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the shipped pack, with the rules of table three only."""
    others = [path.name for path in (shipped_pack() / "rules").iterdir() if path.name != "requests.yaml"]
    return shutil.copytree(shipped_pack(), tmp_path / "pack", ignore=shutil.ignore_patterns(*others))


def test_all_rules_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "list"]) == 0
    shown = capsys.readouterr().out
    rules = load_pack().rules
    assert all(f"\n{rule.id} " in shown for rule in rules)
    assert f"共 {len(rules)} 条规则" in shown


def test_the_shipped_pack_is_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "check"]) == 0
    assert capsys.readouterr().out == f"规则包没有错误：{len(load_pack().rules)} 条规则，2 个表式\n"


def test_all_faults_of_a_pack_are_told_at_once(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = pack / "rules" / "requests.yaml"
    written = file.read_text(encoding="utf-8")
    file.write_text(
        written.replace("severity: error", "severity: eror", 1).replace("table: requests", "tabel: requests", 1),
        "utf-8",
    )
    assert run(["rules", "check", "--pack", str(pack)]) == 2
    shown = capsys.readouterr().out
    assert "不认识的词：eror；可以是：error, warning, note；是否想写“error”？" in shown
    assert "不认识的键：tabel" in shown


def test_the_examples_of_the_shipped_pack_come_out_as_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "test"]) == 0
    assert "规则中的例子全部符合" in capsys.readouterr().out


def test_an_example_that_does_not_come_out_is_told(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = pack / "rules" / "requests.yaml"
    written = file.read_text(encoding="utf-8")
    file.write_text(written.replace("carried_out: 12}", "carried_out: 13}", 1), encoding="utf-8")
    assert run(["rules", "test", "--pack", str(pack)]) == 2
    shown = capsys.readouterr().out
    assert "requests-balance（成立的例子）: " in shown
    assert "有 1 个例子与所写的不符" in shown


def test_the_coverage_of_a_form_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "coverage", "--form", "annual-report-2021"]) == 0
    shown = capsys.readouterr().out
    assert "能发现，能定位，能算出正确的数：175 格" in shown
    assert "2019" not in shown


def test_the_coverage_of_all_forms_is_to_be_had_as_json(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "coverage", "--format", "json", "--pack", str(pack)]) == 0
    forms = json.loads(capsys.readouterr().out)["forms"]
    assert [form["form"] for form in forms] == ["annual-report-2019", "annual-report-2021"]
    assert forms[0]["cells"]["disputes.reconsideration.total"]["detected"] == "never"


def test_an_unknown_form_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "coverage", "--form", "annual-report-2012"]) == 2
    assert "annual-report-2021" in capsys.readouterr().err

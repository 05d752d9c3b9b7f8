from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from validator.cli import run

if TYPE_CHECKING:
    import pytest


def test_what_became_of_the_findings(sound: Path, wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", str(wrong), str(sound)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "新出现 0，仍然存在 0，已解决 2，无法再判定 0"
    assert run(["compare", str(sound), str(wrong), "--lang", "en"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "new 2, still there 0, settled 0, no longer decidable 0"


def test_what_was_there_before_does_not_fail_the_run(wrong: Path) -> None:
    assert run(["compare", str(wrong), str(wrong)]) == 0


def test_an_earlier_result_stands_for_its_report(
    sound: Path, wrong: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = tmp_path / "result.json"
    run(["check", str(wrong), "--format", "json", "--output", str(result)])
    capsys.readouterr()
    assert run(["compare", str(result), str(sound), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["summary"] == {
        "new": 0,
        "still_there": 0,
        "settled": 2,
        "undecidable": 0,
    }


def test_what_cannot_be_read_is_told(wrong: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "result.json"
    broken.write_text("{}", encoding="utf-8")
    assert run(["compare", str(broken), str(wrong)]) == 3
    assert "gouji check --format json" in capsys.readouterr().err
    assert run(["compare", str(tmp_path / "missing.docx"), str(wrong)]) == 3


def test_the_comparison_goes_into_a_file(sound: Path, wrong: Path, tmp_path: Path) -> None:
    target = tmp_path / "changes.txt"
    assert run(["compare", str(wrong), str(sound), "-o", str(target)]) == 0
    assert "已解决 2 处" in target.read_text(encoding="utf-8")
    assert run(["compare", str(wrong), str(sound), "-o", str(wrong)]) == 2

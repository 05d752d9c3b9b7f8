"""The benchmarks run, at sizes that measure nothing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks import claims, startup

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def test_evaluation_prints_the_three_rates() -> None:
    command = [sys.executable, str(HERE / "evaluation.py"), "--reports", "50", "--loop", "2", "--runs", "1"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=True)
    assert len(re.findall(r"^\S.*: [0-9.]+ reports/s", done.stdout, re.MULTILINE)) == 3


def test_startup_prints_the_ratio_and_tells_a_missed_target(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(startup, "COMPARISONS", (replace(startup.COMPARISONS[0], target=0.0),))
    assert startup.main(["--runs", "1"]) == 1
    assert re.fullmatch(r"gouji --version: [0-9]+ ms; .* ratio [0-9.]+ \(target 0.0\)\n", capsys.readouterr().out)


def test_claims_prints_precision_and_recall(capsys: pytest.CaptureFixture[str]) -> None:
    assert claims.main(["--differences"]) == 0
    printed = capsys.readouterr().out
    assert len(re.findall(r"^  disagreements: precision [0-9.]+, recall [0-9.]+", printed, re.MULTILINE)) == 4
    assert re.search(r"^one report of [0-9]+ sentences: [0-9.]+ ms$", printed, re.MULTILINE)


def test_a_command_that_fails_is_not_measured() -> None:
    with pytest.raises(subprocess.CalledProcessError):
        startup.seconds([sys.executable, "-c", "raise SystemExit(3)"], 0)


def test_processes_may_keep_compiled_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert startup.seconds([sys.executable, "-c", "import sys; sys.exit(sys.dont_write_bytecode)"], 0) > 0

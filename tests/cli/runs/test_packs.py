"""Which patterns a report needs is found out once, with the pack that is shipped."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from validator.packs.folders import shipped_pack

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="tells the folder of copies by a variable of others")


def check(cache: Path, *options: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "validator", "check", "samples/balance-2023.html", *options],
        cwd=ROOT,
        env={**os.environ, "XDG_CACHE_HOME": str(cache)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def kept(cache: Path) -> list[tuple[str, int]]:
    return [(one.name, one.stat().st_mtime_ns) for one in (cache / "gouji").glob("*.patterns")]


def test_patterns_are_learned_once_and_nothing_is_told_otherwise(tmp_path: Path) -> None:
    first = check(tmp_path)
    assert not kept(tmp_path)  # all of the pack were compiled
    second = check(tmp_path)
    learned = kept(tmp_path)
    assert len(learned) == 1
    assert first == second == check(tmp_path)
    assert kept(tmp_path) == learned


def test_the_examples_of_other_packs_are_not_run(tmp_path: Path) -> None:
    shutil.copytree(shipped_pack(), tmp_path / "pack")
    for _ in range(2):
        check(tmp_path, "--pack", str(tmp_path / "pack"))
    assert not kept(tmp_path)


def test_where_nothing_can_be_kept_all_is_as_before(tmp_path: Path) -> None:
    first = check(tmp_path)
    (tmp_path / "gouji").chmod(0o770)  # others may have written there
    assert first == check(tmp_path)
    assert not kept(tmp_path)

"""The lock of an output: one process at a time, whoever holds it is named, and none outlives its process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from validator.cli import run
from validator.engine._lock import HeldError, Lock

HOLDER = """
import sys
from pathlib import Path
from validator.engine._lock import Lock
lock = Lock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
lock.release()
"""


@pytest.fixture
def target(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """An output; `name` of the test is its suffix."""
    name = request.node.callspec.params["name"] if hasattr(request.node, "callspec") else "jsonl"
    return tmp_path / f"out.{name}"


@pytest.fixture
def holder(target: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock of the output."""
    command = [sys.executable, "-c", HOLDER, str(target.with_name(f".{target.name}.lock"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


@pytest.fixture
def page() -> Path:
    return Path(__file__).parents[2] / "samples" / "consistent-2022.html"


@pytest.mark.parametrize("name", ["jsonl", "csv", "parquet"])
@pytest.mark.parametrize("options", [[], ["--resume"]])
def test_a_second_run_says_who_holds_the_output(
    holder: subprocess.Popen[str],
    page: Path,
    target: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    options: list[str],
) -> None:
    if name == "parquet":
        pytest.importorskip("pyarrow")
    target.write_text("old", encoding="utf-8")
    assert run(["check", str(page), "--format", name, "--output", str(target), *options]) == 2
    assert str(holder.pid) in capsys.readouterr().err
    assert target.read_text(encoding="utf-8") == "old"
    assert not target.with_name(f".{target.name}.part").exists()


def test_the_lock_ends_with_its_process(holder: subprocess.Popen[str], page: Path, tmp_path: Path) -> None:
    holder.kill()
    holder.wait()
    assert run(["check", str(page), "--format", "jsonl", "--output", str(tmp_path / "out.jsonl")]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl"]


def test_a_lock_is_had_again_after_it_was_given_back(holder: subprocess.Popen[str], tmp_path: Path) -> None:
    path = tmp_path / ".out.jsonl.lock"
    with pytest.raises(HeldError) as caught:
        Lock(path)
    assert caught.value.process == str(holder.pid)
    holder.communicate()
    lock = Lock(path)
    assert path.read_text(encoding="ascii") == str(os.getpid())
    lock.release()
    assert not path.exists()

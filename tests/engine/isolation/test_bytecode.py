"""What Python has compiled and kept is not loaded beforehand; what it has not is, so that it is kept."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from validator.engine.isolation import bytecode

CODE = """
import sys
from pathlib import Path
from validator.engine.isolation import bytecode
bytecode._PACKAGE = Path(sys.argv[1]) / "ours"
bytecode.load_what_is_not_compiled(("part",), ("theirs.inner", "missing.inner", "theirs.none"))
print(*sorted(name for name in sys.modules if name.partition(".")[0] in {"ours", "theirs"}))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("ours/__init__", "ours/part/__init__", "ours/part/one", "ours/part/below/__init__", "ours/other"):
        made = tmp_path / f"{name}.py"
        made.parent.mkdir(parents=True, exist_ok=True)
        made.touch()
    (tmp_path / "ours" / "part" / "broken.py").write_text("1 / 0", encoding="utf-8")
    for name in ("theirs/__init__", "theirs/inner/__init__"):
        made = tmp_path / f"{name}.py"
        made.parent.mkdir(parents=True, exist_ok=True)
        made.touch()
    return tmp_path


def loaded(folder: Path, **variables: str) -> list[str]:
    root = Path(bytecode.__file__).parents[3]
    paths = os.pathsep.join(map(str, (folder, root)))
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(folder)],
        capture_output=True,
        text=True,
        check=True,
        env={**environment, "PYTHONPATH": paths, **variables},
    )
    return done.stdout.split()


def test_what_is_not_compiled_is_loaded_once(folder: Path) -> None:
    first = ["ours", "ours.part", "ours.part.below", "ours.part.one", "theirs", "theirs.inner"]
    assert loaded(folder) == first
    assert loaded(folder) == []
    kept = folder / "ours" / "part" / "below" / "__pycache__"
    for file in kept.iterdir():
        file.unlink()
    assert "ours.part.below" in loaded(folder)


def test_where_python_is_to_keep_nothing_nothing_is_loaded(folder: Path) -> None:
    assert loaded(folder, PYTHONDONTWRITEBYTECODE="1") == []
    assert loaded(folder, PYTHONPYCACHEPREFIX=str(folder / "elsewhere")) == []


def test_a_frozen_program_has_no_folders_to_look_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(bytecode, "_PACKAGE", tmp_path / "nowhere")
    bytecode.load_what_is_not_compiled(("checking",), ("lxml.html",))

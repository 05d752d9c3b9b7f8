"""A rehearsal meets what reports need."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
COMPILED = """
import re._compiler, sys
from validator.engine._file_checker import FileChecker
from validator.engine.authoring.rehearsal import rehearse
from validator.engine.pipeline import select_rules
from validator.engine.sources.sources import Source
from validator.engine.task import RESULT, Task, local_day
from validator.packs.kept.compiled import load_compiled

pack = load_compiled()
if sys.argv[2]:
    rehearse(pack)
texts, compile_one = [], re._compiler.compile
re._compiler.compile = lambda text, flags=0: [texts.append(text), compile_one(text, flags)][1]
FileChecker(Task(content=RESULT, today=local_day(), wanted=select_rules(pack)), pack=pack).run([Source(sys.argv[1])])
print(len(texts))
"""


def compiled(sample: str, cache: Path, *, rehearsed: bool) -> int:
    """How many patterns a check compiles; the pack itself was compiled before, with all of its patterns."""
    command = [sys.executable, "-c", COMPILED, str(ROOT / "samples" / sample), "1" if rehearsed else ""]
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return int(json.loads(done.stdout))


@pytest.mark.skipif(sys.platform == "win32", reason="tells the folder of copies by a variable of others")
@pytest.mark.parametrize("sample", ["consistent-2022.html", "consistent-2024.docx", "consistent-2023.txt"])
def test_few_patterns_are_left_to_be_compiled(sample: str, tmp_path: Path) -> None:
    assert compiled(sample, tmp_path, rehearsed=True) <= compiled(sample, tmp_path, rehearsed=False) / 4

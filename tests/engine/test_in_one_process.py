"""A check without any other process and without libraries that are not everywhere, as in a browser's WebAssembly."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from support.effort import uncounted

from validator import check, load_pack
from validator.renderers import RENDERERS, RenderOptions, renderer

SAMPLES = Path(__file__).parents[2] / "samples"
NAMES = [
    "row-total-2023.docx",
    "consistent-2024.docx",
    "misquoted-2023.html",
    "ragged-2019.txt",
    "column-sum-2022.md",
    "tracked-changes-2022.docx",
]

ALONE = """
import importlib.abc, os, subprocess, sys

FORBIDDEN = {"pydantic", "pydantic_core", "pandera", "yaml._yaml", "yaml.cyaml", "multiprocessing", "_posixsubprocess"}

class Nowhere(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name in FORBIDDEN:
            raise ModuleNotFoundError(name, name=name)

assert not FORBIDDEN & (set(sys.modules) - {"_posixsubprocess"}), FORBIDDEN & set(sys.modules)
sys.meta_path.insert(0, Nowhere())

def refuse(*_, **__):
    raise PermissionError("no process may be started")

for name in ("fork", "forkpty", "posix_spawn", "posix_spawnp", "execv", "execve", "system", "popen"):
    if hasattr(os, name):
        setattr(os, name, refuse)
subprocess.Popen.__init__ = refuse

from validator import check_document, load_pack, read
from validator.model.result import Result
from validator.renderers import RENDERERS, RenderOptions, renderer

reports = tuple(check_document(read(name)) for name in sys.argv[1:])
loaded = {name.partition(".")[0] for name in sys.modules}
assert not loaded & {"pydantic", "pydantic_core", "pandera", "pandas"}, loaded
print(renderer(RENDERERS["json"])(Result(reports), load_pack(), RenderOptions()))
"""


def test_what_is_found_is_the_same() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ALONE, *NAMES],
        cwd=SAMPLES,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**uncounted(), "PYTHONPATH": str(SAMPLES.parent), "PYTHONUTF8": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)["reports"]
    assert len(found) == len(NAMES)
    for name, alone in zip(NAMES, found, strict=True):
        result = check(SAMPLES / name)
        wanted = renderer(RENDERERS["json"])(result, load_pack(), RenderOptions())
        (report,) = json.loads(wanted)["reports"]
        assert alone == report | {"path": name}

"""The wheel is built where nothing is installed but what `[build-system]` asks for."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
COMPILE = """
import sys
from pathlib import Path

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in MISSING:
            raise ModuleNotFoundError(f"{name} is not asked for by [build-system]", name=name)

sys.meta_path.insert(0, Missing())
from validator.packs.kept.compiled import SHIPPED, compile_shipped
compile_shipped(Path("rules") / SHIPPED.stem, Path(sys.argv[1]))
"""


def test_the_pack_is_compiled_with_what_is_asked_for_to_build(tmp_path: Path) -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
    there = {Requirement(one).name.lower() for one in asked}
    modules = packages_distributions()
    missing = {name for name, of in modules.items() if name != "validator" and not there & {one.lower() for one in of}}
    assert {"numpy", "lxml"} <= missing
    script = f"MISSING = {missing!r}\n{COMPILE}"
    target = tmp_path / "compiled"
    subprocess.run([sys.executable, "-c", script, target], cwd=ROOT, check=True)
    assert target.stat().st_size > 100_000

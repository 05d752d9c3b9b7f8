"""What the work on one file loads: a short command takes most of its time for that."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from support.effort import uncounted

ROOT = Path(__file__).parents[2]
CHECK = """
import sys
from validator.engine._file_checker import FileChecker
from validator.engine.pipeline import select_rules
from validator.engine.sources.sources import Source
from validator.engine.task import RESULT, Task, local_day
from validator.packs.kept.compiled import load_compiled

pack = load_compiled()
bench = FileChecker(Task(content=RESULT, today=local_day(), wanted=select_rules(pack)), pack=pack)
(outcome,) = bench.run([Source(sys.argv[1])])
assert outcome.tally.reports == 1, outcome.error
print(*sys.modules)
"""
HEAVY = {
    *("cv2", "matplotlib", "numpy", "openpyxl", "pandas", "pandera"),
    *("playa", "pydantic", "rapidfuzz", "rich", "scipy", "typer"),
}


def loaded(sample: str) -> set[str]:
    """The modules that a check of one file has loaded; the pack was compiled and kept before."""
    command = [sys.executable, "-c", CHECK, str(ROOT / "samples" / sample)]
    subprocess.run(command, capture_output=True, check=True, cwd=ROOT, env=uncounted())
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=uncounted())
    return set(done.stdout.split())


def readers(modules: set[str]) -> set[str]:
    """The formats whose readers are among them."""
    return {name.split(".")[2] for name in modules if name.startswith("validator.readers.") and name.count(".") > 2}


def test_a_sound_page_is_checked_without_numpy_and_other_readers() -> None:
    modules = loaded("consistent-2022.html")
    assert HEAVY & modules == set()
    assert readers(modules) <= {"html", "blocks", "text"}
    assert "validator.localisation.suspects" not in modules
    assert "validator.constraints.compiling" not in modules


@pytest.mark.parametrize("sample", ["consistent-2023.txt", "consistent-2020.md"])
def test_a_sound_text_is_checked_without_numpy_and_the_layout_of_pages(sample: str) -> None:
    modules = loaded(sample)
    assert HEAVY & modules == set()
    assert {"validator.readers.page.assembly", "validator.readers.spreadsheet._cell_format"} & modules == set()


def test_a_sound_word_file_is_checked_without_numpy() -> None:
    assert HEAVY & loaded("consistent-2024.docx") == set()


@pytest.mark.parametrize(
    "sample", ["ragged-2019.txt", "balance-2023.html", "row-total-2023.docx", "column-sum-2022.md"]
)
def test_a_report_in_doubt_is_settled_and_its_errors_are_located_without_numpy(sample: str) -> None:
    modules = loaded(sample)
    assert {"numpy", "scipy"} & modules == set()
    assert "validator.localisation.suspects" in modules

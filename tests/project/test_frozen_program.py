"""What the program for a double click does before anything else."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

PROGRAM = runpy.run_path(str(Path(__file__).parents[2] / "packaging" / "program.py"))
OURS = "/the/program/of/ours"


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ({}, {}),
        ({"LD_LIBRARY_PATH": OURS, "LANG": "C"}, {"LANG": "C"}),
        ({"LD_LIBRARY_PATH": OURS, "LD_LIBRARY_PATH_ORIG": "/usr/theirs"}, {"LD_LIBRARY_PATH": "/usr/theirs"}),
    ],
)
def test_programs_of_others_do_not_get_its_libraries(given: dict[str, str], left: dict[str, str]) -> None:
    PROGRAM["restore"](given)
    assert given == left

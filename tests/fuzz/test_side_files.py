"""A few hundred mutants of side files, the same ones every time; `nox -s fuzz -- N` tries as many as one likes."""

from __future__ import annotations

from pathlib import Path

import pytest
from fuzz.targets import Target, all_targets, read_faults, run_case

TARGETS = all_targets()
EACH = 12
"""Mutants of each file."""
SECONDS = 20.0
"""Far more than any of them takes, on a machine that is busy."""


@pytest.mark.parametrize("target", TARGETS, ids=[target.name for target in TARGETS])
def test_the_file_that_is_changed_is_sound(target: Target, tmp_path: Path) -> None:
    for name, content in {**target.beside, target.file: target.sound}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    target.read(tmp_path / target.file)


@pytest.mark.parametrize("at", range(len(TARGETS)), ids=[target.name for target in TARGETS])
def test_no_mutant_is_more_than_a_fault(at: int, tmp_path: Path) -> None:
    outcomes = [run_case(TARGETS, at + turn * len(TARGETS), tmp_path) for turn in range(EACH)]
    assert [(one.case, one.failure) for one in outcomes if one.failure] == []
    assert max(one.seconds for one in outcomes) < SECONDS


def test_the_same_number_is_the_same_mutant(tmp_path: Path) -> None:
    assert run_case(TARGETS, 7, tmp_path).data == run_case(TARGETS, 7, tmp_path).data


def test_a_reader_that_stumbles_is_noticed(tmp_path: Path) -> None:
    def stumble(_path: Path) -> None:
        raise ZeroDivisionError

    target = Target("x", "x.txt", "x", lambda _rng, text: text.encode(), stumble, {})
    with pytest.raises(ZeroDivisionError):
        read_faults(target, tmp_path)
    assert run_case([target], 0, tmp_path).failure is not None

"""A few hundred mutants of documents, the same ones every time; `nox -s fuzz -- N` tries as many as one likes."""

from __future__ import annotations

from functools import cache
from random import Random
from unittest import mock

import pytest
from fuzz.apart import Tried, run_apart
from fuzz.documents import (
    Bench,
    LostError,
    Seed,
    StumbleError,
    all_seeds,
    run_document,
    said,
    sound_bytes,
    task,
)

from validator.engine._file_checker import FileChecker

SEEDS = all_seeds()
EACH = 2
"""Mutants of each document."""


@cache
def bench() -> Bench:
    return Bench()


@pytest.mark.parametrize("at", range(len(SEEDS)), ids=[seed.name for seed in SEEDS])
def test_no_mutant_is_more_than_unreadable(at: int) -> None:
    outcomes = [run_document(SEEDS, at + turn * len(SEEDS), bench()) for turn in range(EACH)]
    assert [(one.case, one.failure) for one in outcomes if one.failure] == []


@pytest.mark.parametrize("seed", [seed for seed in SEEDS if seed.gentle], ids=lambda seed: seed.name)
def test_what_changes_no_number_loses_none(seed: Seed) -> None:
    assert seed.gentle is not None
    bench().check(seed, seed.gentle(Random(seed.name), sound_bytes(seed)), gentle=True, looked_at=False)


def test_the_same_number_is_the_same_mutant() -> None:
    assert run_document(SEEDS, 7, bench()).data == run_document(SEEDS, 7, bench()).data


def test_a_number_that_is_lost_without_a_word_is_noticed() -> None:
    """The oracle itself, if the program told nothing of a cell that is blank now (it does: the text has the number)."""
    seed = next(one for one in SEEDS if one.name == "sound html")
    lost = sound_bytes(seed).replace(b">18430<", b"><")
    bench().check(seed, lost, gentle=True)
    with mock.patch("fuzz.documents.clean", return_value=True), pytest.raises(LostError):
        bench().check(seed, lost, gentle=True)


def test_our_own_stumble_is_noticed() -> None:
    seed = SEEDS[0]
    with mock.patch("validator.checking.checker.reports_by_sheet", None), pytest.raises(StumbleError):
        Bench(FileChecker(task())).check(seed, sound_bytes(seed), gentle=False)


def test_a_case_over_which_the_process_ends_costs_only_itself() -> None:
    def run(number: int) -> Tried:
        if number == 3:
            raise SystemExit
        return Tried("x", 0.0, recognised=number == 1)

    cases = list(run_apart(range(6), 4000, run))
    assert [(one.number, one.tried.failure is None) for one in cases] == [(n, n != 3) for n in range(6)]


def test_an_exception_is_told_by_its_place() -> None:
    assert said(ValueError("no")).startswith("ValueError at ")

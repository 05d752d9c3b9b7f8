"""What other projects say of their own cases is said here as well, or the difference is named and explained."""

from __future__ import annotations

from importlib import util
from pathlib import Path
from types import ModuleType

import pytest
from support.foreign import SUITES, Case, cases, everything, suite

DOCS = Path(__file__).parents[2] / "docs"
EVERY = everything()


@pytest.mark.parametrize("case", EVERY, ids=[f"{one.suite}-{one.name}" for one in EVERY])
def test_a_case_comes_out_as_it_is_written(case: Case) -> None:
    assert (case.located() if case.locates else case.verdict()) == case.ours
    found = case.new_values() if case.values else {}
    assert {name: found.get(name) for name in case.values} == case.values


@pytest.mark.parametrize("name", SUITES)
def test_every_difference_is_explained_and_nothing_else(name: str) -> None:
    explained = {one.because for one in cases(name) if not one.agrees}
    assert explained == set(suite(name)["differences"])
    assert {one.because for one in cases(name) if one.agrees} == {None}


def test_no_two_cases_have_one_name() -> None:
    assert len({(one.suite, one.name) for one in EVERY}) == len(EVERY)


def script() -> ModuleType:
    spec = util.spec_from_file_location("make_foreign_suites", DOCS / "make_foreign_suites.py")
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_counts_of_the_page_are_those_of_the_cases() -> None:
    page = (DOCS / "foreign-suites.md").read_text(encoding="utf-8")
    assert script().filled(page) == page

"""In CI the examples of a property are the same in every process, whatever that process has loaded before."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.fixture
def as_in_ci() -> Iterator[None]:
    before = settings.get_current_profile_name()
    settings.load_profile("ci")
    yield
    settings.load_profile(before)


def drawn() -> list[int]:
    """What a property over integers is shown in CI."""
    numbers: list[int] = []

    @settings(settings.get_profile("ci"), max_examples=200)
    @given(st.integers())
    def holds(number: int) -> None:
        numbers.append(number)

    holds()
    return numbers


@pytest.mark.usefixtures("as_in_ci")
def test_examples_do_not_follow_the_constants_of_loaded_modules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = drawn()
    (tmp_path / "full_of_numbers.py").write_text("\n".join(f"N{n} = {7_000_000 + n}" for n in range(200)))
    monkeypatch.syspath_prepend(tmp_path)
    importlib.import_module("full_of_numbers")
    assert drawn() == before

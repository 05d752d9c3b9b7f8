"""How many threads look at pictures."""

from __future__ import annotations

import os

import pytest

from validator.readers.ocr import CHARACTER_THREADS
from validator.readers.scan.characters.recogniser import threads


@pytest.mark.parametrize(("said", "expected"), [("1", 1), ("3", 3), ("", None), ("0", None), ("many", None)])
def test_the_environment_says_how_many(monkeypatch: pytest.MonkeyPatch, said: str, expected: int | None) -> None:
    monkeypatch.setenv(CHARACTER_THREADS, said)
    assert threads() == (expected or min(os.cpu_count() or 1, 2))

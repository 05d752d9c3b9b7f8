"""Variables of the environment that look like those of options."""

from __future__ import annotations

import os

import pytest

from validator.cli import run
from validator.cli._variables import unknown_variables


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("GOUJI_")]:
        monkeypatch.delenv(name)


@pytest.mark.parametrize("asked", ["check", "rules", "no-such-command", None])
def test_a_misspelt_variable_is_named_whatever_is_run(asked: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(unknown_variables(asked)) == []
    monkeypatch.setenv("GOUJI_FAIL_OM", "hint")
    monkeypatch.setenv("GOUJI_ZZZ", "1")
    assert list(unknown_variables(asked)) == [("GOUJI_FAIL_OM", "GOUJI_FAIL_ON"), ("GOUJI_ZZZ", None)]


@pytest.mark.parametrize("name", ["GOUJI_FAIL_ON", "GOUJI_LANG", "GOUJI_MAX_FILES", "GOUJI_CHARACTER_THREADS"])
def test_what_another_command_or_the_reading_of_pictures_knows_is_none(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "1")
    assert list(unknown_variables("explain")) == []


@pytest.mark.parametrize(("language", "said"), [("zh", "没有起作用"), ("en", "does nothing")])
def test_it_is_told_and_the_command_runs_all_the_same(
    language: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GOUJI_FAILON", "hint")
    assert run(["explain", "requests-balance", "--lang", language]) == 0
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert said in told
    assert "GOUJI_FAIL_ON" in told

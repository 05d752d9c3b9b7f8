"""A plain command line is understood as typer understands it; any other is left to typer."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import cast

import pytest

from validator.cli._problems import WrongUsageError
from validator.cli.commands.check import command as check
from validator.cli.commands.explain import command as explain
from validator.cli.commands.summary import command as summary
from validator.cli.options.command import parsed
from validator.cli.options.lines import CommandLine, Job

LINES: list[tuple[CommandLine, str]] = [
    (check, "a.html"),
    (check, "a.html b.docx -"),
    (check, "a.html --format json --output x.json --quiet"),
    (check, "--format=json -f html a.html -o x.html --output=y.json --fail-on never"),
    (check, "a.html --select requests-* --select=units-* --ignore claim-* --gate"),
    (check, "a.html --no-config --lang en --details --workers 3"),
    (check, "a.html --severity a=note --severity b=error"),
    (explain, "requests-balance"),
    (explain, "requests-balance --lang=en"),
    (summary, "a.json b.json --format csv"),
]
VARIABLES = {
    "GOUJI_LANG": "en",
    "GOUJI_SELECT": "requests-*, units-*",
    "GOUJI_QUIET": "yes",
    "GOUJI_FAIL_ON": "warning",
    "GOUJI_DETAILS": "no",
}
SETTINGS = 'lang = "en"\nselect = ["disputes-*"]\nfail-on = "never"\ndetails = true\nbaseline = "b.json"\n'
NOT_PLAIN = [
    "",
    "--help",
    "a -h",
    "a --nothing",
    "a --format",
    "a --format --quiet",
    "a --quiet=yes",
    "a -fjson",
    "a -f=json",
    "a -- --quiet",
    "--select x",
]


@pytest.fixture(autouse=True)
def _within(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def asked(job: Job | None) -> object:
    assert isinstance(job, partial)
    return job.args


def both(line: CommandLine, words: Sequence[str]) -> tuple[object, object]:
    """What the command is asked to do, as a plain line and by typer; faults as what they say."""

    def plain() -> object:
        return asked(line.plain(words, line.name, "zh"))

    def whole() -> object:
        return asked(cast("Job", parsed(line).main([*words], prog_name=line.name, standalone_mode=False, obj="zh")))

    found = []
    for way in (plain, whole):
        try:
            found.append(way())
        except WrongUsageError as error:
            found.append((error.text, error.command))
    return found[0], found[1]


@pytest.mark.parametrize(("line", "words"), LINES)
def test_a_plain_line_asks_for_the_same(line: CommandLine, words: str) -> None:
    first, second = both(line, words.split())
    assert first == second


@pytest.mark.parametrize(("line", "words"), LINES)
def test_so_it_does_with_variables_and_settings(
    line: CommandLine, words: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, said in VARIABLES.items():
        monkeypatch.setenv(name, said)
        first, second = both(line, words.split())
        assert first == second
    (tmp_path / "gouji.toml").write_text(SETTINGS, encoding="utf-8")
    first, second = both(line, words.split())
    assert first == second
    for name in VARIABLES:
        monkeypatch.delenv(name)
    first, second = both(line, words.split())
    assert first == second


@pytest.mark.parametrize("words", ["a --format jsn", "a --fail-on nothing", "a --lang fr"])
def test_a_word_that_is_no_choice_is_told_the_same(words: str) -> None:
    first, second = both(check, words.split())
    assert first == second


def test_a_variable_that_is_neither_yes_nor_no_is_told_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOUJI_QUIET", "perhaps")
    first, second = both(check, ["a"])
    assert first == second


@pytest.mark.parametrize("words", NOT_PLAIN)
def test_any_other_line_is_left_to_typer(words: str) -> None:
    assert check.plain(words.split(), "gouji check", "zh") is None


def test_more_words_than_places_are_left_to_typer() -> None:
    assert explain.plain(["a", "b"], "gouji explain", "zh") is None
    assert explain.plain([], "gouji explain", "zh") is None


def test_typer_is_not_loaded_for_a_plain_line() -> None:
    program = (
        "import sys; from validator.cli import run; code = run(sys.argv[1:]); "
        "print(*sys.modules, file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "explain", "requests-balance"], capture_output=True, text=True, check=True
    )
    assert {"typer", "click", "validator.cli._app"} & set(done.stderr.split()) == set()

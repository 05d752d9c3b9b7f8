"""Paths that are no plain files: none makes a command hang, crash or say what is not so."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from cli.conftest import report_page

from validator.cli import run

LONG = "n" * 300
COMMANDS = {
    "--baseline": ["check", "a.html", "--baseline", LONG],
    "--output": ["check", "a.html", "--output", f"{LONG}.json"],
    "--output in a folder": ["check", "a.html", "--output", f"{LONG}/a.json"],
    "--units": ["check", "a.html", "--units", LONG],
    "--organs": ["check", "a.html", "--organs", LONG],
    "--pack": ["check", "a.html", "--pack", LONG],
    "--template": ["letters", "a.html", "-o", "letters", "--template", LONG],
    "--expected": ["summary", "a.html", "--expected", LONG],
    "letters": ["letters", "a.html", "-o", LONG],
    "copies": ["annotate", ".", "-o", LONG],
    "form": ["form", "2021", "-o", f"{LONG}.xlsx"],
    "new pack": ["rules", "new", LONG],
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "a.html").write_text(report_page({}), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("path", [f"{LONG}.html", f"{LONG}/a.html", "a/" * 3000 + "a.html"])
@pytest.mark.parametrize("command", ["check", "read", "summary"])
def test_an_input_whose_path_is_too_long_is_unreadable_and_the_others_are_read(
    capsys: pytest.CaptureFixture[str], path: str, command: str
) -> None:
    assert run([command, path, "a.html", "--lang", "en"]) == 3
    said = "".join(capsys.readouterr())
    assert "Traceback" not in said
    assert "unreadable" in said


@pytest.mark.parametrize("name", COMMANDS)
def test_an_option_with_a_path_that_is_too_long_is_wrong_usage(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert run([*COMMANDS[name], "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert LONG in said.replace("\n", "").replace(" ", "")


@pytest.mark.skipif(sys.platform == "win32", reason="has no pipes among its files")
@pytest.mark.parametrize(
    "command",
    [
        ["check", "pipe"],
        ["read", "pipe"],
        ["annotate", "pipe", "-o", "copy.html"],
        ["compare", "pipe", "a.html"],
        ["compare", "a.html", "pipe"],
        ["letters", "pipe", "-o", "letters"],
        ["letters", "a.html", "-o", "letters", "--template", "pipe"],
        ["summary", "pipe"],
        ["check", "a.html", "--previous", "pipe"],
        ["check", "a.html", "--baseline", "pipe"],
        ["baseline", "write", "pipe", "--reason", "x"],
        ["desk", "--no-browser", "--token-file", "pipe"],
    ],
    ids=" ".join,
)
def test_a_pipe_is_told_of_at_once(capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
    os.mkfifo("pipe")
    assert run([*command, "--lang", "en"]) in {2, 3}
    said = "".join(capsys.readouterr())
    assert "pipe" in said
    assert "20 seconds" not in said


@pytest.mark.skipif(sys.platform == "win32", reason="has no pipes among its files")
@pytest.mark.parametrize(
    "place", ["pack.yaml", "rules/mine.yaml", "claims/mine.yaml", "forms/mine.yaml", "lexicon.yaml"]
)
def test_a_pipe_among_the_files_of_a_pack_is_told_of_at_once(capsys: pytest.CaptureFixture[str], place: str) -> None:
    pipe = Path("mine", place)
    pipe.parent.mkdir(parents=True)
    if place != "pack.yaml":
        Path("mine/pack.yaml").write_text("id: mine\nextends: annual-report\n", encoding="utf-8")
    os.mkfifo(pipe)
    assert run(["check", "a.html", "--pack", "mine", "--lang", "en"]) == 2
    said = "".join(capsys.readouterr())
    assert f"{pipe}:1" in said
    assert "this is a pipe" in said

"""What is answered at once is answered as it would be by the whole program, and nothing more is loaded for it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from validator import __version__
from validator.cli import run
from validator.cli._at_once import answer

LINES = ["gouji", "gouji ", "gouji c", "gouji ch", "gouji check", "./bin/gouji-1 ru", "gouji x", "gouji 甲"]


def completing(line: str, word: int, monkeypatch: pytest.MonkeyPatch, shell: str = "bash") -> None:
    monkeypatch.setenv("_GOUJI_COMPLETE", f"complete_{shell}")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(word))


@pytest.mark.parametrize("line", LINES)
def test_the_first_word_goes_on_as_the_whole_program_says(
    line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    completing(line, 1, monkeypatch)
    with pytest.raises(SystemExit) as ended:
        run([])
    assert ended.value.code == 0
    assert answer([]) == capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "word", "shell"),
    [
        ("gouji check --f", 2, "bash"),
        ("gouji -", 1, "bash"),
        ("gouji 'ch", 1, "bash"),
        ("gouji c\\h", 1, "bash"),
        ("gouji ch", 1, "zsh"),
    ],
)
def test_whatever_else_a_shell_asks_is_left_to_the_whole_program(
    line: str, word: int, shell: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    completing(line, word, monkeypatch, shell)
    assert answer([]) is None


def test_the_version_is_said_at_once_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("_GOUJI_COMPLETE", raising=False)
    assert answer(["--version"]) == f"gouji {__version__}\n"
    assert answer(["--version", "check"]) is answer(["check"]) is answer([]) is None


@pytest.mark.parametrize(
    ("arguments", "variables"),
    [(("--version",), {}), ((), {"_GOUJI_COMPLETE": "complete_bash", "COMP_WORDS": "gouji ch", "COMP_CWORD": "1"})],
)
def test_little_is_loaded_for_it(arguments: tuple[str, ...], variables: dict[str, str]) -> None:
    program = (
        "import sys; import validator.cli as cli; "
        "sys.exit = lambda code: print(*sys.modules, file=sys.stderr); cli.main(sys.argv[1:])"
    )
    command = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {program}", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | variables)
    assert done.stdout
    loaded = set(done.stderr.split())
    assert {"re", "typing", "typer", "validator.cli._app"} & loaded == set()
    assert "validator.cli._at_once" in loaded


@pytest.mark.parametrize("code", [0, 2])
def test_what_is_to_be_done_at_the_end_is_done(code: int) -> None:
    """Whether it was registered before, so that the process ends as usual, or since."""
    arguments = ["--version"] if code == 0 else ["--nothing"]
    for before in (True, False):
        first, then = ("register(atexit)", "pass") if before else ("pass", "register(atexit)")
        program = (
            "import sys, atexit\n"
            "from validator.cli import main, answer\n"
            "import validator.cli as cli\n"
            "def register(atexit): atexit.register(lambda: print('done at the end'))\n"
            f"{first}\n"
            f"def answer_later(arguments):\n {then}\n return answer(arguments)\n"
            "cli.answer = answer_later\n"
            "main(sys.argv[1:])\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False, env=os.environ
        )
        assert done.returncode == code
        assert done.stdout.endswith("done at the end\n")

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.effort import uncounted

from validator import __version__, cli
from validator.cli import run
from validator.cli._exit_codes import CRASHED

ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR", "COLUMNS"}}
HEAVY = {"lark", "lxml", "numpy", "openpyxl", "pandas", "pandera", "pydantic", "rich.console", "scipy"}


def gouji(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "validator", *arguments], capture_output=True, check=False, env=ENVIRONMENT | environment
    )


def test_the_exit_code_is_that_of_the_process(wrong: Path) -> None:
    assert gouji("check", str(wrong)).returncode == 1
    assert gouji("explain", "requests-balance").returncode == 0
    assert gouji("explain", "no-such-rule").returncode == 2


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ("explain", "requests-balance"), ("rules", "list")])
def test_short_commands_load_nothing_heavy(arguments: tuple[str, ...]) -> None:
    assert HEAVY & loaded(*arguments) == set()


def test_one_report_is_checked_without_what_takes_longer_to_load_than_to_use(wrong: Path) -> None:
    modules = loaded("check", str(wrong), "--fail-on", "never")
    assert {"difflib", "numpy", "pandas", "pandera", "scipy", "tarfile", "typer", "zipfile"} & modules == set()
    assert {"inspect", "typing_extensions"} & modules == set()  # of which msgspec takes the second where it is found


def loaded(*arguments: str) -> set[str]:
    """The modules that a command has loaded when it ends."""
    program = (
        "import atexit, sys; from validator.cli import main; "
        "atexit.register(lambda: print(*sys.modules, file=sys.stderr)); main(sys.argv[1:])"
    )
    environment = {name: value for name, value in uncounted().items() if name in ENVIRONMENT}
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, check=True, env=environment)
    assert done.stdout
    return set(done.stderr.decode().split())


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
    ],
)
def test_output_is_utf8_whatever_the_locale(environment: dict[str, str]) -> None:
    done = gouji("explain", "requests-balance", **environment)
    assert "左边比右边多 2" in done.stdout.decode("utf-8")
    assert "没有名为" in gouji("explain", "x", **environment).stderr.decode("utf-8")


@pytest.mark.parametrize("encoding", ["gbk", "cp936", "gb18030"])
def test_an_encoding_that_is_asked_for_is_written_and_never_ends_a_run(wrong: Path, encoding: str) -> None:
    strange = wrong.rename(wrong.with_name("表\U0001f600𪚥.html"))
    done = gouji("check", str(strange), PYTHONIOENCODING=encoding)
    assert done.returncode == 1
    assert "应为 12" in done.stdout.decode(encoding)
    assert b"Traceback" not in done.stderr


def test_a_pipe_gets_no_colours_unless_they_are_forced() -> None:
    assert b"\x1b" not in gouji("explain", "requests-balance").stdout
    assert b"\x1b[1m" in gouji("explain", "requests-balance", FORCE_COLOR="1").stdout
    assert b"\x1b" not in gouji("explain", "requests-balance", FORCE_COLOR="1", NO_COLOR="1").stdout


def test_standard_input_is_a_report(
    wrong: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(wrong.read_bytes())))
    assert run(["check", "-", "--input-format", "html"]) == 1
    assert "文件: 标准输入" in capsys.readouterr().out


@pytest.mark.skipif(os.name == "nt", reason="a pipe is closed otherwise there")
def test_a_closed_pipe_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "validator", "rules", "list"],
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
            env=ENVIRONMENT,
        )
    finally:
        os.close(writing)
    assert done.returncode == 0
    assert done.stderr == b""


@pytest.mark.skipif(os.name == "nt", reason="a shell closes no streams there")
@pytest.mark.parametrize(
    ("closed", "options", "code"),
    [
        ("<&-", "", 1),
        (">&-", "", 1),
        ("2>&-", "", 1),
        ("<&- >&- 2>&-", "", 1),
        (">&- 2>&-", "-o out.json", 1),
        ("<&- >&-", "-o out.xlsx", 1),
        (">&-", "--help", 0),
    ],
)
def test_streams_that_are_closed_from_the_start_change_no_exit_code(
    wrong: Path, tmp_path: Path, closed: str, options: str, code: int
) -> None:
    command = f"{sys.executable} -m validator check {wrong} {options} {closed}"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False, env=ENVIRONMENT, cwd=tmp_path)
    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    if options.startswith("-o"):
        assert (tmp_path / options.split()[1]).stat().st_size > 1000


@pytest.mark.skipif(os.name == "nt", reason="a shell closes no streams there")
def test_a_closed_standard_input_is_an_empty_file() -> None:
    command = f"{sys.executable} -m validator check - <&-"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False, env=ENVIRONMENT)
    assert done.returncode == 3
    assert "文件是空的" in done.stdout.decode()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_a_full_disk_is_told_without_a_traceback() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "validator", "rules", "list"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            env=ENVIRONMENT,
        )
    assert done.returncode == 2
    assert done.stderr.decode().startswith("写不进 标准输出：")
    assert b"Traceback" not in done.stderr


def interrupted(*_: object, **__: object) -> Iterator[None]:
    raise KeyboardInterrupt


def broken(*_: object, **__: object) -> Iterator[None]:
    message = "a fault of the program"
    raise ZeroDivisionError(message)


def test_ctrl_c_ends_in_a_sentence(
    sound: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("validator.engine.pipeline.carry_out", interrupted)
    assert run(["check", str(sound)]) == 128 + signal.SIGINT
    assert capsys.readouterr().err == "已中断，没有写出结果。\n"


def test_a_fault_of_the_program_is_not_taken_for_a_finding(
    sound: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("validator.engine.pipeline.carry_out", broken)
    assert run(["check", str(sound)]) == CRASHED
    shown = capsys.readouterr().err
    assert "ZeroDivisionError: a fault of the program" in shown
    assert "这不是年报的问题" in shown


def test_the_version_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"gouji {__version__}\n"


@pytest.mark.parametrize("command", [[], ["check"], ["read"], ["explain"], ["rules"], ["rules", "list"]])
def test_help_is_chinese_and_fits_a_terminal(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*command, "--help"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(" ".join(["用法: gouji", *command]))
    assert any("\u4e00" <= char <= "\u9fff" for line in lines for char in line)
    assert max(map(len, lines)) <= 80


def test_a_bare_call_shows_the_help_and_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    assert "命令:" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chek", "x"], "没有 chek 这个命令。是否想写“check”？"),
        (["explain", "a", "b"], "多出了 b"),
        (["rules"], "缺少命令"),
        (["--nothing"], "没有 --nothing 这个选项"),
    ],
)
def test_a_command_line_that_cannot_be_parsed(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    assert capsys.readouterr().err.startswith(f"用法有误: {said}\n查看帮助: gouji")


def test_main_ends_the_process(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["gouji", "--version"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("gouji ")

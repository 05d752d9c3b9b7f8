"""LibreOffice is played by a small program, so that these tests run where it is not installed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from readers.documents import cell, par, row, run, table, word_parts, zipped
from validator.readers.libreoffice import convert, convert_many, is_installed, programs

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the stand-in is a script with a first line for POSIX")

WORD = zipped(word_parts(par(run("标题")) + table(row(cell("规章"), cell("1")))))

HEAD = """#!{python}
import pathlib, subprocess, sys, time
arguments = sys.argv[1:]
with (pathlib.Path(__file__).parent / "calls").open("a") as calls:
    calls.write(".")
output = pathlib.Path(arguments[arguments.index("--outdir") + 1])
here = pathlib.Path(__file__).parent
(here / "arguments").write_text("\\n".join(arguments))
"""
ANSWERS = """
output.mkdir()
for source in map(pathlib.Path, arguments[arguments.index("--outdir") + 2 :]):
    if source.read_bytes() != b"bad":
        (output / f"{source.stem}.docx").write_bytes((here / "answer").read_bytes() + source.read_bytes())
"""
STOPS_AT_A_BAD_ONE = (
    ANSWERS
    + """    else:
        sys.exit(1)
"""
)
FAILS_SILENTLY = "sys.exit(0)\n"
HANGS = """
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
(here / "child").write_text(str(child.pid))
time.sleep(600)
"""


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, body: str, answer: bytes = WORD) -> None:
    program = folder / "soffice"
    program.write_text(HEAD.format(python=sys.executable) + body, encoding="utf-8")
    program.chmod(0o755)
    (folder / "answer").write_bytes(answer)
    monkeypatch.setenv("PATH", str(folder))


def is_running(process: int) -> bool:
    try:
        status = Path(f"/proc/{process}/stat").read_text(encoding="ascii")
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def test_without_it_there_is_no_second_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not is_installed()
    assert convert(b"x", "doc") is None


def test_where_it_is_installed_it_converts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, ANSWERS)
    assert is_installed()
    assert convert(b"content", "doc") == WORD + b"content"


def test_many_are_converted_in_one_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, ANSWERS)
    files = [str(number).encode() for number in range(10)]
    assert convert_many(files, "doc") == [WORD + data for data in files]
    assert len((tmp_path / "calls").read_bytes()) == 1


def test_a_file_over_which_a_call_stops_costs_no_other_its_conversion(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch, STOPS_AT_A_BAD_ONE)
    assert convert_many([b"1", b"bad", b"3"], "doc") == [WORD + b"1", None, WORD + b"3"]


def test_each_run_has_a_profile_of_its_own_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, ANSWERS)
    profiles = set()
    for _ in range(2):
        assert convert(b"content", "doc") == WORD + b"content"
        arguments = (tmp_path / "arguments").read_text(encoding="utf-8").splitlines()
        (profile,) = (one for one in arguments if one.startswith("-env:UserInstallation=file://"))
        profiles.add(profile)
        assert "--headless" in arguments
        assert not any(one.startswith("--infilter") for one in arguments)
        assert not Path(arguments[-1]).exists()
    assert len(profiles) == 2


def test_web_pages_are_opened_as_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, ANSWERS)
    assert convert(b"<html>", "html") == WORD + b"<html>"
    assert "--infilter=HTML (StarWriter)" in (tmp_path / "arguments").read_text(encoding="utf-8")


def test_success_without_output_is_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, FAILS_SILENTLY)
    assert convert(b"x", "doc") is None


def test_a_program_that_cannot_start_is_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, ANSWERS)
    (tmp_path / "soffice").write_text("#!/no/such/program\n", encoding="utf-8")
    assert convert(b"x", "doc") is None


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for the child in /proc")
def test_when_its_time_is_over_it_ends_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, HANGS)
    start = time.monotonic()
    assert convert(b"x", "doc", seconds=5) is None
    assert time.monotonic() - start < 60
    child = int((tmp_path / "child").read_text(encoding="ascii"))
    deadline = time.monotonic() + 20
    while is_running(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_running(child)


@pytest.mark.skipif(sys.platform != "linux", reason="only there does the system end a process with its parent")
def test_it_ends_with_the_process_that_asked_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, '(here / "own").write_text(str(__import__("os").getpid()))\ntime.sleep(600)\n')
    code = "from validator.readers.libreoffice import convert; convert(b'x', 'doc', seconds=600)"
    root = str(Path(__file__).parents[2])
    asks = subprocess.Popen([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": root})
    with asks:
        deadline = time.monotonic() + 60
        while not (own := tmp_path / "own").exists() or not own.read_text(encoding="ascii"):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        asks.kill()
        asks.wait()
    deadline = time.monotonic() + 1
    while is_running(int(own.read_text(encoding="ascii"))) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not is_running(int(own.read_text(encoding="ascii")))


BINARY = """
output.mkdir(exist_ok=True)
profile = next(one for one in arguments if "UserInstallation" in one)
with (here / "profiles").open("a") as profiles:
    profiles.write(profile + "\\n")
if len((here / "profiles").read_text().splitlines()) == 1:
    sys.exit(81)
for source in map(pathlib.Path, arguments[arguments.index("--outdir") + 2 :]):
    (output / f"{source.stem}.docx").write_bytes((here / "answer").read_bytes())
"""


def test_it_is_started_once_more_where_its_profile_was_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, BINARY)
    assert convert(b"content", "doc") == WORD
    first, second = (tmp_path / "profiles").read_text(encoding="utf-8").splitlines()
    assert first != second


@pytest.mark.skipif(sys.platform != "linux", reason="there the script does more than to look for the program")
def test_the_program_itself_is_started_where_it_lies_beside_its_script(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch, FAILS_SILENTLY)
    assert programs() is None
    (tmp_path / "soffice").rename(tmp_path / "soffice.bin")
    install(tmp_path, monkeypatch, FAILS_SILENTLY)
    (tmp_path / "soffice.bin").write_text(HEAD.format(python=sys.executable) + ANSWERS, encoding="utf-8")
    assert convert(b"content", "doc") == WORD + b"content"
    assert programs() == (tmp_path,)


def test_what_is_not_installed_starts_no_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert programs() == ()

"""The folder of a child goes with it; what a killed run left behind goes with the next."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from validator.engine.isolation import own_folder
from validator.engine.isolation.own_folder import OwnFolder
from validator.readers import libreoffice
from validator.readers.libreoffice import sockets_below

HOLDS = """
import sys, tempfile
tempfile.tempdir = sys.argv[1]
from validator.engine.isolation.own_folder import OwnFolder
held = OwnFolder()
(held.path / "file").touch()
print(held.path, flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def other_run(base: Path) -> tuple[subprocess.Popen[str], Path]:
    """A process that holds a folder."""
    run = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(base)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert run.stdout is not None
    return run, Path(run.stdout.readline().strip())


def test_it_is_new_and_goes_with_all_that_is_in_it(base: Path) -> None:
    first, second = OwnFolder(), OwnFolder()
    assert first.path != second.path
    (first.path / "below").mkdir()
    (first.path / "below" / "file").touch()
    first.remove()
    assert list(base.iterdir()) == [second.path]
    second.remove()
    assert not list(base.iterdir())


def test_what_a_killed_run_left_goes_with_the_next_start(base: Path) -> None:
    run, left = other_run(base)
    with run:
        held = OwnFolder()
        assert left.exists()
        run.kill()
        run.wait()
    assert left.exists()
    again = OwnFolder()
    assert not left.exists()
    assert held.path.exists()
    held.remove()
    again.remove()


def test_what_is_not_surely_abandoned_stays(base: Path) -> None:
    (base / "gouji-child-new").mkdir()
    (base / "gouji-child-file").touch()
    (base / "gouji-other").mkdir()
    OwnFolder().remove()
    assert len(list(base.iterdir())) == 3


@pytest.mark.usefixtures("base")
def test_the_socket_of_a_conversion_that_was_killed_goes_too(monkeypatch: pytest.MonkeyPatch) -> None:
    # The path of a socket has at most 107 characters.
    place = Path(tempfile.mkdtemp(dir=Path(os.sep, "tmp"), prefix="s"))
    monkeypatch.setattr(libreoffice, "SOCKETS", (place,))
    folder = OwnFolder()
    (folder.path / "gouji-conversion" / "profile0").mkdir(parents=True)
    (folder.path / "gouji-conversion" / "profile0").rmdir()
    (folder.path / "gouji-conversion" / "profile1").mkdir()
    monkeypatch.setattr(Path, "is_socket", lambda _: True)
    names = [one.name for one in sockets_below(folder.path)]
    monkeypatch.undo()
    monkeypatch.setattr(libreoffice, "SOCKETS", (place,))
    assert len(names) == 2
    assert all(name.startswith("OSL_PIPE_") for name in names)
    for name in (*names, "OSL_PIPE_0_SingleOfficeIPC_ff"):
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(place / name))
    folder.remove()
    assert [one.name for one in place.iterdir()] == ["OSL_PIPE_0_SingleOfficeIPC_ff"]


@pytest.mark.parametrize("removes", [False, True])
def test_one_that_another_run_takes_for_abandoned_is_made_anew(
    base: Path, monkeypatch: pytest.MonkeyPatch, *, removes: bool
) -> None:
    """The other comes between the making of a lock and its taking: it holds that at the moment, or has removed it."""
    real = own_folder._take  # noqa: SLF001 - the moment before it

    def taken(number: int) -> None:
        monkeypatch.setattr(own_folder, "_take", real)
        if not removes:
            raise BlockingIOError
        for path in base.iterdir():
            own_folder._remove_abandoned(path)  # noqa: SLF001 - as another run
        real(number)

    monkeypatch.setattr(own_folder, "_take", taken)
    one = OwnFolder()
    assert list(base.iterdir()) == [one.path]
    one.remove()


def test_many_at_once_are_each_there_until_they_go(base: Path) -> None:
    def made(_: int) -> bool:
        one = OwnFolder()
        there = one.path.is_dir()
        one.remove()
        return there

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(made, range(400)))
    assert list(base.iterdir()) == []

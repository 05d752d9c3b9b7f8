"""What a confined process can no longer do: each power that a kernel takes away is gone, and nothing else is."""

from __future__ import annotations

import ctypes
import platform
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from validator.engine.isolation.confinement import Needs, Power, confine

HEAD = """
import os, socket, subprocess, sys, threading
from pathlib import Path
from validator.engine.isolation.confinement import Needs, confine
own, other = Path(sys.argv[1]), Path(sys.argv[2])
taken = confine({needs})
print(*sorted(taken))
try:
    {does}
except OSError as error:
    print("refused", error)
else:
    print("done")
"""
WRITES = {
    "a file": "(other / 'file').write_text('x')",
    "a file that is there": "(other / 'there').write_text('x')",
    "a folder": "(other / 'folder').mkdir()",
    "a removal": "(other / 'there').unlink()",
    "a name": "(other / 'there').rename(other / 'else')",
    "a move": "(other / 'there').rename(own / 'else')",
    "a pipe": "os.mkfifo(other / 'pipe')",
}
CONNECTS = {
    "a socket": "socket.socket()",
    "a server": "socket.create_connection(('127.0.0.1', 9), 1)",
    "a datagram": "socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)",
    "a local socket": "socket.socket(socket.AF_UNIX)",
}
STARTS = {
    "a program": "subprocess.run(['/bin/sh', '-c', 'true'], check=True)",
    "a copy": "os.fork() or os._exit(0)",
    "another program": "os.execv('/bin/sh', ['sh', '-c', 'true'])",
}
STILL = {
    "reading": "(other / 'there').read_text()",
    "writing in its own folder": "(own / 'x').write_text('x'), (own / 'x').rename(own / 'y'), (own / 'y').unlink()",
    "a folder in its own": "(own / 'a' / 'b').mkdir(parents=True)",
    "throwing away": "Path(os.devnull).write_text('x')",
    "a thread": "threading.Thread(target=int).start()",
}


def tried(tmp_path: Path, does: str, needs: str = "Needs(own)") -> tuple[set[str], str]:
    """What was taken away, and what came of the attempt."""
    own, other = tmp_path / "own", tmp_path / "other"
    own.mkdir()
    other.mkdir()
    (other / "there").write_text("as it was", encoding="utf-8")
    code = HEAD.format(needs=needs, does=does)
    done = subprocess.run(
        [sys.executable, "-c", code, str(own), str(other)], capture_output=True, text=True, check=False, timeout=60
    )
    lines = done.stdout.splitlines()
    assert lines, done.stderr
    return set(lines[0].split()), lines[-1].split()[0] if len(lines) > 1 else "gone"


@pytest.mark.parametrize("does", WRITES.values(), ids=WRITES)
def test_nothing_is_written_elsewhere(tmp_path: Path, does: str) -> None:
    taken, came = tried(tmp_path, does)
    assert (came == "refused") == (Power.WRITING in taken)
    if came == "refused":
        assert (tmp_path / "other" / "there").read_text(encoding="utf-8") == "as it was"


@pytest.mark.parametrize("does", CONNECTS.values(), ids=CONNECTS)
def test_there_is_no_network(tmp_path: Path, does: str) -> None:
    taken, came = tried(tmp_path, does)
    # Where nothing is taken away, nobody answers at that port.
    assert came == "refused" or Power.NETWORK not in taken


@pytest.mark.parametrize("does", STARTS.values(), ids=STARTS)
def test_no_program_is_started(tmp_path: Path, does: str) -> None:
    taken, came = tried(tmp_path, does)
    assert (came == "refused") == (Power.PROGRAMS in taken)


@pytest.mark.parametrize("does", STILL.values(), ids=STILL)
def test_what_the_work_needs_is_left(tmp_path: Path, does: str) -> None:
    _, came = tried(tmp_path, does)
    assert came == "done"


def test_only_the_programs_that_are_named_are_started(tmp_path: Path) -> None:
    here = f"Path({str(Path(sys.executable).resolve())!r})"
    taken, came = tried(tmp_path, STARTS["a program"], f"Needs(own, programs=({here},))")
    assert (came == "refused") == (Power.PROGRAMS in taken)


def test_a_program_that_is_named_has_no_network_either(tmp_path: Path) -> None:
    code = "import socket; socket.socket()"
    does = f"sys.exit(subprocess.run([sys.executable, '-c', {code!r}], stderr=subprocess.DEVNULL).returncode or 3)"
    does = does.replace("sys.exit(", "print('left', ").replace(" or 3)", ")")
    needs = "Needs(own, programs=(Path('/'),))"
    taken, _ = tried(tmp_path, does, needs)
    own, other = tmp_path / "own", tmp_path / "other"
    done = subprocess.run(
        [sys.executable, "-c", HEAD.format(needs=needs, does=does), str(own), str(other)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ("left 1" in done.stdout) == (Power.NETWORK in taken)


def test_the_network_is_left_to_whoever_needs_it(tmp_path: Path) -> None:
    taken, came = tried(tmp_path, CONNECTS["a datagram"].replace("INET6", "INET"), "Needs(own, network=True)")
    assert Power.NETWORK not in taken
    assert came == "done"


class OldKernel:
    """Knows none of the calls."""

    def __init__(self, *_: object, **__: object) -> None:
        self.prctl: Callable[..., int] = lambda *arguments: 0 if arguments[0] == 38 else -1
        self.syscall: Callable[..., int] = lambda *_: -1


def test_a_kernel_that_has_nothing_of_it_is_no_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ctypes, "CDLL", OldKernel)
    assert confine(Needs(tmp_path)) == frozenset()


def test_another_system_is_no_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert confine(Needs(tmp_path)) == frozenset()


def test_an_unknown_processor_is_no_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ctypes, "CDLL", OldKernel)
    monkeypatch.setattr(platform, "machine", lambda: "abacus")
    assert confine(Needs(tmp_path)) == frozenset()

"""What differs between systems in starting a child and in speaking to it."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from validator.engine.isolation import child_process
from validator.engine.isolation.channel import Message, MessageKind
from validator.engine.isolation.child_process import CHILD, ChildProcess, be_child
from validator.engine.sources._found import found_as_data

MODULE = "validator.engine.sources._archive_child"


def telling(error: OSError, monkeypatch: pytest.MonkeyPatch) -> None:
    """Send a request to a child over a pipe that has this error."""

    def broken(*_: object) -> None:
        raise error

    child = ChildProcess(MODULE, (1 << 30, 1 << 30))
    try:
        with monkeypatch.context() as patched:
            patched.setattr(child_process, "send", broken)
            child.tell("a request")
    finally:
        child.end()


@pytest.mark.parametrize("error", [BrokenPipeError(errno.EPIPE, "gone"), OSError(errno.EINVAL, "gone")])
def test_a_child_that_is_gone_is_no_error_of_a_request(error: OSError, monkeypatch: pytest.MonkeyPatch) -> None:
    telling(error, monkeypatch)


def test_other_errors_of_a_pipe_are_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OSError, match="full"):
        telling(OSError(errno.ENOSPC, "full"), monkeypatch)


def test_a_frozen_program_starts_its_children_through_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The program is stood for by a script: what is behind its name reaches `be_child`."""
    program = tmp_path / "gouji"
    root = Path(child_process.__file__).parents[3]
    program.write_text(
        f"#!{sys.executable}\nimport runpy, sys\nsys.path.insert(0, {str(root)!r})\n"
        f"runpy.run_path({str(root / 'packaging' / 'program.py')!r}, run_name='__main__')\n",
        encoding="utf-8",
    )
    program.chmod(0o755)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    started: list[list[str]] = []
    real = subprocess.Popen

    def noted(words: list[str], **options: object) -> object:
        started.append(words)
        return real(words, **options)  # type: ignore[call-overload]  # as it was called

    monkeypatch.setattr(subprocess, "Popen", noted)
    child = ChildProcess(MODULE, (1 << 30, 1 << 30))
    try:
        archive = tmp_path / "a.zip"
        archive.write_bytes(b"PK\x05\x06" + bytes(18))
        child.tell(str(archive))
        begun, ended = child.wait(60), child.wait(60)
        assert isinstance(begun, Message)
        assert isinstance(ended, Message)
        assert (begun.kind, ended.kind) == (MessageKind.ANNOUNCEMENT, MessageKind.ANSWER)
        assert found_as_data().read(ended.body) == ()
    finally:
        child.end()
    assert started[0][:3] == [str(program), CHILD, MODULE]


def test_what_is_no_module_of_ours_is_no_child() -> None:
    with pytest.raises(ModuleNotFoundError):
        be_child(["no.such.module", "1", "1", ".", "0"])

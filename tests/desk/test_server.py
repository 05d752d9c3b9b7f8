"""The desk as a program: it says its address, answers there, and leaves nothing behind, however it ends."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from urllib.request import Request, urlopen

import pytest
from support.desk import sample

from validator.cli import run

ROOT = Path(__file__).parents[2]


@contextmanager
def program(folder: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`gouji desk` with temporary files in that folder; gives the process and the address that it says."""
    environment = {**os.environ, "TMPDIR": str(folder), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "validator", "desk", "--no-browser", *words],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stderr is not None
    try:
        line = process.stderr.readline()
        (address,) = re.findall(r"http://\S+", line)
        yield process, address
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def ask(address: str, data: bytes, name: str = "a.docx") -> bytes:
    """The answer of the service for one file."""
    head = f'--x\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
    body = head.encode() + data + b"\r\n--x--\r\n"
    asked = Request(f"{address}api/check", body, {"content-type": "multipart/form-data; boundary=x"})  # noqa: S310 - ours
    with urlopen(asked, timeout=60) as answer:  # noqa: S310 - ours
        found: bytes = answer.read()
    return found


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    with program(tmp_path) as (process, address):
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/[\w-]{32}/", address)
        assert b'"path": "a.docx"' in ask(address, sample("row-total-2023.docx")[1])
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_desk_leaves_is_gone_at_the_next_start(tmp_path: Path) -> None:
    with program(tmp_path) as (process, address):
        # Large enough to be written to a file while it comes in; it never comes to its end.
        port = int(re.findall(r":(\d+)/", address)[0])
        token = address.rstrip("/").rpartition("/")[2]
        with socket.create_connection(("127.0.0.1", port)) as connection:
            head = f"POST /{token}/api/check HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 60000000\r\n"
            form = "Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n"
            part = 'Content-Disposition: form-data; name="files"; filename="a.docx"\r\n\r\n'
            connection.sendall((head + form + part).encode() + bytes(8 << 20))
            time.sleep(0.3)
            process.kill()
            process.wait()
    left = list(tmp_path.iterdir())
    assert left
    assert not any(path.stat().st_size for one in left for path in one.rglob("*") if path.is_file())
    with program(tmp_path):
        assert not set(left) & set(tmp_path.iterdir())


def test_the_log_holds_nothing_of_what_came(tmp_path: Path) -> None:
    with program(tmp_path) as (process, address):
        ask(address, b"secret content", "secret-name.docx")
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        said = process.stderr.read()
    assert "secret" not in said
    assert "POST" not in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--port", "70000"], "--port"),
        (["--port", "one"], "--port"),
        (["--token-file", "no-such-file"], "no-such-file"),
        (["--max-megabytes", "0"], "--max-megabytes"),
        (["--select", "no-such-rule"], "no-such-rule"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_opened(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["desk", *words]) == 2
    assert said in capsys.readouterr().err


def test_a_port_that_is_taken_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert run(["desk", "--no-browser", "--port", str(taken.getsockname()[1])]) == 2
    assert "127.0.0.1" in capsys.readouterr().err


def test_a_token_that_could_be_guessed_is_not_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "token").write_text("short\n", encoding="utf-8")
    assert run(["desk", "--token-file", str(tmp_path / "token")]) == 2
    assert "16" in capsys.readouterr().err


@pytest.mark.slow
def test_many_clients_at_once_are_answered_or_told_to_wait(tmp_path: Path) -> None:
    """20 clients for 20 seconds: no other answer, nothing left, and the program does not grow."""
    counts: dict[int, int] = {}
    with program(tmp_path, "--max-waiting", "8") as (process, address):
        data = sample("row-total-2023.docx")[1]
        ask(address, data)
        before = memory(process.pid)
        ends = time.monotonic() + 20

        def client() -> None:
            import urllib.error

            while time.monotonic() < ends:
                try:
                    ask(address, data)
                    code = 200
                except urllib.error.HTTPError as error:
                    code = error.code
                    time.sleep(0.2)
                counts[code] = counts.get(code, 0) + 1

        clients = [Thread(target=client) for _ in range(20)]
        for one in clients:
            one.start()
        for one in clients:
            one.join()
        assert counts[200] > 5
        if not set(counts) <= {200, 429}:
            process.kill()
            assert process.stderr is not None
            pytest.fail(f"{counts}: {process.stderr.read()}")
        assert memory(process.pid) < before + 64
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    assert list(tmp_path.iterdir()) == []


def memory(process: int) -> float:
    """MB that the process has in use."""
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)

"""A command of ours forks its child where that is safe, and only there; the child is as one that was started anew."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "samples" / "consistent-2022.html"

HEAD = """
import os, sys, threading, time
from datetime import date
from pathlib import Path
from validator.engine.crews.worker import Worker
from validator.engine.isolation.forked import ForkedProcess, can_fork, may_fork
from validator.engine.sources.sources import Source
from validator.engine.task import RESULT, Task
from validator.packs.pack import load_pack
pack = load_pack(patterns=False)
task = Task(content=RESULT, today=date(2026, 1, 1), wanted=frozenset(rule.id for rule in pack.rules))
source = Source(sys.argv[1])
def is_forked(worker):
    return isinstance(worker._child._process, ForkedProcess)
"""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="there is nothing to fork")
ON_LINUX = sys.platform == "linux"


def said(code: str) -> list[str]:
    """The lines that a process with the head above prints."""
    done = subprocess.run(
        [sys.executable, "-c", HEAD + code, str(SAMPLE)], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_process_that_may_be_anybody_s_is_not_forked() -> None:
    assert said("print(can_fork())") == ["False"]


def test_a_process_with_another_thread_is_not_forked() -> None:
    code = """
may_fork()
print(can_fork())
waits = threading.Event()
other = threading.Thread(target=waits.wait)
other.start()
print(can_fork())
with Worker(task, pack=pack) as worker:
    print(is_forked(worker), len(worker.run([source])[0].results))
waits.set()
other.join()
print(can_fork())
"""
    assert said(code) == [str(ON_LINUX), "False", "False 1", str(ON_LINUX)]


def test_both_tell_the_same() -> None:
    code = """
told = []
for _ in range(2):
    with Worker(task, pack=pack) as worker:
        print(is_forked(worker))
        (outcome,) = worker.run([source])
        told.append((outcome.tally, outcome.results[0].findings, outcome.results[0].claims, outcome.results[0].counts))
    may_fork()
print(told[0] == told[1])
"""
    assert said(code) == ["False", str(ON_LINUX), "True"]


def test_whatever_is_told_of_a_report_comes_back_to_a_process_that_has_loaded_none_of_it() -> None:
    """A class that the parent could not make again would cost the report."""
    suffixes = {".docx", ".html", ".md", ".txt"}
    paths = sorted(str(path) for path in SAMPLE.parent.iterdir() if path.suffix in suffixes)
    assert len(paths) > 10
    done = subprocess.run(
        [sys.executable, "-m", "validator", "check", *paths, "--format", "json"],
        capture_output=True,
        check=False,
        timeout=300,
    )
    told = json.loads(done.stdout)
    # On a form older than the rules.
    assert [Path(one["path"]).name for one in told["unreadable"]] == ["before-2019.txt"]
    assert told["summary"]["errors"] > 0
    slips = {one["slip"] for report in told["reports"] for found in report["findings"] for one in found["suspects"]}
    assert slips - {None}


def test_one_that_was_ended_is_forked_anew() -> None:
    code = """
may_fork()
with Worker(task, pack=pack) as worker:
    print(len(worker.run([source])[0].results))
    for _ in range(20):
        first = worker._child._process.pid
        worker.restart()
        worker._child = worker._start()
        print(is_forked(worker), worker._child._process.pid != first)
    print(len(worker.run([source])[0].results))
"""
    assert said(code) == ["1", *[f"{ON_LINUX} True"] * 20, "1"]


@pytest.mark.skipif(not ON_LINUX, reason="nothing is forked there")
def test_every_fork_may_fail_and_nothing_is_lost() -> None:
    """The n-th fork of a run fails, for every n: the child is started in another way, and no pipe is left open."""
    code = """
may_fork()
fork, files = os.fork, lambda: len(os.listdir("/proc/self/fd"))
for nth in range(1, 4):
    left = nth
    def failing():
        global left
        left -= 1
        if left == 0:
            raise BlockingIOError(11, "no more processes")
        return fork()
    os.fork = failing
    before, told = files(), []
    for _ in range(3):
        with Worker(task, pack=pack) as worker:
            forked = is_forked(worker)
            told.append((forked, len(worker.run([source])[0].results)))
    print(told == [(at != nth, 1) for at in range(1, 4)], files() == before)
"""
    assert said(code) == ["True True"] * 3


def test_where_no_process_can_be_started_that_is_said() -> None:
    code = """
import subprocess
from validator.cli import run
def refused(*_, **__):
    raise BlockingIOError(11, "no more processes")
os.fork = subprocess.Popen.__init__ = refused
may_fork()
print(run(["check", sys.argv[1], "--lang", "en"]))
"""
    done = subprocess.run(
        [sys.executable, "-c", HEAD + code, str(SAMPLE)], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.stdout == "70\n", done.stderr
    assert "the system starts no process (too many processes are running)" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not ON_LINUX, reason="looks into /proc")
def test_the_child_holds_nothing_of_its_parent() -> None:
    """Neither open files nor what was to be written."""
    code = """
sys.stdout.write("once")
held = open(sys.argv[1])
may_fork()
with Worker(task, pack=pack) as worker:
    worker.run([source])
    places = [os.readlink(one) for one in Path(f"/proc/{worker._child._process.pid}/fd").iterdir()]
    print("", any(place == sys.argv[1] for place in places), any(place.startswith("socket") for place in places))
"""
    assert said(code) == ["once False False"]


@pytest.mark.skipif(not ON_LINUX, reason="looks into /proc")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_the_children_of_a_command_are_gone_within_a_second_of_its_end(tmp_path: Path, end: signal.Signals) -> None:
    """However it ends; here the child has a long text to read."""
    (tmp_path / "long.txt").write_text("收到申请5件。\n" * 1_000_000, encoding="utf-8")
    environment = {**os.environ, "TMPDIR": str(tmp_path / "temporary")}
    (tmp_path / "temporary").mkdir()
    command = subprocess.Popen(
        [sys.executable, "-m", "validator", "check", str(SAMPLE), str(tmp_path / "long.txt")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    with command:
        children = _children(command.pid)
        command.send_signal(end)
        command.wait(timeout=20)
        deadline = time.monotonic() + 1
        while any(map(_is_there, children)) and time.monotonic() < deadline:
            time.sleep(0.01)
        assert not [one for one in children if _is_there(one)]
    assert command.returncode == (-signal.SIGKILL if end is signal.SIGKILL else 130)
    left = list((tmp_path / "temporary").iterdir())
    assert bool(left) == (end is signal.SIGKILL)
    subprocess.run([sys.executable, "-m", "validator", "check", str(SAMPLE)], env=environment, check=False)
    assert not list((tmp_path / "temporary").iterdir())


def _children(process: int) -> list[int]:
    """Its children, once there are any that are at work."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        found = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
        # In its session there is nobody else, once it is a child of ours and not of the moment after the fork.
        if found and all(os.getsid(int(one)) == int(one) for one in found):
            time.sleep(1)
            return [int(one) for one in found]
        time.sleep(0.02)
    raise TimeoutError


def _is_there(process: int) -> bool:
    try:
        status = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] not in {"Z", "X"}

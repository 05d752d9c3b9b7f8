"""A child that is forked from this process, which has loaded already what the child will need.

To start Python again and to load rules and libraries a second time takes longer than to check a report. Only the
process that forks goes on in the child, though: a lock that another thread holds at that moment stays locked there for
good. So nothing is forked unless the process is known to be ours and has a single thread, those of libraries included.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from time import monotonic, sleep
from typing import IO, NoReturn

_THREADS = "/proc/self/task"
"""Folder of Linux with an entry for each thread of this process, whoever started it."""
_MOST_FILES = 1 << 20
_GOING, _SOON = 0.1, 0.001
"""Seconds: how long a thread may take to go, and between two looks."""
_ours = False


def may_fork() -> None:
    """Say that this process is a command of ours: nobody else's open files, locks or threads are in it."""
    global _ours  # noqa: PLW0603 - a fact about the process
    _ours = True


def can_fork() -> bool:
    """Whether a child may be forked at this moment; elsewhere than on Linux libraries do not survive it."""
    return _ours and sys.platform == "linux" and _is_alone()


def _is_alone() -> bool:
    """Whether no other thread is there; one that Python has joined may need a moment to be gone for the system."""
    ends = monotonic() + _GOING
    while _threads() != 1:
        if threading.active_count() > 1 or monotonic() >= ends:
            return False
        sleep(_SOON)
    return True


def _threads() -> int:
    try:
        return len(os.listdir(_THREADS))  # noqa: PTH208 - names are enough
    except OSError:
        return 0


class ForkedProcess:
    """The process and both pipes, with the names that `subprocess.Popen` has for them."""

    def __init__(self, work: Callable[[], None], environment: Mapping[str, str]) -> None:
        """Fork; the child does the work, with the pipes as its standard input and output, and ends.

        `environment`: variables that it has beside ours. Raises OSError.
        """
        asked, told = os.pipe(), os.pipe()
        self.returncode: int | None = None
        try:
            self.pid = os.fork()
        except OSError:
            for number in (*asked, *told):
                os.close(number)
            raise
        if self.pid == 0:
            _work(work, environment, asked[0], told[1])
        os.close(asked[0])
        os.close(told[1])
        self.stdin: IO[bytes] | None = os.fdopen(asked[1], "wb")
        self.stdout: IO[bytes] | None = os.fdopen(told[0], "rb")

    def poll(self) -> int | None:
        """The exit code, negative for a signal, or None while it runs."""
        return self._waited(os.WNOHANG)

    def wait(self) -> int:
        """The exit code, once it has ended."""
        code = self._waited(0)
        assert code is not None  # noqa: S101 - said to the type checker
        return code

    def kill(self) -> None:
        """End it at once."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def _waited(self, options: int) -> int | None:
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, options)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode


def _work(work: Callable[[], None], environment: Mapping[str, str], asked: int, told: int) -> NoReturn:
    """In the child: leave all behind that is the parent's, do the work and end."""
    code = 1
    # Never written to nor closed: what they hold is the parent's to write.
    parents = (sys.stdin, sys.stdout, sys.stderr)
    try:
        # What came along is never looked through for what can go, which would copy it and close files by their number.
        gc.freeze()
        os.setsid()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.dup2(asked, 0)
        os.dup2(told, 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.closerange(3, _MOST_FILES)
        sys.stdin, sys.stdout, sys.stderr = (
            open(number, mode, closefd=False, encoding="utf-8")  # noqa: SIM115 - no path, open to the end
            for number, mode in enumerate("rww")
        )
        os.environ.update(environment)
        work()
        code = 0
    finally:
        del parents
        os._exit(code)

"""A child process that answers requests over a pipe, that can be ended at any time, and that ends with its parent."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO, TYPE_CHECKING

from validator.engine.isolation.channel import (
    Message,
    MessageKind,
    TooMuchError,
    passing_over_the_end,
    receive,
    send,
)
from validator.engine.isolation.forked import ForkedProcess, can_fork
from validator.engine.isolation.own_folder import OwnFolder
from validator.engine.isolation.serving import Place, serve
from validator.model.environment.system_faults import why
from validator.model.errors import NoChildError

if TYPE_CHECKING:
    import subprocess

CHILD = "--gouji-child"
"""The word by which a frozen program knows that it is to be a child."""

_TEMPORARY = ("TMPDIR", "TEMP", "TMP")
"""Variables that say where temporary files are put."""
_OURS = frozenset({"SIGXCPU", "SIGSEGV", "SIGABRT", "SIGBUS", "SIGFPE", "SIGILL"})
"""Signals by which a process comes to grief over what it does itself."""


class ChildProcess:
    """The process and a thread that waits for its answers (a pipe alone has no time limit on every system)."""

    def __init__(
        self,
        module: str,
        sizes: tuple[int, int],
        first: Sequence[object] = (),
        environment: Mapping[str, str] | None = None,
        longest: int | None = None,
        *,
        network: bool = False,
    ) -> None:
        """Start a module of this package that has a `prepare` for `serve`.

        `sizes`: bytes of address space it may have, and while it recognises text in pictures; `first`: messages it
        gets before any request; `environment`: variables that it has beside ours; `longest`: bytes that one message of
        it may have; `network`: whether it may use that.
        """
        self._longest = longest
        try:
            self._folder = OwnFolder()
        except OSError as error:
            raise NoChildError(why(error)) from error
        place = Place(*sizes, str(self._folder.path), network)
        variables = {**(environment or {}), **dict.fromkeys(_TEMPORARY, place.folder)}
        try:
            self._process = _forked(module, place, first, variables) or _spawned(module, place, variables)
        except OSError as error:
            self._folder.remove()
            raise NoChildError(why(error)) from error
        self._answers: SimpleQueue[Message | TooMuchError | None] = SimpleQueue()
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()
        for message in () if isinstance(self._process, ForkedProcess) else first:
            self.tell(message)

    def tell(self, message: object) -> None:
        """Send a message; a child that is gone says so at the next `wait`."""
        with passing_over_the_end():
            # It comes from us alone, and goes to what has just been us.
            body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
            send(_open(self._process.stdin), Message(MessageKind.REQUEST, body))

    def wait(self, seconds: float) -> Message | TooMuchError | None:
        """The next message of the child, or None if it is gone. Raises TimeoutError.

        TooMuchError is given in place of a message that is too long, after which there is no other.
        """
        try:
            return self._answers.get(timeout=seconds)
        except Empty:
            raise TimeoutError from None

    def end(self) -> str:
        """End the process and all that it started; gives the signal by which it had ended itself, or nothing."""
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        status = self._process.wait()
        self._listener.join()
        with passing_over_the_end():
            _open(self._process.stdin).close()
        _open(self._process.stdout).close()
        self._folder.remove()
        name = signal.Signals(-status).name if status < 0 else ""
        return name if name in _OURS else ""

    def used(self) -> float | None:
        """Seconds of processor time that it has used so far, where the system tells."""
        try:
            with open(f"/proc/{self._process.pid}/stat", "rb") as file:  # noqa: PTH123 - no path of the user
                fields = file.read().rpartition(b")")[2].split()
        except OSError:
            return None
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _listen(self) -> None:
        with suppress(EOFError, OSError):
            try:
                while True:
                    self._answers.put(receive(_open(self._process.stdout), self._longest))
            except TooMuchError as error:
                self._answers.put(error)
        self._answers.put(None)


def _forked(module: str, place: Place, first: Sequence[object], environment: Mapping[str, str]) -> ForkedProcess | None:
    """The child where it can be forked; the first messages need not travel to it."""
    if not can_fork():
        return None
    # What cannot be forked at this moment may still be started.
    with suppress(OSError):
        return ForkedProcess(lambda: serve(import_module(module).prepare, place, first), environment)
    return None


def _spawned(module: str, place: Place, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    import subprocess

    return subprocess.Popen(  # noqa: S603 - our own module, in our own interpreter
        [*_starting(module), *place.arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # What libraries print is not for the user, and whoever waits for our standard error to end is not kept.
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, **environment},
    )


def _starting(module: str) -> tuple[str, ...]:
    """The words that start a module. A frozen program has no interpreter beside it: it is started once more itself."""
    if getattr(sys, "frozen", False):
        return sys.executable, CHILD, module
    return sys.executable, "-m", module


def be_child(arguments: Sequence[str]) -> None:
    """What a frozen program does that was started as a child; `arguments`: those behind `CHILD`."""
    module, *place = arguments
    serve(import_module(module).prepare, Place.of(place))


def _open(stream: IO[bytes] | None) -> IO[bytes]:
    """A pipe that was asked for is there."""
    assert stream is not None  # noqa: S101 - said to the type checker
    return stream

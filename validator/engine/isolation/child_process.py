"""A child process that answers requests over a pipe, and that can be ended at any time."""

from __future__ import annotations

import os
import pickle
import signal
import struct
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO, Any

from validator.model.errors import BrokenPatternError

_LENGTH = struct.Struct("!Q")

CHECKING, RECOGNISING = -1, -2
"""Announced before what was read is checked, and before text in pictures is recognised."""

Announce = Callable[[int], None]
"""Told the place of each file in its request before it is read, or one of the above."""

Answer = Callable[[Any, Announce], object]
"""A request -> the answer to it, which is no number; raises MemoryError, BrokenPatternError."""


class ChildProcess:
    """The process and a thread that waits for its answers (a pipe alone has no time limit on every system)."""

    def __init__(self, module: str, *arguments: str, environment: Mapping[str, str] | None = None) -> None:
        """Start a module of this package; `environment`: variables that the child has beside ours."""
        self._process = subprocess.Popen(  # noqa: S603 - our own module, in our own interpreter
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            env={**os.environ, **(environment or {})},
        )
        self._answers: SimpleQueue[object] = SimpleQueue()
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()

    def ask(self, request: object, seconds: float) -> object:
        """Send a request and wait for the answer, as `tell` and `wait` do."""
        self.tell(request)
        return self.wait(seconds)

    def tell(self, message: object) -> None:
        """Send a message; a child that is gone says so at the next `wait`."""
        with suppress(BrokenPipeError):
            send(_open(self._process.stdin), message)

    def wait(self, seconds: float) -> object:
        """The next message of the child, or None if it is gone. Raises TimeoutError."""
        try:
            return self._answers.get(timeout=seconds)
        except Empty:
            raise TimeoutError from None

    def end(self) -> None:
        """End the process and all that it started."""
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.wait()
        self._listener.join()
        with suppress(BrokenPipeError):
            _open(self._process.stdin).close()
        _open(self._process.stdout).close()

    def _listen(self) -> None:
        with suppress(EOFError, OSError):
            while True:
                self._answers.put(receive(_open(self._process.stdout)))
        self._answers.put(None)


def _open(stream: IO[bytes] | None) -> IO[bytes]:
    """A pipe that was asked for is there."""
    assert stream is not None  # noqa: S101 - said to the type checker
    return stream


def send(stream: IO[bytes], message: object) -> None:
    """Write one message to a pipe."""
    body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(body)))
    stream.write(body)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:  # noqa: ANN401 - either end knows what the other sends
    """Read one message from a pipe; EOFError when it is closed."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    body = stream.read(length)
    if len(body) < length:
        raise EOFError
    return pickle.loads(body)  # noqa: S301 - our own child, over a pipe of our own


def serve(prepare: Callable[[], tuple[Answer, int]], memory: int, recognising: int) -> None:
    """In a child: answer requests until the input ends, or memory has run out.

    `prepare`: gives what answers, and the bytes of address space that the program itself takes. `memory`: bytes that
    the process may have beside these, `recognising`: and when it recognises text in pictures.
    """
    from validator.readers.ocr import telling

    answers, taken, most = _answers_only(), 0, max(memory, recognising)

    def lift() -> None:
        """The parent is told, so that it waits, and starts another process afterwards."""
        _limit_memory(most + taken, most + taken)
        send(answers, RECOGNISING)

    with suppress(EOFError, BrokenPipeError, KeyboardInterrupt), telling(lift):
        answer, taken = prepare()
        _limit_memory(memory + taken, most + taken)
        while True:
            request = receive(sys.stdin.buffer)
            try:
                send(answers, answer(request, lambda at: send(answers, at)))
            except MemoryError as error:
                # What is left of this process is not to be trusted with the next file.
                send(answers, MemoryError(str(error)))
                return
            except BrokenPatternError as error:
                send(answers, error)


def _answers_only() -> IO[bytes]:
    """In a child: its standard output for answers alone; what a library prints goes to standard error."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answers


def _limit_memory(size: int, most: int) -> None:
    """In a child: the address space it may have, in bytes, and how far it may raise that, where that can be limited."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (size, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

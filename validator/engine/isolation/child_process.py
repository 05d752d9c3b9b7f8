"""A child process that answers requests over a pipe, that can be ended at any time, and that ends with its parent."""

from __future__ import annotations

import os
import pickle
import signal
import struct
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO, Any, NamedTuple

from validator.engine.isolation.forked import ForkedProcess, can_fork
from validator.model.errors import BrokenPatternError

_LENGTH = struct.Struct("!Q")

CHECKING, RECOGNISING = -1, -2
"""Announced before what was read is checked, and before text in pictures is recognised."""

Announce = Callable[[int], None]
"""Told the place of each file in its request before it is read, or one of the above."""

MemorySizes = tuple[int, int]
"""Bytes of address space that a child may have, and when it recognises text in pictures."""

Answer = Callable[[Any, Announce], object]
"""A request -> the answer to it, which is no number; raises MemoryError, BrokenPatternError."""

_OURS = frozenset({"SIGXCPU", "SIGSEGV", "SIGABRT", "SIGBUS", "SIGFPE", "SIGILL"})
"""Signals by which a process comes to grief over what it does itself."""
_END_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of Linux."""


class TooMuchError(Exception):
    """A message that is longer than it may be."""


class ChildProcess:
    """The process and a thread that waits for its answers (a pipe alone has no time limit on every system)."""

    def __init__(
        self,
        module: str,
        sizes: MemorySizes,
        first: Sequence[object] = (),
        environment: Mapping[str, str] | None = None,
        longest: int | None = None,
    ) -> None:
        """Start a module of this package that has a `prepare` for `serve`.

        `sizes`: bytes of address space it may have, see `serve`; `first`: messages it gets before any request;
        `environment`: variables that it has beside ours; `longest`: bytes that one message of it may have.
        """
        self._longest = longest
        self._process = _forked(module, sizes, first, environment or {}) or _spawned(module, sizes, environment or {})
        self._answers: SimpleQueue[object] = SimpleQueue()
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()
        for message in () if isinstance(self._process, ForkedProcess) else first:
            self.tell(message)

    def ask(self, request: object, seconds: float) -> object:
        """Send a request and wait for the answer, as `tell` and `wait` do."""
        self.tell(request)
        return self.wait(seconds)

    def tell(self, message: object) -> None:
        """Send a message; a child that is gone says so at the next `wait`."""
        with suppress(BrokenPipeError):
            send(_open(self._process.stdin), message)

    def wait(self, seconds: float) -> object:
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
        with suppress(BrokenPipeError):
            _open(self._process.stdin).close()
        _open(self._process.stdout).close()
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


def _forked(
    module: str, sizes: MemorySizes, first: Sequence[object], environment: Mapping[str, str]
) -> ForkedProcess | None:
    """The child where it can be forked; the first messages need not travel to it."""
    if not can_fork():
        return None
    return ForkedProcess(lambda: serve(import_module(module).prepare, *sizes, first=first), environment)


def _spawned(module: str, sizes: MemorySizes, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own module, in our own interpreter
        [sys.executable, "-m", module, *map(str, sizes)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # What libraries print is not for the user, and whoever waits for our standard error to end is not kept.
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, **environment},
    )


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


def receive(stream: IO[bytes], longest: int | None = None) -> Any:  # noqa: ANN401 - either end knows what the other sends
    """Read one message from a pipe; EOFError when it is closed, TooMuchError for one of more bytes than `longest`."""
    return pickle.loads(_body(stream, longest))  # noqa: S301 - our own child, over a pipe of our own


def _body(stream: IO[bytes], longest: int | None = None) -> bytes:
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    if longest is not None and length > longest:
        raise TooMuchError
    body = stream.read(length)
    if len(body) < length:
        raise EOFError
    return body


class Requests:
    """In a child: what the parent sends, in order; when that ends, so does the process, whatever it is doing."""

    def __init__(self, first: Sequence[object] = ()) -> None:
        """Begin to listen; `first`: messages that came along when the process was forked."""
        _end_with_parent()
        self._first = deque(first)
        self._waiting: SimpleQueue[bytes] = SimpleQueue()
        Thread(target=self._listen, daemon=True).start()

    def next(self) -> Any:  # noqa: ANN401 - the parent knows what it sends
        """The next message."""
        if self._first:
            return self._first.popleft()
        return pickle.loads(self._waiting.get())  # noqa: S301 - our own parent, over a pipe of our own

    def _listen(self) -> None:
        with suppress(EOFError, OSError):
            while True:
                self._waiting.put(_body(sys.stdin.buffer))
        os._exit(0)


class Service(NamedTuple):
    """What a child does."""

    answer: Answer
    taken: int = 0
    """Bytes of address space that the program itself takes."""
    lifted: Callable[[], None] = lambda: None
    """Called before text in pictures is recognised, which takes longer."""


def serve(
    prepare: Callable[[Requests], Service], memory: int, recognising: int, first: Sequence[object] = ()
) -> None:
    """In a child: answer requests until the input ends, or memory has run out.

    `memory`: bytes that the process may have beside what the program takes, `recognising`: and when it recognises text
    in pictures; `first`: messages that need not come over the pipe.
    """
    from validator.readers.ocr import telling

    requests, answers, most = Requests(first), _answers_only(), max(memory, recognising)

    def lift() -> None:
        """The parent is told, so that it waits, and starts another process afterwards."""
        _limit_memory(most + service.taken, most + service.taken)
        service.lifted()
        send(answers, RECOGNISING)

    with suppress(BrokenPipeError, KeyboardInterrupt), telling(lift):
        service = prepare(requests)
        _limit_memory(memory + service.taken, most + service.taken)
        while True:
            request = requests.next()
            try:
                send(answers, service.answer(request, lambda at: send(answers, at)))
            except MemoryError as error:
                # What is left of this process is not to be trusted with the next file.
                send(answers, MemoryError(str(error)))
                return
            except BrokenPatternError as error:
                send(answers, error)


def _end_with_parent() -> None:
    """Linux ends the process with the parent, even where it hangs in a library; elsewhere its input tells."""
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL)


def _answers_only() -> IO[bytes]:
    """In a child: its standard output for answers alone; what a library prints goes where its standard error goes."""
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

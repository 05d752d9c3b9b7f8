"""Read files in a child process that can be ended, so that a hostile or damaged file hurts nothing but itself.

The child is started once and reads one file after the other. It is ended, and a new one started, when a file takes too
long or too much memory, or brings the process down. While it starts, the parent can load what it needs itself.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import subprocess
import sys
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from types import TracebackType
from typing import IO, Any, NamedTuple, Self

from validator.document import Document
from validator.problem import Text, UnreadableInputError

_LENGTH = struct.Struct("!Q")
_MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take."""

    seconds: float = 15.0
    """Time by the clock."""
    megabytes: int = 900
    """Address space of the child process; only on systems that can limit it."""
    recognising_seconds: float = 180.0
    """Time by the clock if text has to be recognised in pictures."""
    recognising_megabytes: int = 2400
    """Address space if text has to be recognised in pictures."""


class Request(NamedTuple):
    """What the child is asked to read."""

    path: str
    data: bytes | None
    input_format: str | None
    second: bool


class Recognising(NamedTuple):
    """What the child says before it recognises text in pictures; the answer comes later."""


class Sandbox(AbstractContextManager["Sandbox"]):
    """A child process that reads files; use it in a `with` block."""

    def __init__(self, limits: Limits | None = None) -> None:
        """Start the child; the first file can be sent at once."""
        self._limits = limits or Limits()
        self._child: _Child | None = _Child(self._limits)

    def __enter__(self) -> Self:
        """Nothing to do: the child is already starting."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End the child."""
        self._end()

    def read(
        self, path: str, *, data: bytes | None = None, input_format: str | None = None, second: bool = False
    ) -> Document:
        """Read a file as `validator.readers.read` does, with the same errors.

        UnreadableInputError also if the file goes beyond the limits or ends the child.
        """
        self._child = self._child or _Child(self._limits)
        try:
            answer = self._child.ask(Request(path, data, input_format, second))
        except TimeoutError:
            recognising = self._child.is_recognising
            self._end()
            raise self._too_late(path, recognising=recognising) from None
        recognising = self._child.is_recognising
        if recognising:
            # Its limits have been lifted: the next file gets a child of its own.
            self._end()
        if isinstance(answer, Document):
            return answer
        if isinstance(answer, UnreadableInputError):
            raise answer
        # Out of memory, or gone: what is left of the child is not to be trusted with the next file.
        self._end()
        if isinstance(answer, MemoryError):
            raise self._too_large(path, recognising=recognising)
        raise _broken_off(path)

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def _too_late(self, path: str, *, recognising: bool) -> UnreadableInputError:
        seconds = f"{self._limits.recognising_seconds if recognising else self._limits.seconds:g}"
        return UnreadableInputError(
            path,
            Text(f"读取超过 {seconds} 秒，已停止", f"reading took more than {seconds} seconds and was stopped"),
            _OPEN_AND_SAVE,
        )

    def _too_large(self, path: str, *, recognising: bool) -> UnreadableInputError:
        size = self._limits.recognising_megabytes if recognising else self._limits.megabytes
        return UnreadableInputError(
            path,
            Text(f"读取所需内存超过 {size} MB，已停止", f"reading needs more than {size} MB of memory and was stopped"),
            _OPEN_AND_SAVE,
        )


_OPEN_AND_SAVE = Text(
    "确认文件能正常打开；能打开的话，另存为 .docx 后再检查",
    "make sure that the file opens; if it does, save it as .docx and check that",
)


def _broken_off(path: str) -> UnreadableInputError:
    return UnreadableInputError(
        path,
        Text("文件使读取程序中途退出，可能已损坏", "the file made the reading process break off; it may be damaged"),
        _OPEN_AND_SAVE,
    )


class _Child:
    """The child process and a thread that waits for its answers (a pipe alone has no time limit on every system)."""

    def __init__(self, limits: Limits) -> None:
        sizes = (str(size * _MEGABYTE) for size in (limits.megabytes, limits.recognising_megabytes))
        command = [sys.executable, "-m", "validator.sandboxchild", *sizes]
        self._limits = limits
        self.is_recognising = False
        self._process = subprocess.Popen(  # noqa: S603 - our own module, in our own interpreter
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )
        self._answers: SimpleQueue[object] = SimpleQueue()
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()

    def ask(self, request: Request) -> object:
        """The answer to a request: a Document, an exception, or None if the child is gone. Raises TimeoutError."""
        with suppress(BrokenPipeError):
            send(_open(self._process.stdin), request)
        try:
            answer = self._answers.get(timeout=self._limits.seconds)
            if isinstance(answer, Recognising):
                self.is_recognising = True
                answer = self._answers.get(timeout=self._limits.recognising_seconds)
        except Empty:
            raise TimeoutError from None
        return answer

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

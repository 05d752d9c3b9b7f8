"""Read files in a child process that can be ended, so that a hostile or damaged file hurts nothing but itself.

The child is started once and reads one file after the other. It is ended, and a new one started, when a file takes too
long or too much memory, or brings the process down. While it starts, the parent can load what it needs itself.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import TracebackType
from typing import NamedTuple, Self

from validator.engine.isolation.child_process import ChildProcess
from validator.model.document import Document
from validator.model.errors import UnreadableInputError
from validator.model.text import Text

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
        self._child: ChildProcess | None = self._start()

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
        child = self._child = self._child or self._start()
        recognising = False
        try:
            answer = child.ask(Request(path, data, input_format, second), self._limits.seconds)
            if isinstance(answer, Recognising):
                recognising = True
                answer = child.wait(self._limits.recognising_seconds)
        except TimeoutError:
            self._end()
            raise too_late(path, self._limits, recognising=recognising) from None
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
            raise too_large(path, self._limits, recognising=recognising)
        raise broken_off(path)

    def _start(self) -> ChildProcess:
        sizes = (self._limits.megabytes, self._limits.recognising_megabytes)
        return ChildProcess("validator.engine.isolation._sandbox_child", *(str(size * _MEGABYTE) for size in sizes))

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.end()


_OPEN_AND_SAVE = Text(
    "确认文件能正常打开；能打开的话，另存为 .docx 后再检查",
    "make sure that the file opens; if it does, save it as .docx and check that",
)


def too_late(path: str, limits: Limits, *, recognising: bool = False) -> UnreadableInputError:
    """For a file that takes too long; `recognising`: because of text in pictures."""
    seconds = f"{limits.recognising_seconds if recognising else limits.seconds:g}"
    return UnreadableInputError(
        path,
        Text(f"读取超过 {seconds} 秒，已停止", f"reading took more than {seconds} seconds and was stopped"),
        _OPEN_AND_SAVE,
    )


def too_large(path: str, limits: Limits, *, recognising: bool = False) -> UnreadableInputError:
    """For a file that takes too much memory."""
    size = limits.recognising_megabytes if recognising else limits.megabytes
    return UnreadableInputError(
        path,
        Text(f"读取所需内存超过 {size} MB，已停止", f"reading needs more than {size} MB of memory and was stopped"),
        _OPEN_AND_SAVE,
    )


def broken_off(path: str) -> UnreadableInputError:
    """For a file that brings the reading process down."""
    return UnreadableInputError(
        path,
        Text("文件使读取程序中途退出，可能已损坏", "the file made the reading process break off; it may be damaged"),
        _OPEN_AND_SAVE,
    )

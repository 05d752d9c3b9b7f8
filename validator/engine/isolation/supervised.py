"""A child process that works on files under limits, and is started again whenever it had to be ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any, NamedTuple

from validator.engine.isolation.child_process import CHECKING, RECOGNISING, ChildProcess
from validator.engine.isolation.refusals import Limits, broken_off, too_large, too_late
from validator.model.errors import BrokenPatternError, UnreadableInputError

_MEGABYTE = 1 << 20
_STARTING = 120.0
"""Seconds that a child may take before it announces its first file."""


class Stopped(NamedTuple):
    """A child that did not get to the end of what it was asked."""

    at: int
    """The file it was about; negative while it checked what it had read, or before it began."""
    why: str
    """`late`, `large` or `gone`."""
    recognising: bool
    """True if text in pictures was recognised."""

    def refusal(self, path: str, limits: Limits) -> UnreadableInputError:
        """Why the file that it was about cannot be read."""
        if self.why == "late":
            return too_late(path, limits, recognising=self.recognising)
        if self.why == "large":
            return too_large(path, limits, recognising=self.recognising)
        return broken_off(path)


class SupervisedChild(AbstractContextManager["SupervisedChild"]):
    """The child process of a module that calls `child_process.serve`; it starts at once."""

    def __init__(
        self,
        module: str,
        limits: Limits | None,
        first: Sequence[object] = (),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """`first`: messages that every process started gets before any request."""
        self._module = module
        self._first = first
        self._environment = environment
        self._closed = False
        self.limits = limits or Limits()
        self._child: ChildProcess | None = self._start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End the process."""
        self.close()

    def ask(self, request: object, files: int = 1) -> Any | Stopped:  # noqa: ANN401 - what the module answers
        """The answer to a request about so many files, or how far the child got.

        Raises InterruptedError after `close`, and BrokenPatternError where the child does.
        """
        if self._closed:
            raise InterruptedError
        child = self._child = self._child or self._start()
        child.tell(request)
        at, patience, lifted = CHECKING, _STARTING, False
        while True:
            try:
                answer = child.wait(patience)
            except TimeoutError:
                self._end()
                return Stopped(at, "late", lifted)
            if answer == RECOGNISING:
                patience, lifted = self.limits.recognising_seconds, True
            elif isinstance(answer, int):
                # Checking takes a moment a file, and may read a file once more.
                at, patience = answer, self.limits.seconds * (1 if answer >= 0 else 1 + files)
            elif answer is None or isinstance(answer, MemoryError):
                # What is left of the child is not to be trusted with the next file.
                self._end()
                return Stopped(at, "gone" if answer is None else "large", lifted)
            elif isinstance(answer, BrokenPatternError):
                raise answer
            else:
                if lifted:
                    # So have its limits: the next request gets a process of its own.
                    self._end()
                return answer

    def close(self) -> None:
        """End the process for good; a request that is under way is given up with InterruptedError."""
        self._closed = True
        self._end()

    def _start(self) -> ChildProcess:
        sizes = (self.limits.megabytes, self.limits.recognising_megabytes)
        child = ChildProcess(self._module, *(str(size * _MEGABYTE) for size in sizes), environment=self._environment)
        for message in self._first:
            child.tell(message)
        return child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.end()

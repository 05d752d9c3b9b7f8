"""A child process that works on files under limits, and is started again whenever it had to be ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from time import monotonic
from types import TracebackType
from typing import NamedTuple, Self, TypeVar

from validator.engine.isolation.channel import (
    CHECKING,
    RECOGNISING,
    Message,
    MessageKind,
    TooMuchError,
    announced,
    pattern_and_reason,
)
from validator.engine.isolation.child_process import ChildProcess
from validator.engine.isolation.refusals import ReadingLimits, broken_off, nonsense, too_large, too_late, too_much
from validator.model.encoding.plain_data import BrokenDataError
from validator.model.errors import BrokenPatternError, UnreadableInputError

_T = TypeVar("_T")
_MEGABYTE = 1 << 20
_STARTING = 120.0
"""Seconds that a child may take before it announces its first file."""
_ANNOUNCED_AT_MOST = 1000
"""Times that a child may announce something, for each file and for all together: text in pictures is so each time."""
_STARVED, _AT_WORK = 4, 0.05
"""How often a child gets its time by the clock anew that could not use its processor time, and what share of it shows
that it is at work."""


class Stopped(NamedTuple):
    """A child that did not get to the end of what it was asked."""

    at: int
    """The file it was about; negative while it checked what it had read, or before it began."""
    why: str
    """`late`, `large`, `much`, `nonsense` or `gone`."""
    recognising: bool
    """True if text in pictures was recognised."""
    surely: bool = False
    """True if nothing but this request can be the reason: a second try would end as the first."""

    def refusal(self, path: str, limits: ReadingLimits) -> UnreadableInputError:
        """Why the file that it was about cannot be read."""
        if self.why == "late":
            return too_late(path, limits, recognising=self.recognising)
        if self.why == "large":
            return too_large(path, limits, recognising=self.recognising)
        if self.why == "nonsense":
            return nonsense(path)
        return too_much(path, limits) if self.why == "much" else broken_off(path)


class SupervisedChild(AbstractContextManager["SupervisedChild"]):
    """The child process of a module that calls `child_process.serve`; it starts at once."""

    def __init__(
        self,
        module: str,
        limits: ReadingLimits | None,
        first: Sequence[object] = (),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """`first`: messages that every process started gets before any request."""
        self._module = module
        self._first = first
        self._environment = environment
        self._closed = False
        self._fresh = True
        self.network = False
        """Whether the next process may use the network."""
        self.limits = limits or ReadingLimits()
        self._child: ChildProcess | None = self._start()

    def __enter__(self) -> Self:
        """Nothing to do: the process is already starting."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End the process."""
        self.close()

    def ask(
        self,
        request: object,
        reads: Callable[[bytes], _T],
        files: int = 1,
        told: Callable[[int], None] = lambda _: None,
    ) -> _T | Stopped:
        """The answer to a request about so many files, or how far the child got.

        `reads`: makes the answer of its bytes; raises BrokenDataError for what is none. `told`: gets what the child
        announces. Raises InterruptedError after `close`, and BrokenPatternError where the child does.
        """
        if self._closed:
            raise InterruptedError
        child = self._child = self._child or self._start()
        fresh, self._fresh = self._fresh, False
        child.tell(request)
        at, patience, lifted = CHECKING, _STARTING, False
        for _ in range(_ANNOUNCED_AT_MOST * (1 + files)):
            try:
                message = _wait(child, patience)
            except TimeoutError:
                self._end()
                return Stopped(at, "late", lifted, surely=True)
            if not isinstance(message, Message):
                return self._gone(message, Stopped(at, "gone", lifted), fresh=fresh)
            begins = announced(message)
            if begins is None:
                return self._heard(message, reads, Stopped(at, "nonsense", lifted, surely=True), fresh=fresh)
            if not RECOGNISING <= begins < files:
                break
            lifted |= begins == RECOGNISING
            at = at if begins == RECOGNISING else begins
            # Checking takes a moment a file, and may read a file once more.
            patience = self.limits.recognising_seconds if lifted else self.limits.seconds
            patience *= 1 + files if begins == CHECKING else 1
            told(begins)
        self._end()
        return Stopped(at, "nonsense", lifted, surely=True)

    def _gone(self, message: TooMuchError | None, stopped: Stopped, *, fresh: bool) -> Stopped:
        """The child has ended, or has more to tell than it may; what is left of it is not to be trusted."""
        signal = self._end()
        if message is not None:
            return stopped._replace(why="much", surely=True)
        late = signal == "SIGXCPU"
        return stopped._replace(why="late" if late else "gone", surely=late or (fresh and signal != ""))

    def _heard(self, message: Message, reads: Callable[[bytes], _T], stopped: Stopped, *, fresh: bool) -> _T | Stopped:
        """What the child says at last; `stopped`: given where that is nothing that it could say."""
        if message.kind == MessageKind.BROKEN_PATTERN:
            raise BrokenPatternError(*pattern_and_reason(message))
        if message.kind == MessageKind.ANSWER:
            with suppress(BrokenDataError):
                answer = reads(message.body)
                if stopped.recognising:
                    # So have its limits: the next request gets a process of its own.
                    self._end()
                return answer
        self._end()
        if message.kind == MessageKind.SHORT_OF_MEMORY:
            return stopped._replace(why="large", surely=fresh)
        return stopped

    def restart(self) -> None:
        """End the process, so that the next request gets another."""
        self._end()

    def close(self) -> None:
        """End the process for good; a request that is under way is given up with InterruptedError."""
        self._closed = True
        self._end()

    def _start(self) -> ChildProcess:
        self._fresh = True
        return ChildProcess(
            self._module,
            (self.limits.megabytes * _MEGABYTE, self.limits.recognising_megabytes * _MEGABYTE),
            self._first,
            self._environment,
            self.limits.answer_megabytes * _MEGABYTE,
            network=self.network,
        )

    def _end(self) -> str:
        child, self._child = self._child, None
        return "" if child is None else child.end()


def _wait(child: ChildProcess, patience: float) -> Message | TooMuchError | None:
    """What the child says next; raises TimeoutError.

    It measures its processor time itself, but where it waits or hangs in a library: then the clock tells. On a machine
    that has other work to do, it gets more of that than of the other.
    """
    ends = monotonic() + _STARVED * patience
    while True:
        before = child.used()
        try:
            return child.wait(patience)
        except TimeoutError:
            after = child.used()
            if before is None or after is None or monotonic() >= ends:
                raise
            if not _AT_WORK * patience < after - before < patience:
                raise

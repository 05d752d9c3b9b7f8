"""In a child: what it is given when it starts, and how it answers one request after the other."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread
from typing import IO, Any, NamedTuple

from validator.engine.isolation.channel import (
    RECOGNISING,
    Message,
    MessageKind,
    announcement,
    broken_pattern,
    receive,
    send,
)
from validator.engine.isolation.confinement import Needs, confine
from validator.model.errors import BrokenPatternError

Announce = Callable[[int], None]
"""Told the place of each file in its request before it is read, or what else begins (`channel`)."""
Answer = Callable[[Any, Announce], bytes]
"""A request -> the answer to it as data; raises MemoryError, BrokenPatternError."""

_SOME = 1 << 16
"""Bytes."""
_END_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of Linux."""


class Place(NamedTuple):
    """What a child is given when it starts."""

    memory: int
    """Bytes of address space that it may have beside what the program takes."""
    recognising: int
    """The same while it recognises text in pictures."""
    folder: str
    """The only one in which it may write."""
    network: bool

    @property
    def arguments(self) -> tuple[str, ...]:
        """As they stand on a command line."""
        return str(self.memory), str(self.recognising), self.folder, str(int(self.network))

    @classmethod
    def of(cls, arguments: Sequence[str]) -> Place:
        """Taken from a command line."""
        memory, recognising, folder, network = arguments
        return cls(int(memory), int(recognising), folder, network == "1")


class Requests:
    """In a child: what the parent sends, in order."""

    def __init__(self, first: Sequence[object] = ()) -> None:
        """`first`: messages that came along when the process was forked."""
        _end_with_parent()
        self._first = deque(first)
        self._waiting: SimpleQueue[bytes] = SimpleQueue()
        self._listening = False

    def next(self) -> Any:  # noqa: ANN401 - the parent knows what it sends
        """The next message."""
        if self._first:
            return self._first.popleft()
        body = self._waiting.get() if self._listening else receive(sys.stdin.buffer).body
        return pickle.loads(body)  # noqa: S301 - our own parent, over a pipe of our own

    def listen(self) -> None:
        """From now on read them as they come: when there will be no more, the process ends, whatever it is doing."""
        self._listening = True
        started = Event()
        Thread(target=self._listen, args=(started,), daemon=True).start()
        started.wait()

    def _listen(self, started: Event) -> None:
        # The memory of a thread is set aside when it first asks for some; what the program takes is measured then.
        bytearray(_SOME)
        started.set()
        with suppress(EOFError, OSError):
            while True:
                self._waiting.put(receive(sys.stdin.buffer).body)
        os._exit(0)


class Service(NamedTuple):
    """What a child does."""

    answer: Answer
    taken: Callable[[], int] = lambda: 0
    """Bytes of address space that the program itself takes."""
    lifted: Callable[[], None] = lambda: None
    """Called before text in pictures is recognised, which takes longer."""
    programs: tuple[Path, ...] | None = ()
    """Files that may be started, and folders of such; None if these are not known."""
    sockets: tuple[Path, ...] = ()
    """Folders in which these programs put sockets."""
    programs_memory: int = 0
    """Bytes of address space that these programs may have."""


def serve(prepare: Callable[[Requests], Service], place: Place, first: Sequence[object] = ()) -> None:
    """In a child: answer requests until the input ends, or memory has run out.

    Once `prepare` has made all ready, and before anything of a stranger is seen, the process gives up what it does not
    need. `first`: messages that need not come over the pipe.
    """
    from validator.readers.ocr import telling

    requests, answers, most = Requests(first), _answers_only(), max(place.memory, place.recognising)

    def lift() -> None:
        """The parent is told, so that it waits, and starts another process afterwards."""
        _limit_memory(most + taken)
        service.lifted()
        send(answers, announcement(RECOGNISING))

    with suppress(BrokenPipeError, EOFError, KeyboardInterrupt), telling(lift):
        service = prepare(requests)
        tempfile.tempdir = place.folder
        confine(Needs(Path(place.folder), service.programs, service.sockets, place.network))
        requests.listen()
        taken = service.taken()
        _limit_memory(place.memory + taken, max(most + taken, service.programs_memory))
        while True:
            request = requests.next()
            try:
                answer = service.answer(request, lambda at: send(answers, announcement(at)))
                send(answers, Message(MessageKind.ANSWER, answer))
            except MemoryError:
                # What is left of this process is not to be trusted with the next file.
                send(answers, Message(MessageKind.SHORT_OF_MEMORY))
                return
            except BrokenPatternError as error:
                send(answers, broken_pattern(error.pattern, error.reason))


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


def _limit_memory(size: int, most: int | None = None) -> None:
    """In a child: the address space it may have, in bytes, where that can be limited.

    `most`: how far that may be raised, by itself or for a program that it starts; None: as it was said before.
    """
    try:
        import resource
    except ImportError:  # not on Windows
        return
    with suppress(ValueError, OSError):
        before = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (size, before if most is None else most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

"""A child process that answers requests over a pipe, that can be ended at any time, and that ends with its parent."""

from __future__ import annotations

import errno
import os
import pickle
import signal
import struct
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import IO, Any, NamedTuple

from validator.engine.isolation.confinement import Needs, confine
from validator.engine.isolation.forked import ForkedProcess, can_fork
from validator.engine.isolation.own_folder import OwnFolder
from validator.model.errors import BrokenPatternError
from validator.model.values import BrokenValuesError, values_of

_LENGTH = struct.Struct("!Q")

CHECKING, RECOGNISING = -1, -2
"""Announced before what was read is checked, and before text in pictures is recognised."""

CHILD = "--gouji-child"
"""The word by which a frozen program knows that it is to be a child."""

Announce = Callable[[int], None]
"""Told the place of each file in its request before it is read, or one of the above."""

_TEMPORARY = ("TMPDIR", "TEMP", "TMP")
"""Variables that say where temporary files are put."""

Answer = Callable[[Any, Announce], object]
"""A request -> the answer to it, which is no number; raises MemoryError, BrokenPatternError."""

_SOME = 1 << 16
"""Bytes."""
_OURS = frozenset({"SIGXCPU", "SIGSEGV", "SIGABRT", "SIGBUS", "SIGFPE", "SIGILL"})
"""Signals by which a process comes to grief over what it does itself."""
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


class TooMuchError(Exception):
    """A message that is longer than it may be."""


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
        self._folder = OwnFolder()
        place = Place(*sizes, str(self._folder.path), network)
        variables = {**(environment or {}), **dict.fromkeys(_TEMPORARY, place.folder)}
        self._process = _forked(module, place, first, variables) or _spawned(module, place, variables)
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
        with _passing_over_the_end():
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
        with _passing_over_the_end():
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
            except BrokenValuesError:
                # A file has taken it over: that is as if it had ended.
                pass
        self._answers.put(None)


def _forked(module: str, place: Place, first: Sequence[object], environment: Mapping[str, str]) -> ForkedProcess | None:
    """The child where it can be forked; the first messages need not travel to it."""
    if not can_fork():
        return None
    return ForkedProcess(lambda: serve(import_module(module).prepare, place, first), environment)


def _spawned(module: str, place: Place, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own module, in our own interpreter
        [*_starting(module), *place.arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # What libraries print is not for the user, and whoever waits for our standard error to end is not kept.
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, **environment},
    )


@contextmanager
def _passing_over_the_end() -> Iterator[None]:
    """The block in which the other end of a pipe may be gone: Windows then speaks of an invalid argument."""
    try:
        yield
    except BrokenPipeError:
        pass
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise


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


def send(stream: IO[bytes], message: object) -> None:
    """Write one message to a pipe."""
    body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(body)))
    stream.write(body)
    stream.flush()


def receive(stream: IO[bytes], longest: int | None = None) -> Any:  # noqa: ANN401 - either end knows what the other sends
    """Read one message of a child; EOFError when it is closed, TooMuchError for one of more bytes than `longest`.

    Raises BrokenValuesError for what a child does not say that is still ours.
    """
    return values_of(_body(stream, longest))


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
        body = self._waiting.get() if self._listening else _body(sys.stdin.buffer)
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
                self._waiting.put(_body(sys.stdin.buffer))
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
        send(answers, RECOGNISING)

    with _passing_over_the_end(), suppress(EOFError, KeyboardInterrupt), telling(lift):
        service = prepare(requests)
        tempfile.tempdir = place.folder
        confine(Needs(Path(place.folder), service.programs, service.sockets, place.network))
        requests.listen()
        taken = service.taken()
        _limit_memory(place.memory + taken, max(most + taken, service.programs_memory))
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

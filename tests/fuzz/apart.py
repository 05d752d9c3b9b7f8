"""Many cases in processes of their own: one that ends or hangs over a case costs only that case.

They are forked from a process that has made all ready, so that none makes it again, and their memory is limited as that
of a child of the program is: beside what they take when they begin, by so much.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import select
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import NamedTuple

from validator.engine.crews._local_child import STATUS
from validator.engine.isolation.budget import end_after

_AT_ONCE = 500
"""Cases of one process."""
_WAITS = 3600.0
"""Seconds by the clock without an answer after which a case waits for something that will not come."""
_MEGABYTE = 1 << 20
_WORKS = 60
"""Seconds of the processor after which a case is ended that does not end."""


class Tried(NamedTuple):
    """What a process says of a case."""

    target: str
    seconds: float
    """Of the processor."""
    failure: str | None = None
    recognised: bool = False
    """True if text in pictures was recognised: that may take longer and more, and ends the process."""


@dataclass(frozen=True, slots=True)
class Case:
    """What came of one."""

    number: int
    tried: Tried
    megabytes: float = 0.0
    """What the process holds afterwards."""
    peak: float = 0.0
    """Megabytes that it held at most so far."""


Run = Callable[[int], Tried]


def run_apart(numbers: Sequence[int], megabytes: int, run: Run) -> Iterator[Case]:
    """Run cases one after the other, in processes that may take so much address space more."""
    left = list(numbers)
    gc.collect()
    gc.freeze()
    while left:
        done = 0
        for case in _batch(left[:_AT_ONCE], megabytes, run):
            done += 1
            yield case
        left = left[done:]


def _batch(numbers: Sequence[int], megabytes: int, run: Run) -> Iterator[Case]:
    """The cases up to the first over which the process ends."""
    reading, writing = os.pipe()
    process = os.fork()
    if not process:
        _work(numbers, megabytes, run, writing)
    os.close(writing)
    started, done, ended, spent = monotonic(), 0, False, False
    with open(reading, "rb", buffering=0) as answers:  # noqa: PTH123 - a pipe
        kept = b""
        while not ended:
            ready, _, _ = select.select([answers], [], [], _WAITS)
            piece = answers.read(1 << 16) if ready else b""
            ended = not piece
            *lines, kept = (kept + piece).split(b"\n")
            for line in lines:
                number, tried, *memory = json.loads(line)
                case = Case(number, Tried(*tried), *memory)
                started, done, spent = monotonic(), done + 1, case.tried.recognised
                yield case
    broken = done < len(numbers) and not spent
    if broken:
        os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    if broken:
        code, waited = os.waitstatus_to_exitcode(status), monotonic() - started
        hung = waited >= _WAITS or code == -signal.SIGXCPU
        yield Case(numbers[done], Tried("?", waited, "hangs" if hung else f"process ends with {code}"))


def _work(numbers: Sequence[int], megabytes: int, run: Run, answers: int) -> None:
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    limit_memory(megabytes)
    try:
        for number in numbers:
            end_after(_WORKS)
            tried = run(number)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            os.write(answers, json.dumps([number, tried, _held()[1] / _MEGABYTE, peak]).encode() + b"\n")
            if tried.recognised:
                break
    finally:
        os._exit(0)


def limit_memory(megabytes: int) -> None:
    """In a process of its own: it may take so much address space more than it has."""
    resource.setrlimit(resource.RLIMIT_AS, (_held()[0] + megabytes * _MEGABYTE, resource.RLIM_INFINITY))


def _held() -> tuple[int, int]:
    """Address space and memory of this process, in bytes; only on Linux."""
    space, memory = STATUS.read_text().split()[:2]
    page = os.sysconf("SC_PAGE_SIZE")
    return int(space) * page, int(memory) * page

"""Many cases in processes of their own: one that ends or hangs over a case costs only that case."""

from __future__ import annotations

import json
import os
import resource
import select
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import monotonic

from validator.engine.isolation.budget import end_after

_AT_ONCE = 500
"""Cases of one process."""
_WAITS = 3600.0
"""Seconds by the clock without an answer after which a case waits for something that will not come."""
_WORKS = 60
"""Seconds of the processor after which a case is ended that does not end."""


@dataclass(frozen=True, slots=True)
class Case:
    """What came of one."""

    number: int
    target: str
    seconds: float
    megabytes: float
    """Peak of the process so far."""
    failure: str | None


def run_apart(
    numbers: Sequence[int], megabytes: int, run: Callable[[int], tuple[str, float, str | None]]
) -> Iterator[Case]:
    """Run cases one after the other, in processes with so much address space; `run`: target, seconds, failure."""
    left = list(numbers)
    while left:
        done = 0
        for case in _batch(left[:_AT_ONCE], megabytes, run):
            done += 1
            yield case
        left = left[done:]


def _batch(
    numbers: Sequence[int], megabytes: int, run: Callable[[int], tuple[str, float, str | None]]
) -> Iterator[Case]:
    """The cases up to the first over which the process ends."""
    reading, writing = os.pipe()
    process = os.fork()
    if not process:
        _work(numbers, megabytes, run, writing)
    os.close(writing)
    started, done, ended = monotonic(), 0, False
    with open(reading, "rb", buffering=0) as answers:  # noqa: PTH123 - a pipe
        kept = b""
        while not ended:
            ready, _, _ = select.select([answers], [], [], _WAITS)
            piece = answers.read(1 << 16) if ready else b""
            ended = not piece
            *lines, kept = (kept + piece).split(b"\n")
            for line in lines:
                started, done = monotonic(), done + 1
                yield Case(*json.loads(line))
    if done < len(numbers):
        os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    if done < len(numbers):
        code, waited = os.waitstatus_to_exitcode(status), monotonic() - started
        hung = waited >= _WAITS or code == -signal.SIGXCPU
        yield Case(numbers[done], "?", waited, 0.0, "hangs" if hung else f"process ends with {code}")


def _work(
    numbers: Sequence[int], megabytes: int, run: Callable[[int], tuple[str, float, str | None]], answers: int
) -> None:
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, resource.RLIM_INFINITY))
    try:
        for number in numbers:
            end_after(_WORKS)
            target, seconds, failure = run(number)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            os.write(answers, json.dumps([number, target, seconds, peak, failure]).encode() + b"\n")
    finally:
        os._exit(0)

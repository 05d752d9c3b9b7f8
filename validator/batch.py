"""Many files: chunks go out to workers, outcomes come back in the order of the files, whatever the number of workers.

Only a few chunks are under way at a time, so that memory stays flat however many files there are.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from validator.sources import STANDARD_INPUT, Skipped, Source, iter_sources
from validator.work import Outcome

if TYPE_CHECKING:
    from validator.pipeline import ReportResult, Result
    from validator.problem import UnreadableInputError
    from validator.sources import Inputs

_LARGEST_CHUNK = 64
_CHUNK_BYTES = 16 << 20
"""Content of archive members that one chunk holds at most."""
_UNDER_WAY = 3
"""Chunks under way for each worker: the others go on while one file takes long."""
MANY = 24
"""Files from which on more processes than one are worth their start."""


class Crew(Protocol):
    """Whoever carries chunks out."""

    width: int
    """Chunks that are carried out at the same time."""

    def submit(self, chunk: Sequence[Source]) -> Future[list[Outcome]]:
        """Begin a chunk."""
        ...


def outcomes(sources: Iterable[Source], crew: Crew) -> Iterator[Outcome]:
    """The outcome of every file, in the order of the files."""
    waiting: deque[Future[list[Outcome]]] = deque()
    chunks = _chunks(iter(sources), crew.width)
    while True:
        for chunk in islice(chunks, _UNDER_WAY * crew.width - len(waiting)):
            waiting.append(crew.submit(chunk))
        if not waiting:
            return
        yield from waiting.popleft().result()


def _chunks(sources: Iterator[Source], width: int) -> Iterator[list[Source]]:
    """Chunks of files: small ones first, so that the first results come soon and few files keep all workers busy."""
    number = 0
    while True:
        size = min(_LARGEST_CHUNK, 2 << (number // (2 * width)))
        chunk: list[Source] = []
        held = 0
        for source in islice(sources, size):
            chunk.append(_with_standard_input(source))
            held += len(source.data or b"")
            if held >= _CHUNK_BYTES:
                break
        if not chunk:
            return
        number += 1
        yield chunk


def _with_standard_input(source: Source) -> Source:
    return replace(source, data=sys.stdin.buffer.read()) if source.path == STANDARD_INPUT else source


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Inventory:
    """The files of a run one by one; what is passed over is noted."""

    def __init__(self, paths: Inputs) -> None:
        """Nothing is looked at yet."""
        self._paths = paths
        self.skipped: list[str] = []

    def __iter__(self) -> Iterator[Source]:
        """The files to read."""
        for source in iter_sources(self._paths):
            if isinstance(source, Skipped):
                self.skipped.append(source.path)
            else:
                yield source


class Gathered:
    """Outcomes put together to the result that `validator.check` and `read_reports` give."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.reports: list[ReportResult] = []
        self.unreadable: list[UnreadableInputError] = []

    def add(self, outcome: Outcome) -> None:
        """Add the outcome of the next file; its task has to ask for whole results."""
        if outcome.error is not None:
            self.unreadable.append(outcome.error)
        self.reports += outcome.results

    def result(self, skipped: Sequence[str]) -> Result:
        """What there is so far."""
        from validator.pipeline import Result

        read = {one.report.path for one in self.reports} | {error.path for error in self.unreadable}
        left_out = tuple(path for path in dict.fromkeys(skipped) if path not in read)
        return Result(tuple(self.reports), tuple(self.unreadable), left_out)

"""Many files: chunks go out to workers, outcomes come back in the order of the files, whatever the number of workers.

Only a few chunks are under way at a time, so that memory stays flat however many files there are.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from validator.engine._scheduling import LARGEST_CHUNK, in_order
from validator.engine.sources.sources import STANDARD_INPUT, Skipped, Source, iter_sources
from validator.engine.task import FileOutcome

if TYPE_CHECKING:
    from validator.checking.decisions.decisions import Decisions
    from validator.crosschecks.options import Across
    from validator.engine._groups import Group, GroupOutcome
    from validator.engine.extracts import Store
    from validator.engine.sources.sources import Inputs
    from validator.model.errors import UnreadableInputError
    from validator.model.report import Report
    from validator.model.result import ReportResult, Result
    from validator.packs.pack import Pack

_CHUNK_BYTES = 16 << 20
"""Content of archive members that one chunk holds at most."""
MANY = 24
"""Files from which on more processes than one are worth their start."""


class Readers(Protocol):
    """Whoever carries out chunks of files."""

    width: int
    """Chunks that are carried out at the same time."""

    def submit(self, chunk: Sequence[Source]) -> Future[list[FileOutcome]]:
        """Begin a chunk."""
        ...


class Crew(Readers, Protocol):
    """Whoever does the same with reports that hang together, once all files are read."""

    def hold(self, groups: Iterable[Group], store: Store) -> Iterator[GroupOutcome]:
        """What comes of groups of reports, in their order; `store`: the extracts of all."""
        ...


def outcomes(sources: Iterable[Source], crew: Readers) -> Iterator[FileOutcome]:
    """The outcome of every file, in the order of the files."""
    return in_order(_chunks(iter(sources), crew.width), crew.submit, crew.width)


def _chunks(sources: Iterator[Source], width: int) -> Iterator[list[Source]]:
    """Chunks of files: small ones first, so that the first results come soon and few files keep all workers busy."""
    number = 0
    while True:
        size = min(LARGEST_CHUNK, 2 << (number // (2 * width)))
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


def groups_of(
    store: Store, previous: Sequence[Report], pack: Pack, across: Across, decisions: Decisions | None
) -> Iterator[Group]:
    """The groups of reports that hang together; `store`: extracts of all of the run, to which last year's are added.

    A report of which a finding beside others has been accepted is looked at also where it has no neighbours.
    """
    from validator.crosschecks.check import rules_between
    from validator.crosschecks.groups import find_groups
    from validator.engine._groups import Group
    from validator.engine.extracts import extract_of
    from validator.model.result import ReportResult

    own = list(store.names)
    store.add(extract_of(ReportResult(report)) for report in previous)
    groups = find_groups(own, store.names[len(own) :], pack.names, across)
    waivers = () if decisions is None else decisions.waivers
    accepted = {(one.organ, one.year) for one in waivers if one.rule in rules_between(pack)}
    for members in groups.members(at for at, name in enumerate(own) if (name.organ, name.year) in accepted):
        yield Group(members, groups.part(members))


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

    def add(self, outcome: FileOutcome) -> None:
        """Add the outcome of the next file; its task has to ask for whole results."""
        if outcome.error is not None:
            self.unreadable.append(outcome.error)
        self.reports += outcome.results

    def result(self, skipped: Sequence[str]) -> Result:
        """What there is so far."""
        from validator.model.result import Result

        read = {one.report.path for one in self.reports} | {error.path for error in self.unreadable}
        left_out = tuple(path for path in dict.fromkeys(skipped) if path not in read)
        return Result(tuple(self.reports), tuple(self.unreadable), left_out)

"""Where the results of a run go: into memory, or as lines to somebody who takes them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TYPE_CHECKING, Protocol

from validator.engine._file_checker import checker_of
from validator.engine.sources.sources import Source
from validator.engine.task import FileOutcome, Run, Tally, unreadable_outcome
from validator.model.result import ReportResult, Result

if TYPE_CHECKING:
    from validator.engine.crews.crew import Crew
    from validator.engine.extracts import Store
    from validator.model.errors import UnreadableInputError
    from validator.model.report import Report

_SEVERAL = 2
"""Reports from which on there is something to compare."""


class Sink(Protocol):
    """Where the results go as they come."""

    tally: Tally
    errors: list[UnreadableInputError]
    kept: int
    """Files whose results were there already."""
    resumable: bool
    """Whether a run that was interrupted can go on from what is here."""

    def remaining(self, sources: Iterable[Source]) -> Iterator[Source]:
        """The files that are still to be done."""
        ...

    def add(self, outcome: FileOutcome) -> None:
        """Take what came of the next file."""
        ...

    def hold(self, run: Run, crew: Crew, before: Result) -> None:
        """Add what the reports say of each other; `before`: last year's, which are not checked."""
        ...


class Results:
    """Whole results in memory; their task has to ask for them."""

    resumable = False

    def __init__(self) -> None:
        """Nothing has come yet."""
        self.tally = Tally()
        self.errors: list[UnreadableInputError] = []
        self.kept = 0
        self._reports: list[ReportResult] = []

    def remaining(self, sources: Iterable[Source]) -> Iterator[Source]:
        """All of them."""
        return iter(sources)

    def add(self, outcome: FileOutcome) -> None:
        """Take what came of the next file."""
        self.tally = self.tally.plus(outcome.tally)
        self.errors += [] if outcome.error is None else [outcome.error]
        self._reports += outcome.results

    def hold(self, run: Run, crew: Crew, before: Result) -> None:  # noqa: ARG002 - reports in memory are held here
        """Hold the reports against each other."""
        self._reports = list(compared(run, self._reports, [one.report for one in before.reports]))
        self.errors += before.unreadable

    def result(self, skipped: Sequence[str]) -> Result:
        """What there is so far; `skipped`: files that are no documents."""
        return Result(tuple(self._reports), tuple(self.errors), tuple(skipped))


def compared(run: Run, alone: Sequence[ReportResult], previous: Sequence[Report]) -> Sequence[ReportResult]:
    """What each report was told, with what the others say of it; `previous`: those named as last year's."""
    across = run.across
    if not across.anything or (len(alone) + len(previous) < _SEVERAL and not across.lines):
        return alone
    from validator.crosschecks.check import check_between
    from validator.crosschecks.groups import find_groups

    own = [one.report for one in alone]
    groups = find_groups(own, previous, run.pack.names, across)
    checker = checker_of(run.pack, run.task.form)
    return check_between(checker, groups, [*own, *previous], alone, run.task.wanted or frozenset())


class LineSink(ABC):
    """Lines of files as they come, and behind them those on what the reports say of each other."""

    resumable = False
    store: Store
    """The extracts of all reports."""
    tally: Tally
    errors: list[UnreadableInputError]
    kept = 0
    """Files whose results were there already."""

    @abstractmethod
    def remaining(self, sources: Iterable[Source]) -> Iterator[Source]:
        """The files that are still to be done."""

    @abstractmethod
    def add(self, outcome: FileOutcome) -> None:
        """Write the lines of the next file."""

    @abstractmethod
    def append(self, text: str, tally: Tally, error: UnreadableInputError | None = None) -> None:
        """Write more behind all files."""

    def hold(self, run: Run, crew: Crew, before: Result) -> None:
        """Have the reports held against each other, and write what comes of it."""
        from validator.engine._groups import groups_of

        for error in before.unreadable:
            told = unreadable_outcome(run.task, Source(error.path), error)
            self.append(told.text, told.tally, told.error)
        previous = [one.report for one in before.reports]
        groups = groups_of(self.store, previous, run.pack, run.across, run.task.decisions)
        for held in crew.hold(groups, self.store):
            self.append(held.text, held.tally)


class Flow(LineSink, AbstractContextManager["Flow"]):
    """Lines go on to somebody, and nothing of them is kept; use it in a `with` block."""

    def __init__(self, take: Callable[[str], None]) -> None:
        """`take`: gets the lines."""
        from tempfile import TemporaryFile

        from validator.engine.extracts import Store

        self._take = take
        self._file = TemporaryFile()  # noqa: SIM115 - closed when the block ends
        self.store = Store(self._file)
        self.tally = Tally()
        self.errors = []

    def remaining(self, sources: Iterable[Source]) -> Iterator[Source]:
        """All of them."""
        return iter(sources)

    def add(self, outcome: FileOutcome) -> None:
        """Write the lines of the next file."""
        self.append(outcome.text, outcome.tally, outcome.error)
        self.store.add(outcome.extracts)

    def append(self, text: str, tally: Tally, error: UnreadableInputError | None = None) -> None:
        """Write more."""
        self._take(text)
        self.tally = self.tally.plus(tally)
        self.errors += [] if error is None else [error]

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Nothing is left behind."""
        self._file.close()

"""What is done with a file, wherever that is: in a process on this machine or on a cluster.

A `Task` says what to do and travels to the workers; a worker makes a `FileChecker` of it once and takes one chunk of
files after the other. What comes back is a `FileOutcome` for each file, in the order given, the same wherever it was
made. Several files make a chunk only since they are checked quicker together: what comes of a file depends on nothing
but the file and the task.
"""

from __future__ import annotations

import errno
import math
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cached_property, lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from msgspec.structs import replace

from validator.engine._second_reading import OldDocuments, Read
from validator.engine.isolation.budget import Budget, TimeAccount
from validator.engine.isolation.channel import CHECKING
from validator.engine.isolation.refusals import too_late, unexpected
from validator.engine.isolation.serving import Announce
from validator.engine.sources.sources import Source, content_of
from validator.engine.task import RESULT, FileOutcome, Tally, Task, tally_of, unreadable_outcome
from validator.model.errors import BrokenPatternError, OverBudgetError, UnreadableInputError
from validator.model.result import ReportResult
from validator.model.rules.rule import Rule

if TYPE_CHECKING:
    from validator.checking.checker import Checker
    from validator.checking.decisions.decisions import Decisions
    from validator.engine.extracts import Extract
    from validator.model.report import Report
    from validator.packs.pack import Pack
    from validator.renderers.data.records import Record


_NO_ROOM = ("failed to map segment", "Cannot allocate memory", "cannot allocate memory")
"""How loaders say so: they have no number for it."""
_NOT_ALLOCATED = ("std::bad_alloc", "bad allocation", "Insufficient memory")
"""How libraries written in C++ say so, each by an error of its own."""


class FileChecker:
    """A task made ready: pack loaded, rules compiled."""

    def __init__(
        self, task: Task, read: Read | None = None, pack: Pack | None = None, budget: Budget | None = None
    ) -> None:
        """Load the pack; raises BrokenPackError and ValueError as `validator.check` does.

        `read`: what stands in for `validator.readers.read`; `pack`: that of the task, if it is loaded already;
        `budget`: what each file may take of this process, which is nothing else's, if it may not take all.
        """
        self.task = task
        self.pack = pack or _loaded(task)
        self.checker = checker_of(self.pack, task.form)
        self.wanted = task.wanted or frozenset()
        self._read = read or _reader()
        self._budget = budget or Budget()

    def run(self, chunk: Sequence[Source], announce: Announce = lambda _: None) -> list[FileOutcome]:
        """Read and check the files of a chunk. A file that cannot be read, or over which we stumble, hurts no other.

        Raises BrokenPatternError, which is no fault of a file, and MemoryError for a file alone.
        """
        work = _Work(self._budget, {source.path: source.data for source in chunk})
        old = work.old
        read = [self._recognised(source, at, announce, work) for at, source in enumerate(chunk)]
        announce(CHECKING)
        try:
            old.convert(self._read, self.checker)
            found = [one for reports in read if isinstance(reports, tuple) for one in reports]
            checked = iter(self.checked(old.doubted(found), work))
        except BrokenPatternError:
            raise
        except Exception as error:
            if len(chunk) > 1:
                return [outcome for at, source in enumerate(chunk) for outcome in self._run_alone(source, at, announce)]
            if isinstance(error, MemoryError):
                raise
            if _is_short_of_memory(error):
                raise MemoryError from error
            read, checked = [unexpected(chunk[0].path, error)], iter(())
        return [
            self._outcome(source, tuple(islice(checked, len(one))))
            if isinstance(one, tuple)
            else unreadable_outcome(self.task, source, one)
            for source, one in zip(chunk, read, strict=True)
        ]

    def _run_alone(self, source: Source, at: int, announce: Announce) -> list[FileOutcome]:
        """One file of a chunk, announced by its place in that."""
        return self.run([source], lambda told: announce(at if told >= 0 else told))

    def _recognised(
        self, source: Source, at: int, announce: Announce, work: _Work
    ) -> tuple[Report, ...] | UnreadableInputError:
        """The reports in a file, or why there are none; LibreOffice is to read old ones as well."""
        announce(at)
        account = work.account(source.path)
        try:
            with self._budget.drawn_on(account):
                data = content_of(source)
                document = self._read(source.path, data=data, input_format=self.task.input_format)
                found = self.checker.recognise_all(document)
                if document.format == "doc":
                    work.old.add(source.path, data)
        except UnreadableInputError as error:
            return error
        except OverBudgetError:
            return too_late(source.path, self._budget.limits, recognising=account.recognising)
        except (MemoryError, BrokenPatternError):
            raise
        except Exception as error:
            if _is_short_of_memory(error):
                raise MemoryError from error
            # Whatever it is, the other files are to be read.
            return unexpected(source.path, error)
        return found

    def checked(self, reports: Sequence[Report], work: _Work | None = None) -> list[ReportResult]:
        """What each report is told by itself: checked, held against a second reading, and located in this order."""
        if self.task.wanted is None:
            return [ReportResult(report=report) for report in reports]
        work = work or _Work(self._budget)
        return [
            self._located(self._looked_at_again(one, work), work)
            for one in self.checker.check(reports, self.wanted, self.task.today, work.paid)
        ]

    def _looked_at_again(self, checked: ReportResult, work: _Work) -> ReportResult:
        """Held against a second reading, if there is time for it."""
        data = work.contents.get(checked.report.path)
        try:
            with work.paid(checked.report):
                return work.old.looked_at_again(self._read, self.checker, checked, data)
        except OverBudgetError:
            return checked

    def _located(self, checked: ReportResult, work: _Work) -> ReportResult:
        """Name the cells that explain what is violated, if there is time for it."""
        try:
            with work.paid(checked.report, self._budget.limits.locating_seconds):
                findings = self.checker.locate(checked.report, checked.findings, self.wanted, checked.claims)
        except OverBudgetError:
            from validator.localisation.suspects import not_located

            findings = not_located(checked.findings)
        return replace(checked, findings=findings)

    def decided(self, checked: ReportResult) -> ReportResult:
        """A report with the decisions of the task applied."""
        decisions = self.task.decisions
        return checked if decisions is None else decisions.applied(checked, self._rules, self.task.today)

    def decided_alone(self, checked: ReportResult) -> ReportResult:
        """The same before others are held against it: what is accepted of them is not missing yet."""
        decisions = self._decisions_alone
        return checked if decisions is None else decisions.applied(checked, self._rules, self.task.today)

    @cached_property
    def _rules(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.pack.rules if rule.id in self.wanted)

    @cached_property
    def _decisions_alone(self) -> Decisions | None:
        decisions = self.task.decisions
        if decisions is None or not self.task.keeps:
            return decisions
        from validator.crosschecks.check import rules_between

        return decisions.without(rules_between(self.pack))

    def _outcome(self, source: Source, checked: Sequence[ReportResult]) -> FileOutcome:
        told = checked if self.task.content == RESULT else [self.decided_alone(one) for one in checked]
        tally = Tally()
        for one in told:
            tally = tally.plus(tally_of(one))
        if self.task.content == RESULT:
            return FileOutcome(source.path, source.stamp, tally, results=tuple(checked))
        extracts: tuple[Extract, ...] = ()
        if self.task.keeps:
            from validator.engine.extracts import extract_of

            extracts = tuple(map(extract_of, checked))
        return FileOutcome(source.path, source.stamp, tally, "".join(map(self._told, told)), extracts=extracts)

    def _told(self, checked: ReportResult) -> str:
        from validator.renderers.data.records import cell_records, finding_records

        if self.task.wanted is None:
            return self.lines(cell_records(checked))
        return self.lines(finding_records(checked, self.pack, self.task.language))

    def lines(self, records: Iterable[Record]) -> str:
        """Records as the task wants them."""
        from validator.renderers.data.lines import LINES
        from validator.renderers.data.records import CELL_FIELDS, FINDING_FIELDS

        return LINES[self.task.content](records, CELL_FIELDS if self.task.wanted is None else FINDING_FIELDS)


def _is_short_of_memory(error: Exception) -> bool:
    """True where the system had no room for a library, or for what one asked for.

    A file before may have left none behind: then it is not this one that takes too much.
    """
    if isinstance(error, OSError):
        return error.errno == errno.ENOMEM
    words = _NO_ROOM if isinstance(error, ImportError) else _NOT_ALLOCATED
    return any(one in str(error) for one in words)


class _Work:
    """The files of a chunk while they are worked on."""

    def __init__(self, budget: Budget, contents: Mapping[str, bytes | None] | None = None) -> None:
        """`contents`: of files that are members of archives."""
        self._budget = budget
        self._accounts: dict[str, TimeAccount] = {}
        self.contents = contents or {}
        self.old = OldDocuments()

    def account(self, path: str) -> TimeAccount:
        """What is left to a file."""
        return self._accounts.setdefault(path, self._budget.account())

    def paid(self, report: Report, most: float = math.inf) -> AbstractContextManager[None]:
        """The block in which something is done for a report, at the expense of its file; `most`: seconds of that."""
        return self._budget.drawn_on(self.account(report.path), most)


@lru_cache(maxsize=4)
def checker_of(pack: Pack, form: str | None) -> Checker:
    """A pack made ready; what is compiled for one run serves the next. Raises ValueError for an unknown form."""
    from validator.checking.checker import Checker

    return Checker(pack, form)


def _loaded(task: Task) -> Pack:
    from validator.packs.pack import load_pack

    return load_pack(*task.packs).settled(task.deadlines)


def _reader() -> Read:
    from validator.readers import read

    return read

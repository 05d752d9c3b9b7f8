"""What is done with a file, wherever that is: in a process on this machine or on a cluster.

A `Task` says what to do and travels to the workers; a worker makes a `FileChecker` of it once and takes one chunk of
files after the other. What comes back is a `FileOutcome` for each file, in the order given, the same wherever it was
made.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from validator.engine.sources.sources import Source, content_of
from validator.engine.task import CHECKING, RESULT, Announce, FileOutcome, Tally, Task, unreadable_outcome
from validator.model.errors import UnreadableInputError
from validator.model.rule import Rule, Severity, Verdict
from validator.model.text import Text

if TYPE_CHECKING:
    from validator.checking.decisions.decisions import Decisions
    from validator.engine.one_file import OldDocuments, Read
    from validator.model.report import Report
    from validator.model.result import ReportResult
    from validator.renderers.data.records import Record


class FileChecker:
    """A task made ready: pack loaded, rules compiled."""

    def __init__(self, task: Task, read: Read | None = None) -> None:
        """Load the pack; raises BrokenPackError and ValueError as `validator.check` does.

        `read`: what stands in for `validator.readers.read`.
        """
        from validator.checking.checker import Checker
        from validator.packs.pack import load_pack

        self.task = task
        self.pack = load_pack(task.pack).settled(task.deadlines)
        self.checker = Checker(self.pack, task.form)
        self.wanted = task.wanted or frozenset()
        self._read = read or _reader()

    def run(self, chunk: Sequence[Source], announce: Announce = lambda _: None) -> list[FileOutcome]:
        """Read and check the files of a chunk. A file that cannot be read, or over which we stumble, hurts no other."""
        from validator.engine.one_file import OldDocuments

        old = OldDocuments()
        read = [self._recognised(source, at, announce, old) for at, source in enumerate(chunk)]
        announce(CHECKING)
        try:
            old.convert(self._read, self.checker)
            found = [one for reports in read if isinstance(reports, tuple) for one in reports]
            checked = iter(self._checked(old.doubted(found), old))
        except Exception as error:
            if len(chunk) > 1:
                return [outcome for source in chunk for outcome in self.run([source], announce)]
            if isinstance(error, MemoryError):
                raise
            read, checked = [_stumbled(chunk[0].path, error)], iter(())
        return [
            self._outcome(source, tuple(islice(checked, len(one))))
            if isinstance(one, tuple)
            else unreadable_outcome(self.task, source, one)
            for source, one in zip(chunk, read, strict=True)
        ]

    def _recognised(
        self, source: Source, at: int, announce: Announce, old: OldDocuments
    ) -> tuple[Report, ...] | UnreadableInputError:
        from validator.engine.one_file import recognise_file

        announce(at)
        try:
            data, path = content_of(source), source.path
            return recognise_file(self._read, self.checker, path, data, self.task.input_format, old)
        except UnreadableInputError as error:
            return error
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the other files are to be read
            return _stumbled(source.path, error)

    def _checked(self, reports: Sequence[Report], old: OldDocuments) -> list[ReportResult]:
        from validator.engine.one_file import look_again
        from validator.model.result import ReportResult

        if self.task.wanted is None:
            return list(map(ReportResult, reports))
        found = self.checker.check(reports, self.wanted)
        results = (
            ReportResult(report, one.findings, one.counts, one.claims, one.outcomes)
            for report, one in zip(reports, found, strict=True)
        )
        return [look_again(self._read, self.checker, one, self.wanted, old) for one in results]

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
        from validator.engine.extracts import extract_of

        extracts = tuple(map(extract_of, checked)) if self.task.keeps else ()
        told = checked if self.task.content == RESULT else [self.decided_alone(one) for one in checked]
        tally = Tally()
        for one in told:
            severities = [sum(finding.severity is severity for finding in one.findings) for severity in Severity]
            tally = tally.plus(Tally(1, 0, *severities, *(one.counts.get(verdict, 0) for verdict in Verdict)))
        if self.task.content == RESULT:
            return FileOutcome(source.path, source.stamp, tally, results=tuple(checked))
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


def _stumbled(path: str, error: Exception) -> UnreadableInputError:
    """For a file over which our own code stumbles, or a reader in a way it should not."""
    what = f"{type(error).__name__}: {error}"
    return UnreadableInputError(
        path,
        Text(f"文件内容不合格式，读不下去（{what}）", f"the content is not what the format allows ({what})"),
        Text("确认文件能正常打开；能打开的话，另存为 .docx 后再检查", "open it and save it as .docx, then check that"),
    )


def _reader() -> Read:
    from validator.readers import read

    return read

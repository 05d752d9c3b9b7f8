"""What a run is to do with each file, and what came out of it."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from validator.engine.isolation.refusals import ReadingLimits
from validator.engine.sources.sources import Source
from validator.model.errors import UnreadableInputError
from validator.model.finding import severity_counts
from validator.model.rules.rule import Severity, Verdict

if TYPE_CHECKING:
    from validator.checking.decisions.decisions import Decisions
    from validator.crosschecks.options import Across
    from validator.engine.extracts import Extract
    from validator.model.result import ReportResult
    from validator.packs.language.syntax import Parsed
    from validator.packs.pack import Pack


RESULT = "result"
"""`Task.content` for whole results instead of lines."""


class Tally(NamedTuple):
    """What is counted of one file or of many; the fields are those of the JSON summary."""

    reports: int = 0
    unreadable: int = 0
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    satisfied: int = 0
    violated: int = 0
    undetermined: int = 0
    not_applicable: int = 0
    mistakes: int = 0
    """Of severity error; so are the relations and places of the text that they involve."""
    mistake_relations: int = 0
    mistake_quotations: int = 0
    mistake_warnings: int = 0
    mistake_notes: int = 0
    waived: int = 0
    claims_satisfied: int = 0
    claims_violated: int = 0
    claims_undetermined: int = 0
    claims_not_applicable: int = 0
    doubtful: int = 0
    """Reports that could not be read for certain."""

    def plus(self, other: Tally) -> Tally:
        """The sum, field by field."""
        return Tally(*(mine + its for mine, its in zip(self, other, strict=True)))

    def minus(self, other: Tally) -> Tally:
        """The difference, field by field."""
        return Tally(*(mine - its for mine, its in zip(self, other, strict=True)))


def tally_of(checked: ReportResult) -> Tally:
    """What is counted of one report."""
    by_severity = {severity: [one for one in checked.mistakes if one.severity is severity] for severity in Severity}
    errors = by_severity[Severity.ERROR]
    verdicts = Counter(claim.verdict for claim in checked.claims)
    severities, counts = severity_counts(checked.findings), checked.counts
    return Tally(
        reports=1,
        errors=severities[Severity.ERROR],
        warnings=severities[Severity.WARNING],
        notes=severities[Severity.NOTE],
        satisfied=counts.get(Verdict.SATISFIED, 0),
        violated=counts.get(Verdict.VIOLATED, 0),
        undetermined=counts.get(Verdict.UNDETERMINED, 0),
        not_applicable=counts.get(Verdict.NOT_APPLICABLE, 0),
        mistakes=len(errors),
        mistake_relations=sum(len(one.relations) for one in errors),
        mistake_quotations=sum(len(one.quotations) for one in errors),
        mistake_warnings=len(by_severity[Severity.WARNING]),
        mistake_notes=len(by_severity[Severity.NOTE]),
        waived=len(checked.waived),
        claims_satisfied=verdicts[Verdict.SATISFIED],
        claims_violated=verdicts[Verdict.VIOLATED],
        claims_undetermined=verdicts[Verdict.UNDETERMINED],
        claims_not_applicable=verdicts[Verdict.NOT_APPLICABLE],
        doubtful=int(checked.is_doubtful),
    )


class Task(Struct, frozen=True, kw_only=True):
    """What to do with every file; it travels to the workers."""

    content: str
    """Format of the lines that are wanted (`validator.renderers.data.lines.LINES`), or RESULT."""
    today: date
    """The day of the run: no report can be of a later one, and waivers are in force or have expired."""
    packs: tuple[Path, ...] = ()
    """Folders of the rule packs, each laid over those before it; none: the shipped one."""
    form: str | None = None
    """Id of the only edition to read tables on."""
    wanted: frozenset[str] | None = None
    """Rules in force; None if the tables are only read, not checked."""
    input_format: str | None = None
    language: str = "zh"
    decisions: Decisions | None = None
    """Applied to lines; whole results are given as they are."""
    deadlines: tuple[str, ...] = ()
    """What is settled about deadlines, `NAME=VALUE` each."""
    keeps: bool = False
    """Whether an extract of each report is wanted, since others will be held against it."""


class Orders(NamedTuple):
    """What a worker process is told before its first file."""

    task: Task
    limits: ReadingLimits
    """What each file may take."""
    pack: Pack | None = None
    """That of the task, if whoever starts the worker has loaded it: to load it takes as long as to check a report."""
    parsed: Parsed = ()
    """The expressions of its rules that are parsed already."""


class Run(Struct, frozen=True):
    """A task, and what the process that gives it out has to know beside it."""

    task: Task
    pack: Pack
    """That of the task, loaded."""
    across: Across
    """What is checked between reports, with the lines of its files."""


class FileOutcome(NamedTuple):
    """What became of one file."""

    path: str
    stamp: tuple[int, int] | None
    """Size and time of change of the file (`Source.stamp`)."""
    tally: Tally
    text: str = ""
    """The lines that are wanted."""
    error: UnreadableInputError | None = None
    results: tuple[ReportResult, ...] = ()
    """One for each report in it, if whole results are wanted."""
    extracts: tuple[Extract, ...] = ()
    """One for each report in it, if they are wanted."""


def local_day() -> date:
    """The day by the clock of this machine; asked once, by whoever starts a run, and handed down from there."""
    return datetime.now().astimezone().date()


def unreadable_outcome(task: Task, source: Source, error: UnreadableInputError) -> FileOutcome:
    """What becomes of a file that cannot be read."""
    text = ""
    if task.content != RESULT and task.wanted is not None:
        from validator.renderers.data.lines import LINES
        from validator.renderers.data.records import FINDING_FIELDS, unreadable_record

        text = LINES[task.content]([unreadable_record(error, task.language)], FINDING_FIELDS)
    return FileOutcome(source.path, source.stamp, Tally(unreadable=1), text, error)

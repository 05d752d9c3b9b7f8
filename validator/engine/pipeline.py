"""The road of a run: files -> documents -> reports -> findings -> suspects -> what the reports say of each other.

A task says what is done with each file, a crew does it, a sink takes what comes of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import count
from os import PathLike
from typing import TYPE_CHECKING

from msgspec.structs import replace

from validator.crosschecks.options import Across
from validator.engine.sinks import Results, Sink, compared
from validator.engine.sources.passing_over import NOTHING as EVERY_DOCUMENT
from validator.engine.sources.passing_over import PassedOver
from validator.engine.task import RESULT, Run, Task, local_day
from validator.model.result import ReportResult, Result
from validator.packs.selection import Selection

if TYPE_CHECKING:
    from datetime import date

    from validator.engine.crews.crew import Crew
    from validator.engine.sources.sources import Source
    from validator.model.document import Document
    from validator.packs.pack import Pack

    Inputs = str | PathLike[str] | Iterable[str | PathLike[str]]

BY_DEFAULT = Across()
"""What is checked between reports unless something else is asked for."""
NOTHING = Across(chains=False)
"""For reports of which each is looked at by itself."""

Progress = Callable[[int, int, str], None]
"""Called before each file with (files done, files in all or 0 where that is not known, path)."""


def carry_out(
    run: Run,
    sources: Iterable[Source],
    crew: Crew,
    sink: Sink,
    begun: Callable[[str], None],
    previous: Result | None = None,
) -> None:
    """Have a crew do the task with every file, then hold the reports against each other.

    `begun`: told the path of each file when its turn comes; `previous`: last year's reports, where whoever starts the
    run has them already: those that the run names are read here.
    """
    for outcome in crew.outcomes(sources, begun):
        sink.add(outcome)
    if run.across.anything:
        sink.hold(run, crew, _read_previous(run) if previous is None else previous)


def _read_previous(run: Run) -> Result:
    """The reports that were named as last year's."""
    if not run.across.previous:
        return Result(())
    task = Task(content=RESULT, today=run.task.today, form=run.task.form)
    return in_memory(Run(task, run.pack, NOTHING), run.across.previous)


def in_memory(
    run: Run, paths: Inputs, progress: Progress | None = None, passed_over: PassedOver = EVERY_DOCUMENT
) -> Result:
    """All results of a run, whose task has to ask for them, kept in this process; a child makes them."""
    from validator.engine.crews.single import SingleCrew
    from validator.engine.sources.sources import Inventory

    inventory, sink, numbers = Inventory(paths, passed_over), Results(), count()
    total = 0 if progress is None else inventory.total or 0

    def begun(path: str) -> None:
        if progress is not None:
            progress(next(numbers), total, path)

    with SingleCrew(run.task, run.pack) as crew:
        carry_out(run, inventory, crew, sink, begun)
    return sink.result(inventory.skipped)


def check(  # noqa: PLR0913 - all but the first are options by keyword
    paths: Inputs,
    *,
    pack: Pack | None = None,
    form: str | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    input_format: str | None = None,
    across: Across = BY_DEFAULT,
    progress: Progress | None = None,
    today: date | None = None,
) -> Result:
    """Check reports: read files, check each against the rules, and hold the years and units against each other.

    `paths`: one or several files, folders (all documents below), archives (`.zip`, `.tar.gz`), addresses (`s3://...`),
    or `-` for standard input. `pack`: rules and forms, those that gouji brings by default. `form`: id of the edition to
    read the tables on, whatever their labels say. `select`, `ignore`: ids of rules or globs (`requests-*`).
    `input_format`: name of the format to read every file as (`docx`, `html`, ...), whatever it looks like. `across`:
    what is checked between reports; unless it says otherwise, the years of each organ. `progress`: called before each
    file with the number of files done, the number of all (0 where it is not known) and the path. `today`: the day
    of the check, behind which no date of a report can lie; by default that of this machine.

    The work on each file is done in a child process, which takes 20 seconds of processor time and 900 MB at most. A
    file that cannot be read is listed in `Result.unreadable` and hurts no other. Raises BrokenPackError for a file of
    organs named in `across` that has faults, and ValueError for an unknown edition or format, or a pattern that fits no
    rule.
    """
    _check_format(input_format)
    run = _run(pack, form, (select, ignore), across, today)
    return in_memory(replace(run, task=replace(run.task, input_format=input_format)), paths, progress)


def check_document(  # noqa: PLR0913 - all but the first are options by keyword
    document: Document,
    *,
    others: Iterable[Document] = (),
    part: str | None = None,
    pack: Pack | None = None,
    form: str | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    across: Across = BY_DEFAULT,
    today: date | None = None,
) -> ReportResult:
    """Check a document that is already read, without starting any other process.

    `document`: what `validator.read` gives. What it is told is what `check` tells of the file: findings with their
    suspects, claims, counts. Violations are held against a second reading where `document.path` is a file of a format
    that has one; it is read here. (Old Word files are the exception: LibreOffice, which reads them once more, is
    another process.)

    `others`: documents that `across` holds the report against, last year's of the organ or those of its units; they are
    checked for this as well, and what they are told is not given. `part`: which report, of a document that has several
    (`Report.part`, the name of a sheet). The other arguments are those of `check`.

    Raises UnreadableInputError if there is no report in a document, and ValueError as `check` does, for a document of
    several reports without `part`, and for `across.previous`, whose files are `others` here.
    """
    from validator.engine._file_checker import FileChecker

    if across.previous:
        raise ValueError("documents of last year are given as `others`")
    run = _run(pack, form, (select, ignore), across, today)
    bench = FileChecker(run.task, pack=run.pack)
    own = bench.checker.recognise_all(document)
    chosen = [one for one in own if part is None or one.part == part]
    if len(chosen) != 1:
        raise ValueError(f"{part!r} is no part of {document.path!r}; there are: {[one.part for one in own]}")
    beside = [one for other in others for one in bench.checker.recognise_all(other)]
    alone = bench.checked([*chosen, *(one for one in own if one is not chosen[0]), *beside])
    return compared(run, alone, ())[0]


def read_reports(
    paths: Inputs,
    *,
    pack: Pack | None = None,
    form: str | None = None,
    input_format: str | None = None,
    progress: Progress | None = None,
) -> Result:
    """Read reports without checking them; arguments and errors as for `check`.

    The reports of the result have no findings, and no verdicts are counted.
    """
    _check_format(input_format)
    task = Task(content=RESULT, today=local_day(), form=form, input_format=input_format)
    return in_memory(Run(task, _with_form(pack or _shipped_pack(), form), NOTHING), paths, progress)


def _run(
    pack: Pack | None,
    form: str | None,
    patterns: tuple[Sequence[str], Sequence[str]],
    across: Across,
    today: date | None,
) -> Run:
    pack = _with_form(pack or _shipped_pack(), form)
    wanted = select_rules(pack, *patterns)
    task = Task(content=RESULT, today=today or local_day(), form=form, wanted=wanted)
    return Run(task, pack, across.loaded())


def select_rules(pack: Pack, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> frozenset[str]:
    """Ids of the rules that the patterns leave in force; raises ValueError for a pattern that fits no rule."""
    selection = Selection.of((rule.id for rule in pack.rules), select, ignore)
    for _, pattern in selection.unfit:
        raise ValueError(f"no rule fits {pattern!r}")
    return selection.wanted


def _with_form(pack: Pack, form: str | None) -> Pack:
    """The pack, if it has that form; said before a process is started that could not say it."""
    known = [one.id for one in pack.forms]
    if form is not None and form not in known:
        raise ValueError(f"unknown form {form!r}; the pack has: {', '.join(known)}")
    return pack


def _check_format(input_format: str | None) -> None:
    from validator.readers import READERS

    if input_format is not None and input_format not in READERS:
        raise ValueError(f"unknown input format {input_format!r}; known: {', '.join(READERS)}")


@lru_cache(maxsize=1)
def _shipped_pack() -> Pack:
    from validator.packs.pack import load_pack

    return load_pack()

"""The pipeline: files -> documents -> reports -> findings. Readable on one screen."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import lru_cache
from os import PathLike
from typing import TYPE_CHECKING

from validator.document import Document
from validator.finding import Finding
from validator.problem import UnreadableInputError
from validator.report import Report
from validator.rule import Severity, Verdict

if TYPE_CHECKING:
    import pandas as pd

    from validator.checker import Checker
    from validator.rulefile import Pack

    Inputs = str | PathLike[str] | Iterable[str | PathLike[str]]

Progress = Callable[[int, int, str], None]
"""Called before each file with (files done, files in all, path)."""


@dataclass(frozen=True)
class ReportResult:
    """What checking one report gave."""

    report: Report
    findings: tuple[Finding, ...] = ()
    """Sorted by table, rule, place."""
    counts: Mapping[Verdict, int] = field(default_factory=dict)
    """Number of constraints with each verdict; they add up to the number of constraints."""


@dataclass(frozen=True)
class Result:
    """What checking all inputs gave."""

    reports: tuple[ReportResult, ...]
    """In the order of the inputs."""
    unreadable: tuple[UnreadableInputError, ...] = ()
    """Inputs that could not be read or hold no report."""
    skipped: tuple[str, ...] = ()
    """Files of folders that are no documents and were left out."""

    def count(self, severity: Severity) -> int:
        """Count the findings of one severity."""
        return sum(finding.severity is severity for checked in self.reports for finding in checked.findings)

    def findings_frame(self) -> pd.DataFrame:
        """All findings as a frame, one row a finding; columns: `validator.frames.COLUMNS`."""
        from validator.frames import findings_frame

        return findings_frame((checked.report, checked.findings) for checked in self.reports)


def check(
    paths: Inputs,
    *,
    pack: Pack | None = None,
    form: str | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    input_format: str | None = None,
    progress: Progress | None = None,
) -> Result:
    """Check reports: files, folders (all documents below), or `-` for standard input.

    `form`: edition to read the tables on, whatever their labels say. `select`, `ignore`: rule ids or globs.
    Files that cannot be read are listed in the result. Raises BrokenPackError, and ValueError for an unknown edition or
    format or a selection that fits no rule.
    """
    pack = pack or _shipped_pack()
    wanted = select_rules(pack, select, ignore)
    read = read_reports(paths, pack=pack, form=form, input_format=input_format, progress=progress)
    reports = [one.report for one in read.reports]
    checker = _checker(pack, form)
    return Result(
        tuple(
            ReportResult(report, checked.findings, checked.counts)
            for report, checked in zip(reports, checker.check(reports, wanted), strict=True)
        ),
        read.unreadable,
        read.skipped,
    )


def read_reports(
    paths: Inputs,
    *,
    pack: Pack | None = None,
    form: str | None = None,
    input_format: str | None = None,
    progress: Progress | None = None,
) -> Result:
    """Read reports without checking them; arguments and errors as for `check`."""
    from validator.sandbox import Sandbox
    from validator.sources import STANDARD_INPUT, expand_sources

    _check_format(input_format)
    sources = expand_sources(paths)
    reports: list[ReportResult] = []
    unreadable: list[UnreadableInputError] = []
    with Sandbox() as sandbox:
        # The child starts to read while the libraries of the check are loaded here.
        checker = _checker(pack or _shipped_pack(), form)
        for number, path in enumerate(sources.paths):
            if progress is not None:
                progress(number, len(sources.paths), path)
            try:
                data = sys.stdin.buffer.read() if path == STANDARD_INPUT else None
                document = sandbox.read(path, data=data, input_format=input_format)
                reports.append(ReportResult(checker.recognise(document)))
            except UnreadableInputError as error:
                unreadable.append(error)
    return Result(tuple(reports), tuple(unreadable), sources.skipped)


def check_document(document: Document, *, pack: Pack | None = None) -> ReportResult:
    """Check a document that is already read; raises UnreadableInputError if there is no report in it."""
    pack = pack or _shipped_pack()
    checker = _checker(pack, None)
    report = checker.recognise(document)
    (checked,) = checker.check([report], select_rules(pack))
    return ReportResult(report, checked.findings, checked.counts)


def select_rules(pack: Pack, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> frozenset[str]:
    """Ids of the rules that the patterns leave in force; raises ValueError for a pattern that fits no rule."""
    ids = [rule.id for rule in pack.rules]
    for pattern in (*select, *ignore):
        if not any(fnmatchcase(one, pattern) for one in ids):
            raise ValueError(f"no rule fits {pattern!r}")
    chosen = {one for one in ids if not select or any(fnmatchcase(one, pattern) for pattern in select)}
    return frozenset(one for one in chosen if not any(fnmatchcase(one, pattern) for pattern in ignore))


def _check_format(input_format: str | None) -> None:
    from validator.readers import READERS

    if input_format is not None and input_format not in READERS:
        raise ValueError(f"unknown input format {input_format!r}; known: {', '.join(READERS)}")


@lru_cache(maxsize=1)
def _shipped_pack() -> Pack:
    from validator.rulefile import load_pack

    return load_pack()


@lru_cache(maxsize=4)
def _checker(pack: Pack, form: str | None) -> Checker:
    from validator.checker import Checker

    return Checker(pack, form)

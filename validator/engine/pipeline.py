"""The pipeline: files -> documents -> reports -> findings -> suspects. Readable on one screen."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import lru_cache
from os import PathLike
from typing import TYPE_CHECKING

from validator.crosschecks.options import Across
from validator.engine.one_file import OldDocuments, located, look_again, recognise_file
from validator.model.document import Document
from validator.model.errors import UnreadableInputError
from validator.model.report import Report
from validator.model.result import ReportResult, Result

if TYPE_CHECKING:
    from validator.checking.checker import Checker
    from validator.engine.isolation.sandbox import Sandbox
    from validator.packs.pack import Pack

    Inputs = str | PathLike[str] | Iterable[str | PathLike[str]]

BY_DEFAULT = Across()
"""What is checked between reports unless something else is asked for."""
_SEVERAL = 2
"""Reports from which on there is something to compare."""

Progress = Callable[[int, int, str], None]
"""Called before each file with (files done, files in all or 0 where that is not known, path)."""


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
) -> Result:
    """Check reports: files, folders (all documents below), or `-` for standard input.

    `form`: edition to read the tables on, whatever their labels say. `select`, `ignore`: rule ids or globs.
    `across`: what is checked between reports; unless it says otherwise, the years of each organ.
    Files that cannot be read are listed in the result. Raises BrokenPackError (BrokenOrganFileError for a file named in
    `across`), and ValueError for an unknown edition or format or a selection that fits no rule.
    """
    from validator.engine.isolation.sandbox import Sandbox

    pack = pack or _shipped_pack()
    wanted = select_rules(pack, select, ignore)
    across = across.loaded()
    _check_format(input_format)
    with Sandbox() as sandbox:
        checker = _checker(pack, form)
        old = OldDocuments()
        read = _read_all(sandbox, checker, paths, input_format, progress, old)
        reports = [one.report for one in read.reports]
        checked = (
            ReportResult(report, one.findings, one.counts, one.claims, one.outcomes)
            for report, one in zip(reports, checker.check(reports, wanted), strict=True)
        )
        alone = tuple(look_again(sandbox.read, checker, one, wanted, old) for one in checked)
    return hold_together(replace(read, reports=alone), pack, form, wanted, across)


def read_reports(
    paths: Inputs,
    *,
    pack: Pack | None = None,
    form: str | None = None,
    input_format: str | None = None,
    progress: Progress | None = None,
) -> Result:
    """Read reports without checking them; arguments and errors as for `check`."""
    from validator.engine.isolation.sandbox import Sandbox

    _check_format(input_format)
    with Sandbox() as sandbox:
        return _read_all(
            sandbox, _checker(pack or _shipped_pack(), form), paths, input_format, progress, OldDocuments()
        )


def _read_all(
    sandbox: Sandbox,
    checker: Checker,
    paths: Inputs,
    input_format: str | None,
    progress: Progress | None,
    old: OldDocuments,
) -> Result:
    """Read every input; `old` takes the documents that LibreOffice reads as well."""
    from validator.engine.sources.sources import STANDARD_INPUT, Skipped, content_of, count_sources, iter_sources

    total = 0 if progress is None else count_sources(paths) or 0
    reports: list[Report] = []
    unreadable: list[UnreadableInputError] = []
    skipped: dict[str, None] = {}
    done = 0
    for source in iter_sources(paths):
        if isinstance(source, Skipped):
            skipped[source.path] = None
            continue
        if progress is not None:
            progress(done, total, source.path)
        done += 1
        try:
            data = sys.stdin.buffer.read() if source.path == STANDARD_INPUT else content_of(source)
            reports.extend(recognise_file(sandbox.read, checker, source.path, data, input_format, old))
        except UnreadableInputError as error:
            unreadable.append(error)
    old.convert(sandbox.read, checker)
    read = {one.path for one in reports} | {error.path for error in unreadable}
    left_out = tuple(path for path in skipped if path not in read)
    return Result(tuple(map(ReportResult, old.doubted(reports))), tuple(unreadable), left_out)


def hold_together(result: Result, pack: Pack, form: str | None, wanted: frozenset[str], across: Across) -> Result:
    """Add what the reports of a run say of each other; `across`: loaded, and last year's reports are read here."""
    checker, before = _checker(pack, form), read_previous(pack, form, across)
    together = _among(checker, across, result.reports, [one.report for one in before.reports], wanted)
    return replace(result, reports=together, unreadable=(*result.unreadable, *before.unreadable))


def read_previous(pack: Pack, form: str | None, across: Across) -> Result:
    """The reports that were named as last year's."""
    from validator.engine.isolation.sandbox import Sandbox

    if not across.previous:
        return Result(())
    with Sandbox() as sandbox:
        return _read_all(sandbox, _checker(pack, form), across.previous, None, None, OldDocuments())


def _among(
    checker: Checker,
    across: Across,
    alone: tuple[ReportResult, ...],
    previous: Sequence[Report],
    wanted: frozenset[str],
) -> tuple[ReportResult, ...]:
    """What each report was told, with what the others say of it; `previous`: those named as last year's."""
    if not across.anything or (len(alone) + len(previous) < _SEVERAL and not across.lines):
        return alone
    from validator.crosschecks.check import check_between
    from validator.crosschecks.groups import find_groups

    own = [one.report for one in alone]
    reports = [*own, *previous]
    groups = find_groups(own, previous, checker.pack.names, across)
    return tuple(
        replace(
            one,
            findings=told.findings,
            counts=told.counts,
            outcomes=told.outcomes,
            previous=None if (before := groups.previous(at)) is None else reports[before],
            units=tuple(reports[unit] for unit in groups.units.get(at, ())),
        )
        for at, (one, told) in enumerate(
            zip(alone, check_between(checker, groups, reports, alone, wanted), strict=True)
        )
    )


def check_document(document: Document, *, pack: Pack | None = None) -> ReportResult:
    """Check a document that is already read; raises UnreadableInputError if there is no report in it."""
    pack = pack or _shipped_pack()
    checker = _checker(pack, None)
    report = checker.recognise(document)
    wanted = select_rules(pack)
    (checked,) = checker.check([report], wanted)
    alone = ReportResult(report, checked.findings, checked.counts, checked.claims, checked.outcomes)
    return located(checker, alone, wanted)


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
    from validator.packs.pack import load_pack

    return load_pack()


@lru_cache(maxsize=4)
def _checker(pack: Pack, form: str | None) -> Checker:
    from validator.checking.checker import Checker

    return Checker(pack, form)

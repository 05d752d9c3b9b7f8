"""What comes of files and of groups, as the worker processes answer it: data of known types and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TypeAlias

from validator.engine._groups import GroupOutcome, GroupTask
from validator.engine.extracts import Extract, form_of
from validator.engine.isolation.answers import ERRORS
from validator.engine.sources.sources import Source
from validator.engine.task import FileOutcome
from validator.model.encoding.plain_data import BrokenDataError, PlainData, StandIn
from validator.model.form import Form
from validator.model.result import ReportResult
from validator.model.waiver import Accepted

FilesAnswer: TypeAlias = PlainData[tuple[FileOutcome, ...]]
_ready: FilesAnswer | None = None
"""The last that was made: a process that is forked from this one writes with it."""
_LONGEST_NUMBER = 5000
"""Digits, on either side of the point, that a number in a cell may have: it is written out somewhere."""


def files_answer(forms: Callable[[], Sequence[Form]]) -> FilesAnswer:
    """One outcome a file; `forms`: those of the pack, asked for once there is a whole result."""
    known = StandIn(
        tuple[str, tuple[tuple[str, str], ...]],
        lambda form: (form.id, form.editions),
        lambda told: form_of(told[0], told[1], forms()),
    )
    names = {"ReportResult": ReportResult, "Extract": Extract, "Accepted": Accepted}
    global _ready  # noqa: PLW0603 - to find out how all these classes are written takes some milliseconds
    _ready = PlainData(tuple[FileOutcome, ...], {**ERRORS, Form: known}, names)
    return _ready


def files_writer() -> FilesAnswer:
    """One to write with, for which no forms are needed."""
    return _ready or files_answer(tuple)


@cache
def groups_answer() -> PlainData[tuple[GroupOutcome, ...]]:
    """One outcome a group."""
    return PlainData(tuple[GroupOutcome, ...])


def files_answered(chunk: Sequence[Source], answer: FilesAnswer, body: bytes) -> Sequence[FileOutcome]:
    """What came of the files of a chunk; raises BrokenDataError for an answer to something else."""
    outcomes = answer.read(body)
    if [one.path for one in outcomes] != [source.path for source in chunk]:
        raise BrokenDataError("other files")
    for outcome in outcomes:
        for checked in outcome.results:
            _look_at(outcome, checked)
    return outcomes


def _look_at(outcome: FileOutcome, checked: ReportResult) -> None:
    """Raises BrokenDataError where a report does not hang together: renderers go by its names and places."""
    report = checked.report
    cells = report.form.index
    named = (
        *(term.cell for one in checked.findings for term in one.terms),
        *(cell.cell for one in checked.findings for suspect in one.suspects for cell in suspect.cells),
    )
    numbers = [cell.value for cell in report.cells if cell.value is not None]
    if (
        report.path != outcome.path
        or len(report.cells) != len(cells)
        or not all(map(cells.__contains__, named))
        or not all(one.is_finite() and -_LONGEST_NUMBER < one.adjusted() < _LONGEST_NUMBER for one in numbers)
    ):
        raise BrokenDataError(report.path)


def groups_answered(groups: Sequence[GroupTask], body: bytes) -> Sequence[GroupOutcome]:
    """What came of groups; raises BrokenDataError for an answer to something else."""
    outcomes = groups_answer().read(body)
    if len(outcomes) != len(groups):
        raise BrokenDataError("other groups")
    return outcomes

"""A copy of one document with its notes: which annotator is meant, and what the copy is called."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from validator.annotators import ANNOTATORS, Annotator
from validator.annotators.notes import joined, notes_of

if TYPE_CHECKING:
    from validator.model.result import ReportResult
    from validator.packs.pack import Pack


class Copy(NamedTuple):
    """An annotated copy."""

    content: bytes
    notes: int
    """How many there are."""


def annotator_of(reports: Sequence[ReportResult]) -> Annotator | None:
    """The annotator of the document that the reports are from; None for a format that takes no notes."""
    return ANNOTATORS.get(reports[0].report.format)


def annotated(
    path: str, data: bytes, reports: Sequence[ReportResult], pack: Pack, language: str, moment: datetime
) -> Copy:
    """The copy of a document whose format takes notes; raises UnreadableInputError where that cannot be made.

    `path`, `data`: name and content of the document; `reports`: all that are in it; `moment`: the time that the notes
    are signed with.
    """
    annotator = ANNOTATORS[reports[0].report.format]
    notes = joined(notes_of(one, pack, language) for one in reports)
    return Copy(annotator(annotator.converted(path, data), notes, moment), len(notes.notes))


def suffix_of(path: str, annotator: Annotator) -> str:
    """What the name of the copy ends in: an office program believes it."""
    allowed = annotator.suffixes[:1] if annotator.converter else annotator.suffixes
    suffix = PurePath(path).suffix.lower()
    return suffix if suffix in allowed else allowed[0]


def moment_of_notes() -> datetime:
    """The time that notes are signed with: now, or as `SOURCE_DATE_EPOCH` says for copies that can be made again."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)

"""Of a copy with notes: which annotator makes it, what it is called, and when it is signed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING

from validator.annotators import ANNOTATORS, Annotator

if TYPE_CHECKING:
    from validator.model.result import ReportResult


def annotator_of(reports: Sequence[ReportResult]) -> Annotator | None:
    """The annotator of the document that the reports are from; None for a format that takes no notes."""
    return ANNOTATORS.get(reports[0].report.format)


def suffix_of(path: str, annotator: Annotator) -> str:
    """What the name of the copy ends in: an office program believes it."""
    allowed = annotator.suffixes[:1] if annotator.converter else annotator.suffixes
    suffix = PurePath(path).suffix.lower()
    return suffix if suffix in allowed else allowed[0]


def moment_of_notes() -> datetime:
    """The time that notes are signed with: now, or as `SOURCE_DATE_EPOCH` says for copies that can be made again."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)

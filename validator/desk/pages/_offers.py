"""What can be taken away of a file: the same on its card and on its page, and nothing that would be empty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from validator.annotators.copies import annotator_of
from validator.desk.work.rounds import CheckedFile, KeptRound
from validator.renderers.letters.letter import ASKED


class Offer(NamedTuple):
    """Something to take away."""

    kind: str
    """What `Downloads.of_file` calls it."""
    key: str
    """Of its word in `messages`."""


def offers(file: CheckedFile, kept: KeptRound) -> Iterator[Offer]:
    """What there is of a file of a round: notes and letters only where something is to be said in them."""
    reports = kept.reports_of(file)
    if not reports:
        return
    told = [one for checked in reports for one in checked.mistakes]
    if told and file.data is not None and annotator_of(reports) is not None:
        yield Offer("annotated", "desk-copy")
    yield Offer("html", "desk-report")
    yield Offer("xlsx", "desk-workbook")
    if any(one.demand in ASKED for one in told):
        yield Offer("letter", "desk-letter")

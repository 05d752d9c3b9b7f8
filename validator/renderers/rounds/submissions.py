"""Which of the organs that have to report have done so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import PurePath

from msgspec import Struct

from validator.packs.files.expected_file import ExpectedOrgan
from validator.packs.organ_names import NameRules


class Submission(StrEnum):
    """How far an organ is."""

    OVERDUE = "overdue"
    MISSING = "missing"
    """Nothing came, and no day is named."""
    UNREAD = "unread"
    """A file that bears its name could not be read."""
    DUE = "due"
    """Nothing came, and it has time left."""
    SUBMITTED = "submitted"


class Expected(Struct, frozen=True):
    """An organ of the list."""

    organ: ExpectedOrgan
    state: Submission
    reports: int = 0
    path: str = ""
    """Of the file that could not be read."""


class Roll(Struct, frozen=True):
    """The list, held against a round."""

    expected: tuple[Expected, ...]
    """Those that are missing first, each state in the order of the list."""
    strangers: tuple[str, ...]
    """Organs that have reported and are not in the list."""

    def count(self, state: Submission) -> int:
        """How many organs are that far."""
        return sum(one.state is state for one in self.expected)

    @property
    def missing(self) -> int:
        """Organs whose report is not there."""
        return len(self.expected) - self.count(Submission.SUBMITTED)


def called(
    listed: Sequence[ExpectedOrgan],
    reported: Mapping[str, int],
    unread: Sequence[str],
    names: NameRules,
    today: date,
) -> Roll:
    """Hold the list against what came in; an organ that stands twice in the list counts once, as first named.

    `reported`: name of an organ -> reports that came in; `unread`: files that could not be read.
    """
    there: Counter[str] = Counter()
    known: dict[str, str] = {}
    for name, reports in reported.items():
        there[names.apart(name)] += reports
        known.setdefault(names.apart(name), name)
    first: dict[str, ExpectedOrgan] = {}
    for one in listed:
        first.setdefault(names.apart(one.organ), one)
    found = [_expected(one, there[key], unread, today) for key, one in first.items()]
    order = list(Submission)
    strangers = tuple(name for key, name in known.items() if key not in first)
    return Roll(tuple(sorted(found, key=lambda one: order.index(one.state))), strangers)


def _expected(organ: ExpectedOrgan, came: int, unread: Sequence[str], today: date) -> Expected:
    if came:
        return Expected(organ, Submission.SUBMITTED, came)
    for path in unread:
        if organ.organ in PurePath(path).name:
            return Expected(organ, Submission.UNREAD, path=path)
    if organ.day is None:
        return Expected(organ, Submission.MISSING)
    return Expected(organ, Submission.OVERDUE if organ.day < today else Submission.DUE)

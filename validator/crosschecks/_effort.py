"""What it may cost to compare one report with others: counted beforehand, so that it is the same everywhere.

Whole results are compared in the process that was started, without a clock; that what is counted is no more than a file
may take is held by a test.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

from validator.model.observations.kinds import Observation
from validator.model.report import Report

_MOST = 10**11
"""Pairs of characters: two texts of 300,000 are compared in a second or two, and reports have a tenth of that."""
_LOOKED_THROUGH, _UNDERSTOOD = 5_000, 2_000_000
"""Pairs of characters that are compared while one is looked at, or read as a part of a sentence about numbers:
50,000 characters at most, of which reports have a fifth."""


class TooCostlyError(Exception):
    """It would cost more than is left."""


class Effort:
    """What is left to a report."""

    def __init__(self, most: int = _MOST) -> None:
        """`most`: pairs of characters."""
        self._left = most
        self.given_up = False
        """Whether something was not done for its cost."""

    def compare(self, first: str, second: str) -> None:
        """Two texts are to be compared; this and the following raise TooCostlyError."""
        self._spend(len(first) * len(second))

    def look_through(self, *reports: Report) -> None:
        """The texts of reports are to be gone through."""
        self._spend(sum(map(_characters, reports)) * _LOOKED_THROUGH)

    def understand(self, report: Report) -> None:
        """The numbers in the text of a report are to be found."""
        self._spend(_characters(report) * _UNDERSTOOD)

    @staticmethod
    def so_far(found: Iterable[Observation]) -> Iterator[Observation]:
        """What is found, up to where it becomes too costly."""
        with suppress(TooCostlyError):
            yield from found

    def _spend(self, steps: int) -> None:
        if steps > self._left:
            self.given_up = True
            raise TooCostlyError
        self._left -= steps


def _characters(report: Report) -> int:
    return sum(len(one.text) for one in report.prose)

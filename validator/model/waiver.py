"""Findings that somebody has accepted, with the reason and for how long."""

from datetime import date

from msgspec import Struct

from validator.model.finding import Finding
from validator.model.report import Report


class Waiver(Struct, frozen=True):
    """One accepted finding."""

    fingerprint: str
    reason: str
    """Why it is accepted."""
    who: str = ""
    """Who has accepted it."""
    until: date | None = None
    """Last day on which it is accepted; None: for good."""
    organ: str | None = None
    year: int | None = None
    """The report the finding is on."""
    rule: str = ""
    place: str = ""
    """Where in the form, in words: `表三，列“自然人”`."""
    numbers: str = ""
    """What was found, in words."""

    def has_expired(self, today: date) -> bool:
        """True from the day after the last."""
        return self.until is not None and today > self.until

    def is_for(self, report: Report) -> bool:
        """Whether the finding is on that report."""
        return (self.organ, self.year) == (report.organ, report.year)


class Accepted(Struct, frozen=True):
    """A finding that a waiver in force is about."""

    finding: Finding
    waiver: Waiver

"""Whether the dates a report states of itself can be right and are in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from validator.model.report import Observation, Report, StatedDate
from validator.packs.deadlines import Deadlines
from validator.packs.language.date_patterns import KINDS

_ABROAD = timedelta(days=1)
"""How much later it may already be where the report was published."""


def observe_dates(report: Report, deadlines: Deadlines, today: date) -> Iterator[Observation]:
    """At most one thing to be said about the dates of a report: one that cannot be right, or one that is late."""
    if report.year is None or not report.dates:
        return
    for stated in report.dates:
        if stated.day.year <= report.year:
            yield _observation("dated-before-year-end", stated, year=str(report.year))
            return
        if stated.day - _ABROAD > today:
            yield _observation("dated-in-future", stated)
            return
    told = min(report.dates, key=lambda stated: KINDS.index(stated.kind))
    due = deadlines.due(report.organ, report.year)
    if due is not None and told.day > due.day:
        days = str((told.day - due.day).days)
        yield _observation("published-late", told, until=due.day.isoformat(), level=due.level or "organ", days=days)


def _observation(code: str, stated: StatedDate, **facts: str) -> Observation:
    said = {"date_of": stated.kind, "date": stated.day.isoformat(), **facts}
    return Observation(code, location=stated.location, facts=said)

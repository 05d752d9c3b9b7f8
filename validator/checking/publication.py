"""Whether the dates a report states of itself can be right and are in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from validator.model.observations.facts import DayStated, DayTooEarly, DayTooLate
from validator.model.observations.kinds import Observation, ObservationKind
from validator.model.report import Report
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
            early = DayTooEarly(stated.kind, stated.day, report.year)
            yield Observation(ObservationKind.DATED_BEFORE_YEAR_END, location=stated.location, facts=early)
            return
        if stated.day - _ABROAD > today:
            future = DayStated(stated.kind, stated.day)
            yield Observation(ObservationKind.DATED_IN_FUTURE, location=stated.location, facts=future)
            return
    told = min(report.dates, key=lambda stated: KINDS.index(stated.kind))
    due = deadlines.due(report.organ, report.year)
    if due is not None and told.day > due.day:
        late = DayTooLate(told.kind, told.day, due.day, due.level or "organ", (told.day - due.day).days)
        yield Observation(ObservationKind.PUBLISHED_LATE, location=told.location, facts=late)

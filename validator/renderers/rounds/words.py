"""What is said of a round as a whole, once for all formats."""

from __future__ import annotations

from collections.abc import Iterator

from validator.messages import say
from validator.model.mistake import Demand
from validator.model.rules.rule import Verdict
from validator.renderers.data.exact_json import Json
from validator.renderers.layout.lines import clean
from validator.renderers.rounds.figures import RoundFigures
from validator.renderers.rounds.submissions import Roll, Submission


def lead(figures: RoundFigures) -> Iterator[str]:
    """How many reports, mistakes, relations; who is missing."""
    language, told, roll = figures.language, figures.told, figures.roll
    yield say(
        "round-head",
        language,
        organs=len(figures.organs),
        reports=len(told.reports),
        faulty=figures.faulty,
        unread=len(told.unread),
    )
    yield say("round-demands", language, **{str(demand): told.count(demand) for demand in Demand})
    if figures.verdicts:
        verdicts = {one.replace("-", "_"): figures.verdicts.get(one, 0) for one in Verdict}
        yield say("round-relations", language, **verdicts)
    if roll is not None:
        day = figures.today
        written = say("letter-day", language, year=day.year, month=day.month, day=day.day)
        yield say("round-by-day", language, day=written) + _missing(roll, language)


def _missing(roll: Roll, language: str) -> str:
    counts = {"expected": len(roll.expected), "missing": roll.missing, "overdue": roll.count(Submission.OVERDUE)}
    return say("round-missing", language, **counts)


def roll_lines(roll: Roll, language: str) -> Iterator[str]:
    """Who has not reported, a line each."""
    yield _missing(roll, language)
    for one in roll.expected:
        if one.state is not Submission.SUBMITTED:
            day = "" if one.organ.day is None else one.organ.day.isoformat()
            state = say(f"submission-{one.state}", language)
            yield "  " + say("comma", language).join(
                clean(part) for part in (one.organ.organ, one.organ.level, state, day, one.path) if part
            )
    if roll.strangers:
        names = say("list-comma", language).join(map(clean, roll.strangers))
        yield say("round-strangers", language, names=names)


def roll_json(roll: Roll) -> Json:
    """The same for programs."""
    return {
        "organs": [
            {
                "organ": one.organ.organ,
                "level": one.organ.level or None,
                "day": None if one.organ.day is None else one.organ.day.isoformat(),
                "state": one.state,
                "reports": one.reports,
                "path": one.path or None,
            }
            for one in roll.expected
        ],
        "not_listed": roll.strangers,
    }

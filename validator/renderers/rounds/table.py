"""The organs of a round as rows, one each, those with most to do first; as CSV, those that did not report as well."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from validator.messages import say
from validator.model.encoding.csv_field import to_field
from validator.model.mistake import Demand
from validator.renderers.layout.escaping import xml_safe
from validator.renderers.rounds.figures import RoundFigures
from validator.renderers.rounds.submissions import Roll, Submission

_MARK = "\ufeff"
"""Put before the file, so that office programs read it as UTF-8."""


def organ_heads(figures: RoundFigures) -> list[str]:
    """The heads of the columns."""
    listed = ("level", "state", "day") if figures.roll is not None else ()
    names = ("organ", *listed, "years", "reports", *map(str, Demand))
    return [say(f"round-col-{one}", figures.language) for one in names]


def organ_rows(figures: RoundFigures) -> Iterator[list[str | int | None]]:
    """The organs that have reported, then those of the list that have not."""
    language, names, roll = figures.language, figures.pack.names, figures.roll
    listed = {} if roll is None else {names.apart(one.organ.organ): one for one in roll.expected}
    for organ in figures.organs:
        known = listed.get(names.apart(organ.name or ""))
        day = None if known is None else known.organ.day
        state = [
            "" if known is None else known.organ.level,
            say(f"submission-{Submission.SUBMITTED}", language),
            "" if day is None else day.isoformat(),
        ]
        yield [
            figures.name(organ),
            *(state if roll is not None else []),
            say("list-comma", language).join(map(str, organ.years)),
            len(organ.reports),
            *(organ.count(demand) for demand in Demand),
        ]
    for one in () if roll is None else roll.expected:
        if one.state is not Submission.SUBMITTED:
            day = one.organ.day
            state = [one.organ.level, say(f"submission-{one.state}", language), "" if day is None else day.isoformat()]
            yield [one.organ.organ, *state, "", 0, *(None for _ in Demand)]


def missing_heads(language: str) -> list[str]:
    """The heads of the columns of `missing_rows`."""
    return [say(f"round-col-{one}", language) for one in ("organ", "level", "day", "state", "file")]


def missing_rows(roll: Roll, language: str) -> list[list[str]]:
    """The organs of the list that have not reported, each with the file that could not be read."""
    return [
        [
            one.organ.organ,
            one.organ.level,
            "" if one.organ.day is None else one.organ.day.isoformat(),
            say(f"submission-{one.state}", language),
            one.path,
        ]
        for one in roll.expected
        if one.state is not Submission.SUBMITTED
    ]


def round_csv(figures: RoundFigures) -> str:
    """The rows as CSV with a header."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(organ_heads(figures))
    for row in organ_rows(figures):
        writer.writerow([to_field(xml_safe(value)) if isinstance(value, str) else value for value in row])
    return _MARK + text.getvalue()

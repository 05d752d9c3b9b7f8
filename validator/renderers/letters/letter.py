"""The letters of a round: one an organ, with all its reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePath

from msgspec import Struct

from validator.messages import say
from validator.model.mistake import Demand
from validator.renderers.layout.paths import file_names
from validator.renderers.letters.template import Item, Template
from validator.renderers.rounds.organs import OrganReports
from validator.renderers.rounds.told import ToldMistake, ToldReport

ASKED = (Demand.CORRECT, Demand.EXPLAIN, Demand.ORIGINAL)
"""What is told to organs."""


class Sender(Struct, frozen=True):
    """Who writes, when, and what is asked for."""

    language: str
    today: date
    deadline: date | None = None
    """Until when organs should answer."""
    office: str = ""


class Letter(Struct, frozen=True):
    """One letter."""

    name: str
    """Of its file, which no other letter of the round has."""
    organ: OrganReports
    content: bytes
    """A `.docx` file."""


def is_asked(organ: OrganReports) -> bool:
    """Whether anything is asked of an organ."""
    return any(organ.count(demand) for demand in ASKED)


def letters(organs: Sequence[OrganReports], template: Template, sender: Sender) -> Iterator[Letter]:
    """A letter for each organ, in their order."""
    called = [_called(one, sender.language) for one in organs]
    stems = (say("letter-file", sender.language, organ=name) for name in called)
    for organ, name, file in zip(organs, called, file_names(stems, ".docx"), strict=True):
        lists = {str(demand): list(_items(organ, demand, sender.language)) for demand in ASKED}
        yield Letter(file, organ, template.filled(_texts(organ, name, sender), lists))


def _called(organ: OrganReports, language: str) -> str:
    """The organ by its name, or by its file."""
    return organ.name or say("letter-organ-not-known", language, path=PurePath(organ.reports[0].path).name)


def _texts(organ: OrganReports, name: str, sender: Sender) -> Mapping[str, str]:
    language = sender.language
    years = [say("letter-year", language, year=year) for year in organ.years]
    return {
        "organ": name,
        "years": say("list-comma", language).join(years),
        "found": _found(organ, language),
        "request": _request(organ, sender),
        "deadline": "" if sender.deadline is None else _day(sender.deadline, language),
        "today": _day(sender.today, language),
        "office": sender.office,
        **{f"count-{demand}": str(organ.count(demand)) for demand in ASKED},
    }


def _found(organ: OrganReports, language: str) -> str:
    parts = [
        say(f"letter-found-{demand}", language, count=organ.count(demand)) for demand in ASKED if organ.count(demand)
    ]
    if not parts:
        return say("letter-found-nothing", language)
    return say("letter-found", language, parts=say("list-comma", language).join(parts))


def _request(organ: OrganReports, sender: Sender) -> str:
    language = sender.language
    parts = [say(f"letter-do-{demand}", language) for demand in ASKED if organ.count(demand)]
    if not parts:
        return ""
    actions = say("comma", language).join(parts)
    if sender.deadline is None:
        return say("letter-request", language, actions=actions)
    return say("letter-request-by", language, actions=actions, day=_day(sender.deadline, language))


def _day(day: date, language: str) -> str:
    return say("letter-day", language, year=day.year, month=day.month, day=day.day)


def _items(organ: OrganReports, demand: Demand, language: str) -> Iterator[Item]:
    """The mistakes that ask for something, numbered; of several reports under a line for each."""
    number = 0
    for report in organ.reports:
        asked = [one for one in report.mistakes if one.demand is demand]
        if asked and len(organ.reports) > 1:
            yield Item(_headed(report, language))
        for one in asked:
            number += 1
            yield _item(number, one, language)


def _headed(report: ToldReport, language: str) -> str:
    if report.year is None:
        return say("letter-of-file", language, path=PurePath(report.path).name)
    return say("letter-of-year", language, year=report.year)


def _item(number: int, mistake: ToldMistake, language: str) -> Item:
    message = mistake.message.rstrip("。.")
    proof = say("letter-proof", language, proof=mistake.proof) if mistake.proof else ""
    return Item(say("letter-item", language, number=number, message=message), tuple(filter(None, (mistake.why, proof))))

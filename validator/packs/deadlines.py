"""By which day a report has to be published, by the level of the organ that reports.

Days, the names of organs and the words around a date are data of the pack (`deadlines.yaml`); what a project has
settled (`[deadlines]`) is laid over them. The levels are words of this program, so that settings can name them whatever
the pack.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Self

from msgspec import Struct, field
from msgspec.structs import replace

_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_BRACKETS = re.compile(r"[()（）\s]")
_LEAP_YEAR = 2024
"""A year that has every day there is."""


class Level(StrEnum):
    """Where an organ stands, as far as its deadline depends on it."""

    DEPARTMENT = "department"
    """A department of a government, a township, a subdistrict."""
    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"
    OTHER = "other"
    """Any other organ that is known by name."""


class Day(Struct, frozen=True, order=True):
    """A day of any year."""

    month: int
    day: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """`01-31`; raises ValueError for what is no day of a leap year."""
        match = _DAY.fullmatch(text)
        if match is None:
            raise ValueError(text)
        date(_LEAP_YEAR, int(match[1]), int(match[2]))
        return cls(int(match[1]), int(match[2]))

    def of(self, year: int) -> date:
        """That day of a year; of February 29, the day before where the year has none."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return date(year, self.month, self.day - 1)

    def __str__(self) -> str:
        """`01-31`."""
        return f"{self.month:02}-{self.day:02}"


class Due(Struct, frozen=True):
    """The last day for one report."""

    day: date
    level: Level | None
    """None where the day was settled for the organ itself."""


class Deadlines(Struct, frozen=True):
    """All that a pack and a project say about deadlines."""

    until: Mapping[Level, Day] = field(default_factory=dict)
    """Level -> last day, in the year after the one reported on."""
    organs: tuple[tuple[Level, tuple[str, ...]], ...] = ()
    """(level, regular expressions on the name of an organ); the first that fits counts."""
    settled: tuple[tuple[str, Level | Day], ...] = ()
    """(glob on the name of an organ, its level or its own last day); they come before `organs`, the last that fits
    counts."""
    wordings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """`published`, `signed` -> regular expressions of how a document states that date, see `dates.py`."""

    def with_settled(self, words: Iterable[str]) -> Self:
        """With what a project has settled, `NAME=VALUE` each; raises ValueError for a word that `fault` finds wrong."""
        until, settled = dict(self.until), list(self.settled)
        for word in words:
            name, _, value = word.rpartition("=")
            if name in tuple(Level):
                until[Level(name)] = Day.parse(value)
            else:
                settled.append((name, Level(value) if value in tuple(Level) else Day.parse(value)))
        return replace(self, until=until, settled=tuple(settled))

    def due(self, organ: str | None, year: int) -> Due | None:
        """The last day for the report of an organ on a year; None where it is not known."""
        if organ is None:
            return None
        name = _BRACKETS.sub("", organ)
        found = next(
            (one for pattern, one in reversed(self.settled) if fnmatchcase(name, _BRACKETS.sub("", pattern))), None
        ) or next((level for level, names in self.organs if any(re.search(one, name) for one in names)), None)
        if isinstance(found, Day):
            return Due(found.of(year + 1), None)
        day = None if found is None else self.until.get(found)
        return None if day is None else Due(day.of(year + 1), found)

    def __str__(self) -> str:
        """All days, as they are settled: `department=01-31, county=02-20, 甲市*开发区=city`."""
        levels = [f"{level}={self.until[level]}" for level in Level if level in self.until]
        return ", ".join([*levels, *(f"{name}={value}" for name, value in self.settled)])


def fault(name: str, value: str) -> tuple[str, Sequence[str]] | None:
    """What is wrong with a deadline that is settled, and what could stand there; None if nothing is.

    A name without a character beyond ASCII and without `*` or `?` is meant for a level: organs have Chinese names.
    """
    if name.isascii() and not re.search(r"[*?\[]", name):
        if name not in tuple(Level):
            return name, tuple(Level)
        return None if _is_day(value) else (value, ("MM-DD",))
    return None if value in tuple(Level) or _is_day(value) else (value, (*Level, "MM-DD"))


def _is_day(text: str) -> bool:
    try:
        Day.parse(text)
    except ValueError:
        return False
    return True

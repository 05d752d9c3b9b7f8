"""What stands in the cells of a report, and what the name of its organ tells, as numbers to hold rules against."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType

from msgspec import Struct

from validator.model.form import Column
from validator.model.report import CellValue, Reading, Report
from validator.model.rules.rule import Fact
from validator.model.timed_pattern import timed

_Number = int | Fraction
Units = tuple[Fraction, Fraction]
"""A number, and what its last printed digit counts for; both in smallest units."""
UNKNOWN = frozenset({Reading.UNREADABLE, Reading.AMBIGUOUS})
"""Where something stands that is not known."""
_LONGEST = 100
"""Digits; a longer row of them is taken for no number."""


class ReportNumbers(Struct, frozen=True):
    """One reading of a report: the cells of its form in order, then the facts."""

    values: Sequence[_Number]
    """In smallest units, 0 where there is no number."""
    digits: Mapping[int, _Number]
    """Place -> what the last printed digit counts for, in smallest units; an exact number has no entry."""
    blank: frozenset[int]
    """The places where nothing is printed."""
    unknown: frozenset[int]
    """Those where something is or should be that is not known."""


def numbers_of(report: Report, reading: Mapping[str, Decimal | None], facts: Sequence[Fact]) -> ReportNumbers:
    """The numbers of a report, one of its readings taken for true."""
    cells, columns = report.form.cells, report.form.columns
    values: list[_Number] = [0] * (len(cells) + len(facts))
    digits: dict[int, _Number] = {}
    blank: set[int] = set()
    unknown: set[int] = set()
    for at, value in enumerate(report.cells):
        chosen = reading.get(cells[at], value.value) if reading else value.value
        if chosen is None:
            is_unknown = value.reading in UNKNOWN and cells[at] not in reading
            (unknown if is_unknown else blank).add(at)
        elif (found := units(value, columns[at], chosen)) is None:
            unknown.add(at)
        else:
            number, digit = map(plain, found)
            values[at] = number
            if digit:
                digits[at] = digit
    known = organ_facts(report.organ, facts)
    for at, fact in enumerate(facts, len(cells)):
        said = known[fact.name]
        values[at] = said or 0
        if said is None:
            unknown.add(at)
    return ReportNumbers(values, digits, frozenset(blank), frozenset(unknown))


def plain(number: Fraction) -> _Number:
    """A whole number as such: it is reckoned with sooner."""
    return number.numerator if number.denominator == 1 else number


def units(cell: CellValue, column: Column, chosen: Decimal) -> Units | None:
    """The number in smallest units and what its last digit counts for; None if it is none of what the column counts.

    The digit counts for 0 where the number is exact: a count, and nothing at all, printed as `0`.
    """
    amount = cell.amount(column, chosen) if chosen.adjusted() < _LONGEST else None
    if amount is None or (not column.decimals and amount.denominator != 1):
        return None
    smallest = 10**column.decimals
    if not column.decimals or column.printed == "exact" or (not chosen and not cell.places):
        return amount * smallest, Fraction(0)
    digit = cell.amount(column, Decimal(1).scaleb(-cell.places))
    return amount * smallest, (digit or Fraction(0)) * smallest


def organ_facts(organ: str | None, facts: Sequence[Fact]) -> Mapping[str, int | None]:
    """What the organ's name tells: 1, 0, or None where it tells nothing."""
    return _told(re.sub(r"[()（）]", "", organ or ""), tuple(facts))


@lru_cache(maxsize=4096)
def _told(name: str, facts: tuple[Fact, ...]) -> Mapping[str, int | None]:
    """The same of a name without brackets: an organ has a report each year, and each is asked about several times."""
    known: dict[str, int | None] = {}
    for fact in facts:
        known[fact.name] = None
        for value, patterns in ((1, fact.yes), (0, fact.no)):
            if known[fact.name] is None and any(timed(pattern).is_in(name) for pattern in patterns):
                known[fact.name] = value
    return MappingProxyType(known)

"""Turn reports into the vectors that a compiled system evaluates."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from validator.constraints.evaluation import VectorBlock
from validator.constraints.system import System
from validator.model.form import Column
from validator.model.numbers import UNIT_IN_YUAN, counts_as
from validator.model.report import CellValue, Reading, Report
from validator.model.rule import Fact

_UNKNOWN = frozenset({Reading.UNREADABLE, Reading.AMBIGUOUS})


@dataclass(frozen=True)
class Vectors:
    """The vectors of reports on one form: one for each best reading of each report."""

    block: VectorBlock
    owner: tuple[int, ...]
    """Which report each vector belongs to, ascending."""


def vectors(system: System, reports: Sequence[Report], facts: Sequence[Fact]) -> Vectors:
    """The vectors of reports whose form is that of the system."""
    owner = [number for number, report in enumerate(reports) for _ in report.readings]
    shape = (len(owner), len(system.variables))
    values = np.zeros(shape, dtype=np.int64)
    half = np.zeros(shape, dtype=np.int64)
    blank = np.zeros(shape, dtype=np.bool_)
    unknown = np.zeros(shape, dtype=np.bool_)
    place = {name: at for at, name in enumerate(system.variables)}
    columns = system.form.columns
    counts = [not column.decimals and column.unit not in UNIT_IN_YUAN for column in columns]
    line = 0
    for report in reports:
        known = organ_facts(report.organ, facts)
        for reading in report.readings:
            for at, value in enumerate(report.cells):
                chosen = reading.get(system.variables[at], value.value) if reading else value.value
                if chosen is not None and counts[at]:
                    # The same as below for most cells by far, without fractions.
                    number = int(chosen)
                    counted = value.unit is None or counts_as(value.unit, columns[at].unit)
                    if number == chosen and abs(number) <= system.largest[at] and counted:
                        values[line, at] = number
                    else:
                        unknown[line, at] = True
                elif chosen is not None:
                    amount = value.amount(columns[at], chosen)
                    units = None if amount is None else amount * 10 ** columns[at].decimals
                    if units is None or not _usable(units, columns[at], system.largest[at]):
                        unknown[line, at] = True
                    else:
                        values[line, at] = round(units)
                        half[line, at] = _half_digit(value, columns[at])
                elif value.reading in _UNKNOWN and system.variables[at] not in reading:
                    unknown[line, at] = True
                else:
                    blank[line, at] = True
            for fact in facts:
                fact_value = known[fact.name]
                unknown[line, place[fact.name]] = fact_value is None
                values[line, place[fact.name]] = fact_value or 0
            line += 1
    return Vectors(VectorBlock(values, blank, unknown, half if half.any() else None), tuple(owner))


def _usable(units: Fraction, column: Column, largest: int) -> bool:
    """False for a number too large to compute with, and for a fraction of what is counted in whole numbers."""
    return abs(units) <= largest and (column.decimals > 0 or units.denominator == 1)


def _half_digit(cell: CellValue, column: Column) -> int:
    """Half of the last printed digit of an amount, in smallest units; 0 for a count."""
    if not column.decimals:
        return 0
    half = cell.amount(column, Decimal(5).scaleb(-cell.places - 1))
    return 0 if half is None else math.ceil(half * 10**column.decimals)


def organ_facts(organ: str | None, facts: Sequence[Fact]) -> dict[str, int | None]:
    """What the organ's name tells: 1, 0, or None where it tells nothing."""
    known: dict[str, int | None] = {}
    name = re.sub(r"[()（）]", "", organ or "")
    for fact in facts:
        known[fact.name] = None
        for value, patterns in ((1, fact.yes), (0, fact.no)):
            if known[fact.name] is None and any(re.search(pattern, name) for pattern in patterns):
                known[fact.name] = value
    return known

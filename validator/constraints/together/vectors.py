"""Turn reports into the vectors that a compiled system evaluates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from validator.constraints.alone.numbers import UNKNOWN, Units, organ_facts, plain, units
from validator.constraints.system import System
from validator.constraints.together.evaluation import VectorBlock
from validator.model.numbers import UNIT_IN_YUAN, counts_as
from validator.model.report import Report
from validator.model.rules.rule import Fact

_USUAL = 18
"""Digits of the numbers that 64 bits hold."""


class Vectors(Struct, frozen=True):
    """The vectors of reports on one form: one for each best reading of each report."""

    block: VectorBlock
    owner: tuple[int, ...]
    """Which report each vector belongs to, ascending."""


def vectors(system: System, reports: Sequence[Report], facts: Sequence[Fact]) -> Vectors:
    """The vectors of reports whose form is that of the system."""
    owner = [number for number, report in enumerate(reports) for _ in report.readings]
    shape = (len(owner), len(system.variables))
    values = np.zeros(shape, dtype=np.int64)
    printed: dict[tuple[int, int], Units] = {}
    blank = np.zeros(shape, dtype=np.bool_)
    unknown = np.zeros(shape, dtype=np.bool_)
    cells = len(system.form.cells)
    place = {name: at for at, name in enumerate(system.variables)}
    columns = system.form.columns
    counts = [not column.decimals and column.unit not in UNIT_IN_YUAN for column in columns]
    line = 0
    for report in reports:
        known = organ_facts(report.organ, facts)
        for reading in report.readings:
            numbers = [0] * cells
            for at, value in enumerate(report.cells):
                chosen = reading.get(system.variables[at], value.value) if reading else value.value
                if chosen is not None:
                    # The same as of others for most cells by far, without fractions.
                    whole = counts[at] and (value.unit is None or counts_as(value.unit, columns[at].unit))
                    number = int(chosen) if whole and chosen.adjusted() < _USUAL else None
                    if number is not None and number == chosen and abs(number) <= system.largest[at]:
                        numbers[at] = number
                    elif (found := units(value, columns[at], chosen)) is None:
                        unknown[line, at] = True
                    else:
                        printed[line, at] = found
                elif value.reading in UNKNOWN and system.variables[at] not in reading:
                    unknown[line, at] = True
                else:
                    blank[line, at] = True
            values[line, :cells] = numbers
            for fact in facts:
                fact_value = known[fact.name]
                unknown[line, place[fact.name]] = fact_value is None
                values[line, place[fact.name]] = fact_value or 0
            line += 1
    return Vectors(_filled(VectorBlock(values, blank, unknown), printed, system), tuple(owner))


def _filled(block: VectorBlock, printed: Mapping[tuple[int, int], Units], system: System) -> VectorBlock:
    """The block with more numbers, all of them numbers of Python if one is beyond what a row of whole numbers holds."""
    usual = all(
        abs(units) <= system.largest[at] and units.denominator == digit.denominator == 1
        for (_, at), (units, digit) in printed.items()
    )
    values = block.values if usual else block.values.astype(object)
    digits = np.zeros_like(values)
    for place, (number, digit) in printed.items():
        values[place], digits[place] = plain(number), plain(digit)
    exact = all(digit == 0 for _, digit in printed.values())
    return replace(block, values=values, digits=None if exact else digits)

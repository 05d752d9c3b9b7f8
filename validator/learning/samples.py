"""Many reports as numbers by name: what relations are learned from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from msgspec import Struct

from validator.model.form import BlankPolicy, Form
from validator.model.report import Reading, Report

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints: TypeAlias = NDArray[np.int64]
    Mask: TypeAlias = NDArray[np.bool_]

_MOST_DECIMALS = 6
_LARGEST = 2**40
"""A number of more smallest units is left out."""


class Samples(Struct, frozen=True, eq=False):
    """Numbers by name, a line for each report."""

    names: tuple[str, ...]
    """`table.row.column`, or whatever a flat table calls its columns."""
    titles: Mapping[str, str]
    """Name -> as it stands in the file, where that cannot be written in a rule."""
    decimals: tuple[int, ...]
    """Digits after the point that are kept of each."""
    sources: tuple[str, ...]
    """Where each line is from."""
    values: Ints
    """Shape (lines, names): smallest units, 0 where there is no number."""
    known: Mask
    """Same shape: False where something stands that is no number, or a blank that is not 0."""

    @classmethod
    def of_reports(cls, reports: Sequence[Report], form: Form) -> Samples:
        """Those of the reports whose form has the same tables in the same editions."""
        chosen = [one for one in reports if one.form.editions == form.editions]
        blank_is_zero = [(table.policy or BlankPolicy()).blank == "zero" for table in form.tables for _ in table.cells]
        decimals = tuple(column.decimals for column in form.columns)
        values = np.zeros((len(chosen), len(form.cells)), dtype=np.int64)
        known = np.zeros(values.shape, dtype=np.bool_)
        for line, report in enumerate(chosen):
            for at, (cell, column) in enumerate(zip(report.cells, form.columns, strict=True)):
                units = _units(cell.amount(column), decimals[at])
                known[line, at] = units is not None or (cell.reading is Reading.BLANK and blank_is_zero[at])
                values[line, at] = units or 0
        return cls(form.cells, {}, decimals, tuple(one.path for one in chosen), values, known)

    @classmethod
    def of_flat(cls, path: Path) -> Samples:
        """The columns of a CSV or parquet file that hold numbers; raises OSError, ValueError, ImportError.

        A column in which more than one entry in ten is no number is left out.
        """
        import pandas as pd

        frame = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path, dtype=str)
        columns = {str(name): [_decimal(entry) for entry in frame[name]] for name in frame.columns}
        numbers = {
            name: entries
            for name, entries in columns.items()
            if entries and sum(one is not None for one in entries) * 10 >= len(entries) * 9
        }
        names = _names(list(numbers))
        decimals = tuple(
            max((_places(one) for one in entries if one is not None), default=0) for entries in numbers.values()
        )
        values = np.zeros((len(frame), len(names)), dtype=np.int64)
        known = np.zeros(values.shape, dtype=np.bool_)
        for at, entries in enumerate(numbers.values()):
            for line, entry in enumerate(entries):
                units = None if entry is None else _units(Fraction(entry), decimals[at])
                known[line, at], values[line, at] = units is not None, units or 0
        sources = tuple(f"{path}:{line}" for line in range(2, len(frame) + 2))
        titles = {name: title for name, title in zip(names, numbers, strict=True) if name != title}
        return cls(tuple(names), titles, decimals, sources, values, known)

    def amount(self, at: int, units: int) -> Fraction:
        """Smallest units of a name as the number that is printed."""
        return Fraction(units, 10 ** self.decimals[at])


def _units(amount: Fraction | None, decimals: int) -> int | None:
    if amount is None:
        return None
    units = amount * 10**decimals
    return int(units) if units.denominator == 1 and abs(units) < _LARGEST else None


def _decimal(entry: object) -> Decimal | None:
    """The number that an entry is; a blank one is none."""
    try:
        number = Decimal(str(entry).strip().replace(",", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _places(number: Decimal) -> int:
    return min(_MOST_DECIMALS, max(0, -int(number.normalize().as_tuple().exponent)))


def _names(titles: Sequence[str]) -> list[str]:
    """Names that can be written in a rule, each of them once."""
    import re

    found: list[str] = []
    for number, title in enumerate(titles, 1):
        name = re.sub(r"[^a-z0-9_.]+", "_", title.lower()).strip("_.")
        fine = re.fullmatch(r"[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*", name) and title.isascii()
        found.append(name if fine and name not in found else f"c{number}")
    return found

"""One slip of each kind, planted where it can happen: the cells that are wrong are known, and so is the name.

The kinds exclude each other: a zero too many at the end is `times-ten` and not a digit added, a total that misses by
the number of one of its parts left this part out, a total that is 0 was left at 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from support.reports import APPLICANTS, ReportData, result_rows


@dataclass(frozen=True)
class Planted:
    """A report with a slip in it."""

    report: ReportData
    slip: str
    right: Mapping[str, int]
    """The cells that are wrong -> what they should hold."""


def plant_slip(report: ReportData, slip: str, rng: Random) -> Planted | None:
    """The report with a slip of that kind; None if it has no place for it."""
    changes = PLANTERS[slip](report, rng)
    if not changes:
        return None
    right = {cell: report.number(cell) for cell in changes}
    return Planted(report.with_cells(changes), slip, right)


Changes = dict[str, str | int | None]


def parts(report: ReportData) -> list[str]:
    """Cells of table three that are no totals and not 0."""
    rows = (*result_rows(report.form), "new", "carried_in", "carried_out")
    cells = [f"requests.{row}.{column}" for row in rows for column in APPLICANTS]
    return [cell for cell in cells if report.number(cell)]


def totals(report: ReportData) -> dict[str, tuple[str, ...]]:
    """Totals of table three that are not 0 -> their parts."""
    results = result_rows(report.form)
    found = {f"requests.handled.{one}": tuple(f"requests.{row}.{one}" for row in results) for one in APPLICANTS}
    for row in report.form.table("requests").row_names:
        found[f"requests.{row}.total"] = tuple(f"requests.{row}.{one}" for one in APPLICANTS)
    return {total: cells for total, cells in found.items() if report.number(total)}


def _typed(change: Callable[[str, Random], str | None]) -> Callable[[ReportData, Random], Changes]:
    """A slip in the digits of a part."""

    def plant(report: ReportData, rng: Random) -> Changes:
        candidates = parts(report)
        rng.shuffle(candidates)
        for cell in candidates:
            old = str(report.number(cell))
            new = change(old, rng)
            if new is not None and new != old and int(new) and str(int(new)) == new:
                return {cell: new}
        return {}

    return plant


def _replaced(text: str, rng: Random) -> str | None:
    at = rng.randrange(len(text))
    return text[:at] + rng.choice("0123456789") + text[at + 1 :]


def _dropped(text: str, rng: Random) -> str | None:
    at = rng.randrange(len(text))
    new = text[:at] + text[at + 1 :]
    return new if new and new + "0" != text else None


def _added(text: str, rng: Random) -> str | None:
    at = rng.randint(0, len(text))
    new = text[:at] + rng.choice("0123456789") + text[at:]
    return new if new != text + "0" else None


def _swapped(text: str, rng: Random) -> str | None:
    if len(text) < 2:
        return None
    at = rng.randrange(len(text) - 1)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _ten_times(text: str, rng: Random) -> str | None:
    return text[:-1] if text.endswith("0") and rng.random() < 0.5 else text + "0"


def _sign(report: ReportData, rng: Random) -> Changes:
    candidates = parts(report)
    cell = rng.choice(candidates) if candidates else None
    return {cell: f"-{report.number(cell)}"} if cell else {}


def _blank(report: ReportData, rng: Random) -> Changes:
    candidates = parts(report)
    return {rng.choice(candidates): None} if candidates else {}


def _neighbour_column(report: ReportData, rng: Random) -> Changes:
    return _neighbour(report, rng, lambda row, column: (row, column + rng.choice((-1, 1))))


def _neighbour_row(report: ReportData, rng: Random) -> Changes:
    return _neighbour(report, rng, lambda row, column: (row + rng.choice((-1, 1)), column))


def _neighbour(report: ReportData, rng: Random, step: Callable[[int, int], tuple[int, int]]) -> Changes:
    """A number that went into the empty cell next to its own, or that was copied over the number beside it."""
    rows, candidates = result_rows(report.form), [cell for cell in parts(report) if _is_result(cell)]
    rng.shuffle(candidates)
    for cell in candidates:
        _, place, column = cell.split(".", 1)[0], *cell.split(".", 1)[1].rsplit(".", 1)
        row, at = step(rows.index(place), APPLICANTS.index(column))
        if 0 <= row < len(rows) and 0 <= at < len(APPLICANTS):
            other = f"requests.{rows[row]}.{APPLICANTS[at]}"
            if not report.number(other):
                return {cell: 0, other: report.number(cell)}
            if report.number(other) != report.number(cell):
                return {other: report.number(cell)}
    return {}


def _is_result(cell: str) -> bool:
    return not cell.startswith(("requests.new.", "requests.carried_"))


def _exchanged(report: ReportData, rng: Random) -> Changes:
    candidates = parts(report)
    rng.shuffle(candidates)
    for first in candidates:
        for second in candidates:
            if report.number(first) != report.number(second):
                return {first: report.number(second), second: report.number(first)}
    return {}


def _total_zero(report: ReportData, rng: Random) -> Changes:
    candidates = [total for total, _ in totals(report).items()]
    return {rng.choice(candidates): 0} if candidates else {}


def _total_not_updated(report: ReportData, rng: Random) -> Changes:
    """The total of before one of its parts grew by a few."""
    candidates = list(totals(report).items())
    rng.shuffle(candidates)
    for total, cells in candidates:
        grown = [grown for grown in range(1, 10) if all(report.number(cell) != grown for cell in cells)]
        grown = [one for one in grown if one < report.number(total)]
        if grown:
            return {total: report.number(total) - rng.choice(grown)}
    return {}


def _part(sign: int) -> Callable[[ReportData, Random], Changes]:
    """A part that is in its total twice, or not at all."""

    def plant(report: ReportData, rng: Random) -> Changes:
        candidates = list(totals(report).items())
        rng.shuffle(candidates)
        for total, cells in candidates:
            numbers = [number for cell in cells if (number := report.number(cell))]
            if len(numbers) > 1:
                return {total: report.number(total) + sign * rng.choice(numbers)}
        return {}

    return plant


PLANTERS: Mapping[str, Callable[[ReportData, Random], Changes]] = {
    "digit-replaced": _typed(_replaced),
    "digit-dropped": _typed(_dropped),
    "digit-added": _typed(_added),
    "digits-swapped": _typed(_swapped),
    "sign": _sign,
    "times-ten": _typed(_ten_times),
    "times-ten-thousand": _typed(lambda text, _: text + "0000"),
    "neighbour-column": _neighbour_column,
    "neighbour-row": _neighbour_row,
    "cells-exchanged": _exchanged,
    "total-zero": _total_zero,
    "total-not-updated": _total_not_updated,
    "row-counted-twice": _part(1),
    "row-left-out": _part(-1),
    "blank": _blank,
}
"""Slip -> how it is planted."""

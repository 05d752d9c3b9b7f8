"""Slips as people make them: a report with a few of its cells changed."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from hypothesis import strategies as st

from support.randomreport import FORMS, reports
from support.reports import ReportData


def faulty_reports(most: int = 1) -> st.SearchStrategy[ReportData]:
    """Reports in which 1 to `most` cells of tables three and four are not what they should be."""
    return st.builds(plant, reports(FORMS), st.randoms(use_true_random=True), st.integers(min_value=1, max_value=most))


def plant(report: ReportData, rng: Random, count: int = 1) -> ReportData:
    """Change `count` cells of tables three and four."""
    cells = [cell for cell in report.cells if cell.startswith(("requests.", "disputes."))]
    for _ in range(count):
        # Half of the slips are made where there is something to copy wrongly, since most cells are 0.
        filled = [cell for cell in cells if report.number(cell)]
        cell = rng.choice(filled if filled and rng.random() < 0.5 else cells)
        report = report.with_cells({cell: rng.choice(_SLIPS)(rng, report.number(cell))})
    return report


def _other_number(rng: Random, number: int) -> int:
    return number + rng.randint(1, 30)


def _one_less(_: Random, number: int) -> int:
    return number - 1 if number else 1


def _left_at_zero(_: Random, number: int) -> int:
    return 0 if number else 2


def _digit_too_many(_: Random, number: int) -> int:
    return number * 10 if number else 10


def _digits_swapped(rng: Random, number: int) -> int:
    swapped = int(str(number)[::-1])
    return swapped if swapped != number else _other_number(rng, number)


_SLIPS: tuple[Callable[[Random, int], int], ...] = (
    _other_number,
    _one_less,
    _left_at_zero,
    _digit_too_many,
    _digits_swapped,
)

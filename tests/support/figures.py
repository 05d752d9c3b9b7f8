"""The figures of table three and four from what an office counts; totals are worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from support.prose import with_prose
from support.reports import APPLICANTS, DISPUTES, OUTCOMES, ReportData, form, result_rows

TableTwo = Mapping[str, str | int]
"""Cells of table two that are not 0 -> what is printed."""
Counts = Sequence[int]
"""Numbers of the first applicants (or outcomes) in the order of the form; the others are 0."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What an office counts in a year; every relation holds between the totals that follow."""

    organ: str
    year: int
    form: str = "2021"
    """As for `form`."""
    table_two: TableTwo
    results: Mapping[str, Counts]
    """Rows of table three that say how requests ended."""
    carried_in: Counts = ()
    carried_out: Counts = ()
    disputes: Mapping[str, Counts] = field(default_factory=dict)
    """Rows of table four."""

    def report(self) -> ReportData:
        """The filled form, with a text that agrees with it."""
        of = form(self.form)
        cells: dict[str, int | str] = dict.fromkeys(of.cells, 0)
        cells |= self.table_two
        cells |= _requests(self.results, self.carried_in, self.carried_out, result_rows(of))
        for row in DISPUTES:
            numbers = _padded(self.disputes.get(row, ()), len(OUTCOMES))
            cells |= {f"disputes.{row}.{outcome}": number for outcome, number in zip(OUTCOMES, numbers, strict=True)}
            cells[f"disputes.{row}.total"] = sum(numbers)
        assert set(cells) == set(of.cells), sorted(set(cells) ^ set(of.cells))
        return with_prose(ReportData(self.organ, self.year, of, {cell: str(value) for cell, value in cells.items()}))


def blank_form(name: str, organ: str, year: int) -> ReportData:
    """The form before anything is filled in."""
    empty = ReportData(organ, year, form(name), dict.fromkeys(form(name).cells))
    return replace(empty, prose={"一": ("（从主动公开、依申请公开、政府信息管理、平台建设、监督保障五个方面填写）",)})


def _requests(
    results: Mapping[str, Counts], carried_in: Counts, carried_out: Counts, rows: Sequence[str]
) -> dict[str, int]:
    table = {row: _padded(results.get(row, ()), len(APPLICANTS)) for row in rows}
    assert set(results) <= set(table), sorted(set(results) - set(table))
    handled = [sum(column) for column in zip(*table.values(), strict=True)]
    before, after = _padded(carried_in, len(APPLICANTS)), _padded(carried_out, len(APPLICANTS))
    new = [done + later - earlier for done, later, earlier in zip(handled, after, before, strict=True)]
    assert min(new) >= 0, new
    table |= {"new": new, "carried_in": before, "handled": handled, "carried_out": after}
    return {
        f"requests.{row}.{column}": number
        for row, numbers in table.items()
        for column, number in zip((*APPLICANTS, "total"), (*numbers, sum(numbers)), strict=True)
    }


def _padded(counts: Counts, width: int) -> list[int]:
    return [*counts, *[0] * (width - len(counts))]

"""A file that ends early lacks all that would follow: that is one thing to tell, not one for each part."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import takewhile

from msgspec.structs import replace

from validator.model.document import Location
from validator.model.form import Table
from validator.model.observations.facts import EndCutOff, RowsMissing, SectionMissing
from validator.model.observations.kinds import Observation, ObservationKind
from validator.model.report import MISSING, Report

_FEWEST_SECTIONS = 2
"""Sections that have no table and follow the last one."""


def told_once(report: Report, observations: Sequence[Observation]) -> tuple[Observation, ...]:
    """The observations, with those on tables and sections behind the end of a file that ends early as one."""
    gone = {one.table for one in observations if one.kind is ObservationKind.TABLE_MISSING}
    lacking = {one.facts.section for one in observations if isinstance(one.facts, SectionMissing)}
    form = report.form
    tables = list(takewhile(lambda table: table.name in gone, reversed(form.tables)))
    sections = list(takewhile(lambda section: section.number in lacking, reversed(form.sections)))
    if not tables or len(sections) < _FEWEST_SECTIONS:
        return tuple(observations)
    before = form.tables[: len(form.tables) - len(tables)]
    names = {table.name for table in tables} | {
        one.table
        for one in observations
        if one.kind is ObservationKind.TABLE_INCOMPLETE and before and one.table == before[-1].name
    }
    numbers = tuple(section.number for section in reversed(sections))
    rest = [_without_end(one, before[-1]) if before else one for one in observations]
    names |= {one.table or "" for one, left in zip(observations, rest, strict=True) if left is not one}
    facts = EndCutOff(tuple(table.name for table in form.tables if table.name in names), numbers)
    told = Observation(ObservationKind.REPORT_INCOMPLETE, location=_last_place(report), facts=facts)
    return (told, *(one for one in rest if one is not None and not _is_behind(one, names, numbers)))


def _without_end(one: Observation, table: Table) -> Observation | None:
    """An observation on rows that are missing, without the last row of the table, whose label may be cut off."""
    if one.kind is not ObservationKind.ROW_MISSING or one.table != table.name:
        return one
    if not isinstance(one.facts, RowsMissing) or one.facts.rows[-1:] != table.row_names[-1:]:
        return one
    rows = one.facts.rows[:-1]
    return replace(one, facts=RowsMissing(rows)) if rows else None


def _is_behind(one: Observation, tables: AbstractSet[str | None], sections: Sequence[str]) -> bool:
    if isinstance(one.facts, SectionMissing):
        return one.facts.section in sections
    return one.kind in {ObservationKind.TABLE_MISSING, ObservationKind.TABLE_INCOMPLETE} and one.table in tables


def _last_place(report: Report) -> Location | None:
    """Where the last number stands."""
    places = [cell.location for cell in report.cells if cell is not MISSING and cell.location is not None]
    return places[-1] if places else None

"""Locations in words: page 2, table 3, row 5."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from validator.messages import say
from validator.model.document import Location

_Value = TypeVar("_Value")


def where(locations: Iterable[Location | None], language: str) -> str:
    """What the locations have in common, in words; empty if that is nothing.

    Pages, lines and paragraphs that differ are given from first to last; rows and columns that differ are left out.
    """
    known = [location for location in locations if location is not None and location != Location()]
    if not known:
        return ""
    table = _common([location.table for location in known])
    sheet, address = _common([location.sheet for location in known]), _common([location.address for location in known])
    parts = [
        say("place-sheet", language, value=sheet) if sheet else "",
        say("place-address", language, value=address) if address else "",
        _span([location.page for location in known], "page", language),
        _span([location.picture for location in known], "picture", language),
    ]
    lines = _span([location.line for location in known], "line", language)
    if table and not address:
        parts += [say("place-table", language, value=table), "" if lines else _grid_place(known, language)]
    elif not sheet:
        parts.append(_span([location.paragraph for location in known], "paragraph", language))
    return say("comma", language).join(part for part in (*parts, lines) if part)


def _grid_place(known: list[Location], language: str) -> str:
    row, column = _common([location.row for location in known]), _common([location.column for location in known])
    if row and column:
        return say("place-cell", language, row=row, column=column)
    if row:
        return say("place-table-row", language, value=row)
    return say("place-table-column", language, value=column) if column else ""


def _common(values: list[_Value | None]) -> _Value | None:
    first = values[0]
    return first if all(value == first for value in values) else None


def _span(values: list[int | None], part: str, language: str) -> str:
    known = [value for value in values if value is not None]
    if not known:
        return ""
    first, last = min(known), max(known)
    value = str(first) if first == last else say("range", language, first=first, last=last)
    return say(f"place-{part}", language, value=value)

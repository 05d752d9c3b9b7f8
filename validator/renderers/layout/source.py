"""Places in the lines of a source, for formats that point at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.model.document import Location, SourcePlace
from validator.model.report import Report

if TYPE_CHECKING:
    from validator.renderers import RenderOptions


def place_of(location: Location | None, report: Report, options: RenderOptions) -> SourcePlace | None:
    """Where something of a report stands: the cell itself, else its line; None where there are no lines."""
    if location is None:
        return None
    found = options.places(report).get(location)
    return found or (SourcePlace(location.line) if location.line else None)


def end_column(place: SourcePlace) -> int | None:
    """The column behind the last character; None where the end is not certain."""
    return None if place.column is None or place.length is None else place.column + place.length

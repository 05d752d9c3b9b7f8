"""Where the cells of a report stand in the lines of its file, which is read once more for that."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from validator.engine.sources.sources import LoadedAgain
    from validator.model.document import Location, SourcePlace
    from validator.model.report import Report

_WITH_LINES = frozenset({"text", "html"})
"""Formats of the readers that have lines."""


class CellPlaces:
    """The places of reports as they are asked for, each found once.

    The files were read under a budget before, and no number is taken from them now.
    """

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._again: LoadedAgain | None = None
        self._found: dict[tuple[str, str | None], Mapping[Location, SourcePlace]] = {}

    def __call__(self, report: Report) -> Mapping[Location, SourcePlace]:
        """Location of a cell -> its place; empty where the file has no lines or is not there any more."""
        key = (report.path, report.part)
        if key not in self._found:
            self._found[key] = self._read(report)
        return self._found[key]

    def _read(self, report: Report) -> Mapping[Location, SourcePlace]:
        from validator.engine.sources.sources import STANDARD_INPUT, LoadedAgain
        from validator.model.errors import UnreadableInputError
        from validator.readers.source_places import source_places

        if report.format not in _WITH_LINES or report.path == STANDARD_INPUT:
            return {}
        self._again = self._again or LoadedAgain()
        try:
            data = self._again.content(report.path)
            content = Path(report.path).read_bytes() if data is None else data
        except (OSError, ValueError, UnreadableInputError):
            return {}
        cells = [(cell.location, cell.raw) for cell in report.cells if cell.location is not None]
        return source_places(report.format, content, cells)

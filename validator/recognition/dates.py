"""The day on which a document says that it was published or signed, and whether that was in time.

How a date is stated is data of the pack: regular expressions over the text of the document, a line for each line of a
paragraph or cell, in which `{date}` stands for a date in any notation and `{written}` for one in Chinese notation
(`2024年1月25日`, `二〇二四年一月二十五日`). Where a document states different days, none is taken.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date

from validator.model.document import Document, Location, Paragraph
from validator.model.numbers import normalise
from validator.model.report import StatedDate
from validator.packs.deadlines import Deadlines
from validator.packs.language.date_patterns import KINDS, PUBLISHED, dated
from validator.packs.language.numerals import numeral

_YEAR = re.compile(r"[2２][0０]\d\d\s*[-/.年－／．]|[二⼆][〇○零]")
"""What every date begins with, before look-alikes are unified."""


def dates_of(document: Document, deadlines: Deadlines) -> tuple[StatedDate, ...]:
    """The dates that a document states of itself, at most one of each kind."""
    text = _Text(document)
    found: list[StatedDate] = []
    for kind in KINDS:
        said = list(text.dates(kind, deadlines.wordings.get(kind, ())))
        if kind == PUBLISHED and document.published and (match := dated("{date}").match(document.published)):
            said += [StatedDate(kind, day) for day in _day(match)]
        if len({one.day for one in said}) == 1:
            found.append(said[0])
    return tuple(found)


class _Text:
    """The text of a document in lines, and where each of them stands."""

    def __init__(self, document: Document) -> None:
        self._starts: list[int] = []
        self._locations: list[Location] = []
        lines: list[str] = []
        length = 0
        for text, location in _pieces(document):
            for line in normalise(text).splitlines():
                words = " ".join(line.split())
                if words:
                    self._starts.append(length)
                    self._locations.append(location)
                    lines.append(words)
                    length += len(words) + 1
        self._text = "\n".join(lines)

    def dates(self, kind: str, patterns: Sequence[str]) -> Iterator[StatedDate]:
        """The dates that the patterns find, where they stand."""
        for pattern in patterns:
            for match in dated(pattern).finditer(self._text):
                location = self._locations[bisect_right(self._starts, match.start("year")) - 1]
                yield from (StatedDate(kind, day, location) for day in _day(match))


def _pieces(document: Document) -> Iterator[tuple[str, Location]]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text, block.location
        elif _YEAR.search("\n".join(cell.text for cell in block.cells)):  # the tables of the form hold none
            yield from ((cell.text, cell.location) for cell in block.cells)


def _day(match: re.Match[str]) -> Iterator[date]:
    """The day of a match, if there is such a day."""
    try:
        yield date(*(int(numeral(match[part])) for part in ("year", "month", "day")))
    except (ValueError, OverflowError):
        return

"""Where in the lines of a text file or a web page a number stands, for programs that point at lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import TypeAlias

from validator.model.document import Location, SourcePlace
from validator.readers.encoding import decode

_MARK = re.compile(
    r"<!--(?:.*?-->|.*)"
    r"|<(?P<raw>script|style|textarea|title)\b(?:.*?</(?P=raw)|.*)"
    r"""|(?P<cell><t[dh]\b(?:"[^"]*+"|'[^']*+'|[^>"'])*+>)""",
    re.IGNORECASE | re.DOTALL,
)
_END_OF_CELL = re.compile(r"</?(?:td|th|tr|table)\b", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*+>|&[#\w]+;")

Printed: TypeAlias = tuple[Location, str]
"""The location of a cell, and its text as printed."""


def source_places(file_format: str, data: bytes, cells: Iterable[Printed]) -> Mapping[Location, SourcePlace]:
    """Location -> place in the source, for the cells of a report that was read from it.

    Empty for formats without lines, and where the source cannot be followed cell by cell.
    """
    text = decode(data).text
    # What stands in a picture has no place in the source.
    cells = [(location, raw) for location, raw in cells if location.picture is None]
    if file_format == "text":
        return dict(_in_lines(text, cells))
    return dict(_in_page(text, cells)) if file_format == "html" else {}


def _in_lines(text: str, cells: Iterable[Printed]) -> Iterator[tuple[Location, SourcePlace]]:
    """A number is found where its line has it as often as the table has it in that line."""
    lines = re.split(r"\r\n?|\n", text)
    placed = [(location, raw) for location, raw in cells if location.line and raw]
    placed.sort(key=lambda one: (one[0].line or 0, one[0].row or 0, one[0].column or 0))
    for number, group in groupby(placed, key=lambda one: one[0].line or 0):
        if number > len(lines):
            return
        found = list(group)
        for raw in dict.fromkeys(raw for _, raw in found):
            same = [location for location, other in found if other == raw]
            marks = [one.start() for one in re.finditer(rf"(?<![\d.,]){re.escape(raw)}(?![\d.,])", lines[number - 1])]
            exact = len(marks) == len(same)
            for at, location in enumerate(same):
                yield location, SourcePlace(number, marks[at] + 1, len(raw)) if exact else SourcePlace(number)


def _in_page(text: str, cells: Iterable[Printed]) -> Iterator[tuple[Location, SourcePlace]]:
    """The cells of the source in order are those of the tree, or nothing is said."""
    from validator.readers.html.reader import cell_elements

    elements = cell_elements(text)
    if not elements:
        return
    root = next(iter(elements.values())).getroottree()
    order = {element: at for at, element in enumerate(root.iter("td", "th"))}
    starts = [one.end() for one in _MARK.finditer(text) if one["cell"]]
    if len(starts) != len(order):
        return
    breaks = [one.end() for one in re.finditer("\n", text)]
    for location, raw in cells:
        element = elements.get((location.table or 0, location.row or 0, location.column or 0))
        if element is None:
            continue
        start = starts[order[element]]
        end = _END_OF_CELL.search(text, start)
        inside = text[start : end.start() if end else len(text)]
        # Tags are blanked, so that places stay what they are.
        shown = _TAG.sub(lambda tag: " " * len(tag[0]), inside)
        exact = raw != "" and shown.strip() == raw
        at = start + (shown.index(raw) if exact else len(shown) - len(shown.lstrip()))
        line = bisect_right(breaks, at)
        column = at - (breaks[line - 1] if line else 0) + 1
        yield location, SourcePlace(line + 1, column, len(raw) if exact else None)

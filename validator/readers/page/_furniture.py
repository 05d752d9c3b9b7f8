"""What stands in the margins of a page and belongs to no paragraph and no table: page numbers and running heads."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from validator.readers.page.geometry import Box
from validator.readers.page.lines import TextLine

_MARGIN = 0.13
"""Share of the height of a page at its top and at its bottom."""
_APART = 1.5
"""Ems between a bare page number and the text; a number closer to it may belong to it."""
_REPEATED = 3
"""Pages on which a running head has to stand."""
_SAME_HEIGHT = 3.0
_GAP = 1.0
_PAGE_NUMBER = re.compile(r"第?[0-9]{1,3}页?(?:[/／,，|]?共?[0-9]{1,3}页?)?")
_DASHES = "-—–－―_~·•|"
_DIGITS = re.compile(r"[0-9]+")


class PageLines(Struct, frozen=True):
    """A page's lines of text outside its ruled tables, from top to bottom."""

    number: int
    height: float
    lines: tuple[TextLine, ...]
    tables: tuple[Box, ...] = ()
    """Where its ruled tables stand."""


def furniture(pages: Sequence[PageLines]) -> frozenset[TextLine]:
    """The lines that only serve the page."""
    found = {line for page in pages for line in _page_numbers(page)}
    return frozenset(found | set(_running_heads(pages, found)))


def _page_numbers(page: PageLines) -> Iterable[TextLine]:
    for line, free in _outermost(page):
        compact = "".join(line.text.split())
        bare = compact.strip(_DASHES)
        if not _PAGE_NUMBER.fullmatch(bare):
            continue
        # Numbers that stand apart from each other, or close to the text, may be a row of a table.
        if bare != compact or "页" in bare or (free >= _APART * line.size and _is_one_piece(line)):
            yield line


def _running_heads(pages: Sequence[PageLines], numbers: set[TextLine]) -> Iterable[TextLine]:
    """Lines that stand, but for their digits, at the same height of several pages."""
    groups: dict[tuple[str, int], list[TextLine]] = defaultdict(list)
    for page in pages:
        lines = tuple(line for line in page.lines if line not in numbers)
        rest = PageLines(page.number, page.height, lines, page.tables)
        for line, _ in _outermost(rest):
            if _is_one_piece(line):
                groups[_DIGITS.sub("0", line.text), round(line.baseline / _SAME_HEIGHT)].append(line)
    for group in groups.values():
        if len({line.page for line in group}) >= _REPEATED:
            yield from group


def _is_one_piece(line: TextLine) -> bool:
    return len(list(line.parts(_GAP))) == 1


def _outermost(page: PageLines) -> Iterable[tuple[TextLine, float]]:
    """The first and the last line, if they stand in the margin, and how much is free between them and the rest."""
    lines = page.lines
    if not lines:
        return
    if lines[0].baseline < _MARGIN * page.height:
        tops = [line.box.top for line in lines[1:2]] + [box.top for box in page.tables]
        free = min(tops, default=page.height) - lines[0].box.bottom
        if free > 0:
            yield lines[0], free
    if lines[-1].baseline > (1 - _MARGIN) * page.height:
        bottoms = [line.box.bottom for line in lines[-2:-1]] + [box.bottom for box in page.tables]
        free = lines[-1].box.top - max(bottoms, default=0.0)
        if free > 0:
            yield lines[-1], free

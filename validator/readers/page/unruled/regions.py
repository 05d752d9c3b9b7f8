"""Which lines of a page make up a table that has no ruling lines.

Rows with numbers are the anchors: they are grouped as long as their numbers stand in the same columns, and lines above
(the header) and below (rows without numbers) are taken in. No word of any form is known here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise, zip_longest

from validator.readers.page._words import Interval, Word, WordLine, ends_open, is_end, touched
from validator.readers.page.lines import TextLine
from validator.readers.page.tables import is_numbered
from validator.readers.page.unruled._columns import label_and_value
from validator.readers.page.unruled._region import MOST_SHOWN, Region

_LONGEST_CELL = 15
"""Characters from which a text over several columns is a heading or prose."""
_ROW_GAP = 4.0
"""Ems between two rows of one table, at most."""
_HEADER_GAP = 3.5
_HALF_LINE = 0.9
"""Ems by which the first line of a label stands above the numbers at its middle, at most."""
_TITLE_GAP = 1.8
_LARGER = 1.1
_TALLEST_HEADER = 24
"""Lines above the first number that may belong to the header."""
_ENOUGH_NUMBERS = 3
_SENTENCE_ENDS = "。；：;:"


def table_ranges(lines: Sequence[WordLine], recognised: Collection[int] = ()) -> list[range]:
    """The ranges of lines that are tables, in order.

    `recognised`: the pages whose text was recognised, on which nothing stands exactly in its place.
    """
    ranges: list[range] = []
    left = 0.0
    regions = _regions(lines, recognised)
    for region, following in zip_longest(regions, regions[1:]):
        free = ranges[-1].stop if ranges else 0
        if region.last < free:
            # The table above has gone on over all of it.
            continue
        start = max(_header_start(lines, region, free), free)
        before = (left,) if ranges and ranges[-1].stop == start else ()
        left = min((*before, *(line.line.left for line in lines[start : region.last + 1])))
        stop = _end(lines, region, left, following)
        several = sum(len(line.words) > 1 for line in lines[start:stop]) > 1
        if region.numbers >= _ENOUGH_NUMBERS or several or region.apart:
            ranges.append(range(start, stop))
    return ranges


def _regions(lines: Sequence[WordLine], recognised: Collection[int]) -> list[Region]:
    regions: list[Region] = []
    for at, line in enumerate(lines):
        region = regions[-1] if regions else None
        values = _values(line, region)
        if not values:
            continue
        near = region is not None and _hangs_together(lines, region, at)
        shifted = region is not None and near and line.line.page not in recognised and _is_shifted(lines, region, at)
        if region is not None and near and region.fits(values) and not shifted:
            region.take(at, values)
        else:
            regions.append(Region(at, at, apart=shifted))
            regions[-1].take(at, values)
    return regions


def _is_shifted(lines: Sequence[WordLine], region: Region, first: int) -> bool:
    """True if a table with columns of its own begins in a line right below another."""
    row = _values(lines[first], region)
    if region.sets_alike(row):
        return False
    below = Region(first, first)
    for at in range(first, len(lines)):
        values = _values(lines[at], region)
        ends = values and not (_hangs_together(lines, below, at) and below.fits(values))
        if ends or len(below.words) > MOST_SHOWN:
            break
        if values:
            below.take(at, values)
    return region.is_shifted(row, below)


def _values(line: WordLine, region: Region | None) -> list[Word]:
    """The numbers of a row; in one word, a label and a number only if it stands where those above do."""
    if len(line.words) > 1:
        return line.values
    found = None if region is None else label_and_value(line.words[0], region.columns)
    return [] if found is None else [found[1]]


def _hangs_together(lines: Sequence[WordLine], region: Region, at: int) -> bool:
    between = lines[region.last : at + 1]
    gaps = (after.y - line.y <= _ROW_GAP * max(line.line.size, after.line.size) for line, after in pairwise(between))
    return all(gaps) and not any(
        _is_heading(line, region.columns)
        or _is_header(line, region.columns)
        or (len(line.words) == 1 and line.line.text.endswith("。"))
        or (_is_numbered_alone(line) and line.line.size > _LARGER * between[0].line.size)
        for line in between[1:-1]
    )


def _is_header(line: WordLine, columns: Sequence[Interval]) -> bool:
    """True for words above several columns of numbers: below them begins a table with columns of its own."""
    words = [word for word in line.words if not word.is_value and not is_end(word.part.text)]
    return sum(bool(touched(word.interval, columns)) for word in words) > 1


def _is_heading(line: WordLine, columns: Sequence[Interval]) -> bool:
    """True for a long text across a column of numbers, where no label reaches: what separates two tables."""
    alone = len(line.words) == 1
    return alone and len(line.line.glyphs) > _LONGEST_CELL and bool(touched(line.words[0].interval, columns))


def _header_start(lines: Sequence[WordLine], region: Region, free: int) -> int:
    start = region.first
    while start > max(free, region.first - _TALLEST_HEADER):
        line, below = lines[start - 1], lines[start]
        em = max(line.line.size, below.line.size)
        if (
            below.y - line.y > _HEADER_GAP * em
            or line.line.text[-1] in _SENTENCE_ENDS
            or _is_heading(line, region.columns)
            or (_is_title(line, below, region.columns) and below.y - line.y > _HALF_LINE * em)
        ):
            break
        start -= 1
    return start


def _is_title(line: WordLine, below: WordLine, columns: Sequence[Interval]) -> bool:
    """True for a numbered line that stands like the title of a section, not like the first line of a label."""
    if not _is_numbered_alone(line):
        return False
    larger = line.line.size > _LARGER * below.line.size
    return larger or below.y - line.y > _TITLE_GAP * below.line.size or bool(touched(line.words[0].interval, columns))


def _is_numbered_alone(line: WordLine) -> bool:
    """True for a line of one text that has a number and is whole: it may be a title, whatever its size."""
    return len(line.words) == 1 and is_numbered(line.line.text) and not ends_open(line.line.text)


def _end(lines: Sequence[WordLine], region: Region, left: float, following: Region | None) -> int:
    """Below the last numbers stand the ends of those that wrap, the ends of labels, and rows that are not filled in.

    `left`: where the labels begin; `following`: the next table, whose title and header are its own.
    """
    header = _header_start(lines, following, region.last + 1) if following else len(lines)
    titled = following is not None and _is_title(lines[header - 1], lines[header], following.columns)
    limit = header - 1 if titled else len(lines)
    if following is not None and following.apart:
        limit = min(limit, _label_start(lines, following.first, region.last + 1))
    stop = region.last + 1
    while stop < limit and (
        _belongs(lines[stop], lines[stop - 1], region, left)
        or (stop + 1 < header and _is_header_of_blanks(lines, stop, region, left))
    ):
        stop += 1
    return stop


def _label_start(lines: Sequence[WordLine], row: int, free: int) -> int:
    """The first line of a row: the one that its label begins in, or all that stands above it on its page."""
    start = row
    while start > free and (
        lines[start].y - lines[start - 1].y <= _HALF_LINE * lines[row].line.size
        or (lines[start - 1].line.page == lines[row].line.page != lines[free - 1].line.page)
    ):
        start -= 1
    return start


def _belongs(line: WordLine, above: WordLine, region: Region, left: float) -> bool:
    gap = _gap(above, line)
    others = [word for word in line.words if not (word.is_value or is_end(word.part.text))]
    if gap <= _TITLE_GAP and len(others) < len(line.words) and all(_is_label(one.part, region, left) for one in others):
        return True
    return gap <= _HEADER_GAP and _is_label(line.line, region, left) and line.line.text[-1] not in _SENTENCE_ENDS


def _is_header_of_blanks(lines: Sequence[WordLine], at: int, region: Region, left: float) -> bool:
    """True for words above columns with the label of a row below them in which nothing is filled in."""
    above, line, below = lines[at - 1 : at + 2]
    first, *others = line.words
    return (
        bool(others)
        and max(_gap(above, line), _gap(line, below)) <= _HEADER_GAP
        and _is_label(first.part, region, left)
        and all(touched(word.interval, region.columns) for word in others)
        and len(below.words) == 1
        and _is_label(below.line, region, left)
    )


def _is_label(text: TextLine, region: Region, left: float) -> bool:
    """True for a text left of the numbers."""
    return left - text.size <= text.left and text.right <= region.columns[0][0]


def _gap(above: WordLine, line: WordLine) -> float:
    return (line.y - above.y) / line.line.size

"""Which lines of a page make up a table that has no ruling lines.

Rows with numbers are the anchors: they are grouped as long as their numbers stand in the same columns, and lines above
(the header) and below (rows without numbers) are taken in. No word of any form is known here.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, zip_longest

from msgspec import Struct

from validator.readers.blocks.builder import MOST_COLUMNS
from validator.readers.page._words import Interval, Word, WordLine, ends_open, is_end, merged, touched
from validator.readers.page.lines import TextLine
from validator.readers.page.tables import is_numbered
from validator.readers.page.unruled._columns import label_and_value

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


class _Region(Struct):
    first: int
    last: int
    columns: list[Interval]
    numbers: int

    def fits(self, values: Sequence[Word]) -> bool:
        """True if numbers of another row stand in the same columns, one in each."""
        if len(self.columns) > MOST_COLUMNS:
            return False
        taken = [(word, touched(word.interval, self.columns)) for word in values]
        places = [place for _, found in taken for place in found]
        return all(len(found) <= 1 or word.touching for word, found in taken) and len(places) == len(set(places))

    def take(self, at: int, values: Sequence[Word]) -> None:
        self.last = at
        apart = [word for word in values if not word.touching]
        # Digits that stand across columns say nothing of where these are, unless there is nothing else.
        self.columns = merged([*self.columns, *(word.interval for word in apart)])
        self.columns = self.columns or merged(word.interval for word in values)
        self.numbers += sum(any(glyph.text.isdigit() for glyph in word.part.glyphs) for word in values)


def table_ranges(lines: Sequence[WordLine]) -> list[range]:
    """The ranges of lines that are tables, in order."""
    ranges: list[range] = []
    left = 0.0
    regions = _regions(lines)
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
        if region.numbers >= _ENOUGH_NUMBERS or several:
            ranges.append(range(start, stop))
    return ranges


def _regions(lines: Sequence[WordLine]) -> list[_Region]:
    regions: list[_Region] = []
    for at, line in enumerate(lines):
        region = regions[-1] if regions else None
        values = _values(line, region)
        if not values:
            continue
        if region is not None and _hangs_together(lines, region, at) and region.fits(values):
            region.take(at, values)
        else:
            regions.append(_Region(at, at, [], 0))
            regions[-1].take(at, values)
    return regions


def _values(line: WordLine, region: _Region | None) -> list[Word]:
    """The numbers of a row; in one word, a label and a number only if it stands where those above do."""
    if len(line.words) > 1:
        return line.values
    found = None if region is None else label_and_value(line.words[0], region.columns)
    return [] if found is None else [found[1]]


def _hangs_together(lines: Sequence[WordLine], region: _Region, at: int) -> bool:
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


def _header_start(lines: Sequence[WordLine], region: _Region, free: int) -> int:
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


def _end(lines: Sequence[WordLine], region: _Region, left: float, following: _Region | None) -> int:
    """Below the last numbers stand the ends of those that wrap, the ends of labels, and rows that are not filled in.

    `left`: where the labels begin; `following`: the next table, whose title and header are its own.
    """
    header = _header_start(lines, following, region.last + 1) if following else len(lines)
    titled = following is not None and _is_title(lines[header - 1], lines[header], following.columns)
    limit = header - 1 if titled else len(lines)
    stop = region.last + 1
    while stop < limit and (
        _belongs(lines[stop], lines[stop - 1], region, left)
        or (stop + 1 < header and _is_header_of_blanks(lines, stop, region, left))
    ):
        stop += 1
    return stop


def _belongs(line: WordLine, above: WordLine, region: _Region, left: float) -> bool:
    gap = _gap(above, line)
    others = [word for word in line.words if not (word.is_value or is_end(word.part.text))]
    if gap <= _TITLE_GAP and len(others) < len(line.words) and all(_is_label(one.part, region, left) for one in others):
        return True
    return gap <= _HEADER_GAP and _is_label(line.line, region, left) and line.line.text[-1] not in _SENTENCE_ENDS


def _is_header_of_blanks(lines: Sequence[WordLine], at: int, region: _Region, left: float) -> bool:
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


def _is_label(text: TextLine, region: _Region, left: float) -> bool:
    """True for a text left of the numbers."""
    return left - text.size <= text.left and text.right <= region.columns[0][0]


def _gap(above: WordLine, line: WordLine) -> float:
    return (line.y - above.y) / line.line.size

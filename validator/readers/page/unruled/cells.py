"""From the words of a table without ruling lines to its cells."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from operator import attrgetter

from msgspec.structs import replace

from validator.readers.page._words import (
    NARROW_GAP,
    Interval,
    Word,
    WordLine,
    goes_on,
    is_end,
    merged,
    overlap,
    touched,
)
from validator.readers.page.geometry import Box
from validator.readers.page.glyph import Glyph
from validator.readers.page.tables import PageTable, TableCell, is_numbered
from validator.readers.page.unruled._block import Block, PrintedRow
from validator.readers.page.unruled._columns import find_columns, pieces
from validator.readers.page.unruled._rows import LINE_PITCH, PrintedRows

_MOST_WORDS = 6000
_ALIGNED = 0.5
"""Points by which texts that begin at one place may miss each other."""
_SEVERAL = 3
"""Texts that make a column."""
_OPENING = "（(“‘《〈【〔「『"


def unruled_table(lines: Sequence[WordLine], recognised: Collection[int] = ()) -> PageTable | None:
    """The table that these lines make up; None if there is more in it than in any table.

    `recognised`: the pages whose text was recognised, where numbers of several columns may have been read as one.
    """
    if sum(len(line.words) for line in lines) > _MOST_WORDS:
        return None
    numeric = merged(word.interval for line in lines for word in line.values if not word.touching)
    starts = _starts(word for line in lines for word in line.words if not word.is_value)
    words = [
        piece for line in lines for word in line.words for part in _apart(word, starts) for piece in _cut(part, numeric)
    ]
    units = _wrapped_units(words)
    values = [replace(word, is_value=True) for word in words if word.is_value or word in units]
    texts = [word for word in words if not word.is_value and word not in units]
    columns = _columns(values, texts)
    if columns is None:
        return None
    return _laid_out(PrintedRows(columns, values, texts).rows(), columns, lines, recognised)


def _columns(values: Sequence[Word], texts: Sequence[Word]) -> list[Interval] | None:
    """Where the columns stand; digits across several tell of none, unless they stand in none of the others."""
    apart = [word for word in values if not word.touching]
    columns = find_columns(apart, texts)
    if columns is None:
        return None
    alone = [word for word in values if word.touching and not touched(word.interval, columns)]
    return find_columns([*apart, *alone], texts) if alone else columns


def _starts(texts: Iterable[Word]) -> list[float]:
    """Where several texts below each other begin, as they do in one column."""
    places = sorted(word.part.left for word in texts)
    return [
        place
        for place in places
        if bisect_right(places, place + _ALIGNED) - bisect_left(places, place - _ALIGNED) >= _SEVERAL
    ]


def _apart(word: Word, starts: Sequence[float]) -> Iterable[Word]:
    """A text cut where its rest begins as others do: the label of a group stands close to that of a row."""
    if word.is_value:
        return (word,)
    gaps = word.part.gaps(NARROW_GAP)
    if not gaps:
        return (word,)
    glyphs = word.part.glyphs
    cuts = [
        at
        for at in gaps
        if bisect_right(starts, glyphs[at].left + _ALIGNED) > bisect_left(starts, glyphs[at].left - _ALIGNED)
        and not _is_remark(glyphs[at:])
    ]
    return map(word.moved, word.part.cut(cuts))


def _is_remark(glyphs: Sequence[Glyph]) -> bool:
    """True for what begins with a bracket or a quote, which leave room before them, and is no numbering."""
    return glyphs[0].text in _OPENING and not is_numbered("".join(glyph.text for glyph in glyphs))


def _cut(word: Word, numeric: Sequence[Interval]) -> Iterable[Word]:
    return (word,) if word.is_value else pieces(word, numeric)


def _wrapped_units(words: Sequence[Word]) -> frozenset[Word]:
    """The units below numbers: of `28件` in a narrow cell `件` comes to stand in a line of its own."""
    numbers = sorted((word for word in words if word.is_value), key=attrgetter("y"))
    heights = [number.y for number in numbers]
    return frozenset(
        word
        for word in words
        if is_end(word.part.text)
        and any(
            word.y - number.y <= LINE_PITCH * word.size
            and overlap(word.interval, number.interval) > 0
            and goes_on(number.part.text, word.part.text)
            for number in _above(word, numbers, heights)
        )
    )


def _above(word: Word, numbers: Sequence[Word], heights: Sequence[float]) -> Sequence[Word]:
    """The numbers above a word in the lines just before its own; `heights`: theirs, in order."""
    return numbers[bisect_left(heights, word.y - 2 * LINE_PITCH * word.size) : bisect_left(heights, word.y)]


def _laid_out(
    rows: Sequence[PrintedRow], columns: Sequence[Interval], lines: Sequence[WordLine], recognised: Collection[int]
) -> PageTable:
    inner = ((left[1] + right[0]) / 2 for left, right in pairwise(columns))
    edges = (columns[0][0], *inner, columns[-1][1])
    # Where two numbers of a row share a column, the columns run into each other and only the order can be trusted.
    positioned = all(row.has_one_number_a_column for row in rows)
    cells = tuple(cell for at, row in enumerate(rows) for cell in _cells_of(row, at, edges if positioned else None))
    if not positioned:
        cells = tuple(replace(cell, touching=cell.is_number and cell.page in recognised) for cell in cells)
    page = lines[0].line.page
    box = Box.around(line.line.box for line in lines if line.line.page == page)
    return PageTable(page, edges, len(rows), cells, box, positioned)


def _cells_of(row: PrintedRow, at: int, edges: Sequence[float] | None) -> Iterable[TableCell]:
    """The cells of a row, blank ones where nothing stands; without edges, only those that hold something."""
    if edges is None:
        for column, block in enumerate(sorted(row.blocks, key=lambda block: block.words[0].part.left)):
            yield _cell([block], at, column, 1)
        return
    first = min(row.blocks, key=lambda block: block.first).words[0].part
    starts: dict[int, list[Block]] = {}
    for block in sorted(row.blocks, key=lambda block: block.words[0].y):
        starts.setdefault(block.first, []).append(block)
    column = 0
    while column < len(edges) - 1:
        end = column + 1
        if column in starts:
            last = max(block.last for block in starts[column])
            while end <= last and end not in starts:
                end += 1
            yield _cell(starts[column], at, column, end - column)
        else:
            box = Box(edges[column], first.box.top, edges[end], first.box.bottom)
            yield TableCell(at, column, 1, 1, box, first.page)
        column = end


def _cell(blocks: Sequence[Block], row: int, column: int, colspan: int) -> TableCell:
    lines = tuple(word.part for block in blocks for word in block.words)
    page = lines[0].page
    box = Box.around(line.box for line in lines if line.page == page)
    touching = any(word.touching for block in blocks for word in block.words)
    return TableCell(row, column, 1, colspan, box, page, lines, touching=touching)

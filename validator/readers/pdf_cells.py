"""From the words of a table without ruling lines to its cells: wrapped texts joined, rows by the lines of numbers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from validator.readers.pdf_columns import find_columns, pieces
from validator.readers.pdf_lines import first_unit
from validator.readers.pdf_space import Box
from validator.readers.pdf_tables import PageTable, TableCell, is_numbered
from validator.readers.pdf_words import Interval, Word, WordLine, merged, touched

_LEVEL = 0.5
"""Ems within which words stand in one row."""
_ALIGNED = 1.0
"""Ems within which the lines of a wrapped text begin, or have their middle, at the same place."""
_LINE_PITCH = 1.8
"""Ems from line to line inside a cell, at most."""
_CLOSER = 0.8
"""Share of the least distance of rows, up to which lines are surely of one cell."""
_NEAR = 0.7
"""Ems by which the numbers of a row may stand above or below its label."""
_MOST_WORDS = 6000


def unruled_table(lines: Sequence[WordLine]) -> PageTable | None:
    """The table that these lines make up; None if there is more in it than in any table."""
    if sum(len(line.words) for line in lines) > _MOST_WORDS:
        return None
    numeric = merged(word.interval for line in lines for word in line.values)
    words = [piece for line in lines for word in line.words for piece in _cut(word, numeric)]
    values = [word for word in words if word.is_value]
    texts = [word for word in words if not word.is_value]
    columns = find_columns(values, texts)
    if columns is None:
        return None
    return _laid_out(_Rows(columns, values, texts).rows(), columns, lines)


def _cut(word: Word, numeric: Sequence[Interval]) -> Iterable[Word]:
    return (word,) if word.is_value else pieces(word, numeric)


@dataclass(slots=True, eq=False)
class _Block:
    """What stands in one cell: the lines of a text that wraps, or of a number that does."""

    words: list[Word]
    first: int
    last: int
    """Columns it stands in."""

    @property
    def middle(self) -> float:
        return (self.words[0].y + self.words[-1].y) / 2

    @property
    def size(self) -> float:
        return self.words[0].size

    @property
    def is_value(self) -> bool:
        return self.words[0].is_value


@dataclass(slots=True, eq=False)
class _Row:
    y: float
    blocks: list[_Block] = field(default_factory=list)

    @property
    def values(self) -> dict[int, _Block]:
        """Column -> its number."""
        return {block.first: block for block in self.blocks if block.is_value}

    @property
    def has_one_number_a_column(self) -> bool:
        return len(self.values) == sum(block.is_value for block in self.blocks)

    @property
    def has_text(self) -> bool:
        return any(not block.is_value for block in self.blocks)


class _Rows:
    """Puts the words of a table into rows."""

    def __init__(self, columns: Sequence[Interval], values: Sequence[Word], texts: Sequence[Word]) -> None:
        self._columns = columns
        self._anchors, self._ends = self._parted(self._rows_of(values))
        self._heights, self._end_heights = ([row.y for row in rows] for rows in (self._anchors, self._ends))
        self._texts = sorted(texts, key=lambda word: (word.y, word.interval))
        self._levels = _levels(self._texts)
        self._labels = self._labels_of_rows()
        self._row_gap = self._closest_rows()

    def rows(self) -> list[_Row]:
        """All rows from top to bottom."""
        loose: list[_Row] = []
        for block in sorted(self._blocks(), key=lambda block: block.middle):
            row = _beside(block, self._anchors, self._heights) or _beside(block, self._ends, self._end_heights)
            if row is None:
                if not loose or block.middle - loose[-1].y > _LEVEL * block.size:
                    loose.append(_Row(block.middle))
                row = loose[-1]
            row.blocks.append(block)
        rows = [*self._anchors, *self._ends, *loose]
        return self._with_wrapped_numbers(sorted(rows, key=lambda row: row.y))

    def _rows_of(self, values: Sequence[Word]) -> list[_Row]:
        """The rows that hold numbers."""
        rows: list[_Row] = []
        for word in sorted(values, key=lambda word: (word.y, word.interval)):
            if not rows or word.y - rows[-1].y > _LEVEL * word.size:
                rows.append(_Row(word.y))
            column = touched(word.interval, self._columns)[0]
            rows[-1].blocks.append(_Block([word], column, column))
        return rows

    def _parted(self, rows: Sequence[_Row]) -> tuple[list[_Row], list[_Row]]:
        """The rows of numbers, and those that may hold but the ends of numbers that wrap in narrow cells."""
        found: list[_Row] = []
        ends: list[_Row] = []
        for row in rows:
            (ends if found and self._are_ends(row, found[-1]) else found).append(row)
        return found, ends

    def _labels_of_rows(self) -> frozenset[Word]:
        """The texts that stand on the baseline of numbers, right before them: each begins a row or is in its middle."""
        last: dict[int, Word] = {}
        for word in self._texts:
            at = bisect_left(self._heights, word.y - _LEVEL * word.size)
            if at < len(self._heights) and self._heights[at] <= word.y + _LEVEL * word.size:
                first_value = min(block.words[0].part.left for block in self._anchors[at].blocks)
                if word.part.left < first_value and (at not in last or last[at].part.left < word.part.left):
                    last[at] = word
        return frozenset(last.values())

    def _closest_rows(self) -> float:
        """The least distance in points from a text to the label of the next row below it."""
        closest = float("inf")
        above: dict[int, Word] = {}
        for word in self._texts:
            column = touched(word.interval, self._columns)[0]
            if word in self._labels and column in above:
                closest = min(closest, word.y - above[column].y)
            above[column] = word
        return closest

    def _blocks(self) -> list[_Block]:
        """The texts, each with the lines over which it wraps."""
        blocks: list[_Block] = []
        lowest: dict[int, _Block] = {}
        for word in self._texts:
            under = touched(word.interval, self._columns)
            block = lowest.get(under[0])
            if block is not None and self._goes_on(block, word, under[-1]):
                block.words.append(word)
                block.last = max(block.last, under[-1])
            else:
                lowest[under[0]] = _Block([word], under[0], under[-1])
                blocks.append(lowest[under[0]])
        return blocks

    def _goes_on(self, block: _Block, word: Word, last: int) -> bool:
        """True if a word is the next line of a text: closer than rows are, or for want of room in the line before."""
        before = block.words[-1]
        size = before.size
        if not 0 < word.y - before.y <= _LINE_PITCH * size or is_numbered(word.part.text):
            return False
        if not _is_aligned(before, word):
            return False
        if word in self._labels and any(one in self._labels for one in block.words):
            return False
        if any(one is not word and self._stands_under(one, block) for one in self._levels[word]):
            return False
        surely = word.y - before.y < _CLOSER * self._row_gap or is_numbered(block.words[0].part.text)
        if surely and word not in self._labels:
            return True
        return first_unit(word.part) > self._columns[max(block.last, last)][1] - before.part.right

    def _stands_under(self, word: Word, block: _Block) -> bool:
        under = touched(word.interval, self._columns)
        return under[0] <= block.last and under[-1] >= block.first

    def _with_wrapped_numbers(self, rows: Sequence[_Row]) -> list[_Row]:
        """Rows without any text are the ends of numbers that wrap in narrow cells, if such a number is above them."""
        kept: list[_Row] = []
        for row in rows:
            if row.has_text or not kept:
                kept.append(row)
            elif self._are_ends(row, kept[-1]):
                _join_numbers(kept[-1], row)
            elif len(kept) > 1 and not kept[-2].has_text and self._all_are_ends(row, kept[-2]):
                # Label and other numbers stand half way between the two lines.
                head = kept.pop(-2)
                _join_numbers(head, row)
                kept[-1].blocks += head.blocks
            else:
                kept.append(row)
        return kept

    def _are_ends(self, row: _Row, above: _Row) -> bool:
        """True if all that a row holds stands right below some of the numbers above, which fill their columns."""
        return len(row.values) < len(above.values) and self._all_are_ends(row, above)

    def _all_are_ends(self, row: _Row, above: _Row) -> bool:
        others = above.values
        return all(
            column in others and self._is_end(block.words[0], others[column].words[-1], column)
            for column, block in row.values.items()
        )

    def _is_end(self, word: Word, before: Word, column: int) -> bool:
        digits = word.part.text.replace(".", "").isdigit() and before.part.text[-1] in "0123456789."
        left, right = self._columns[column]
        full = before.part.right - before.part.left + first_unit(word.part) > right - left
        return digits and full and 0 < word.y - before.y <= _LINE_PITCH * word.size


def _join_numbers(row: _Row, ends: _Row) -> None:
    numbers = row.values
    for column, block in ends.values.items():
        numbers[column].words += block.words


def _beside(block: _Block, rows: Sequence[_Row], heights: Sequence[float]) -> _Row | None:
    """The row of numbers that a text stands beside."""
    margin = _NEAR * block.size
    start = bisect_left(heights, block.words[0].y - margin)
    stop = bisect_left(heights, block.words[-1].y + margin)
    return min(rows[start:stop], key=lambda row: abs(row.y - block.middle), default=None)


def _levels(words: Iterable[Word]) -> dict[Word, list[Word]]:
    """Word -> the words on its baseline; the words come from top to bottom."""
    levels: dict[Word, list[Word]] = {}
    level: list[Word] = []
    for word in words:
        if level and word.y - level[0].y > _LEVEL * word.size:
            level = []
        level.append(word)
        levels[word] = level
    return levels


def _is_aligned(above: Word, word: Word) -> bool:
    """True for texts that begin, or have their middle, at the same place."""
    left = word.part.left - above.part.left
    middle = (sum(word.interval) - sum(above.interval)) / 2
    return min(abs(left), abs(middle)) <= _ALIGNED * above.size


def _laid_out(rows: Sequence[_Row], columns: Sequence[Interval], lines: Sequence[WordLine]) -> PageTable:
    inner = ((left[1] + right[0]) / 2 for left, right in pairwise(columns))
    edges = (columns[0][0], *inner, columns[-1][1])
    # Where two numbers of a row share a column, the columns run into each other and only the order can be trusted.
    positioned = all(row.has_one_number_a_column for row in rows)
    cells = tuple(cell for at, row in enumerate(rows) for cell in _cells_of(row, at, edges if positioned else None))
    page = lines[0].line.page
    box = Box.around(line.line.box for line in lines if line.line.page == page)
    return PageTable(page, edges, len(rows), cells, box, positioned)


def _cells_of(row: _Row, at: int, edges: Sequence[float] | None) -> Iterable[TableCell]:
    """The cells of a row, blank ones where nothing stands; without edges, only those that hold something."""
    if edges is None:
        for column, block in enumerate(sorted(row.blocks, key=lambda block: block.words[0].part.left)):
            yield _cell([block], at, column, 1)
        return
    first = min(row.blocks, key=lambda block: block.first).words[0].part
    starts: dict[int, list[_Block]] = {}
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


def _cell(blocks: Sequence[_Block], row: int, column: int, colspan: int) -> TableCell:
    lines = tuple(word.part for block in blocks for word in block.words)
    page = lines[0].page
    box = Box.around(line.box for line in lines if line.page == page)
    return TableCell(row, column, 1, colspan, box, page, lines)

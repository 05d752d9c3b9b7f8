"""Which words of a table without ruling lines make up one text, and which texts and numbers one row."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from validator.readers.page._words import Interval, Word, ends_open, goes_on, touched
from validator.readers.page.lines import first_unit
from validator.readers.page.tables import is_numbered
from validator.readers.page.unruled._block import Block, PrintedRow
from validator.readers.page.unruled._cut_rows import mended
from validator.readers.page.unruled._levels import LEVEL, go_on, is_aligned, levels

LINE_PITCH = 1.8
"""Ems from line to line inside a cell, at most."""
_CLOSER = 0.8
"""Share of the least distance of rows, up to which lines are surely of one cell."""
_LEVEL_EXACT = 0.1
"""Ems within which a text stands on the height of numbers and not only near it."""
_NEAR = 0.7
"""Ems by which the numbers of a row may stand above or below its label."""
_TOUCHING = 0.05
"""Points by which widths that are the same may differ."""
_AS_ROWS = 0.915
"""Share of the least distance of rows, from which lines are as far apart as rows, and not of one cell."""
_CELL_MARGINS = 1.6
"""Ems left free on both sides of a cell together, at most."""


class PrintedRows:
    """Puts the words of a table into rows."""

    def __init__(self, columns: Sequence[Interval], values: Sequence[Word], texts: Sequence[Word]) -> None:
        """`values`: the numbers; `texts`: all other words."""
        self._columns = list(columns)
        self._texts = sorted(texts, key=lambda word: (word.y, word.interval))
        rows = self._rows_of(values)
        self._pitch = self._closest_labelled(rows)
        self._anchors, self._ends = self._parted(rows)
        self._numeric = frozenset(block.first for row in self._anchors for block in row.blocks)
        self._heights, self._end_heights = ([row.y for row in rows] for rows in (self._anchors, self._ends))
        self._levels = levels(self._texts)
        self._labels = self._labels_of_rows()
        self._row_gap = self._closest_rows()

    def rows(self) -> list[PrintedRow]:
        """All rows from top to bottom."""
        loose: list[PrintedRow] = []
        for block in sorted(self._blocks(), key=lambda block: block.middle):
            row = _beside(block, self._anchors, self._heights) or _beside(block, self._ends, self._end_heights)
            if row is None:
                if not loose or block.middle - loose[-1].y > LEVEL * block.size:
                    loose.append(PrintedRow(block.middle))
                row = loose[-1]
            row.blocks.append(block)
        rows = [*self._anchors, *self._ends, *loose]
        return mended(self._with_wrapped_numbers(sorted(rows, key=lambda row: row.y)))

    def _rows_of(self, values: Sequence[Word]) -> list[PrintedRow]:
        """The rows that hold numbers."""
        rows: list[PrintedRow] = []
        for word in sorted(values, key=lambda word: (word.y, word.interval)):
            if not rows or word.y - rows[-1].y > LEVEL * word.size:
                rows.append(PrintedRow(word.y))
            under = touched(word.interval, self._columns) or [self._nearest(word)]
            rows[-1].blocks.append(Block([word], under[0], under[-1] if word.touching else under[0]))
        return rows

    def _nearest(self, word: Word) -> int:
        """The column next to a number that has no width."""
        middle = sum(word.interval)
        return min(range(len(self._columns)), key=lambda at: abs(sum(self._columns[at]) - middle))

    def _closest_labelled(self, rows: Sequence[PrintedRow]) -> float:
        """The least distance in points of two rows of numbers that each have a text on their height."""
        return min(
            (below.y - above.y for above, below in pairwise(rows) if self._are_rows(above, below)),
            default=float("inf"),
        )

    def _are_rows(self, above: PrintedRow, below: PrintedRow) -> bool:
        """True for rows of one page that hold more than the ends of numbers: those are fewer than the numbers."""
        whole = len(above.values) <= len(below.values) and any(
            block.words[0].part.text[0].isdigit() for block in below.values.values()
        )
        # Lines that overlap are of one row, the first half way above the rest of it.
        apart = below.y - above.y >= below.blocks[0].size
        same_page = above.last_page == below.first_page
        if not (whole and apart and same_page):
            return False
        heads, others = self._texts_on_level(above), self._texts_on_level(below)
        return bool(heads and others) and not go_on(heads, others)

    def _texts_on_level(self, row: PrintedRow) -> list[Word]:
        return [word for word in self._texts if abs(word.y - row.y) <= _LEVEL_EXACT * word.size]

    def _parted(self, rows: Sequence[PrintedRow]) -> tuple[list[PrintedRow], list[PrintedRow]]:
        """The rows of numbers, and those that may hold but the ends of numbers that wrap in narrow cells."""
        found: list[PrintedRow] = []
        ends: list[PrintedRow] = []
        for row in rows:
            if len(found) > 1 and self._closes(found[-2], found[-1], row):
                head = found.pop(-2)
                _join_numbers(found[-1], head, row)
            elif found and self._are_ends(row, found[-1]):
                ends.append(row)
            else:
                found.append(row)
        return found, ends

    def _closes(self, head: PrintedRow, middle: PrintedRow, row: PrintedRow) -> bool:
        """True for the first and last lines of numbers that wrap, with the rest of their row half way between them."""
        if head.values.keys() != row.values.keys():
            return False
        if not head.values.keys() & middle.values.keys():
            return self._all_are_ends(row, head)
        # Numbers over three lines, the second beside their label, or all beside one that has as many.
        first, second, last = map(self._texts_on_level, (head, middle, row))
        third = head.values.keys() < middle.values.keys() and (
            (go_on(first, second) and not any(is_numbered(word.part.text) for word in last))
            or not any(abs(word.y - line.y) <= LEVEL * word.size for line in (head, row) for word in self._texts)
        )
        firsts = PrintedRow(middle.y, [block for block in middle.blocks if block.first in head.values])
        return third and self._all_are_ends(firsts, head) and self._all_are_ends(row, middle)

    def _is_beside_text(self, value: Word) -> bool:
        """True if a text stands on the baseline of a number, or half a line below it: it begins a row."""
        return any(-LEVEL * value.size <= word.y - value.y <= _NEAR * value.size for word in self._texts)

    def _labels_of_rows(self) -> frozenset[Word]:
        """The texts that stand on the baseline of numbers, right before them: each begins a row or is in its middle."""
        last: dict[int, Word] = {}
        for word in self._texts:
            at = bisect_left(self._heights, word.y - LEVEL * word.size)
            if at < len(self._heights) and self._heights[at] <= word.y + LEVEL * word.size:
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
            # At a page break the distance is not the printed one.
            if word in self._labels and column in above and above[column].part.page == word.part.page:
                closest = min(closest, word.y - above[column].y)
            above[column] = word
        return closest

    def _blocks(self) -> list[Block]:
        """The texts, each with the lines over which it wraps."""
        blocks: list[Block] = []
        lowest: dict[int, Block] = {}
        for word in self._texts:
            under = touched(word.interval, self._columns)
            above = (block for block in lowest.values() if block.first <= under[0] <= block.last)
            block = max(above, key=lambda block: block.words[-1].y, default=None)
            if block is not None and self._goes_on(block, word, under[-1]):
                block.words.append(word)
                block.last = max(block.last, under[-1])
            else:
                lowest[under[0]] = Block([word], under[0], under[-1])
                blocks.append(lowest[under[0]])
        return blocks

    def _goes_on(self, block: Block, word: Word, last: int) -> bool:
        """True if a word is the next line of a text: closer than rows are, or for want of room in the line before."""
        before = block.words[-1]
        size = before.size
        if not 0 < word.y - before.y <= LINE_PITCH * size or is_numbered(word.part.text):
            return False
        same_page = word.part.page == before.part.page
        numbered = is_numbered(block.words[0].part.text)
        as_rows = same_page and not numbered and word.y - before.y > _AS_ROWS * self._pitch
        if as_rows or not is_aligned(before, word):
            return False
        if word in self._labels and any(one in self._labels or self._is_in_header(one) for one in block.words):
            return False
        if any(one is not word and self._stands_under(one, block) for one in self._levels[word]):
            return False
        surely = word.y - before.y < _CLOSER * self._row_gap or numbered
        # What a page break parts is as close as lines of one cell, whatever it is.
        if surely and word not in self._labels and same_page:
            return True
        is_open = ends_open("".join(one.part.text for one in block.words))
        return is_open or first_unit(word.part) > self._columns[max(block.last, last)][1] - before.part.right

    def _is_in_header(self, word: Word) -> bool:
        """True if a text stands beside others that stand in columns of numbers."""
        return any(
            one is not word and self._numeric.intersection(touched(one.interval, self._columns))
            for one in self._levels[word]
        )

    def _stands_under(self, word: Word, block: Block) -> bool:
        under = touched(word.interval, self._columns)
        return under[0] <= block.last and under[-1] >= block.first

    def _with_wrapped_numbers(self, rows: Sequence[PrintedRow]) -> list[PrintedRow]:
        """Rows without any text are the ends of numbers that wrap in narrow cells, if such a number is above them."""
        kept: list[PrintedRow] = []
        for row in rows:
            if kept and not row.has_text and self._are_ends(row, kept[-1]):
                _join_numbers(kept[-1], None, row)
            else:
                kept.append(row)
        return kept

    def _are_ends(self, row: PrintedRow, above: PrintedRow) -> bool:
        """True if all that a row holds stands right below some of the numbers above, which fill their columns."""
        units = not any(block.words[0].part.text[0].isdigit() for block in row.values.values())
        return (units or len(row.values) < len(above.values)) and self._all_are_ends(row, above)

    def _all_are_ends(self, row: PrintedRow, above: PrintedRow) -> bool:
        others = above.values
        # A line in which a unit stands alone is no row: what stands beside it goes on as well.
        wraps = any(not block.words[0].part.text[0].isdigit() for block in row.values.values())
        return all(
            column in others and self._is_end(block.words[0], others[column].words[-1], column, wraps=wraps)
            for column, block in row.values.items()
        )

    def _is_end(self, word: Word, before: Word, column: int, *, wraps: bool) -> bool:
        """True if a number goes on in the line below: with its unit, or with digits if its column has no more room.

        `wraps`: the line below is known to be the second one of numbers.
        """
        below = 0 < word.y - before.y <= LINE_PITCH * word.size
        if not (below and goes_on(before.part.text, word.part.text)):
            return False
        if wraps or not word.part.text[0].isdigit() or ends_open(before.part.text):
            return True
        if word.y - before.y > _AS_ROWS * self._pitch:
            return False
        if word.part.page != before.part.page and self._is_beside_text(word):
            return False
        left, right = self._columns[column]
        digit = word.part.glyphs[0]
        width = before.part.right - before.part.left + digit.right - digit.left
        # A header set one character to a line is just as wide as two digits.
        full = right - left <= width + _TOUCHING and len(word.part.glyphs) <= len(before.part.glyphs)
        return full and self._distance_to_next(column) <= width + _CELL_MARGINS * word.size

    def _distance_to_next(self, column: int) -> float:
        """Points from a column to the nearest one, from edge to edge or from middle to middle."""
        left, right = self._columns[column]
        beside = self._columns[max(column - 1, 0) : column] + self._columns[column + 1 : column + 2]
        return min(
            (min(abs(start - left), abs(start + end - left - right) / 2) for start, end in beside), default=float("inf")
        )


def _join_numbers(row: PrintedRow, heads: PrintedRow | None, ends: PrintedRow) -> None:
    """Put the first and last lines of numbers into the row that they belong to."""
    numbers = row.values
    for block in heads.blocks if heads else ():
        if block.first in numbers:
            numbers[block.first].words[:0] = block.words
        else:
            row.blocks.append(block)
            numbers[block.first] = block
    for column, block in ends.values.items():
        numbers[column].words += block.words


def _beside(block: Block, rows: Sequence[PrintedRow], heights: Sequence[float]) -> PrintedRow | None:
    """The row of numbers that a text stands beside."""
    margin = _NEAR * block.size
    start = bisect_left(heights, block.words[0].y - margin)
    stop = bisect_left(heights, block.words[-1].y + margin)
    return min(rows[start:stop], key=lambda row: abs(row.y - block.middle), default=None)

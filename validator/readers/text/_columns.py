"""Columns made with blanks: where a cell stands tells its column, counted in widths of the screen."""

from __future__ import annotations

import re
from bisect import insort
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise

from msgspec import Struct

from validator.readers.blocks.builder import TextCell
from validator.readers.text._lines import SourceLine, display_width, is_number

_HANZI = "[\u4e00-\u9fff]"
# A full-width blank is as wide as two, but 张　三 and 总　计 are single words set wide.
_GAP = re.compile(
    rf"[ \u00a0\u3000]{{2,}}|(?<!{_HANZI})\u3000|\u3000(?!{_HANZI})|(?<={_HANZI}{{2}})\u3000(?={_HANZI}{{2}})"
)
_NEAR = 2
"""Widths by which a cell may miss its column."""
_FEWEST_HEADERS = 3
"""Cells of a row of words that make it a header."""
_LONGEST_LINE = 2000
_MOST_LABELS = 3
"""Columns of labels, of which a row may have fewer than others."""
_FEWEST_LINES = 4
"""Lines that show columns set by a program."""
_MOST_SHARED = 0.85
"""Share of the cells that begin where others do, in columns set by a program."""
_MOST_WORDS = 5000
"""Cells of a table in which columns are looked for at length."""


_Columns = Sequence[tuple[int, int]]
"""For each column, where it begins and ends on the screen."""


class _Word(Struct, frozen=True):
    """A cell's text with the stretch of the screen that it covers."""

    text: str
    start: int
    end: int

    def meets(self, other: _Word) -> bool:
        """True if a part of it stands right above or below the other one."""
        return self.start < other.end and other.start < self.end

    @property
    def rank(self) -> tuple[int, int]:
        """Narrow cells come first."""
        return self.end - self.start, self.start


def fields(line: SourceLine) -> list[str]:
    """The texts between gaps."""
    return [] if len(line.text) > _LONGEST_LINE else [field for field in _GAP.split(line.stripped) if field]


def align(lines: Sequence[SourceLine]) -> tuple[list[list[TextCell]], bool]:
    """The rows of a block of lines, and whether the columns could be made out; if not, only the order is kept."""
    edged = _by_edges(lines)
    if edged is not None:
        return edged, True
    for find in (_full_rows, _narrow_cells) if _sets_columns(lines) else ():
        # The widths of “ and the like, which differ between terminals; often there is none, or both give the same.
        found = [rows for ambiguous in (1, 2) if (rows := _try(lines, find, ambiguous)) is not None]
        # By a wrong width some cells stand beside their column, as if in one of their own.
        fewest = min((_width(rows) for rows in found), default=0)
        agreed = [rows for rows in found if _width(rows) == fewest]
        if agreed and agreed[0] == agreed[-1]:
            return agreed[0], True
    return [
        [TextCell(text, column, line=line.number) for column, text in enumerate(fields(line))] for line in lines
    ], False


def _width(rows: Sequence[Sequence[TextCell]]) -> int:
    """Columns of a table whose rows are as wide as each other."""
    return max(sum(cell.colspan for cell in row) for row in rows)


def _by_edges(lines: Sequence[SourceLine]) -> list[list[TextCell]] | None:
    """The rows where each cell begins right at its column, counted in characters, as programs set them; else None.

    On a screen such columns are crooked, for a character may be as wide as two.
    """
    if len(lines) < _FEWEST_LINES:
        return None
    rows = [_words(line.text) for line in lines]
    starts = Counter(word.start for row in rows for word in row)
    shared = sum(count for count in starts.values() if count > 1)
    if len(starts) > max(map(len, rows)) + _MOST_LABELS or shared < _MOST_SHARED * starts.total():
        return None
    bounds = sorted(starts)
    columns = list(zip(bounds, [*bounds[1:], _LONGEST_LINE], strict=True))
    ends = dict(columns)
    if any(word.end > ends[word.start] for row in rows for word in row):
        return None
    placed = [_place(row, columns, line.number) for row, line in zip(rows, lines, strict=True)]
    return [row for row in placed if row is not None]


def _sets_columns(lines: Sequence[SourceLine]) -> bool:
    """Whether gaps differ, as where cells are set below each other; else they only part what a row holds.

    Where all rows are as wide, cell by cell, those set below each other have the same gaps.
    """
    gaps = {gap for line in lines if line.text.strip() for gap in _GAP.findall(line.text.strip())}
    return len(gaps) > 1 or len({_stretches(line.text) for line in lines}) == 1


def _try(
    lines: Sequence[SourceLine], find: Callable[[Sequence[Sequence[_Word]]], _Columns], ambiguous: int
) -> list[list[TextCell]] | None:
    rows = [_words(line.text, ambiguous) for line in lines]
    columns = find(rows)
    placed = [_place(row, columns, line.number) for row, line in zip(rows, lines, strict=True)]
    found = [row for row in placed if row is not None]
    return found if len(found) == len(rows) else None


def _stretches(text: str) -> tuple[tuple[int, int], ...]:
    """Where each cell of a row begins and ends on the screen."""
    return tuple((word.start, word.end) for word in _words(text, 1))


def _words(text: str, ambiguous: int | None = None) -> list[_Word]:
    """The cells of a line; their places in characters, or, if it is said what “ and the like take, on the screen."""
    measure = len if ambiguous is None else partial(display_width, ambiguous=ambiguous)
    words = []
    start = len(text) - len(text.lstrip())
    ends = [match.span() for match in _GAP.finditer(text, start)]
    bounds = [start, *(at for span in ends for at in span), len(text)]
    at, width = 0, 0
    for first, last in zip(bounds[::2], bounds[1::2], strict=True):
        width += measure(text[at:first])
        begin = width
        width += measure(text[first:last])
        at = last
        if text[first:last].strip():
            words.append(_Word(text[first:last].strip(), begin, width))
    return words


def _full_rows(rows: Sequence[Sequence[_Word]]) -> _Columns:
    """The columns that the fullest rows show; none if these do not agree, as where labels are merged."""
    most = max(map(len, rows))
    cells = list(zip(*(row for row in rows if len(row) == most), strict=True))
    columns = [(min(word.start for word in column), max(word.end for word in column)) for column in cells]
    widest = [max(word.end - word.start for word in column) for column in cells]
    # Cells of one column stand below each other; only labels, in the first one, may be indented.
    straight = all(end - start <= wide + 2 * _NEAR for (start, end), wide in zip(columns[1:], widest[1:], strict=True))
    return columns if straight and all(left[1] <= right[0] for left, right in pairwise(columns)) else []


def _narrow_cells(rows: Sequence[Sequence[_Word]]) -> _Columns:
    """The columns that the narrow cells show; none if there is a header and it says otherwise.

    A wider cell makes its column wider, unless it reaches over several; then it is a merged cell, or a label that takes
    the room of blank ones.
    """
    columns: list[tuple[int, int]] = []
    if sum(map(len, rows)) > _MOST_WORDS:
        return columns
    for word, left, right in sorted(_with_neighbours(rows), key=lambda one: one[0].rank):
        columns = [_parted(column, word, left, right) for column in columns]
        under = _under(word, columns)
        if not under:
            insort(columns, (word.start, word.end))
        elif len(under) == 1:
            start, end = columns[under[0]]
            columns[under[0]] = (min(start, word.start), max(end, word.end))
    return columns if _is_plausible(rows, columns) else []


def _is_plausible(rows: Sequence[Sequence[_Word]], columns: _Columns) -> bool:
    """Whether numbers stand under a header, if there is one, and in no more columns than it or the fullest row has."""
    numbers = [[word for word in row if is_number(word.text)] for row in rows]
    used = {at for row in numbers for word in row for at in _under(word, columns)}
    headers = [row for row, found in zip(rows, numbers, strict=True) if len(row) >= _FEWEST_HEADERS and not found]
    headed = {at for row in headers for word in row for at in _under(word, columns)}
    if headers:
        # A header of two lines has some of its cells in a line of few.
        last = max(at for at, row in enumerate(rows) if row in headers)
        above = (
            _under(word, columns) for row, found in zip(rows[:last], numbers, strict=False) if not found for word in row
        )
        headed |= {under[0] for under in above if len(under) == 1}
        # Two numbers of a row under one cell of the lowest header: what parts cells is as wide everywhere, not they.
        if any(sum(map(word.meets, row)) > 1 for word in rows[last] for row in numbers[last:]):
            return False
    most = max(sum(map(len, headers)), *map(len, numbers))
    return len(used) <= most and (used <= headed or not headers)


def _with_neighbours(rows: Sequence[Sequence[_Word]]) -> Iterator[tuple[_Word, _Word | None, _Word | None]]:
    """Every cell with the one to its left and the one to its right."""
    for row in rows:
        yield from zip(row, [None, *row[:-1]], [*row[1:], None], strict=True)


def _parted(column: tuple[int, int], word: _Word, left: _Word | None, right: _Word | None) -> tuple[int, int]:
    """The column, cut back if it has grown over a cell and its neighbour, for these are in two columns.

    Of two such cells the narrower one keeps the column.
    """
    start, end = column
    if word.start >= end or start >= word.end:
        return column
    if left is not None and start < left.end:
        start, end = (start, word.start) if left.rank < word.rank else (left.end, end)
    if right is not None and right.start < end:
        start, end = (word.end, end) if right.rank < word.rank else (start, right.start)
    return (start, end) if start < end else column


def _under(word: _Word, columns: _Columns) -> list[int]:
    """The columns that a cell stands in."""
    return [at for at, (start, end) in enumerate(columns) if word.start < end and start < word.end]


def _near(word: _Word, columns: _Columns) -> list[int]:
    """The column that a cell misses by hardly anything."""
    misses = [max(start - word.end, word.start - end) for start, end in columns]
    near = [at for at, miss in enumerate(misses) if miss <= _NEAR]
    return near if len(near) == 1 else []


def _place(row: Sequence[_Word], columns: _Columns, line: int) -> list[TextCell] | None:
    """One cell a column, blank where nothing stands; None if two cells would share a column."""
    cells: list[TextCell] = []
    free = 0
    for word in row:
        under = _under(word, columns) or _near(word, columns)
        if not under or under[0] < free:
            return None
        cells.extend(TextCell("", at, line=line) for at in range(free, under[0]))
        cells.append(TextCell(word.text, under[0], len(under), line))
        free = under[-1] + 1
    cells.extend(TextCell("", at, line=line) for at in range(free, len(columns)))
    return cells

"""Where the columns of a table without ruling lines stand: no column is known but by what stands in it."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Sequence

from msgspec import Struct, field

from validator.readers.blocks.builder import MOST_COLUMNS
from validator.readers.page._words import NARROW_GAP, Interval, Word, label_and_number, merged, touched

_BESIDE = 1.0
"""Ems between a header and the numbers that are set off from it."""
_BELOW = 0.9
"""Ems from a header to the numbers below it, at least; half way between its lines a number stands beside a label."""


def pieces(word: Word, numeric: Sequence[Interval]) -> Iterable[Word]:
    """A text cut where its parts stand in different columns of numbers: cells come close to each other."""
    gaps = word.part.gaps(NARROW_GAP)
    if not gaps:
        return label_and_value(word, numeric) or (word,)
    glyphs = word.part.glyphs
    cuts: list[int] = []
    between: list[int] = []
    last = -1
    for at, part in zip((0, *gaps), word.part.cut(gaps), strict=True):
        between += [at] if at else []
        under = touched(word.moved(part).interval, numeric)
        if not under:
            continue
        if 0 <= last < under[0]:
            cuts.append(max(between, key=lambda at: glyphs[at].left - glyphs[at - 1].right))
        last, between = max(last, under[-1]), []
    first, *others = map(word.moved, word.part.cut(cuts))
    return (*(label_and_value(first, numeric) or (first,)), *others)


def label_and_value(word: Word, numeric: Sequence[Interval]) -> tuple[Word, Word] | None:
    """A label that the number of its row stands close to, if the number stands in a column of numbers."""
    # A remark that goes on in the next line may have filled its line: where the number stands tells.
    found = label_and_number(word.part, in_column=True)
    if len(found) == 1:
        return None
    label, number = map(word.moved, found)
    under = touched(number.interval, numeric)
    # No label reaches into a column of numbers.
    return (label, number) if len(under) == 1 and label.part.glyphs[-1].center < numeric[under[0]][0] else None


def find_columns(values: Sequence[Word], texts: Sequence[Word]) -> list[Interval] | None:
    """Where the columns stand: those of the numbers, then those of words that stand beside all others.

    The narrowest words come first, since a wide one may be a header or a label over several columns. None if there are
    more columns than in any table.
    """
    columns = merged(word.interval for word in values)
    for word in sorted(texts, key=lambda word: word.interval[1] - word.interval[0]):
        under = touched(word.interval, columns)
        if not under:
            insort(columns, word.interval)
        elif len(under) == 1:
            (left, right), (start, end) = columns[under[0]], word.interval
            columns[under[0]] = (min(left, start), max(right, end))
        if len(columns) > MOST_COLUMNS:
            return None
    return _with_headers(columns, values, texts)


class _Column(Struct):
    """A stretch with the words that stand in no other."""

    interval: Interval
    values: list[Word] = field(default_factory=list)
    texts: list[Word] = field(default_factory=list)
    runs_over: bool = False
    """True if a text stands in it and in the next one alone."""

    @property
    def words(self) -> list[Word]:
        return [*self.values, *self.texts]

    def completes(self, other: _Column) -> bool:
        """True if one holds the header and the other the numbers, none of them in one row."""
        apart = bool(self.values) != bool(other.values) and bool(self.texts) != bool(other.texts)
        return apart and not any(abs(word.y - one.y) < _BELOW * word.size for word in self.words for one in other.words)


def _with_headers(columns: Sequence[Interval], values: Sequence[Word], texts: Sequence[Word]) -> list[Interval]:
    """Numbers at one edge of a column and a header at the other overlap nowhere: such neighbours are one column."""
    found = [_Column(interval) for interval in columns]
    for word in (*values, *texts):
        under = touched(word.interval, columns)
        if len(under) == 1:
            column = found[under[0]]
            (column.values if word.is_value else column.texts).append(word)
        elif len(under) == 2:  # noqa: PLR2004  two neighbours
            found[under[0]].runs_over = True
    joined = found[:1]
    for column in found[1:]:
        last = joined[-1]
        near = last.runs_over or column.interval[0] - last.interval[1] <= _BESIDE * max(
            (word.size for word in last.words), default=0.0
        )
        if near and last.completes(column):
            interval = (last.interval[0], column.interval[1])
            joined[-1] = _Column(interval, [*last.values, *column.values], [*last.texts, *column.texts])
            joined[-1].runs_over = column.runs_over
        else:
            joined.append(column)
    return [column.interval for column in joined]

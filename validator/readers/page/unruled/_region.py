"""The rows with numbers of one table, and how a table right below another is told by where its columns stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct, field

from validator.readers.blocks.builder import MOST_COLUMNS
from validator.readers.page._words import Interval, Word, merged, overlap, touched

_MOST_STRAYS = 0.2
"""Share of the numbers of a table that may be set in their column otherwise than those above them."""
_MOST_BY_CHANCE = 0.34
"""Share of the columns of one table that may stand as those of another: the last may end at the same margin."""
_ENOUGH = 2
"""Numbers, or columns, that show something."""
MOST_SHOWN = 400
"""Numbers of a table that are looked at; those of an official one are half as many."""
_EDGES = range(3)
"""How numbers are set in their column: from the left, in the middle, to the right."""

Marks = tuple[int, int, int]
"""Where a number begins, has its middle, and ends, in half points."""


class Region(Struct):
    """Rows whose numbers stand in the same columns."""

    first: int
    last: int
    """Lines of the first and the last row."""
    columns: list[Interval] = field(default_factory=list)
    numbers: int = 0
    words: list[Word] = field(default_factory=list)
    """The numbers that stand in one column each, from top to bottom."""
    taken: tuple[set[int], set[int], set[int]] = field(default_factory=lambda: (set(), set(), set()))
    """Their marks."""
    apart: bool = False
    """True if it follows another table and has columns of its own."""

    def fits(self, values: Sequence[Word]) -> bool:
        """True if numbers of another row stand in the same columns, one in each."""
        if len(self.columns) > MOST_COLUMNS:
            return False
        taken = [(word, touched(word.interval, self.columns)) for word in values]
        places = [place for _, found in taken for place in found]
        return all(len(found) <= 1 or word.touching for word, found in taken) and len(places) == len(set(places))

    def take(self, at: int, values: Sequence[Word]) -> None:
        """Add the numbers of a row."""
        self.last = at
        apart = [word for word in values if not word.touching]
        # Digits that stand across columns say nothing of where these are, unless there is nothing else.
        self.columns = merged([*self.columns, *(word.interval for word in apart)])
        self.columns = self.columns or merged(word.interval for word in values)
        self.numbers += sum(any(glyph.text.isdigit() for glyph in word.part.glyphs) for word in values)
        self.words += apart
        for word in apart:
            for places, mark in zip(self.taken, _marks(word), strict=True):
                places.add(mark)

    def sets_alike(self, values: Iterable[Word]) -> bool:
        """True if each of some numbers begins, ends or has its middle where one above does."""
        return all(any(_is_near(_marks(word)[edge], self.taken[edge]) for edge in _EDGES) for word in values)

    def is_shifted(self, row: Sequence[Word], below: Region) -> bool:
        """True if the rows below stand in columns of another table, though these overlap those of this one.

        Numbers are set at one edge of their columns, or in the middle: in each of the two tables nearly all are set as
        those above them, and in few columns of one as in the other. `row`: the numbers in the first of `below`.
        """
        uneven = {edge: (_strays(self, edge), _strays(below, edge)) for edge in _EDGES}
        edge = min(_EDGES, key=lambda edge: sum(strays for strays, _ in uneven[edge]))
        # The last row of a table may be the first of the next page, and all that is below.
        paired = sum(pairs for _, pairs in uneven[edge])
        if paired < _ENOUGH or any(strays > _MOST_STRAYS * pairs for strays, pairs in uneven[edge]):
            return False
        same, others = self._columns_kept(below.words, edge)
        if others < _ENOUGH or same > _MOST_BY_CHANCE * (same + others):
            return False
        rest = [word for word in below.words if word not in row]
        return not any(_is_set_apart(word, rest, edge) for word in row)

    def _columns_kept(self, words: Iterable[Word], edge: int) -> tuple[int, int]:
        """In how many columns most of other numbers are set as those here, and in how many they are not."""
        alike: dict[int, list[bool]] = {}
        for word in words:
            under = touched(word.interval, self.columns)
            if len(under) == 1:
                alike.setdefault(under[0], []).append(_is_near(_marks(word)[edge], self.taken[edge]))
        same = sum(2 * sum(found) > len(found) for found in alike.values())
        return same, len(alike) - same


def _marks(word: Word) -> Marks:
    left, right = word.interval
    return round(2 * left), round(left + right), round(2 * right)


def _is_near(mark: int, taken: set[int]) -> bool:
    return not taken.isdisjoint((mark - 1, mark, mark + 1))


def _strays(region: Region, edge: int) -> tuple[int, int]:
    """How many numbers of a table are set otherwise than those above them in their column, and how many have such."""
    strays = pairs = 0
    taken: dict[int, set[int]] = {}
    for word in region.words[-MOST_SHOWN:]:
        mark = _marks(word)[edge]
        for column in touched(word.interval, region.columns):
            above = taken.setdefault(column, set())
            pairs += bool(above)
            strays += bool(above) and not _is_near(mark, above)
            above.add(mark)
    return strays, pairs


def _is_set_apart(word: Word, others: Iterable[Word], edge: int) -> bool:
    """True if a number stands in the column of others and is set otherwise than all of them."""
    beside = {_marks(other)[edge] for other in others if overlap(word.interval, other.interval) > 0}
    return bool(beside) and not _is_near(_marks(word)[edge], beside)

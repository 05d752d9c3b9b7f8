"""What stands behind a label in running text: numbers, whole or run together, and the ways to read them.

Numbers with blanks round them are whole; digits that touch a label, or each other as no number can, may be several, and
are cut in every way there is. Zeros may have left no trace.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, islice
from math import comb

from msgspec import Struct

from validator.model.document import Cell, Location
from validator.model.form import Column, Row
from validator.model.numbers import Kind, is_broken_at_point, read_number
from validator.recognition.tables.reading import Arrangement, DamagedRow

MOST_CUTS = 3_000
"""Ways to read one row that are looked at; a row with more stays open."""
_MOST_TRIED = 100_000
"""Ways to leave cells blank that are tried; most of them may come to nothing."""
VALUES = re.compile(r"[0-9\s,.+\-−－/—元万千亿件]*")
"""Numbers, with all that stands between and behind them."""
_COUNT = r"(?:0|[1-9][0-9]*)"
_MORE = re.compile(r"[^\w\s（(〔\[【\0]{1,3}\s*[0-9]")
_BEHIND_WORDS = re.compile(
    r"(?:(?![一二三四五六七八九十][、.)）]|[0-9]+[、.．)）])[^\n\0])*?(?<![0-9.])[0-9]+(?![0-9.．、)）])"
)
"""Words up to the next heading or the end of the line, and a number among them that is no numbering."""
_NEEDLESS_ZERO = re.compile(r"[+\-]*0[0-9]")
_LONGEST = 20
"""Characters of a number that is cut out of others; no report has one nearly as long."""
_MOST_DIGITS = 12
"""Digits of the largest amount, to the cent."""
_UNITS = frozenset({"元", "万元", "千元", "亿元", "万", "件"})


class DigitRun(Struct, frozen=True):
    """Digits and signs between two blanks, or between a label and a blank or a label."""

    text: str
    whole: bool
    """True if it is one number."""


def pieces_behind(text: str, start: int, stop: int) -> list[DigitRun]:
    """What stands behind a label: numbers, as far as nothing else does."""
    values = VALUES.match(text, start, stop)
    end = values.end() if values else start
    words: list[str] = []
    for word in text[start:end].split():
        if words and (word in _UNITS or is_broken_at_point(words[-1], word)):
            words[-1] += word
        else:
            words.append(word)
    if words and words[-1][-1] in ".," and end < len(text):
        words.pop()  # the number of the next label
    free = [bool(words) and text[start].isspace(), *[True] * (len(words) - 1)]
    closed = [*[True] * (len(words) - 1), end == len(text) or text[end - 1].isspace() or text[end].isspace()]
    return [
        DigitRun(word, before and after and may_be_whole(word))
        for word, before, after in zip(words, free, closed, strict=False)
    ]


def goes_on(text: str, start: int, stop: int) -> bool:
    """Whether numbers follow that were not found: behind marks of unknown meaning, or words where none stand before."""
    values = VALUES.match(text, start, stop)
    end = values.end() if values else start
    if _MORE.match(text, end, stop):
        return True
    return not text[start:end].strip() and _BEHIND_WORDS.match(text, end, stop) is not None


def may_be_whole(word: str) -> bool:
    """True for what can be one number as printed; no office counts so much as to fill as many digits."""
    if sum(map(str.isdigit, word)) > _MOST_DIGITS:
        return False
    return not _NEEDLESS_ZERO.match(word) and read_number(word).kind in {Kind.NUMBER, Kind.DASH}


class Traces(Struct, frozen=True):
    """What cells may have left in the text."""

    blanks: bool = False
    """Blank cells may have left no trace, zeros among them."""
    one_blank: bool = False
    """Zeros are printed, and yet rows have a number less than there are columns: one of these may be blank."""
    unread: bool = False
    """There are more numbers than were found."""


def lacks_one(pieces: Sequence[DigitRun], columns: Sequence[Column]) -> bool:
    """True for digits run together that come to a number less than there are columns, and in no way to all of them."""
    glued = bool(pieces) and not all(piece.whole for piece in pieces)
    return glued and not number_of_cuts(pieces, columns) and number_of_cuts(pieces, columns[1:]) > 0


def damaged_row(
    row: Row, columns: Sequence[Column], pieces: Sequence[DigitRun], location: Location, traces: Traces
) -> DamagedRow:
    """A row with all ways to read the pieces behind its label."""
    cell = Cell(" ".join(piece.text for piece in pieces), 0, 0, location=location)
    if traces.unread:
        return DamagedRow(row, (cell,), ())
    if not pieces:
        return DamagedRow(row, (cell,), ((),))
    whole = all(piece.whole for piece in pieces)
    options: list[tuple[tuple[int, str], ...]] = []
    if number_of_cuts(pieces, columns) <= MOST_CUTS:
        options += [tuple(enumerate(numbers)) for numbers in number_cuts(pieces, columns)]
    else:
        return DamagedRow(row, (cell,), ())
    if traces.one_blank and not whole:
        options += islice(_with_one_blank(pieces, columns), MOST_CUTS + 1 - len(options))
    elif not options or (traces.blanks and not whole):
        if _most_with_blanks(pieces, columns) > _MOST_TRIED:
            return DamagedRow(row, (cell,), ())
        options += islice(_with_blanks(pieces, columns), MOST_CUTS + 1 - len(options))
    if len(options) > MOST_CUTS:
        return DamagedRow(row, (cell,), ())
    cells: dict[tuple[int, str], Cell] = {}
    arranged: list[Arrangement] = [
        tuple((at, cells.setdefault((at, number), Cell(number, 0, at, location=location))) for at, number in option)
        for option in options
    ]
    full = len(pieces) == len(columns)
    return DamagedRow(row, (cell,), tuple(arranged), whole and full, whole and not full, not whole)


def _most_with_blanks(pieces: Sequence[DigitRun], columns: Sequence[Column]) -> int:
    """How many ways there are to have fewer numbers than columns, taken alike, without making them."""
    counts = range(len(pieces), len(columns))
    return sum(comb(len(columns), count) * number_of_cuts(pieces, columns[:count]) for count in counts)


def _with_blanks(pieces: Sequence[DigitRun], columns: Sequence[Column]) -> Iterator[tuple[tuple[int, str], ...]]:
    """All ways to have fewer numbers than columns, each in all columns that keep their order.

    Where a blank stands for 0, no digits are cut so that a 0 comes out.
    """
    printed = {piece.text for piece in pieces if piece.whole}
    for count in range(len(pieces), len(columns)):
        for places in combinations(range(len(columns)), count):
            for numbers in number_cuts(pieces, [columns[at] for at in places]):
                if "0" in printed or "0" not in numbers:
                    yield tuple(zip(places, numbers, strict=True))


def _with_one_blank(pieces: Sequence[DigitRun], columns: Sequence[Column]) -> Iterator[tuple[tuple[int, str], ...]]:
    """All ways to have a number less than columns."""
    for places in combinations(range(len(columns)), len(columns) - 1):
        for numbers in number_cuts(pieces, [columns[at] for at in places]):
            yield tuple(zip(places, numbers, strict=True))


def number_of_cuts(pieces: Sequence[DigitRun], columns: Sequence[Column]) -> int:
    """How many cuts into one number a column there are, without making them."""
    reached = {(0, 0): 1}
    """(piece, character) up to which the columns so far may reach -> in how many ways."""
    for column in columns:
        further: dict[tuple[int, int], int] = {}
        for (piece, start), ways in reached.items():
            if piece == len(pieces):
                continue
            for number in _heads(pieces[piece], start, column):
                end = start + len(number)
                to = (piece, end) if end < len(pieces[piece].text) else (piece + 1, 0)
                further[to] = further.get(to, 0) + ways
        reached = further
    return reached.get((len(pieces), 0), 0)


def number_cuts(pieces: Sequence[DigitRun], columns: Sequence[Column], start: int = 0) -> Iterator[tuple[str, ...]]:
    """All ways to cut the pieces, from a character of the first on, into one number a column."""
    if not columns or not pieces:
        if not columns and not pieces:
            yield ()
        return
    if len(pieces) > len(columns):
        return
    for number in _heads(pieces[0], start, columns[0]):
        end = start + len(number)
        rest = (pieces, end) if end < len(pieces[0].text) else (pieces[1:], 0)
        for tail in number_cuts(rest[0], columns[1:], rest[1]):
            yield (number, *tail)


def _heads(piece: DigitRun, start: int, column: Column) -> Iterator[str]:
    """The numbers that a piece can go on with: no needless zeros, a sign only where the column has signs."""
    if piece.whole:
        yield piece.text
        return
    sign = r"[+\-]?" if column.signed else ""
    fraction = r"(?:\.[0-9]+)?(?:万元|元)?" if column.decimals else ""
    number = re.compile(sign + _COUNT + fraction)
    for end in range(start + 1, min(start + _LONGEST, len(piece.text)) + 1):
        if number.fullmatch(piece.text, start, end):
            yield piece.text[start:end]

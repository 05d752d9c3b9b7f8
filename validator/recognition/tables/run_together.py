"""Read tables out of running text: labels with numbers behind them, apart or run together.

`…申请数量 137 9 154 二、上年结转` or `…申请数量640020470二、上年结转`: the labels are found in the order of the form.
What stands between two labels are the numbers of a row. Numbers with blanks round them are whole; digits that touch a
label, or each other as no number can, may be several, and are cut in every way there is. Zeros may have left no trace.
Which reading is right, the relations have to say (`_damage.py`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations, islice, pairwise

from validator.model.document import NOWHERE, Cell, Document, Location, Paragraph
from validator.model.form import Column, Row, Table
from validator.model.numbers import Kind, normalise, read_number
from validator.recognition.tables.labels import normalise_label
from validator.recognition.tables.reading import Arrangement, DamagedRow, TableReading

MOST_CUTS = 3_000
"""Ways to read one row that are looked at; a row with more stays open."""
_LABEL_SCORE = 90.0
"""What an exact label in running text is worth beside labels in cells, which score up to 106."""
_GAP = r"[\s\"'“”‘’「」()（）\[\]、，,.。．:：;；·]*"
_VALUES = re.compile(r"[0-9\s,.+\-−－/—元万千亿件]*")
_COUNT = r"(?:0|[1-9][0-9]*)"
_MORE = re.compile(r"[^\w\s（(〔\[【\0]{1,3}\s*[0-9]")
_NUMBERS = re.compile(r"(?<![0-9.])[0-9]+(?![0-9.．、)])")
_RUN = re.compile(r"(?<!\S)[0-9]+(?:\s+[0-9]+){2,}(?!\S)")
"""Several numbers that stand one behind the other."""
_NEEDLESS_ZERO = re.compile(r"[+\-]*0[0-9]")
_UNITS = frozenset({"元", "万元", "千元", "亿元", "万", "件"})
_SHORT = 4
_LONGEST_HEADER = 400
"""Characters that the headers may take, and that may stand between one row and the next."""
_HALF = 2
_BARRIER = "\0"
"""Stands for a table with columns, which parts the text."""


class Stream:
    """The running text of a document in one: paragraphs, and tables of which only the order of the cells is left."""

    def __init__(self, document: Document) -> None:
        """Look at the text when it is asked for."""
        self._document = document

    @cached_property
    def text(self) -> str:
        """All of it, normalised; one paragraph, or row, a line. Bars part cells, and nothing else."""
        return "\n".join(text for text, _ in self._parts).replace("|", " ")

    def prints_zeros(self, columns: int) -> bool:
        """True if the zeros of tables as wide as this have not been left blank: digits begin with a row of them."""
        return re.search(rf"(?<![0-9.])0{{{columns}}}", self.text) is not None

    def location(self, at: int) -> Location:
        """Where a character stands."""
        return self._parts[bisect_right(self._starts, at) - 1][1] if self._parts else NOWHERE

    @cached_property
    def _parts(self) -> Sequence[tuple[str, Location]]:
        parts: list[tuple[str, Location]] = []
        for block in self._document.blocks:
            if isinstance(block, Paragraph):
                parts.append((normalise(block.text), block.location))
            elif block.positioned:
                parts.append((_BARRIER, block.location))
            else:
                rows = filter(None, block.rows)
                parts += [(normalise(" ".join(cell.text for cell in row)), row[0].location) for row in rows]
        return parts

    @cached_property
    def _starts(self) -> Sequence[int]:
        starts = [0]
        for text, _ in self._parts:
            starts.append(starts[-1] + len(text) + 1)
        return starts


def read_stream(stream: Stream, table: Table) -> TableReading:
    """Read a table out of the running text; its score is 0 if it is not there."""
    labels = [] if table.arrangement == "flat" else _found_labels(stream, table)
    rows = [*_rows(stream, table, labels), *_skipped(stream, table, labels)] if labels else _flat_row(stream, table)
    if not rows:
        return TableReading(table)
    cells = dict.fromkeys(_cells(table, rows))
    return TableReading(table, cells, tuple(rows), score=_LABEL_SCORE * max(len(labels), 1))


def _cells(table: Table, rows: Sequence[DamagedRow]) -> Iterator[str]:
    for row in rows:
        yield from table.cells_of(row.row.name) if row.row.name else table.cells


@dataclass(frozen=True, slots=True)
class _Found:
    """A label in the text."""

    row: Row
    start: int
    """Where its numbering begins."""
    end: int


def _found_labels(stream: Stream, table: Table) -> list[_Found]:
    """The labels of a table behind its header; none if there is no header."""
    start = _header_end(stream.text, table)
    return [] if start is None else _labels(stream.text, table, start)


def _rows(stream: Stream, table: Table, found: Sequence[_Found]) -> list[DamagedRow]:
    stops = [*(label.start for label in found), len(stream.text)][1:]
    printed = [_pieces(stream.text, label.end, stop) for label, stop in zip(found, stops, strict=True)]
    blanks = not all(printed) and not stream.prints_zeros(len(table.columns))
    return [
        _damaged(
            label.row,
            table.columns,
            pieces,
            stream.location(label.start),
            blanks=blanks,
            unread=_goes_on(stream.text, label.end, stop),
        )
        for label, stop, pieces in zip(found, stops, printed, strict=True)
    ]


def _skipped(stream: Stream, table: Table, found: Sequence[_Found]) -> Iterator[DamagedRow]:
    """Rows that were not found between two others, where there are numbers that are not theirs."""
    at = {label.row.name: label for label in found}
    names = [row.name for row in table.rows if row.name in at]
    for first, second in pairwise(names):
        between = table.rows[table.row_names.index(first) + 1 : table.row_names.index(second)]
        values = _VALUES.match(stream.text, at[first].end, at[second].start)
        rest = stream.text[values.end() if values else at[first].end : at[second].start]
        if _NUMBERS.search(rest):
            cell = Cell(" ".join(rest.split()), 0, 0, location=stream.location(at[first].end))
            yield from (DamagedRow(row, (cell,), ()) for row in between)


def _header_end(text: str, table: Table) -> int | None:
    """Where the column headers of a table end, which stand in any order; a few may be broken; None if there is none."""
    columns = [tuple(_pattern(label) for label in column.labels) for column in table.columns]
    fewest = max(min(_HALF, len(columns)), len(columns) / _HALF)
    heads = {match.start() for patterns in columns for one in patterns for match in re.finditer(one, text)}
    for head in sorted(heads):
        found = [_earliest(patterns, text, head) for patterns in columns]
        ends = [match.end() for match in found if match and match.end() - head <= _LONGEST_HEADER]
        if len(ends) >= fewest:
            return max(ends)
    return None


def _labels(text: str, table: Table, start: int) -> list[_Found]:
    """The labels of the rows in the order of the form, after the header; rows that are not there are left out."""
    at = start
    labels: list[_Found] = []
    for row in table.rows:
        numbering = _numbering(row.number)
        # A short label (`其他`, `总计`) stands in many others: only its number makes it one.
        short = all(len(normalise_label(label)) < _SHORT for label in row.labels)
        before = f"(?:{numbering})" + ("" if short else "?") if numbering else ""
        match = _earliest((before + _pattern(label) for label in row.labels), text, at)
        if match is not None and match.start() - at <= _LONGEST_HEADER and _BARRIER not in text[at : match.start()]:
            labels.append(_Found(row, match.start(), match.end()))
            at = match.end()
    return labels


def _earliest(patterns: Iterable[str], text: str, at: int) -> re.Match[str] | None:
    matches = [match for pattern in patterns if (match := re.compile(pattern).search(text, at))]
    return min(matches, key=lambda match: (match.start(), -match.end()), default=None)


def _numbering(number: str) -> str:
    """Pattern of the last part of a row's numbering: of `（三）2.` only `2.` stands behind the digits above."""
    parts = re.findall(r"（.）|[一二三四五六七八九十]、|[0-9]+\.", number)
    if not parts:
        return ""
    digits = re.sub(r"[（）、.]", "", parts[-1])
    return rf"[(（]?{digits}[)）、.．,，]\s*"


@lru_cache(maxsize=4096)
def _pattern(label: str) -> str:
    """The label with spaces and punctuation allowed between its characters."""
    return _GAP.join(re.escape(character) for character in normalise_label(label)) + r"[)）”’」\"']*"


def _flat_row(stream: Stream, table: Table) -> list[DamagedRow]:
    """All columns of all rows, then the numbers; none if the rows do not stand side by side."""
    if table.arrangement != "flat":
        return []
    row = Row("", table.title, ())
    columns = [column for _ in table.rows for column in table.columns]
    span = _headers_in_order(stream.text, [column.labels for column in columns])
    if span is None:
        numbers = _below_title(stream, table)
        if numbers is None:
            return []
        pieces = _pieces(stream.text, *numbers)
        cell = Cell(stream.text[slice(*numbers)].strip(), 0, 0, location=stream.location(numbers[0]))
        if len(pieces) != len(columns) or not all(piece.whole for piece in pieces):
            return [DamagedRow(row, (cell,), ())]
        return [_damaged(row, columns, pieces, cell.location, blanks=False, unread=False)]
    first, at = span
    if _NUMBERS.search(stream.text, first, at):
        # The headers go on below the numbers: this text was read column by column.
        return [DamagedRow(row, (Cell("", 0, 0, location=stream.location(first)),), ())]
    pieces = _pieces(stream.text, at, len(stream.text))
    blanks = not stream.prints_zeros(len(table.columns))
    unread = _goes_on(stream.text, at, len(stream.text))
    return [_damaged(row, columns, pieces, stream.location(at), blanks=blanks, unread=unread)]


def _headers_in_order(text: str, headers: Sequence[tuple[str, ...]]) -> tuple[int, int] | None:
    """Where the first of the headers ends, and the last, which stand one behind the other; None if they do not."""
    first = at = 0
    for labels in headers:
        match = _earliest(map(_pattern, labels), text, at)
        if match is None or (at and match.start() - at > _LONGEST_HEADER):
            return None
        at = match.end()
        first = first or at
    return first, at


def _below_title(stream: Stream, table: Table) -> tuple[int, int] | None:
    """Where the first numbers stand that follow each other below the title of a table, and nothing but words above."""
    for title in re.finditer(_pattern(table.title.zh), stream.text):
        run = _RUN.search(stream.text, title.end(), title.end() + _LONGEST_HEADER)
        if run and "。" not in stream.text[title.end() : run.start()]:
            values = _VALUES.match(stream.text, run.start())
            return run.start(), values.end() if values else run.end()
    return None


@dataclass(frozen=True, slots=True)
class _Piece:
    """Digits and signs between two blanks, or between a label and a blank or a label."""

    text: str
    whole: bool
    """True if it is one number."""


def _pieces(text: str, start: int, stop: int) -> list[_Piece]:
    """What stands behind a label: numbers, as far as nothing else does."""
    values = _VALUES.match(text, start, stop)
    end = values.end() if values else start
    words: list[str] = []
    for word in text[start:end].split():
        if words and word in _UNITS:
            words[-1] += word
        else:
            words.append(word)
    if words and words[-1][-1] in ".," and end < len(text):
        words.pop()  # the number of the next label
    free = [bool(words) and text[start].isspace(), *[True] * (len(words) - 1)]
    closed = [*[True] * (len(words) - 1), end == len(text) or text[end - 1].isspace() or text[end].isspace()]
    return [
        _Piece(word, before and after and _may_be_whole(word))
        for word, before, after in zip(words, free, closed, strict=False)
    ]


def _goes_on(text: str, start: int, stop: int) -> bool:
    """Whether numbers follow those of a row, with nothing but marks of unknown meaning between them."""
    values = _VALUES.match(text, start, stop)
    return _MORE.match(text, values.end() if values else start, stop) is not None


def _may_be_whole(word: str) -> bool:
    return not _NEEDLESS_ZERO.match(word) and read_number(word).kind in {Kind.NUMBER, Kind.DASH}


def _damaged(
    row: Row, columns: Sequence[Column], pieces: Sequence[_Piece], location: Location, *, blanks: bool, unread: bool
) -> DamagedRow:
    """`blanks`: blank cells may have left no trace; `unread`: there are more numbers than were found."""
    cell = Cell(" ".join(piece.text for piece in pieces), 0, 0, location=location)
    if unread:
        return DamagedRow(row, (cell,), ())
    if not pieces:
        return DamagedRow(row, (cell,), ((),))
    whole = all(piece.whole for piece in pieces)
    options: list[tuple[tuple[int, str], ...]] = []
    if _ways(pieces, columns) <= MOST_CUTS:
        options += [tuple(enumerate(numbers)) for numbers in _cuts(pieces, columns)]
    else:
        return DamagedRow(row, (cell,), ())
    if not options or (blanks and not whole):
        options += islice(_with_blanks(pieces, columns), MOST_CUTS + 1 - len(options))
    if len(options) > MOST_CUTS:
        return DamagedRow(row, (cell,), ())
    cells: dict[tuple[int, str], Cell] = {}
    arranged: list[Arrangement] = [
        tuple((at, cells.setdefault((at, number), Cell(number, 0, at, location=location))) for at, number in option)
        for option in options
    ]
    full = len(pieces) == len(columns)
    return DamagedRow(row, (cell,), tuple(arranged), in_place=whole and full, order_only=whole and not full)


def _with_blanks(pieces: Sequence[_Piece], columns: Sequence[Column]) -> Iterator[tuple[tuple[int, str], ...]]:
    """All ways to have fewer numbers than columns, each in all columns that keep their order.

    Where a blank stands for 0, no digits are cut so that a 0 comes out.
    """
    printed = {piece.text for piece in pieces if piece.whole}
    for count in range(len(pieces), len(columns)):
        for places in combinations(range(len(columns)), count):
            for numbers in _cuts(pieces, [columns[at] for at in places]):
                if "0" in printed or "0" not in numbers:
                    yield tuple(zip(places, numbers, strict=True))


def _ways(pieces: Sequence[_Piece], columns: Sequence[Column]) -> int:
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


def _cuts(pieces: Sequence[_Piece], columns: Sequence[Column], start: int = 0) -> Iterator[tuple[str, ...]]:
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
        for tail in _cuts(rest[0], columns[1:], rest[1]):
            yield (number, *tail)


def _heads(piece: _Piece, start: int, column: Column) -> Iterator[str]:
    """The numbers that a piece can go on with: no needless zeros, a sign only where the column has signs."""
    if piece.whole:
        yield piece.text
        return
    sign = r"[+\-]?" if column.signed else ""
    fraction = r"(?:\.[0-9]+)?(?:万元|元)?" if column.decimals else ""
    for end in range(start + 1, len(piece.text) + 1):
        if re.fullmatch(sign + _COUNT + fraction, piece.text[start:end]):
            yield piece.text[start:end]

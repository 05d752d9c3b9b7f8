"""Read tables out of running text: labels with numbers behind them, apart or run together.

`…申请数量 137 9 154 二、上年结转` or `…申请数量640020470二、上年结转`: the labels are found in the order of the form.
What stands between two labels are the numbers of a row. Numbers with blanks round them are whole; digits that touch a
label, or each other as no number can, may be several, and are cut in every way there is. Zeros may have left no trace.
Which reading is right, the relations have to say (`_damage.py`); how the numbers of one row are cut, `_cuts.py` does.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

from msgspec import Struct

from validator.model.document import NOWHERE, Cell, Document, Location, Paragraph
from validator.model.form import Row, Table
from validator.model.numbers import normalise
from validator.recognition.tables._cuts import VALUES, Traces, damaged_row, goes_on, lacks_one, pieces_behind
from validator.recognition.tables.labels import normalise_label
from validator.recognition.tables.reading import DamagedRow, TableReading

_LABEL_SCORE = 90.0
"""What an exact label in running text is worth beside labels in cells, which score up to 106."""
_GAP = r"[\s\"'“”‘’「」()（）\[\]、，,.。．:：;；·]*"
_NUMBERS = re.compile(r"(?<![0-9.])[0-9]+(?![0-9.．、)])")
_RUN = re.compile(r"(?<!\S)[0-9]+(?:\s+[0-9]+){2,}(?!\S)")
"""Several numbers that stand one behind the other."""
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


class _Found(Struct, frozen=True):
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
    printed = [pieces_behind(stream.text, label.end, stop) for label, stop in zip(found, stops, strict=True)]
    prints_zeros = stream.prints_zeros(len(table.columns) - 1)
    one_blank = prints_zeros and any(lacks_one(pieces, table.columns) for pieces in printed)
    blanks = not all(printed) and not stream.prints_zeros(len(table.columns))
    return [
        damaged_row(
            label.row,
            table.columns,
            pieces,
            stream.location(label.start),
            Traces(blanks, one_blank, unread=goes_on(stream.text, label.end, stop)),
        )
        for label, stop, pieces in zip(found, stops, printed, strict=True)
    ]


def _skipped(stream: Stream, table: Table, found: Sequence[_Found]) -> Iterator[DamagedRow]:
    """Rows that were not found between two others, where there are numbers that are not theirs."""
    at = {label.row.name: label for label in found}
    names = [row.name for row in table.rows if row.name in at]
    for first, second in pairwise(names):
        between = table.rows[table.row_names.index(first) + 1 : table.row_names.index(second)]
        values = VALUES.match(stream.text, at[first].end, at[second].start)
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
        pieces = pieces_behind(stream.text, *numbers)
        cell = Cell(stream.text[slice(*numbers)].strip(), 0, 0, location=stream.location(numbers[0]))
        if len(pieces) != len(columns) or not all(piece.whole for piece in pieces):
            return [DamagedRow(row, (cell,), ())]
        return [damaged_row(row, columns, pieces, cell.location, Traces())]
    first, at = span
    if _NUMBERS.search(stream.text, first, at):
        # The headers go on below the numbers: this text was read column by column.
        return [DamagedRow(row, (Cell("", 0, 0, location=stream.location(first)),), ())]
    pieces = pieces_behind(stream.text, at, len(stream.text))
    blanks = not stream.prints_zeros(len(table.columns))
    unread = goes_on(stream.text, at, len(stream.text))
    return [damaged_row(row, columns, pieces, stream.location(at), Traces(blanks, unread=unread))]


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
            values = VALUES.match(stream.text, run.start())
            return run.start(), values.end() if values else run.end()
    return None

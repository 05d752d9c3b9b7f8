"""Read tables whose cells a copy has run together: labels and digits in one stretch of text.

`…申请数量640020470二、上年结转…`: the labels are found in the order of the form; the digits between two labels are cut
into one number a column in every way there is. Which cut is right, the relations have to say (`damage.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from validator.model.document import Cell, Document, Grid, Location, Paragraph
from validator.model.form import Column, Row, Table
from validator.model.numbers import normalise
from validator.recognition.tables.labels import normalise_label
from validator.recognition.tables.reading import DamagedRow, TableReading

MOST_CUTS = 3_000
"""Ways to cut one row that are looked at; a row with more stays open."""
_LABEL_SCORE = 90.0
"""What an exact label in running text is worth beside labels in cells, which score up to 106."""
_GAP = r"[\s\"'“”‘’「」()（）\[\]、，,.。．:：;；·]*"
_VALUES = re.compile(r"[0-9\s,.+\-−－/—元万件]*")
_COUNT = r"(?:0|[1-9][0-9]*)"
_SHORT = 4
_LONGEST_HEADER_LINE = 60
_LONGEST_HEADER = 400
"""Characters that the headers may take, and that may stand between one row and the next."""


def read_glued(document: Document, table: Table) -> TableReading:
    """Read a table out of the running text; its score is 0 if it is not there."""
    for paragraph in (*document.paragraphs, *_headers(document, table)):
        text = normalise(paragraph.text)
        if table.arrangement == "flat":
            rows = list(_flat_row(text, table, paragraph.location))
        else:
            rows = list(_rows(text, table, paragraph.location))
        if rows:
            cells = dict.fromkeys(_cells(table, rows))
            return TableReading(table, cells, tuple(rows), score=_LABEL_SCORE * len(rows))
    return TableReading(table)


def _headers(document: Document, table: Table) -> Iterator[Paragraph]:
    """Short paragraphs below each other as one: the header of a table whose blank row left no trace."""
    if table.arrangement != "flat":
        return
    run: list[Paragraph] = []
    for block in document.blocks:
        if isinstance(block, Paragraph) and len(block.text) <= _LONGEST_HEADER_LINE:
            run.append(block)
            continue
        if not (isinstance(block, Grid) and block.rows and any(cell.text[:1].isdigit() for cell in block.rows[0])):
            yield from _joined(run)
        run = []


def _joined(run: Sequence[Paragraph]) -> Iterator[Paragraph]:
    if len(run) > 1:
        yield Paragraph("".join(one.text for one in run), run[0].location)


def _cells(table: Table, rows: Sequence[DamagedRow]) -> Iterator[str]:
    for row in rows:
        if not row.row.name:
            yield from table.cells
        for column in table.column_names if row.row.name else ():
            yield f"{table.name}.{row.row.name}.{column}"


@dataclass(frozen=True, slots=True)
class _Found:
    """A label in the text."""

    row: Row
    start: int
    """Where its numbering begins."""
    end: int


def _rows(text: str, table: Table, location: Location) -> Iterator[DamagedRow]:
    start = _header_end(text, table)
    if start is None:
        return
    found = list(_labels(text, table, start))
    stops = [*(label.start for label in found), len(text)][1:]
    for label, stop in zip(found, stops, strict=True):
        values = _VALUES.match(text, label.end, stop)
        printed = values[0].strip() if values else ""
        yield _damaged(label.row, table.columns, printed, location)


def _header_end(text: str, table: Table) -> int | None:
    """Where the column headers of a table end, which may stand in any order; None if they are not together."""
    first, *others = (tuple(_pattern(label) for label in column.labels) for column in table.columns)
    head = _earliest(first, text, 0)
    while head is not None:
        found = [_earliest(patterns, text, head.start()) for patterns in others]
        ends = [match.end() for match in found if match and match.end() - head.start() <= _LONGEST_HEADER]
        if len(ends) == len(others):
            return max([head.end(), *ends])
        head = _earliest(first, text, head.end())
    return None


def _labels(text: str, table: Table, start: int) -> Iterator[_Found]:
    """The labels of the rows in the order of the form, after the header; rows that are not there are left out."""
    at = start
    for row in table.rows:
        numbering = _numbering(row.number)
        # A short label (`其他`, `总计`) stands in many others: only its number makes it one.
        short = all(len(normalise_label(label)) < _SHORT for label in row.labels)
        before = f"(?:{numbering})" + ("" if short else "?") if numbering else ""
        match = _earliest((before + _pattern(label) for label in row.labels), text, at)
        if match is not None and (match.start() - at <= _LONGEST_HEADER):
            yield _Found(row, match.start(), match.end())
            at = match.end()


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


def _flat_row(text: str, table: Table, location: Location) -> Iterator[DamagedRow]:
    """All columns of all rows, then the numbers."""
    at: int | None = 0
    for _ in table.rows:
        for column in table.columns:
            match = _earliest((_pattern(label) for label in column.labels), text, at or 0)
            at = match.end() if match and at is not None else None
    if at is not None:
        values = _VALUES.match(text, at)
        printed = values[0].strip() if values else ""
        columns = [column for _ in table.rows for column in table.columns]
        yield _damaged(Row("", table.title, ()), columns, printed, location)


def _damaged(row: Row, columns: Sequence[Column], printed: str, location: Location) -> DamagedRow:
    cell = Cell(printed, 0, 0, location=location)
    if not printed:
        return DamagedRow(row, (cell,), ((),))
    pieces = printed.split()
    if _ways(pieces, columns) > MOST_CUTS:
        return DamagedRow(row, (cell,), ())
    cells: dict[tuple[int, str], Cell] = {}
    options = (
        tuple(
            (at, cells.setdefault((at, number), Cell(number, 0, at, location=location)))
            for at, number in enumerate(numbers)
        )
        for numbers in _cuts(pieces, columns)
    )
    return DamagedRow(row, (cell,), tuple(options))


def _ways(pieces: Sequence[str], columns: Sequence[Column]) -> int:
    """How many cuts there are, without making them."""
    reached = {(0, 0): 1}
    """(piece, character) up to which the columns so far may reach -> in how many ways."""
    for column in columns:
        further: dict[tuple[int, int], int] = {}
        for (piece, start), ways in reached.items():
            rest = pieces[piece][start:] if piece < len(pieces) else ""
            for number in _heads(rest, column):
                end = start + len(number)
                to = (piece, end) if end < len(pieces[piece]) else (piece + 1, 0)
                further[to] = further.get(to, 0) + ways
        reached = further
    return reached.get((len(pieces), 0), 0)


def _cuts(pieces: Sequence[str], columns: Sequence[Column]) -> Iterator[tuple[str, ...]]:
    """All ways to cut the pieces into one number a column; a blank always parts two numbers."""
    if not columns:
        if not any(pieces):
            yield ()
        return
    if not pieces or len(pieces) > len(columns):
        return
    first, rest = pieces[0], pieces[1:]
    for number in _heads(first, columns[0]):
        remaining = first[len(number) :]
        for tail in _cuts([remaining, *rest] if remaining else rest, columns[1:]):
            yield (number, *tail)


def _heads(text: str, column: Column) -> Iterator[str]:
    """The numbers a piece can begin with: no needless zeros, a sign only where the column has signs."""
    sign = r"[+\-]?" if column.signed else ""
    fraction = r"(?:\.[0-9]+)?(?:万元|元)?" if column.decimals else ""
    for end in range(1, len(text) + 1):
        if re.fullmatch(sign + _COUNT + fraction, text[:end]):
            yield text[:end]

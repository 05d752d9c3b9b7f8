"""An excerpt of a table as aligned lines, in plain ASCII apart from the words of the form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from validator.excerpt import Excerpt, ExcerptCell, ExcerptColumn, ExcerptRow, SkippedRows
from validator.form import Table
from validator.messages import say
from validator.renderers.glossary import Glossary
from validator.renderers.lines import Line, Span, clean, clip, even, left, right
from validator.renderers.numerals import figure
from validator.report import Reading

_GAP = 2
"""Blanks between columns."""
_LABEL = 18
"""Cells that the column of labels keeps at least, as long as it needs them."""
_CELL = 16
"""Widest a cell may be."""


@dataclass(frozen=True, slots=True)
class _Column:
    header: str
    cells: tuple[str, ...]

    @property
    def width(self) -> int:
        return max(map(cell_len, (self.header, *self.cells)))


def frame(excerpt: Excerpt, glossary: Glossary, width: int) -> Iterator[Line]:
    """The lines of an excerpt, none wider than `width` cells.

    Columns that do not fit beside each other follow below, each block under the labels of its rows.
    """
    labels = [_label(part, glossary) for part in excerpt.rows]
    corner = _corner(excerpt.table, glossary)
    columns = [
        _Column(_header(column, excerpt.table, glossary), tuple(_texts(excerpt, at, glossary.language)))
        for at, column in enumerate(excerpt.columns)
    ]
    label_width = max(map(cell_len, (corner, *labels)))
    for at, chunk in enumerate(_chunks(columns, width - min(label_width, _LABEL))):
        used = sum(column.width + _GAP for column in chunk)
        room = min(label_width, width - used)
        if at:
            yield ()
        yield _line(clip(corner, room), room, [column.header for column in chunk], chunk, "dim")
        row = 0
        for part, label in zip(excerpt.rows, labels, strict=True):
            if isinstance(part, SkippedRows):
                yield (Span(clip(label, room), "dim"),)
                continue
            yield _line(clip(label, room), room, [column.cells[row] for column in chunk], chunk)
            row += 1


def cell_words(cell: ExcerptCell, language: str) -> str:
    """What is shown of one cell: its number, or why it has none."""
    if cell.value is not None:
        return figure(cell.value) + (cell.unit or "")
    if cell.reading is Reading.BLANK:
        return say("reading-blank", language) if cell.letter else ""
    if cell.reading is Reading.AMBIGUOUS:
        return "?"
    return clean(cell.raw) or say("reading-missing", language)


def _chunks(columns: Sequence[_Column], width: int) -> Iterator[list[_Column]]:
    chunk: list[_Column] = []
    used = 0
    for column in columns:
        if chunk and used + column.width + _GAP > width:
            yield chunk
            chunk, used = [], 0
        chunk.append(column)
        used += column.width + _GAP
    yield chunk


def _line(label: str, room: int, texts: Sequence[str], columns: Sequence[_Column], style: str = "") -> Line:
    spans = [Span(left(label, room), style)]
    for text, column in zip(texts, columns, strict=True):
        lettered = text.startswith("[")
        spans.append(Span(" " * _GAP + right(text, column.width), "bold" if lettered else style))
    return tuple(spans)


def _label(part: ExcerptRow | SkippedRows, glossary: Glossary) -> str:
    if isinstance(part, SkippedRows):
        return "  " + say("skipped-rows", glossary.language, count=part.count)
    return even(glossary.row(part.row))


def _corner(table: Table, glossary: Glossary) -> str:
    units = {column.unit for column in table.columns if column.unit_printed}
    number = glossary.number(table)
    if len(units) != 1 or not all(column.unit_printed for column in table.columns):
        return number
    return say("corner", glossary.language, table=number, unit=units.pop())


def _header(column: ExcerptColumn, table: Table, glossary: Glossary) -> str:
    if column.folded:
        return say("folded-columns", glossary.language, count=len(column.columns))
    (only,) = column.columns
    header = clip(even(glossary.column(only)), _CELL)
    if len({other.unit for other in table.columns}) > 1 and only.unit_printed:
        return say("corner", glossary.language, table=header, unit=only.unit)
    return header


def _texts(excerpt: Excerpt, at: int, language: str) -> Iterator[str]:
    for part in excerpt.rows:
        if isinstance(part, SkippedRows):
            continue
        cell = part.cells[at]
        words = clip(even(cell_words(cell, language)), _CELL)
        yield f"[{cell.letter}] {words}" if cell.letter else words

"""An excerpt of a table as aligned lines, in plain ASCII apart from the words of the form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from rich.cells import cell_len

from validator.renderers.layout.excerpt import Excerpt, ExcerptRow, SkippedRows
from validator.renderers.layout.lines import Line, Span, clip, even, left, right
from validator.renderers.words.cells import cell_words, corner, header, skipped
from validator.renderers.words.glossary import Glossary

_GAP = 2
"""Blanks between columns."""
_LABEL = 18
"""Cells that the column of labels keeps at least, as long as it needs them."""
_ARROW = " -> "
"""Between what stands in a cell and what should."""
_CELL = 16
"""Widest a cell may be."""


class _Column(Struct, frozen=True):
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
    head = corner(excerpt.table, glossary)
    columns = [
        _Column(header(column, excerpt.table, glossary, _shortened), tuple(_texts(excerpt, at, glossary.language)))
        for at, column in enumerate(excerpt.columns)
    ]
    label_width = max(map(cell_len, (head, *labels)))
    for at, chunk in enumerate(_chunks(columns, width - min(label_width, _LABEL))):
        used = sum(column.width + _GAP for column in chunk)
        room = min(label_width, width - used)
        if at:
            yield ()
        yield _line(clip(head, room), room, [column.header for column in chunk], chunk, "dim")
        row = 0
        for part, label in zip(excerpt.rows, labels, strict=True):
            if isinstance(part, SkippedRows):
                yield (Span(clip(label, room), "dim"),)
                continue
            yield _line(clip(label, room), room, [column.cells[row] for column in chunk], chunk)
            row += 1


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
        lettered = text.startswith("[") or _ARROW in text
        spans.append(Span(" " * _GAP + right(text, column.width), "bold" if lettered else style))
    return tuple(spans)


def _label(part: ExcerptRow | SkippedRows, glossary: Glossary) -> str:
    if isinstance(part, SkippedRows):
        return "  " + skipped(part, glossary.language)
    return even(glossary.row(part.row))


def _texts(excerpt: Excerpt, at: int, language: str) -> Iterator[str]:
    for part in excerpt.rows:
        if isinstance(part, SkippedRows):
            continue
        cell = part.cells[at]
        words = _shortened(cell_words(cell, language))
        if cell.change:
            words = f"{words}{_ARROW}{_shortened(cell.change)}"
        yield f"[{cell.letter}] {words}" if cell.letter else words


def _shortened(text: str) -> str:
    return clip(even(text), _CELL)

"""Rows without a number that a copy has left outside their table: only the label stands there, in a line of its own."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from validator.document import Document, Grid, Paragraph
from validator.form import Row, Table
from validator.labels import best_likeness, normalise_label
from validator.numbers import Kind, read_number
from validator.reading import TableReading

_EQUAL = 98
"""Likeness of labels that differ in numbering, brackets and remarks at most."""
_SHORT = 4
"""A shorter label may be a column's as well (`总计`): only with its number it is the row's."""
_LONGEST = 120


def blank_rows(document: Document, reading: TableReading) -> Iterator[str]:
    """The cells of rows that were not found in the grids, although their labels are there and nothing behind them."""
    if not reading.score or reading.table.arrangement == "flat":
        return
    table = reading.table
    missing = [row for row in table.rows if f"{table.name}.{row.name}.{table.column_names[0]}" not in reading.cells]
    for row in missing:
        if any(_is_label(text, row, table) for text in _lone_texts(document)):
            yield from (f"{table.name}.{row.name}.{column}" for column in table.column_names)


def _lone_texts(document: Document) -> Iterator[str]:
    """Short paragraphs that no number follows, else it may be the row's; nor the end, which may be cut off."""
    for block, following in pairwise(document.blocks):
        if isinstance(block, Paragraph) and len(block.text) <= _LONGEST and not _begins_with_number(following):
            yield block.text


def _begins_with_number(block: Paragraph | Grid) -> bool:
    if isinstance(block, Grid):
        return bool(block.rows and block.rows[0]) and _is_number(block.rows[0][0].text)
    return _is_number(block.text.split()[0])


def _is_number(text: str) -> bool:
    return read_number(text).kind is not Kind.UNREADABLE


def _is_label(text: str, row: Row, table: Table) -> bool:
    label = normalise_label(text)
    headers = {normalise_label(one) for column in table.columns for one in column.labels}
    if len(label) < _SHORT and label in headers and "".join(text.split()) == label:
        return False
    # A group label may stand before the row's, parted by a blank.
    _, _, tail = text.rpartition(" ")
    return max(best_likeness(text, row.labels), best_likeness(tail, row.labels)) >= _EQUAL

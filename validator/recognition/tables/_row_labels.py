"""Which rows of a table the words at the beginning of a line may be the label of.

All rows are compared at once, and once for each distinct label: a thousand offices number and space the same few labels
in their own ways, and normalised they are the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import accumulate
from typing import TypeAlias

from validator.model.form import Table
from validator.model.numbers import Kind, read_number
from validator.recognition.tables.labels import ACCEPT, likeness_of_normal, normalise_label, without_remark

LONGEST_LABEL = 120
"""Characters; a longer text is prose."""
_LONGEST_KNOWN = 300
"""Characters of words at the start of a line; a line with more is hardly met twice."""
_SHORT = 4
"""A shorter label that is also a column's (`总计`) may end a header line, so it is a row only if cells follow it."""

Words: TypeAlias = tuple[str, ...]
Scores: TypeAlias = tuple[tuple[int, float, int], ...]
"""(row of the table, likeness, which of the words is its label) for each row that a line may be, in their order."""


def rows_of_words(table: Table, words: Words, above: Words, *, ends: bool) -> Scores:
    """The rows that a line may be.

    `words`: the words the line begins with; `above`: those of lines where its label may begin, the last one first;
    `ends`: no numbers follow them, nor could.
    """
    long = sum(map(len, words)) + sum(map(len, above)) > _LONGEST_KNOWN
    return (_rows_of_words.__wrapped__ if long else _rows_of_words)(table, words, above, ends)


@lru_cache(maxsize=32768)
def _rows_of_words(table: Table, words: Words, above: Words, ends: bool) -> Scores:  # noqa: FBT001 - all of it is a key
    final = len(words) - 1
    best: dict[int, tuple[float, int]] = {}
    for at, text in enumerate(map(_without_marks, words)):
        if len(text) > LONGEST_LABEL or (ends and at == final and _may_end_header(words[at], table)):
            continue
        for number, score in _rows_of_text(text, above if at == final else (), table).items():
            # Of two labels that are as good, the row's stands behind that of its group.
            if number not in best or score >= best[number][0]:
                best[number] = (score, at)
    if final > 0 and len(best) < len(table.rows):
        for number, score in _alike("".join(words), table):
            best.setdefault(number, (score, final))
    return tuple((number, *best[number]) for number in sorted(best))


def _rows_of_text(text: str, above: Words, table: Table) -> Mapping[int, float]:
    """Row -> the best likeness of what in a cell may be its label."""
    found = dict(_alike(text, table))
    for part in _parts(text):
        for number, score in _alike(part, table):
            found[number] = max(score, found.get(number, 0.0))
    for head in accumulate(above, lambda below, line: line + below):
        alone = dict(_alike(head, table))
        for number, score in _alike(head + text, table):
            # Where the lines above are the label already, this is the beginning of the next one.
            if score > alone.get(number, 0.0):
                found[number] = max(score, found.get(number, 0.0))
    return found


def _parts(text: str) -> Iterator[str]:
    """The end of a text: a group label may stand before the row's in one cell, parted by a blank, or above it."""
    _, blank, tail = text.rpartition(" ")
    if blank and (len(normalise_label(tail)) >= _SHORT or _is_numbered(tail)):
        yield tail
    _, line_end, below = text.rpartition("\n")
    if line_end and _is_numbered(below):
        yield below


def _alike(text: str, table: Table) -> tuple[tuple[int, float], ...]:
    """(row, likeness) for each row that a text is the label of."""
    full, bare = normalise_label(text), without_remark(text)
    return (_alike_normal if len(full) <= _LONGEST_KNOWN else _alike_normal.__wrapped__)(full, bare, table)


@lru_cache(maxsize=32768)
def _alike_normal(full: str, bare: str, table: Table) -> tuple[tuple[int, float], ...]:
    scored = (
        (number, max((likeness_of_normal(full, bare, label) for label in row.labels), default=0.0))
        for number, row in enumerate(table.rows)
    )
    return tuple((number, score) for number, score in scored if score >= ACCEPT)


def _may_end_header(text: str, table: Table) -> bool:
    label = normalise_label(text)
    # With its number (`3.其他`) it is a row.
    return len(label) < _SHORT and label in _headers(table) and not _is_numbered(text)


@lru_cache(maxsize=256)
def _headers(table: Table) -> frozenset[str]:
    return frozenset(normalise_label(label) for column in table.columns for label in column.labels)


def _is_numbered(text: str) -> bool:
    """True for a label that keeps more than its words: its number in most cases."""
    return "".join(text.split()) != normalise_label(text)


def _without_marks(text: str) -> str:
    """A label without the marks for "none" that a copy has left in its cell."""
    if " " not in text:
        return text
    words = text.split(" ")
    while len(words) > 1 and read_number(words[-1]).kind is Kind.DASH:
        words.pop()
    return " ".join(words)

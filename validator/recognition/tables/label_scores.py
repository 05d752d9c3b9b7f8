"""Which rows and columns of a table a text may be the label of.

All rows are compared at once, and once for each distinct label: a thousand offices number and space the same few labels
in their own ways, and normalised they are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple, TypeAlias

from msgspec import Struct

from validator.model.form import Table
from validator.model.numbers import Kind, read_number
from validator.recognition.tables.labels import likely_of_normal, normalise_label, without_remark

LONGEST_LABEL = 120
"""Characters; a longer text is prose."""
_LONGEST_EXPLAINED = 20
"""Characters that a long explanation in brackets or behind a colon may follow."""
_LONGEST_KNOWN = 300
"""Characters of words at the start of a line; a line with more is hardly met twice."""
_MOST_KNOWN = 8192
"""Labels, and beginnings of lines, of which it is remembered what they are."""
_SHORT = 4
"""A shorter label that is also a column's (`总计`) may end a header line, so it is a row only if cells follow it."""

Likely: TypeAlias = tuple[tuple[int, float], ...]
"""(row or column of a table, likeness) for each that a text is the label of, in their order."""
Scores: TypeAlias = tuple[tuple[int, float, int], ...]
"""(row of the table, likeness, which of the words is its label) for each row that a line may be, in their order."""


class Label(NamedTuple):
    """A text as it is compared."""

    full: str
    bare: str
    """Without its remark."""


class _Word(NamedTuple):
    """A cell with words at the beginning of a line."""

    labels: tuple[Label, ...]
    """What in it may be the label of a row; nothing in prose."""
    joined: tuple[tuple[Label, Label], ...]
    """Each beginning of a label in the lines above: alone, and with the cell."""
    ending: str
    """The label if it is so short and plain that it may end a header; else empty."""


class LikelyRows(NamedTuple):
    """The rows of a table that a line may be."""

    table: Table
    followed: Scores
    """If numbers follow its words, or could."""
    ending: Scores
    """If none do, nor could: then a short label may be the end of a header."""


@lru_cache(maxsize=64)
def row_labels(tables: tuple[Table, ...]) -> RowLabels:
    """The labels of tables, with what is known of them."""
    return RowLabels(tables)


class RowLabels:
    """The labels of all rows of some tables."""

    def __init__(self, tables: tuple[Table, ...]) -> None:
        """Nothing has been compared with them yet."""
        self._tables = tuple((table, _wordings(tuple(row.labels for row in table.rows))) for table in tables)
        self._known_words = lru_cache(maxsize=_MOST_KNOWN)(self._of_words)
        self._known_label = lru_cache(maxsize=_MOST_KNOWN)(self._of_label)

    def likely(self, words: tuple[str, ...], above: tuple[str, ...]) -> tuple[LikelyRows, ...]:
        """The rows that a line may be, for each table that has such.

        `words`: what it begins with; `above`: lines where its label may begin, the last one first.
        """
        long = sum(map(len, words)) + sum(map(len, above)) > _LONGEST_KNOWN
        return (self._of_words if long else self._known_words)(words, above)

    def _of_words(self, words: tuple[str, ...], above: tuple[str, ...]) -> tuple[LikelyRows, ...]:
        final = len(words) - 1
        found = [_word(text, above if at == final else ()) for at, text in enumerate(words)]
        scores: list[dict[Table, dict[int, float]]] = [self._of_word(word) for word in found]
        together = self._rows(_label("".join(words))) if final > 0 else {}
        rows = []
        for table in {table: None for one in (*scores, together) for table in one}:
            own = [one.get(table, {}) for one in scores]
            followed = _best(own, together.get(table, {}), final)
            header = found[final].ending in _headers(table)
            ending = _best([*own[:final], {}], together.get(table, {}), final) if header else followed
            rows.append(LikelyRows(table, followed, ending))
        return tuple(rows)

    def _of_word(self, word: _Word) -> dict[Table, dict[int, float]]:
        """Table -> row -> the best likeness of what in a word may be its label."""
        found: dict[Table, dict[int, float]] = {}
        for label in word.labels:
            for table, rows in self._rows(label).items():
                _raise(found.setdefault(table, {}), rows.items())
        for head, whole in word.joined:
            alone = self._rows(head)
            for table, rows in self._rows(whole).items():
                less = alone.get(table, {})
                # Where the lines above are the label already, this is the beginning of the next one.
                longer = [(number, score) for number, score in rows.items() if score > less.get(number, 0.0)]
                _raise(found.setdefault(table, {}), longer)
        return found

    def _rows(self, label: Label) -> Mapping[Table, Mapping[int, float]]:
        return (self._known_label if len(label.full) <= _LONGEST_KNOWN else self._of_label)(label)

    def _of_label(self, label: Label) -> Mapping[Table, Mapping[int, float]]:
        likely = _known_rows if len(label.full) <= _LONGEST_KNOWN else _known_rows.__wrapped__
        scored = ((table, likely(label, wordings)) for table, wordings in self._tables)
        return {table: rows for table, rows in scored if rows}


class _Wordings(Struct, frozen=True, eq=False):
    """The labels of the rows of a table; tables of several editions have the same ones."""

    rows: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=256)
def _wordings(rows: tuple[tuple[str, ...], ...]) -> _Wordings:
    """The only one there is of these."""
    return _Wordings(rows)


@lru_cache(maxsize=32768)
def _known_rows(label: Label, wordings: _Wordings) -> Mapping[int, float]:
    """Which of some rows a text is the label of, however the tables are put together that they belong to."""
    return dict(_likely(label, wordings.rows))


def _raise(found: dict[int, float], rows: Iterable[tuple[int, float]]) -> None:
    for number, score in rows:
        found[number] = max(score, found.get(number, 0.0))


def _best(words: Sequence[Mapping[int, float]], together: Mapping[int, float], final: int) -> Scores:
    """For each row the best of the words; where none is one, all of them in one may be."""
    best: dict[int, tuple[float, int]] = {}
    for at, rows in enumerate(words):
        for number, score in rows.items():
            # Of two labels that are as good, the row's stands behind that of its group.
            if number not in best or score >= best[number][0]:
                best[number] = (score, at)
    for number, score in together.items():
        best.setdefault(number, (score, final))
    return tuple((number, *best[number]) for number in sorted(best))


def _word(printed: str, above: Sequence[str]) -> _Word:
    text = _without_marks(printed)
    if len(text) > LONGEST_LABEL and len(without_remark(text)) > _LONGEST_EXPLAINED:
        return _Word((), (), "")
    label = normalise_label(printed)
    heads = accumulate(above, lambda below, line: line + below)
    return _Word(
        tuple(map(_label, _parts(text))),
        tuple((_label(head), _label(head + text)) for head in heads),
        # With its number (`3.其他`) it is a row.
        label if len(label) < _SHORT and not _is_numbered(printed) else "",
    )


def _parts(text: str) -> Iterator[str]:
    """A text and the end of it: a group label may stand before the row's in one cell, parted by a blank, or above."""
    yield text
    _, blank, tail = text.rpartition(" ")
    if blank and (len(normalise_label(tail)) >= _SHORT or _is_numbered(tail)):
        yield tail
    _, line_end, below = text.rpartition("\n")
    if line_end and _is_numbered(below):
        yield below


def columns_of_text(text: str, table: Table) -> Likely:
    """The columns that a text is the header of."""
    label = _label(text)
    return (_known_columns if len(label.full) <= _LONGEST_KNOWN else _known_columns.__wrapped__)(label, table)


@lru_cache(maxsize=32768)
def _known_columns(label: Label, table: Table) -> Likely:
    return _likely(label, (column.labels for column in table.columns))


def _likely(label: Label, wordings: Iterable[tuple[str, ...]]) -> Likely:
    scored = ((number, likely_of_normal(label.full, label.bare, labels)) for number, labels in enumerate(wordings))
    return tuple((number, score) for number, score in scored if score)


@lru_cache(maxsize=256)
def _headers(table: Table) -> frozenset[str]:
    return frozenset(normalise_label(label) for column in table.columns for label in column.labels)


def _label(text: str) -> Label:
    return Label(normalise_label(text), without_remark(text))


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

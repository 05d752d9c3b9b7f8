"""Rows without a number of which only the label is left, in lines of its own, outside their table or in it.

Without ruling lines that is all there is to see of a table in which nothing was filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, pairwise

from validator.model.document import Document, Grid, Paragraph
from validator.model.form import Row, Table
from validator.model.numbers import Kind, normalise, read_number
from validator.recognition.tables.alignment import PAGE_NUMBER, Line, Match
from validator.recognition.tables.labels import best_likeness, normalise_label
from validator.recognition.tables.reading import TableReading

_EQUAL = 98
"""Likeness of labels that differ in numbering, brackets and remarks at most."""
_SHORT = 4
"""A shorter label may be a column's as well (`总计`): only with its number it is the row's."""
_LONGEST = 120
_WRAPPED = 3
"""Lines over which a label may be broken."""
_NUMBERING = re.compile(r"(?<![0-9])[0-9][.、．](?=[^\W\d_])")
"""The number of a label, which may stand behind the end of another label."""


def blank_rows(document: Document, reading: TableReading) -> Iterator[str]:
    """The cells of rows that were not found in the grids, although their labels are there and nothing behind them."""
    table = reading.table
    if not reading.score:
        if any(_is_blank(run, table) for run in _runs_of_labels(document)):
            # A number may have been recognised as a word, or overlooked; in one row there is hardly place for it.
            recognised = document.recognised_pages or document.recognised_pictures
            yield from table.cells if table.arrangement == "flat" or not recognised else ()
        return
    if table.arrangement == "flat":
        return
    missing = [row for row in table.rows if f"{table.name}.{row.name}.{table.column_names[0]}" not in reading.cells]
    for row in missing:
        if any(_is_label(text, row, table) for text in _lone_texts(document)):
            yield from (f"{table.name}.{row.name}.{column}" for column in table.column_names)


def _runs_of_labels(document: Document) -> Iterator[list[str]]:
    """Short paragraphs that follow each other, but not those at the end, which may be cut off."""
    run: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph) and len(block.text) <= _LONGEST and "。" not in block.text:
            run.append(block.text)
            continue
        # Numbers may have got into the grid above or below.
        if isinstance(block, Paragraph):
            yield run
        run = []


def _is_blank(run: Sequence[str], table: Table) -> bool:
    """True if the labels of all rows are among short texts, and no number at all.

    The headers below those of rows that stand side by side may be broken into single characters.
    """
    printed = [_NUMBERING.sub("", normalise(text)) for text in run if not PAGE_NUMBER.fullmatch(text)]
    if any(character.isdigit() for text in printed for character in text):
        return False
    if table.arrangement != "flat":
        words = [word for text in printed for word in text.split()]
        return not any(map(_is_number, words)) and _all_named(printed, table)
    normal = [*map(normalise_label, printed)]
    return all(any(normalise_label(label) in text for label in row.labels for text in normal) for row in table.rows)


def _all_named(printed: Sequence[str], table: Table) -> bool:
    """True if the label of each row is there, whole or in lines below each other, and all that a header is made of."""
    lines = [[*filter(None, map(normalise_label, text.split()))] for text in printed]
    signs = {sign for words in lines for word in words for sign in word}
    titles = [table.corner.zh, *(group.title.zh for group in (*table.row_groups, *table.column_groups))]
    labels = [*(one.labels for one in table.rows), *(one.labels for one in table.columns)]
    known = set().union(*titles, *chain(*labels))
    # What stands alone and is of no label may be a number in another script.
    if any(len(word) == 1 and word not in known for words in lines for word in words):
        return False
    return all(any(signs.issuperset(normalise_label(label)) for label in one.labels) for one in table.columns) and all(
        any(_is_there(normalise_label(label), lines) for label in row.labels) for row in table.rows
    )


def _is_there(label: str, lines: Sequence[Sequence[str]]) -> bool:
    """True if a label is a word, or ends one or begins one that holds more; or is made up of words of several lines."""
    long = len(label) >= _SHORT
    return any(
        word == label or (long and label in word) or _goes_on(label, word, lines[at + 1 :])
        for at, words in enumerate(lines)
        for word in words
    )


def _goes_on(label: str, word: str, below: Sequence[Sequence[str]]) -> bool:
    """True if a word begins a label and words of the next lines make up the rest; labels beside it may be taller."""
    if not label.startswith(word):
        return False
    rest = label[len(word) :]
    return not rest or any(
        _goes_on(rest, one, below[at + 1 :]) for at, words in enumerate(below[:_WRAPPED]) for one in words
    )


def _lone_texts(document: Document) -> Iterator[str]:
    """Short paragraphs that no number follows, else it may be the row's; nor the end, which may be cut off.

    Each also with those above it, for a label may be broken over lines.
    """
    above: list[str] = []
    orphan = False
    """Whether numbers without a label stand above: they may belong to the next one."""
    for block, following in pairwise(document.blocks):
        if isinstance(block, Paragraph) and len(block.text) <= _LONGEST:
            # A number half way down a label that wraps is that of its row.
            above = [] if all(map(_is_number, block.text.split())) else [*above, block.text][-_WRAPPED:]
            if not orphan and not _begins_with_number(following):
                yield from accumulate(reversed(above), lambda below, text: text + below)
        else:
            above = []
        orphan = isinstance(block, Grid) and _ends_with_numbers_alone(block)


def rows_of_a_label(lines: Sequence[Line], matches: Sequence[Match], table: Table) -> Iterator[Row]:
    """Rows that were not found, although their label stands alone in the table, between those of the rows round it.

    Such a label is too short to be known by itself: `其他` is the header of a column as well.
    """
    headers = {normalise_label(one) for column in table.columns for one in column.labels}
    found = {match.row.name: match.line for match in matches}
    for before, row, after in zip(table.rows, table.rows[1:], table.rows[2:], strict=False):
        if row.name in found or not {before.name, after.name} <= found.keys():
            continue
        first, last = (lines.index(found[one.name]) for one in (before, after))
        alone = [line for line in lines[first + 1 : last] if not line.has_numbers and line.labels]
        texts = {normalise_label(line.labels[-1].text) for line in alone}
        wanted = {normalise_label(label) for label in row.labels}
        # Other headers tell that the header was printed again there.
        if len(alone) == last - first - 1 and texts & wanted and not texts & (headers - wanted):
            yield row


def _ends_with_numbers_alone(grid: Grid) -> bool:
    texts = [cell.text for cell in grid.rows[-1] if cell.text.strip()] if grid.height else []
    return bool(texts) and all(map(_is_number, texts))


def _begins_with_number(block: Paragraph | Grid) -> bool:
    if isinstance(block, Grid):
        texts = [cell.text for cell in block.rows[0] if cell.text.strip()] if block.height else []
        return not texts or _is_number(texts[0])
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

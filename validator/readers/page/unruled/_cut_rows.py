"""Rows that a page break has cut: the label came to stand on one page and its numbers on the other."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from validator.readers.page.tables import is_numbered
from validator.readers.page.unruled._block import Block, PrintedRow

_LEVEL = 0.25
"""Ems within which a label has its middle, or one of its lines, where its numbers stand."""


def mended(rows: Sequence[PrintedRow]) -> list[PrintedRow]:
    """The rows, those made whole of which each half says nothing without the other."""
    # Where no numbers have a label beside them, what follows them is no label either.
    labelled = any(row.values and row.has_text for row in rows)
    numeric = frozenset(column for row in rows for column in row.values)
    whole: list[PrintedRow] = []
    for row in rows:
        if labelled and whole and whole[-1].last_page < row.first_page and _is_rest(whole[-1], row, numeric):
            _join(whole[-1], row)
        else:
            whole.append(row)
    return whole


def _is_rest(above: PrintedRow, below: PrintedRow, numeric: AbstractSet[int]) -> bool:
    """True if one of the two has numbers and no label, and the other a label without numbers.

    `numeric`: the columns in which any row has a number.
    """
    numbers, label = (above, below) if above.values else (below, above)
    if label.values or not numbers.values or not label.has_text:
        return False
    labels = max((block.last for block in numbers.texts), default=-1) if numbers is below else -1
    if _is_header(label, labels if labels >= 0 else min(numeric) - 1):
        return False
    if numbers is above:
        # The label of a group stands further left.
        place = min(block.first for block in below.texts)
        return not any(_is_label_of(block, above) and block.last >= place for block in above.texts)
    return not any(is_numbered(block.words[0].part.text) for block in below.texts)


def _is_header(row: PrintedRow, labels: int) -> bool:
    """True for texts that stand further right than the labels do, whose last column is given."""
    return any(block.first > labels for block in row.texts)


def _is_label_of(block: Block, row: PrintedRow) -> bool:
    heights = (block.middle, *(word.y for word in block.words))
    return any(abs(y - row.y) <= _LEVEL * block.size for y in heights)


def _join(row: PrintedRow, rest: PrintedRow) -> None:
    for block in rest.blocks:
        own = next((one for one in row.texts if one.first == block.first and not block.is_value), None)
        if own is None:
            row.blocks.append(block)
        else:
            own.words += block.words
            own.last = max(own.last, block.last)

"""Tables of a text whose cells are parted by single blanks, or that have one cell a line.

Copying a table out of a PDF or off a page leaves such lines. They keep the order of the cells, not their columns: a row
is a label and the numbers that follow it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from validator.readers.blocks.builder import TextCell
from validator.readers.text._lines import Look, SourceLine
from validator.readers.text._tables import Item, TextTable, row_of

_NUMERIC = frozenset({Look.ROW, Look.NUMBERS, Look.NUMBER})
_IN_LINE = frozenset({Look.ROW, Look.NUMBERS})
_LONG_LABEL = 30
"""Characters, as the next."""
_LONGEST_HEADER = 15
_MOST_LABELS = 30
"""Lines without a number between two with one: a header broken into pieces has about fifteen."""
_FEWEST_NUMBERS = 3
_MOST_BEFORE = 20
_MOST_BROKEN = 3
"""Lines into which a label may be broken."""
_MOST_AFTER = 8
"""Lines below the last number: the labels of blank rows, and the captions among them."""
_LONGEST_AFTER = 20


def row_tables(lines: Sequence[SourceLine]) -> Iterator[Item]:
    """The tables among the lines, and the lines that are in none."""
    done = 0
    spaced = _is_spaced(lines)
    for first, last in _runs(lines, spaced=spaced):
        if not _is_table(lines[first:last]):
            continue
        start = first - _labels_before(lines[done:first], spaced=spaced and lines[first].look is Look.NUMBER)
        end = last + _labels_after(lines[last:])
        yield from lines[done:start]
        yield from (TextTable(rows, positioned=False) for part in _pages(lines[start:end]) if (rows := _rows(part)))
        done = end
    yield from lines[done:]


def _is_spaced(lines: Sequence[SourceLine]) -> bool:
    """Whether cells stand in lines of their own with a blank one behind each."""
    touching = any(one.look is other.look is Look.NUMBER for one, other in pairwise(lines))
    return not touching and sum(line.look is Look.NUMBER for line in lines) >= _FEWEST_NUMBERS


def _runs(lines: Sequence[SourceLine], *, spaced: bool) -> Iterator[tuple[int, int]]:
    """Stretches from one line with numbers to another, with nothing but labels between them."""
    start = end = -1
    labels: list[SourceLine] = []
    blank = False
    for at, line in enumerate(lines):
        if line.look is Look.BLANK:
            blank = True
        elif line.look in _NUMERIC:
            if start < 0 or not _goes_on(labels, blank=blank and not spaced):
                if start >= 0:
                    yield start, end
                start = at
            end = at + 1
            labels, blank = [], False
        elif line.look is not Look.PAGE:
            labels.append(line)
    if start >= 0:
        yield start, end


def _goes_on(labels: Sequence[SourceLine], *, blank: bool) -> bool:
    """Whether a line with numbers belongs to the table of the last one before it, with these labels between them."""
    if any(label.look is Look.PROSE for label in labels) or len(labels) > _MOST_LABELS:
        return False
    return _before_prose(labels) == len(labels) and not (blank and labels)


def _is_table(run: Sequence[SourceLine]) -> bool:
    """Whether there are enough numbers for a table: a sentence, a date or a page may end in one."""
    rows = [len(line.split[1]) for line in run if line.look in _IN_LINE and not line.only_counts]
    singles = sum(line.look is Look.NUMBER for line in run)
    return len(rows) > 1 or max([singles, *rows]) >= _FEWEST_NUMBERS


def _before_prose(labels: Sequence[SourceLine]) -> int:
    """How many labels stand before two long ones in a row: labels stand in narrow columns, so these two are prose."""
    long = [_is_long(label.stripped) and not label.ends_as_row for label in labels]
    return next((at for at, both in enumerate(pairwise(long)) if all(both)), len(labels))


def _is_long(label: str) -> bool:
    """Long, and not because it is a row of short words, as a header is."""
    return len(label) >= _LONG_LABEL and max(map(len, label.split())) > _LONGEST_HEADER


def _labels_before(lines: Sequence[SourceLine], *, spaced: bool) -> int:
    """How many lines above a table are its header or the beginning of its first label."""
    looks = {Look.LABEL, Look.BLANK} if spaced else {Look.LABEL}
    above = list(takewhile(lambda line: line.look in looks, reversed(lines[-_MOST_BEFORE:])))
    taken = _before_prose(above)
    # What stands above a heading is no header; but what looks like a heading may be the first label, broken over lines.
    header = [at for at in range(len(lines) - taken, len(lines) - _MOST_BROKEN) if lines[at].is_heading]
    return len(lines) - header[-1] - 1 if header else taken


def _labels_after(lines: Sequence[SourceLine]) -> int:
    """How many lines below a table are the end of its last label, or the labels of blank rows."""
    short = takewhile(lambda line: line.may_end_table and len(line.stripped) <= _LONGEST_AFTER, lines[:_MOST_AFTER])
    return sum(1 for _ in short)


def _pages(lines: Sequence[SourceLine]) -> Iterator[Sequence[SourceLine]]:
    """The lines parted where a page ends: the label of a row may stand there on another page than its numbers."""
    start = 0
    for at, line in enumerate(lines):
        if at and line.begins_page:
            yield lines[start:at]
            start = at
    yield lines[start:]


def _rows(lines: Sequence[SourceLine]) -> list[list[TextCell]]:
    rows: list[list[TextCell]] = []
    takes_numbers = False
    for line in lines:
        if line.look in {Look.BLANK, Look.PAGE}:
            continue
        # Among the rows of a table even a long text is a label, and the number behind it its row's.
        label, numbers = line.split
        if line.look is Look.NUMBER and takes_numbers:
            rows[-1].append(TextCell(line.stripped, len(rows[-1]), line=line.number))
        else:
            texts = [line.stripped] if line.is_cell else [label, *numbers] if label else numbers
            rows.append(row_of(texts, line.number))
        takes_numbers = line.look in {Look.LABEL, Look.NUMBER}
    return rows

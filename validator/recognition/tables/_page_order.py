"""Tables in texts that come off pages: numbers may stand in another order than their labels, or on another page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from validator.model.document import Cell
from validator.model.form import CellName, Row, Table
from validator.recognition.tables._printed import cells_by_row, place_of, span_of
from validator.recognition.tables.alignment import WHOLE, Line
from validator.recognition.tables.labels import best_likeness, normalise_label
from validator.recognition.tables.reading import TableReading
from validator.recognition.tables.rows.totals import ends_in_total, is_whole

_HEADER_LINES = 60
"""Lines above a table that its header may take, where it is broken into pieces."""
_TELLING = 3
"""Characters of a header that is hardly part of another text."""


def is_out_of_order(lines: Sequence[Line], reading: TableReading, at: Mapping[object, int], *, lost: bool) -> bool:
    """Whether the order of the numbers of a table does not tell whose they are.

    Its header goes on below rows, so that the text was read column by column; or its numbers stand one a line on pages,
    and some of them belong to no row, are the numbers of several, or of a row whose label is not there.
    `lost`: whether there are numbers of no row.
    """
    table, span = reading.table, span_of(reading, at)
    if span is None:
        return False
    rows = lines[span[0] : span[1] + 1]
    if any(line.grid.positioned for line in rows):
        return False
    if _goes_on_below(table, lines[max(0, span[0] - _HEADER_LINES) : span[0]], rows):
        return True
    if not _is_off_pages(rows):
        return False
    if table.arrangement == "flat":
        below = lines[span[1] + 1 : span[1] + 1 + _HEADER_LINES]
        return _goes_on_below(table, (), below) or len(reading.cells) < len(table.cells)
    own = cells_by_row(reading)
    incomplete = [cells for cells in own.values() if 0 < len(cells) < len(table.columns)]
    return lost or _lacks_rows(reading) or not all(ends_in_total(table, cells) for cells in incomplete)


def _goes_on_below(table: Table, above: Sequence[Line], rows: Sequence[Line]) -> bool:
    """Whether a header is found among the rows that is not above them."""
    before, among = _words(above), _words(rows)
    for column in table.columns:
        labels = [label for one in column.labels if len(label := normalise_label(one)) >= _TELLING]
        if any(label in among for label in labels) and not any(label in before for label in labels):
            return True
    return False


def _words(lines: Sequence[Line]) -> str:
    """The words in lines, and above their grids, in one: narrow cells have broken them."""
    parts = (("" if line.row else line.caption, *(cell.text for cell in line.labels)) for line in lines)
    return normalise_label("".join(text for part in parts for text in part))


def _is_off_pages(rows: Sequence[Line]) -> bool:
    """Whether a text is known to have pages, and no two numbers stand in one of its lines."""
    places = [cell.location for line in rows for cell in line.cells if line.has_numbers]
    # The numbers of a row that stand in one line have the same.
    several = any(
        one.line == other.line
        for line in rows
        for one, other in pairwise([cell.location for cell in line.cells if cell not in line.labels])
    )
    return not several and any(place.page is not None and place.line is not None for place in places)


def _lacks_rows(reading: TableReading) -> bool:
    """Whether a label is missing between two that are there."""
    read = {CellName.parse(name).row for name in reading.cells}
    found = [row.name in read for row in reading.table.rows]
    return False in found[found.index(True) : len(found) - found[::-1].index(True)] if True in found else False


def rows_round_page_breaks(
    lines: Sequence[Line], table: Table, own: Mapping[str, tuple[Cell, ...]]
) -> Iterator[tuple[Row, tuple[Cell, ...]]]:
    """The rows that the last numbers of a page were given to, and the next, if that is blank, with these numbers.

    Not where they stand right behind a whole label, nor where they are as many as the columns.
    `own`: name of a row -> its cells that hold something.
    """
    if table.arrangement == "flat":
        return
    for line in ends_of_pages(lines):
        places = {place_of(cell) for cell in line.cells}
        for row, following in pairwise(table.rows):
            cells = own[row.name]
            if own[following.name] or places.isdisjoint(map(place_of, cells)):
                continue
            beside = [one for one in line.labels if one.location.line == cells[0].location.line]
            labelled = beside and best_likeness(beside[-1].text, row.labels) >= WHOLE
            if not labelled and not is_whole(table, cells):
                yield from ((one, cells) for one in (row, following))


def ends_of_pages(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines of a text with numbers below which a page ends and another begins with a label."""
    for line, below in pairwise(lines):
        if line.grid is below.grid or not line.has_numbers:
            continue
        here, there = line.grid.location, below.grid.location
        if line.grid.positioned or below.grid.positioned:
            parted = here.line is not None and here.page != there.page
        else:
            parted = not below.caption
        if parted and (below.caption or (below.labels and not below.has_numbers)):
            yield line

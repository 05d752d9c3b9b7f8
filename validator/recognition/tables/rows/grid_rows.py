"""Read the rows of a table in one grid: which cell stands under which column.

A row is whole if its cells stand where the header says, or if it holds exactly one number a column; it is read as
printed and never moved. Any other row is damaged: the source dropped or added cells, and `placement.py` has to choose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise, takewhile

from msgspec import Struct

from validator.model.document import Cell, Grid
from validator.model.form import Table
from validator.model.numbers import Kind, read_number
from validator.recognition.placement.choosing import placements
from validator.recognition.tables.alignment import Line, Match
from validator.recognition.tables.reading import DamagedRow
from validator.recognition.tables.rows.header import Header
from validator.recognition.tables.rows.in_order import apart, arrangements, ends_apart, in_order
from validator.recognition.tables.rows.kept_cells import KeptCells, kept_cells, tokens_of
from validator.recognition.tables.rows.touching import has_touching, places_below, touching_row

_BLANK_OR_COLON = re.compile(r"\s+|(?<=\S)[:：]\s*(?=[0-9])")
_AMID = re.compile(r"[\u4e00-\u9fff].*[0-9](?![0-9.．、)）])")
"""Digits behind the words of a label that number nothing."""
_MOST_OF = 2 / 3
"""Share of the rows of a run that are full where blank cells have kept their places."""


class RunReader(Struct, frozen=True, dict=True):
    """Reads the matched rows of one grid."""

    table: Table
    run: Sequence[Match]
    header: Header
    label_columns: int
    """Columns that the labels of the whole table take."""
    labels_kept: bool
    """True if the header leaves just these columns to the labels, so that fields for merged labels are there."""
    lines: Sequence[Line]
    """All lines of the document."""

    def read(self, match: Match, cells: dict[str, Cell | None], damaged: list[DamagedRow]) -> bool:
        """Add what stands in a row to `cells`, or the row to `damaged`; True if the places of the cells told how."""
        names = [f"{self.table.name}.{match.row.name}.{column.name}" for column in self.table.columns]
        fields = _fields(match)
        inside = _numbers_inside(match.label)
        if inside or self._has_swallowed(match):
            cells.update(dict.fromkeys(names))
            tokens = [*inside, *tokens_of(fields)]
            options = tuple(in_order(self.table, match, tokens)) if inside else ()
            damaged.append(DamagedRow(match.row, tuple(tokens), options, order_only=bool(inside)))
            return False
        if not match.line.grid.positioned and len(tokens_of(fields)) < len(names):
            fields += self._lines_below(match, len(names) + 1 - len(tokens_of(fields)))
        tokens = tokens_of(fields)
        if has_touching(tokens, len(names)):
            cells.update(dict.fromkeys(names))
            uncut = in_order(self.table, match, tokens)
            damaged.append(touching_row(match.row, self.table.columns, tokens, self._places(match, tokens), uncut))
            return False
        # What a row lacks that the text ends in is gone, and tells nothing of the places of what is there.
        shifted = self._is_shifted(match) or self._is_short(match)
        under_header = None if shifted else self._under_header(match, fields)
        if under_header is not None:
            cells.update(
                (f"{self.table.name}.{match.row.name}.{column}", cell) for column, cell in under_header.items()
            )
        elif len(tokens) == len(names) and not ends_apart(match, tokens):
            cells.update(zip(names, tokens, strict=True))
        elif not shifted and (whole := self._whole_row(match, fields)) is not None:
            cells.update(zip(names, whole, strict=True))
        elif not shifted and self._behind_label(match, fields):
            cells.update(zip(names, fields, strict=False))
        elif tokens or not self._cut_off(match):
            cells.update(dict.fromkeys(names))
            if tokens:
                damaged.append(self._damaged(match, fields, tokens))
        return under_header is not None and len(fields) == len(self.header.columns)

    def _lines_below(self, match: Match, most: int) -> Sequence[Cell]:
        """The numbers of the lines below that have no label; none if they are more than the row has room for.

        Several in a line are a row: unless all lines together fill just this one, all but the first are of other rows.
        """
        at = self.lines.index(match.line) + 1
        loose = list(takewhile(lambda line: line.has_numbers and not line.labels, self.lines[at:]))
        found = [cell for line in loose for cell in line.cells]
        if any(_is_row(line) for line in loose) and len(tokens_of(found)) != most - 1:
            found = list(loose[0].cells)
        return found if len(tokens_of(found)) <= most else ()

    def _cut_off(self, match: Match) -> bool:
        """True for the last line of the document if it is short: the text ends in the middle of the row."""
        line = match.line
        return line.ends and (line.has_numbers or line.grid.widths[line.row] < line.grid.width)

    def _is_short(self, match: Match) -> bool:
        """True for the last line of the document if it has fewer columns than others of its grid."""
        line = match.line
        return line.ends and line.grid.positioned and line.grid.widths[line.row] < line.grid.width

    def _is_shifted(self, match: Match) -> bool:
        """True on a page whose labels reach under the headers, which stand on another one: its columns are others."""
        page = match.label.location.page
        if page is None or page in {cell.location.page for cell in self.header.columns.values()}:
            return False
        first = self.header.first
        if first is None:
            return False
        return any(one.label.column + one.label.colspan > first for one in self.run if one.label.location.page == page)

    def _has_swallowed(self, match: Match) -> bool:
        """True if a number stands amid a label that reaches under a header: it may be that of the column."""
        first, label = self.header.first, match.label
        reaches = first is not None and label.column < first < label.column + label.colspan
        return reaches and match.line.grid.positioned and _AMID.search("".join(label.text.split())) is not None

    def _under_header(self, match: Match, fields: Sequence[Cell]) -> dict[str, Cell | None] | None:
        """The cell under each header that is there, or None if the row does not fit the header."""
        grid, row = match.line.grid, match.line.row
        columns, places = self._headed
        fits = (
            grid.positioned
            and places
            and grid.widths[row] == self.header.width
            and match.label.column + match.label.colspan <= places[0].column
        )
        if not fits:
            return None
        # A header that is not recognised still has its column: only then has some row a field more than headers.
        whole = len(columns) == len(self.table.columns) or len(fields) == len(columns) == self._most_fields > 1
        if not whole and not self._encloses_what_is_lost(columns):
            return None
        if len(fields) == len(places):
            return dict(zip(columns, fields, strict=True))
        chosen = [_standing(grid, row, range(place.column, place.column + place.colspan)) for place in places]
        missed = [cell for cell in tokens_of(fields) if cell not in chosen]
        if missed:
            return None
        found = dict(zip(columns, chosen, strict=True))
        return found if whole else {column.name: found.get(column.name) for column in self.table.columns}

    @cached_property
    def _headed(self) -> tuple[Sequence[str], Sequence[Cell]]:
        """The columns that have a header, and the headers; none where these do not stand in the order of the form."""
        columns = [column.name for column in self.table.columns if column.name in self.header.columns]
        places = [self.header.columns[column] for column in columns]
        in_order = all(one.column < following.column for one, following in pairwise(places))
        return (columns, places) if in_order else ((), ())

    @cached_property
    def _most_fields(self) -> int:
        """Cells behind its label that the widest row of the run has."""
        return max(map(len, self._fields))

    @cached_property
    def _fields(self) -> Sequence[Sequence[Cell]]:
        """For each row of the run the cells behind its label."""
        return [_fields(match) for match in self.run]

    def _encloses_what_is_lost(self, columns: Sequence[str]) -> bool:
        """True if the headers that are not recognised stand between others: no number below these can be theirs."""
        names = self.table.column_names
        return len(columns) > 1 and {names[0], names[-1]} <= set(columns)

    def _places(self, match: Match, tokens: Sequence[Cell]) -> Sequence[range] | None:
        """The columns that each number of a row stands in; None if the grid does not tell."""
        grid, count = match.line.grid, len(self.table.columns)
        if not grid.positioned or self._is_shifted(match):
            return None
        if not self.header.columns:
            first = grid.width - count
            return places_below([range(first + at, first + at + 1) for at in range(count)], tokens)
        if grid.widths[match.line.row] != self.header.width or len(self.header.columns) != count:
            return None
        heads = (self.header.columns[column.name] for column in self.table.columns)
        return places_below([range(head.column, head.column + head.colspan) for head in heads], tokens)

    def _whole_row(self, match: Match, fields: Sequence[Cell]) -> Sequence[Cell | None] | None:
        """The cells of the columns, if the run tells which those are; None if it does not."""
        if self._one_field_a_column():
            return fields
        if self._kept_cells is not None:
            return self._kept_cells.of(fields, len(self.table.columns))
        return self._right_aligned(match)

    def _one_field_a_column(self) -> bool:
        """True if every row of the run has exactly one cell a column, blank ones included."""
        grid = self.run[0].line.grid
        return grid.positioned and all(
            len(fields) == len(self.table.columns) and grid.widths[match.line.row] >= self.header.width
            for match, fields in zip(self.run, self._fields, strict=True)
        )

    @cached_property
    def _kept_cells(self) -> KeptCells | None:
        """Which cells behind a label are those of the columns, if the source has kept each blank one in every row."""
        fields = self._fields
        under_header = (self._under_header(match, row) for match, row in zip(self.run, fields, strict=True))
        if not self.run[0].line.grid.positioned or any(cells is not None for cells in under_header):
            return None
        return kept_cells(self.run, fields, len(self.table.columns))

    def _behind_label(self, match: Match, fields: Sequence[Cell]) -> bool:
        """True if the first field behind the label is that of the first column, and none is lost.

        Where cells stand in columns, the full rows of the run tell, if they are most of them; else the source has
        written down each blank cell as well, but for those that only fill the row.
        """
        count = len(self.table.columns)
        if len(fields) < count or len(tokens_of(fields[:count])) < len(tokens_of(fields)):
            return False
        if not match.line.grid.positioned:
            return len(tokens_of(fields)) < count
        full = [one for one in self._fields if len(tokens_of(one)) == count == len(tokens_of(one[:count]))]
        return len(full) >= _MOST_OF * len(self.run)

    def _right_aligned(self, match: Match) -> list[Cell | None] | None:
        """The last columns of a grid without a header, if all of its numbers stand in them."""
        grid, count = match.line.grid, len(self.table.columns)
        first = grid.width - count
        whole = (
            grid.positioned
            and not self.header.columns
            and len({grid.widths[one.line.row] for one in self.run}) == 1
            and all(one.label.column + one.label.colspan <= first for one in self.run)
            and all(cell.column >= first for one in self._fields for cell in tokens_of(one))
            and any(cell.column == first for one in self._fields for cell in tokens_of(one))
            and any(cell.column == grid.width - 1 for one in self._fields for cell in tokens_of(one))
        )
        if not whole:
            return None
        return [_standing(grid, match.line.row, range(first + at, first + at + 1)) for at in range(count)]

    def _damaged(self, match: Match, fields: Sequence[Cell], tokens: Sequence[Cell]) -> DamagedRow:
        """The row with every way to put its numbers into columns that what was lost or added explains."""
        if self._cut_off(match):
            # The last number may be the beginning of a longer one, and what is blank may only be gone.
            return DamagedRow(match.row, tuple(tokens), ())
        grid, count = match.line.grid, len(self.table.columns)
        if not grid.positioned or self._is_shifted(match):
            options = tuple(in_order(self.table, match, tokens))
            return DamagedRow(match.row, tuple(tokens), apart(options, fields) or options, order_only=True)
        lost = abs(self.label_columns + count - grid.widths[match.line.row])
        # The values may have moved with the label, where the fields that merged labels cover are lost as well ...
        behind_label = [fields.index(token) for token in tokens]
        found = dict.fromkeys(placements(behind_label, max(lost, abs(len(fields) - count)), count))
        if self.labels_kept:
            # ... or the label stands where it did, and only the values have moved.
            places = [token.column - self.label_columns for token in tokens]
            found |= dict.fromkeys(placements(places, max(lost, 1), count))
        # In a text the numbers may be those of two rows; elsewhere there is a cell too many.
        two_rows = len(tokens) > count and match.label.location.line is not None
        return DamagedRow(match.row, tuple(tokens), arrangements(tokens, found), order_only=two_rows)


def _is_row(line: Line) -> bool:
    """True if several numbers stand side by side."""
    return len(line.cells) > 1 and line.cells[0].location.line == line.cells[-1].location.line


def _fields(match: Match) -> list[Cell]:
    return [cell for cell in match.line.cells if cell.column > match.label.column]


def _numbers_inside(label: Cell) -> list[Cell]:
    """Numbers behind the words of a label in its own cell: a reader has not parted them."""
    words = _BLANK_OR_COLON.split(label.text)
    at = len(words)
    while at > 1 and read_number(words[at - 1]).kind in {Kind.NUMBER, Kind.DASH}:
        at -= 1
    if all(read_number(word).kind is Kind.DASH for word in words[at:]):
        return []
    return [label._replace(text=word) for word in words[at:]]


def _standing(grid: Grid, row: int, columns: range) -> Cell | None:
    """The cell that starts in this row and covers one of the columns; one that holds something comes first."""
    covering = (grid.covering(row, column) for column in columns)
    cells = [cell for cell in covering if cell is not None and cell.row == row]
    return next(iter([*tokens_of(cells), *cells]), None)

"""Reads tables as those of the last document that looked the same: offices fill in the same blank form.

What `read_table` makes of a row below its header depends on the words in it, on where its cells stand and on whether
there is a number at all, but not on what the numbers are, nor on which are left blank. All that is the skeleton of a
document. For each skeleton it is remembered which cell of a table stands where, and the cells of a document that has
the same one are looked up instead of found. Where more is needed to read a row, its blanks have to be the same as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from typing import TypeAlias

from msgspec import Struct, field

from validator.model.document import Cell, Grid
from validator.model.form import Row, Table
from validator.model.numbers import Kind, read_number
from validator.recognition.tables._table import read_table
from validator.recognition.tables.alignment import NUMBERING, Line, Wanted, likely_rows
from validator.recognition.tables.reading import DamagedRow, TableReading

_MOST_KNOWN = 256
"""Skeletons that are remembered."""
_MOST_BLANKS = 64
"""Patterns of blanks that are remembered for each."""
_MOST_OPTIONS = 200
"""Ways to read the damaged rows of a table; one with more is read anew each time."""
_MOST_CELLS = 2000
"""Cells of a document; one with more is no filled-in form."""

_LONGEST_KNOWN = 40
"""Characters of a cell of which is remembered whether it holds words."""
_VALUES = frozenset({Kind.NUMBER, Kind.BLANK})

_Skeleton: TypeAlias = tuple[object, ...]


class _DamagedPlaces(Struct, frozen=True):
    """Where the numbers of a damaged row stand among the cells of a document."""

    row: Row
    printed: tuple[int, ...]
    options: tuple[tuple[tuple[int, int], ...], ...]
    in_place: bool
    order_only: bool
    block: int
    ways: tuple[int, ...]


class _Places(Struct, frozen=True):
    """Where the cells of a table stand among the cells, and its extra lines among the lines, of a document."""

    cells: Mapping[str, int | None]
    damaged: tuple[_DamagedPlaces, ...]
    extra: tuple[int, ...]
    score: float


class _Known(Struct, frozen=True):
    """What is known of the tables of documents with one skeleton."""

    by_places: dict[Table, _Places] = field(default_factory=dict)
    _by_blanks: dict[tuple[bool, ...], dict[Table, _Places]] = field(default_factory=dict)

    def with_blanks(self, blanks: tuple[bool, ...]) -> dict[Table, _Places]:
        """The same for those with the same blanks; `blanks`: for each cell whether it is one."""
        if len(self._by_blanks) >= _MOST_BLANKS and blanks not in self._by_blanks:
            self._by_blanks.clear()
        return self._by_blanks.setdefault(blanks, {})


class LinesReader:
    """Reads one table after the other out of the lines of a document."""

    def __init__(self, lines: Sequence[Line], tables: Sequence[Table]) -> None:
        """Look up what is known of a document whose lines have these labels in these places.

        `tables`: all that may be read.
        """
        self._lines = lines
        self._tables = tables
        self._cells = [cell for grid in _grids(lines) for cell in grid.cells]
        self._known = _known(_skeleton(lines)) if self._is_plain() else None

    @property
    def is_positioned(self) -> bool:
        """True if there are lines, and their cells stand in columns."""
        return all(line.grid.positioned for line in self._lines)

    def _is_plain(self) -> bool:
        """False where a reading may depend on more: on lines of a text, on pages, on the choices for a cell."""
        return (
            len(self._cells) <= _MOST_CELLS
            and all(line.grid.positioned and line.grid.location.page is None for line in self._lines)
            and not any(cell.candidates or cell.touching for cell in self._cells)
        )

    def read(self, table: Table) -> TableReading:
        """Read a table; its score is 0 if it is not in the document."""
        # The header of a flat table may stand in the text before it.
        if self._known is None or table.arrangement == "flat":
            return read_table(self._lines, table, (self._wanted if self._known is None else self._wanted_flat)[table])
        places = self._known.by_places.get(table) or self._with_these_blanks.get(table)
        if places is not None:
            return self._looked_up(table, places)
        reading = read_table(self._lines, table, self._wanted[table])
        if self._is_memorable(reading):
            known = self._known.by_places if reading.by_places else self._with_these_blanks
            known[table] = self._places(reading)
        return reading

    @cached_property
    def _wanted(self) -> Mapping[Table, Wanted]:
        return likely_rows(self._lines, self._tables)

    @cached_property
    def _wanted_flat(self) -> Mapping[Table, Wanted]:
        """The same for the tables that are read anew in each document."""
        return likely_rows(self._lines, [table for table in self._tables if table.arrangement == "flat"])

    def _is_memorable(self, reading: TableReading) -> bool:
        """False where what is read depends on the numbers, or takes much room."""
        cells = [*reading.cells.values(), *chain.from_iterable(row.printed for row in reading.damaged)]
        # Numbers that were joined, or parted from a label, are in no cell of the document.
        found = all(cell is None or id(cell) in self._numbers for cell in cells)
        return found and sum(len(row.options) for row in reading.damaged) <= _MOST_OPTIONS

    @cached_property
    def _numbers(self) -> Mapping[int, int]:
        """Which of the cells of the document it is, by its identity."""
        return {id(cell): at for at, cell in enumerate(self._cells)}

    @cached_property
    def _with_these_blanks(self) -> dict[Table, _Places]:
        known = _Known() if self._known is None else self._known
        texts = (cell.text for cell in self._cells)
        return known.with_blanks(
            tuple(not (text.isdecimal() or read_number(text).kind is not Kind.BLANK) for text in texts)
        )

    def _places(self, reading: TableReading) -> _Places:
        cells = self._numbers
        lines = {id(line): at for at, line in enumerate(self._lines)}
        return _Places(
            {name: None if cell is None else cells[id(cell)] for name, cell in reading.cells.items()},
            tuple(
                _DamagedPlaces(
                    row.row,
                    tuple(cells[id(cell)] for cell in row.printed),
                    tuple(tuple((at, cells[id(cell)]) for at, cell in option) for option in row.options),
                    row.in_place,
                    row.order_only,
                    row.block,
                    row.ways,
                )
                for row in reading.damaged
            ),
            tuple(lines[id(line)] for line in reading.extra),
            reading.score,
        )

    def _looked_up(self, table: Table, places: _Places) -> TableReading:
        found: dict[str, Cell | None] = {
            name: None if at is None else self._cells[at] for name, at in places.cells.items()
        }
        damaged = tuple(
            DamagedRow(
                row.row,
                tuple(self._cells[at] for at in row.printed),
                tuple(tuple((place, self._cells[at]) for place, at in option) for option in row.options),
                row.in_place,
                row.order_only,
                block=row.block,
                ways=row.ways,
            )
            for row in places.damaged
        )
        return TableReading(table, found, damaged, tuple(self._lines[at] for at in places.extra), places.score)


@lru_cache(maxsize=_MOST_KNOWN)
def _known(skeleton: _Skeleton) -> _Known:  # noqa: ARG001 - the key
    """What is known of documents with a skeleton; nothing at first."""
    return _Known()


def _skeleton(lines: Sequence[Line]) -> _Skeleton:
    """All that the reading of a table depends on."""
    return (
        bool(lines) and lines[-1].ends,
        tuple((line.has_numbers, len(line.labels)) for line in lines),
        *(
            (grid.widths, grid.aligned, tuple(_words(grid.cells)), tuple([cell[1:5] for cell in grid.cells]))
            for grid in _grids(lines)
        ),
    )


def _grids(lines: Sequence[Line]) -> Iterator[Grid]:
    return iter({id(line.grid): line.grid for line in lines}.values())


def _words(cells: Sequence[Cell]) -> list[str | None]:
    """The text of each cell; None for a number or nothing."""
    return [_word(cell.text) if len(cell.text) <= _LONGEST_KNOWN else _word.__wrapped__(cell.text) for cell in cells]


@lru_cache(maxsize=16384)
def _word(text: str) -> str | None:
    """The same for a text: the numbers and labels of one report after the other are the same few."""
    # `2.` may be the number of a label.
    return None if read_number(text).kind in _VALUES and not NUMBERING.fullmatch(text) else text

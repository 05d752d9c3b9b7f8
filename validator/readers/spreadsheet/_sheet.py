"""One worksheet while it is read: what stands in its cells, what is merged, hidden or still to be computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from msgspec import Struct

from validator.readers.blocks.builder import MOST_COLUMNS, MOST_ROWS, TABLE_CUT
from validator.readers.spreadsheet._cell_format import GENERAL, printed
from validator.readers.spreadsheet.formula import Formula, Place, Sums

HIDDEN_READ = "hidden-cells-read"
"""Warning: rows or columns that do not show in the sheet were read like the others."""
NOT_COMPUTED = "formula-not-cached"
"""Warning: the file holds a formula without its result; the formula stands in place of the number."""
COVERED_LEFT_OUT = "covered-cells-left-out"
"""Warning: something stands under a merged cell, where nobody sees it; it was not read."""
SHEET_LEFT_OUT = "hidden-sheet-left-out"
"""Warning: a sheet that does not show was not read."""

_MOST_MERGED_PLACES = MOST_COLUMNS * MOST_ROWS
_CELLS_A_ROW = 50
"""As many cells as the rows of a sheet may have on the average; a few may be wider."""


class SheetCell(Struct, frozen=True):
    """A cell with its text as printed; rows and columns count from 0."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1


class Sheet(Struct, frozen=True):
    """A worksheet as printed."""

    name: str
    cells: tuple[SheetCell, ...]
    """In row, then column order: cells that hold text, and merged ones. None overlaps another."""
    warnings: tuple[str, ...] = ()


class Area(Struct, frozen=True):
    """A rectangle of places; both corners belong to it."""

    row: int
    column: int
    last_row: int
    last_column: int

    @property
    def places(self) -> Iterable[Place]:
        """All its places, row by row."""
        return (
            (row, column)
            for row in range(self.row, self.last_row + 1)
            for column in range(self.column, self.last_column + 1)
        )


class SheetBuilder:
    """Collects the cells of a sheet in any order. What lies beyond the limits is left out and said."""

    def __init__(self, name: str, most_rows: int = MOST_ROWS, *, from_1904: bool = False) -> None:
        """`from_1904`: dates count from 1904 instead of 1900."""
        self._name = name
        self._most_rows = most_rows
        self._most_cells = _CELLS_A_ROW * most_rows
        self._from_1904 = from_1904
        self._texts: dict[Place, str] = {}
        self._numbers: dict[Place, Decimal] = {}
        self._errors: set[Place] = set()
        self._formulas: dict[Place, tuple[Formula, str]] = {}
        self._merges: list[Area] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._warnings: list[str] = []

    @property
    def is_full(self) -> bool:
        """True if no more cells are taken."""
        return len(self._texts) + len(self._formulas) >= self._most_cells

    def text(self, place: Place, text: str) -> None:
        """A cell that holds text, or a number as it is printed."""
        if text.strip() and self._within(place):
            self._texts[place] = text.strip()

    def error(self, place: Place, text: str) -> None:
        """A cell that shows an error such as `#REF!`."""
        self.text(place, text)
        self._errors.add(place)

    def number(self, place: Place, value: Decimal, code: str = GENERAL, shown: str | None = None) -> None:
        """A cell that holds a number under a format, or with what is printed for it."""
        if self._within(place):
            self._numbers[place] = value
            self._texts[place] = shown or printed(value, code, from_1904=self._from_1904)

    def formula(self, place: Place, formula: Formula, code: str = GENERAL) -> None:
        """A cell whose result is not in the file."""
        if self._within(place):
            self._formulas[place] = (formula, code)

    def merge(self, area: Area) -> None:
        """Cells merged into the one at the top left."""
        if area.row < self._most_rows and area.column < MOST_COLUMNS and not self.is_full:
            last = min(area.last_row, self._most_rows - 1), min(area.last_column, MOST_COLUMNS - 1)
            self._merges.append(Area(area.row, area.column, *last))

    def hide_row(self, row: int) -> None:
        """Mark a row as hidden: its cells are not printed and so not read. `row` counts from 0."""
        if row < self._most_rows:
            self._hidden_rows.add(row)

    def hide_columns(self, first: int, last: int) -> None:
        """Columns that do not show."""
        self._hidden_columns.update(range(first, min(last + 1, MOST_COLUMNS)))

    def finish(self) -> Sheet:
        """The sheet with its formulas computed where that is simple, and its merged cells laid out."""
        self._compute()
        owners = self._merged()
        covered = {place for area in owners.values() for place in area.places} - owners.keys()
        if not covered.isdisjoint(self._texts):
            self._warn(COVERED_LEFT_OUT)
        hidden = bool(self._hidden_rows or self._hidden_columns)
        if hidden and any(row in self._hidden_rows or column in self._hidden_columns for row, column in self._texts):
            self._warn(HIDDEN_READ)
        places = sorted((self._texts.keys() | owners.keys()) - covered)
        cells = tuple(self._cell(place, owners) for place in places)
        return Sheet(self._name, cells, tuple(self._warnings))

    def _cell(self, place: Place, owners: Mapping[Place, Area]) -> SheetCell:
        area = owners.get(place)
        if area is None:
            return SheetCell(self._texts[place], *place)
        spans = area.last_row - area.row + 1, area.last_column - area.column + 1
        return SheetCell(self._texts.get(place, ""), *place, *spans)

    def _within(self, place: Place) -> bool:
        within = place[0] < self._most_rows and place[1] < MOST_COLUMNS and not self.is_full
        if not within:
            self._warn(TABLE_CUT)
        return within

    def _warn(self, key: str) -> None:
        if key not in self._warnings:
            self._warnings.append(key)

    def _compute(self) -> None:
        known = {place: self._numbers.get(place) for place in self._texts.keys() | self._numbers.keys()}
        sums = Sums(
            known,
            self._errors,
            {place: formula for place, (formula, _) in self._formulas.items()},
            (self._most_rows, MOST_COLUMNS),
        )
        for place, (formula, code) in self._formulas.items():
            value = sums.value(place)
            if value is None:
                self._warn(NOT_COMPUTED)
                self._texts[place] = formula.shown
            else:
                self._texts[place] = printed(value, code, from_1904=self._from_1904)

    def _merged(self) -> dict[Place, Area]:
        """Top left place -> merged area; where areas overlap, which no program writes, the first stands."""
        owners: dict[Place, Area] = {}
        taken: set[Place] = set()
        looked_at = 0
        for area in self._merges:
            looked_at += (area.last_row - area.row + 1) * (area.last_column - area.column + 1)
            if looked_at > _MOST_MERGED_PLACES:
                self._warn(TABLE_CUT)
                break
            places = set(area.places)
            if taken.isdisjoint(places):
                owners[area.row, area.column] = area
                taken |= places
        return owners

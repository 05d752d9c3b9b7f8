"""Damaged rows with their different readings: what each puts into the cells, and what that comes to.

Rows that share the columns of their numbers are one, for a way to read one of them is a way to read all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from validator.model.form import CellName, Table
from validator.model.report import CellValue, Reading
from validator.recognition.cells import cell_value
from validator.recognition.placement.options import PlacementOption
from validator.recognition.tables.reading import Arrangement, DamagedRow

_MOST_PRINTED = 2
"""Cells that may hold a 0 for each 0 that is printed, where a blank counts 0 as well."""


def cells_of(table: Table, row: DamagedRow) -> tuple[str, ...]:
    """The cells a damaged row has to fill; all of the table's if its rows stand side by side."""
    if not row.row.name:
        return table.cells
    return tuple(f"{table.name}.{row.row.name}.{column}" for column in table.column_names)


def open_rows(damaged: Sequence[tuple[Table, DamagedRow]]) -> Iterator[OpenRow]:
    """The damaged rows that can be read, those that share their columns as one."""
    blocks: dict[tuple[str, int], list[tuple[Table, DamagedRow]]] = {}
    for table, row in damaged:
        if row.options and row.ways:
            blocks.setdefault((table.name, row.block), []).append((table, row))
        elif row.options:
            yield OpenRow.of(table, row, cells_of(table, row))
    for rows in blocks.values():
        yield OpenRow.together(rows)


class OpenRow(Struct, frozen=True):
    """A damaged row with its different readings, or several that are read in one way or another together."""

    cells: tuple[str, ...]
    options: tuple[PlacementOption, ...]
    readings: tuple[Mapping[str, CellValue], ...]
    """The cells of the row, one mapping an option."""
    order_only: bool
    """True if the numbers are known in their order alone, see `DamagedRow`."""
    cut: bool
    """True if digits that touch are cut into its numbers."""

    @property
    def firm(self) -> Mapping[str, Fraction]:
        """The numbers that are the same in every reading."""
        first, *others = self.options
        return {
            cell: amount
            for cell, amount in first.values.items()
            if all(one.values.get(cell) == amount for one in others)
        }

    @classmethod
    def of(cls, table: Table, row: DamagedRow, cells: tuple[str, ...]) -> OpenRow:
        """Readings that differ only in where a 0 stands are one: a blank counts 0 as well.

        Where hardly any of the cells that may hold a 0 does, none is said to.
        """
        found: dict[frozenset[tuple[str, Fraction | str]], dict[str, CellValue]] = {}
        whole, zero_total = set(), set()
        zeros: dict[int, int] = {}
        total = total_cell(table, cells)
        blank = dict.fromkeys(cells, CellValue(Reading.BLANK))
        known: dict[int, CellValue] = {}
        lengths = [*map(_characters, row.options)]
        most = max(lengths)
        for arrangement, length in zip(row.options, lengths, strict=True):
            values = dict(blank)
            for place, cell in arrangement:
                # The same few cells stand in thousands of options.
                if id(cell) not in known:
                    sure = row.in_place and not cell.candidates
                    known[id(cell)] = cell_value(cell, Reading.READ if sure else Reading.RECONSTRUCTED)
                values[cells[place]] = known[id(cell)]
            amounts = _row_amounts(table, values)
            unreadable = {(name, one.raw) for name, one in values.items() if one.reading is Reading.UNREADABLE}
            open_total = {(total, "")} if total and amounts and values[total].reading is Reading.BLANK else set()
            same = found.setdefault(frozenset({*amounts.items(), *unreadable, *open_total}), values)
            printed = {name: one for name, one in values.items() if one.value == 0}
            zeros[id(same)] = max(zeros.get(id(same), 0), len(printed))
            if length == most:
                whole.add(id(same))
            if total in printed and amounts and len(arrangement) < len(cells) - 1:
                zero_total.add(id(same))
            same.update(printed)
        for same in found.values():
            _open_zeros(same, zeros[id(same)], counts_alike=total is not None)
        options = tuple(
            PlacementOption(
                {name: amount for name, amount in key if isinstance(amount, Fraction)},
                frozenset(name for name, amount in key if amount == ""),
                id(same) not in whole,
                id(same) in zero_total,
            )
            for key, same in found.items()
        )
        return cls(cells, options, tuple(found.values()), row.order_only, row.cut)

    @classmethod
    def together(cls, rows: Sequence[tuple[Table, DamagedRow]]) -> OpenRow:
        """Rows that share their columns: their ways are its options."""
        own = [[_single(table, row, at) for at in row.ways] for table, row in rows]
        ways = [*zip(*own, strict=True)]
        return cls(
            tuple(cell for table, row in rows for cell in cells_of(table, row)),
            tuple(map(_sum, ways)),
            tuple({name: value for one in way for name, value in one.readings[0].items()} for way in ways),
            order_only=False,
            cut=False,
        )


def _single(table: Table, row: DamagedRow, option: int) -> OpenRow:
    """A row that is read in one way."""
    return OpenRow.of(table, replace(row, options=(row.options[option],)), cells_of(table, row))


def _sum(way: Sequence[OpenRow]) -> PlacementOption:
    """What all rows hold, each read in one way."""
    options = [row.options[0] for row in way]
    return PlacementOption(
        {name: amount for option in options for name, amount in option.values.items()},
        frozenset(name for option in options for name in option.unknown),
        zero_total=any(option.zero_total for option in options),
    )


def _characters(arrangement: Arrangement) -> int:
    """How much of what is printed has a place; digits that touch may be cut in several ways."""
    return sum(len(cell.text) for _, cell in arrangement)


def _open_zeros(values: dict[str, CellValue], printed: int, *, counts_alike: bool) -> None:
    """Leave open which cells hold the zeros of a row, where fewer are printed than cells may hold one.

    `counts_alike`: a blank counts 0 in the table, so that most of them are enough.
    """
    cells = [name for name, one in values.items() if one.value == 0]
    if len(cells) > printed * (_MOST_PRINTED if counts_alike else 1):
        choices = (Decimal(0), None)
        values.update(
            (name, replace(values[name], reading=Reading.AMBIGUOUS, value=None, candidates=choices)) for name in cells
        )


def total_cell(table: Table, cells: Sequence[str]) -> str | None:
    """The cell of a row that is the sum of the others and does not count 0 when it is blank; None if there is none."""
    if table.total_column is None or table.policy.blank_total != "unknown" or len(cells) != len(table.columns):
        return None
    return cells[table.column_names.index(table.total_column)]


def _row_amounts(table: Table, values: Mapping[str, CellValue]) -> dict[str, Fraction]:
    """The numbers of a row that are not 0, in the units of their columns."""
    amounts = {name: value.amount(table.column(CellName.parse(name).column)) for name, value in values.items()}
    return {name: amount for name, amount in amounts.items() if amount}

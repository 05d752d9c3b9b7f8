"""Settle damaged rows: turn the best of their readings into cell values, and keep what stays open.

Rows that no relation ties together are settled apart from each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product

from msgspec import Struct
from msgspec.structs import replace

from validator.constraints.connected import DisjointSets
from validator.model.form import CellName, Form, Table
from validator.model.report import CellValue, Reading
from validator.model.rules.constraint import Relation, Term
from validator.recognition._options import MOST_READINGS, PlacementOption
from validator.recognition._placement import choose
from validator.recognition.cells import cell_value
from validator.recognition.tables.reading import Arrangement, DamagedRow

_SPARE = 1
"""Violations more than the fewest with which a reading counts where only the order of the numbers or digits is left."""

_MOST_PRINTED = 2
"""Cells that may hold a 0 for each 0 that is printed, where a blank counts 0 as well."""

OpenReadings = tuple[Mapping[str, Decimal | None], ...]
"""For each best reading, the printed values of the ambiguous cells; None for blank."""


class SettledCells(Struct, frozen=True):
    """What the damaged rows of a report hold."""

    values: Mapping[str, CellValue]
    """Cell name -> value, for every cell of the damaged rows."""
    readings: OpenReadings
    """Readings that the relations can tell apart, as in `Report.readings`."""
    contradicted: frozenset[str] = frozenset()
    """Cells whose numbers were put in place by relations of which some fail all the same."""


def settle(
    form: Form,
    damaged: Sequence[tuple[Table, DamagedRow]],
    read: Mapping[str, CellValue],
    relations: Sequence[Relation],
) -> SettledCells:
    """Choose among the options of damaged rows; `read`: the cells of the form, damaged ones blank."""
    if not damaged:
        return SettledCells({}, _joint(()))
    values: dict[str, CellValue] = {}
    rows: list[_OpenRow] = []
    for table, row in damaged:
        cells = cells_of(table, row)
        if row.options:
            rows.append(_OpenRow.of(table, row, cells))
        else:
            values.update(dict.fromkeys(cells, _unsettled(row, len(cells))))
    firm = _amounts(form, read)
    unknown = {*values, *(name for name, value in read.items() if value.reading is Reading.UNREADABLE)}
    known = [relation for relation in relations if not unknown & {term.cell for term in _terms(relation)}]
    parts: list[OpenReadings] = []
    contradicted: set[str] = set()
    for group, tied in _groups(rows, known):
        if not tied:
            values.update(_merge(group[0], range(len(group[0].options))))
            continue
        outside = {cell: amount for row in rows if row not in group for cell, amount in row.firm.items()}
        options = [row.options for row in group]
        cut = any(row.cut for row in group)
        spare = _SPARE if cut or any(row.order_only for row in group) else 0
        solution = choose(options, firm | outside, tied, spare, always=cut)
        for at, member in enumerate(group):
            values.update(_merge(member, sorted({reading[at] for reading in solution.readings})))
        if solution.violations:
            contradicted.update(_chosen(group, values))
        if solution.complete:
            parts.append(_open(group, solution.readings, values))
    return SettledCells(values, _joint(parts), frozenset(contradicted))


def _chosen(rows: Sequence[_OpenRow], values: Mapping[str, CellValue]) -> Iterator[str]:
    """The cells for which a number or a blank was chosen, where there was a choice."""
    for row in rows:
        yield from (cell for cell in row.cells if values[cell].reading is not Reading.AMBIGUOUS and _differs(row, cell))


def cells_of(table: Table, row: DamagedRow) -> tuple[str, ...]:
    """The cells a damaged row has to fill; all of the table's if its rows stand side by side."""
    if not row.row.name:
        return table.cells
    return tuple(f"{table.name}.{row.row.name}.{column}" for column in table.column_names)


class _OpenRow(Struct, frozen=True):
    """A damaged row with its different readings."""

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
    def of(cls, table: Table, row: DamagedRow, cells: tuple[str, ...]) -> _OpenRow:
        """Readings that differ only in where a 0 stands are one: a blank counts 0 as well.

        Where hardly any of the cells that may hold a 0 does, none is said to.
        """
        found: dict[frozenset[tuple[str, Fraction | str]], dict[str, CellValue]] = {}
        whole, zero_total = set(), set()
        zeros: dict[int, int] = {}
        total = _total_cell(table, cells)
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


def _total_cell(table: Table, cells: Sequence[str]) -> str | None:
    """The cell of a row that is the sum of the others and does not count 0 when it is blank; None if there is none."""
    if table.total_column is None or table.policy.blank_total != "unknown" or len(cells) != len(table.columns):
        return None
    return cells[table.column_names.index(table.total_column)]


def _row_amounts(table: Table, values: Mapping[str, CellValue]) -> dict[str, Fraction]:
    """The numbers of a row that are not 0, in the units of their columns."""
    amounts = {name: value.amount(table.column(CellName.parse(name).column)) for name, value in values.items()}
    return {name: amount for name, amount in amounts.items() if amount}


def _unsettled(row: DamagedRow, columns: int) -> CellValue:
    """A row with more numbers than columns, or with more readings than are looked at: nothing is known of its cells."""
    raw = " ".join(cell.text for cell in row.printed)
    # Where only the order is left, the next label may be lost, whose numbers these are.
    overfull = len(row.printed) > columns and not row.order_only
    return CellValue(Reading.UNREADABLE if overfull else Reading.AMBIGUOUS, raw=raw, location=row.printed[0].location)


def _amounts(form: Form, values: Mapping[str, CellValue]) -> dict[str, Fraction]:
    amounts = {}
    for name, value in values.items():
        parts = CellName.parse(name)
        amount = value.amount(form.table(parts.table).column(parts.column))
        if amount is not None:
            amounts[name] = amount
    return amounts


def _groups(rows: Sequence[_OpenRow], relations: Sequence[Relation]) -> Iterator[tuple[list[_OpenRow], list[Relation]]]:
    """Rows that relations tie together, each group with these relations; a row without any stands alone."""
    owner = {cell: at for at, row in enumerate(rows) for cell in row.cells if _differs(row, cell)}
    tied = [[owner[term.cell] for term in _terms(relation) if term.cell in owner] for relation in relations]
    sets = DisjointSets([*([at] for at in range(len(rows))), *tied])
    by_set: dict[int, list[Relation]] = {}
    for relation, places in zip(relations, tied, strict=True):
        if places:
            by_set.setdefault(sets.find(places[0]), []).append(relation)
    for members in sets.groups():
        yield [rows[at] for at in members], by_set.get(sets.find(members[0]), [])


def _terms(relation: Relation) -> tuple[Term, ...]:
    return (*relation.left.terms, *relation.right.terms)


def _differs(row: _OpenRow, cell: str) -> bool:
    return len({(option.values.get(cell), cell in option.unknown) for option in row.options}) > 1


def _merge(row: _OpenRow, options: Sequence[int]) -> dict[str, CellValue]:
    """One value a cell: the one all best readings share, or the choices."""
    merged = {}
    for name in row.cells:
        values = [row.readings[option][name] for option in options]
        distinct = tuple(dict.fromkeys(choice for value in values for choice in value.candidates or (value.value,)))
        if len(distinct) == 1 and len({value.reading for value in values}) == 1:
            merged[name] = values[0]
        else:
            printed = next(value for value in values if value.raw)
            merged[name] = replace(printed, reading=Reading.AMBIGUOUS, value=None, candidates=distinct)
    return merged


def _open(
    rows: Sequence[_OpenRow], readings: Sequence[tuple[int, ...]], values: Mapping[str, CellValue]
) -> OpenReadings:
    """For each best reading of a group, the values of its ambiguous cells."""
    found: dict[tuple[tuple[str, Decimal | None], ...], None] = {}
    for chosen in readings:
        placed = [(row, row.readings[option]) for row, option in zip(rows, chosen, strict=True)]
        found[
            tuple(
                (name, reading[name].value)
                for row, reading in placed
                for name in row.cells
                if values[name].reading is Reading.AMBIGUOUS
            )
        ] = None
    return tuple(dict(reading) for reading in found)


def _joint(parts: Sequence[OpenReadings]) -> OpenReadings:
    """All combinations of the readings of independent groups; a group that would make too many is left out.

    The ambiguous cells of a group that is left out are simply not known.
    """
    joint: OpenReadings = ({},)
    for part in sorted(parts, key=len):
        if len(joint) * len(part) <= MOST_READINGS:
            joint = tuple({**first, **second} for first, second in product(joint, part))
    return joint

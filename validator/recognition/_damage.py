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
from validator.recognition._open_rows import OpenRow, cells_of, open_rows, total_cell
from validator.recognition.placement.choosing import choose
from validator.recognition.placement.options import MOST_READINGS
from validator.recognition.tables.reading import DamagedRow

_SPARE = 1
"""Violations more than the fewest with which a reading counts where only the order of the numbers or digits is left."""
_STRAIN = 3
"""Violations more with which rows that share their columns are read together, than if each is read by itself."""

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
    """Choose among the options of damaged rows; `read`: the cells of the form, damaged ones blank.

    Rows that share their columns are read together, unless each by itself explains much more: then they do not.
    """
    if not damaged:
        return SettledCells({}, _joint(()))
    found, cost = _settled(form, damaged, read, relations)
    if cost > _STRAIN and any(row.ways for _, row in damaged):
        apart, least = _settled(form, [(table, replace(row, ways=())) for table, row in damaged], read, relations)
        return apart if least + _STRAIN < cost else found
    return found


def _settled(
    form: Form,
    damaged: Sequence[tuple[Table, DamagedRow]],
    read: Mapping[str, CellValue],
    relations: Sequence[Relation],
) -> tuple[SettledCells, int]:
    """The cells, and how many relations fail all the same, blanks that should be none included."""
    values: dict[str, CellValue] = {}
    rows = list(open_rows(damaged))
    for table, row in damaged:
        if not row.options:
            cells = cells_of(table, row)
            values.update(dict.fromkeys(cells, _unsettled(row, len(cells))))
    firm = _amounts(form, read)
    unreadable = (name for name, value in read.items() if value.reading is Reading.UNREADABLE)
    unknown = {*values, *unreadable, *_blank_totals(form, firm)}
    known = [relation for relation in relations if unknown.isdisjoint(_cells(relation))]
    parts: list[OpenReadings] = []
    contradicted: set[str] = set()
    cost = _unavoidable(rows, known, firm)
    for group, tied in _groups(rows, known):
        if not tied:
            values.update(_merge(group[0], range(len(group[0].options))))
            continue
        outside = {cell: amount for row in rows if row not in group for cell, amount in row.firm.items()}
        options = [row.options for row in group]
        cut = any(row.cut for row in group)
        spare = _SPARE if cut or any(row.order_only for row in group) else 0
        solution = choose(options, firm | outside, tied, spare, always=cut)
        cost += solution.cost
        for at, member in enumerate(group):
            values.update(_merge(member, sorted({reading[at] for reading in solution.readings})))
        if solution.violations:
            contradicted.update(_chosen(group, values))
        if solution.complete:
            parts.append(_open(group, solution.readings, values))
    return SettledCells(values, _joint(parts), frozenset(contradicted)), cost


def _blank_totals(form: Form, firm: Mapping[str, Fraction]) -> Iterator[str]:
    """Totals that are left blank although their parts are not 0: nobody knows what they are."""
    for table in form.tables:
        for first in range(0, len(table.cells), len(table.columns)):
            cells = table.cells[first : first + len(table.columns)]
            total = total_cell(table, cells)
            if total is not None and total not in firm and any(firm.get(cell) for cell in cells):
                yield total


def _unavoidable(rows: Sequence[OpenRow], relations: Sequence[Relation], firm: Mapping[str, Fraction]) -> int:
    """Relations that fail however the rows are read, and totals that are left blank however they are."""
    amounts = {**firm, **{cell: amount for row in rows for cell, amount in row.firm.items()}}
    open_ = {cell for row in rows for cell in row.cells if _differs(row, cell) or row.options[0].unknown & {cell}}
    own = {cell for row in rows for cell in row.cells} - open_
    fixed = (one for one in relations if own.intersection(cells := _cells(one)) and open_.isdisjoint(cells))
    blanks = sum(min(len(option.unknown) for option in row.options) for row in rows)
    return blanks + sum(_fails(relation, amounts) for relation in fixed)


def _fails(relation: Relation, amounts: Mapping[str, Fraction]) -> bool:
    left, right = (
        side.constant + sum(term.coefficient * amounts.get(term.cell, 0) for term in side.terms)
        for side in (relation.left, relation.right)
    )
    return not {"=": left == right, "<=": left <= right, ">=": left >= right}[relation.comparator]


def _chosen(rows: Sequence[OpenRow], values: Mapping[str, CellValue]) -> Iterator[str]:
    """The cells for which a number or a blank was chosen, where there was a choice."""
    for row in rows:
        yield from (cell for cell in row.cells if values[cell].reading is not Reading.AMBIGUOUS and _differs(row, cell))


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


def _groups(rows: Sequence[OpenRow], relations: Sequence[Relation]) -> Iterator[tuple[list[OpenRow], list[Relation]]]:
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


def _cells(relation: Relation) -> frozenset[str]:
    return frozenset(term.cell for term in _terms(relation))


def _differs(row: OpenRow, cell: str) -> bool:
    return len({(option.values.get(cell), cell in option.unknown) for option in row.options}) > 1


def _merge(row: OpenRow, options: Sequence[int]) -> dict[str, CellValue]:
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
    rows: Sequence[OpenRow], readings: Sequence[tuple[int, ...]], values: Mapping[str, CellValue]
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

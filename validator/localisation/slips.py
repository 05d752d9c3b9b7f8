"""Which slip explains a suspect: from the number that is printed and the one that would settle the relations.

The slips are those that officials and typists make. Each has a weight, the lower the more plausible, by which suspects
of the same size are ranked; a change that no slip explains weighs more, most of all in a cell that is 0 or blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction

from msgspec import Struct

from validator.model.form import CellName, Form


class Slip(StrEnum):
    """How a wrong number came about."""

    DIGIT_REPLACED = "digit-replaced"
    DIGIT_DROPPED = "digit-dropped"
    DIGIT_ADDED = "digit-added"
    DIGITS_SWAPPED = "digits-swapped"
    SIGN = "sign"
    TIMES_TEN = "times-ten"
    TIMES_TEN_THOUSAND = "times-ten-thousand"
    """Written in 元 where the column counts 万元, or the other way round."""
    NEIGHBOUR_COLUMN = "neighbour-column"
    """The number of the next column, or a number that went into it."""
    NEIGHBOUR_ROW = "neighbour-row"
    CELLS_EXCHANGED = "cells-exchanged"
    ROW_SHIFTED = "row-shifted"
    """All numbers of a row stand one cell off."""
    COLUMN_SHIFTED = "column-shifted"
    ROWS_EXCHANGED = "rows-exchanged"
    COLUMNS_EXCHANGED = "columns-exchanged"
    MISPLACED = "misplaced"
    """A number that went into another cell, farther away."""
    TOTAL_ZERO = "total-zero"
    TOTAL_NOT_UPDATED = "total-not-updated"
    ROW_COUNTED_TWICE = "row-counted-twice"
    """A printed part is in the total twice, or its requests are counted in another row as well."""
    ROW_LEFT_OUT = "row-left-out"
    """A printed part is not in the total."""
    BLANK = "blank"
    """Nothing is printed where a number belongs."""


_WEIGHTS: Mapping[Slip | None, int] = {
    Slip.ROW_SHIFTED: 1,
    Slip.COLUMN_SHIFTED: 1,
    Slip.ROWS_EXCHANGED: 1,
    Slip.COLUMNS_EXCHANGED: 1,
    Slip.SIGN: 2,
    Slip.DIGITS_SWAPPED: 2,
    Slip.TOTAL_ZERO: 2,
    Slip.CELLS_EXCHANGED: 2,
    Slip.NEIGHBOUR_COLUMN: 2,
    Slip.NEIGHBOUR_ROW: 2,
    Slip.TIMES_TEN: 3,
    Slip.TIMES_TEN_THOUSAND: 3,
    Slip.ROW_COUNTED_TWICE: 3,
    Slip.ROW_LEFT_OUT: 3,
    Slip.DIGIT_DROPPED: 4,
    Slip.DIGIT_ADDED: 4,
    Slip.DIGIT_REPLACED: 4,
    Slip.MISPLACED: 5,
    Slip.TOTAL_NOT_UPDATED: 6,
    Slip.BLANK: 9,
    None: 8,
}
_FROM_NOTHING = 11
"""A cell that is 0 and should hold a number for no reason that can be told."""
_ONE_DIGIT = 2
"""Added for a digit replaced in a number that has no other: it explains little."""


class Changed(Struct, frozen=True):
    """A cell of a suspect with the number that would settle it."""

    cell: str
    old: Fraction | None
    """What the cell holds now; None where it is blank."""
    low: Fraction | None
    """Least number that would do, None if there is none."""
    high: Fraction | None
    """Greatest number that would do."""

    @property
    def new(self) -> Fraction | None:
        """The number that would settle it, None where several do."""
        return self.low if self.low == self.high else None

    @property
    def before(self) -> Fraction:
        """The old number, a blank counted 0."""
        return self.old or Fraction(0)

    def allows(self, value: Fraction) -> bool:
        """True if the number would settle it."""
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)


class Diagnosis(Struct, frozen=True):
    """What explains a suspect, or one cell of it."""

    slip: Slip | None
    """One that explains all of it."""
    weight: int
    """The lower the more plausible."""
    source: tuple[str, ...] = ()
    """Of one cell: the cells its slip has to do with."""
    each: tuple[Diagnosis, ...] = ()
    """The diagnoses of the single cells; none where one slip explains them together."""


class KnownNumbers(Struct, frozen=True):
    """A report's numbers, as far as they are known, and which cells are totals of which."""

    form: Form
    values: Mapping[str, Fraction | None]
    """Cell -> number, None where blank; cells that are not known are left out."""
    parts: Mapping[str, tuple[tuple[str, ...], ...]]
    """Total -> the cells it is the sum of, one tuple for each relation that says so."""

    def neighbours(self, cell: str) -> Iterator[tuple[Slip, str]]:
        """The cells before and after it in its row and in its column."""
        name = CellName.parse(cell)
        if name.table not in {table.name for table in self.form.tables}:
            return
        table = self.form.table(name.table)
        columns, rows = table.column_names, table.row_names
        column, row = columns.index(name.column), rows.index(name.row)
        for at in (column - 1, column + 1):
            if 0 <= at < len(columns):
                yield Slip.NEIGHBOUR_COLUMN, f"{table.name}.{name.row}.{columns[at]}"
        for at in (row - 1, row + 1):
            if 0 <= at < len(rows) and table.arrangement != "flat":
                yield Slip.NEIGHBOUR_ROW, f"{table.name}.{rows[at]}.{name.column}"


def diagnose(changes: Sequence[Changed], known: KnownNumbers) -> Diagnosis:
    """The slip that explains all changes together, or each by itself."""
    common = _common_slip(changes, known)
    if common is not None:
        return common
    each = [_single_slip(change, known) for change in changes]
    slips = {one.slip for one in each}
    return Diagnosis(slips.pop() if len(slips) == 1 else None, sum(one.weight for one in each), each=tuple(each))


def _common_slip(changes: Sequence[Changed], known: KnownNumbers) -> Diagnosis | None:
    """A single slip that explains several cells."""
    if len(changes) == 2:  # noqa: PLR2004 - a pair
        first, second = changes
        if first.new == second.before and second.new == first.before and first.before != second.before:
            return _moved(first, second, known)
    rows = {(name.table, name.row) for name in (CellName.parse(change.cell) for change in changes)}
    if len(changes) > 1 and len(rows) == 1 and all(change.before and change.new == 0 for change in changes):
        return Diagnosis(Slip.ROW_COUNTED_TWICE, _WEIGHTS[Slip.ROW_COUNTED_TWICE])
    return None


def _moved(first: Changed, second: Changed, known: KnownNumbers) -> Diagnosis:
    """Two cells that hold each other's numbers."""
    if first.before and second.before:
        slip = Slip.CELLS_EXCHANGED
    else:
        slip = next((slip for slip, cell in known.neighbours(first.cell) if cell == second.cell), Slip.MISPLACED)
    # Totals are worked out, parts are copied from elsewhere: it is these that go astray.
    return Diagnosis(slip, _WEIGHTS[slip] + any(change.cell in known.parts for change in (first, second)))


def _single_slip(change: Changed, known: KnownNumbers) -> Diagnosis:
    """The slip that explains one cell."""
    if change.new is None:
        slip = Slip.SIGN if change.before < 0 and change.allows(-change.before) else None
        return Diagnosis(slip, _WEIGHTS[slip])
    total = change.cell in known.parts
    found = next(_explanations(change, change.new, known, total=total), None)
    if found is None:
        return Diagnosis(None, _WEIGHTS[None] if change.before else _FROM_NOTHING)
    slip, source = found
    weight = _WEIGHTS[slip]
    if slip is Slip.DIGIT_REPLACED and abs(change.before) < 10:  # noqa: PLR2004 - one digit
        weight += _ONE_DIGIT
    if slip is Slip.BLANK and total:
        weight = _WEIGHTS[Slip.TOTAL_ZERO]
    return Diagnosis(slip, weight, source)


def _explanations(
    change: Changed, new: Fraction, known: KnownNumbers, *, total: bool
) -> Iterator[tuple[Slip, tuple[str, ...]]]:
    """The slips that explain one cell, the surest first, with the cells they have to do with."""
    old = change.before
    if change.old is None:
        yield Slip.BLANK, ()
    if old == 0:
        if total:
            yield Slip.TOTAL_ZERO, ()
        return
    typed = typing_slip(old, new) if new else None
    yield from ((slip, ()) for slip in _scale_slips(old, new))
    if typed is Slip.DIGITS_SWAPPED:
        yield typed, ()
    yield from _part_slips(change, new, known)
    for slip, cell in known.neighbours(change.cell):
        if known.values.get(cell) == old:
            yield slip, (cell,)
    # A total that misses by its last digit alone was more likely not worked out again than typed wrongly.
    if typed is not None and not (total and typed is Slip.DIGIT_REPLACED and abs(new - old) < 10):  # noqa: PLR2004 - few digits or cells, as the text says
        yield typed, ()
    if total:
        yield Slip.TOTAL_NOT_UPDATED, ()


def _scale_slips(old: Fraction, new: Fraction) -> Iterator[Slip]:
    """A wrong sign or unit, or a zero too many or too few at the end."""
    if old == -new:
        yield Slip.SIGN
    for factor, slip in ((10_000, Slip.TIMES_TEN_THOUSAND), (10, Slip.TIMES_TEN)):
        if new and (old == factor * new or new == factor * old):
            yield slip


def _part_slips(change: Changed, new: Fraction, known: KnownNumbers) -> Iterator[tuple[Slip, tuple[str, ...]]]:
    """A part of a total that is in it twice, or not at all."""
    gap = new - change.before
    slip = Slip.ROW_LEFT_OUT if gap > 0 else Slip.ROW_COUNTED_TWICE
    for parts in known.parts.get(change.cell, ()):
        for part in parts:
            if known.values.get(part) == abs(gap):
                yield slip, (part,)


def typing_slip(old: Fraction, new: Fraction) -> Slip | None:
    """What was mistyped if `old` was printed for `new`: one digit, or two of them swapped; else None."""
    if (old < 0) != (new < 0):
        return None
    before, after = _digits(abs(old)), _digits(abs(new))
    if len(before) == len(after):
        differing = [at for at, (one, other) in enumerate(zip(before, after, strict=True)) if one != other]
        if len(differing) == 1:
            return Slip.DIGIT_REPLACED
        swapped = len(differing) == 2 and [before[at] for at in differing] == [after[at] for at in reversed(differing)]  # noqa: PLR2004 - few digits or cells, as the text says
        return Slip.DIGITS_SWAPPED if swapped else None
    if len(after) == len(before) + 1 and _lacks_one(after, before):
        return Slip.DIGIT_DROPPED
    if len(before) == len(after) + 1 and _lacks_one(before, after):
        return Slip.DIGIT_ADDED
    return None


def _digits(value: Fraction) -> str:
    """The digits of a number without its point; of two amounts with unequal places, the shorter is a different text."""
    places = 0
    while (value * 10**places).denominator != 1 and places < 12:  # noqa: PLR2004 - more places than anything printed
        places += 1
    return str(int(value * 10**places))


def _lacks_one(longer: str, shorter: str) -> bool:
    """True if the shorter text is the longer one without one character."""
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))

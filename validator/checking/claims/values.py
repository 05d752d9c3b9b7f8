"""What the cells of a report come to where a text speaks of them, and where else a misquoted number stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import combinations

from msgspec import Struct, field

from validator.model.claim import Share
from validator.model.form import CellName, Table
from validator.model.fractions_added import dot
from validator.model.report import MISSING, Reading, Report
from validator.model.rules.constraint import Linear, Term
from validator.packs.language.numerals import Quoted

_TELLING = 5
"""A number below this stands in a table by chance."""
_UNIQUE_TELLING = 10
"""The same, for a cell that has nothing to do with what the text speaks of."""
_UNKNOWN = frozenset({Reading.AMBIGUOUS, Reading.UNREADABLE})
_MOST_ROWS, _MOST_JOINED = 8, 2
"""Rows of a sum that are looked through one by one, and cells of it that are added up."""


class Values(Struct, frozen=True, dict=True):
    """The numbers of one report, with blank totals worked out."""

    report: Report
    _known: dict[str, Fraction | None] = field(default_factory=dict)
    """Cells that were asked for before."""

    def total(self, reading: Linear) -> Fraction | None:
        """What a sum of cells comes to; None if one of them is not known."""
        values = [self.cell(term.cell) for term in reading.terms]
        known = [value for value in values if value is not None]
        if len(known) < len(values):
            return None
        total = dot(zip([term.coefficient for term in reading.terms], known, strict=True))
        return total + reading.constant if reading.constant else total

    def cell(self, name: str) -> Fraction | None:
        """The number of a cell; of a blank, what the form says a blank counts as; None where it is not known."""
        if name not in self._known:
            self._known[name] = self._cell(name)
        return self._known[name]

    def _cell(self, name: str) -> Fraction | None:
        form = self.report.form
        at = form.index[name]
        cell = self.report.cells[at]
        if cell is MISSING or cell.reading in _UNKNOWN:
            return None
        if cell.reading is not Reading.BLANK:
            return cell.amount(form.columns[at])
        place = CellName.parse(name)
        table = form.table(place.table)
        if table.policy.blank != "zero":
            return None
        # Some offices leave the totals of a table blank; the text has them none the less.
        return self.total(_parts(table, place)) if place.column == table.total_column else Fraction(0)

    def found(self, value: Fraction, meant: Linear, sums: Iterable[Linear]) -> Linear | None:
        """Where a number stands that is not that of the cells meant; None if there is no such place.

        Looked at are the cells and sums easily taken for those meant, the likeliest first, then `sums` of the same
        table, then any cell that alone has the number.
        """
        if value < _TELLING or not meant.terms:
            return None
        table = CellName.parse(meant.terms[0].cell).table
        same = (one for one in sums if one.terms and CellName.parse(one.terms[0].cell).table == table)
        for candidate in (*self._near(meant), *same):
            if candidate != meant and self.total(candidate) == value:
                return candidate
        if value < _UNIQUE_TELLING:
            return None
        cells = [name for name, number in self._numbers.items() if number == value]
        return _sum(cells) if len(cells) == 1 else None

    def share_found(
        self, says: Quoted, meant: Linear, wholes: Sequence[Linear], sums: Iterable[Linear]
    ) -> Share | None:
        """The one share of a whole that a percentage is; None if there is none, or several fit.

        A percentage without digits after the point fits too many to tell.
        """
        if says.approximate or says.high - says.low >= 1 or not meant.terms:
            return None
        table = CellName.parse(meant.terms[0].cell).table
        found: dict[Fraction, Share] = {}
        for part in sums:
            value = self.total(part)
            if not value or part == meant or not part.terms or CellName.parse(part.terms[0].cell).table != table:
                continue
            for whole in wholes:
                # A whole is its own share of 100 %.
                total = self.total(whole)
                if total and value < total and says.fits(100 * value / total):
                    found.setdefault(value, Share(part, whole))
        return next(iter(found.values())) if len(found) == 1 else None

    def _near(self, meant: Linear) -> Iterator[Linear]:
        """Cells and sums that are easily taken for the sum meant, the likeliest first."""
        places = [CellName.parse(term.cell) for term in meant.terms]
        table = self.report.form.table(places[0].table)
        rows = list(dict.fromkeys(place.row for place in places if place.table == table.name))
        yield from (_sum(f"{table.name}.{row}.{column}" for row in rows) for column in table.column_names)
        if len(rows) <= _MOST_ROWS:
            for size in range(1, min(len(places), _MOST_JOINED + 1)):
                yield from (_sum(map(str, some)) for some in combinations(places, size))
            yield from (_sum([f"{table.name}.{row}.{column}"]) for row in rows for column in table.column_names)
            if table.total_column is not None:
                yield from (_parts(table, CellName(table.name, row, table.total_column)) for row in rows)
        for column in dict.fromkeys(place.column for place in places):
            yield from (_sum([f"{table.name}.{row}.{column}"]) for row in table.row_names)

    @cached_property
    def _numbers(self) -> dict[str, Fraction]:
        numbers = ((name, self.cell(name)) for name in self.report.form.cells)
        return {name: value for name, value in numbers if value}


def _sum(cells: Iterable[str]) -> Linear:
    return Linear(tuple(Term(cell, Fraction(1)) for cell in cells))


def _parts(table: Table, place: CellName) -> Linear:
    """The cells that a total sums up."""
    return _sum(f"{table.name}.{place.row}.{column}" for column in table.column_names if column != table.total_column)

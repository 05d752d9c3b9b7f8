"""Read a table by the order of its rows, where labels broken over lines leave it open which numbers are whose.

If the numbers are as many rows as the form has, each with one number a column, the first is the first row, and so on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from validator.model.document import Cell
from validator.model.form import Table
from validator.model.numbers import Kind, read_number
from validator.recognition.tables.alignment import WHOLE, Line, Match
from validator.recognition.tables.labels import best_likeness
from validator.recognition.tables.reading import Arrangement, DamagedRow, TableReading

_FEWEST_ROWS = 10
"""Rows of a table whose number is no accident."""
_ROW_SCORE = 106.0
"""What a row with its label and numbers is worth."""
_ROUND = 2
"""Lines above the first label that was found, and below the last, that may be rows as well."""


def read_by_order(lines: Sequence[Line], table: Table, matches: Sequence[Match], score: float) -> TableReading | None:
    """The reading; None if the lines are not as many as the rows, or a whole label stands in another one."""
    if len(table.rows) < _FEWEST_ROWS or all(map(_is_direct, matches)):
        return None
    places = [lines.index(match.line) for match in (matches[0], matches[-1])]
    count = len(table.columns)
    full: list[tuple[Line, Sequence[Cell]]] = []
    ends: dict[int, Sequence[Cell]] = {}
    for line in lines[max(0, places[0] - _ROUND) : places[1] + 1 + _ROUND]:
        numbers = _numbers(line)
        if numbers and len(numbers) % count == 0:
            full += [(line, numbers[start : start + count]) for start in range(0, len(numbers), count)]
        elif numbers and full and not line.labels:
            ends[len(full) - 1] = numbers
        elif numbers:
            return None
    at = {id(line): number for number, (line, _) in reversed(list(enumerate(full)))}
    contradicts = (
        table.rows[at[id(match.line)]] is not match.row
        for match in matches
        if _is_direct(match) and id(match.line) in at and len(full) == len(table.rows)
    )
    if len(full) != len(table.rows) or any(contradicts):
        return None
    cells: dict[str, Cell | None] = {}
    damaged = []
    for number, (row, (_, values)) in enumerate(zip(table.rows, full, strict=True)):
        cells.update(zip(table.cells_of(row.name), values, strict=True))
        if number in ends:
            options = tuple(_with_end(values, ends[number]))
            damaged.append(DamagedRow(row, (*values, *ends[number]), options, in_place=True))
    return TableReading(table, cells, tuple(damaged), score=max(score, _ROW_SCORE * len(table.rows)))


def _is_direct(match: Match) -> bool:
    """Whether the label of a row is whole, in one cell."""
    return best_likeness(match.label.text, match.row.labels) >= WHOLE


def _numbers(line: Line) -> list[Cell]:
    words = set(map(id, line.labels))
    kinds = {Kind.NUMBER, Kind.DASH}
    return [cell for cell in line.cells if id(cell) not in words and read_number(cell.text).kind in kinds]


def _with_end(numbers: Sequence[Cell], ends: Sequence[Cell]) -> Iterator[Arrangement]:
    """A narrow cell may have cut the end off a number; it may also be the number of a page."""
    yield tuple(enumerate(numbers))
    if len(ends) == 1:
        for at, cell in enumerate(numbers):
            longer = cell._replace(text=cell.text + ends[0].text)
            yield tuple(enumerate([*numbers[:at], longer, *numbers[at + 1 :]]))

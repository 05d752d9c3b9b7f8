"""Read a table whose rows stand side by side in one line of numbers below the header, as table four does."""

from __future__ import annotations

from collections.abc import Sequence

from validator.alignment import Line
from validator.document import Cell
from validator.form import Row, Table
from validator.labels import ACCEPT, best_likeness
from validator.placement import placements
from validator.reading import DamagedRow, TableReading
from validator.rowreading import arrangements, tokens_of


def read_flat(lines: Sequence[Line], table: Table) -> TableReading:
    """Read a flat table; its score is 0 if it is not in the document."""
    officials = [column.labels for column in table.columns]
    header_at, score = -1, 0.0
    for at, line in enumerate(lines):
        if line.has_numbers:
            continue
        likeness = [max((best_likeness(cell.text, labels) for cell in line.cells), default=0.0) for labels in officials]
        found = [like for like in likeness if like >= ACCEPT]
        if 2 * len(found) > len(officials):
            header_at, score = at, sum(found)
    if header_at < 0:
        return TableReading(table)
    count = len(table.cells)
    for line in lines[header_at + 1 : header_at + 4]:
        fields = [cell for cell in line.cells if cell not in line.labels]
        if not line.has_numbers and len(fields) < count:
            continue
        tokens = tokens_of(fields)
        if len(fields) == count or len(tokens) == count:
            whole = fields if len(fields) == count else tokens
            return TableReading(table, dict(zip(table.cells, whole, strict=True)), score=score)
        return _flat_damaged(table, line, fields, tokens, score)
    return TableReading(table)


def _flat_damaged(
    table: Table, line: Line, fields: Sequence[Cell], tokens: Sequence[Cell], score: float
) -> TableReading:
    count = len(table.cells)
    places = [fields.index(token) for token in tokens] if line.grid.positioned else list(range(len(tokens)))
    slack = abs(len(fields) - count) if line.grid.positioned else abs(count - len(tokens))
    options = arrangements(tokens, placements(places, slack, count))
    row = DamagedRow(Row("", table.title, ()), tuple(tokens), options)
    return TableReading(table, dict.fromkeys(table.cells), (row,), score=score)

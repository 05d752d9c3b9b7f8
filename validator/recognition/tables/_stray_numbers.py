"""Numbers in lines of a table that are no row of it: the end of a number that a narrow cell has cut, or a whole one.

Whose they are cannot be told by their place. The cells above and below may have them or not, and the relations choose.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile, zip_longest

from validator.model.document import Cell
from validator.model.form import Table
from validator.model.numbers import Kind, read_number
from validator.recognition.tables.alignment import WHOLE, Line, Match
from validator.recognition.tables.labels import best_likeness


def with_strays(
    strays: Sequence[tuple[Line, Match, Match | None]], table: Table, cells: Mapping[str, Cell | None]
) -> dict[str, Cell | None]:
    """The cells with what they may hold besides, where a number in a line of no row stands above or below.

    `strays`: as `stray_lines` gives them.
    """
    found = dict(cells)
    for line, above, below in strays:
        for stray in _strays(line):
            if stray.column <= above.label.column:
                continue
            _offer(found, table.cells_of(above.row.name), stray, before=False)
            if below is not None and below.line.grid_number == line.grid_number:
                _offer(found, table.cells_of(below.row.name), stray, before=True)
    return found


def with_strays_below(lines: Sequence[Line], at: int, cells: Mapping[str, Cell | None]) -> dict[str, Cell | None]:
    """The cells of a line of a flat table with what they may hold besides; `at`: which of the lines it is."""
    found = dict(cells)
    line = lines[at]
    for below in takewhile(lambda one: one.grid_number == line.grid_number and not one.labels, lines[at + 1 :]):
        for stray in _strays(below) if line.grid.positioned else ():
            _offer(found, found, stray, before=False)
    return found


def stray_lines(lines: Sequence[Line], matches: Sequence[Match]) -> Iterator[tuple[Line, Match, Match | None]]:
    """Lines with numbers that go on with the row above, each with that row and the one below, if there is one."""
    neighbours = {match.line: (match, below) for match, below in zip_longest(matches, matches[1:])}
    above = below = None
    left = len(neighbours)
    for line in lines:
        if line in neighbours:
            above, below = neighbours[line]
            left -= 1
        elif above is not None and _is_part(line, above):
            if line.has_numbers:
                yield line, above, below
        else:
            # What stands below another row, or below a header, is not cut off from this one.
            above = None
            if not left:
                return


def _is_part(line: Line, above: Match) -> bool:
    """True if a line goes on with the row above it: it has no label, or the rest of that of the row."""
    same = line.grid_number == above.line.grid_number
    # A page may end in the middle of a row.
    cut = line.row == 0 and line.grid_number == above.line.grid_number + 1 and line.grid.width == above.line.grid.width
    if not line.grid.positioned or not above.line.grid.positioned or not (same or cut):
        return False
    labels = [cell for cell in line.labels if cell.column <= above.label.column]
    if not labels:
        return True
    if len(labels) > 1 and labels[-2].column >= above.label.column:
        return False
    # What stands left of it is the rest of the label of its group.
    head = above.label.text
    whole = best_likeness(head + labels[-1].text, above.row.labels)
    return whole >= WHOLE > best_likeness(head, above.row.labels)


def _strays(line: Line) -> Iterator[Cell]:
    """The numbers of a line; one that reaches over several columns is that of a page."""
    return (cell for cell in line.cells if cell.colspan == 1 and read_number(cell.text).kind is Kind.NUMBER)


def _offer(found: dict[str, Cell | None], row: Iterable[str], stray: Cell, *, before: bool) -> None:
    """Let the cell of a row that stands in the column of a stray number have it too; `before`: in front of its own."""
    for name in row:
        cell = found.get(name)
        if cell is None or not cell.column <= stray.column < cell.column + cell.colspan:
            continue
        own = cell.text.strip()
        joined = stray.text + own if before else own + stray.text
        kept = cell.candidates or (cell.text,)
        found[name] = cell._replace(candidates=tuple(dict.fromkeys((*kept, joined))))

"""Tables that run over a page break: brought onto the same columns, and rows that the break has cut made whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from validator.readers.page._words import says_value
from validator.readers.page.lattice import NARROWEST, edges
from validator.readers.page.tables import PageTable, TableCell, is_numbered


def mended(chain: Sequence[PageTable]) -> list[PageTable]:
    """Tables of pages that follow each other, with nothing between them but the page break.

    Each stays a table of its own, on its own page; a cut row is put together where it begins.
    """
    runs: list[list[PageTable]] = []
    for table in chain:
        if runs and _same_columns(runs[-1][-1].xs, table.xs):
            xs = edges((*runs[-1][-1].xs, *table.xs))
            runs[-1] = [*(one.on_columns(xs) for one in runs[-1])]
            _append(runs[-1], table.on_columns(xs))
        else:
            runs.append([table])
    return [table for run in runs for table in run]


def _same_columns(xs: Sequence[float], others: Sequence[float]) -> bool:
    """True if two tables stand on the same columns, though one may use only some of them."""
    few, many = sorted((xs, others), key=len)
    ends = abs(few[0] - many[0]) <= NARROWEST and abs(few[-1] - many[-1]) <= NARROWEST
    return ends and all(any(abs(one - other) <= NARROWEST for other in many) for one in few)


def _append(run: list[PageTable], table: PageTable) -> None:
    if not _is_cut(run[-1], table):
        run.append(table)
        return
    fragments = {cell.column: cell for cell in _fragments(table)}
    last = {cell.column for cell in _last_row(run[-1])}
    whole = (
        cell.with_lines_of(fragments[cell.column])
        if cell.row + cell.rowspan == run[-1].height and cell.column in last & fragments.keys()
        else cell
        for cell in run[-1].cells
    )
    run[-1] = replace(run[-1], cells=tuple(whole))
    if table.height > 1:
        run.append(_without_first_row(table))


def _is_cut(above: PageTable, below: PageTable) -> bool:
    """True if the first row of a page is the rest of the row above: all it holds goes on with what stands there.

    Its numbers, or its label, or the end of that may have come to stand on the other page; another row's label may
    not. Without a label it is the ends of numbers that wrap.
    """
    heads = {cell.column: cell for cell in _last_row(above)}
    fragments = _fragments(below)
    rests = [cell for cell in fragments if not cell.is_blank]
    parted = _are_parted([cell for cell in heads.values() if cell.rowspan == 1], fragments)
    moved = _are_moved(heads, rests)
    ends = 0 < len(rests) < len(fragments) and all(
        cell.column in heads and heads[cell.column].is_number and len(cell.text) <= len(heads[cell.column].text)
        for cell in rests
    )
    return moved or (
        (parted or ends or any(not cell.is_number for cell in rests))
        and all(_goes_on(heads.get(cell.column), cell, parted=parted) for cell in rests)
    )


def _are_moved(heads: Mapping[int, TableCell], rests: Sequence[TableCell]) -> bool:
    """True for numbers without a label, over cells of a labelled row that were left blank: they found no room there.

    A unit that wraps makes a number taller than the rest of its row.
    """
    label = min((column for column, cell in heads.items() if not cell.is_blank), default=None)
    if label is None or _is_value(heads[label]) or not rests:
        return False
    return all(
        _is_value(cell) and cell.column > label and cell.column in heads and heads[cell.column].is_blank
        for cell in rests
    )


def _is_value(cell: TableCell) -> bool:
    return says_value("".join(cell.text.split()))


def _are_parted(heads: Sequence[TableCell], rests: Sequence[TableCell]) -> bool:
    """True if the cells of one row have numbers and no label, and those of the other a label and no numbers."""

    def has_numbers(cells: Sequence[TableCell]) -> bool:
        return any(cell.is_number for cell in cells)

    def has_text(cells: Sequence[TableCell]) -> bool:
        return any(not cell.is_number and not cell.is_blank for cell in cells)

    return (has_numbers(heads), has_text(heads), has_numbers(rests), has_text(rests)) in {
        (True, False, False, True),
        (False, True, True, False),
    }


def _goes_on(head: TableCell | None, rest: TableCell, *, parted: bool) -> bool:
    if head is None or head.colspan != rest.colspan:
        return False
    if head.is_blank:
        return rest.is_number or parted
    if head.is_number != rest.is_number or is_numbered(rest.text) or not (head.lines and rest.lines):
        return False
    return head.is_full(head.lines[-1], rest.lines[0])


def _last_row(table: PageTable) -> list[TableCell]:
    return [cell for cell in table.cells if cell.row + cell.rowspan == table.height]


def _fragments(table: PageTable) -> list[TableCell]:
    """The cells of the first row alone; the label of a group covers more rows and says nothing about the first."""
    return [cell for cell in table.cells if cell.row == 0 and cell.rowspan == 1]


def _without_first_row(table: PageTable) -> PageTable:
    cells = (
        replace(cell, row=max(cell.row - 1, 0), rowspan=cell.rowspan - (cell.row == 0))
        for cell in table.cells
        if cell.row or cell.rowspan > 1
    )
    return replace(table, height=table.height - 1, cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))

"""Sheets made to exhaust the machine are read in part or refused, and what is left out is said."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

import pytest
from readers.documents import only_grid
from readers.documents import rows as texts
from readers.sheet_samples import merged, ods, ods_cell, ods_row, ods_table, rows, xlsx

from validator.model.document import Document
from validator.model.errors import UnreadableInputError
from validator.readers.blocks.builder import TABLE_CUT
from validator.readers.spreadsheet.reader import read_ods, read_xls, read_xlsx

SECONDS = 20
"""Many times what the slowest takes on a quiet machine."""
SUM_OF_ALL = "<c><f>SUM($A$1:$GR$2000)</f></c>"


def new(content: str) -> Document:
    return read_xlsx("x", xlsx(content))


def sheet(lines: Iterable[str]) -> str:
    return f"<sheetData>{''.join(lines)}</sheetData>"


def row(cells: str, number: int) -> str:
    return f'<row r="{number}">{cells}</row>'


def far_apart(at: int) -> str:
    return f'<c r="A{at}"><v>1</v></c><c r="GR{at}"><v>2</v></c>'


def opened(*lines: str) -> Document:
    return read_ods("x", ods(ods_table(*lines)))


CASES: dict[str, Callable[[], Document]] = {
    "a merged cell over everything": lambda: new(rows("a|b", "1|2") + merged("A1:XFD1048576")),
    "many merged cells": lambda: new(rows("a|b") + merged(*["A1:GR2000"] * 20_000)),
    "cells far apart in every row": lambda: new(sheet(row(far_apart(at), at) for at in range(1, 2001))),
    "many tables": lambda: new(sheet(row("<c><v>1</v></c>" * 100, at) for at in range(1, 2001, 2))),
    "sums over everything": lambda: new(sheet(row(SUM_OF_ALL * 20, at) for at in range(1, 201))),
    "cells repeated without end": lambda: opened(
        *[
            ods_row(
                ods_cell("1", ' table:number-columns-repeated="999999999"'),
                attributes=' table:number-rows-repeated="999999999"',
            )
        ]
        * 50
    ),
    "spans without end": lambda: opened(
        *[
            ods_row(
                ods_cell("1", ' table:number-columns-spanned="999999999" table:number-rows-spanned="999999999"') * 20
            )
        ]
        * 500
    ),
    "blanks without end": lambda: opened(ods_row(ods_cell('a<text:s text:c="999999999"/>' * 1000), ods_cell("b"))),
}


@pytest.mark.parametrize("case", CASES)
def test_hostile_sheets_are_read_in_short_time(case: str) -> None:
    start = time.process_time()
    document = CASES[case]()
    assert time.process_time() - start < SECONDS
    assert sum(len(grid.cells) for grid in document.grids) <= 100_000


def test_a_cell_at_the_far_corner_is_left_out_and_said() -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData>'
    document = new(rows("a|b", "1|2").replace("</sheetData>", far))
    assert texts(only_grid(document)) == [["a", "b"], ["1", "2"]]
    assert document.warnings == (TABLE_CUT,)


@pytest.mark.parametrize("address", ["GS1", "A2001"])
def test_the_first_cell_beyond_a_limit_is_left_out(address: str) -> None:
    document = new(sheet(["<row><c><v>1</v></c><c><v>2</v></c></row>", f'<row><c r="{address}"><v>3</v></c></row>']))
    assert texts(only_grid(document)) == [["1", "2"]]
    assert document.warnings == (TABLE_CUT,)


def test_cells_that_only_have_looks_are_no_cells() -> None:
    styled = '<row r="5000"><c r="XFD5000" s="1"/></row></sheetData>'
    document = new(rows("a|b").replace("</sheetData>", styled))
    assert document.warnings == ()


def test_a_workbook_of_endless_cells_is_refused() -> None:
    with pytest.raises(UnreadableInputError, match="too many cells"):
        new(sheet([row("<c/>" * 600_000, 1)]))


def test_an_old_workbook_that_is_too_large_is_refused() -> None:
    with pytest.raises(UnreadableInputError, match="larger than 16 MB"):
        read_xls("x", b"\xd0\xcf\x11\xe0" + bytes(17 << 20))

"""Old workbooks (.xls, and .et files of the same make) as sheets of printed text."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING

import xlrd
from xlrd.biffh import XLRDError, error_text_from_code

from validator.readers import _refusal as refusal
from validator.readers.blocks.builder import MOST_ROWS
from validator.readers.spreadsheet._cell_format import GENERAL, parse_number
from validator.readers.spreadsheet._sheet import SHEET_LEFT_OUT, Area, Sheet, SheetBuilder

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Cell
    from xlrd.sheet import Sheet as BookSheet

LARGEST = 16
"""Megabytes: the library makes some twenty bytes of memory out of one."""
_MEGABYTE = 1 << 20


def read_workbook(path: str, data: bytes, most_rows: int = MOST_ROWS) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    """The sheets that show, in order, and warnings. Raises UnreadableInputError.

    A formula always has a result in this format.
    """
    if len(data) > LARGEST * _MEGABYTE:
        raise refusal.too_large(path, LARGEST)
    book = _open(path, data)
    shown = [sheet for sheet in book.sheets() if sheet.visibility == 0]
    warnings = () if len(shown) == book.nsheets else (SHEET_LEFT_OUT,)
    return tuple(_read_sheet(book, sheet, most_rows) for sheet in shown), warnings


def _open(path: str, data: bytes) -> Book:
    try:
        # Formatting says what is merged, hidden, and printed for a number; the log would go to standard output.
        return xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
    except XLRDError as error:
        if "encrypted" in str(error):
            raise refusal.encrypted(path) from None
        raise refusal.damaged(path, "the workbook does not hold together") from None
    except Exception:  # noqa: BLE001  on a damaged file the library fails wherever it happens to be
        raise refusal.damaged(path, "the workbook breaks off") from None


def _read_sheet(book: Book, sheet: BookSheet, most_rows: int) -> Sheet:
    builder = SheetBuilder(sheet.name, most_rows, from_1904=book.datemode == 1)
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            _read_cell(builder, book, (row, column), cell)
    for top, bottom, left, right in sheet.merged_cells:
        builder.merge(Area(top, left, bottom - 1, right - 1))
    for row, info in sheet.rowinfo_map.items():
        if info.hidden:
            builder.hide_row(row)
    for column, about in sheet.colinfo_map.items():
        if about.hidden:
            builder.hide_columns(column, column)
    return builder.finish()


def _read_cell(builder: SheetBuilder, book: Book, place: tuple[int, int], cell: Cell) -> None:
    if cell.ctype == xlrd.XL_CELL_TEXT:
        builder.text(place, str(cell.value))
    elif cell.ctype in {xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE}:
        value = parse_number(repr(cell.value))
        builder.number(place, Decimal(0) if value is None else value, _code(book, cell))
    elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
        builder.text(place, "TRUE" if cell.value else "FALSE")
    elif cell.ctype == xlrd.XL_CELL_ERROR:
        builder.error(place, error_text_from_code.get(int(cell.value), "#ERROR"))


def _code(book: Book, cell: Cell) -> str:
    style = cell.xf_index
    if style is None or not 0 <= style < len(book.xf_list):
        return GENERAL
    known = book.format_map.get(book.xf_list[style].format_key)
    return GENERAL if known is None else str(known.format_str)

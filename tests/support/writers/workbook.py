"""Workbooks: the report on one sheet with merged cells, and one sheet for each table."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

from support.page import Page, Sheet

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def one_sheet(page: Page) -> bytes:
    """Title, text and tables one below the other; numbers are numbers."""
    return workbook({"年报": page})


def workbook(sheets: dict[str, Page]) -> bytes:
    """One page a sheet."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, page in sheets.items():
        _fill(book.create_sheet(name), page)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(sheet: Worksheet, page: Page) -> None:
    row = 1
    for block in page:
        if not isinstance(block, Sheet):
            sheet.cell(row, 1, block.text)
            row += 1
            continue
        row += 1
        for at, boxes in enumerate(block.placed()):
            for column, box in boxes:
                top, left = row + at, column + 1
                if box.text:
                    sheet.cell(top, left, _value(box.text))
                if box.colspan > 1 or box.rowspan > 1:
                    sheet.merge_cells(
                        start_row=top,
                        start_column=left,
                        end_row=top + box.rowspan - 1,
                        end_column=left + box.colspan - 1,
                    )
        row += len(block.rows) + 1


def _value(text: str) -> str | float:
    if not _NUMBER.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)

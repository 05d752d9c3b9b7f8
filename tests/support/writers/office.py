"""Word files made with python-docx, which merges cells as an office suite does."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from support.page import Page, Sheet

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell


def plain(page: Page) -> bytes:
    """Paragraphs and tables one below the other; the tables have no lines."""
    return _below_each_other(page)


def ruled(page: Page) -> bytes:
    """Paragraphs and tables one below the other; the tables have lines."""
    return _below_each_other(page, style="Table Grid")


def _below_each_other(page: Page, style: str | None = None) -> bytes:
    document = _new()
    for block in page:
        if isinstance(block, Sheet):
            _fill(document.add_table(len(block.rows), block.width, style), block)
        elif block.level:
            document.add_heading(block.text, block.level)
        else:
            document.add_paragraph(block.text)
    return _saved(document)


def nested(page: Page) -> bytes:
    """Everything inside the right cell of a table that only arranges the page."""
    document = _new()
    frame = document.add_table(1, 2)
    left, right = frame.rows[0].cells
    left.text = "政务公开"
    for block in page:
        if isinstance(block, Sheet):
            _fill(_inner_table(right, block), block)
        else:
            right.add_paragraph(block.text)
    return _saved(document)


def _new() -> Document:
    import docx

    return docx.Document()


def _inner_table(cell: _Cell, sheet: Sheet) -> Table:
    return cell.add_table(len(sheet.rows), sheet.width)


def _fill(table: Table, sheet: Sheet) -> None:
    # Asking the table for one cell lays out all of them, so they are asked for once.
    cells = [row.cells for row in table.rows]
    for at, row in enumerate(sheet.placed()):
        for column, box in row:
            first = cells[at][column]
            last = cells[at + box.rowspan - 1][column + box.colspan - 1]
            (first if first is last else first.merge(last)).text = box.text


def _saved(document: Document) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()

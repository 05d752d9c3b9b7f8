"""Fill in and recalculate the workbooks of `gouji form`."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import openpyxl

from validator.model.form import Form
from validator.readers import libreoffice
from validator.renderers.layout.form import FormSheet, form_sheets


def fill(data: bytes, form: Form, cells: Mapping[str, str | None]) -> bytes:
    """Put numbers into an empty form, found by its printed headings; totals in `cells` replace their formulas."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    column = [sheet.cell(row, 1).value for row in range(1, sheet.max_row + 1)]
    for one in form_sheets(form):
        top = _top(one, column)
        for box in one.boxes:
            text = cells.get(box.cell or "")
            if text is not None:
                sheet.cell(top + box.row, box.column + 1).value = float(text) if "." in text else int(text)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _top(sheet: FormSheet, column: Sequence[object]) -> int:
    """The row, from 1, in which a sheet begins: where its first label stands below the heading of its section."""
    first = next(box.text for box in sheet.boxes if box.row == 0 and box.column == 0)
    return column.index(first) + 1


def recalculated(data: bytes) -> bytes | None:
    """The workbook with its formulas computed, or None where LibreOffice is not installed."""
    return libreoffice.convert(data, "xlsx", target="xlsx")


def verdicts(data: bytes) -> set[str]:
    """What the last column of the sheet of checks says."""
    rows = list(openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets[1].values)
    return {str(row[-1] or "") for row in rows[1:]}

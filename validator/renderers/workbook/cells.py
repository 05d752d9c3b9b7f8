"""The recognised numbers as an Excel workbook: one sheet, one row per cell."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from validator.renderers.data.flat_export import HEADER, Field, rows
from validator.renderers.layout.escaping import xml_safe

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from validator.model.result import Result
    from validator.packs.pack import Pack
    from validator.renderers import RenderOptions


def export(result: Result, pack: Pack, options: RenderOptions) -> bytes:  # noqa: ARG001 - the signature all exporters share
    """The bytes of an `.xlsx` file; numbers are numbers, the header stays in view."""
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("cells")
    sheet.freeze_panes = "A2"
    sheet.append(HEADER)
    for row in rows(result):
        sheet.append([_cell(sheet, field) for field in row])
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _cell(sheet: WriteOnlyWorksheet, field: Field) -> Field | Cell:
    if not isinstance(field, str):
        return field
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, xml_safe(field))
    # Printed text that begins with an equals sign is no formula.
    cell.data_type = "s"
    return cell

"""An empty official form as a Word document."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from validator.messages import say
from validator.model.form import Form
from validator.model.rules.constraint import Constraint
from validator.renderers.layout.form import FormSheet, laid_out

if TYPE_CHECKING:
    from docx.document import Document

    from validator.packs.pack import Pack
    from validator.renderers import RenderOptions

_SMALL = 9
"""Points of the type in tables."""
_FONT = "宋体"


def export_form(
    form: Form,
    constraints: Sequence[Constraint],  # noqa: ARG001 - the signature all exporters of forms share
    pack: Pack,
    options: RenderOptions,
) -> bytes:
    """The bytes of a `.docx` file."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn

    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name = _FONT
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run(say("form-heading", options.language, title=pack.title.zh)).bold = True
    for heading, sheets in laid_out(form):
        document.add_paragraph().add_run(heading).bold = True
        for sheet in sheets:
            _add_table(document, sheet)
            if sheet is not sheets[-1]:
                document.add_paragraph()
        document.add_paragraph()
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add_table(document: Document, sheet: FormSheet) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Length, Pt

    table = document.add_table(sheet.height, sheet.width)
    table.style = "Table Grid"
    table.autofit = False
    # Asking the table for one cell lays out all of them, so they are asked for once.
    cells = [row.cells for row in table.rows]
    section = document.sections[0]
    room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    widths = [Length(room * width // sum(sheet.widths)) for width in sheet.widths]
    # Some programs go by the widths of the columns, some by those of the cells.
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in cells:
        for cell, width in zip(row, widths, strict=True):
            cell.width = width
    for box in sheet.boxes:
        first = cells[box.row][box.column]
        last = cells[box.row + box.rowspan - 1][box.column + box.colspan - 1]
        cell = first if first is last else first.merge(last)
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.add_run(box.text).font.size = Pt(_SMALL)
        if box.cell or box.column >= sheet.labels:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

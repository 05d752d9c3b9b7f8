"""The template of a letter that comes with the program, as official letters are set."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from validator.messages import LETTER_LISTS, say

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_TITLE, _HEAD, _TEXT = "小标宋体", "黑体", "仿宋"
"""Fonts; where one is missing, the office program takes another."""
_TITLE_SIZE, _SIZE, _LINE = 22, 16, 28
"""Points of the type, and from line to line."""
_INDENT = "200"
"""Hundredths of a character that a paragraph begins with."""


def shipped_template(language: str) -> bytes:
    """The bytes of a `.docx` file with all fields in it."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = map(Mm, (28, 26, 35, 33))
    layout = document.styles["Normal"].paragraph_format
    layout.space_after, layout.line_spacing = Pt(0), Pt(_LINE)
    title = _add(document, say("letter-title", language), font=_TITLE, size=_TITLE_SIZE)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.line_spacing, title.paragraph_format.space_after = Pt(_LINE + 4), Pt(_LINE)
    _add(document, say("letter-to", language))
    _add(document, say("letter-opening", language), indented=True)
    for name in LETTER_LISTS:
        head = _add(document, say(f"letter-head-{name}", language), font=_HEAD, indented=True)
        head.paragraph_format.keep_with_next = True
        _add(document, "{{" + say(f"field-{name}", language) + "}}", indented=True)
    remark = _add(document, say("letter-remark", language), indented=True).paragraph_format
    remark.space_before, remark.keep_with_next, remark.keep_together = Pt(_LINE / 2), True, True
    for key in ("letter-signed", "letter-dated"):
        signed = _add(document, say(key, language))
        signed.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        signed.paragraph_format.keep_with_next = key == "letter-signed"
        signed.paragraph_format.space_before = Pt(_LINE if key == "letter-signed" else 0)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add(document: Document, text: str, *, font: str = _TEXT, size: int = _SIZE, indented: bool = False) -> Paragraph:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.name = font
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if indented:
        indent = paragraph.paragraph_format.element.get_or_add_pPr().get_or_add_ind()
        indent.set(qn("w:firstLineChars"), _INDENT)
        paragraph.paragraph_format.first_line_indent = Pt(2 * size)
    return paragraph

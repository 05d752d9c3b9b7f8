"""A report set with reportlab: paragraphs in cells, so that labels wrap, in a Chinese font that the file only names."""

from __future__ import annotations

from html import escape
from io import BytesIO

from reportlab.lib.enums import TA_CENTER, TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

from support.page import Line, Page, Sheet
from support.printing import Print

_FONT = "STSong-Light"
_SIZES = {0: 12.0, 1: 20.0, 2: 13.0}
_NARROWEST, _WIDEST = 2.5, 9.0
"""Ems of a column."""


def printed(page: Page, how: Print) -> bytes:
    """The file."""
    registerFont(UnicodeCIDFont(_FONT))
    margin = how.margin * mm
    width = (A4[0] - 2 * margin) * how.width / 100
    story = [_table(block, how, width) if isinstance(block, Sheet) else _line(block) for block in page]
    target = BytesIO()
    SimpleDocTemplate(
        target, pagesize=A4, leftMargin=margin, rightMargin=margin, topMargin=margin, bottomMargin=margin
    ).build(story)
    return target.getvalue()


def _style(size: float, *, centred: bool = False) -> ParagraphStyle:
    return ParagraphStyle(
        "text",
        fontName=_FONT,
        fontSize=size,
        leading=size * 1.3,
        wordWrap="CJK",
        alignment=TA_CENTER if centred else TA_LEFT,
    )


def _line(line: Line) -> Flowable:
    return Paragraph(escape(line.text), _style(_SIZES[line.level]))


def _table(sheet: Sheet, how: Print, width: float) -> Flowable:
    style = _style(how.size, centred=how.centred)
    weights = [_NARROWEST] * sheet.width
    grid: list[list[object]] = [[""] * sheet.width for _ in sheet.rows]
    spans: list[tuple[object, ...]] = []
    for row, boxes in enumerate(sheet.placed()):
        for column, box in boxes:
            grid[row][column] = Paragraph(escape(box.text).replace("\n", "<br/>"), style)
            if box.colspan == 1:
                weights[column] = min(max(weights[column], len(box.text)), _WIDEST)
            # It cannot break a page inside cells that are merged over rows: their text stands in the first of them.
            if box.colspan > 1:
                spans.append(("SPAN", (column, row), (column + box.colspan - 1, row)))
    commands = [
        *spans,
        ("VALIGN", (0, 0), (-1, -1), "TOP" if how.top else "MIDDLE"),
        *((f"{side}PADDING", (0, 0), (-1, -1), how.padding) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")),
        *([("GRID", (0, 0), (-1, -1), 0.75, "black")] if how.ruled else []),
    ]
    return Table(grid, colWidths=[weight * width / sum(weights) for weight in weights], style=commands, spaceBefore=6)

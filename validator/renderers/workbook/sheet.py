"""What the sheets of a workbook are made of. Text never becomes a formula, whatever it begins with."""

from __future__ import annotations

import math
from collections.abc import Container, Sequence
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from rich.cells import cell_len

from validator.renderers.layout.escaping import xml_safe

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, PatternFill

Value: TypeAlias = "str | int | Decimal | None"
"""What a cell holds; None and an empty text leave it empty."""

_LINE = 15
"""Height of a line, in points."""
_AUTHOR = "gouji"
_NOTE_WIDTH, _NOTE_HEIGHT = 320, 110
"""Points of the box of a note."""
_FRAME = "7A1A10"
_LONGEST = 32_767
"""Characters that a cell can hold."""


class SheetWriter:
    """A sheet that grows row by row."""

    def __init__(self, workbook: Workbook, title: str, widths: Sequence[float]) -> None:
        """Add a sheet to a workbook; `widths` of its first columns, in characters."""
        from openpyxl.worksheet.properties import PageSetupProperties

        self.worksheet = workbook.create_sheet(title)
        # On paper as wide as a page, however long.
        self.worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        self.worksheet.page_setup.orientation = "landscape"
        self.worksheet.page_setup.fitToHeight = 0
        self.rows = 0
        """Number of the last row."""
        self.widths = widths
        for at, width in enumerate(widths, 1):
            self.worksheet.column_dimensions[letter(at)].width = width

    def head(self, titles: Sequence[str]) -> None:
        """A first row that stays in view."""
        self.append(titles, bold=True, wrap=True)
        self.worksheet.freeze_panes = "A2"
        self.worksheet.print_title_rows = "1:1"

    def append(
        self,
        values: Sequence[Value],
        *,
        bold: bool = False,
        wrap: bool = False,
        gap: int = 0,
        formulas: Container[int] = (),
    ) -> int:
        """Add a row, `gap` rows below the last, and give its number; `formulas`: columns, from 1, that hold one."""
        self.rows += 1 + gap
        for at, value in enumerate(values, 1):
            if value is None or value == "":
                continue
            cell = self.worksheet.cell(self.rows, at)
            if isinstance(value, str) and at not in formulas:
                cell.value = xml_safe(value)[:_LONGEST]
                cell.data_type = "s"
            else:
                cell.value = value
            if wrap:
                cell.alignment = _wrapped()
            if bold:
                cell.font = _bold()
        if wrap:
            self.worksheet.row_dimensions[self.rows].height = _LINE * self._lines(values)
        return self.rows

    def _lines(self, values: Sequence[Value]) -> int:
        """Lines that the longest cell of a row takes: office programs do not measure them when they open a file."""
        sizes = (
            (cell_len(value), width)
            for value, width in zip(values, self.widths, strict=False)
            if isinstance(value, str)
        )
        return max((math.ceil(size / width) for size, width in sizes), default=1)

    def fill(self, row: int, column: int, colour: str) -> None:
        """Colour one cell."""
        self.worksheet.cell(row, column).fill = _solid(colour)

    def mark(self, row: int, column: int, colour: str, change: str, note: str) -> None:
        """Make a cell stand out: one to change by a frame and by what it should hold, which the number format shows.

        `change`: what it should hold; empty for a cell that only takes part. `note`: what its comment says.
        """
        from openpyxl.comments import Comment

        cell = self.worksheet.cell(row, column)
        cell.fill, cell.border = _solid(colour), _frame(strong=bool(change))
        if change:
            shown = change.replace('"', "")
            cell.font = _bold()
            cell.number_format = ";".join(f'{sign}" → {shown}"' for sign in ("General", "-General", "General", "@"))
            cell.comment = Comment(xml_safe(note), _AUTHOR, width=_NOTE_WIDTH, height=_NOTE_HEIGHT)


def letter(column: int) -> str:
    """`A` for column 1."""
    from openpyxl.utils import get_column_letter

    return get_column_letter(column)


@cache
def _wrapped() -> Alignment:
    from openpyxl.styles import Alignment

    return Alignment(wrap_text=True, vertical="top")


@cache
def _bold() -> Font:
    from openpyxl.styles import Font

    return Font(bold=True)


@cache
def _frame(*, strong: bool) -> Border:
    from openpyxl.styles import Border, Side

    side = Side("double" if strong else "dotted", color=_FRAME)
    return Border(side, side, side, side)


@cache
def _solid(colour: str) -> PatternFill:
    from openpyxl.styles import PatternFill

    return PatternFill("solid", fgColor=colour)

"""A report set on pages: text wrapped at the margin, tables ruled or not, both going on over page breaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from support.page import Box, Line, Sheet
from support.page import Page as Report

from readers.pdf_samples import HEIGHT, SIZE, Page, pdf, places, text_width

_LEFT, _RIGHT, _TOP, _BOTTOM = 60.0, 535.0, 80.0, 762.0
_PADDING = 4.0
_SIZES = {0: 12.0, 1: 18.0, 2: 14.0}
_CELL_SIZE = 9.0
_PITCH = 1.3
"""Ems from line to line."""


class Drawn(Protocol):
    """A page that is drawn on, in points from its top left corner."""

    def text(self, x: float, y: float, text: str, size: float = ..., /) -> None: ...
    def line(self, x0: float, y0: float, x1: float, y1: float, /) -> None: ...


def report_pdf(report: Report, *, ruled: bool = True, middle: bool = True) -> bytes:
    """`middle`: texts stand in the middle of their cells, else at the top."""
    pages: list[Page] = []

    def new_page() -> Page:
        pages.append(Page())
        return pages[-1]

    draw_report(report, new_page, ruled=ruled, middle=middle)
    return pdf(pages)


def draw_report(report: Report, new_page: Callable[[], Drawn], *, ruled: bool = True, middle: bool = True) -> None:
    """Set a report on as many pages as it needs."""
    setter = _Setter(new_page, ruled=ruled, middle=middle)
    for block in report:
        if isinstance(block, Line):
            setter.line(block)
        else:
            setter.sheet(block)
    for number, page in enumerate(setter.pages, 1):
        page.text((_LEFT + _RIGHT) / 2 - 12, HEIGHT - 45, f"- {number} -", SIZE)


def wrapped(text: str, width: float, size: float) -> list[str]:
    """A text in lines, broken wherever the width ends; a character that is wider than the cell reaches over it."""
    lines: list[str] = []
    for part in text.split("\n"):
        line = ""
        for character in part:
            if line and text_width(line + character, size) > width:
                lines.append(line)
                line = ""
            line += character
        lines.append(line)
    return lines


@dataclass
class _Setter:
    new_page: Callable[[], Drawn]
    ruled: bool
    middle: bool
    pages: list[Drawn] = field(init=False)
    y: float = _TOP

    def __post_init__(self) -> None:
        self.pages = [self.new_page()]

    @property
    def page(self) -> Drawn:
        return self.pages[-1]

    def _break(self) -> None:
        self.pages.append(self.new_page())
        self.y = _TOP

    def line(self, line: Line) -> None:
        size = _SIZES[line.level]
        self.y += size * (0.2 if line.level == 0 else 1)
        for at, piece in enumerate(wrapped(line.text, _RIGHT - _LEFT - 2 * size, size)):
            if self.y + size > _BOTTOM:
                self._break()
            indent = 2 * size if at == 0 and line.level != 1 else 0
            self.page.text(_LEFT + indent, self.y + size, piece, size)
            self.y += size * _PITCH

    def sheet(self, sheet: Sheet) -> None:
        self.y += 12
        _Table(self, sheet).draw()
        self.y += 12


class _Table:
    """Sets a table row by row. A merged label is printed where it begins, and is closed at the end of the page."""

    def __init__(self, setter: _Setter, sheet: Sheet) -> None:
        self._setter = setter
        self._rows = sheet.placed()
        weights = [2.0] * sheet.width
        for row in self._rows:
            for column, box in row:
                if box.colspan == 1:
                    weights[column] = min(max(weights[column], len(box.text)), 9.0)
        scale = (_RIGHT - _LEFT) / sum(weights)
        self._xs = places(_LEFT, [weight * scale for weight in weights])
        self._heights = [max([self._height(column, box) for column, box in row] or [20.0]) for row in self._rows]

    def _lines(self, column: int, box: Box) -> list[str]:
        width = self._xs[column + box.colspan] - self._xs[column] - 2 * _PADDING
        return wrapped(box.text, width, _CELL_SIZE)

    def _height(self, column: int, box: Box) -> float:
        lines = len(self._lines(column, box)) if box.text else 1
        return (lines * _CELL_SIZE * _PITCH + 2 * _PADDING) / box.rowspan + 1

    def draw(self) -> None:
        open_cells: dict[int, tuple[Box, int]] = {}  # column -> label that goes on below, and its rows that are left
        for row, height in zip(self._rows, self._heights, strict=True):
            if self._setter.y + height > _BOTTOM:
                self._setter._break()  # noqa: SLF001  the two classes set one page together
            top, bottom = self._setter.y, self._setter.y + height
            going_on = {column: (box, left - 1) for column, (box, left) in open_cells.items() if left > 1}
            for column, box in row:
                self._cell(column, box, top, bottom)
                if box.rowspan > 1:
                    going_on[column] = (box, box.rowspan)
            for column, (box, left) in going_on.items():
                self._sides(column, box, top, bottom)
                if left == 1:
                    self._level(column, box, bottom)
            open_cells = going_on
            self._setter.y = bottom
            at = self._rows.index(row)
            last_on_page = at + 1 < len(self._rows) and bottom + self._heights[at + 1] > _BOTTOM
            if last_on_page:
                for column, (box, _) in going_on.items():
                    self._level(column, box, bottom)

    def _cell(self, column: int, box: Box, top: float, bottom: float) -> None:
        """A cell whose text stands in its first row."""
        page, size = self._setter.page, _CELL_SIZE
        self._level(column, box, top)
        if box.rowspan == 1:
            self._level(column, box, bottom)
            self._sides(column, box, top, bottom)
        lines = self._lines(column, box) if box.text else []
        left, right = self._xs[column], self._xs[column + box.colspan]
        free = bottom - top - len(lines) * size * _PITCH
        first = top + (max(free, 0) / 2 if self._setter.middle and box.rowspan == 1 else _PADDING) + size
        for at, line in enumerate(lines):
            x = (left + right - text_width(line, size)) / 2 if box.number else left + _PADDING
            page.text(x, first + at * size * _PITCH, line, size)

    def _level(self, column: int, box: Box, y: float) -> None:
        if self._setter.ruled:
            self._setter.page.line(self._xs[column], y, self._xs[column + box.colspan], y)

    def _sides(self, column: int, box: Box, top: float, bottom: float) -> None:
        if self._setter.ruled:
            for x in (self._xs[column], self._xs[column + box.colspan]):
                self._setter.page.line(x, top, x, bottom)

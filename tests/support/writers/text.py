"""Text: with tabs, with pipes, aligned, run together with blanks, one cell a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from unicodedata import east_asian_width

from support.page import Line, Page, Sheet

_GAP = "  "
_Table = Callable[[Sheet], Iterable[str]]


def tabs(page: Page) -> bytes:
    """One field a column; what a merged cell covers is empty."""
    return _text(page, lambda sheet: ["\t".join(row) for row in _rows(sheet)])


def markdown(page: Page) -> bytes:
    """Pipe tables below headings with number signs."""
    return _text(page, _pipes, marks=True)


def aligned(page: Page) -> bytes:
    """Columns set under each other with blanks."""
    return _text(page, _columns)


def single_blanks(page: Page) -> bytes:
    """A label and its numbers in one line, one blank between them."""
    return _text(page, lambda sheet: [" ".join(filter(None, row)) for row in _rows(sheet)])


def cell_a_line(page: Page) -> bytes:
    """Every cell in a line of its own, as pasting a table into a plain text gives it."""
    return _text(page, lambda sheet: [text for row in _rows(sheet) for text in row if text])


def glued(page: Page) -> bytes:
    """Everything run together as a crawler does it: labels and digits without a blank between them."""
    title, *texts = (
        "".join("".join(row) for row in _rows(block)) if isinstance(block, Sheet) else block.text for block in page
    )
    return f"{title} {''.join(texts)}".encode()


def _text(page: Page, table: _Table, *, marks: bool = False) -> bytes:
    blocks = []
    for block in page:
        if isinstance(block, Sheet):
            blocks.append("\n".join(table(block)))
        else:
            blocks.append(_marked(block) if marks else block.text)
    return ("\n\n".join(blocks) + "\n").encode()


def _one_line(text: str) -> str:
    return text.replace("\n", "")


def _rows(sheet: Sheet) -> list[list[str]]:
    return [[_one_line(text) for text in row] for row in sheet.grid()]


def _marked(line: Line) -> str:
    return f"{'#' * line.level} {line.text}" if line.level else line.text


def _pipes(sheet: Sheet) -> list[str]:
    lines = [f"| {' | '.join(row)} |" for row in _rows(sheet)]
    return [lines[0], "|" + " --- |" * sheet.width, *lines[1:]]


def _columns(sheet: Sheet) -> list[str]:
    widths = [0] * sheet.width
    for row in sheet.placed():
        for column, box in row:
            # A merged cell widens the last of its columns, and only if the others leave it no room.
            others = sum(widths[column : column + box.colspan - 1]) + len(_GAP) * (box.colspan - 1)
            last = column + box.colspan - 1
            widths[last] = max(widths[last], _width(_one_line(box.text)) - others)
    starts = [sum(widths[:column]) + len(_GAP) * column for column in range(sheet.width)]
    lines = []
    for row in sheet.placed():
        line = ""
        for column, box in row:
            line += " " * (starts[column] - _width(line)) + _one_line(box.text)
        lines.append(line.rstrip())
    return lines


def _width(text: str) -> int:
    """Columns of a screen that a text takes."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)

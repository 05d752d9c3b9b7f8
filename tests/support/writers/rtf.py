"""Rich text as word processors write it: rows of cells by their right edges, cells merged downwards by marks."""

from __future__ import annotations

from collections.abc import Iterator

from support.page import Box, Page, Sheet

_HEAD = r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fcharset134 SimSun;}}"
_COLUMN = 900
"""Width of a column in twentieths of a point."""


def rtf(page: Page) -> bytes:
    """Paragraphs and tables one below the other, Chinese characters as Unicode escapes."""
    body = "".join(
        "".join(_rows(block)) if isinstance(block, Sheet) else rf"\pard {_escaped(block.text)}\par" + "\n"
        for block in page
    )
    return f"{_HEAD}{body}}}".encode("ascii")


def _rows(sheet: Sheet) -> Iterator[str]:
    open_cells: dict[int, tuple[Box, int]] = {}
    """Column -> box from above, and the rows that it still covers."""
    for row in sheet.placed():
        starting = dict(row)
        shape, content = r"\trowd", ""
        column = 0
        while column < sheet.width:
            box = starting.get(column)
            if box is not None:
                shape += r"\clvmgf" if box.rowspan > 1 else ""
                content += rf"\pard\intbl {_escaped(box.text)}\cell"
                open_cells[column] = (box, box.rowspan)
            elif column in open_cells:
                box = open_cells[column][0]
                shape += r"\clvmrg"
                content += r"\pard\intbl\cell"
            else:
                box = Box("")
                content += r"\pard\intbl\cell"
            column += box.colspan
            shape += rf"\cellx{column * _COLUMN}"
        open_cells = {at: (box, left - 1) for at, (box, left) in open_cells.items() if left > 1}
        yield f"{shape}{content}" + r"\row" + "\n"


def _escaped(text: str) -> str:
    return "".join(map(_character, text))


def _character(character: str) -> str:
    if character == "\n":
        return r"\line "
    if character in "\\{}":
        return "\\" + character
    if character.isascii():
        return character
    units = character.encode("utf-16-le")
    return "".join(rf"\u{int.from_bytes(units[at : at + 2], 'little', signed=True)}?" for at in range(0, len(units), 2))

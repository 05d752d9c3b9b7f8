"""Markdown and other tables drawn with characters: rows whose cells stand between upright bars."""

from __future__ import annotations

import html
import re

_DRAWN_BARS = re.compile("[│┃┆┊║｜]")
_A_BAR = re.compile("[|│┃┆┊║｜]")
_CELL_END = re.compile(r"(?<!\\)\|")
_SEPARATOR = re.compile(r"[\s|:+\-=─━═┄┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝┏┳┓┣╋┫┗┻┛]+")
_STROKE = re.compile(r"-{2,}|={2,}|[─━═┄]{2,}|\|\s*:?-:?\s*\|")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|~>])")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(.*?)(?:\s+#+)?\s*")
_RULE = re.compile(r"\s*(?:[-*_=]\s*){3,}|\s*(?:```|~~~)\w*\s*")
_SET_OFF = re.compile(r"[^\s|] +\|")
"""A cell with a blank before its bar: where cells are set off, a blank one is as well."""
_FILLING = re.compile(r"(?:(?<=\|)|\s)\|{2,}$")
"""Bars with nothing between them at the end of a row."""
_FRAME = 2
"""Bars round a single cell."""
_LONGEST_MARKED = 10_000


def with_bars(line: str) -> str:
    """The line with drawn bars as upright ones."""
    return _DRAWN_BARS.sub("|", line)


def has_bar(line: str) -> bool:
    """A line with a bar that is no part of a word."""
    return _A_BAR.search(line) is not None and _CELL_END.search(with_bars(line)) is not None


def split_cells(text: str) -> list[str]:
    """What stands before each bar, and behind the last one."""
    return _CELL_END.split(text)


def is_bar_row(line: str) -> bool:
    """A line that begins with a bar, and holds two more or ends with another."""
    text = with_bars(line).strip()
    first, *rest = _CELL_END.split(text)
    return not first and (len(rest) > _FRAME or (len(rest) == _FRAME and not rest[-1]))


def ends_with_bar(line: str) -> bool:
    """A line that ends with a bar."""
    return with_bars(line).rstrip().endswith("|")


def begins_with_bar(line: str) -> bool:
    """A line that begins with a bar."""
    return with_bars(line).lstrip().startswith("|")


def is_part_of_table(line: str) -> bool:
    """A line with a bar anywhere, or the frame of a drawn table."""
    return has_bar(line) or (is_separator(line) and with_bars(line).strip()[0] not in "-=:")


def is_separator(line: str) -> bool:
    """The line between header and body, or the frame of a drawn table."""
    if _SEPARATOR.match(line) is None and _DRAWN_BARS.match(line) is None:  # as most lines
        return False
    text = with_bars(line)
    return _SEPARATOR.fullmatch(text) is not None and _STROKE.search(text) is not None


def bar_cells(line: str, *, ended: bool, begun: bool = True) -> list[str]:
    """The cells of a row; a bar at either end is its frame, and bars that only fill it up are none of it.

    `ended`: every row of the table ends with a bar, so that it is none between two cells. `begun`: a bar before the
    first cell is the frame; else that cell is blank.
    """
    text = with_bars(line).strip()
    if _SET_OFF.search(text):
        text = _FILLING.sub("", text)
    framed = (begun and text.startswith("|")) or (ended and text.endswith("|"))
    cells = _CELL_END.split(text.removeprefix("|") if begun else text)
    if framed and len(cells) > 1 and not cells[-1].strip():
        cells.pop()
    return [plain(_BREAK.sub("\n", cell)) for cell in cells]


def plain(text: str) -> str:
    """The text without the marks of emphasis, escapes and entities."""
    if len(text) > _LONGEST_MARKED:
        return text.strip()
    return html.unescape(_ESCAPED.sub(r"\1", _STRONG.sub(r"\2", text))).strip()


def plain_line(line: str) -> str:
    """A line of prose without the marks; empty for rules and fences."""
    if _RULE.fullmatch(line):
        return ""
    heading = _HEADING.fullmatch(line) if len(line) < _LONGEST_MARKED else None
    return plain(heading[1] if heading else line)

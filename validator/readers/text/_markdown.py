"""Markdown and other tables drawn with characters: rows whose cells stand between upright bars."""

from __future__ import annotations

import html
import re

_DRAWN_BARS = re.compile("[│┃┆┊║｜]")
_CELL_END = re.compile(r"(?<!\\)\|")
_SEPARATOR = re.compile(r"[\s|:+\-=─━═┄┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝┏┳┓┣╋┫┗┻┛]+")
_STROKE = re.compile(r"-{2,}|={2,}|[─━═┄]{2,}|\|\s*:?-:?\s*\|")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|~>])")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(.*?)(?:\s+#+)?\s*")
_RULE = re.compile(r"\s*(?:[-*_=]\s*){3,}|\s*(?:```|~~~)\w*\s*")
_FRAME = 2
"""Bars round a single cell."""
_LONGEST_MARKED = 10_000


def _with_bars(line: str) -> str:
    return _DRAWN_BARS.sub("|", line)


def is_bar_row(line: str) -> bool:
    """A line that begins with a bar, and holds two more or ends with another."""
    text = _with_bars(line).strip()
    first, *rest = _CELL_END.split(text)
    return not first and (len(rest) > _FRAME or (len(rest) == _FRAME and not rest[-1]))


def is_part_of_table(line: str) -> bool:
    """A line with a bar anywhere, or the frame of a drawn table."""
    text = _with_bars(line)
    return _CELL_END.search(text) is not None or (is_separator(line) and text.strip()[0] not in "-=:")


def is_separator(line: str) -> bool:
    """The line between header and body, or the frame of a drawn table."""
    text = _with_bars(line)
    return _SEPARATOR.fullmatch(text) is not None and _STROKE.search(text) is not None


def bar_cells(line: str) -> list[str]:
    """The cells of a row; a bar at either end is its frame."""
    text = _with_bars(line).strip()
    framed = text.startswith("|")
    cells = _CELL_END.split(text.removeprefix("|"))
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

"""Tables as programs write them down: lists in brackets, the markup of a wiki, lines broken by tags, cells before tabs.

Each finder gives the lines back with those of a table as rows parted by tabs, or as one cell a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from validator.readers.text._lines import SourceLine, is_number

_ITEM = r"""(?:"(?:[^"\\\n]|\\.){0,300}"|'(?:[^'\\\n]|\\.){0,300}'|None|null|NaN|nan|[+-]?[0-9][0-9.]{0,20})"""
_ONE_ITEM = re.compile(_ITEM)
_LIST = re.compile(rf"\[+\s*{_ITEM}(?:\s*,\s*{_ITEM}){{0,60}}\s*,?\s*\]+,?")
_QUOTES = ("'", '"')
_NOTHING = frozenset({"None", "null", "NaN", "nan"})
_FEWEST_LISTS = 3
"""Lists with several items that make a table."""
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_WIKI_START, _WIKI_ROW, _WIKI_END = "{|", "|-", "|}"
_WIKI_CELLS = re.compile(r"\|\||!!")
_WIKI_FORMAT = re.compile(r"""^\s*(?:\w+\s*=\s*(?:"[^"]*"|'[^']*'|\w+)\s*)+\|(?!\|)""")
_FEWEST_ENDED = 8
"""Lines with a tab at their end and nowhere else that make it the end of a cell."""
_MOST_OF = 0.9
"""Share of the lines with tabs that are such."""


def listed_rows(lines: Sequence[SourceLine]) -> Iterator[SourceLine]:
    """The lines with every list of texts in brackets as a row, where there are several."""
    text = "\n".join(line.text for line in lines)
    found = list(_LIST.finditer(text)) if "[" in text else []
    if sum("," in match[0] for match in found) < _FEWEST_LISTS:
        yield from lines
        return
    starts = [0, *accumulate(len(line.text) + 1 for line in lines)]
    at = done = 0
    for match in found:
        # What stands round the lists, brackets and commas aside.
        yield from _between(text[done : match.start()], lines, starts, done)
        while starts[at + 1] <= match.start():
            at += 1
        yield SourceLine(lines[at].number, "\t".join(map(_item, _ONE_ITEM.findall(match[0]))))
        done = match.end()
    yield from _between(text[done:], lines, starts, done)


def _between(text: str, lines: Sequence[SourceLine], starts: Sequence[int], at: int) -> Iterator[SourceLine]:
    """The lines of a stretch of the text that begins `at` a character; none if all of it is brackets and commas."""
    number = sum(start <= at for start in starts[:-1]) - 1
    for line in text.split("\n") if text.strip(" \t\n[],") else ():
        if not line or line.strip(" \t[],"):
            yield SourceLine(lines[number].number, line)
        number += 1


def _item(text: str) -> str:
    if text in _NOTHING:
        return ""
    if not text.startswith(_QUOTES):
        return text
    return " ".join(text[1:-1].replace("\\n", " ").replace("\\", "").split())


def broken_lines(lines: Sequence[SourceLine]) -> Iterator[SourceLine]:
    """The lines, each broken where a tag says so."""
    for line in lines:
        if "<" in line.text and _BREAK.search(line.text):
            yield from (SourceLine(line.number, part) for part in _BREAK.split(line.text))
        else:
            yield line


def wiki_rows(lines: Sequence[SourceLine]) -> Iterator[SourceLine]:
    """The lines with every table in the markup of a wiki as rows."""
    row: list[str] | None = None
    """The cells of the open row; None outside of tables."""
    first = 0
    for line in lines:
        text = line.stripped
        if row is None and not text.startswith(_WIKI_START):
            yield line
        elif row is None or text.startswith((_WIKI_ROW, _WIKI_END)):
            if row:
                yield SourceLine(first, "\t".join(row))
            row, first = (None if text.startswith(_WIKI_END) else []), line.number
        elif text.startswith(("|", "!")) and not text.startswith("|+"):
            row += [_WIKI_FORMAT.sub("", cell).strip() for cell in _WIKI_CELLS.split(text[1:])]
        elif text.startswith("|+"):
            yield SourceLine(line.number, text[2:])
        elif row and text:
            row[-1] += text
    if row:
        yield SourceLine(first, "\t".join(row))


def cells_with_tabs(lines: Sequence[SourceLine]) -> Iterator[SourceLine]:
    """The lines as cells where a tab ends each of them, also the blank ones."""
    tabbed = [line for line in lines if "\t" in line.text]
    ended = [line for line in tabbed if line.text.count("\t") == 1 and line.text.endswith("\t")]
    cells = sum(map(_is_cell, ended))
    if cells < _FEWEST_ENDED or len(ended) < _MOST_OF * len(tabbed):
        yield from lines
        return
    same = set(map(id, ended))
    after = False
    """Whether the line before ended a cell: then an empty one is the last cell of its row."""
    for line in lines:
        ends = id(line) in same
        yield SourceLine(line.number, line.stripped, is_cell=True) if ends or (after and _is_cell(line)) else line
        after = ends


def _is_cell(line: SourceLine) -> bool:
    return not line.stripped or is_number(line.stripped)

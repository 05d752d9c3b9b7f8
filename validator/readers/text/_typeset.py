r"""Tables as a typesetting program takes them: `&` parts the cells of a row, `\\` ends it.

The markup round the words goes, in prose as well; a cell over several columns keeps the places of those behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from validator.readers.text._lines import SourceLine

_FEWEST_ROWS = 3
"""Lines with both marks that make the text one for a typesetting program."""
_LONGEST = 10_000
"""Characters of a line that is looked at."""
_MOST_LINES = 40
"""Lines of one row."""
_AND = re.compile(r"(?<!\\)&")
_ROW_END = re.compile(r"\\\\\*?(?:\s*\[[^\[\]]{0,20}\])?|\\tabularnewline\b")
_BROKEN_CELL = re.compile(r"\\(?:makecell|shortstack|thead)\*?(?:\[[^\[\]]{0,20}\])?\{([^{}]{0,500})\}")
_TABLE = re.compile(r"\\(begin|end)\{(?:tabular|tabularx|tabulary|longtable|longtabu|tabu|array|supertabular)\*?\}")
_SPECIFICATION = re.compile(
    r"\\begin\{[a-z]+\*?\}(?:\s*\[[^\[\]]{0,40}\])?(?:\s*\{(?:[^{}]|\{(?:[^{}]|\{[^{}]{0,80}\}){0,80}\}){0,300}\}){0,2}"
)
"""The opening of an environment with what says how its columns are set."""
_RULE = re.compile(
    r"\\(?:hline|toprule|midrule|bottomrule|end(?:first)?head|end(?:last)?foot)\b"
    r"|\\c(?:mid)?(?:line|rule)(?:\([a-z]{0,9}\))?\{[0-9 -]{1,9}\}"
)
_SPAN = re.compile(r"\\multicolumn\s*\{\s*([0-9]{1,2})\s*\}\s*\{(?:[^{}]|\{[^{}]{0,80}\}){0,80}\}\s*\{([^{}]{0,500})\}")
_DEEP = re.compile(
    r"\\multirow\s*(?:\[[^\[\]]{0,9}\])?\s*\{[^{}]{1,9}\}\s*(?:\[[^\[\]]{0,9}\])?\s*\{[^{}]{0,20}\}\s*\{([^{}]{0,500})\}"
)
_SETTING = re.compile(r"\\(?:documentclass|usepackage|label|vspace|hspace|setlength|pagestyle|caption)\b.{0,500}")
_WORDS = re.compile(r"\\(?!multirow|multicolumn|begin|end\b)[a-zA-Z]{1,20}\*?(?:\[[^\[\]]{0,40}\])?\{([^{}]{0,2000})\}")
"""A command that says how its words look."""
_GROUP = re.compile(r"(?<!\\)\{([^{}]{0,2000})\}")
_COMMAND = re.compile(r"\\[a-zA-Z]{1,20}\*?\s?")
_ESCAPED = re.compile(r"\\([&%$#_{}])")
_COMMENT = re.compile(r"(?<!\\)%.*")
_NESTED = 4
"""Commands in each other that are taken off."""
_PLACE = "\x00"
"""Stands for a column that the cell before it covers."""


class _Open(Struct):
    """A row that has not ended yet."""

    first: int
    """Its line."""
    text: str = ""
    lines: int = 0


def typeset_rows(lines: Sequence[SourceLine]) -> Iterator[SourceLine]:
    r"""The lines with each row of such a table parted by tabs, and without markup; as they are in any other text."""
    marked = [line.text for line in lines if "\\" in line.text and len(line.text) < _LONGEST]
    if sum(map(_is_row, marked)) < _FEWEST_ROWS and not any(map(_TABLE.search, marked)):
        yield from lines
        return
    row: _Open | None = None
    in_table = False
    for line in lines:
        text = _broken_cells_whole(_COMMENT.sub("", line.text[:_LONGEST]))
        turn = _TABLE.search(text)
        in_table = in_table if turn is None else turn[1] == "begin"
        text = _RULE.sub("", _SPECIFICATION.sub("", text))
        parts = _ROW_END.split(text)
        if len(parts) == 1 and row is None and not in_table:
            yield SourceLine(line.number, _cells(text))
            continue
        for part in parts[:-1]:
            yield SourceLine(row.first if row else line.number, _cells(f"{row.text if row else ''} {part}"))
            row = None
        rest = parts[-1]
        if rest.strip() and not _TABLE.search(rest):
            row = row or _Open(line.number)
            row.text += f" {rest}"
            row.lines += 1
        if row is not None and (row.lines > _MOST_LINES or (turn is not None and not in_table)):
            yield SourceLine(row.first, _cells(row.text))
            row = None
    if row is not None:
        yield SourceLine(row.first, _cells(row.text))


def _is_row(text: str) -> bool:
    return "&" in text and _ROW_END.search(text) is not None


def _broken_cells_whole(text: str) -> str:
    """A cell that is broken over lines by hand as one line."""
    return _BROKEN_CELL.sub(lambda cell: _ROW_END.sub("", cell[1]), text) if "{" in text else text


def _cells(text: str) -> str:
    """The cells of a row, parted by tabs."""
    cells: list[str] = []
    for cell in _AND.split(text):
        words, *covered = _plain(cell).split(_PLACE)
        cells += [words.strip(), *("" for _ in covered)]
    return "\t".join(cells)


def _spanned(cell: re.Match[str]) -> str:
    return cell[2] + _PLACE * (int(cell[1]) - 1)


def _plain(text: str) -> str:
    """A text without the markup."""
    if "\\" not in text and "{" not in text:
        return text
    text = _SETTING.sub("", text)
    for _ in range(_NESTED):
        before = text
        text = _SPAN.sub(_spanned, _DEEP.sub(r"\1", _WORDS.sub(r"\1", text)))
        if text == before:
            text = _GROUP.sub(r"\1", text)
        if text == before:
            break
    return _ESCAPED.sub(r"\1", _COMMAND.sub("", _ROW_END.sub("", text)))

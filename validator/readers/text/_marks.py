"""Marks that a text has before or behind each of its lines: a list of cells, a quotation, what parted cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from validator.readers.text._lines import SourceLine, is_number

_MARK = re.compile(r"\s*([-*+>•·●▪‣◦])\s+(?=\S)")
_FEWEST = 20
"""Lines with the same mark that make it one of the text, and none of a line: a list in prose is shorter."""
_BEHIND = frozenset("；;，,、")
_FEWEST_CELLS = 8
"""Lines of a number and such a mark that make it the end of a cell."""


def without_marks_behind(lines: Sequence[SourceLine]) -> Iterator[SourceLine]:
    """The lines without the mark behind them, where one stands behind many that hold a single number."""
    ended = Counter(line.stripped[-1] for line in lines if line.stripped[-1:] in _BEHIND and _is_cell(line))
    marks = tuple(mark for mark, count in ended.items() if count >= _FEWEST_CELLS)
    for line in lines:
        yield SourceLine(line.number, _bare(line)) if marks and line.stripped.endswith(marks) else line


def _is_cell(line: SourceLine) -> bool:
    return is_number(_bare(line))


def _bare(line: SourceLine) -> str:
    """A line without the mark behind it, and the same one before it."""
    return line.stripped[:-1].removeprefix(line.stripped[-1]).strip()


def without_marks(lines: Sequence[SourceLine]) -> Iterator[SourceLine]:
    """The lines without the mark before them, where very many have the same."""
    found = [_MARK.match(line.text) for line in lines]
    counts = Counter(match[1] for match in found if match)
    for line, match in zip(lines, found, strict=True):
        if match and counts[match[1]] >= _FEWEST:
            yield SourceLine(line.number, line.text[match.end() :])
        else:
            yield line

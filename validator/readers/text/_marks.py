"""Marks that a text has before each of its lines: a list of cells, a quotation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from validator.readers.text._lines import SourceLine

_MARK = re.compile(r"\s*([-*+>•·●▪‣◦])\s+(?=\S)")
_FEWEST = 20
"""Lines with the same mark that make it one of the text, and none of a line: a list in prose is shorter."""


def without_marks(lines: Sequence[SourceLine]) -> Iterator[SourceLine]:
    """The lines without the mark before them, where very many have the same."""
    found = [_MARK.match(line.text) for line in lines]
    counts = Counter(match[1] for match in found if match)
    for line, match in zip(lines, found, strict=True):
        if match and counts[match[1]] >= _FEWEST:
            yield SourceLine(line.number, line.text[match.end() :])
        else:
            yield line

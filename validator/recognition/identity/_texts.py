"""Pieces of text in which a name or a year is looked for: without white space, and where that was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

from msgspec import Struct

from validator.model.document import Document, Grid, Paragraph
from validator.model.numbers import normalise

LONGEST_TITLE = 100
"""Characters; what is longer is a sentence."""
_LONGEST = 800
"""Characters of a long text that are looked at."""
_FIRST_TEXTS = 120
_FIRST_CELLS = 20
_LAST_TEXTS = 8


class Piece(Struct, frozen=True, dict=True):
    """One text of the document, and how it is compared."""

    line: str
    """Look-alikes unified, one blank for any white space."""

    @cached_property
    def compact(self) -> str:
        """The same without blanks."""
        return self.line.replace(" ", "")

    @cached_property
    def is_sentence(self) -> bool:
        """True for what is no line of its own."""
        return len(self.compact) > LONGEST_TITLE or self.compact.endswith(("。", ",", ";"))

    @cached_property
    def _blanks(self) -> tuple[int, ...]:
        """Places in the compact text before which blanks stood."""
        places: list[int] = []
        length = 0
        for word in self.line.split(" "):
            places.append(length)
            length += len(word)
        return tuple(places[1:])

    def chunks(self, start: int, end: int) -> tuple[str, ...]:
        """A part of the compact text in the pieces between which blanks stood."""
        inside = [place for place in self._blanks if start < place < end]
        bounds = [start, *inside, end]
        return tuple(self.compact[first:last] for first, last in pairwise(bounds))


def piece(text: str) -> Piece:
    """A text of any length made ready."""
    return _short_piece(text) if len(text) <= LONGEST_TITLE else _piece(text[:_LONGEST])


def _piece(text: str) -> Piece:
    return Piece(" ".join(normalise(text).split()))


_short_piece = lru_cache(maxsize=4096)(_piece)
"""The labels of a form come again in every report."""


def head(document: Document) -> list[Piece]:
    """The first paragraphs."""
    found: list[Piece] = []
    for paragraph in document.paragraphs:
        if len(found) == _FIRST_TEXTS:
            break
        found.append(piece(paragraph.text))
    return found


def head_cells(document: Document) -> Iterator[Piece]:
    """The first cells of each grid."""
    for grid in document.grids:
        for cell in grid.cells[:_FIRST_CELLS]:
            if not cell.text.isdecimal():
                yield piece(cell.text)


def head_rows(document: Document) -> Iterator[Piece]:
    """The first rows of each grid, cells parted by `|`."""
    for grid in document.grids:
        rows: dict[int, list[str]] = {}
        for cell in grid.cells[:_FIRST_CELLS]:
            rows.setdefault(cell.row, []).append(cell.text)
        for texts in rows.values():
            yield piece("|".join(texts))


def tail(document: Document) -> Sequence[Piece]:
    """The last paragraphs below the tables."""
    found: list[Piece] = []
    for block in reversed(document.blocks):
        if isinstance(block, Grid) or len(found) == _LAST_TEXTS:
            break
        found += [piece(line) for line in reversed(block.text.splitlines())]
    return tuple(reversed(found))


def compact_texts(document: Document) -> list[str]:
    """All paragraphs without white space."""
    return ["".join(normalise(one.text).split()) for one in document.blocks if isinstance(one, Paragraph)]

"""The characters of a page as the file itself writes them, with the widths that it declares.

PDFium measures a text by the outlines of its font, and where the file does not hold that font, by those of another one
that the machine happens to have: a text whose characters have no outline there is lost. This reading knows no outlines.
It shares nothing with the other one, so that the two can also be held against each other.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from math import atan2
from typing import TYPE_CHECKING

from validator.model.errors import UnreadableInputError
from validator.model.text import Text
from validator.readers.page.geometry import Turn
from validator.readers.page.glyph import UNNAMED
from validator.readers.pdf import refusal as pdf_refusal
from validator.readers.pdf._characters import (
    BLANKS,
    MOST_CHARACTERS,
    DrawnCharacter,
    DrawnText,
    PageText,
    drawn_character,
    name_of,
    page_text,
    quarters_of,
)
from validator.readers.pdf._written_fonts import WrittenDocument

if TYPE_CHECKING:
    from playa.content import TextObject
    from playa.font import Font

logging.getLogger("playa").addHandler(logging.NullHandler())  # a damaged file is no news to standard error


class WrittenFile:
    """A document whose pages are read as they are written; it is opened when the first of them is asked for."""

    def __init__(self, path: str, data: bytes) -> None:
        """`path`: its name in what is refused."""
        self._path = path
        self._data = data

    def text(self, number: int, display: Turn) -> PageText:
        """The characters of a page, numbered from 1; `display`: the page as it is shown.

        Raises UnreadableInputError for what cannot be read this way, or holds more than a page can show.
        """
        with _refusing(self._path):
            return page_text(DrawnText.of(self._characters(number)), display)

    @cached_property
    def _document(self) -> WrittenDocument:
        return WrittenDocument(self._data)

    def _characters(self, number: int) -> Iterator[DrawnCharacter]:
        count = 0
        for text in self._document.pages[number - 1].texts:
            for one in _written(text):
                count += 1
                if count > MOST_CHARACTERS:
                    raise pdf_refusal.too_much_on_page(self._path, number, Text("字符", "characters"))
                yield one


@contextmanager
def _refusing(path: str) -> Iterator[None]:
    try:
        yield
    except (MemoryError, UnreadableInputError):
        raise
    except Exception as error:
        raise pdf_refusal.damaged(path, f"the text cannot be read from the file: {type(error).__name__}") from error


def _written(text: TextObject) -> Iterator[DrawnCharacter]:
    """The visible characters of one operator, from first to last."""
    if text.gstate.font is None:
        return
    for glyph in text:
        matrix = glyph.matrix
        a, b, *_ = matrix
        quarters = quarters_of(atan2(-b, a)) if b or a <= 0 else 0
        if quarters is None:
            continue
        shown = glyph.text or UNNAMED
        left, bottom, right, top = glyph.bbox
        step = (right - left) / len(shown)
        x, y = _origin(matrix, glyph.font, glyph.cid)
        size = glyph.size
        for at, character in enumerate(shown):
            if ord(character) not in BLANKS:
                start = left + at * step
                name = name_of(ord(character))
                yield drawn_character((name, start, bottom, start + step, top, x, y, size, quarters))


def _origin(matrix: tuple[float, float, float, float, float, float], font: Font, cid: int) -> tuple[float, float]:
    """Where the baseline of a character begins; one that is set downwards hangs from its place."""
    a, b, c, d, e, f = matrix
    right, down = font.position(cid)
    return e - a * right - c * down, f - b * right - d * down

"""Which of the two ways to the characters of a page is gone first, and which to confirm what was read."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from validator.model.errors import UnreadableInputError
from validator.readers.page.drawing import Drawing
from validator.readers.page.glyph import UNNAMED, Glyph
from validator.readers.pdf import refusal as pdf_refusal
from validator.readers.pdf._characters import PageText
from validator.readers.pdf.file import OpenPage

if TYPE_CHECKING:
    from validator.readers.pdf._written import WrittenFile

_LEAST = 1.0
"""Points of a character that may have been lost, where its place has no height."""


class PageTexts:
    """The characters of the pages of a file.

    PDFium comes first, being fast and right where the fonts are in the file. Where they are not, it measures the text
    by fonts of the machine, and what is read must not depend on those: there the file itself is asked first.
    """

    def __init__(self, path: str, data: bytes) -> None:
        """`path`: the name of the file in what is refused."""
        self._path = path
        self._data = data

    @cached_property
    def _written(self) -> WrittenFile:
        from validator.readers.pdf._written import WrittenFile

        return WrittenFile(self._path, self._data)

    def first(self, page: OpenPage, measured: PageText, drawing: Drawing) -> PageText:
        """The text to read. Where it may have been lost for want of a font, unnamed characters stand in its place."""
        if not drawing.borrowed_fonts:
            return measured
        written = self._as_written(page, measured)
        return _with_gaps(measured, drawing) if written is None else written

    def second(self, page: OpenPage, measure: Callable[[], PageText], drawing: Drawing) -> PageText:
        """The text to confirm the first reading with; `measure`: gives that by PDFium, where it is needed.

        Raises UnreadableInputError if there is but one way to it.
        """
        if not drawing.borrowed_fonts:
            return self._written.text(page.number, page.display)
        measured = measure()
        written = self._as_written(page, measured)
        if written is None or measured.named < written.named:
            raise pdf_refusal.readable_one_way(self._path, page.number)
        return measured

    def _as_written(self, page: OpenPage, measured: PageText) -> PageText | None:
        """The text as the file writes it; None if that names fewer characters than are seen."""
        try:
            written = self._written.text(page.number, page.display)
        except UnreadableInputError:
            return None
        return written if written.named >= measured.named else None


def _with_gaps(text: PageText, drawing: Drawing) -> PageText:
    """The text with a character without a name wherever one may have been lost."""
    gaps = [
        Glyph(UNNAMED, box.left, box.right, box.bottom, max(box.bottom - box.top, _LEAST)) for box in drawing.unmeasured
    ]
    return replace(text, glyphs=(*text.glyphs, *gaps), unnamed=text.unnamed + len(gaps))

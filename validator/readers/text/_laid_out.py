"""Text that a program has laid out as the pages of a PDF: each character stands where it stood on its page.

Such a text is read as a page is: the columns of numbers show the table, and labels that are broken over lines stand
round them. Characters are counted, not their widths on a screen.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from validator.model.document import Grid, Location, Paragraph
from validator.readers.text._columns import fields
from validator.readers.text._lines import SourceLine, display_width, is_number, split_lines

if TYPE_CHECKING:
    from validator.readers.page.glyph import Glyph

_PAGE_END = "\f"
_FEWEST_ROWS = 3
"""Lines that end with a number behind a gap."""
_MOST_LINES = 5000
_LONGEST_LINE = 500
_EM = 1.6
"""Size of a character in widths of one: two blanks part cells, and a single one does not."""
_STEP = 2.0
"""From one line to the next, in widths of a character."""
_HALF = 0.4
"""The same in steps where one of two lines holds nothing but numbers: these stand at the middle of their label."""
_ASCENT = 0.9


def read_pages(text: str) -> list[Paragraph | Grid] | None:
    """The blocks of the pages; None for a text that is none of this kind."""
    if _PAGE_END not in text:
        return None
    lines = split_lines(text)
    if len(lines) > _MOST_LINES or any(len(line.text) > _LONGEST_LINE for line in lines) or not _is_laid_out(lines):
        return None
    blocks: list[Paragraph | Grid] = []
    for number, page in enumerate(_pages(lines), 1):
        blocks += _blocks(page, number, blocks)
    return blocks


def _is_laid_out(lines: Sequence[SourceLine]) -> bool:
    """Whether there are rows, and their numbers stand below each other as far as characters are counted."""
    rows = [line for line in lines if len(parted := fields(line)) > 1 and is_number(parted[-1])]
    counted = {len(line.text.rstrip()) for line in rows}
    seen = {display_width(line.text.rstrip()) for line in rows}
    return len(rows) >= _FEWEST_ROWS and len(counted) <= len(seen)


def _pages(lines: Sequence[SourceLine]) -> Iterator[list[SourceLine]]:
    page: list[SourceLine] = []
    for line in lines:
        if line.begins_page and page:
            yield page
            page = []
        page.append(line)
    if page:
        yield page


class _Heights(Struct, frozen=True):
    """Where the lines of a page stand."""

    tops: Sequence[float]
    numbers: Sequence[int]
    """The line in the text for each of these."""

    def line(self, top: float) -> int:
        """The line that begins at a height, or below it."""
        return self.numbers[min(bisect_left(self.tops, top - _STEP / 10), len(self.numbers) - 1)]


def _blocks(page: Sequence[SourceLine], number: int, before: Sequence[Paragraph | Grid]) -> Iterator[Paragraph | Grid]:
    # Loaded here: few texts are laid out in pages.
    from validator.readers.page.assembly import PageContent, document_blocks
    from validator.readers.page.lines import TextLine

    baselines = _baselines(page)
    lines = [
        TextLine(tuple(_glyphs(line.text.removeprefix(_PAGE_END), y)), number)
        for line, y in zip(page, baselines, strict=True)
        if line.stripped
    ]
    if not lines:
        return
    heights = _Heights([y - _ASCENT * _EM for y in baselines], [line.number for line in page])
    width = max(line.right for line in lines)
    content = PageContent(number, width, baselines[-1] + _STEP, tuple(lines), (), lambda box: box)
    tables = sum(isinstance(block, Grid) for block in before)
    texts = len(before) - tables
    for block in document_blocks([content]):
        if isinstance(block, Paragraph):
            yield Paragraph(block.text, _located(block.location, heights, 0, texts))
        else:
            cells = (cell._replace(location=_located(cell.location, heights, tables, 0)) for cell in block.cells)
            location = _located(block.location, heights, tables, 0)
            yield Grid(tuple(cells), block.widths, block.positioned, location, aligned=block.positioned)


def _baselines(page: Sequence[SourceLine]) -> list[float]:
    beside = {at + 1 for at, three in enumerate(zip(page, page[1:], page[2:], strict=False)) if _parts_label(*three)}
    baselines = [_STEP]
    for at, (line, below) in enumerate(pairwise(page)):
        half = line.stripped and below.stripped and _holds_numbers_alone(line) != _holds_numbers_alone(below)
        close = half or at in beside or at + 1 in beside
        baselines.append(baselines[-1] + (_HALF if close else 1.0) * _STEP)
    return baselines


def _holds_numbers_alone(line: SourceLine) -> bool:
    return all(map(is_number, line.stripped.split()))


def _parts_label(above: SourceLine, line: SourceLine, below: SourceLine) -> bool:
    """Whether numbers stand half way down a label of the lines round them, and left of it another, that of a group."""
    if not (above.stripped and below.stripped) or any(map(is_number, (*fields(above), *fields(below)))):
        return False
    start, other = (len(one.text.rstrip()) - len(fields(one)[-1]) for one in (above, below))
    left, right = line.text[:start], line.text[start:].split()
    return start == other and bool(left.strip()) and left[-1].isspace() and bool(right) and all(map(is_number, right))


def _glyphs(text: str, baseline: float) -> Iterator[Glyph]:
    from validator.readers.page.glyph import Glyph

    for at, character in enumerate(text):
        if not character.isspace():
            yield Glyph(character, float(at), at + 1.0, baseline, _EM)


def _located(location: Location, heights: _Heights, tables: int, texts: int) -> Location:
    """The place on the page as one in the text; `tables`, `texts`: how many there are on the pages before."""
    top = location.box[1] if location.box is not None else 0.0
    return location._replace(
        box=None,
        line=heights.line(top),
        table=None if location.table is None else location.table + tables,
        paragraph=None if location.paragraph is None else location.paragraph + texts,
    )

"""Reads one page that was scanned: its ruled tables, and the lines of text outside them.

Tables are read by their ruling lines, as in a PDF. What stands in each cell is recognised, and a number that is not
sure keeps what else it may be. In the text outside the tables a digit that is not sure is shown as one not known.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from validator.readers.page.assembly import PageContent
from validator.readers.page.geometry import Box
from validator.readers.page.glyph import Glyph
from validator.readers.page.lattice import Lattice
from validator.readers.page.lines import TextLine, is_wide, text_lines
from validator.readers.page.tables import PageTable, TableCell
from validator.readers.scan._cells import CellInk, InkLine, TableInk, table_ink
from validator.readers.scan._lattice import lattices
from validator.readers.scan._rulings import Rules, rules
from validator.readers.scan._straightening import Warp, corrected, levelled, straightening, upright
from validator.readers.scan.characters.cell_text import CellText, cell_text, number_choices
from validator.readers.scan.characters.ctc import CharacterReading
from validator.readers.scan.characters.free_text import FreeText, free_text
from validator.readers.scan.characters.placed_text import PlacedText, pieces, placed
from validator.readers.scan.characters.recogniser import Recogniser
from validator.readers.scan.image import POINT, EvenPage, Grey, evened, without_specks

MOST_LINES = 1500
"""Lines of text on a page; a full page has 300. Recognising as many takes 15 seconds."""

_NARROW = 0.5
"""Width of a letter or a digit for that of a Chinese character."""
_LEGIBLE = 0.5
"""Confidence in its least certain sign that a line has which stands upright."""
_LEGIBLE_LINES = 0.4
"""Share of the lines of words that are legible on a page that stands upright."""
_SAMPLE = 12
"""Lines by which that is seen."""
_WORDS = 3.0
"""Times as long as high from which a line holds words, and as many signs."""
_ONE_COLUMN = 2
"""Edges of one column."""
_BASELINE = 0.35
"""Ems from the middle of a line to its baseline."""


class _Straight(Struct, frozen=True):
    """A page made straight, with what is printed on it."""

    grey: Grey
    warp: Warp
    lattices: tuple[Lattice, ...]
    tables: tuple[TableInk, ...]
    free: FreeText

    @property
    def crops(self) -> list[Grey]:
        """The pictures of all lines of text: those of the tables cell by cell, then the others."""
        cells = [table.crop(line) for table in self.tables for cell in table.cells for line in cell.lines]
        return [*cells, *map(self.free.crop, self.free.lines)]


def read_page(number: int, grey: Grey, engine: Recogniser) -> PageContent | None:
    """Read a page of `DPI` dots an inch, 0 black to 255 white; None if it holds more than print can.

    `displayed` of what comes back is in points of the page as given, whichever way it lies.
    """
    page = _straight(grey)
    if len(page.crops) > MOST_LINES:
        return None
    page, quarters = _upright(page, grey, engine)
    readings = iter(engine.read(page.crops))
    doubts: dict[tuple[Glyph, ...], tuple[str, ...]] = {}
    tables = []
    for lattice, ink in zip(page.lattices, page.tables, strict=True):
        texts = [cell_text(cell, [next(readings) for _ in cell.lines], ink.em) for cell in ink.cells]
        table, unsure = _table(number, lattice, ink, texts)
        tables.append(table)
        doubts |= unsure
    free = _placed(page.free, list(readings), engine)
    height, width = page.grey.shape
    return PageContent(
        number,
        width * POINT,
        height * POINT,
        tuple(text_lines(free.glyphs, number, recognised=True)),
        tuple(sorted(tables, key=lambda table: (table.box.top, table.box.left))),
        lambda box: _displayed(box, page.warp, quarters, grey.shape),
        doubts={**doubts, **free.doubts},
        recognised=True,
    )


def _upright(page: _Straight, grey: Grey, engine: Recogniser) -> tuple[_Straight, int]:
    """The page as it reads upright, and the quarter turns counterclockwise that bring it there."""
    legible = _legible(page, engine)
    if legible is None or legible >= _LEGIBLE_LINES:
        return page, 0
    best = (legible, page, 0)
    for quarters in (1, 3, 2):
        turned = _straight(np.ascontiguousarray(np.rot90(grey, quarters)))
        again = _legible(turned, engine)
        if again is not None and again > best[0]:
            best = (again, turned, quarters)
        if best[0] >= _LEGIBLE_LINES:
            break
    return best[1], best[2]


def _legible(page: _Straight, engine: Recogniser) -> float | None:
    """The share of lines of words that can be read; None if there are none."""
    words = sorted(
        (crop for crop in page.crops if crop.shape[1] >= _WORDS * crop.shape[0]), key=lambda crop: crop.shape
    )
    if not words:
        return None if not page.crops else 0.0
    step = max(len(words) // _SAMPLE, 1)
    readings = engine.read(words[: step * _SAMPLE : step])
    # On its side a page shows few such lines, and something short in them.
    legible = sum(reading.confidence >= _LEGIBLE and len(reading.text) >= _WORDS for reading in readings)
    return legible / max(len(readings), _SAMPLE / 2)


def _straight(grey: Grey) -> _Straight:
    even = without_specks(evened(grey))
    warp = straightening(EvenPage(even))
    straight = warp.straightened(even)
    drawn = rules(straight)
    better = corrected(warp, drawn)
    if better != warp:
        warp = better
        straight = warp.straightened(even)
        drawn = rules(straight)
    found = lattices(straight, drawn)
    if not found:
        warp = _by_text(even, warp)
        straight = warp.straightened(even)
        drawn = rules(straight)
        found = lattices(straight, drawn)
    return _laid_out(straight, warp, drawn, found)


def _by_text(even: Grey, warp: Warp) -> Warp:
    """A page without ruling lines straightened by its text: first the lines level, then the columns upright."""
    for better in (levelled, levelled, upright):
        text = free_text(EvenPage(warp.straightened(even)), ())
        warp = better(warp, text.lines, text.em)
    return warp


def _laid_out(straight: Grey, warp: Warp, drawn: Rules, lattices: Sequence[Lattice]) -> _Straight:
    """The text of a straight page, in its tables and outside them."""
    sheet = EvenPage(straight)
    found = [(one, table_ink(sheet, drawn.ink, one)) for one in lattices]
    tables = [(one, ink) for one, ink in found if len(one.xs) > _ONE_COLUMN]
    # A frame round running text is no table.
    framed = [line for one, ink in found if len(one.xs) <= _ONE_COLUMN for cell in ink.cells for line in cell.lines]
    free = free_text(sheet, [one.box for one, _ in found]).including(framed)
    return _Straight(straight, warp, tuple(one for one, _ in tables), tuple(ink for _, ink in tables), free)


def _table(
    page: int, lattice: Lattice, ink: TableInk, texts: Sequence[CellText]
) -> tuple[PageTable, dict[tuple[Glyph, ...], tuple[str, ...]]]:
    """A ruled table with what stands in its cells, and what is not sure."""
    doubts = {}
    cells = []
    for span, cell, text in zip(lattice.spans, ink.cells, texts, strict=True):
        box = lattice.box_of(span)
        lines = []
        for one, choices, place in zip(text.lines, text.candidates, _places(cell, text, box), strict=True):
            if one:
                lines.append(_text_line(one, place, ink.em, page))
                if choices:
                    doubts[lines[-1].glyphs] = choices
        cells.append(TableCell(span.row, span.column, span.rowspan, span.colspan, box, page, tuple(lines)))
    return PageTable(page, lattice.xs, len(lattice.ys) - 1, tuple(cells), lattice.box), doubts


def _places(ink: CellInk, text: CellText, box: Box) -> list[Box]:
    """Where the lines of a text stand; in the whole cell where that is not known."""
    if len(text.lines) == len(ink.lines):
        return [_box(line) for line in ink.lines]
    return [box] * len(text.lines)


def _placed(free: FreeText, readings: Sequence[CharacterReading], engine: Recogniser) -> PlacedText:
    """What stands outside the tables; what may be a number is read as the number of a cell is."""
    found = [
        (piece, reading)
        for line, reading in zip(free.lines, readings, strict=True)
        for piece in pieces(line, reading, free.em)
    ]
    parts = [at for at, (piece, _) in enumerate(found) if piece.is_number and not piece.is_whole]
    again = dict(zip(parts, engine.read([free.crop(found[at][0].ink) for at in parts]), strict=True))
    settled = [
        piece.read_as(number_choices(free.upright(piece.ink), again.get(at, reading), free.em))
        if piece.is_number
        else piece
        for at, (piece, reading) in enumerate(found)
    ]
    return placed(settled, free.em)


def _box(line: InkLine) -> Box:
    """The place of a line of text, in points."""
    return Box(line.left * POINT, line.top * POINT, line.right * POINT, line.bottom * POINT)


def _text_line(text: str, box: Box, em: float, page: int) -> TextLine:
    """A recognised text as characters that share its width; of single ones no place is known."""
    units = [1.0 if is_wide(sign) else _NARROW for sign in text]
    size = max(em * POINT, box.bottom - box.top)
    baseline = (box.top + box.bottom) / 2 + _BASELINE * size
    width = box.width / sum(units)
    glyphs = []
    left = box.left
    for sign, unit in zip(text, units, strict=True):
        glyphs.append(Glyph(sign, left, left + unit * width, baseline, size))
        left += unit * width
    return TextLine(tuple(glyphs), page)


def _displayed(box: Box, warp: Warp, quarters: int, shape: tuple[int, ...]) -> Box:
    """Where a rectangle of the straight page stands on the page as given."""
    column, row = warp.source(
        np.array([box.left, box.right, box.left, box.right]) / POINT,
        np.array([box.top, box.top, box.bottom, box.bottom]) / POINT,
    )
    height, width = shape
    if quarters == 1:
        column, row = width - row, column
    elif quarters == 2:  # noqa: PLR2004  quarters are counted out
        column, row = width - column, height - row
    elif quarters:
        column, row = row, height - column
    return Box(*(float(edge) * POINT for edge in (column.min(), row.min(), column.max(), row.max())))

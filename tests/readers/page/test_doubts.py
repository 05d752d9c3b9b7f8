"""Numbers of a table without lines that were recognised and are not sure keep what else they may be."""

from __future__ import annotations

from validator.model.document import Cell, Grid
from validator.readers.page.assembly import PageContent, document_blocks
from validator.readers.page.glyph import UNNAMED, Doubts, Glyph
from validator.readers.page.lines import text_lines

SIZE = 10.0
ROWS = (("一项", "10", "2", "12"), ("二项", "20", "3", "23"), ("三项", "30", "4", "34"))


def signs(text: str, x: float, y: float) -> tuple[Glyph, ...]:
    return tuple(Glyph(sign, x + at * 5.5, x + at * 5.5 + 5.5, y, SIZE) for at, sign in enumerate(text))


def cells(doubts: Doubts) -> list[Cell]:
    glyphs = [
        glyph for row, texts in enumerate(ROWS) for at, text in enumerate(texts) for glyph in place(row, at, text)
    ]
    page = PageContent(1, 600, 800, tuple(text_lines(glyphs, 1)), (), lambda box: box, doubts=doubts)
    (grid,) = document_blocks([page])
    assert isinstance(grid, Grid)
    assert [[cell.text for cell in row] for row in grid.rows] == [list(row) for row in ROWS]
    return [cell for cell in grid.cells if cell.candidates]


def place(row: int, column: int, text: str) -> tuple[Glyph, ...]:
    return signs(text, 50 + 60 * column, 100 + 20 * row)


def test_what_a_number_may_be_stays_with_its_cell() -> None:
    (cell,) = cells({place(1, 2, "3"): ("3", "8")})
    assert (cell.text, cell.row, cell.candidates) == ("3", 1, ("3", "8"))


def test_sure_numbers_have_no_candidates() -> None:
    assert cells({}) == []


def test_of_a_cell_with_more_than_what_is_not_sure_nothing_is_known() -> None:
    (cell,) = cells({place(1, 3, "23")[:1]: ("2", "7")})
    assert cell.candidates == ("23", UNNAMED)

from __future__ import annotations

from core_factory import document, grid, spanned_grid

from validator.model.document import Cell, Grid, Paragraph

SPANNED = spanned_grid([[("a", 2, 1), ("b", 1, 2)], [("c", 1, 2), ("d", 1, 1)], [("e", 2, 1)]])


def test_cell_covers_all_places_of_its_spans() -> None:
    texts = [[cell.text if (cell := SPANNED.covering(row, at)) else None for at in range(3)] for row in range(3)]
    assert texts == [["a", "a", "b"], ["c", "d", "b"], ["c", "e", "e"]]


def test_rows_hold_the_cells_that_start_in_them() -> None:
    assert [[cell.text for cell in row] for row in SPANNED.rows] == [["a", "b"], ["c", "d"], ["e"]]


def test_cells_of_a_row_come_from_left_to_right() -> None:
    shuffled = Grid((Cell("b", 0, 1), Cell("a", 0, 0)), (2,))
    assert [cell.text for cell in shuffled.rows[0]] == ["a", "b"]


def test_ragged_rows_keep_their_widths() -> None:
    ragged = grid([["a"], ["b", "c", "d"], []])
    assert (ragged.height, ragged.width, ragged.widths) == (3, 3, (1, 3, 0))
    assert ragged.covering(0, 1) is ragged.covering(2, 0) is ragged.covering(9, 9) is None


def test_span_beyond_the_last_row_ends_there() -> None:
    long = Grid((Cell("a", 0, 0, rowspan=10**9),), (1, 1))
    assert long.covering(1, 0) is long.cells[0]
    assert long.covering(2, 0) is None


def test_grid_without_rows_is_empty() -> None:
    assert (Grid((), ()).height, Grid((), ()).width, Grid((), ()).rows) == (0, 0, ())


def test_grids_and_paragraphs_come_in_reading_order() -> None:
    first, second = grid([["1"]]), grid([["2"]])
    one = document("a", first, "b", second)
    assert list(one.grids) == [first, second]
    assert list(one.paragraphs) == [Paragraph("a"), Paragraph("b")]

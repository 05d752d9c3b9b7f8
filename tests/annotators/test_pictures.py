"""Cells of a table that is a picture have no place in the source: nothing else is pointed at in their stead."""

from __future__ import annotations

from validator.annotators.notes import grid_place
from validator.model.document import Location
from validator.readers.source_places import source_places

PAGE = b"<html><body><table><tr><td>5</td><td>7</td></tr><tr><td>5</td><td>8</td></tr></table></body></html>"
CELL = Location(table=1, row=1, column=2)


def test_a_cell_of_a_picture_is_not_taken_for_one_of_the_page() -> None:
    assert grid_place(CELL) == (1, 1, 2)
    assert grid_place(CELL._replace(picture=1)) is None


def test_a_cell_of_a_picture_has_no_line_in_the_source() -> None:
    pictured = CELL._replace(picture=1)
    assert list(source_places("html", PAGE, [(CELL, "7"), (pictured, "7")])) == [CELL]

"""Which ink of a cell is print, and which is left of the lines round it."""

from __future__ import annotations

import numpy as np
import pytest

from validator.readers.page.lattice import CellSpan, Lattice
from validator.readers.scan._cells import table_ink
from validator.readers.scan.image import POINT, EvenPage

pytestmark = pytest.mark.ocr

HEIGHT, WIDTH = 48, 100
"""Dots of a cell."""
DIGIT, DIGIT_BESIDE = (40, 12, 15, 24), (58, 12, 15, 24)


def lefts(*strokes: tuple[int, int, int, int]) -> list[int]:
    """Where the texts in a cell with a number of two digits begin; strokes as left, top, width, height."""
    grey = np.full((HEIGHT, WIDTH), 255, np.uint8)
    for left, top, width, height in (*strokes, DIGIT, DIGIT_BESIDE):
        grey[top : top + height, left : left + width] = 0
    one = Lattice((0.0, HEIGHT * POINT), (0.0, WIDTH * POINT), (CellSpan(0, 0, 1, 1),))
    (cell,) = table_ink(EvenPage(grey), np.zeros(grey.shape, np.bool_), one).cells
    return [line.left for line in cell.lines]


@pytest.mark.parametrize("stroke", [(7, 7, 1, 34), (8, 6, 3, 36), (91, 7, 2, 35)])
def test_the_second_of_two_lines_round_a_cell_is_no_character(stroke: tuple[int, int, int, int]) -> None:
    assert lefts(stroke) == [40]


@pytest.mark.parametrize(
    "stroke",
    [(8, 12, 3, 24), (8, 8, 9, 34), (22, 7, 2, 34)],
    ids=["as high as a digit", "as wide as a digit", "away from the side"],
)
def test_a_stroke_that_may_be_a_digit_is_kept(stroke: tuple[int, int, int, int]) -> None:
    assert lefts(stroke)[0] == stroke[0]

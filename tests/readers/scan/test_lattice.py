"""Ruling lines of scanned tables, and strokes of large characters that stand in a row."""

from __future__ import annotations

import numpy as np
import pytest

from validator.readers.scan._lattice import lattices
from validator.readers.scan._rulings import rules
from validator.readers.scan.image import Grey

pytestmark = pytest.mark.ocr


def boxes(*ys: int, dash: int = 400, gap: int = 0) -> Grey:
    """Level lines, broken so often, with three uprights between them."""
    page = np.full((600, 1200), 255, np.uint8)
    for y in ys:
        for x in range(400, 800, dash + gap):
            page[y : y + 3, x : min(x + dash, 803)] = 0
    for x in (400, 440, 800):
        page[ys[0] : ys[-1] + 3, x : x + 3] = 0
    return page


def found(page: Grey) -> list[int]:
    return [len(one.spans) for one in lattices(page, rules(page))]


def test_a_row_of_boxes_is_a_table_and_strokes_in_a_row_are_none() -> None:
    assert found(boxes(196, 296)) == [2]
    assert found(boxes(196, 296, dash=22, gap=5)) == []


def test_rows_between_dashed_lines_are_a_table() -> None:
    assert found(boxes(196, 296, 396, dash=22, gap=5)) == [4]

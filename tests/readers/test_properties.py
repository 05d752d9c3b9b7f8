"""Laws that hold for every table and every file."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readers.documents import cell as word_cell
from readers.documents import cover, only_grid, page, read_bytes, rows, word
from readers.documents import row as word_row
from readers.documents import table as word_table
from validator.model.errors import UnreadableInputError
from validator.readers import READERS, read

Box = tuple[int, int, int, int]
"""Row, column, rows and columns that a merged cell covers."""

texts = st.text(alphabet="一二三（）、.0123456789甲乙丙", max_size=6)
filled = texts.filter(bool)


@st.composite
def tilings(draw: st.DrawFn) -> tuple[int, int, list[Box]]:
    """Height, width and boxes that cover every place of a table once; every row and column begins a box."""
    height, width = draw(st.integers(2, 6)), draw(st.integers(2, 6))
    taken: set[tuple[int, int]] = set()
    boxes = []
    for row in range(height):
        for column in range(width):
            if (row, column) in taken:
                continue
            right = column + 1
            while right < width and (row, right) not in taken and draw(st.booleans()):
                right += 1
            down = draw(st.integers(1, height - row)) if column else 1
            boxes.append((row, column, down, right - column))
            taken |= {(at, place) for at in range(row, row + down) for place in range(column, right)}
    return height, width, boxes


def expected(height: int, width: int, boxes: list[Box]) -> list[list[str]]:
    places = [[""] * width for _ in range(height)]
    for number, (top, left, down, across) in enumerate(boxes):
        for row in range(top, top + down):
            places[row][left : left + across] = [f"c{number}"] * across
    return places


@given(tilings())
def test_merged_cells_of_a_page_cover_the_same_places(tiling: tuple[int, int, list[Box]]) -> None:
    height, width, boxes = tiling
    lines = [
        "<tr>"
        + "".join(
            f"<td rowspan={down} colspan={across}>c{number}"
            for number, (top, _, down, across) in enumerate(boxes)
            if top == row
        )
        for row in range(height)
    ]
    markup = "<table>" + "\n".join(lines) + "</table>"
    if all(across == width for _, _, _, across in boxes):
        assert not list(page(markup).grids)
    else:
        assert cover(only_grid(page(markup))) == expected(height, width, boxes)


@given(tilings())
def test_merged_cells_of_a_word_file_cover_the_same_places(tiling: tuple[int, int, list[Box]]) -> None:
    height, width, boxes = tiling
    lines: list[list[tuple[int, str]]] = [[] for _ in range(height)]
    for number, (top, left, down, across) in enumerate(boxes):
        span = f'<w:gridSpan w:val="{across}"/>'
        merge = '<w:vMerge w:val="restart"/>' if down > 1 else ""
        lines[top].append((left, word_cell(f"c{number}", span + merge)))
        for row in range(top + 1, top + down):
            lines[row].append((left, word_cell("", f"{span}<w:vMerge/>")))
    document = word(word_table(*(word_row(*(xml for _, xml in sorted(line))) for line in lines)))
    if all(across == width for _, _, _, across in boxes):
        assert not list(document.grids)
    else:
        assert cover(only_grid(document)) == expected(height, width, boxes)


def tabs(line: list[str]) -> str:
    return "\t".join(line)


def bars(line: list[str]) -> str:
    return "| " + " | ".join(line) + " |"


@pytest.mark.parametrize("typed", [tabs, bars])
@given(st.lists(st.tuples(filled, st.lists(texts, min_size=1, max_size=5)), min_size=1, max_size=6))
def test_typed_tables_come_back_cell_by_cell(
    typed: Callable[[list[str]], str], table: list[tuple[str, list[str]]]
) -> None:
    # A lone row of a number and a word is no table, and two tabs may part cells wherever none stands alone.
    lines = [["内容", "件数"], *([f"项{label}", *values] for label, values in table)]
    grid = only_grid(read_bytes("\n".join(map(typed, lines))))
    assert rows(grid) == lines
    assert grid.widths == tuple(map(len, lines))


@given(st.lists(st.lists(st.integers(0, 99999), min_size=3, max_size=3), min_size=2, max_size=6), st.integers(2, 5))
def test_aligned_numbers_come_back_in_their_columns(table: list[list[int]], gap: int) -> None:
    lines = ["内容" + "".join(f"{number:>{5 + gap}}" for number in line) for line in table]
    grid = only_grid(read_bytes("\n".join(lines)))
    assert grid.positioned
    assert rows(grid) == [["内容", *map(str, line)] for line in table]


@given(st.lists(st.tuples(filled.map("项".__add__), st.lists(st.integers(0, 999), min_size=3, max_size=7)), min_size=1))
def test_rows_with_single_blanks_keep_their_numbers(table: list[tuple[str, list[int]]]) -> None:
    lines = [[f"{label}数", *map(str, numbers)] for label, numbers in table]
    assert rows(only_grid(read_bytes("\n".join(map(" ".join, lines))))) == lines


PIECES = st.sampled_from(
    [
        b"<table>",
        b"<tr><td>",
        b"</table>",
        b"<html>",
        b"\n",
        b"\t",
        b"|",
        b"  ",
        b"12 ",
        "一、".encode(),
        b"PK\x03\x04",
        b"\0",
    ]
)


@given(
    st.one_of(st.binary(max_size=200), st.lists(st.one_of(PIECES, st.binary(max_size=4)), max_size=40).map(b"".join))
)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for name in (None, *READERS):
        try:
            document = read("-", data=content, input_format=name)
        except UnreadableInputError:
            continue
        for grid in document.grids:
            assert all(one.row < grid.height and one.column + one.colspan <= grid.widths[one.row] for one in grid.cells)
        assert all(one.text and one.text == one.text.strip() for one in document.paragraphs)

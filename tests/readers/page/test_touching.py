"""Numbers of neighbouring columns that were recognised as one, in a table without ruling lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from validator.model.document import Grid
from validator.readers.page._words import word_lines
from validator.readers.page.assembly import PageContent, document_blocks
from validator.readers.page.glyph import Glyph
from validator.readers.page.lines import text_lines
from validator.readers.page.unruled._rows import PrintedRows
from validator.readers.page.unruled.cells import unruled_table

SIZE = 8.0
DIGIT = 4.4
PITCH = 26.0
"""Points from column to column."""

_ALMOST_TOUCHING = 7
"""Digits of two neighbours together from which they may become one."""

Texts = list[list[str]]


def signs(text: str, middle: float, y: float) -> list[Glyph]:
    left = middle - DIGIT * len(text) / 2
    return [Glyph(sign, left + at * DIGIT, left + (at + 1) * DIGIT, y, SIZE) for at, sign in enumerate(text)]


def spread(text: str, left: float, right: float, y: float) -> list[Glyph]:
    """The signs share the width: where each stands was not recognised."""
    step = (right - left) / len(text)
    return [Glyph(sign, left + at * step, left + (at + 1) * step, y, SIZE) for at, sign in enumerate(text)]


def words(text: str, left: float, y: float) -> list[Glyph]:
    return [Glyph(sign, left + at * SIZE, left + (at + 1) * SIZE, y, SIZE) for at, sign in enumerate(text)]


def page(rows: Texts, merged: dict[int, int], *, recognised: bool = True) -> PageContent:
    """Labels and numbers; `merged`: the rows in which the number of a column and the next one have become one."""
    glyphs = []
    for number, (label, *numbers) in enumerate(rows):
        y = 100.0 + 20 * number
        glyphs += words(label, 50, y)
        for at, text in enumerate(numbers):
            x = 250 + PITCH * at
            if merged.get(number) == at:
                left, right = x - DIGIT * len(text) / 2, x + PITCH + DIGIT * len(numbers[at + 1]) / 2
                glyphs += spread(text + numbers[at + 1], left, right, y)
            elif merged.get(number) != at - 1:
                glyphs += signs(text, x, y)
    lines = tuple(text_lines(glyphs, 1))
    return PageContent(1, 600, 800, lines, (), lambda box: box, recognised=recognised)


ROWS = [
    ["甲类事项", "1280", "3311", "20", "4611"],
    ["乙类事项", "5733", "6527", "7", "9999"],
    ["丙类事项", "1006", "2395", "12", "3413"],
    ["丁类事项", "1001", "2002", "30", "3033"],
]


def grid(rows: Texts, merged: dict[int, int], *, recognised: bool = True) -> list[Grid]:
    return [one for one in document_blocks([page(rows, merged, recognised=recognised)]) if isinstance(one, Grid)]


def test_digits_across_two_columns_stay_one_cell_in_both() -> None:
    for row in range(len(ROWS)):
        (found,) = grid(ROWS, {row: 0})
        assert found.positioned
        texts = [[cell.text for cell in cells] for cells in found.rows]
        first, *rest = ROWS[row][1:]
        assert texts == [*ROWS[:row], [ROWS[row][0], first + rest[0], *rest[1:]], *ROWS[row + 1 :]]
        assert [(cell.text, cell.column, cell.colspan) for cell in found.cells if cell.touching] == [
            (first + rest[0], 1, 2)
        ]


def number() -> st.SearchStrategy[str]:
    return st.one_of(st.just("0"), st.integers(1, 9999).map(str))


@st.composite
def tables(draw: st.DrawFn) -> tuple[Texts, dict[int, int]]:
    """Rows of numbers; in half of them at most, two that are wide and stand side by side have become one."""
    columns = draw(st.integers(2, 7))
    rows = [["甲类事项", *draw(st.lists(number(), min_size=columns, max_size=columns))] for _ in range(8)]
    merged = {}
    for row in draw(st.sets(st.integers(0, 7), max_size=4)):
        wide = [at for at in range(columns - 1) if len(rows[row][at + 1] + rows[row][at + 2]) >= _ALMOST_TOUCHING]
        if wide:
            merged[row] = draw(st.sampled_from(wide))
    return rows, merged


@given(tables())
def test_no_number_is_lost_or_moved_where_two_became_one(drawn: tuple[Texts, dict[int, int]]) -> None:
    rows, merged = drawn
    (found,) = grid(rows, merged)
    assert found.positioned
    for at, (cells, texts) in enumerate(zip(found.rows, rows, strict=True)):
        expected = [(text, 1, False) for text in texts]
        if at in merged:
            first = merged[at] + 1
            expected[first : first + 2] = [(texts[first] + texts[first + 1], 2, True)]
        assert [(cell.text, cell.colspan, cell.touching) for cell in cells] == expected


def test_in_a_printed_page_a_number_is_whole() -> None:
    assert not any(cell.touching for one in grid(ROWS, {1: 0}, recognised=False) for cell in one.cells)
    assert not any(cell.touching for one in grid(ROWS, {}) for cell in one.cells)


def test_in_a_single_row_the_header_tells() -> None:
    header = ["", "维持", "纠正", "其他", "总计"]
    (found,) = grid([header, ["复议结果", "1234", "5678", "7", "6919"]], {1: 0})
    assert [(cell.text, cell.column, cell.colspan) for cell in found.cells if cell.touching] == [("12345678", 1, 2)]


def test_rows_of_another_table_tell_nothing() -> None:
    header = ["", "维持", "纠正", "其他", "总计"]
    above = [["甲类事项", "7", "", "", ""]] * 4
    row = ["复议结果", "1234", "5678", "7", "6919"]
    apart = ["本年度因政府信息公开被申请行政复议的情况如下所列，各项数据均截至年底"]
    *_, found = grid([*above, apart, header, row], {6: 0})
    assert [(cell.text, cell.column, cell.colspan) for cell in found.cells if cell.touching] == [("12345678", 1, 2)]


def test_where_no_row_shows_two_columns_digits_are_whole() -> None:
    rows = [["甲类事项", "12345678"], ["乙类事项", "1"], ["丙类事项", "12"], ["丁类事项", "0"]]
    assert not any(cell.touching for one in grid(rows, {}) for cell in one.cells)


def test_without_columns_any_number_may_be_several() -> None:
    """Numbers of a row that stands askew join the columns of the others."""
    straight = page(ROWS, {})
    askew = [*words("戊类事项", 50, 180), *signs("100", 250 + PITCH / 2, 180), *signs("205", 250 + 3 * PITCH / 2, 180)]
    table = unruled_table(word_lines([*straight.lines, *text_lines(askew, 1)]), {1})
    assert table is not None
    assert not table.positioned
    assert {cell.text: cell.touching for cell in table.cells if "1280" in cell.text or "类" in cell.text} == {
        **dict.fromkeys(("甲类事项", "乙类事项", "丙类事项", "丁类事项", "戊类事项"), False),
        "1280": True,
    }


def test_a_number_that_no_column_reaches_stands_in_the_nearest() -> None:
    values = [word for line in word_lines(page(ROWS, {}).lines) for word in line.words if word.is_value]
    columns = [(240.0, 260.0), (500.0, 520.0)]
    rows = PrintedRows(columns, values, []).rows()
    assert len(rows) == len(ROWS)
    assert {block.first for row in rows for block in row.blocks} == {0}

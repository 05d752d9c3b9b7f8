"""Marks of ink become lines of text: what stands on one height, up to the first wide gap."""

from __future__ import annotations

from random import Random

from validator.readers.scan._ink_lines import cut, ink_lines
from validator.readers.scan.image import InkMark

EM = 30.0


def mark(left: int, top: int, width: int = 14, height: int = 22) -> InkMark:
    """A digit, unless it says otherwise."""
    return InkMark(left, top, left + width, top + height, width * height // 2)


def boxes(marks: list[InkMark]) -> list[tuple[int, int, int, int]]:
    return [(line.left, line.top, line.right, line.bottom) for line in ink_lines(marks, EM)]


def test_numbers_in_columns_are_lines_of_their_own() -> None:
    row = [mark(0, 0), mark(18, 0), mark(80, 0), mark(140, 0)]
    assert boxes(row) == [(0, 0, 32, 22), (80, 0, 94, 22), (140, 0, 154, 22)]


def test_a_number_half_way_down_a_wrapped_label_is_in_neither_of_its_lines() -> None:
    above = [mark(30 * at, 0, 28, 28) for at in range(5)]
    below = [mark(30 * at, 38, 28, 28) for at in range(5)]
    assert boxes([*above, *below, mark(160, 22)]) == [(0, 0, 148, 28), (160, 22, 174, 44), (0, 38, 148, 66)]


def test_strokes_above_each_other_are_one_sign() -> None:
    assert boxes([mark(0, 4, 22, 4), mark(0, 24, 28, 4)]) == [(0, 4, 28, 28)]


def test_small_marks_of_two_lines_are_no_sign() -> None:
    # 3.危 above 一稳, and a comma above one.
    above = [mark(0, 0, 14, 26), mark(17, 21, 5, 5), mark(26, 0, 26, 26), mark(56, 20, 7, 12)]
    below = [mark(2, 50, 24, 4), mark(30, 40, 26, 26), mark(58, 50, 6, 6)]
    assert boxes([*above, *below]) == [(0, 0, 63, 32), (2, 40, 64, 66)]
    assert boxes([*above[:3], mark(56, 6, 5, 5), mark(56, 18, 5, 5)]) == [(0, 0, 61, 26)]


def test_strokes_in_large_type_belong_to_the_line_that_they_stand_in() -> None:
    heading = [mark(0, 24, 50, 4), mark(0, 52, 56, 4), mark(64, 4, 54, 56), mark(124, 4, 54, 56)]
    assert boxes(heading) == [(0, 4, 178, 60)]


def test_a_comma_in_a_large_heading_leaves_as_much_paper_as_the_heading_has_type() -> None:
    # 六、其, of which the upper strokes of 六 stand apart: the comma fills the left of its place.
    heading = [mark(0, 2, 36, 12), mark(2, 17, 14, 19), mark(20, 17, 14, 19), mark(39, 28, 9, 9), mark(74, 2, 35, 35)]
    assert boxes(heading) == [(0, 2, 109, 37)]
    # Numbers in columns are apart all the same, whatever stands beside them.
    assert len(boxes([mark(0, 0), mark(18, 18, 4, 4), mark(47, 0)])) == 2


def test_the_number_of_a_large_heading_belongs_to_it_whatever_is_left_of_its_thin_strokes() -> None:
    heading = [mark(36 * at, 0, 34, 34) for at in range(4)]
    assert boxes([mark(-67, 14, 30, 4), mark(-34, 25, 9, 8), *heading]) == [(-67, 0, 142, 34)]
    assert boxes([mark(-50, 5, 7, 5), mark(-48, 25, 8, 5), mark(-36, 25, 9, 9), *heading]) == [(-50, 0, 142, 34)]
    # What is of the usual size ends at a gap, and so does what stands lower.
    usual = [mark(32 * at, 0, 28, 28) for at in range(4)]
    assert len(boxes([mark(-50, 12, 20, 4), *usual])) == 2
    assert len(boxes([mark(-50, 30, 20, 20), *heading])) == 2


def test_commas_and_quotes_keep_to_their_line_and_dust_is_none() -> None:
    text = [mark(0, 0, 28, 28), mark(32, 22, 6, 8), mark(50, 0, 28, 28), mark(80, 0, 5, 7)]
    assert boxes(text) == [(0, 0, 85, 30)]
    assert boxes([mark(300, 100, 4, 4)]) == []


def test_a_dash_alone_is_text_and_a_long_line_is_not() -> None:
    assert boxes([mark(0, 10, 14, 3)]) == [(0, 10, 14, 13)]
    assert boxes([mark(0, 10, 400, 3)]) == []


def test_no_mark_of_print_is_lost_or_taken_twice() -> None:
    for seed in range(20):
        rng = Random(seed)  # noqa: S311  the same marks in every run
        marks = {
            mark(rng.randrange(900), rng.randrange(900), rng.randint(11, 28), rng.randint(11, 28)) for _ in range(80)
        }
        lines = ink_lines(marks, EM)
        assert sorted(one for line in lines for one in line.marks) == sorted(marks)
        assert sorted(one for line in lines for part in cut(line, 8) for one in part.marks) == sorted(marks)

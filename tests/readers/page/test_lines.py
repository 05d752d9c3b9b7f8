"""Characters put together to lines by their baselines."""

from __future__ import annotations

from validator.readers.page.glyph import Glyph
from validator.readers.page.lines import text_lines


def test_the_widest_gap_between_baselines_parts_recognised_lines() -> None:
    # The label of a group, a row whose pieces differ a little, and a number of it.
    glyphs = [Glyph("组", 0, 10, 99.6, 10), Glyph("甲", 40, 50, 102.5, 10), Glyph("0", 80, 86, 102.7, 10)]
    assert [line.text for line in text_lines(glyphs, 1, recognised=True)] == ["组", "甲 0"]
    assert [line.text for line in text_lines(glyphs, 1)] == ["组 甲", "0"]
    # One that rises evenly is cut where it is too high.
    even = [Glyph("甲", 10 * at, 10 * at + 10, 100 + at, 10) for at in range(5)]
    assert [line.text for line in text_lines(even, 1, recognised=True)] == ["甲甲甲甲", "甲"]

from __future__ import annotations

import pytest
from rich.cells import cell_len

from validator.renderers.layout.lines import Span, block, clean, clip, coloured, even, left, plain, right, wrap

MIXED = "对照台账核对 a、b、c、d，改正后再检查一次；see requests-balance（国办公开办函〔2021〕30号）"


@pytest.mark.parametrize("width", [8, 20, 33, 60])
def test_wrapped_lines_fit_and_keep_every_character(width: int) -> None:
    lines = wrap(MIXED, width)
    assert max(map(cell_len, lines)) <= width
    assert "".join(lines).replace(" ", "") == MIXED.replace(" ", "")


def test_wrapping_breaks_between_words_and_keeps_punctuation_with_them() -> None:
    assert wrap("核对标有字母的数，改正", 16) == ("核对标有字母的", "数，改正")
    assert wrap("合计（见表三）不对", 6) == ("合计", "（见表", "三）不", "对")
    assert wrap("received plus carried in", 14) == ("received plus", "carried in")


def test_characters_of_ambiguous_width_fit_every_terminal() -> None:
    assert wrap("“甲”“乙”", 12) == ("“甲”“乙”",)
    assert wrap("“甲”“乙”", 11) == ("“甲”", "“乙”")


def test_a_word_longer_than_the_line_is_cut() -> None:
    assert wrap("a" * 25, 10) == ("a" * 10, "a" * 10, "a" * 5)


def test_empty_text_is_one_empty_line() -> None:
    assert wrap("", 10) == ("",)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("甲县\n年报\t2023", "甲县 年报 2023"),
        ("\x1b[31m红", "?[31m红"),
        ("a\u202eb", "a?b"),
        ("name\udcff", "name?"),
        ("  ", ""),
    ],
)
def test_foreign_text_cannot_steer_the_terminal(text: str, shown: str) -> None:
    assert clean(text) == shown


@pytest.mark.parametrize(
    ("text", "width", "shown"), [("自然人", 6, "自然人"), ("自然人", 5, "自.."), ("abcdef", 5, "abc..")]
)
def test_clip_counts_terminal_cells(text: str, width: int, shown: str) -> None:
    assert clip(text, width) == shown


def test_padding_counts_terminal_cells() -> None:
    assert left("总计", 6) == "总计  "
    assert right("总计", 6) == "  总计"


def test_characters_of_ambiguous_width_leave_aligned_columns() -> None:
    assert even("危及“三安全一稳定”") == "危及三安全一稳定"


def test_further_lines_of_a_block_stand_under_its_text() -> None:
    head = (Span("    = "), Span("下一步: "))
    assert plain(block(head, "对照台账核对这几个数", 24)) == "    = 下一步: 对照台账核\n              对这几个数\n"


def test_further_lines_of_a_block_may_stand_elsewhere() -> None:
    assert plain(block([Span("error[rule]: ")], "one two three", 20, indent=2)) == "error[rule]: one two\n  three\n"


def test_colours_are_escape_sequences_around_the_same_text() -> None:
    lines = [(Span("error", "bold red"), Span(": x"))]
    assert plain(lines) == "error: x\n"
    assert coloured(lines) == "\x1b[1;31merror\x1b[0m: x\n"

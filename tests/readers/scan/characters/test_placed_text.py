"""Signs get their places from the recogniser and the ink; numbers that stand apart are pieces of their own."""

from __future__ import annotations

import numpy as np

from validator.readers.page.glyph import UNNAMED
from validator.readers.page.lines import text_lines
from validator.readers.scan._cells import side_of
from validator.readers.scan._ink_lines import ink_lines
from validator.readers.scan.characters.ctc import NUMERALS, CharacterReading
from validator.readers.scan.characters.placed_text import TextPiece, pieces, placed
from validator.readers.scan.image import InkMark

EM = 30.0


def printed(*signs: tuple[str, int]) -> tuple[list[InkMark], CharacterReading]:
    """Signs at their left edges in one line, and what the recogniser makes of them."""
    marks = [InkMark(x, 0, x + width(sign), 28 if width(sign) > 20 else 22, 200) for sign, x in signs]
    side = side_of(EM)
    left, right = marks[0].left - side, marks[-1].right + side
    places = tuple(((mark.left + mark.right) / 2 - left) / (right - left) for mark in marks)
    text = "".join(sign for sign, _ in signs)
    blank = np.zeros((1, len(NUMERALS) + 1), np.float32)
    return marks, CharacterReading(text, 1.0, (1.0,) * len(text), blank, 1.0, places)


def width(sign: str) -> int:
    return 8 if sign == "1" else 14 if sign.isdigit() else 28


def pieces_of(*signs: tuple[str, int]) -> list[TextPiece]:
    marks, reading = printed(*signs)
    (line,) = ink_lines(marks, EM)
    return pieces(line, reading, EM)


def test_numbers_close_to_each_other_and_to_their_label_are_cut() -> None:
    found = pieces_of(("总", 0), ("计", 30), ("4", 72), ("7", 88), ("0", 116))
    assert [(piece.text, piece.is_number) for piece in found] == [("总计", False), ("47", True), ("0", True)]


def test_ones_leave_paper_inside_a_number() -> None:
    (piece,) = pieces_of(("1", 0), ("1", 17))
    assert (piece.text, piece.is_number, piece.is_whole) == ("11", True, True)
    assert [piece.text for piece in pieces_of(("1", 0), ("1", 26))] == ["1", "1"]


def test_the_number_of_an_item_is_no_number_of_the_table() -> None:
    found = pieces_of(("3", 0), ("其", 24), ("他", 54))
    assert not found[0].is_number


def test_a_bracket_that_stands_apart_is_no_number() -> None:
    found = pieces_of(("(", 0), ("一", 44))
    assert [(piece.text, piece.is_number) for piece in found] == [("(", False), ("一", False)]


def test_a_quote_behind_a_text_belongs_to_it_whether_it_was_read_or_not() -> None:
    marks, reading = printed(("稳", 0), ("定", 30))
    quote = InkMark(70, 0, 80, 8, 40)
    (line,) = ink_lines([*marks, quote], EM)
    (piece,) = pieces(line, reading, EM)
    assert piece.text == "稳定" + UNNAMED
    assert piece.ink.right == quote.right
    # A point behind a number is no quote.
    marks, reading = printed(("4", 0), ("7", 16))
    (line,) = ink_lines([*marks, InkMark(44, 18, 50, 22, 20)], EM)
    assert [piece.text for piece in pieces(line, reading, EM)] == ["47", UNNAMED]


def test_brackets_between_which_nothing_was_read_are_no_number_and_the_sides_of_a_0_may_be() -> None:
    marks, reading = printed(("(", 0), (")", 40))
    (line,) = ink_lines(marks, EM)
    assert [piece.is_number for piece in pieces(line, reading, EM)] == [False] * len(pieces(line, reading, EM))
    half = [InkMark(0, 0, 6, 22, 60), InkMark(9, 0, 15, 22, 60)]
    (line,) = ink_lines(half, EM)
    assert [piece.is_number for piece in pieces(line, reading, EM)] == [True]


def test_ink_in_which_nothing_was_read_is_shown_as_a_sign_not_known() -> None:
    marks, reading = printed(("5", 0), ("6", 36))
    (line,) = ink_lines(marks, EM)
    lost = CharacterReading("5", 1.0, (1.0,), reading.numerals, 1.0, reading.places[:1])
    assert [piece.text for piece in pieces(line, lost, EM)] == ["5", UNNAMED]


def test_signs_stand_where_their_ink_does() -> None:
    found = pieces_of(("总", 0), ("计", 30), ("4", 72))
    glyphs = placed(found, EM).glyphs
    assert [glyph.text for glyph in glyphs] == ["总", "计", "4"]
    assert glyphs[1].right < glyphs[2].left
    (line,) = text_lines(glyphs, 1)
    assert line.gaps(0.3) == [2]


def test_what_a_number_may_be_goes_with_its_signs() -> None:
    (piece,) = pieces_of(("4", 0), ("7", 16))
    text = placed([piece.read_as(("47", "41"))], EM)
    assert text.doubts == {text.glyphs: ("47", "41")}
    assert placed([piece.read_as(("47",))], EM).doubts == {}

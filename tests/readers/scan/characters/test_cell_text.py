"""What a recogniser says of a line of text, and what a cell is taken to hold by it."""

from __future__ import annotations

import numpy as np
import pytest

from validator.readers.scan._cells import CellInk, InkLine
from validator.readers.scan.characters.cell_text import DASH, SLASH, UNKNOWN, CellText, cell_text
from validator.readers.scan.characters.ctc import NUMERALS, CharacterReading, columns, numbers, reading
from validator.readers.scan.image import InkMark

SIGNS = ("", *NUMERALS, "O", "行", "政")
EM = 28.0


def places(*steps: dict[str, float]) -> CharacterReading:
    """What the recogniser makes of places with these probabilities; the rest of each is for no sign."""
    probabilities = np.zeros((len(steps), len(SIGNS)), np.float32)
    for at, step in enumerate(steps):
        for sign, probability in step.items():
            probabilities[at, SIGNS.index(sign)] = probability
        probabilities[at, 0] = 1 - sum(step.values())
    return reading(probabilities, SIGNS, columns(SIGNS))


def sure(text: str) -> CharacterReading:
    return places(*(step for sign in text for step in ({sign: 1.0}, {})))


def ink(digits: int, *, low: int = 0) -> InkLine:
    """Marks as wide and high as digits, and points at their foot."""
    marks = [InkMark(20 * at, 0, 20 * at + 13, 20, 100) for at in range(digits)]
    marks += [InkMark(20 * (digits + at), 17, 20 * (digits + at) + 3, 20, 9) for at in range(low)]
    return InkLine(0, 0, 20 * (digits + low), 20, tuple(marks))


def cell(*lines: tuple[InkLine, CharacterReading], apart: bool = False, faint: bool = False) -> CellText:
    return cell_text(CellInk(tuple(line for line, _ in lines), apart, faint), [read for _, read in lines], EM)


def test_repeated_signs_need_a_place_without_one_between_them() -> None:
    assert places({"1": 1.0}, {"1": 1.0}, {}, {"1": 1.0}).text == "11"


def test_confidence_is_that_of_the_least_certain_sign() -> None:
    read = places({"1": 0.9}, {}, {"2": 0.6})
    assert read.text == "12"
    assert read.sure == pytest.approx((0.9, 0.6))
    assert read.confidence == pytest.approx(0.6)


def test_nothing_is_read_without_confidence() -> None:
    assert (places({}, {}).text, places({}, {}).confidence, places({}, {}).as_numerals) == ("", 0.0, 0.0)


def test_numbers_come_with_their_probabilities() -> None:
    found = numbers(places({"1": 0.6, "7": 0.4}, {}, {"3": 1.0}).numerals)
    assert [text for text, _ in found[:2]] == ["13", "73"]
    assert [share for _, share in found] == pytest.approx([0.6, 0.4, *[0.0] * (len(found) - 2)])


def test_a_sign_that_looks_like_a_numeral_counts_for_it() -> None:
    read = places({"O": 0.6, "0": 0.4})
    assert read.text == "O"
    assert numbers(read.numerals)[0][0] == "0"
    assert cell((ink(1), read)) == CellText(("0",), ((),))


def test_a_number_that_is_sure_has_no_candidates() -> None:
    assert cell((ink(3), sure("128"))) == CellText(("128",), ((),))


def test_a_number_that_is_not_sure_keeps_what_else_it_may_be() -> None:
    read = places({"1": 0.6, "7": 0.4}, {}, {"3": 1.0})
    assert cell((ink(2), read)) == CellText(("13",), (("13", "73"),))


def test_a_comma_where_no_number_has_one_is_a_point() -> None:
    read = places(*({sign: 1.0} for sign in "12"), {".": 0.96, ",": 0.04}, *({sign: 1.0} for sign in "35"))
    marks = [*ink(2).marks, InkMark(40, 17, 43, 20, 9), *(InkMark(x, 0, x + 13, 20, 100) for x in (50, 70))]
    assert cell((InkLine(0, 0, 83, 20, tuple(marks)), read)) == CellText(("12.35",), ((),))
    read = places({"1": 1.0}, {",": 0.6, ".": 0.4}, *({sign: 1.0} for sign in "234"))
    assert cell((ink(4, low=1), read)).candidates == (("1,234", "1.234"),)


def test_the_halves_of_a_broken_digit_are_one_and_two_ones_are_two() -> None:
    halves = InkLine(0, 0, 12, 19, (InkMark(0, 1, 5, 19, 60), InkMark(6, 0, 12, 19, 60)))
    assert cell((halves, places({"0": 0.85, "政": 0.15}))) == CellText(("0",), ((),))
    ones = InkLine(0, 0, 20, 19, (InkMark(0, 0, 6, 19, 60), InkMark(14, 0, 20, 19, 60)))
    assert cell((ones, sure("1"))) == CellText(("1",), (("1", UNKNOWN),))


def test_where_all_that_a_number_may_be_is_known_it_is_one_of_these() -> None:
    read = places({"7": 0.988, "1": 0.009})
    assert cell((ink(1), read)) == CellText(("7",), (("7", "1"),))
    assert cell((ink(2), read)) == CellText(("7",), (("7", UNKNOWN),))


def test_a_point_behind_all_digits_that_no_ink_shows_raises_no_doubt() -> None:
    read = places({"7": 0.995, "1": 0.003}, {".": 0.02})
    assert cell((ink(1), read)) == CellText(("7",), ((),))
    assert cell((ink(1, low=1), read)) == CellText(("7",), (("7", UNKNOWN),))


@pytest.mark.parametrize("digits", [1, 4])
def test_ink_for_other_digits_raises_a_doubt(digits: int) -> None:
    assert cell((ink(digits), sure("12"))) == CellText(("12",), (("12", UNKNOWN),))


def test_a_point_that_is_not_printed_raises_a_doubt() -> None:
    assert cell((ink(3, low=1), sure("12.5"))).candidates == ((),)
    assert cell((ink(3), sure("12.5"))).candidates == (("12.5", UNKNOWN),)


def test_smudges_are_not_decided() -> None:
    read = places({"行": 0.5, "8": 0.3})
    assert cell((ink(1), read)).candidates == (("8", UNKNOWN),)


def test_words_and_dashes_are_kept_as_they_are() -> None:
    assert cell((ink(2), places({"行": 0.9}, {}, {"政": 0.9}))) == CellText(("行政",), ((),))
    assert cell((InkLine(0, 9, 10, 11, (InkMark(0, 9, 10, 11, 20),)), sure("-"))) == CellText(("-",), ((),))


def test_each_line_of_a_wrapped_number_has_its_own_doubts() -> None:
    doubtful = places({"5": 0.7, "6": 0.3})
    assert cell((ink(2), sure("17")), (ink(1), doubtful)) == CellText(("17", "5"), ((), ("5", "6")))


def test_texts_of_two_columns_are_no_number() -> None:
    text = cell((ink(1), sure("1")), (ink(1), sure("2")), apart=True)
    assert text == CellText((f"1 {UNKNOWN} 2",), ((),))


def test_dust_beside_a_number_raises_a_doubt_and_alone_is_not_known() -> None:
    assert cell((ink(1), sure("4")), faint=True).candidates == (("4", UNKNOWN),)
    assert cell(faint=True) == CellText((UNKNOWN,), ((),))
    assert cell() == CellText((), ())


def stroke(width: int, height: int, slant: float = 0.0) -> InkLine:
    """A single mark."""
    return InkLine(0, 0, width, height, (InkMark(0, 0, width, height, 50),), slant)


@pytest.mark.parametrize("text", ["1", "-", "行"])
@pytest.mark.parametrize("width", [6, 14, 27])
def test_a_stroke_that_lies_flat_is_a_dash(text: str, width: int) -> None:
    ((found,),) = (cell((stroke(width, 3), sure(text))).lines,)
    assert found == ("-" if text == "-" else DASH)


@pytest.mark.parametrize(
    ("text", "slant", "expected"),
    [
        ("1", 0.0, ("1",)),
        ("1", -0.2, ("1",)),
        ("1", 0.2, ("1", SLASH)),
        ("1", 0.4, (SLASH,)),
        (SLASH, 0.4, (SLASH,)),
        (SLASH, 0.0, ("1", SLASH)),
        ("7", 0.4, ("7",)),
    ],
)
def test_a_slash_and_a_one_are_told_apart_by_how_the_stroke_stands(
    text: str, slant: float, expected: tuple[str, ...]
) -> None:
    found = cell((stroke(13, 20, slant), sure(text)))
    assert (found.candidates[0] or found.lines) == expected

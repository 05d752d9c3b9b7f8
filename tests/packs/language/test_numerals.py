from __future__ import annotations

import re
from fractions import Fraction

import pytest
from core_factory import number_words

from validator.model.rules.wording import NumberWords
from validator.packs.language.numerals import Quoted, count_pattern, numeral, percentage_pattern, quoted

NUMBER, PERCENTAGE = count_pattern(number_words()), percentage_pattern(number_words())


def read(text: str, pattern: str = NUMBER) -> Quoted:
    match = re.search(pattern, text)
    assert match is not None, text
    return quoted(match)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("146件", 146),
        ("1,295件", 1295),
        ("12,345,678件", 12345678),
        ("十二件", 12),
        ("二十件", 20),
        ("一百零三件", 103),
        ("一百四十六件", 146),
        ("两千零五件", 2005),
        ("三万二千件", 32000),
        ("一亿二千万件", 120_000_000),
        ("二〇件", 20),
        ("1.2万件", 12000),
        ("3亿元", 300_000_000),
    ],
)
def test_numbers_are_read(text: str, value: int) -> None:
    assert read(text).value == value


@pytest.mark.parametrize("text", ["第3件", "2023年", "146", "12.5", "3个月", "5个工作日", "3个问题", "〔2021〕30号"])
def test_what_counts_nothing_is_no_number(text: str) -> None:
    assert re.search(NUMBER, text) is None


@pytest.mark.parametrize("text", ["约146件", "近146件", "超过146件", "146余件", "146多件", "146件左右", "146件以上"])
def test_an_approximate_number_fits_what_is_within_reason(text: str) -> None:
    number = read(text)
    assert number.approximate
    assert number.fits(Fraction(146))
    assert number.fits(Fraction(80))
    assert number.fits(Fraction(280))
    assert not number.fits(Fraction(1460))
    assert not number.fits(Fraction(14))


def test_an_exact_number_fits_itself_alone() -> None:
    number = read("146件")
    assert not number.approximate
    assert [value for value in range(1000) if number.fits(Fraction(value))] == [146]


@pytest.mark.parametrize(("value", "fits"), [(11500, True), (12999, True), (13000, False), (11499, False)])
def test_a_number_in_myriads_may_be_rounded_or_cut_off(value: int, fits: bool) -> None:  # noqa: FBT001 (a column)
    assert read("1.2万件").fits(Fraction(value)) is fits


@pytest.mark.parametrize(
    ("text", "ratio", "fits"),
    [
        ("4.34%", Fraction(3500, 805), True),  # 4.348, cut off
        ("4.35%", Fraction(3500, 805), True),  # rounded
        ("4.36%", Fraction(3500, 805), False),
        ("4.33%", Fraction(3500, 805), False),
        ("100%", Fraction(100), True),
        ("100%", Fraction(9930, 100), False),
        ("约50%", Fraction(54), True),
        ("约50%", Fraction(58), False),
    ],
)
def test_a_percentage_is_as_exact_as_its_digits(text: str, ratio: Fraction, fits: bool) -> None:  # noqa: FBT001 (a column)
    assert read(text, PERCENTAGE).fits(ratio) is fits


def test_what_is_no_numeral_is_refused() -> None:
    with pytest.raises(ValueError, match="件"):
        numeral("件")


def test_without_units_nothing_in_a_text_is_a_count() -> None:
    assert re.search(count_pattern(NumberWords()), "收到申请5件，约三百件") is None
    assert re.search(percentage_pattern(NumberWords()), "占5%") is not None


def test_words_of_another_pack_tell_its_own_counts() -> None:
    words = NumberWords(units=("艘次", "艘"), before=("不到",), after=("上下",))
    match = re.search(count_pattern(words), "登记渔船不到1.2万艘次")
    assert match is not None
    assert (match["unit"], quoted(match).approximate, quoted(match).value) == ("艘次", True, Fraction(12000))
    assert re.search(count_pattern(words), "登记渔船5件") is None

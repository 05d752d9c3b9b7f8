from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.model.numbers import read_number
from validator.readers.spreadsheet._cell_format import GENERAL, parse_number, plain, printed, undecorated


@pytest.mark.parametrize(
    ("stored", "code", "expected"),
    [
        ("4525.4", GENERAL, "4525.4"),
        ("4525.3999999999996", GENERAL, "4525.4"),
        ("12.0", GENERAL, "12"),
        ("1E+3", GENERAL, "1000"),
        ("-0", GENERAL, "0"),
        ("4525.4", "0.00", "4525.40"),
        ("4525.4", "0.00_ ", "4525.40"),
        ("0.256", "0.0%", "25.6%"),
        ("1234567", "#,##0", "1,234,567"),
        ("-12", "#,##0_);(#,##0)", "-12"),
        ("-12", r"\(0\)", "-12"),
        ("-5", "[Red]0;[Blue]-0", "-5"),
        ("5", "000", "005"),
        ("2.5", "0", "3"),
        ("-0.3", "0", "0"),
        ("0.5", "#.##", "0.5"),
        ("1234.5", "#,##0.0#", "1,234.5"),
        ("5", '0"件"', "5件"),
        ("5", '0"件（次）"', "5件（次）"),
        ("7", 'General"件"', "7件"),
        ("3", "G/通用格式", "3"),
        ("3", "@", "3"),
        ("12.5", "¥#,##0.00", "12.50"),
        ("12.5", '"￥"#,##0.00', "12.50"),
        ("123456", '#,##0.00,"千元"', "123.46千元"),
        ("123456", '0!.0,"万"', "12.3万"),
        ("45292", "yyyy-mm-dd", "2024-01-01"),
        ("45292", 'yyyy"年"m"月"d"日";@', "2024年1月1日"),
        ("45292", 'yyyy"年"m"月"', "2024年1月"),
        ("45292.5", "yyyy/m/d h:mm", "2024-01-01 12:00"),
        ("59", "yyyy-mm-dd", "1900-02-28"),
        ("61", "yyyy-mm-dd", "1900-03-01"),
        ("0.5", "[h]:mm:ss", "12:00:00"),
    ],
)
def test_numbers_are_given_as_printed(stored: str, code: str, expected: str) -> None:
    value = parse_number(stored)
    assert value is not None
    assert printed(value, code) == expected


@pytest.mark.parametrize(
    "code",
    [";;;", "[DBNum1]0", "[<10]0;0.0", "000-0000", "# ?/?", "0.00E+00", '"abc', "\\", "[$-804]aaaa", ""],
)
def test_a_format_that_hides_a_number_or_is_not_understood_gives_the_plain_number(code: str) -> None:
    assert printed(Decimal(5), code) == "5"


@pytest.mark.parametrize("code", ["0;-0;;@", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', ";;"])
def test_zero_is_never_hidden(code: str) -> None:
    assert printed(Decimal(0), code) == "0"


def test_dates_may_count_from_1904() -> None:
    assert printed(Decimal(0), "yyyy-mm-dd", from_1904=True) == "1904-01-01"


@pytest.mark.parametrize("value", ["-1", "3000000"])
def test_what_is_no_date_stays_a_number(value: str) -> None:
    assert printed(Decimal(value), "yyyy-mm-dd") == value


@pytest.mark.parametrize("text", ["", "1.2.3", "nan", "inf", "1e9999", "12件", "0x10", "１２"])
def test_other_text_is_no_number(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("shown", "value", "expected"),
    [("¥1,234.00", "1234", "1,234.00"), ("(12)", "-12", "-12"), ("-12", "-12", "-12"), ("-", "0", "0"), ("", "7", "7")],
)
def test_decoration_is_taken_off_what_a_program_shows(shown: str, value: str, expected: str) -> None:
    assert undecorated(shown, Decimal(value)) == expected


@given(st.integers(-(10**14), 10**14), st.sampled_from([GENERAL, "0", "#,##0", "0_ ", "#,##0_);(#,##0)", "0.00"]))
def test_whole_numbers_read_back_from_what_is_printed(number: int, code: str) -> None:
    assert read_number(printed(Decimal(number), code)).value == number


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9),
    st.text(max_size=12),
)
def test_no_format_code_fails(value: Decimal, code: str) -> None:
    assert printed(value, code)


@given(st.floats(min_value=-1e12, max_value=1e12))
def test_a_stored_float_is_plain_to_fifteen_digits(number: float) -> None:
    value = parse_number(repr(number))
    assert value is not None
    assert float(plain(value)) == pytest.approx(number, rel=1e-14, abs=1e-300)

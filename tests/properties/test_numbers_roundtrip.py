"""A number is read as what it is, in every way it is printed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.model.numbers import Kind, read_number

FULL_WIDTH = str.maketrans("0123456789.,-+", "０１２３４５６７８９．，－＋")
COUNTS = st.integers(min_value=0, max_value=10**12)
AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=4)

PRINTED: dict[str, Callable[[int], str]] = {
    "plain": str,
    "thousands": lambda number: f"{number:,}",
    "thousands by blanks": lambda number: f"{number:,}".replace(",", " "),
    "full width": lambda number: str(number).translate(FULL_WIDTH),
    "full width with thousands": lambda number: f"{number:,}".translate(FULL_WIDTH),
    "white space round it": lambda number: f"\u3000 {number}\n",
    "wrapped in a narrow cell": lambda number: "\n".join(str(number)),
    "zero-width characters": lambda number: "\u200b".join(str(number)),
    "unit": lambda number: f"{number} 件",
    "remark": lambda number: f"{number}（含上年 3 件）",
    "plus": lambda number: f"+{number}",
}


@pytest.mark.parametrize("way", PRINTED)
@given(number=COUNTS)
def test_a_count_is_read_however_it_is_printed(way: str, number: int) -> None:
    read = read_number(PRINTED[way](number))
    assert (read.kind, read.value) == (Kind.NUMBER, Decimal(number))


@pytest.mark.parametrize("minus", ["-", "－", "−", "–", "—", "减", "减少"])
@given(number=st.integers(min_value=1, max_value=10**12))
def test_a_decrease_is_negative_whatever_its_sign(minus: str, number: int) -> None:
    assert read_number(f"{minus}{number}").value == -number


@given(amount=AMOUNTS)
def test_an_amount_keeps_its_digits(amount: Decimal) -> None:
    read = read_number(f"{amount}")
    assert (read.value, read.places) == (amount, 4)
    assert str(read.value) == str(amount)


@given(text=st.text())
def test_whatever_stands_in_a_cell_is_kept_as_printed(text: str) -> None:
    read = read_number(text)
    assert read.raw == text
    assert (read.value is not None) is (read.kind is Kind.NUMBER)


@given(text=st.text(alphabet="0123456789.,-+ 万元件()/", max_size=12))
def test_what_is_read_as_a_number_has_its_digits(text: str) -> None:
    read = read_number(text)
    if read.value is not None:
        digits = [digit for digit in text.partition("(")[0] if digit.isdigit()]
        assert [digit for digit in f"{abs(read.value):f}" if digit.isdigit()][-1:] == digits[-1:]
        assert int("".join(digits)) == int(abs(read.value).scaleb(read.places))

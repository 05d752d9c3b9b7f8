"""Fields of CSV files: what a spreadsheet program would run is kept from it, and all reads back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.model.encoding.csv_field import of_field, to_field


@pytest.mark.parametrize(
    "text", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-1+1", "\t=1", "＝1+1", "-2-3", "--1", "'=1"]
)
def test_what_would_be_run_is_text(text: str) -> None:
    assert to_field(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-3", "+3.5", "-1,234.50", "-", "—", "--", "－３", "甲县", "3=3", "", "'abc", "-5%"])
def test_what_is_not_run_stays_as_it_is(text: str) -> None:
    assert to_field(text) == text


@given(st.text(alphabet=st.sampled_from("'=+-@\t\r\n1甲＝ "), max_size=8))
def test_every_text_reads_back(text: str) -> None:
    assert of_field(to_field(text)) == text

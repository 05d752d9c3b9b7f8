"""However a program turns the pages of a PDF into text, no number is lost, and none is made up."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.accuracy import judge, sample
from support.checking import law
from support.converted import PRINTED

pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="the program pdftotext is not installed")


@pytest.mark.parametrize("layout", PRINTED)
@law(0.03)
@given(seed=st.integers(0, 9999))
def test_every_number_is_right_or_said_to_be_uncertain(layout: str, seed: int) -> None:
    judged = judge(sample(f"text-{layout}", seed))
    assert not judged.wrong
    assert not judged.false
    assert not judged.missed

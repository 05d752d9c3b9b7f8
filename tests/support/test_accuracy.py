"""Every number of a report is read right, or said to be uncertain, in every layout; nothing false is said of it.

`benchmarks/accuracy.py` does the same with many more reports and prints the table.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.accuracy import judge, sample
from support.checking import law
from support.layouts import LAYOUTS

MEASURED = frozenset({"glued", "text-blanks-without-gaps"})
"""Layouts that take seconds, or do not say where most of their numbers stand: the benchmark measures them."""


@pytest.mark.parametrize(
    "layout", [name for name, layout in LAYOUTS.items() if not layout.needs_more and name not in MEASURED]
)
@law(0.1)
@given(seed=st.integers(0, 9999))
def test_every_number_is_right_or_said_to_be_uncertain(layout: str, seed: int) -> None:
    judged = judge(sample(layout, seed))
    assert not judged.wrong
    assert not judged.false
    assert not judged.missed
    # Where blank cells left no trace, and the report has slips, most cells may stay open.
    assert judged.traceless or judged.right > judged.flagged

"""The time that claims take grows with the text, not with its square: steps are counted, not seconds."""

from __future__ import annotations

import sys
from types import FrameType

import pytest
from support.checking import CHECKER
from support.labelled import Labelled, report_of

from validator.packs.language.masking import masked

_AT_MOST = 3
"""Twice the text may take up to three times the steps; the square would take four."""


def steps(text: str) -> int:
    """Calls and lines that reading the claims of a text runs through."""
    report = report_of(Labelled(text, ()))
    count = 0

    def trace(_frame: FrameType, _event: str, _argument: object) -> object:
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)  # type: ignore[arg-type] # (a tracer may return any tracer)
    try:
        CHECKER.claims(report)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    "piece",
    ["收到政府信息公开申请13件，", "其中甲类3条、", "不予公开2件（占3%）", "1234567890", "一二三四五", "（其中3件"],
)
def test_twice_the_text_takes_twice_the_steps(piece: str) -> None:
    steps(piece)
    # Longer than one sentence can be: within it, the longest length is the bound.
    count = 1600 // len(piece)
    assert steps(piece * count * 2) <= _AT_MOST * steps(piece * count)


@pytest.mark.parametrize("piece", ["9", "一", "0"])
def test_a_number_is_looked_for_where_it_begins(piece: str) -> None:
    # A square would be ten thousand million steps of the expressions.
    text = piece * 100_000
    assert len(masked(text, CHECKER.pack.wordings.numbers).text) == len(text)

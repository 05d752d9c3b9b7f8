"""A text is refused only where no official table is found in it, and for the reason that is true."""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from support.checking import CHECKER, check_text, law
from support.converted import CONVERTED
from support.official import lay_out
from support.randomreport import reports

from validator.model.errors import UnreadableInputError

if TYPE_CHECKING:
    from support.reports import ReportData

REFUSALS = CHECKER.pack.refusals
TOUCHING = re.compile(r"[0-9]{7}")
FIRST_OF_TABLE_THREE = "三、本年度办理结果"


def refused(text: str) -> object:
    """Why a text is refused; None if it is not."""
    try:
        check_text(text)
    except UnreadableInputError as error:
        return error.reason
    return None


@law(0.5)
@given(layout=st.sampled_from(list(CONVERTED)), report=reports(), rng=st.randoms(use_true_random=True))
def test_a_text_that_ends_early(layout: str, report: ReportData, rng: Random) -> None:
    text = CONVERTED[layout](lay_out(report))
    cut = text[: rng.randrange(len(text))]
    reason = refused(cut)
    if FIRST_OF_TABLE_THREE in cut:
        assert reason is None
    if reason == REFUSALS.run_together.reason:
        assert TOUCHING.search(cut)


@law(0.2)
@given(report=reports(), layout=st.sampled_from([name for name in CONVERTED if name != "soup-glued"]))
def test_labels_without_any_number(report: ReportData, layout: str) -> None:
    blank = report.with_cells(dict.fromkeys(report.cells, None))
    text = CONVERTED[layout](lay_out(blank))
    assert refused(text) in {None, REFUSALS.no_numbers.reason}


@law(0.2)
@given(
    words=st.lists(st.sampled_from(["认真落实条例", "全年主动公开信息128条", "收到申请12件", "均已答复"]), min_size=1)
)
def test_prose_alone(words: list[str]) -> None:
    assert refused("甲县教育局2023年政府信息公开工作年度报告\n" + "，".join(words) + "。") == REFUSALS.no_tables.reason

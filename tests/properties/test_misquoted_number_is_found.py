"""A number of the text that is not that of the tables is told, and only that."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from support.checking import check_written, law
from support.randomreport import FORMS, reports

from validator.model.rules.rule import Verdict

if TYPE_CHECKING:
    from support.reports import ReportData

_SAYINGS = {
    "全年共收到政府信息公开申请{}件。": ("claim-requests-received", "requests.new.total"),
    "办结政府信息公开申请{}件。": ("claim-requests-handled", "requests.handled.total"),
    "结转下年度继续办理{}件。": ("claim-requests-carried-out", "requests.carried_out.total"),
    "予以公开{}件。": ("claim-requests-results", "requests.granted.total"),
    "因政府信息公开被申请行政复议{}件。": ("claim-reconsideration", "disputes.reconsideration.total"),
}


@law(0.5)
@given(report=reports(FORMS), rng=st.randoms(use_true_random=True))
def test_misquoted_number_is_found(report: ReportData, rng: Random) -> None:
    saying = rng.choice(list(_SAYINGS))
    rule, cell = _SAYINGS[saying]
    right = report.number(cell)
    # What was carried in may count as received.
    wrong = right + report.number("requests.carried_in.total") + rng.randint(1, 500)
    for number, verdict in ((right, Verdict.SATISFIED), (wrong, Verdict.VIOLATED)):
        told = report.with_prose({"一": (saying.format(number),)})
        claims = [one for one in check_written(told).claims if one.rule == rule and one.quoted == number]
        assert [one.verdict for one in claims][:1] == [verdict]

"""The verdict on each constraint is told once, and every finding on a relation is the finding on one of them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from support.checking import CHECKER, check_written, law
from support.faults import faulty_reports

if TYPE_CHECKING:
    from support.reports import ReportData

SPOILT = st.sampled_from([None, "0", "/", "3?", "2.5"])
PLACES = st.integers(min_value=0, max_value=150)


@law()
@given(report=faulty_reports(most=3), spoilt=st.dictionaries(PLACES, SPOILT, max_size=6))
def test_each_finding_has_its_outcome(report: ReportData, spoilt: dict[int, str | None]) -> None:
    cells = list(report.cells)
    checked = check_written(report.with_cells({cells[at]: text for at, text in spoilt.items()}))
    constraints = CHECKER.constraints(checked.report.form)
    assert [one.key for one in checked.outcomes] == [one.key for one in constraints]
    assert Counter(one.verdict for one in checked.outcomes) == checked.counts
    verdicts = {one.key: one.verdict for one in checked.outcomes}
    assert len(verdicts) == len(constraints)
    relations = [one for one in checked.findings if one.comparator is not None and one.quotation is None]
    assert [finding.verdict for finding in relations] == [verdicts[finding.key] for finding in relations]

"""Each constraint gets one verdict, whatever state a report is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from support.checking import CHECKER, check_written, law
from support.faults import faulty_reports

from validator.model.rules.rule import Verdict

if TYPE_CHECKING:
    from support.reports import ReportData

SPOILT = st.sampled_from([None, "0", "/", "3?", "-4", "2.5", "１２", "七"])
PLACES = st.integers(min_value=0, max_value=150)


@law()
@given(report=faulty_reports(most=3), spoilt=st.dictionaries(PLACES, SPOILT, max_size=9))
def test_counts_add_up_to_the_number_of_constraints(report: ReportData, spoilt: dict[int, str | None]) -> None:
    cells = list(report.cells)
    result = check_written(report.with_cells({cells[at]: text for at, text in spoilt.items()}))
    assert sum(result.counts.values()) == len(CHECKER.constraints(result.report.form))
    relations = [one for one in result.findings if one.comparator and not one.rule.startswith("claim-")]
    violations = [one for one in relations if one.verdict is Verdict.VIOLATED]
    assert len(violations) == result.counts[Verdict.VIOLATED]

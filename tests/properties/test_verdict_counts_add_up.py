"""Each constraint gets one verdict, whatever state a report is in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from support.checking import CHECKER, check_written, law
from support.faults import faulty_reports
from support.reports import ReportData

from validator.rule import Severity, Verdict

SPOILT = st.sampled_from([None, "0", "/", "3?", "-4", "2.5", "１２", "七"])


@given(
    report=faulty_reports(most=3), spoilt=st.dictionaries(st.integers(min_value=0, max_value=150), SPOILT, max_size=9)
)
def test_counts_add_up_to_the_number_of_constraints(report: ReportData, spoilt: dict[int, str | None]) -> None:
    cells = list(report.cells)
    result = check_written(report.with_cells({cells[at]: text for at, text in spoilt.items()}))
    constraints = CHECKER.constraints(result.report.form)
    assert sum(result.counts.values()) == len(constraints)
    violations = [one for one in result.findings if one.comparator and one.verdict is Verdict.VIOLATED]
    assert len(violations) == result.counts[Verdict.VIOLATED]
    assert {one.severity for one in result.findings} <= set(Severity)

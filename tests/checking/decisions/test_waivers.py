from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace
from support.annotating import faulty
from support.checking import check_written

from validator.checking.decisions.decisions import Decisions
from validator.checking.decisions.waivers import SettledFindings, settle
from validator.model.finding import Finding
from validator.model.report import Report
from validator.model.result import ReportResult, Result
from validator.model.rules.rule import Severity, Verdict
from validator.model.waiver import Accepted, Waiver
from validator.packs.pack import load_pack

TODAY = date(2026, 5, 1)
CHECKED = check_written(faulty(7))
FINDING = CHECKED.findings[0]


def waiver(finding: Finding, until: date | None = None) -> Waiver:
    report = CHECKED.report
    return Waiver(finding.fingerprint, "已说明", "甲", until, report.organ, report.year, finding.rule)


def settled(
    *waivers: Waiver, findings: tuple[Finding, ...] = CHECKED.findings, report: Report = CHECKED.report
) -> SettledFindings:
    return settle(report, findings, waivers, load_pack().rules, TODAY)


def test_an_accepted_finding_is_kept_apart() -> None:
    result = settled(waiver(FINDING))
    assert result.waived == (Accepted(FINDING, waiver(FINDING)),)
    assert result.findings == CHECKED.findings[1:]


@pytest.mark.parametrize(("until", "accepted"), [(date(2026, 5, 1), True), (date(2026, 4, 30), False), (None, True)])
def test_a_waiver_counts_to_its_last_day(until: date | None, accepted: bool) -> None:  # noqa: FBT001 (a table's column)
    result = settled(waiver(FINDING, until))
    assert (FINDING in [one.finding for one in result.waived]) is accepted
    assert [one.rule for one in result.findings if one.rule.startswith("waiver")] == (
        [] if accepted else ["waiver-expired"]
    )


def test_a_waiver_whose_finding_is_gone_is_told() -> None:
    others = tuple(one for one in CHECKED.findings if one.rule != FINDING.rule)
    result = settled(waiver(FINDING), findings=others)
    (told,) = result.findings[len(others) :]
    assert (told.rule, told.severity, told.facts.printed["waived"]) == ("waiver-unused", Severity.WARNING, FINDING.rule)


def test_a_finding_with_other_numbers_comes_back_alone() -> None:
    changed = replace(FINDING, fingerprint="0" * 16)
    result = settled(waiver(FINDING), findings=(changed,))
    assert result.findings == (changed,)
    assert result.waived == ()


def test_a_waiver_for_another_report_or_a_rule_left_out_says_nothing() -> None:
    other = replace(waiver(FINDING), organ="乙县", fingerprint="0" * 16)
    assert settled(other).findings == CHECKED.findings
    rules = [rule for rule in load_pack().rules if rule.id != FINDING.rule]
    assert settle(CHECKED.report, (), [waiver(FINDING)], rules, TODAY).findings == ()


def test_severities_are_decided_by_the_last_pattern_that_fits() -> None:
    decisions = Decisions({"*": Severity.NOTE, FINDING.rule: Severity.WARNING})
    (checked,) = decisions.apply(Result((CHECKED,)), load_pack().rules, TODAY).reports
    assert {one.severity for one in checked.findings if one.rule == FINDING.rule} == {Severity.WARNING}
    assert {one.severity for one in checked.findings if one.rule != FINDING.rule} <= {Severity.NOTE}


def test_what_could_not_be_decided_stays_a_note() -> None:
    open_one = replace(FINDING, verdict=Verdict.UNDETERMINED, severity=Severity.NOTE)
    result = Result((ReportResult(CHECKED.report, (open_one,)),))
    (checked,) = Decisions({"*": Severity.ERROR}).apply(result, load_pack().rules, TODAY).reports
    assert checked.findings == (open_one,)


def test_without_decisions_the_result_is_the_same() -> None:
    result = Result((CHECKED,))
    assert Decisions().apply(result, load_pack().rules, TODAY) is result

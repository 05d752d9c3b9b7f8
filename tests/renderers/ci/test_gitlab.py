from __future__ import annotations

import json
from typing import Any

import jsonschema
from renderers import factory

from validator.model.document import Location
from validator.model.result import ReportResult, Result
from validator.renderers import RenderOptions
from validator.renderers.ci.gitlab import render

# The documented keys: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^(?!\\./)."},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


def rendered(result: Result) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads(render(result, factory.PACK, RenderOptions()))
    jsonschema.validate(entries, SCHEMA)
    return entries


def test_each_mistake_and_each_unreadable_input_is_one_entry() -> None:
    entries = rendered(factory.result())
    assert [entry["severity"] for entry in entries] == ["major", "major", "minor", "minor", "info", "blocker"]
    assert entries[-1]["location"]["path"] == "samples/扫描件.pdf"


def test_an_entry_says_what_to_change_and_why() -> None:
    assert rendered(factory.located())[0]["description"] == (
        "表三“四、结转下年度继续办理”行“自然人”列：填的是 10，应为 12。"
        "10 与 12 只差一位数字。改为 12 后，2 条勾稽关系都成立。"
    )


def test_two_copies_of_a_report_are_two_entries() -> None:
    reports = [factory.report(path=path) for path in ("a.html", "b.html")]
    entries = rendered(Result(tuple(ReportResult(one, (factory.balance(one),)) for one in reports)))
    assert len({entry["fingerprint"] for entry in entries}) == 2
    assert entries == rendered(Result(tuple(ReportResult(one, (factory.balance(one),)) for one in reports)))


def test_a_file_without_lines_is_pointed_to_at_its_start() -> None:
    found = [factory.balance(factory.report(), location=place) for place in (None, Location(line=7))]
    entries = rendered(Result((ReportResult(factory.report(), tuple(found)),)))
    assert [entry["location"]["lines"]["begin"] for entry in entries] == [1, 7]


def test_half_characters_in_a_path_do_no_harm() -> None:
    report = factory.report(path="a\udcff.html")
    assert len(rendered(Result((ReportResult(report, (factory.balance(report),)),)))) == 1

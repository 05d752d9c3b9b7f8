from __future__ import annotations

import dataclasses

import pytest
from renderers import factory
from support.workflow import commands

from validator.model.document import Location
from validator.model.observations.facts import PrintedCell
from validator.model.result import ReportResult, Result
from validator.model.rule import Severity
from validator.renderers import RenderOptions
from validator.renderers.ci.github import render


def rendered(*findings: object, path: str = "samples/甲县2023.docx", folder: str | None = None) -> str:
    result = Result((ReportResult(factory.report(path=path), findings),))  # type: ignore[arg-type]  # findings
    return render(result, factory.PACK, RenderOptions(folder=folder))


def test_each_finding_and_each_unreadable_input_is_one_command() -> None:
    found = list(commands(render(factory.result(), factory.PACK, RenderOptions())))
    assert [one.name for one in found] == ["warning", "notice", "error", "error", "warning", "error"]
    assert [one.properties["title"].partition(":")[0] for one in found[:-1]] == [
        finding.rule for finding in factory.wrong_report().findings
    ]
    assert found[-1].properties == {"file": "samples/扫描件.pdf", "title": "无法读取"}
    assert found[-1].message == "文件里只有图片，没有文字\n换成 Word 文件"


def test_a_command_as_it_is_printed() -> None:
    assert rendered(factory.balance(factory.report())) == (
        "::error file=samples/甲县2023.docx,"
        "title=requests-balance%3A 新收与上年结转之和，不等于办理总计与结转下年度之和"
        "::表三，列“自然人”，第2页，第3个表格，第1列%0Aa + b = c + d%0A128 + 5 = 133，121 + 10 = 131；左边比右边多 2%0A"
        "a: “一、本年新收政府信息公开申请数量”行“自然人”列 128%0A"
        "b: “二、上年结转政府信息公开申请数量”行“自然人”列 5%0A"
        "c: “（七）总计”行“自然人”列 121%0A"
        "d: “四、结转下年度继续办理”行“自然人”列 10%0A"
        "对照台账核对 a、b、c、d，改正后再检查一次\n"
    )


def test_a_line_is_named_where_there_is_one() -> None:
    finding = factory.balance(factory.report(), location=Location(line=44))
    (found,) = commands(rendered(finding))
    assert found.properties["line"] == "44"


@pytest.mark.parametrize("path", ["a,b.html", "a:b.html", "100%.html", "a%2Cb.html", "::error::x.html"])
def test_no_path_breaks_out_of_its_place(path: str) -> None:
    text = rendered(factory.balance(factory.report()), path=path)
    (found,) = commands(text)
    assert found.properties["file"] == path
    assert text.count("\n") == 1


def test_text_of_the_report_cannot_begin_a_command() -> None:
    term = factory.relation(factory.report(), factory.NOT_A_NUMBER, (["requests.new.total"], [])).terms
    text = "5\n::error::owned 50%"
    finding = factory.observation(factory.NOT_A_NUMBER, table="requests", terms=term, facts=PrintedCell(text))
    (found,) = commands(rendered(finding))
    assert "5 ::error::owned 50%" in found.message


def test_severities_have_their_commands() -> None:
    findings = [factory.balance(factory.report(), severity=severity) for severity in Severity]
    assert [one.name for one in commands(rendered(*findings))] == ["error", "warning", "notice"]


def test_paths_are_seen_from_the_folder_of_the_run() -> None:
    (found,) = commands(rendered(factory.balance(factory.report()), path="/data/x/../a.html", folder="/data"))
    assert found.properties["file"] == "a.html"


def test_standard_input_is_no_file() -> None:
    (found,) = commands(rendered(factory.balance(factory.report()), path="-"))
    assert "file" not in found.properties


def test_nothing_is_printed_of_a_sound_report() -> None:
    assert render(Result((factory.sound_report(),)), factory.PACK, RenderOptions()) == ""


def test_a_rule_without_place_has_no_empty_first_line() -> None:
    finding = dataclasses.replace(factory.wrong_report().findings[0])
    (found,) = commands(rendered(finding))
    assert not found.message.startswith("\n")

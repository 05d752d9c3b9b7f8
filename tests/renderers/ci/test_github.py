from __future__ import annotations

import pytest
from msgspec import structs
from renderers import factory
from support.workflow import commands

from validator.model.document import Location
from validator.model.observations.facts import PrintedCell
from validator.model.result import ReportResult, Result
from validator.model.rules.rule import Severity
from validator.renderers import RenderOptions
from validator.renderers.ci.github import render


def rendered(*findings: object, path: str = "samples/甲县2023.docx", folder: str | None = None) -> str:
    result = Result((ReportResult(factory.report(path=path), findings),))  # type: ignore[arg-type]  # findings
    return render(result, factory.PACK, RenderOptions(folder=folder))


def test_each_mistake_and_each_unreadable_input_is_one_command() -> None:
    found = list(commands(render(factory.result(), factory.PACK, RenderOptions())))
    assert [one.name for one in found] == ["error", "error", "warning", "warning", "notice", "error"]
    assert [one.message.splitlines()[-1] for one in found[:-1]] == [
        one.findings[0].rule for one in factory.wrong_report().mistakes
    ]
    assert found[-1].properties == {"file": "samples/扫描件.pdf", "title": "无法读取"}
    assert found[-1].message == "文件里只有图片，没有文字\n换成 Word 文件"


def test_a_command_as_it_is_printed() -> None:
    first = render(factory.located(), factory.PACK, RenderOptions()).splitlines()[0]
    assert first == (
        "::error file=samples/甲县2023.docx,title=表三“四、结转下年度继续办理”行“自然人”列：填的是 10，应为 12"
        "::10 与 12 只差一位数字。改为 12 后，2 条勾稽关系都成立。%0A128 + 5 = 133 ≠ 121 + 10 = 131%0A"
        "第2页，第3个表格，第11行第1列%0Arequests-balance、requests-row-total"
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
    assert "5 ::error::owned 50%" in found.properties["title"]


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
    finding = structs.replace(factory.wrong_report().findings[0])
    (found,) = commands(rendered(finding))
    assert not found.message.startswith("\n")

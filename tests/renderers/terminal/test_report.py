from __future__ import annotations

import re
from decimal import Decimal
from itertools import takewhile
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from renderers.factory import (
    FORM,
    OLD_FORM,
    PACK,
    UNREADABLE,
    balance,
    counts,
    located,
    report,
    result,
    sound_report,
    wrong_report,
)
from rich.cells import cell_len

from validator.model.finding import Link
from validator.model.report import CellValue, Reading
from validator.model.result import ReportResult, Result
from validator.model.rules.rule import Severity, Verdict
from validator.renderers import RENDERERS, RenderOptions, renderer

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
render = renderer(RENDERERS["terminal"])


def shown(made: Result, language: str = "zh", width: int = 100, *, details: bool = False) -> str:
    return render(made, PACK, RenderOptions(language, width=width, details=details))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_findings_as_they_are_read(snapshot: SnapshotAssertion, language: str) -> None:
    assert shown(result(), language, details=True) == snapshot


@pytest.mark.parametrize("language", ["zh", "en"])
def test_mistakes_as_they_are_read(snapshot: SnapshotAssertion, language: str) -> None:
    assert shown(located(), language) == snapshot


def test_a_mistake_is_told_without_letters_and_the_rule_comes_last() -> None:
    lines = shown(located()).splitlines()
    first = next(at for at, line in enumerate(lines) if line.startswith("差错 1  "))
    told = list(takewhile(bool, lines[first:]))
    assert told[0] == "差错 1  表三“四、结转下年度继续办理”行“自然人”列：填的是 10，应为 12"
    assert "10 -> 12" in "\n".join(told)
    assert [at for at, line in enumerate(told) if re.search("[a-z]", line)] == [len(told) - 1]


def test_equations_are_told_only_when_asked_for() -> None:
    assert "a + b = c + d" not in shown(located())
    assert "a + b = c + d" in shown(located(), details=True)


def test_a_narrow_terminal(snapshot: SnapshotAssertion) -> None:
    assert shown(Result((wrong_report(),)), width=60) == snapshot


def test_an_undecided_relation(snapshot: SnapshotAssertion) -> None:
    cell = CellValue(Reading.AMBIGUOUS, raw="5", candidates=(Decimal(5), None))
    made = report({"requests.carried_in.natural_person": cell})
    finding = balance(made, verdict=Verdict.UNDETERMINED, severity=Severity.NOTE)
    assert shown(Result((ReportResult(made, (finding,), counts(40, 0, 1)),))) == snapshot


@pytest.mark.parametrize("width", [40, 60, 72, 80, 100, 120])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_line_is_wider_than_asked_for(width: int, language: str) -> None:
    lines = shown(result(), language, width, details=True).splitlines()
    assert max(map(cell_len, lines)) <= width


@pytest.mark.parametrize("width", [60, 100])
def test_the_columns_of_an_excerpt_are_aligned(width: int) -> None:
    text = shown(Result((wrong_report(),)), width=width, details=True)
    blocks = re.findall(r"(?:^    \| .*\n)+", text, re.MULTILINE)
    excerpts = [block.splitlines() for block in blocks if "表三（件）" in block]
    assert excerpts
    for lines in excerpts:
        assert len({cell_len(line) for line in lines if "略去" not in line}) == 1


def test_frames_are_plain_ascii() -> None:
    assert not re.search(
        "[\u2500-\u257f“”]",
        "".join(re.findall(r"^    \| .*\[.\] .*$", shown(result(), details=True), re.MULTILINE)[:4]),
    )


def test_errors_come_first() -> None:
    labels = re.findall(r"^(差错|提示|说明) ([1-9])  ", shown(Result((wrong_report(),))), re.MULTILINE)
    assert labels == [("差错", "1"), ("差错", "2"), ("提示", "3"), ("提示", "4"), ("说明", "5")]


def test_colours_change_nothing_but_the_colours() -> None:
    coloured = render(result(), PACK, RenderOptions(colour=True))
    assert "\x1b[1;31m差错 1" in coloured
    assert ESCAPE.sub("", coloured) == shown(result())


def test_without_colours_there_is_no_escape_sequence() -> None:
    assert "\x1b" not in shown(result())


def test_of_many_links_the_first_are_named_and_the_rest_counted() -> None:
    made = report()
    finding = balance(made, also=tuple(Link(letter, "units-sum") for letter in "aaabbd"))
    text = shown(Result((ReportResult(made, (finding,), counts(30, 1)),)), details=True)
    assert text.count("同时违反 units-sum") == 4
    assert "还有 2 处与其他规则的关联没有列出" in text


@pytest.mark.parametrize(
    ("checked", "verdict"),
    [
        (sound_report(), "没有发现差错，51 条勾稽关系成立。"),
        (
            ReportResult(report(), (), counts(40, 0, 3)),
            "没有发现差错，40 条勾稽关系成立；另有 3 条关系因数字空白、读不清或看不出机关级别无法判定。",
        ),
        (
            ReportResult(report(), (), counts(0, 0, 43)),
            "没有一条勾稽关系可以判定，不能算作通过；另有 43 条关系因数字空白、读不清或看不出机关级别无法判定。",
        ),
        (
            wrong_report(),
            (
                "有 2 处差错（涉及 2 条勾稽关系），必须核对更正；另有 2 处提示请核对，1 处说明供参考，"
                "2 条关系因数字空白、读不清或看不出机关级别无法判定。"
            ),
        ),
    ],
)
def test_the_verdict_on_a_report_is_one_sentence(checked: ReportResult, verdict: str) -> None:
    text = shown(Result((checked,)), width=200)
    assert f"结论: {verdict}\n" in text


def test_a_hybrid_form_is_named_table_by_table() -> None:
    hybrid = FORM.with_table(OLD_FORM.table("requests"))
    text = shown(Result((ReportResult(report(form=hybrid), (), counts(3)),)), width=200)
    assert "；但表三（收到和处理政府信息公开申请情况）用的是政府信息公开工作年度报告（2019年试行格式）\n" in text


def test_the_footer_counts_everything() -> None:
    text = shown(replace(result(), skipped=("a.zip", "b.zip")))
    assert text.endswith(
        "年报 2 份，无法读取 1 份，跳过其他文件 2 个；2 处差错（涉及 2 条勾稽关系），提示 2 处，说明 1 处\n"
        "勾稽关系 102 条：成立 92，违反 3，无法判定 2，不适用 5\n"
    )


def test_an_unreadable_input_comes_with_reason_and_next_step() -> None:
    assert (
        "无法读取: samples/扫描件.pdf\n    = 原因: 文件里只有图片，没有文字\n    = 下一步: 换成 Word 文件\n"
        in shown(Result((), (UNREADABLE,)))
    )


def test_unknown_organ_and_year_are_said() -> None:
    text = shown(Result((ReportResult(report(organ=None, year=None, path="-"), (), counts(3)),)))
    assert text.startswith("== （机关名称不详） （年份不详） 年度报告 ==\n文件: 标准输入\n")

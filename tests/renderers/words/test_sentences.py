from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from renderers.factory import (
    BALANCE,
    FORM,
    PACK,
    REQUESTS,
    STOCK,
    balance,
    handled_sum,
    observation,
    relation,
    report,
    row_total,
    rule,
)

from validator.messages import OBSERVATIONS
from validator.model.document import Location
from validator.model.finding import Finding, FindingTerm
from validator.model.report import CellValue, Reading
from validator.model.rule import Severity, Verdict
from validator.renderers.words import sentences
from validator.renderers.words.glossary import glossary_of

ZH, EN = glossary_of(FORM, PACK, "zh"), glossary_of(FORM, PACK, "en")
REPORT = report()
BALANCE_COEFFICIENT = balance(REPORT).terms[0].coefficient


SAID: list[tuple[str, dict[str, str], str]] = [
    ("table-missing", {}, "没有找到表三（收到和处理政府信息公开申请情况）"),
    (
        "row-missing",
        {"rows": "granted, partial", "count": "2"},
        "表三（收到和处理政府信息公开申请情况）缺少 2 行：（一）予以公开、（二）部分公开",
    ),
    (
        "column-missing",
        {"columns": "welfare", "count": "1"},
        "表三（收到和处理政府信息公开申请情况）缺少 1 列：社会公益组织",
    ),
    ("section-missing", {"section": "六"}, "没有找到“六、其他需要报告的事项”这一部分"),
    ("section-missing", {"section": "其他需要报告的事项"}, "没有找到“六、其他需要报告的事项”这一部分"),
    ("section-order", {"sections": "一、六、五"}, "各部分的顺序是：一、六、五"),
    (
        "cells-blank",
        {"cells": "documents.normative.in_force", "count": "1"},
        "有 1 处没有填数：“行政规范性文件”行“现行有效件数”列",
    ),
    (
        "blanks-as-zero",
        {"count": "12"},
        "表三（收到和处理政府信息公开申请情况）有 12 个空白单元格，计算时按 0 处理",
    ),
    ("not-a-number", {"text": "约\n十二件"}, "“约 十二件”不是数字"),
    ("negative", {"text": "-3"}, "“-3”是负数，这里只能填 0 或正数"),
    ("not-an-integer", {"text": "7.5"}, "“7.5”不是整数，这里只能填整数"),
    ("unit-mismatch", {"unit": "元", "expected": "万元"}, "单元格里写的单位是“元”，表式要求的是“万元”"),
    ("unit-missing", {}, "没有写单位，不能确定是元还是万元"),
    ("sign-doubtful", {"text": "--253"}, "“--253”的正负号不清楚，暂按负数读取"),
    (
        "form-year-mismatch",
        {"edition": "annual-report-2019", "year": "2023", "expected": "annual-report-2021"},
        (
            "2023 年的年报应当使用政府信息公开工作年度报告（2021年格式），"
            "表三（收到和处理政府信息公开申请情况）用的却是政府信息公开工作年度报告（2019年试行格式）"
        ),
    ),
    ("report-blank", {}, "各表里一个数字也没有，可能是空白模板"),
    (
        "table-incomplete",
        {"rows": "handled, carried_out", "count": "2", "last": "partial"},
        "表三（收到和处理政府信息公开申请情况）在“（二）部分公开”之后中断，后面 2 行没有读到",
    ),
    (
        "row-extra",
        {"text": "其他主动公开文件"},
        "表三（收到和处理政府信息公开申请情况）里多出一行“其他主动公开文件”，官方表式没有这一行",
    ),
    ("rows-identical", {"rows": "granted, partial"}, "这几行的数字完全相同：（一）予以公开、（二）部分公开"),
    (
        "reading-incomplete",
        {"detail": "html-cut-off, strange-key"},
        "这份文件没有全部读出：网页太大或者有损坏，后面的部分没有读；strange-key",
    ),
    ("text-recognised", {"pages": "2, 3"}, "第 2, 3 页是扫描件或图片，上面的字和数是识别（OCR）出来的"),
    (
        "reading-contradicted",
        {"count": "12"},
        "文件中的列已经错位，有 12 个单元格是按勾稽关系还原的，但仍有关系不成立",
    ),
    ("year-unknown", {}, "没有找到这份年报是哪一年的"),
    ("organ-unknown", {}, "没有找到发布机关的名称"),
    (
        "waiver-expired",
        {
            "waived": "requests-balance",
            "place": "表三，列“自然人”",
            "until": "2025-12-31",
            "reason": "已说明",
            "who": "甲",
        },
        "对 requests-balance（表三，列“自然人”）的豁免已于 2025-12-31 到期，理由原为“已说明”",
    ),
    (
        "waiver-unused",
        {"waived": "requests-balance", "place": "表三，列“自然人”", "until": "", "reason": "已说明", "who": ""},
        "requests-balance（表三，列“自然人”）的问题已经没有了，豁免（理由“已说明”）不再需要",
    ),
    ("figures-jump", {"count": "0", "jumps": ""}, "与上年相差十倍以上的有 0 个数："),
    ("table-repeated", {"number": "表三", "path": "a.html"}, "表三的数字与上年年报（a.html）完全相同"),
    (
        "prose-repeated",
        {"section": "五", "share": "97", "path": "a.html"},
        "“五”这一部分除数字外，与上年年报（a.html）有 97% 相同",
    ),
    (
        "report-duplicate",
        {"count": "2", "differ": "1", "paths": "a.html\nb\x1b.html"},
        "同一机关同一年的年报还有 2 份（数字与这一份不同的有 1 份）：a.html、b?.html",
    ),
    (
        "organ-doubtful",
        {"organ": "甲县教育局", "year": "2022", "path": "a.html"},
        "“甲县教育局”2022年的年报（a.html）可能是同一机关的，不能确定，没有比较",
    ),
    (
        "year-before-missing",
        {"organ": "甲县", "year": "2021", "path": "a.html"},
        "上一份是 2021 年的（a.html），中间缺少年份，没有比较",
    ),
    (
        "units-missing",
        {"count": "2", "units": "甲县, 乙县"},
        "有 2 个下级单位没有当年的年报：甲县、乙县",
    ),
    ("units-duplicate", {"count": "1", "units": "甲县"}, "有 1 个下级单位当年有几份年报，没有计入：甲县"),
    ("parent-missing", {"count": "1", "units": "丙市"}, "名单里有 1 个上级机关没有年报，没有汇总比较：丙市"),
    (
        "published-late",
        {"date_of": "signed", "date": "2024-02-05", "until": "2024-01-31", "level": "department", "days": "5"},
        "落款日期是 2024-02-05，比部门、乡镇街道的期限 2024-01-31 晚 5 天",
    ),
    (
        "dated-before-year-end",
        {"date_of": "published", "date": "2023-01-25", "year": "2023"},
        "发布日期是 2023-01-25，那时 2023 年还没有结束",
    ),
    ("dated-in-future", {"date_of": "published", "date": "2098-01-25"}, "发布日期是 2098-01-25，这一天还没有到"),
]


@pytest.mark.parametrize(("code", "facts", "said"), SAID)
def test_observations_are_said_with_the_titles_of_the_form(code: str, facts: dict[str, str], said: str) -> None:
    of = rule(code, "标题", "title", observe=code)
    finding = observation(of, table="requests", facts=facts)
    assert sentences.message(finding, of, REPORT, ZH) == said
    assert sentences.message(finding, of, REPORT, EN) != said
    assert sentences.next_step(finding, of, REPORT, "zh")


def test_uncertain_cells_are_named_with_what_they_may_hold() -> None:
    made = report({"requests.new.research": CellValue(Reading.AMBIGUOUS, raw="3", candidates=(Decimal(3), None))})
    of = rule("reading-ambiguous", "标题", "title", observe="reading-ambiguous")
    cells = ("requests.new.research", *REQUESTS.cells[:7])
    terms = tuple(FindingTerm("a", cell, None, BALANCE_COEFFICIENT, "left") for cell in cells)
    finding = observation(of, table="requests", terms=terms[:1], facts={"choices": "x"})
    assert sentences.message(finding, of, made, ZH) == (
        "有 1 个单元格读不准：“一、本年新收政府信息公开申请数量”行的科研机构（3 或 空白）"
    )
    many = observation(of, table="requests", terms=terms, facts={"choices": "x"})
    assert sentences.message(many, of, made, ZH).startswith("有 8 个单元格读不准：")
    assert sentences.message(many, of, made, ZH).endswith(" 等")


def test_an_observation_without_a_sentence_falls_back_to_the_title() -> None:
    of = rule("something-new", "新的情况", "something new", observe="something-new")
    assert sentences.message(observation(of), of, REPORT, ZH) == "新的情况"


def test_every_observation_is_tested_here() -> None:
    assert {code for code, _, _ in SAID} | {"total-blank", "reading-ambiguous"} == set(OBSERVATIONS)


@pytest.mark.parametrize(
    ("finding", "place"),
    [
        (balance(REPORT), "表三，列“自然人”（第2页，第3个表格，第1列）"),
        (row_total(REPORT), "表三，行“四、结转下年度继续办理”（第2页，第3个表格，第11行）"),
        (Finding("x", Severity.ERROR, Verdict.VIOLATED), ""),
        (Finding("x", Severity.ERROR, Verdict.VIOLATED, location=Location(line=3)), "文件第3行"),
        (
            Finding(
                "x",
                Severity.ERROR,
                Verdict.VIOLATED,
                "requests",
                (("row", "granted"), ("column", "total")),
                location=Location(table=3, row=4, column=8),
            ),
            "表三，行“（一）予以公开”，列“总计”（第3个表格，第4行第8列）",
        ),
        (
            relation(REPORT, STOCK, (["requests.new.total"], ["requests.handled.total"]), table=None),
            "表三（第2页，第3个表格，第7列）",
        ),
        (relation(REPORT, STOCK, (["requests.new.total"], ["fees.fees.amount"]), table=None), "第2页"),
    ],
)
def test_places_name_the_form_and_the_file(finding: Finding, place: str) -> None:
    assert sentences.place(finding, ZH) == place


def test_what_else_a_cell_violates_is_told_in_numbers() -> None:
    first, second = balance(REPORT, also=("d requests-row-total", "a units-sum")), row_total(REPORT)
    assert sentences.also(first, (first, second), REPORT, "zh") == (
        "d 同时违反 requests-row-total：12 ≠ 10 + 0 + 0 + 0 + 0 + 0 = 10",
        "a 同时违反 units-sum",
    )


@pytest.mark.parametrize(
    ("severity", "step"),
    [
        (Severity.ERROR, "对照台账核对 a、b、c、d，改正后再检查一次"),
        (Severity.NOTE, "看一看 a、b、c、d 是否填对；确实如此的不必改"),
    ],
)
def test_the_next_step_names_the_cells_to_check(severity: Severity, step: str) -> None:
    assert sentences.next_step(balance(REPORT, severity=severity), BALANCE, REPORT, "zh") == step


def test_of_many_cells_the_next_step_gives_the_number() -> None:
    finding = handled_sum(REPORT)
    assert sentences.next_step(finding, BALANCE, REPORT, "zh") == "对照台账核对标有字母的 8 个数，改正后再检查一次"


def test_an_undecided_relation_says_so_and_asks_for_the_open_cell() -> None:
    made = report({"requests.carried_in.natural_person": CellValue(Reading.UNREADABLE, raw="五")})
    finding = balance(made, verdict=Verdict.UNDETERMINED)
    assert sentences.title(finding, BALANCE, "zh") == f"无法判定是否“{BALANCE.title.zh}”"
    assert sentences.message(finding, BALANCE, made, ZH) == "128 + b，121 + 10 = 131；因为 b “五”"
    assert sentences.next_step(finding, BALANCE, made, "zh") == "打开原文件看 b 到底是多少"
    assert sentences.title(replace(finding, verdict=Verdict.VIOLATED), BALANCE, "zh") == BALANCE.title.zh


def test_where_no_number_is_known_only_the_reason_is_told() -> None:
    open_cells = {
        f"requests.{name}.natural_person": CellValue(Reading.UNREADABLE, raw=name) for name in ("new", "handled")
    }
    made = report(open_cells)
    sides = ["requests.new.natural_person"], ["requests.handled.natural_person"]
    finding = relation(made, BALANCE, sides, verdict=Verdict.UNDETERMINED)
    assert sentences.message(finding, BALANCE, made, ZH) == "因为 a “new”、b “handled”"


def test_text_of_the_document_is_safe_to_print_and_short() -> None:
    of = rule("not-a-number", "标题", "title", observe="not-a-number")
    said = sentences.message(observation(of, facts={"text": "\x1b[2J" + "很" * 99}), of, REPORT, ZH)
    assert "\x1b" not in said
    assert len(said) < 40

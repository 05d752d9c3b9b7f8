from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from renderers.factory import FORM, PACK, REQUESTS, observation, report, rule

from validator.model.finding import FindingTerm
from validator.model.observations import comparison_facts as compared
from validator.model.observations import facts as kinds
from validator.model.observations import text_facts as texts
from validator.model.observations.facts import NOTHING, Facts
from validator.model.observations.kinds import ObservationKind
from validator.model.report import CellValue, Reading
from validator.model.result import ReportResult
from validator.renderers.words import sentences
from validator.renderers.words.account import accounts
from validator.renderers.words.glossary import glossary_of

ZH, EN = glossary_of(FORM, PACK, "zh"), glossary_of(FORM, PACK, "en")
REPORT = report()

SAID: list[tuple[str, Facts, str]] = [
    ("table-missing", NOTHING, "没有找到表三（收到和处理政府信息公开申请情况）"),
    (
        "row-missing",
        kinds.RowsMissing(("granted", "partial")),
        "表三（收到和处理政府信息公开申请情况）缺少 2 行：（一）予以公开、（二）部分公开",
    ),
    (
        "column-missing",
        kinds.ColumnsMissing(("welfare",)),
        "表三（收到和处理政府信息公开申请情况）缺少 1 列：社会公益组织",
    ),
    ("section-missing", kinds.SectionMissing("六"), "没有找到“六、其他需要报告的事项”这一部分"),
    ("section-missing", kinds.SectionMissing("九"), "没有找到“九”这一部分"),
    ("section-order", kinds.SectionOrder(("一", "六", "五")), "各部分的顺序是：一、六、五"),
    ("section-twice", texts.SectionTwice("六"), "“六、其他需要报告的事项”这一部分出现了两次"),
    ("text-found", texts.PassageFound("公开XX条"), "标题：“公开XX条”"),
    ("text-lacking", texts.PassageLacking(("问题", "改进")), "标题：没有写到问题、改进"),
    ("text-bare", texts.SectionBare("六", "无"), "“六、其他需要报告的事项”这一部分没有写内容（全文：无）"),
    ("text-bare", texts.SectionBare("六"), "“六、其他需要报告的事项”这一部分没有写内容（全文：空白）"),
    ("text-differs", texts.PassagesDiffer("培训3次", "培训4次"), "标题：前面写“培训3次”，后面写“培训4次”"),
    ("organ-other", texts.OtherOrgan("甲县", "丙县"), "这是“甲县”的年报，正文说的却是“丙县”"),
    (
        "text-alike",
        texts.TextAlike("丙县", 97, "丙.html"),
        "正文除数字外，与“丙县”的年报（丙.html）有 97% 相同",
    ),
    (
        "cells-blank",
        kinds.CellsListed(("documents.normative.in_force",)),
        "有 1 处没有填数：“行政规范性文件”行“现行有效件数”列",
    ),
    (
        "total-blank",
        kinds.CellsListed(("requests.granted.total",)),
        "有 1 处合计没有填，但它的分项不是 0：“（一）予以公开”行“总计”列",
    ),
    (
        "blanks-as-zero",
        kinds.CellsCounted(12),
        "表三（收到和处理政府信息公开申请情况）有 12 个空白单元格，计算时按 0 处理",
    ),
    ("not-a-number", kinds.PrintedCell("约\n十二件"), "“约 十二件”不是数字"),
    ("negative", kinds.PrintedCell("-3"), "“-3”是负数，这里只能填 0 或正数"),
    ("not-an-integer", kinds.PrintedCell("7.5"), "“7.5”不是整数，这里只能填整数"),
    (
        "unit-mismatch",
        kinds.PrintedCell("3元", "元", "万元"),
        "单元格里写的单位是“元”，表式要求的是“万元”",
    ),
    ("unit-missing", kinds.PrintedCell("3"), "没有写单位，不能确定是元还是万元"),
    ("sign-doubtful", kinds.PrintedText("--253"), "“--253”的正负号不清楚，或者这里不该有"),
    (
        "form-year-mismatch",
        kinds.OtherEdition("annual-report-2019", 2023, "annual-report-2021"),
        (
            "2023 年的年报应当使用政府信息公开工作年度报告（2021年格式），"
            "表三（收到和处理政府信息公开申请情况）用的却是政府信息公开工作年度报告（2019年试行格式）"
        ),
    ),
    ("report-blank", NOTHING, "各表里一个数字也没有，可能是空白模板"),
    (
        "report-incomplete",
        kinds.EndCutOff(("requests",), ("四", "五", "六")),
        "文件没有完：后面的表三（收到和处理政府信息公开申请情况）和第四、五、六部分都没有读到",
    ),
    (
        "table-incomplete",
        kinds.RowsCutOff(("handled", "carried_out"), last="partial"),
        "表三（收到和处理政府信息公开申请情况）在“（二）部分公开”之后中断，后面 2 行没有读到",
    ),
    (
        "row-extra",
        kinds.PrintedText("其他主动公开文件"),
        "表三（收到和处理政府信息公开申请情况）里多出一行“其他主动公开文件”，官方表式没有这一行",
    ),
    (
        "rows-identical",
        kinds.RowsAlike(("granted", "partial")),
        "这几行的数字完全相同：（一）予以公开、（二）部分公开",
    ),
    (
        "reading-incomplete",
        kinds.PartLeftOut("html-cut-off"),
        "这份文件没有全部读出：网页太大或者有损坏，后面的部分没有读",
    ),
    ("reading-incomplete", kinds.PartLeftOut("strange, key"), "这份文件没有全部读出：strange, key"),
    (
        "text-recognised",
        kinds.PagesRecognised((2, 3)),
        "第 2, 3 页是扫描件或图片，上面的字和数是识别（OCR）出来的",
    ),
    (
        "pictures-recognised",
        kinds.PicturesRecognised((1, 2)),
        "图片 1, 2 里有表格，上面的字和数是识别（OCR）出来的",
    ),
    (
        "reading-contradicted",
        kinds.CellsCounted(12),
        "文件中的列已经错位，有 12 个单元格是按勾稽关系还原的，但仍有关系不成立",
    ),
    ("year-unknown", NOTHING, "没有找到这份年报是哪一年的"),
    ("organ-unknown", NOTHING, "没有找到发布机关的名称"),
    (
        "waiver-expired",
        kinds.WaiverStale("requests-balance", "表三，列“自然人”", "已说明", "甲", date(2025, 12, 31)),
        "对 requests-balance（表三，列“自然人”）的豁免已于 2025-12-31 到期，理由原为“已说明”",
    ),
    (
        "waiver-unused",
        kinds.WaiverStale("requests-balance", "表三，列“自然人”", "已说明", "", None),
        "requests-balance（表三，列“自然人”）的问题已经没有了，豁免（理由“已说明”）不再需要",
    ),
    ("figures-jump", compared.Leaps(0), "与上年相差十倍以上的有 0 个数："),
    ("table-repeated", compared.TableRepeated("表三", "a.html"), "表三的数字与上年年报（a.html）完全相同"),
    (
        "prose-repeated",
        compared.SectionRepeated("五", 97, "a.html"),
        "“五”这一部分除数字外，与上年年报（a.html）有 97% 相同",
    ),
    (
        "report-duplicate",
        compared.Copies(("a, b.html", "b\x1b.html"), 1),
        "同一机关同一年的年报还有 2 份（数字与这一份不同的有 1 份）：a, b.html、b?.html",
    ),
    (
        "organ-doubtful",
        compared.OtherReport("甲县教育局", 2022, "a.html"),
        "“甲县教育局”2022年的年报（a.html）可能是同一机关的，不能确定，没有比较",
    ),
    (
        "year-before-missing",
        compared.OtherReport("甲县", 2021, "a.html"),
        "上一份是 2021 年的（a.html），中间缺少年份，没有比较",
    ),
    (
        "units-missing",
        compared.OrgansListed(("甲县, 城区", "乙县")),
        "有 2 个下级单位没有当年的年报：甲县, 城区、乙县",
    ),
    ("units-duplicate", compared.OrgansListed(("甲县",)), "有 1 个下级单位当年有几份年报，没有计入：甲县"),
    ("parent-missing", compared.OrgansListed(("丙市",)), "名单里有 1 个上级机关没有年报，没有汇总比较：丙市"),
    (
        "published-late",
        kinds.DayTooLate("signed", date(2024, 2, 5), date(2024, 1, 31), "department", 5),
        "落款日期是 2024-02-05，比部门、乡镇街道的期限 2024-01-31 晚 5 天",
    ),
    (
        "dated-before-year-end",
        kinds.DayTooEarly("published", date(2023, 1, 25), 2023),
        "发布日期是 2023-01-25，那时 2023 年还没有结束",
    ),
    (
        "dated-in-future",
        kinds.DayStated("published", date(2098, 1, 25)),
        "发布日期是 2098-01-25，这一天还没有到",
    ),
    ("reading-ambiguous", kinds.ReadingsOpen(()), "有 0 个单元格读不准："),
]


@pytest.mark.parametrize(("code", "facts", "said"), SAID)
def test_observations_are_said_with_the_titles_of_the_form_and_shown(code: str, facts: Facts, said: str) -> None:
    kind = ObservationKind.of(code)
    assert type(facts) is kind.facts
    of = rule(code, "标题", "title", observe=kind)
    finding = observation(of, table="requests", facts=facts)
    assert sentences.message(finding, of, REPORT, ZH) == said
    pack = type(PACK)(PACK.id, PACK.title, PACK.directory, PACK.forms, (of,), ())
    zh, en = (accounts(ReportResult(REPORT, (finding,)), pack, language)[0] for language in ("zh", "en"))
    assert zh.lines[0] == said
    assert en.lines[0] not in {said, ""}
    assert zh.lines[-1] != en.lines[-1]


def test_every_kind_of_observation_is_said_above() -> None:
    assert {code for code, _, _ in SAID} == set(ObservationKind)


def test_uncertain_cells_are_named_with_what_they_may_hold() -> None:
    made = report({"requests.new.research": CellValue(Reading.AMBIGUOUS, raw="3", candidates=(Decimal(3), None))})
    of = rule("reading-ambiguous", "标题", "title", observe=ObservationKind.READING_AMBIGUOUS)
    cells = ("requests.new.research", *REQUESTS.cells[:7])
    terms = tuple(FindingTerm("a", cell, None, Fraction(1), "left") for cell in cells)
    finding = observation(of, table="requests", terms=terms[:1], facts=kinds.ReadingsOpen(()))
    assert sentences.message(finding, of, made, ZH) == (
        "有 1 个单元格读不准：“一、本年新收政府信息公开申请数量”行的科研机构（3 或 空白）"
    )
    unknown = report({"requests.new.research": CellValue(Reading.AMBIGUOUS, raw="3")})
    assert sentences.message(finding, of, unknown, ZH).endswith("行的科研机构")
    many = observation(of, table="requests", terms=terms, facts=kinds.ReadingsOpen(()))
    assert sentences.message(many, of, made, ZH).startswith("有 8 个单元格读不准：")
    assert sentences.message(many, of, made, ZH).endswith(" 等")


def test_a_rule_that_observes_nothing_falls_back_to_its_title() -> None:
    of = rule("something-new", "新的情况", "something new")
    assert sentences.message(observation(of), of, REPORT, ZH) == "新的情况"


def test_text_of_the_document_is_safe_to_print_and_short() -> None:
    of = rule("not-a-number", "标题", "title", observe=ObservationKind.NOT_A_NUMBER)
    facts = kinds.PrintedCell("\x1b[2J" + "很" * 99)
    said = sentences.message(observation(of, facts=facts), of, REPORT, ZH)
    assert "\x1b" not in said
    assert len(said) < 40


def test_every_field_of_every_kind_of_fact_is_printed() -> None:
    for _, facts, _ in SAID:
        names = {name for name in facts.__struct_fields__ if getattr(facts, name) is not None}
        assert names <= {*facts.printed, "rows", "until"}
        assert all(isinstance(text, str) for text in facts.printed.values())

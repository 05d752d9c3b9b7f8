from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import lxml.html
import pytest
from renderers import factory
from support.checkedsamples import checked_samples

from validator.pipeline import ReportResult, Result
from validator.renderers import RenderOptions
from validator.renderers.html import render
from validator.rulefile import load_pack

if TYPE_CHECKING:
    from lxml.html import HtmlElement


def rendered(result: Result, language: str = "zh") -> HtmlElement:
    return lxml.html.document_fromstring(render(result, factory.PACK, RenderOptions(language)))


@cache
def of_samples(language: str = "zh") -> HtmlElement:
    return lxml.html.document_fromstring(render(checked_samples(), load_pack(), RenderOptions(language)))


def texts(root: HtmlElement, path: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in root.cssselect(path)]


def test_every_finding_is_an_article_the_gravest_first() -> None:
    root = rendered(factory.result())
    assert texts(root, "#r1 h3") == [
        "1 错误 新收与上年结转之和，不等于办理总计与结转下年度之和",
        "2 错误 总计不等于各类申请人之和",
        "3 提示 缺少一部分",
        "4 提示 合计没有填",
        "5 说明 本年制发的件数多于现行有效的件数",
    ]
    assert texts(root, "#r1f1 .numbers") == ["128 + 5 = 133，121 + 10 = 131；左边比右边多 2"]
    assert texts(root, "#r2 .verdict") == ["没有发现错误，51 条勾稽关系成立。"]
    assert texts(root, ".unread") == ["samples/扫描件.pdf：文件里只有图片，没有文字换成 Word 文件"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_letters_lead_from_the_equation_to_the_cells_and_back(language: str) -> None:
    root = of_samples(language)
    anchors = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(set(anchors)) == len(anchors)
    links = [link.get("href", "") for link in root.iter("a")]
    assert links
    assert [link for link in links if link.removeprefix("#") not in anchors] == []
    for equation in root.cssselect("p.equation"):
        article = equation.getparent()
        assert article is not None
        lettered = {cell.text_content() for cell in article.cssselect("td.lettered b")}
        assert {link.text_content() for link in equation.cssselect("a")} == lettered


def test_the_table_is_drawn_as_in_the_form_with_the_cells_marked() -> None:
    root = rendered(Result((factory.wrong_report(),)))
    (table,) = [one for one in root.cssselect(".form table") if "表三" in one.text_content()]
    assert len(table.cssselect("tbody tr")) == len(factory.REQUESTS.rows)
    assert texts(table, "thead th") == ["表三（件）", *(column.title.zh for column in factory.REQUESTS.columns)]
    row = table.cssselect("tbody tr")[-1]
    assert texts(row, "th, td") == ["四、结转下年度继续办理", "101d2b", "02c", "02d", "02e", "02f", "02g", "122a"]
    labels = [chip.get("aria-label") for chip in row.cssselect("td:nth-child(2) a")]
    assert labels == ["第 1 处发现的 d", "第 2 处发现的 b"]


def test_a_table_that_stands_in_one_row_is_drawn_in_one_row() -> None:
    (table,) = [one for one in of_samples().cssselect(".form table") if "表四" in one.text_content()]
    assert texts(table, "thead tr:first-child th") == ["行政复议", "未经复议直接起诉", "复议后起诉"]
    assert len(table.cssselect("tbody tr")) == 1
    assert len(table.cssselect("tbody td")) == len(table.cssselect("thead tr:last-child th")) == 15


def test_an_observation_about_many_cells_marks_none() -> None:
    cells = [f"requests.new.{name}" for name in factory.COLUMNS] + ["requests.granted.total"] * 6
    terms = factory.relation(factory.report(), factory.BALANCE, (cells, [])).terms
    finding = factory.observation(
        factory.TOTAL_BLANK, table="requests", terms=terms, facts={"cells": "", "count": "13"}
    )
    for some, tables in ((finding.terms[:12], 1), (finding.terms, 0)):
        checked = ReportResult(factory.report(), (factory.changed(finding, {"terms": some}),))
        assert len(rendered(Result((checked,))).cssselect(".form table")) == tables


def test_what_the_report_says_stays_text() -> None:
    evil = "</style><script>alert(1)</script><img src=x onerror=alert(1)>\x00"
    report = factory.report(path=evil, organ=evil)
    root = rendered(Result((ReportResult(report, (factory.balance(report),)),)))
    assert len(root.cssselect("script")) == 1
    assert root.cssselect("img") == []
    assert evil.replace("\x00", "?") in texts(root, "dd")[0]


def test_nothing_is_loaded_from_anywhere() -> None:
    text = render(factory.result(), factory.PACK, RenderOptions())
    assert re.findall(r"(?:https?:)?//[a-z]|url\(|@import|<link|src=", text) == []
    (policy,) = rendered(factory.result()).cssselect("meta[http-equiv]")
    assert policy.get("content", "").startswith("default-src 'none'; style-src 'sha256-")


def test_tables_tell_what_their_heads_are_for_and_boxes_what_they_hold() -> None:
    for root in (of_samples("zh"), of_samples("en")):
        assert {head.get("scope") for head in root.cssselect("th")} == {"col", "row", "colgroup"}
        for box in root.cssselect(".figure"):
            assert (box.get("role"), box.get("tabindex")) == ("region", "0")
            assert box.get("aria-label")
        assert root.cssselect("main")
        assert root.get("lang") in {"zh-CN", "en"}
        assert len(root.cssselect("h1")) == 1


def test_only_severities_that_occur_can_be_chosen() -> None:
    root = rendered(Result((factory.wrong_report(),)))
    assert texts(root, ".choice") == ["错误（2）", "提示（2）", "说明（1）"]
    finding = factory.balance(factory.report())
    assert texts(rendered(Result((ReportResult(factory.report(), (finding,)),))), ".choice") == ["错误（1）"]
    assert rendered(Result((factory.sound_report(),))).cssselect(".filter") == []


def test_several_reports_are_listed_first() -> None:
    assert rendered(Result((factory.wrong_report(),))).cssselect("nav") == []
    rows = rendered(factory.result()).cssselect("nav tbody tr")
    assert [texts(row, "th, td") for row in rows] == [
        ["甲县人民政府 2023 年度报告", "2", "2", "1"],
        ["乙县人民政府 2023 年度报告", "0", "0", "0"],
    ]

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import lxml.html
import pytest
from renderers import factory
from support.checkedsamples import checked_samples

from validator.model.observations.facts import CellsListed
from validator.model.result import ReportResult, Result
from validator.packs.pack import load_pack
from validator.renderers import RenderOptions
from validator.renderers.html.page import render

if TYPE_CHECKING:
    from lxml.html import HtmlElement


def rendered(result: Result, language: str = "zh") -> HtmlElement:
    return lxml.html.document_fromstring(render(result, factory.PACK, RenderOptions(language)))


@cache
def of_samples(language: str = "zh") -> HtmlElement:
    return lxml.html.document_fromstring(render(checked_samples(), load_pack(), RenderOptions(language)))


def texts(root: HtmlElement, path: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in root.cssselect(path)]


def test_every_mistake_is_an_article_the_gravest_first() -> None:
    root = rendered(factory.result())
    assert [text.partition("：")[0] for text in texts(root, "#r1 h3")] == [
        "差错 1 表三，列“自然人”",
        "差错 2 表三，行“四、结转下年度继续办理”",
        "提示 3 没有找到“六、其他需要报告的事项”这一部分",
        "提示 4 表三",
        "说明 5 表二，行“行政规范性文件”",
    ]
    assert texts(root, "#r1m1 .numbers") == ["128 + 5 = 133，121 + 10 = 131；左边比右边多 2"]
    assert texts(root, "#r2 .verdict") == ["没有发现差错，51 条勾稽关系成立。"]
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
    assert texts(table, "caption") == ["表三（收到和处理政府信息公开申请情况）（件）"]
    assert texts(table, "thead th") == [column.title.zh for column in factory.REQUESTS.columns]
    row = table.cssselect("tbody tr")[-1]
    assert texts(row, "th, td") == ["四、结转下年度继续办理", "1012", *["02"] * 5, "122"]
    labels = [chip.get("aria-label") for chip in row.cssselect("td:nth-child(2) a")]
    assert labels == ["与第 1 处有关", "与第 2 处有关"]


def test_the_cell_to_change_stands_out_with_what_it_should_hold() -> None:
    root = rendered(factory.located())
    assert texts(root, "td.culprit") == ["10→ 12 [1]"]
    assert len(root.cssselect("td.marked")) > 5
    assert texts(root, "#r1m1 h3") == ["差错 1 表三“四、结转下年度继续办理”行“自然人”列：填的是 10，应为 12"]
    assert len(root.cssselect("#r1m1 details .relation")) == 2


def spans(root: HtmlElement, path: str) -> list[list[tuple[str, str, int, int]]]:
    """Row by row, the text of each head, what it is for, and the columns and rows that it covers."""
    return [
        [
            (cell.text_content(), cell.get("scope", ""), int(cell.get("colspan", 1)), int(cell.get("rowspan", 1)))
            for cell in row.cssselect("th, td.corner")
        ]
        for row in root.cssselect(path)
    ]


def test_headings_span_the_rows_and_columns_that_they_stand_for() -> None:
    table = next(one for one in of_samples().cssselect(".form table") if "（六）其他处理" in one.text_content())
    assert spans(table, "thead tr")[0] == [
        ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "", 3, 3),
        ("申请人情况", "colgroup", 7, 1),
    ]
    assert spans(table, "thead tr")[1] == [
        ("自然人", "col", 1, 2),
        ("法人或其他组织", "col", 5, 1),
        ("总计", "col", 1, 2),
    ]
    names = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    assert [text for text, *_ in spans(table, "thead tr")[2]] == names
    heads = [head for row in spans(table, "tbody tr") for head in row if head[3] > 1]
    assert heads == [
        ("三、本年度办理结果", "rowgroup", 1, 22),
        ("（三）不予公开", "row", 1, 8),
        ("（四）无法提供", "row", 1, 3),
        ("（五）不予处理", "row", 1, 5),
        ("（六）其他处理", "row", 1, 3),
    ]
    # The heading of a group of rows holds for its own group and for no other.
    assert [len(body.cssselect("tr")) for body in table.cssselect("tbody")] == [2, 22, 1]
    assert [column.get("span") for column in table.cssselect("colgroup")] == ["3", "7"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_row_of_a_table_is_as_wide_as_the_others(language: str) -> None:
    tables = of_samples(language).cssselect(".form table")
    assert len(tables) > 3
    for table in tables:
        width = sum(int(column.get("span", 1)) for column in table.cssselect("colgroup"))
        for part in table.cssselect("thead, tbody"):
            taken: set[tuple[int, int]] = set()
            for at, row in enumerate(part.cssselect("tr")):
                for cell in row.cssselect("th, td"):
                    column = next(free for free in range(width) if (at, free) not in taken)
                    places = {
                        (at + down, column + right)
                        for down in range(int(cell.get("rowspan", 1)))
                        for right in range(int(cell.get("colspan", 1)))
                    }
                    assert not places & taken
                    taken |= places
            rows = len(part.cssselect("tr"))
            assert taken == {(row, column) for row in range(rows) for column in range(width)}


def test_a_table_that_stands_in_one_row_is_drawn_in_one_row() -> None:
    (table,) = [one for one in of_samples().cssselect(".form table") if "表四" in one.text_content()]
    first, second, _ = spans(table, "thead tr")
    assert first == [("行政复议", "colgroup", 5, 1), ("行政诉讼", "colgroup", 10, 1)]
    assert second[-2:] == [("未经复议直接起诉", "col", 5, 1), ("复议后起诉", "col", 5, 1)]
    assert len(table.cssselect("tbody tr")) == 1
    assert len(table.cssselect("tbody td")) == 15


def test_an_observation_about_many_cells_marks_none() -> None:
    cells = [f"requests.new.{name}" for name in factory.COLUMNS] + ["requests.granted.total"] * 6
    terms = factory.relation(factory.report(), factory.BALANCE, (cells, [])).terms
    finding = factory.observation(factory.TOTAL_BLANK, table="requests", terms=terms, facts=CellsListed(tuple(cells)))
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
        assert {head.get("scope") for head in root.cssselect("th")} == {"col", "row", "colgroup", "rowgroup"}
        for box in root.cssselect(".figure"):
            assert (box.get("role"), box.get("tabindex")) == ("group", "0")
            assert box.get("aria-label")
        assert root.cssselect("main")
        assert root.get("lang") in {"zh-CN", "en"}
        assert len(root.cssselect("h1")) == 1


def test_severities_can_be_chosen_where_several_occur() -> None:
    root = rendered(Result((factory.wrong_report(),)))
    assert texts(root, ".choice") == ["差错（2）", "提示（2）", "说明（1）"]
    finding = factory.balance(factory.report())
    alone = rendered(Result((ReportResult(factory.report(), (finding,)),)))
    assert len(alone.cssselect("article")) == 1
    assert alone.cssselect(".filter") == []
    assert rendered(Result((factory.sound_report(),))).cssselect(".filter") == []


def test_several_reports_are_listed_first() -> None:
    assert rendered(Result((factory.wrong_report(),))).cssselect("nav") == []
    rows = rendered(factory.result()).cssselect("nav tbody tr")
    assert [texts(row, "th, td") for row in rows] == [
        ["甲县人民政府 2023 年度报告", "2", "2", "1"],
        ["乙县人民政府 2023 年度报告", "0", "0", "0"],
    ]

from __future__ import annotations

import pytest
from core_factory import HEADINGS, document, grid, shipped_form

from validator.model.document import Document
from validator.recognition.sections import Identity, identify, sections_found, sections_out_of_order

SECTIONS = shipped_form("2021").sections
TITLE = "甲县2023年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("title", "organ", "year"),
    [
        (TITLE, "甲县", 2023),
        ("甲县２０２３年政府信息公开工作年度报告", "甲县", 2023),
        ("2023年甲县政府信息公开工作年度报告", "甲县", 2023),
        ("甲县2023年度政府信息公开年报告", "甲县", 2023),
        ("甲县二〇二三年政府信息公开工作年度报告", "甲县", 2023),
        ("甲县二○二二年政府信息公开工作年度报告", "甲县", 2022),
        ("关于《甲县2023年政府信息公开工作年度报告》", "甲县", 2023),
        ("标题：甲县2023年政府信息公开工作年度报告", "甲县", 2023),
        ("甲 县 2023 年 政府信息公开工作 年度报告", "甲县", 2023),
        ("甲县教育局2023年信息公开工作报告", "甲县教育局", 2023),
        ("甲县第二中学2023年政府信息公开工作年度报告", "甲县第二中学", 2023),
        ("甲县二道镇人民政府2023年政府信息公开工作年度报告", "甲县二道镇人民政府", 2023),
        ("甲县120急救中心2023年政府信息公开工作年度报告", "甲县120急救中心", 2023),
        ("2023年甲县120急救中心政府信息公开工作年度报告", "甲县120急救中心", 2023),
        ("2023年政府信息公开工作年度报告", None, 2023),
    ],
)
def test_organ_and_year_stand_in_the_title(title: str, organ: str | None, year: int) -> None:
    assert identify(document(title)) == Identity(organ, year)


@pytest.mark.parametrize("title", ["甲县（本级）2023年{}", "甲县(本级)2023年{}", "2023年甲县（本级）{}"])
def test_bracket_of_the_name_stays_whole(title: str) -> None:
    organ = identify(document(title.format("政府信息公开工作年度报告"))).organ
    assert organ in {"甲县(本级)", "甲县（本级）"}


@pytest.mark.parametrize(
    "one",
    [
        document("首页", "政务公开", TITLE, "2024年1月20日"),
        document("甲县", "2023年政府信息公开工作年度报告"),
        document("甲县2023年政府信息公开", "工作年度报告"),
        document("正文", title=TITLE),
        document(grid([[TITLE], ["一", "1"]])),
        document("说明" * 60 + "。" + TITLE),
    ],
    ids=["below a menu", "two lines", "broken line", "kept apart", "in a table", "run together"],
)
def test_title_is_found_where_it_stands(one: Document) -> None:
    assert identify(one) == Identity("甲县", 2023)


@pytest.mark.parametrize(
    ("texts", "year"),
    [
        (["统计期限自2022年1月1日起至2022年12月31日止。", "2019年、2019年、2019年"], 2022),
        (["2021年新收3件，2021年办结。", "发布日期：2022年1月5日"], 2021),
        (["没有年份"], None),
        ([], None),
    ],
)
def test_year_stands_in_the_text_where_there_is_no_title(texts: list[str], year: int | None) -> None:
    assert identify(document(*texts)) == Identity(None, year)


# Sections


def found(*texts: str) -> str:
    """Numbers of the sections that are there."""
    marks = sections_found(texts, SECTIONS)
    return "".join(section.number for section, mark in zip(SECTIONS, marks, strict=True) if mark)


@pytest.mark.parametrize("at", range(6))
def test_each_heading_is_found_and_none_stands_for_another(at: int) -> None:
    assert found(*HEADINGS) == "一二三四五六"
    assert found(HEADINGS[at]) == "一二三四五六"[at]
    assert found(*HEADINGS[:at], *HEADINGS[at + 1 :]) == "一二三四五六".replace("一二三四五六"[at], "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("总体情况", "一"),
        ("一．总体情况", "一"),
        ("一、 总 体 情 况", "一"),
        ("六、需要报告的其他事项", "六"),
        ("2023年主动公开政府信息情况良好", ""),
        ("我局主动公开了政府信息。", ""),
        (
            "一、总体情况。2023年主动公开很多，办理也多。" + "工作平稳。" * 10 + "二、主动公开政府信息情况" + "表" * 30,
            "一二",
        ),
        ("", ""),
    ],
)
def test_heading_is_short_or_numbered_inside_a_long_text(text: str, expected: str) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (["一、总体情况", "二、主动公开政府信息情况", "五、存在的主要问题及改进情况"], ()),
        # a table of contents comes before
        (["一、总体情况", "二、主动公开政府信息情况", "一、总体情况", "二、主动公开政府信息情况"], ()),
        (["二、主动公开政府信息情况", "一、总体情况"], ("二", "一")),
        (["一、总体情况", "六、其他需要报告的事项", "五、存在的主要问题及改进情况"], ("一", "六", "五")),
        # numbers of other lists, and sentences
        (["六、其他工作", "一、总体情况", "一、主动公开扎实推进。"], ()),
    ],
)
def test_sections_out_of_order_are_told(headings: list[str], expected: tuple[str, ...]) -> None:
    assert sections_out_of_order(headings, SECTIONS) == expected

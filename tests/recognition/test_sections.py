from __future__ import annotations

import pytest
from core_factory import HEADINGS, shipped_form

from validator.model.document import Paragraph
from validator.recognition.sections import sections_found, sections_out_of_order, sections_twice, text_parts

SECTIONS = shipped_form("2021").sections


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
        ("上 其他需要报告的事项", "六"),
        ("ハ、其他需要报告的事项", "六"),
        ("\ufffd二、主动公开政府信息情况", "二"),
        ("\ufffd、主动公开政府信息情况", "二"),
        ("无其他需要报告的事项", ""),
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


# Parts of the text


def parts(*texts: str) -> list[tuple[str | None, str]]:
    """Number of each part, and all that stands in it."""
    found = text_parts([Paragraph(text) for text in texts], SECTIONS)
    return [(part.number, "|".join(one.text for one in part.paragraphs)) for part in found]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["标题", "一、总体情况", "都好。", "再说。"], [(None, "标题"), ("一", "都好。|再说。")]),
        (["六、其他需要报告的事项：无。"], [(None, ""), ("六", "无。")]),
        (["六、其他需要报告的事项 本年度未收取信息处理费"], [(None, ""), ("六", "本年度未收取信息处理费")]),
        (["五、存在问题及整改措施"], [(None, ""), ("五", "")]),
        (["一、总体情况\n都好。\n二、主动公开政府信息情况"], [(None, ""), ("一", "都好。"), ("二", "")]),
        # a sentence, and another list
        (["五、存在的主要问题是人手不足。"], [(None, "五、存在的主要问题是人手不足。")]),
        (["五、加强培训"], [(None, "五、加强培训")]),
    ],
)
def test_the_text_is_cut_at_the_headings(texts: list[str], expected: list[tuple[str | None, str]]) -> None:
    assert parts(*texts) == expected


def test_a_section_stands_twice_if_there_is_text_below_both_headings() -> None:
    def twice(*texts: str) -> list[str | None]:
        return [part.number for part in sections_twice([Paragraph(text) for text in texts], SECTIONS)]

    assert twice("一、总体情况", "都好。", "一、总体情况", "都好。") == ["一"]
    assert twice("一、总体情况", "二、主动公开政府信息情况", "一、总体情况", "都好。") == []

from __future__ import annotations

import pytest
from core_factory import HEADINGS, shipped_form

from validator.recognition.sections import sections_found, sections_out_of_order

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

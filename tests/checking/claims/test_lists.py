from __future__ import annotations

import pytest
from support.checking import CHECKER

from validator.checking.claims._lists import lists
from validator.packs.language.masking import masked
from validator.packs.pack import load_pack

PACK = load_pack()
BOOK = CHECKER.phrasebook(PACK.forms[-1])
(TOPIC,) = BOOK.of_kind("list")


def totals(text: str) -> list[tuple[int, list[int]]]:
    openers = [pattern for phrase in TOPIC.phrases for pattern in phrase.patterns]
    found = lists(masked(text, BOOK.numbers), openers, TOPIC.unless, TOPIC.unless_before, TOPIC.context)
    return [(int(one.total), [int(part) for part in one.parts]) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("账号62个，其中甲41个、乙12个、其他8个。", [(62, [41, 12, 8])]),
        ("材料31篇(图解18篇、文字9篇、视频3篇)。", [(31, [18, 9, 3])]),
        ("共有账号177个，甲99个，乙33个，其他(丙，丁)22个。", [(177, [99, 33, 22])]),
        ("信息6条，其中政策、文件类3条，规划类2条，其他1条。", [(6, [3, 2, 1])]),
        ("资金信息9条，其中专项4条，预算5条(政府2条、部门2条、镇1条)。", [(5, [2, 2, 1]), (9, [4, 5])]),
        ("账号177个，其中99、33、其他45。", [(177, [99, 33, 45])]),
        ("案件11件，其中维持7件，纠正4件;诉讼7件，其中维持5件，纠正2件。", [(11, [7, 4]), (7, [5, 2])]),
        ("信息740条，其中网站公开14条，具体为:甲9条、其他5条;公众号发文726条。", [(14, [9, 5])]),
        ("信息740条，其中网站公开14条，具体为:甲9条、其他6条;公众号发文726条。", [(14, [9, 6])]),
        ("账号62个，其中甲21个，涉及:丙9个、丁12个，其他20个。", [(21, [9, 12])]),
    ],
)
def test_whole_lists_are_found(text: str, expected: list[tuple[int, list[int]]]) -> None:
    assert sorted(totals(text)) == sorted(expected)


@pytest.mark.parametrize(
    "text",
    [
        "信息310条，其中动态202条。",
        "信息310条，其中动态202条、公告95条。",
        "信息310条，网站发布200条，公报刊登40件。",
        "专栏12个(新增3个，优化5个，关停2个)。",
        "信息500条(图文类400条，原创类300条等)。",
        "公报12期(每期1000册)。",
        "申请805件(含上年结转18件，另有72件顺延)。",
        "信息约310条，其中动态202条、其他95条。",
    ],
)
def test_what_names_some_parts_only_says_nothing(text: str) -> None:
    assert totals(text) == []

from __future__ import annotations

from datetime import date

import pytest
from core_factory import document, grid
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from validator.checking.checker import Checker
from validator.checking.publication import observe_dates
from validator.engine.authoring._example_documents import example_report
from validator.model.document import Document, Location, Paragraph
from validator.model.observations.facts import DayTooLate
from validator.model.observations.kinds import ObservationKind
from validator.model.report import Report, StatedDate
from validator.model.rules.rule import Example
from validator.packs.language.date_patterns import PUBLISHED, SIGNED
from validator.packs.pack import load_pack
from validator.recognition.dates import dates_of

PACK = load_pack()
DAY = date(2024, 1, 25)
TODAY = date(2025, 6, 1)


def said(source: Document) -> list[tuple[str, str]]:
    return [(one.kind, one.day.isoformat()) for one in dates_of(source, PACK.deadlines)]


@pytest.mark.parametrize(
    "text",
    [
        "发布日期：2024-01-25",
        "发布时间: 2024-1-25 16:13",
        "索引号：123 发布机构：甲县 公开日期：2024年1月25日 浏览次数：3",
        "来源：甲县人民政府 时间：2024-01-25 16:34",
        "发布日期\n２０２４－０１－２５",
    ],
)
def test_the_day_of_publication_stands_behind_its_label(text: str) -> None:
    assert said(document(text)) == [(PUBLISHED, "2024-01-25")]


def test_the_label_may_stand_in_a_cell_of_its_own() -> None:
    source = document("甲县2023年报告", grid([["发布机构", "甲县", "发布日期", "2024-01-25"]]))
    assert said(source) == [(PUBLISHED, "2024-01-25")]
    (stated,) = dates_of(source, PACK.deadlines)
    assert stated.location is not None
    assert (stated.location.row, stated.location.column) == (1, 4)


@pytest.mark.parametrize("content", ["2024-01-25", "2024-01-25 09:00:00", "2024-01-25T09:00:00+08:00"])
def test_a_page_keeps_its_day_apart(content: str) -> None:
    assert said(replace(document("甲县"), published=content)) == [(PUBLISHED, "2024-01-25")]
    assert said(replace(document("甲县"), published="unknown")) == []


@pytest.mark.parametrize(
    "lines",
    [
        ("甲县教育局", "2024年1月25日"),
        ("甲县人民政府办公室\n2024 年 1 月 25 日", "分享到："),
        ("甲县教育局2024年1月25日", "附件："),
        ("（2024年1月25日）", "一、总体情况"),
        ("以上。", "二〇二四年一月二十五日"),
        ("成文日期：2024-01-25", "索引号"),
    ],
)
def test_the_day_of_signature(lines: tuple[str, ...]) -> None:
    assert said(document(*lines)) == [(SIGNED, "2024-01-25")]


@pytest.mark.parametrize(
    "lines",
    [
        ("本报告的统计期限自2023年1月1日起至2023年12月31日止。",),
        ("2024年1月25日", "召开会议"),
        ("2024-05-06", "甲县召开会议", "2024-05-07"),
        ("截至2024年1月25日，甲县教育局",),
        ("发布日期：2024-13-45",),
        ("《甲县信息公开办法》（发布日期：2022-05-01）有效。",),
        ("政策发布时间：2022-05-01",),
        ("发布时间：2024-01-25", "发布时间：2024-01-26"),
    ],
)
def test_what_says_nothing_for_certain_is_not_taken(lines: tuple[str, ...]) -> None:
    assert said(document(*lines)) == []


@given(day=st.dates(date(2000, 1, 1), date(2099, 12, 31)), noise=st.lists(st.text("局县：\n 年月日2-", max_size=9)))
def test_a_day_is_read_as_it_is_written_and_where_it_stands(day: date, noise: list[str]) -> None:
    texts = [text for text in noise if text.strip()]
    blocks = [*map(Paragraph, texts), Paragraph(f"发布日期：{day:%Y-%m-%d}", Location(paragraph=7))]
    found = [one for one in dates_of(Document("a", "text", tuple(blocks)), PACK.deadlines) if one.kind == PUBLISHED]
    assert found == [StatedDate(PUBLISHED, day, Location(paragraph=7))]


def report(organ: str | None = "甲县教育局", year: int | None = 2023, **days: date) -> Report:
    made = example_report(Example({"organ": organ}), PACK)
    return replace(made, organ=organ, year=year, dates=tuple(StatedDate(kind, day) for kind, day in days.items()))


def codes(one: Report) -> list[ObservationKind]:
    return [found.kind for found in observe_dates(one, PACK.deadlines, TODAY)]


def test_one_day_late_is_late_and_the_last_day_is_not() -> None:
    assert codes(report(published=date(2024, 1, 31))) == []
    (found,) = observe_dates(report(published=date(2024, 2, 2)), PACK.deadlines, TODAY)
    assert found.kind == "published-late"
    assert found.facts == DayTooLate("published", date(2024, 2, 2), date(2024, 1, 31), "department", 2)


def test_the_day_of_publication_decides_where_both_are_known() -> None:
    assert codes(report(published=DAY, signed=date(2024, 2, 5))) == []
    assert codes(report(signed=date(2024, 2, 5))) == ["published-late"]


def test_nothing_is_said_of_what_is_not_known() -> None:
    late = report(published=date(2024, 12, 1))
    assert [codes(one) for one in (replace(late, organ=None), replace(late, year=None), report())] == [[], [], []]


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2023, 12, 31), "dated-before-year-end"),
        (date(2023, 1, 25), "dated-before-year-end"),
        (date(2024, 1, 1), None),
        (date(2025, 6, 3), "dated-in-future"),
    ],
)
def test_days_that_cannot_be(day: date, code: str | None) -> None:
    assert codes(report(signed=day)) == ([code] if code else [])


def test_it_may_be_a_day_later_where_the_report_was_published() -> None:
    assert codes(report("甲县", year=2024, published=date(2025, 6, 2))) == ["published-late"]


def test_a_finding_stands_where_the_date_does() -> None:
    made = example_report(Example({}), PACK)
    late = StatedDate(PUBLISHED, date(2024, 3, 1), Location(paragraph=3))
    (checked,) = Checker(PACK).check([replace(made, year=2023, dates=(late,))], frozenset({"published-late"}))
    assert [finding.rule for finding in checked.findings] == ["published-late"]
    assert checked.findings[0].location == Location(paragraph=3)

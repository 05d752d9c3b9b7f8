"""What the words of a clause come to, apart from any wording."""

from __future__ import annotations

import pytest
from support.checking import CHECKER
from support.labelled import Labelled, report_of

from validator.checking.claims._context import Context
from validator.checking.claims._segments import Segment
from validator.checking.claims.sentences import sentences


def read(text: str) -> list[Segment]:
    report = report_of(Labelled(text, ()))
    book = CHECKER.phrasebook(report.form)
    return [one for part in sentences(report.prose) for one in Context(report, book, part).segments]


def meanings(text: str) -> list[set[str]]:
    return [set(one.own) for one in read(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收到政府信息公开申请3件。", [{"receive", "request"}]),
        ("收到3件政府信息公开申请。", [{"receive", "request"}]),
        ("作出3件行政许可、5宗行政处罚。", [{"make", "permit"}, {"penalty"}]),
        (
            "办结申请3件（含上年结转2件），部分公开1件。",
            [{"part", "last", "carry"}, {"finish", "request"}, {"partial"}],
        ),
        ("予以公开、无法提供分别为3件、2件。", [{"granted"}, {"unavailable"}]),
        ("答复5件，分别为予以公开3件，无法提供2件。", [{"reply"}, {"granted"}, {"unavailable"}]),
        ("收到申请9件，分别为6件、3件。", [{"receive", "request"}, {"severally"}, set()]),
        ("畅通线上线下申请渠道，收到申请3件。", [{"receive", "request"}]),
        ("线上线下申请渠道，收到申请3件。", [{"channel", "receive", "request"}]),
        ("通过邮寄等方式收到申请3件。", [{"receive", "request"}]),
        ("通过邮寄收到申请3件。", [{"channel", "receive", "request"}]),
        ("未发生行政复议、行政诉讼。", [{"no", "happen", "reconsideration"}, {"no", "litigation"}]),
    ],
)
def test_each_number_has_the_words_around_it(text: str, expected: list[set[str]]) -> None:
    assert meanings(text) == expected


def test_a_clause_without_a_number_narrows_those_after_it() -> None:
    assert meanings("通过邮寄，收到申请3件。") == [{"channel", "receive", "request"}]
    assert meanings("较上年，收到申请3件。") == [{"receive", "request"}]


def test_the_last_day_of_a_year_without_the_year_is_that_of_the_report() -> None:
    expected = [{"receive", "request"}]
    for ending in ("12月31日", "12月底", "2023年12月末"):
        assert meanings(f"截至{ending}，收到申请3件。") == expected, ending
    for ending in ("12月31日", "12月底"):
        (own,) = meanings(f"截至2022年{ending}，收到申请3件。")
        assert "last" in own, ending


def test_items_share_the_act_of_those_before() -> None:
    _, second = read("作出3件行政许可、5宗行政处罚。")
    assert "make" in second.shared


def test_a_clause_speaks_of_what_the_one_before_named() -> None:
    _, second = read("收到申请3件，办结2件。")
    assert (second.subject.name, second.subject.understood) == ("request", True)
    _, second = read("收到毛坯申请3件，办结2件。")
    assert (second.subject.name, second.subject.understood) == ("request", False)
    _, second = read("收到毛坯3件，办结2件。")
    assert second.subject.foreign


@pytest.mark.parametrize("text", ["收到毛坯申请3件。", "收到申请3件（不含毛坯）。", "收到申请3件毛坯。"])
def test_an_unknown_word_leaves_it_not_understood(text: str) -> None:
    assert [one.understood for one in read(text)] == [False]

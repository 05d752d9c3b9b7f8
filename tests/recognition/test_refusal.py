"""A document without the official tables is declined with what it is instead."""

from __future__ import annotations

import pytest
from core_factory import document, grid, shipped_form
from msgspec.structs import replace

from validator.model.document import Document
from validator.model.errors import UnreadableInputError
from validator.packs.pack import load_pack
from validator.packs.refusals import NEUTRAL
from validator.recognition._refusal import declined
from validator.recognition.recognise import recognise

IDENTITY = load_pack().identity
FORMS = (shipped_form("2019"), shipped_form("2021"))
LABELS = "".join(one.title.zh for one in FORMS[1].table("requests").rows)


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (document(), "no table"),
        (document("总体情况"), "no table"),
        (document(grid([["姓名", "金额"], ["甲", "5"]])), "no table"),
        (
            document(grid([["指标名称", "计量单位", "本年度", "历年累计"], ["公文数", "条", "5", "9"]])),
            "before 2019",
        ),
        (document(LABELS), "their numbers were not found"),
        (document(LABELS + "1370920154"), "run together"),
        (document(LABELS, "137 9 0 2 5 1 154"), "run together"),
        (
            document("统计指标", "单位", "统计数", "主动公开规范性文件数", "条", "3", "收到申请数", "件", "0"),
            "before 2019",
        ),
        (replace(document(LABELS), recognised_pages=(1,)), "not which number stands in which cell"),
        (replace(document("总体情况"), recognised_pages=(1,)), "no table of an annual report"),
    ],
    ids=[
        "empty",
        "prose",
        "another table",
        "before 2019",
        "no numbers",
        "run together",
        "lone numbers",
        "coded form before 2019",
        "scan without lines",
        "another scan",
    ],
)
def test_document_without_a_report_is_declined_with_the_reason(one: Document, words: str) -> None:
    error = declined(one, FORMS, load_pack().refusals)
    assert words in error.reason.en
    assert error.path == "report.html"
    assert error.reason.zh
    assert error.hint.zh


def test_a_document_without_a_table_is_not_recognised() -> None:
    with pytest.raises(UnreadableInputError, match="no table of the rule pack"):
        recognise(document("总体情况"), FORMS, lambda _: (), IDENTITY)


def test_a_pack_without_words_of_its_own_declines_in_neutral_ones() -> None:
    old = document(grid([["指标名称", "计量单位", "本年度", "历年累计"]]))
    reasons = [
        declined(one, FORMS, NEUTRAL).reason.en
        for one in (
            old,
            document(LABELS),
            document(LABELS + "1370920154"),
            replace(document(LABELS), recognised_pages=(1,)),
        )
    ]
    assert [reason.split(":")[0] for reason in reasons] == [
        "no table of the rule pack was found",
        "the labels of the tables are there, but their numbers were not found",
        "the tables are there, but run together into plain text",
        "no table was found",
    ]

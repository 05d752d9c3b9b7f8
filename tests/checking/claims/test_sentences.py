from __future__ import annotations

import pytest

from validator.checking.claims.sentences import Sentence, compact, sentences, shown
from validator.model.document import Location, Paragraph


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收到 申请\n113 件，", "收到申请113件，"),
        ("１，２９５件", "1，295件"),
        ("1,295件,其中", "1,295件，其中"),
        ("113件,全部", "113件，全部"),
        ("（含９件）；占６．２％", "(含9件);占6.2%"),
        ("⼈⺠政府", "人民政府"),
    ],
)
def test_look_alikes_come_to_one_form(text: str, expected: str) -> None:
    assert compact(text) == expected


def test_sentences_keep_the_place_of_their_paragraph() -> None:
    there = Location(paragraph=7)
    found = list(sentences([Paragraph("收到3件。办结2件！", there), Paragraph("无", Location(paragraph=8))]))
    assert [(one.text, one.first) for one in found] == [("收到3件。", True), ("办结2件!", False), ("无", True)]
    assert [one.location for one in found] == [there, there, Location(paragraph=8)]


def test_a_clause_ends_at_commas() -> None:
    sentence = Sentence("收到3件，办结2件;结转1件。", Location(), first=True)
    start = sentence.text.index("办结")
    assert sentence.text[slice(*sentence.clause(start, start + 4))] == "办结2件"


def test_quotations_have_brackets_as_wide_as_their_text() -> None:
    assert shown("，收到3件(含1件);") == "收到3件（含1件）"

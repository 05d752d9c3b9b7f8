from __future__ import annotations

import re

import pytest
from core_factory import number_words
from support.checking import CHECKER
from support.labelled import labelled, report_of

from validator.checking.claims._context import Context
from validator.checking.claims.sentences import sentences
from validator.model.rules.wording import NumberWords
from validator.packs.language.masking import Masker
from validator.packs.pack import load_pack

FORM = load_pack().forms[-1]
BOOK = CHECKER.phrasebook(FORM)
MARK = re.compile("[，。;:!?]")


def test_no_wording_stands_in_a_sentence_that_is_passed_over() -> None:
    passed = meant = 0
    for some in labelled().values():
        for one in some:
            report = report_of(one)
            for sentence in sentences(report.prose):
                context = Context(report, CHECKER.phrasebook(report.form), sentence)
                found = [1 for segment in context.segments for _ in context.book.meant(segment)]
                assert context.hint.counts or not found, sentence.text
                passed, meant = passed + (not context.hint.counts), meant + bool(found)
    assert passed
    assert meant


def test_numbers_of_other_things_are_passed_over_and_those_of_the_tables_are_not() -> None:
    assert not BOOK.hints.of("更新栏目文字12处，培训人员30人次。", "甲县财政局", 2023).counts
    assert BOOK.hints.of("更新栏目文字12处，收到政府信息公开申请30件。", "甲县财政局", 2023).counts


def test_every_pattern_is_hinted_at_that_fits_a_sentence() -> None:
    fitting = 0
    for some in labelled().values():
        for one in some:
            for sentence in sentences(report_of(one).prose):
                hinted = BOOK.hints.of(sentence.text, "", 2023).fitting
                for topic in BOOK.topics:
                    if topic.claim.keywords and not any(word in sentence.text for word in topic.claim.keywords):
                        continue
                    patterns = [pattern for phrase in topic.phrases for pattern in phrase.patterns]
                    fit = [pattern for pattern in patterns if pattern.may_fit(sentence.text)]
                    told = [pattern for _, pattern in hinted.of.get(topic.rule.id, ())]
                    assert all(pattern in told for pattern in fit)
                    fitting += len(fit)
    assert fitting


@pytest.mark.parametrize(
    ("before", "crosses"),
    [("大?约", False), ("(?:共|约)(?!余)", False), ("约，", True), ("约[^一]", True), ("约.", True)],
)
def test_a_number_may_reach_over_a_mark_only_where_its_words_may(before: str, *, crosses: bool) -> None:
    assert Masker(NumberWords(units=number_words().units, before=(before,))).may_cross(MARK) is crosses

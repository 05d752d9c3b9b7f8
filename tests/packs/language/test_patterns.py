from __future__ import annotations

import pytest
from core_factory import number_words
from support.checking import CHECKER
from support.labelled import labelled

from validator.checking.claims.sentences import compact
from validator.model.errors import BrokenPatternError
from validator.packs.language.masking import masked
from validator.packs.language.patterns import Pattern
from validator.packs.pack import load_pack

PATTERNS = [
    pattern
    for form in load_pack().forms
    for topic in CHECKER.phrasebook(form).topics
    for phrase in topic.phrases
    for pattern in phrase.patterns
]
SENTENCES = [compact(one.text) for some in labelled().values() for one in some]


@pytest.mark.parametrize(
    ("written", "literals"),
    [
        ("国家秘密{some}{n}", ("国家秘密",)),
        ("信访、?举报、?投诉类(?!等){n}", ("信访", "举报", "投诉类")),
        ("(?:未经复议)?直接(?:提)?起诉讼?{0,3}{n}", ("直接", "起诉")),
        ("其[他它](?:方式)?处理(?:\\([^()]*\\))?{n}", ("其", "处理")),
        ("甲|乙", ()),
        ("甲*乙{2}丙{,3}", ("乙",)),
        ("{receive}{n}", ()),
        (r"甲\(乙", ("甲", "乙")),
        (r"甲\?乙[丙丁]戊", ("甲", "乙", "戊")),
        ("年(度(报)?告)?是", ("年", "是")),
        ("(甲(乙)?政府)?市", ("市",)),
        ("年\\d度", ("年", "度")),
        ("年[0-9]?度", ("年", "度")),
    ],
)
def test_what_must_stand_in_a_text_is_read_off_a_pattern(written: str, literals: tuple[str, ...]) -> None:
    assert Pattern((written,), {}).literals == literals


def test_what_is_known_of_one_pattern_says_nothing_of_several() -> None:
    assert Pattern(("(?:收费|缴费)通知书?",), {}).choices == (("收费", "缴费"), ("通知",))
    assert Pattern(("(?:收费|缴费)通知书?", "甲"), {}).choices == ()


def test_no_text_is_passed_over_that_a_pattern_fits() -> None:
    fitting = 0
    for sentence in SENTENCES:
        seen = masked(sentence, number_words()).text
        for pattern in PATTERNS:
            if pattern.search(seen if pattern.quotes else sentence):
                assert pattern.may_fit(sentence), (pattern.written, sentence)
                fitting += 1
    assert fitting > len(SENTENCES) / 2


def test_several_patterns_fit_where_one_does_and_none_nowhere() -> None:
    words = {"few": ".{0,2}"}
    assert Pattern(("甲{few}乙", "丙"), words).search("甲一乙")
    assert Pattern(("甲{few}乙", "丙"), words).search("丙")
    assert not Pattern((), words).search("丙")


def test_a_text_is_only_searched_if_one_of_several_patterns_may_fit() -> None:
    pattern = Pattern(("甲{few}乙", "丙["), {"few": ".{0,2}"})
    assert not pattern.may_fit("甲")
    assert pattern.search("甲") is None
    assert list(pattern.finditer("甲")) == []
    assert pattern.match("甲") is None
    assert pattern.fullmatch("甲") is None
    assert pattern.sub(lambda _: "", "甲") == "甲"
    with pytest.raises(BrokenPatternError):
        pattern.search("丙")


def test_a_broken_pattern_is_told_when_it_is_needed() -> None:
    pattern = Pattern(("甲(",), {})
    assert not pattern.may_fit("乙")
    with pytest.raises(BrokenPatternError, match="甲"):
        pattern.search("甲")

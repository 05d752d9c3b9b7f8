from __future__ import annotations

import pytest

from validator.packs.language.needed_words import needed_words


@pytest.mark.parametrize(
    ("written", "choices"),
    [
        ("国家秘密{some}{n}", ("国家秘密",)),
        ("信访、?举报类(?!等){n}", ("信访", "举报类")),
        ("直接(?:提)?起诉讼?{n}", ("直接", "起诉")),
        ("其[他它](?:方式)?处理(?:\\([^()]*\\))?{n}", ("其", "他它", "处理")),
        ("甲乙{2}丙{,3}丁{0,2}戊+己", ("甲乙", "戊", "己")),
        ("甲|乙丙", ("甲乙丙",)),
        ("甲|乙?", ()),
        (r"甲\(乙\d丙", ("甲(乙", "丙")),
        ("(甲(乙)?政府)?市", ("市",)),
        ("(?:(?:甲|乙)丙)", ("甲乙", "丙")),
        ("(?P<of>甲|乙)[^，]{0,3}(?:丙|丁)?(戊|己)", ("甲乙", "戊己")),
        ("(?:甲|乙){0,2}(?!戊|己)(?<=庚|辛)(?:壬|癸.)(?:子)", ("壬癸", "子")),
        ("(?:现(?:将|就)|特[编制])报告", ("现特", "报告")),
        (r"_{3,}[【\[][^甲][A-C]\w[甲乙]?[丙丁]{2}[零一]", ("_", "【[", "丙丁")),
        (r"[/.年]20[0-9]{2}零", ("/.年",)),
        ("(?i)甲", ()),
        ("(甲)?(?(1)乙|丙)", ()),
        ("甲(", ("甲",)),
        ("甲)乙", ("甲",)),
    ],
)
def test_one_word_of_each_choice_must_stand_in_a_text(written: str, choices: tuple[str, ...]) -> None:
    """Choices of single signs are told here as one text."""
    told = tuple("".join(words) if len(words) > 1 else words[0] for words in needed_words(written))
    assert told == choices


def test_of_alternatives_the_longest_words_tell() -> None:
    assert needed_words("甲[乙丙]丁戊|(?:己庚|辛壬癸)子") == (("丁戊", "己庚", "辛壬癸"),)


def test_nothing_is_known_of_what_is_nested_too_deeply() -> None:
    assert needed_words("(?:" * 5000 + "甲" + ")" * 5000) == ()

from __future__ import annotations

import re

import pytest
from core_factory import number_words

from validator.packs.language.masking import MASKED_NUMBER, MASKED_PERCENTAGE, alike, masked
from validator.packs.language.numerals import count_pattern, percentage_pattern, quoted

WORDS = number_words()


@pytest.mark.parametrize(
    "text",
    ["共收到申请1,295件，约占三成", "约三百件", "同比增长12.5%", "第3件", "收到12件，答复11件，占91.7%", "2023年", ""],
)
def test_a_masked_text_has_every_character_in_its_place(text: str) -> None:
    sentence = masked(text, WORDS)
    assert len(sentence.text) == len(text)
    spans = [number.span() for number in sentence.numbers.values()]
    hidden = {at for start, end in spans for at in range(start, end)}
    assert [char for at, char in enumerate(sentence.text) if at not in hidden] == [
        char for at, char in enumerate(text) if at not in hidden
    ]


@pytest.mark.parametrize(
    ("masks", "pattern", "text"),
    [
        (MASKED_NUMBER, count_pattern(WORDS), "共收到申请1,295件，答复约三百余件、十二件左右"),
        (MASKED_PERCENTAGE, percentage_pattern(WORDS), "12件，占4.34%，约5%左右"),
    ],
)
def test_every_number_is_known_by_its_mask(masks: str, pattern: str, text: str) -> None:
    sentence = masked(text, WORDS)
    by_mask = [sentence.number(match) for match in re.finditer(masks, sentence.text)]
    assert [one and one.span() for one in by_mask] == [one.span() for one in re.finditer(pattern, text)]
    assert [one and quoted(one) for one in by_mask] == [quoted(one) for one in re.finditer(pattern, text)]


def test_a_gap_without_digits_does_not_reach_over_a_number() -> None:
    gap = re.compile(f"收到[^0-9]*?{MASKED_NUMBER}$")
    assert gap.search(masked("收到申请5件", WORDS).text)
    assert not gap.search(masked("收到申请3件，答复5件", WORDS).text)


def test_characters_of_the_text_are_never_taken_for_numbers() -> None:
    stray = "收到0\U000f0000申请，占0\U00100005"
    sentence = masked(stray, WORDS)
    assert not sentence.numbers
    assert not re.search(MASKED_NUMBER, sentence.text)
    assert not re.search(MASKED_PERCENTAGE, sentence.text)


def test_a_match_without_a_number_quotes_none() -> None:
    sentence = masked("全部办结5件", WORDS)
    match = re.search("全部办结", sentence.text)
    assert match is not None
    assert sentence.number(match) is None


def test_masked_texts_with_other_numbers_of_as_many_digits_are_alike() -> None:
    several = masked("收到申请3件，答复5件，收到申请7件，占5%", WORDS).text
    clauses = alike(several).split("，")
    assert clauses[0] == clauses[2] == masked("收到申请9件", WORDS).text
    assert clauses[3] == masked("占9%", WORDS).text
    assert several.split("，")[0] != several.split("，")[2]

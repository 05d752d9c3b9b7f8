from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from validator.annotators._find_words import count, find

TEXTS = st.text("甲乙1２,，。 \n（(㈠", max_size=12)


@given(before=TEXTS, words=TEXTS, after=TEXTS)
def test_words_are_found_where_they_stand(before: str, words: str, after: str) -> None:
    text = before + words + after
    found = find(text, words)
    assert (found is None) == (count(words, words) == 0)
    if found is not None:
        assert count(words, text[slice(*found)]) == 1
        assert count(text[slice(*found)], words) == 1


def test_blanks_punctuation_and_widths_make_no_difference() -> None:
    assert find("共收到 1,295 件，办结１２件。", "收到1295件，办结12件") == (1, 17)


def test_the_place_meant_is_taken_as_far_as_there_is_one() -> None:
    assert [find("甲乙甲甲", "甲", before) for before in range(4)] == [(0, 1), (2, 3), (3, 4), (3, 4)]
    assert find("甲", "乙") is None
    assert find("甲", "。") is None

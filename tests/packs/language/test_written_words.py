"""Words with alternatives are found as if each had been spelled out, and need not be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.packs.language.written_words import WrittenWords, written_out

PLAIN = st.text("甲乙丙", max_size=2)
ALTERNATIVES = st.lists(PLAIN, min_size=1, max_size=3).map("|".join)
WORDS = st.lists(st.one_of(PLAIN, ALTERNATIVES.map("[{}]".format), ALTERNATIVES.map("({})".format)), max_size=4).map(
    "".join
)


@pytest.mark.parametrize(
    ("word", "all_of_it"),
    [
        ("申请", ("申请",)),
        ("[政府]信息", ("政府信息", "信息")),
        ("(受理|收到)[了]", ("受理了", "受理", "收到了", "收到")),
    ],
)
def test_a_word_of_the_lexicon_is_written_out(word: str, all_of_it: tuple[str, ...]) -> None:
    assert written_out(word) == all_of_it


@given(words=st.lists(WORDS, max_size=5), text=st.text("甲乙丙", min_size=1, max_size=8))
def test_a_word_means_what_the_first_that_is_spelled_so_means(words: list[str], text: str) -> None:
    spelled: dict[str, int] = {}
    for at, word in enumerate(words):
        for one in written_out(word):
            spelled.setdefault(one, at)
    found = WrittenWords((word, at) for at, word in enumerate(words))
    assert dict(found.spelled_out()) == spelled
    assert found.meaning(text) == spelled.get(text)


def test_no_word_is_spelled_out_to_be_found() -> None:
    words = WrittenWords([("[甲|乙|丙]" * 60 + "丁", "long")])
    assert words.meaning("甲乙丙" * 20 + "丁") == words.meaning("丁") == "long"
    assert words.meaning("甲" * 61 + "丁") is None

"""Names that may mean the same organ are those that looking at every pair finds, and work grows with their number."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz, process
from support.steps import calls

from validator.crosschecks import _like_names
from validator.crosschecks._like_names import like_names

ALIKE = 90
GROWTH = 2.6
"""The square would be 4; the tree of names gets a little deeper as well."""
SLACK = 2000


@pytest.mark.parametrize(
    ("name", "others", "found"),
    [
        ("甲县发改委", ["乙县发展改革委", "甲县发展改革委"], "甲县发展改革委"),
        ("甲县教育和体育局", ["甲县公安局", "甲县教育局"], "甲县教育局"),
        ("教育局", ["甲县教育局"], "甲县教育局"),
        ("甲县人力资源和社会保障局", ["甲县人力资源和社会保陣局"], "甲县人力资源和社会保陣局"),
        ("甲县教育局", ["乙县教育局", "甲县体育局", "甲县"], None),
        ("甲县教育局", ["甲县教育局"], None),
        ("甲县教育局", [], None),
    ],
)
def test_names_that_are_alike_are_doubtful(name: str, others: list[str], found: str | None) -> None:
    assert like_names([name], others).get(name) == found


def among_all(key: str, names: Sequence[str]) -> str | None:
    """What is found where every name is looked at."""
    choices = [other for other in dict.fromkeys(names) if other != key]
    for other in choices:
        short, long = sorted((key, other), key=len)
        rest = iter(long)
        if len(short) > 1 and short != long and short[-1] == long[-1] and all(one in rest for one in short):
            return other
    best = process.extractOne(key, choices, scorer=fuzz.ratio, score_cutoff=ALIKE)
    return None if best is None else best[0]


@given(st.data())
def test_a_like_name_is_found_as_among_all(data: st.DataObject) -> None:
    letters = st.text(
        data.draw(st.sampled_from(["甲乙", "甲乙丙丁市县局"])), max_size=data.draw(st.sampled_from([4, 22]))
    )
    keys = data.draw(st.lists(letters, max_size=9))
    names = data.draw(st.lists(letters, max_size=9))
    for key in keys:
        for _ in range(data.draw(st.integers(0, 3))):
            # Misprints, of which chance alone makes few.
            at = data.draw(st.integers(0, len(key)))
            names.append(key[:at] + data.draw(letters)[:1] + key[at + data.draw(st.integers(0, 1)) :])
    names = data.draw(st.permutations(names))
    wanted = {key: found for key in keys if (found := among_all(key, names)) is not None}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_like_names, "_FEW", data.draw(st.integers(0, 4)))
        # Below nothing, pairs are never compared; and what is left of names is held in blocks of a few.
        patch.setattr(_like_names, "_OVERHEAD", data.draw(st.sampled_from([2000, -(10**9)])))
        patch.setattr(_like_names, "_BLOCK", data.draw(st.sampled_from([1, 100, 2_000_000])))
        assert like_names(keys, names) == wanted


def numbered(count: int, letters: str, length: int, ending: str) -> list[str]:
    """Names that differ in a few letters of a few; the same ones every time."""
    random = Random(5)  # noqa: S311 - no secret
    drawn = ("".join(random.choice(letters) for _ in range(length)) for _ in range(count))
    return [f"甲市{one}{ending}" for one in drawn]


DIGITS = "东西南北中上"


@pytest.mark.parametrize(
    ("keys", "names"),
    [
        # Misprints of each other; shortened, and not; with nothing in common but letters.
        (
            partial(numbered, letters=DIGITS, length=7, ending="县"),
            partial(numbered, letters=DIGITS[::-1], length=7, ending="县"),
        ),
        (
            partial(numbered, letters=DIGITS, length=7, ending="县"),
            partial(numbered, letters=DIGITS[::-1], length=5, ending="县"),
        ),
        (
            partial(numbered, letters=DIGITS, length=5, ending="县"),
            partial(numbered, letters=DIGITS[::-1], length=7, ending="县"),
        ),
        (
            partial(numbered, letters=DIGITS, length=11, ending="局"),
            partial(numbered, letters=DIGITS[::-1], length=12, ending="县"),
        ),
    ],
)
def test_twice_the_like_names_are_twice_the_work(keys: partial[list[str]], names: partial[list[str]]) -> None:
    like_names(keys(500), names(500))  # what is loaded once
    one, two, four = (calls(partial(like_names, keys(size), names(size))) for size in (500, 1000, 2000))
    assert four - two <= GROWTH * (two - one) + SLACK, (one, two, four)

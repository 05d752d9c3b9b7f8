"""Which names are taken for the same organ, which are doubtful, and which are neither."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.model.timed_pattern import AnyPattern
from validator.packs.organ_names import NameRules, same_organs
from validator.packs.pack import load_pack

NAMES = load_pack().names


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("甲县人民政府", "甲县"),
        ("甲县人民政府办公室", "甲县"),
        ("乙市人民政府办公厅", "乙市"),
        ("甲县政府办", "甲县"),
        ("甲县（本级）", "甲县"),
        ("关于甲县2021年度", "甲县"),
        ("2023年甲县教育局", "甲县教育局"),
        ("《甲县教育局》", "甲县教育局"),
        ("甲 县 教 育 局", "甲县教育局"),
        ("丙街道办事处", "丙街道"),
        ("丁实验区党工委管委会", "丁实验区"),
        ("丁实验区管理委员会", "丁实验区"),
        ("甲县发展和改革委员会", "甲县发展改革委"),
    ],
)
def test_what_does_not_matter_is_left_out(name: str, same: str) -> None:
    assert NAMES.key(name) == NAMES.key(same) == same


def test_a_name_is_never_left_empty() -> None:
    assert NAMES.key("人民政府") == "人民政府"


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("县财政局", "甲县财政局", True),
        ("甲县财政局", "乙市甲县财政局", True),
        ("财政局", "甲县财政局（国资局）", True),
        ("甲县", "甲县人民政府办公室", True),
        ("育局", "甲县教育局", False),
        ("甲县", "甲县教育局", False),
        ("乙县财政局", "甲县财政局", False),
    ],
)
def test_a_name_agrees_with_the_same_below_its_superior_places(one: str, other: str, *, agree: bool) -> None:
    assert NAMES.agree(one, other) is NAMES.agree(other, one) is agree


def test_an_office_that_may_report_by_itself_has_a_key_of_its_own() -> None:
    assert NAMES.apart("甲县人民政府办公室") == NAMES.apart("甲县政府办") == "甲县政府办公室"
    assert NAMES.apart("甲县人民政府") == NAMES.apart("甲县") == "甲县"


def test_without_rules_only_marks_and_white_space_are_left_out() -> None:
    assert NameRules().key("“甲县” 人民政府（本级）") == "甲县人民政府本级"


def test_superior_places_may_be_left_out() -> None:
    assert same_organs({"甲区", "乙市甲区", "丙省乙市甲区"}, NAMES) == {
        "甲区": "丙省乙市甲区",
        "乙市甲区": "丙省乙市甲区",
        "丙省乙市甲区": "丙省乙市甲区",
    }


@pytest.mark.parametrize(
    "others",
    [
        {"朝阳区", "甲市朝阳区", "乙市朝阳区"},
        {"教育局", "甲县教育局"},
        {"市场监督管理局", "甲县市场监督管理局"},
        {"甲县", "甲县教育局"},
    ],
)
def test_names_that_may_be_several_organs_stay_apart(others: set[str]) -> None:
    assert same_organs(others, NAMES) == {name: name for name in others}


words = st.sampled_from(
    ["甲", "县", "人民政府", "办公室", "街道", "办事处", "2021年度", "关于", "（本级）", "局", "管理委员会", "园", " "]
)


@given(st.lists(words, max_size=6).map("".join))
def test_what_a_name_is_is_what_pattern_by_pattern_makes_of_it(name: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        asked = NAMES.keys(name)
        patch.setattr(AnyPattern, "may_be_in", lambda *_: True)
        assert NAMES.keys(name) == asked

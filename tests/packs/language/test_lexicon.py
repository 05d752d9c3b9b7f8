from __future__ import annotations

import pytest
from core_factory import number_words
from msgspec.structs import replace

from validator.model.rules.wording import Lexicon
from validator.packs.language.lexicon import Cutter, Role
from validator.packs.language.masking import Masker, alike

LEXICON = Lexicon(
    objects={"request": ("[政府]信息公开申请", "申请")},
    acts={"receive": ("收到", "受理")},
    narrow={"last": ("上年",)},
    joins=("、", "和"),
    fillers=("全年", "共", "的"),
    name_ends="局县",
    area=("全县",),
    area_of="政府$",
)


ACROSS = replace(LEXICON, objects={"request": ("没有信息，需制作的申请", "申请")})


def cut(text: str, organ: str = "甲县水务局", year: int | None = 2023) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.name or one.role.name) for one in Cutter(LEXICON).cut(text, organ, year)]


def test_the_longest_words_are_taken_and_the_rest_is_unknown() -> None:
    assert cut("全年共收到居民的政府信息公开申请。") == [
        ("全年", "FILLER"),
        ("共", "FILLER"),
        ("收到", "receive"),
        ("居民", "UNKNOWN"),
        ("的", "FILLER"),
        ("政府信息公开申请", "request"),
        ("。", "。"),
    ]


def test_a_year_is_told_by_its_distance_from_the_report() -> None:
    years = cut("2023年2022年2024年2019年")
    assert [name for _, name in years] == ["THIS_YEAR", "last", "next", "other_time"]


@pytest.mark.parametrize("name", ["甲县水务局", "水务局", "县水务局"])
def test_names_of_the_organ_are_known_whole_and_shortened(name: str) -> None:
    assert cut(f"{name}收到") == [(name, "FILLER"), ("收到", "receive")]


def test_another_organ_is_not_known() -> None:
    assert cut("县教育局收到")[-2:] == [("县教育局", "UNKNOWN"), ("收到", "receive")]


def test_the_whole_area_is_that_of_its_government_only() -> None:
    assert cut("全县收到", organ="甲县人民政府")[0] == ("全县", "FILLER")
    assert "UNKNOWN" in [name for _, name in cut("全县收到")]


def test_every_character_is_in_one_token() -> None:
    text = "收到(上年)未知的申请，共；全年"
    tokens = Cutter(LEXICON).cut(text, "甲县", None)
    assert "".join(text[one.start : one.end] for one in tokens) == text
    assert [one.start for one in tokens[1:]] == [one.end for one in tokens[:-1]]
    assert Role.UNKNOWN in {one.role for one in tokens}


@pytest.mark.parametrize(
    "text", ["收到没有信息，需制作的申请。", "收到《甲；乙、丙》的申请，共", "收到甲，乙局的申请，共"]
)
def test_a_mark_inside_of_a_word_parts_nothing(text: str) -> None:
    tokens = Cutter(ACROSS).cut(text, "甲，乙局", 2023)
    assert Role.UNKNOWN not in {one.role for one in tokens}
    assert "".join(text[one.start : one.end] for one in tokens) == text


def test_a_clause_means_the_same_behind_others_but_for_the_number_of_a_paragraph() -> None:
    clause = "1.收到申请"
    assert cut(f"{clause}，{clause}") == [*cut(clause), ("，", "，"), *cut(f";{clause}")[1:]]
    assert cut(clause) != cut(f";{clause}")[1:]


def test_what_is_remembered_of_a_clause_holds_for_its_organ_and_year() -> None:
    cutter, clause = Cutter(LEXICON), "甲县水务局2023年收到全县申请"
    for organ, year in (("甲县水务局", 2023), ("甲县水务局", 2024), ("乙县水务局", 2023), ("乙县政府", 2023)):
        assert cutter.cut(clause, organ, year) == Cutter(LEXICON).cut(clause, organ, year)


@pytest.mark.parametrize(
    "text", ["3收到5件申请，第1条12项", "2023年12月31日前收到申请，占100%", "1季度收到，共3约5件申请"]
)
def test_figures_that_are_made_zeros_change_no_word(text: str) -> None:
    cutter, masker = Cutter(replace(LEXICON, fillers=("1季度", "日前", "全年", "共"))), Masker(number_words())
    sentence = masker.masked(text).text
    for organ in ("甲县水务局", "甲县31局"):
        clauses = cutter.clauses.of(alike(sentence), organ, 2023, plain=True)
        apart = [(one.role, one.name) for clause in clauses for one in cutter.words_in(clause)]
        assert [(one.role, one.name) for one in cutter.cut(sentence, organ, 2023)] == apart


def test_words_with_more_alternatives_than_can_be_spelled_out_hold_nothing_up() -> None:
    many = Cutter(replace(LEXICON, fillers=(f"头{'[甲|乙|丙]' * 60}，1尾", "全年", "共", "的")))
    text = "全年收到头甲乙，1尾的申请，共；全年"
    tokens = many.cut(text, "甲县水务局", 2023)
    assert [text[one.start : one.end] for one in tokens if one.role is Role.FILLER][1:2] == ["头甲乙，1尾"]

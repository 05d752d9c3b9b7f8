"""What rules with `text:` notice, on reports made of a few paragraphs."""

from __future__ import annotations

import pytest
from core_factory import HEADINGS, shipped_form
from msgspec.structs import replace

from validator.checking.passages.observe import TextRules
from validator.model.document import Location, Paragraph
from validator.model.observations.kinds import Observation, ObservationKind
from validator.model.observations.text_facts import PassageFound, PassageLacking, PassagesDiffer, SectionBare
from validator.model.report import MISSING, Report
from validator.model.rules.rule import Fact, Rule, Severity
from validator.model.rules.text_rule import TextRule
from validator.model.text import Text
from validator.packs.pack import load_pack

FORM = shipped_form("2021")
FACTS = (Fact("organ.is_county", ("县$",), ("市$",)),)
PACK = load_pack()


def report(*texts: str, organ: str = "甲县", year: int | None = 2023) -> Report:
    """A report with this text, a paragraph each."""
    prose = tuple(Paragraph(text, Location(paragraph=at)) for at, text in enumerate(texts, 1))
    return Report("a.html", "html", organ, year, FORM, (MISSING,) * len(FORM.cells), prose=prose)


def rule(text: TextRule, when: str | None = None) -> Rule:
    return Rule(
        "some-rule", Text("题", "title"), Severity.NOTE, "某号文", Text("因为。", "Because."), text=text, when=when
    )


def noticed(one: Rule, told: Report, *before: Observation) -> list[Observation]:
    rules = TextRules.of([one], {"town": "[一-龥]镇"}, FACTS, FORM)
    return [observation for _, observation in rules.observe(told, frozenset({one.id}), before)]


FIVE, SIX = HEADINGS[4], HEADINGS[5]


def test_words_are_found_where_they_stand_and_quoted_with_their_clause() -> None:
    found = rule(TextRule("finds", finds=("待补充",)))
    (only,) = noticed(found, report("标题", FIVE, "甲局很好，公开 待补充 条；再说。", SIX, "无。"))
    assert only.facts == PassageFound("公开待补充条")
    assert only.location == Location(paragraph=3)


def test_places_words_of_the_pack_and_sentences_passed_over() -> None:
    found = rule(TextRule("finds", places=("六",), finds=("{town}报告",), unless=("引自",)))
    told = report(FIVE, "乙镇报告。", SIX, "引自乙镇报告。丙镇报告。丙镇报告。")
    assert [one.facts for one in noticed(found, told)] == [PassageFound("丙镇报告")]
    before = rule(TextRule("finds", places=("head",), finds=("{town}报告",)))
    assert [one.facts for one in noticed(before, report("丁镇报告", FIVE, "乙镇报告。"))] == [PassageFound("丁镇报告")]


def test_the_years_of_a_pattern_are_those_of_the_report() -> None:
    last = rule(TextRule("finds", finds=("{last_year}年",), first_year=2021))
    told = report(SIX, "2020年、2021年、2022年、2023年都好。")
    assert [one.facts for one in noticed(last, replace(told, year=2022))] == [
        PassageFound("2020年、2021年、2022年、2023年都好")
    ]
    assert not noticed(last, replace(told, year=2024, prose=(Paragraph("2022年好。"),)))
    assert not noticed(last, replace(told, year=2020))
    assert not noticed(last, replace(told, year=None))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("有问题，将改进。", None),
        ("将改进。", PassageLacking(("问题",))),
        ("一切都好。", PassageLacking(("问题", "改进"))),
        ("略。", None),
    ],
)
def test_what_lacks_is_named(text: str, expected: PassageLacking | None) -> None:
    lacks = rule(TextRule("lacks", places=("五",), lacks={"问题": "问题|不足", "改进": "改进"}, unless=("^略",)))
    assert [one.facts for one in noticed(lacks, report(FIVE, text))] == ([expected] if expected else [])


def test_nothing_lacks_where_no_section_was_recognised_or_the_file_ends_early() -> None:
    lacks = rule(TextRule("lacks", lacks={"问题": "问题"}))
    assert not noticed(lacks, report("没有标题的一段话。"))
    assert noticed(lacks, report(FIVE, "都好。"))
    from validator.model.observations.facts import EndCutOff

    end = Observation(ObservationKind.REPORT_INCOMPLETE, facts=EndCutOff((), ("六",)))
    assert not noticed(lacks, report(FIVE, "都好。"), end)
    assert not noticed(lacks, report(FIVE, "都好。"), Observation(ObservationKind.REPORT_BLANK))


def test_a_section_that_says_nothing() -> None:
    bare = rule(TextRule("says_only", places=("五",), says_only=("无。?", "略")))
    assert [one.facts for one in noticed(bare, report(FIVE, SIX, "无。"))] == [SectionBare("五", "")]
    assert not noticed(bare, report(HEADINGS[0], FIVE, SIX))
    (only,) = noticed(bare, report(FIVE, "无。", SIX, "无。"))
    assert (only.facts, only.location) == (SectionBare("五", "无"), Location(paragraph=1))
    assert not noticed(bare, report(FIVE, "无此类问题，将改进。"))
    # A table of contents has the heading as well.
    assert not noticed(bare, report(FIVE, SIX, FIVE, "有问题。", SIX))


def test_what_is_said_twice_must_be_the_same_however_it_is_written() -> None:
    same = rule(TextRule("same", same=("培训(?P<value>[0-9,一二三四五]+)次",)))
    assert not noticed(same, report(FIVE, "全年培训3次。", SIX, "培训三次。"))
    (only,) = noticed(same, report(FIVE, "全年培训3次。", SIX, "共培训4次。培训5次。"))
    assert (only.facts, only.location) == (PassagesDiffer("全年培训3次", "共培训4次"), Location(paragraph=4))


def test_a_rule_applies_where_its_guard_holds_for_certain() -> None:
    guarded = rule(TextRule("finds", finds=("好",)), "organ.is_county = 1")
    assert noticed(guarded, report(FIVE, "都好。", organ="甲县"))
    assert not noticed(guarded, report(FIVE, "都好。", organ="乙市"))
    assert not noticed(guarded, report(FIVE, "都好。", organ="丙局"))
    cells = rule(TextRule("finds", finds=("好",)), "requests.new.total >= 1")
    assert not noticed(cells, report(FIVE, "都好。"))


@pytest.mark.parametrize(
    ("number", "found"), [("11010519491231002X", True), ("110105194912310021", False), ("110105194913310020", False)]
)
def test_an_identity_number_is_told_by_its_last_character_and_not_shown(number: str, *, found: bool) -> None:
    told = [one.facts for one in noticed(PACK.rule("text-identity-number"), report(FIVE, f"申请人（{number}）来函。"))]
    assert told == ([PassageFound(f"申请人（110{'*' * 15}）来函")] if found else [])


@pytest.mark.parametrize(
    "text",
    [
        "制度有待补充完善。",
        "公开信息300条，编号XXGK-2023。",
        "网址www.xx.gov.cn/xxgk。",
        "免费发放至各部门、各县（区）及乡镇（街道）。",
        "请各单位高度重视。",
    ],
)
def test_what_only_looks_like_a_placeholder(text: str) -> None:
    assert not noticed(PACK.rule("text-placeholder"), report(FIVE, text))


@pytest.mark.parametrize(
    "text",
    [
        "公开信息XX条。",
        "20××年，某局很好。",
        "（待补充）。",
        "请各单位根据实际修改。",
        "【单位名称】编制。",
        "公开___条。",
    ],
)
def test_placeholders(text: str) -> None:
    assert noticed(PACK.rule("text-placeholder"), report(FIVE, text))


def test_different_things_may_have_different_numbers() -> None:
    twice = rule(TextRule("same", same=(r"(?P<of>[甲乙]号)发布(?P<value>\d+)条",)))
    assert noticed(twice, report("标题", FIVE, "甲号发布3条，乙号发布4条。", SIX, "甲号发布3条。")) == []
    told = noticed(
        twice, report("标题", FIVE, "甲号发布3条，乙号发布4条。", SIX, "甲号发布5条，甲号发布6条，乙号发布7条。")
    )
    assert [one.facts for one in told] == [
        PassagesDiffer("甲号发布3条", "甲号发布5条"),
        PassagesDiffer("乙号发布4条", "乙号发布7条"),
    ]


def test_only_what_is_highlighted_counts_where_a_rule_says_so() -> None:
    found = rule(TextRule("finds", finds=(r"\([^()]+\)",), highlighted=True))
    told = report("标题", FIVE, "公开（单位名称）信息（见附件）。")
    assert noticed(found, told) == []
    (only,) = noticed(found, replace(told, highlighted=("单位名称",)))
    assert only.facts == PassageFound("公开（单位名称）信息（见附件）")

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from renderers.factory import FORM, OLD_FORM, PACK, rule
from rich.cells import cell_len

from validator.model.rules.rule import Example, Severity
from validator.renderers import RenderOptions
from validator.renderers.rules import explanation
from validator.renderers.rules.explanation import render_rule
from validator.renderers.rules.formula import in_words, worked
from validator.renderers.words.glossary import glossary_of

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

ZH = glossary_of(FORM, PACK, "zh")


@pytest.mark.parametrize("name", [one.id for one in PACK.rules])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_rules_as_they_are_explained(snapshot: SnapshotAssertion, name: str, language: str) -> None:
    text = render_rule(PACK.rule(name), PACK, RenderOptions(language, width=90))
    assert text == snapshot
    assert max(map(cell_len, text.splitlines())) <= 90


@pytest.mark.parametrize(
    ("table", "each", "text", "words"),
    [
        ("requests", "column", "handled <= 2 * new - 3", "（七）总计 ≤ 2 × 一、本年新收政府信息公开申请数量 - 3"),
        ("requests", "column", "sum(denied, unavailable.*) = 0", "（三）各项之和 + （四）各项之和 = 0"),
        ("requests", "row", "-(total - business) >= 0", "-总计 + 商业企业 ≥ 0"),
        ("documents", "row", "issued <= 0.5 * in_force", "本年制发件数 ≤ 0.5 × 现行有效件数"),
        ("fees", None, "fees.amount <= 10", "“行政事业性收费”行“本年收费金额”列 ≤ 10"),
        (
            "fees",
            None,
            "requests.denied.total <= fees.amount",
            "“（三）各项之和”行“总计”列 ≤ “行政事业性收费”行“本年收费金额”列",
        ),
        (None, None, "requests.new.total >= 1", "“一、本年新收政府信息公开申请数量”行“总计”列 ≥ 1"),
        ("documents", "row", "issued >= 1 and organ.may = 0", "本年制发件数 ≥ 1，并且 organ.may = 0"),
    ],
)
def test_relations_are_said_in_the_words_of_the_form(
    table: str | None, each: str | None, text: str, words: str
) -> None:
    assert in_words(text, rule("x", "标题", "title", table=table, each=each), ZH) == words


@pytest.mark.parametrize(
    ("text", "cells", "said", "violated"),
    [
        (
            "handled = granted + sum(denied.*)",
            {"handled": "9", "granted": "4", "denied.state_secret": "5"},
            "（七）总计 = 9，4 + 5 = 9；两边相等",
            False,
        ),
        (
            "handled = granted",
            {"handled": "9", "granted": None},
            "（七）总计 = 9，（一）予以公开 = 空白；左边比右边多 9",
            True,
        ),
        ("granted <= handled", {"handled": "9", "granted": "4"}, "（一）予以公开 = 4，（七）总计 = 9；符合要求", False),
        ("granted >= 5", {"granted": "4"}, "（一）予以公开 = 4；应当不小于 5", True),
    ],
)
def test_examples_are_worked_in_numbers(text: str, cells: dict[str, str | None], said: str, *, violated: bool) -> None:
    outcome = worked(text, Example(cells), rule("x", "标题", "title", table="requests", each="column"), ZH)
    assert (outcome.text, outcome.violated) == (said, violated)


def test_money_in_an_example_is_taken_in_the_unit_of_its_column() -> None:
    of = rule("x", "标题", "title", table="fees", each="row")
    assert worked("amount <= 1", Example({"amount": "20000元"}), of, ZH).text == "本年收费金额 = 2；应当不大于 1"


def test_of_several_relations_the_violated_example_shows_the_violated_one() -> None:
    both = rule(
        "both",
        "标题",
        "title",
        check=("issued <= in_force", "repealed <= in_force"),
        table="documents",
        each="row",
        violated=Example({"issued": "9", "repealed": "0", "in_force": "3"}),
        when="in_force >= 1",
        only=("normative",),
        forms=(OLD_FORM.id,),
        fallback_for="other-rule",
    )
    text = render_rule(both, PACK, RenderOptions())
    assert "不成立的例子  本年制发件数 = 9，现行有效件数 = 3；左边应当不大于右边，实际多出 6\n" in text
    assert "本年废止件数 = 0" not in text
    assert "前提          现行有效件数 ≥ 1\n" in text
    assert "每一行，限于：行政规范性文件\n" in text
    assert "表式          政府信息公开工作年度报告（2019年试行格式）\n" in text
    assert "仅在 other-rule 无法判定时使用\n" in text


def test_the_cells_of_an_observed_example_are_listed() -> None:
    observed = rule(
        "not-a-number",
        "填的不是数字",
        "not a number",
        Severity.ERROR,
        observe="not-a-number",
        violated=Example({"requests.new.total": "约十件", "fees.fees.amount": None, "without": "x"}),
    )
    text = render_rule(observed, PACK, RenderOptions())
    assert "“一、本年新收政府信息公开申请数量”行“总计”列：约十件\n" in text
    assert "“行政事业性收费”行“本年收费金额”列：空白\n" in text
    assert "without" not in text


def test_colours_are_there_only_if_asked_for() -> None:
    assert "\x1b[1m" in render_rule(PACK.rules[0], PACK, RenderOptions(colour=True))
    assert "\x1b" not in render_rule(PACK.rules[0], PACK, RenderOptions())


@pytest.mark.parametrize(
    ("check", "when", "reason"),
    [
        ("handled >= 1", "granted > 0 or partial > 0", "an or in its condition"),
        ("handled >= 1 or new = 0", None, "more than a sum"),
        ("fees.amount < 10.5", None, "numbers with decimals"),
        ("handled < new", "granted > 0 and partial > 0", ""),
    ],
)
def test_a_relation_that_locates_nothing_says_why(check: str, when: str | None, reason: str) -> None:
    table, each = ("fees", None) if "fees" in check else ("requests", "column")
    one = rule("own", "不符", "does not fit", check=(check,), table=table, each=each, when=when)
    text = " ".join(render_rule(one, PACK, RenderOptions("en", width=200)).split())
    assert (reason in text) if reason else ("locates nothing" not in text)


def test_rules_that_are_not_parsed_for_it_locate_something(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = [render_rule(one, PACK, RenderOptions("en")) for one in PACK.rules]
    monkeypatch.setattr(explanation, "_MAY_LOCATE_NOTHING", re.compile(""))
    assert [render_rule(one, PACK, RenderOptions("en")) for one in PACK.rules] == quick

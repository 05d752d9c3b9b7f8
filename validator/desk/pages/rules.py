"""The pages of the rules: what they say, where they come from, an example of either outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.desk.pages._parts import back, foot, page_head, query, top
from validator.desk.settings import DeskSettings
from validator.messages import say
from validator.renderers.html.elements import element, elements, page
from validator.renderers.rules.explanation import explained

if TYPE_CHECKING:
    from validator.model.rules.rule import Rule
    from validator.packs.pack import Pack


def rules_page(settings: DeskSettings, pack: Pack, language: str, kept: str = "") -> str:
    """All rules by their titles; `kept`: the round that the page of the desk comes back to."""
    rows = [
        element(
            "li",
            {},
            element("a", {"href": rule.id + query(language, kept)}, rule.title[language]),
            " ",
            element("code", {}, rule.id),
        )
        for rule in pack.rules
    ]
    body = element(
        "body",
        {"class": "rules"},
        top(settings, language, "../", "desk-rules", kept),
        element(
            "main",
            {},
            back("../", language, kept),
            element("p", {}, say("desk-rules-said", language, count=len(rows))),
            element("ul", {"class": "rules"}, *rows),
        ),
        foot(language),
    )
    return page(language, page_head("../", say("desk-rules", language)), body)


def rule_page(settings: DeskSettings, rule: Rule, pack: Pack, language: str, kept: str = "") -> str:
    """One rule: what it says, its basis and reason, an example of either outcome."""
    parts = [
        part
        for label, texts in explained(rule, pack, language)
        for part in (element("dt", {}, label), *elements("dd", {}, texts))
    ]
    body = element(
        "body",
        {"class": "rule"},
        top(settings, language, "../", "desk-rules", kept),
        element(
            "main",
            {},
            back("../", language, kept),
            element("h2", {}, rule.title[language]),
            element("p", {}, element("code", {}, rule.id)),
            element("dl", {}, *parts),
        ),
        foot(language),
    )
    return page(language, page_head("../", rule.title[language]), body)

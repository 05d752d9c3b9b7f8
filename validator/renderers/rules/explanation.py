"""One rule explained: what it says, where it comes from, and an example of either outcome."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.cells import cell_len

from validator.messages import OBSERVATIONS, say
from validator.model.form import PREVIOUS, UNITS, Form, ReportBlock
from validator.model.rules.condition import Compared
from validator.model.rules.linear import Linear
from validator.model.rules.rule import Example, Rule
from validator.model.rules.text_rule import HEAD, TextRule
from validator.model.rules.wording import ClaimRule
from validator.renderers.layout.lines import Line, Span, block, coloured, left, plain
from validator.renderers.rules.formula import in_words, sum_in_words, worked
from validator.renderers.words.glossary import Glossary, glossary_of

if TYPE_CHECKING:
    from validator.packs.pack import Pack
    from validator.renderers import RenderOptions

_INDENT = 4
_GAP = 2
_MAY_LOCATE_NOTHING = re.compile(r"\b(?:or|min|max|abs|count)\b|[*/!]|[<>](?!=)")
"""What no comparison of plain sums has; of those no parser need be loaded."""
_TOLD = ("organ", "year", "published", "signed", "head", "twice")
"""What an example says of the report as a whole."""


def render_rule(rule: Rule, pack: Pack, options: RenderOptions) -> str:
    """The page of one rule."""
    lines = list(_page(rule, pack, options.language, options.width))
    return coloured(lines) if options.colour else plain(lines)


def _form_of(rule: Rule, pack: Pack) -> Form:
    """The newest form that the rule is for."""
    fitting = [form for form in pack.forms if not rule.forms or form.id in rule.forms]
    with_table = [form for form in fitting if rule.table in {None, *(table.name for table in form.tables)}]
    return (with_table or fitting or list(pack.forms))[-1]


def explained(rule: Rule, pack: Pack, language: str) -> list[tuple[str, list[str]]]:
    """What there is to say about a rule beside its title: labels, and the lines that stand behind each."""
    glossary = glossary_of(_form_of(rule, pack), pack, language)
    relations = [in_words(check, rule, glossary) for check in rule.check] or [_observed(rule, language)]
    if rule.text:
        relations = [_looked_for(rule.text, language)]
    elif rule.claim:
        relations = _spoken_of(rule, rule.claim, glossary)
    parts: list[tuple[str, list[str]]] = [
        ("rule-severity", [say(f"severity-meaning-{rule.severity}", language)]),
        ("rule-scope", [_scope(rule, glossary)]),
        ("rule-forms", [_forms(rule, pack, language)] if rule.check else []),
        ("rule-relation", relations),
        ("rule-formula", list(rule.check)),
        ("rule-when", [in_words(rule.when, rule, glossary)] if rule.when else []),
        ("rule-fallback", [say("scope-fallback", language, rule=rule.fallback_for)] if rule.fallback_for else []),
        ("rule-judged", _judged(rule, pack, language)),
        ("rule-basis", [rule.basis]),
        ("rule-why", [rule.why[language]]),
        ("rule-next", [_next(rule, language)]),
        ("rule-holds", _worked(rule, rule.holds, glossary, violated=False)),
        ("rule-violated", _worked(rule, rule.violated, glossary, violated=True)),
    ]
    return [(say(label, language), [" ".join(text.split()) for text in texts]) for label, texts in parts if any(texts)]


def _judged(rule: Rule, pack: Pack, language: str) -> list[str]:
    """Why a relation locates nothing; empty for one that is a row of the matrix."""
    if not any(map(_MAY_LOCATE_NOTHING.search, (*rule.check, rule.when or ""))):
        return []
    from validator.packs.language.expansion import expand

    form = _form_of(rule, pack)
    blocks = [ReportBlock(name, form) for name in (PREVIOUS, f"{UNITS}.1")]
    reasons = []
    for one in expand(rule, form, pack.facts, blocks):
        match one.condition:
            case None if one.guard is None:
                continue
            case None:
                reasons.append("guard")
            case Compared(Linear(), "<" | ">", Linear()):
                reasons.append("strict")
            case _:
                reasons.append("shape")
    return [say(f"judged-{reason}", language) for reason in dict.fromkeys(reasons)]


def _page(rule: Rule, pack: Pack, language: str, width: int) -> Iterator[Line]:
    yield from block([Span(rule.id, "bold"), Span(": ")], rule.title[language], width, indent=_INDENT)
    shown = explained(rule, pack, language)
    indent = max(cell_len(label) for label, _ in shown) + _GAP
    yield ()
    for label, texts in shown:
        heads = (Span(left(label, indent), "bold"), *[Span(" " * indent)] * len(texts))
        for head, text in zip(heads, texts, strict=False):
            yield from block([head], text, width)


def _scope(rule: Rule, glossary: Glossary) -> str:
    language = glossary.language
    if rule.table is None:
        return say("scope-cell" if rule.each == "cell" else "scope-report", language)
    table = glossary.table(rule.table)
    if rule.each is None:
        return table
    scope = say(f"scope-{rule.each}", language, table=table)
    if not rule.only:
        return scope
    named = glossary.row_named if rule.each == "row" else glossary.column_named
    names = glossary.listed([named(rule.table, name) for name in rule.only])
    return say("scope-only", language, scope=scope, names=names)


def _forms(rule: Rule, pack: Pack, language: str) -> str:
    if not rule.forms:
        return say("scope-all-forms", language)
    titles = {form.id: form.title[language] for form in pack.forms}
    return say("list-comma", language).join(titles.get(form, form) for form in rule.forms)


def _spoken_of(rule: Rule, claim: ClaimRule, glossary: Glossary) -> list[str]:
    """What the numbers of the text are held against, one line a wording, its accepted readings in one."""
    language = glossary.language
    readings = [
        say("or", language).join(sum_in_words(text, rule, glossary) for text in wording.against)
        for wording in claim.wordings
        if wording.against
    ]
    said = [say("claim-relation", language, readings=text) for text in dict.fromkeys(readings)]
    return said or [say("claim-relation-text", language)]


def _looked_for(text: TextRule, language: str) -> str:
    """What a rule asks of the text, and in which places of which reports."""
    comma = say("list-comma", language)
    named = [
        say("text-head", language) if one == HEAD else say("text-section", language, number=one) for one in text.places
    ]
    places = comma.join(named) or say("text-anywhere", language)
    said = say(f"text-{text.condition}", language, places=places, names=comma.join(text.lacks))
    first, last = text.first_year, text.last_year
    if first is None and last is None:
        return said
    key = "years" if first is not None and last is not None else "until" if first is None else "from"
    return say(f"text-{key}", language, relation=said, first=first, last=last)


def _observed(rule: Rule, language: str) -> str:
    return say("observed", language) if rule.observe else ""


def _next(rule: Rule, language: str) -> str:
    return OBSERVATIONS[rule.observe].next_step[language] if rule.observe else ""


def _worked(rule: Rule, example: Example | None, glossary: Glossary, *, violated: bool) -> list[str]:
    """An example: of relations the numbers (of the violated one only that), of an observation what the cells hold."""
    if example is None:
        return []
    language = glossary.language
    if rule.check:
        outcomes = [worked(check, example, rule, glossary, violated=violated) for check in rule.check]
        return [outcome.text for outcome in outcomes if outcome.violated or not violated]
    text = example.cells.get("text")
    said = [say("claim-says", language, text=text)] if text else []
    said += [
        say(f"example-{name}", language, text=text) for name in _TOLD if (text := example.cells.get(name)) is not None
    ]
    said += [
        say("example-section", language, number=section.number, text=text)
        for section in glossary.form.sections
        if (text := example.cells.get(f"section.{section.number}"))
    ]
    cells = {cell: text for cell, text in example.cells.items() if cell in glossary.form.index}
    return said + [
        glossary.cell(cell) + say("colon", language) + (say("reading-blank", language) if text is None else text)
        for cell, text in cells.items()
    ]

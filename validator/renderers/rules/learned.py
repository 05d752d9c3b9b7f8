"""Learned rules as YAML of a pack, with what speaks for and against each in comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import yaml

from validator.learning.learned import LearnedRule, Support
from validator.learning.samples import Samples
from validator.messages import LANGUAGES, say
from validator.renderers.layout.lines import clean
from validator.renderers.words.figures import figure

_FEW = 100
"""Reports below which it is said that there are few."""


def render_learned(rules: Sequence[LearnedRule], samples: Samples, language: str, form: str = "") -> str:
    """A file for the folder `rules` of a pack. `form`: id of the edition that the rules are for; empty for all."""
    reports = len(samples.sources)
    head = [say("learned-head", language, reports=reports, rules=len(rules))]
    if reports < _FEW:
        head.append(say("learned-few", language, reports=reports))
    if form:
        head.append(say("learned-form", language, form=form, reports=reports))
    head += [say("learned-name", language, name=name, title=clean(title)) for name, title in samples.titles.items()]
    if not rules:
        head.append(say("learned-none", language))
    lines = [f"# {line}\n" for line in head]
    for rule in rules:
        lines += ["\n", *(f"# {line}\n" for line in _remarks(rule, language))]
        lines.append(yaml.safe_dump([_entry(rule, reports, form)], allow_unicode=True, sort_keys=False, width=118))
    return "".join(lines) if rules else "".join(lines) + "[]\n"


def _remarks(rule: LearnedRule, language: str) -> Iterator[str]:
    support = rule.support
    numbers = {"held": support.held, "rows": support.rows, "reports": support.reports, "share": _percent(support)}
    yield say("learned-support", language, **numbers)
    if support.excused:
        yield say("learned-excused", language, excused=support.excused)
    if support.weak:
        yield say("learned-weak", language)
    for one in rule.against:
        said = say("list-comma", language).join(
            f"{name} = {figure(value)}" for name, value in one.numbers.items() if value
        )
        yield say("learned-against", language, source=clean(one.source), place=one.place, numbers=said)


def _percent(support: Support) -> str:
    share = support.share * 100
    return f"{(Decimal(share.numerator) / Decimal(share.denominator)).quantize(Decimal('0.1'))}"


def _entry(rule: LearnedRule, reports: int, form: str) -> Mapping[str, object]:
    support = rule.support
    said = {"check": rule.check, "when": rule.when or ""}
    numbers = {"reports": reports, "rows": support.rows, "held": support.held, "share": _percent(support)}
    examples: dict[str, object] = {"holds": _numbers(rule.holds), "violated": [_numbers(one) for one in rule.violated]}
    if rule.passed_over is not None:
        examples["not_applicable"] = _numbers(rule.passed_over)
    entry: dict[str, object] = {
        "id": rule.id,
        "title": {one: say(f"learned-title-{rule.kind}", one, **said) for one in LANGUAGES},
        "table": rule.table,
        "each": rule.each,
        "check": rule.check,
        "when": rule.when,
        "forms": [form] if form and rule.table else None,
        "severity": str(rule.severity),
        "basis": say("learned-basis", LANGUAGES[0], reports=reports),
        "why": {one: say("learned-why", one, **numbers) for one in LANGUAGES},
        "examples": examples,
    }
    return {key: value for key, value in entry.items() if value is not None}


def _numbers(numbers: Mapping[str, Fraction]) -> dict[str, object]:
    """Those that are not 0, and all where none is."""
    some = {name: value for name, value in numbers.items() if value} or numbers
    return {name: int(value) if value.denominator == 1 else figure(value) for name, value in some.items()}

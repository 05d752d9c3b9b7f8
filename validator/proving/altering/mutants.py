"""Rules altered in one place each, as a slip of who writes them would: what no example notices, no example proves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec.structs import replace

from validator.model.rules.rule import APPLIES, Rule
from validator.packs.language.syntax import parse_check
from validator.proving.altering._expressions import MutantKind, altered_conditions
from validator.proving.altering._mutant import Mutant
from validator.proving.altering._of_words import of_claim, of_text

__all__ = ["Mutant", "MutantKind", "mutants"]


def mutants(rule: Rule) -> Iterator[Mutant]:
    """All that one slip can make of a rule: of its relations, its condition, its settings, its limits, its words."""
    if rule.check or rule.limits or rule.claim or rule.text:
        yield Mutant(rule, MutantKind.DROPPED, None, "")
    yield from _of_check(rule)
    if rule.claim:
        yield from of_claim(rule, rule.claim)
    if rule.text:
        yield from of_text(rule, rule.text)
    yield from _of_guard(rule)
    yield from _of_settings(rule)
    for name, number in rule.limits.items():
        for other in (number * 2, number // 2):
            altered = replace(rule, limits={**rule.limits, name: other})
            yield Mutant(rule, MutantKind.LIMIT, altered, f"{name}: {other}")


def _of_check(rule: Rule) -> Iterator[Mutant]:
    for part, text in enumerate(rule.check):
        if len(rule.check) > 1:
            others = (*rule.check[:part], *rule.check[part + 1 :])
            yield Mutant(rule, MutantKind.PART, replace(rule, check=others), text)
        for kind, condition in altered_conditions(parse_check(text)):
            written = str(condition)
            check = (*rule.check[:part], written, *rule.check[part + 1 :])
            yield Mutant(rule, kind, replace(rule, check=check), written)


def _of_guard(rule: Rule) -> Iterator[Mutant]:
    if not rule.when or not rule.check:
        return
    yield Mutant(rule, MutantKind.GUARD, replace(rule, when=None), "when: -")
    for _, altered in altered_conditions(parse_check(rule.when)):
        yield Mutant(rule, MutantKind.GUARD, replace(rule, when=str(altered)), f"when: {altered}")


def _of_settings(rule: Rule) -> Iterator[Mutant]:
    if not rule.check:
        return
    without: Mapping[str, Rule] = {
        "only": replace(rule, only=()) if rule.only else rule,
        "fallback_for": replace(rule, fallback_for=None) if rule.fallback_for else rule,
        "blank": replace(rule, blank=None, blanks={}) if rule.blank or rule.blanks else rule,
        "applies": replace(rule, applies=APPLIES[0]),
        "blank_total": replace(rule, blank_total=None) if rule.blank_total else rule,
        "unreadable": replace(rule, unreadable="unknown"),
        "tolerance": replace(rule, tolerance=Decimal(0)),
        "exact": replace(rule, exact=False),
    }
    for key, altered in without.items():
        if altered != rule:
            yield Mutant(rule, MutantKind.SETTING, altered, f"{key}: -")

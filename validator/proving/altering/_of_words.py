"""Rules of the text altered in one place each: a wording or a word not known, other cells, a pattern, a setting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from msgspec.structs import replace

from validator.model.rules.rule import Rule
from validator.model.rules.text_rule import TextRule
from validator.model.rules.wording import ClaimRule, Wording
from validator.proving.altering._expressions import MutantKind
from validator.proving.altering._mutant import Mutant

_One = TypeVar("_One")


def of_claim(rule: Rule, claim: ClaimRule) -> Iterator[Mutant]:
    """Each wording not known, each of its patterns and meanings, and held against the cells of another wording."""
    for at, wording in enumerate(claim.wordings):
        said = " ".join(wording.tokens) or next(iter((*wording.patterns, *wording.against)), str(at + 1))
        for kind, change, others in _wordings(claim, at, wording):
            altered = replace(rule, claim=replace(claim, wordings=others))
            yield Mutant(rule, kind, altered, f"{said}: {change}")


def _wordings(claim: ClaimRule, at: int, wording: Wording) -> Iterator[tuple[MutantKind, str, tuple[Wording, ...]]]:
    every = claim.wordings
    before, after = every[:at], every[at + 1 :]
    yield MutantKind.PATTERN, "-", (*before, *after)
    for pattern, fewer in _shorter(wording.patterns):
        yield MutantKind.PATTERN, f"- {pattern}", (*before, replace(wording, patterns=fewer), *after)
    for token, left in _shorter(wording.tokens):
        yield MutantKind.PATTERN, f"- {token}", (*before, replace(wording, tokens=left), *after)
    own = frozenset(wording.against)
    other = next((one for one in (*after, *before) if one.against and own.isdisjoint(one.against)), None)
    if wording.against and other is not None:
        yield MutantKind.OBJECT, ", ".join(other.against), (*before, replace(wording, against=other.against), *after)


def of_text(rule: Rule, text: TextRule) -> Iterator[Mutant]:
    """Each pattern not looked for, each exception, and each bound of place and time not there."""
    for pattern, fewer in _shorter(text.finds):
        yield Mutant(rule, MutantKind.PATTERN, replace(rule, text=replace(text, finds=fewer)), f"- {pattern}")
    for pattern, fewer in _shorter(text.says_only):
        yield Mutant(rule, MutantKind.PATTERN, replace(rule, text=replace(text, says_only=fewer)), f"- {pattern}")
    for pattern, fewer in _shorter(text.same):
        yield Mutant(rule, MutantKind.PATTERN, replace(rule, text=replace(text, same=fewer)), f"- {pattern}")
    for name in text.lacks if len(text.lacks) > 1 else ():
        left = {key: pattern for key, pattern in text.lacks.items() if key != name}
        yield Mutant(rule, MutantKind.PATTERN, replace(rule, text=replace(text, lacks=left)), f"- {name}")
    for pattern in text.unless:
        rest = tuple(one for one in text.unless if one != pattern)
        yield Mutant(rule, MutantKind.GUARD, replace(rule, text=replace(text, unless=rest)), f"unless: - {pattern}")
    without: Mapping[str, TextRule] = {
        "in": replace(text, places=()),
        "first_year": replace(text, first_year=None),
        "last_year": replace(text, last_year=None),
        "proof": replace(text, proof=None),
        "highlighted": replace(text, highlighted=False),
    }
    for key, changed in without.items():
        if changed != text:
            yield Mutant(rule, MutantKind.SETTING, replace(rule, text=changed), f"{key}: -")


def _shorter(members: tuple[_One, ...]) -> Iterator[tuple[_One, tuple[_One, ...]]]:
    """Each of several, and the others."""
    for at, one in enumerate(members) if len(members) > 1 else ():
        yield one, (*members[:at], *members[at + 1 :])

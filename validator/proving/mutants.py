"""Rules altered in one place each, as a slip of who writes them would: what no example notices, no example proves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from validator.model.form import Form
from validator.model.rule import Rule
from validator.packs.language.syntax import (
    Added,
    Comparison,
    Constant,
    Name,
    Negated,
    Scaled,
    Side,
    Total,
    parse_check,
    parse_guard,
)
from validator.packs.pack import Pack
from validator.proving._feasible import Line, feasible
from validator.proving._lines import Instance, Space
from validator.proving.proof import Relatum

_MIRRORED = {"=": ("<=", ">="), "<=": (">=", "="), ">=": ("<=", "="), "<": (">", "="), ">": ("<", "=")}
"""Comparator -> what it may be mistaken for."""


class MutantKind(StrEnum):
    """What was altered."""

    DROPPED = "dropped"
    """The rule is not there."""
    PART = "part"
    """One of its relations is not there."""
    COMPARATOR = "comparator"
    TERM = "term"
    """A term was lost."""
    SIGN = "sign"
    COEFFICIENT = "coefficient"
    CONSTANT = "constant"
    GUARD = "guard"
    """Its condition is another one, or none."""
    SETTING = "setting"
    """It is for other places or editions, or counts blanks in another way."""
    LIMIT = "limit"
    """A number from which on something is observed."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule altered in one place."""

    origin: Rule
    kind: MutantKind
    rule: Rule | None
    """What became of it; None if it is not there."""
    change: str
    """What was altered, as it is written now."""


def mutants(rule: Rule) -> Iterator[Mutant]:
    """All that one slip can make of a rule with relations, or with limits."""
    if rule.check or rule.limits:
        yield Mutant(rule, MutantKind.DROPPED, None, "")
    yield from _of_check(rule)
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
        for kind, comparison in _comparisons(parse_check(text)):
            written = str(comparison)
            check = (*rule.check[:part], written, *rule.check[part + 1 :])
            yield Mutant(rule, kind, replace(rule, check=check), written)


def _of_guard(rule: Rule) -> Iterator[Mutant]:
    if not rule.when or not rule.check:
        return
    comparisons = parse_guard(rule.when)
    yield Mutant(rule, MutantKind.GUARD, replace(rule, when=None), "when: -")
    for at, comparison in enumerate(comparisons):
        for _, altered in _comparisons(comparison):
            written = " and ".join(map(str, (*comparisons[:at], altered, *comparisons[at + 1 :])))
            yield Mutant(rule, MutantKind.GUARD, replace(rule, when=written), f"when: {written}")


def _of_settings(rule: Rule) -> Iterator[Mutant]:
    if not rule.check:
        return
    without: Mapping[str, Rule] = {
        "only": replace(rule, only=()) if rule.only else rule,
        "fallback_for": replace(rule, fallback_for=None) if rule.fallback_for else rule,
        "blank": replace(rule, blank=None) if rule.blank else rule,
        "blank_total": replace(rule, blank_total=None) if rule.blank_total else rule,
        "unreadable": replace(rule, unreadable="unknown"),
        "tolerance": replace(rule, tolerance=Decimal(0)),
        "exact": replace(rule, exact=False),
    }
    for key, altered in without.items():
        if altered != rule:
            yield Mutant(rule, MutantKind.SETTING, altered, f"{key}: -")


def _comparisons(one: Comparison) -> Iterator[tuple[MutantKind, Comparison]]:
    for comparator in _MIRRORED.get(one.comparator, ()):
        yield MutantKind.COMPARATOR, replace(one, comparator=comparator)
    for kind, left in _sides(one.left):
        yield kind, replace(one, left=left)
    for kind, right in _sides(one.right):
        yield kind, replace(one, right=right)


_Altered: TypeAlias = Iterator[tuple[MutantKind, Side]]


def _sides(side: Side) -> _Altered:
    """All that one slip makes of a sum; parts of the language that are no sums stay as they are."""
    match side:
        case Constant(value):
            for number in (value * 10, value / 10) if value else (Decimal(1),):
                yield MutantKind.CONSTANT, Constant(number.normalize() + 0)
        case Name():
            yield MutantKind.TERM, Constant(Decimal(0))
            yield MutantKind.COEFFICIENT, Scaled(Decimal(2), side)
        case Total(members):
            for at in range(len(members)) if len(members) > 1 else ():
                yield MutantKind.TERM, Total((*members[:at], *members[at + 1 :]))
            yield MutantKind.COEFFICIENT, Scaled(Decimal(2), side)
        case Scaled(coefficient, inner):
            for number in (coefficient * 10, coefficient / 10):
                yield MutantKind.COEFFICIENT, Scaled(number.normalize() + 0, inner)
        case Negated(inner):
            yield MutantKind.SIGN, inner
        case Added(parts):
            yield from _added(parts)


def _added(parts: tuple[Side, ...]) -> _Altered:
    def put(at: int, *new: Side) -> Side:
        left = (*parts[:at], *new, *parts[at + 1 :])
        return left[0] if len(left) == 1 else Added(left)

    for at, part in enumerate(parts):
        yield MutantKind.TERM, put(at)
        inner = part.inner if isinstance(part, Negated) else None
        yield MutantKind.SIGN, put(at, inner if inner is not None else Negated(part))
        for kind, altered in _sides(inner if inner is not None else part):
            if kind is not MutantKind.TERM or isinstance(part, Total):
                yield kind, put(at, Negated(altered) if inner is not None else altered)


@dataclass(frozen=True, slots=True)
class Difference:
    """Numbers that an altered rule judges in another way than the rule did."""

    form: Form
    relatum: Relatum
    """The relation at the place where it is so."""
    example: Mapping[str, Fraction]
    """Cell -> number; those that are not named are 0."""


class Differences:
    """Tells altered rules that say the same as before from those that do not, for reports without blanks."""

    def __init__(self, pack: Pack) -> None:
        """`pack`: the pack of the rules."""
        self._pack = pack
        self._before: dict[tuple[str, str], Space] = {}

    def equivalent(self, mutant: Mutant) -> bool:
        """True if it is proved that no numbers of 0 or more are judged in another way, on any form."""
        if mutant.rule is None or not mutant.rule.check or mutant.kind in {MutantKind.SETTING, MutantKind.PART}:
            return False
        return self.difference(mutant) is None

    def difference(self, mutant: Mutant) -> Difference | None:
        """Numbers that are judged in another way; None if there are none, or if the rule has no relations."""
        if mutant.rule is None or not mutant.rule.check:
            return None
        for form in reversed(self._pack.forms):
            found = self._on(form, mutant.origin, mutant.rule)
            if found is not None:
                return found
        return None

    def _on(self, form: Form, before: Rule, after: Rule) -> Difference | None:
        key = (form.id, before.id)
        if key not in self._before:
            self._before[key] = self._space(form, before)
        old, new = self._before[key], self._space(form, after)
        left = {one.constraint.each: [] for one in old.instances} | {one.constraint.each: [] for one in new.instances}
        sides: tuple[dict[object, list[Instance]], ...] = ({**left}, {**left})
        for side, space in zip(sides, (old, new), strict=True):
            for one in space.instances:
                side[one.constraint.each] = [*side[one.constraint.each], one]
        for each in left:
            point = _apart(sides[0][each], sides[1][each], old)
            if point is not None:
                one = (sides[0][each] or sides[1][each])[0]
                return Difference(form, one.relatum, old.amounts(point))
        return None

    def _space(self, form: Form, rule: Rule) -> Space:
        return Space.of(replace(self._pack, rules=(rule,)), form)


def _apart(before: Sequence[Instance], after: Sequence[Instance], space: Space) -> Mapping[int, int] | None:
    """Numbers that break one of some relations and none of the others."""
    if [(one.line, one.guards) for one in before] == [(one.line, one.guards) for one in after]:
        return None
    for some, others in ((before, after), (after, before)):
        for one in some:
            for broken in one.line.broken():
                point = _outside((*one.guards, broken), others, space)
                if point is not None:
                    return point
    return None


def _outside(given: tuple[Line, ...], others: Sequence[Instance], space: Space) -> Mapping[int, int] | None:
    """Numbers on some lines that break none of these relations: each holds, or one of its conditions does not."""
    if not others:
        outcome = feasible(given, space.limits)
        return None if outcome.core else outcome.point or {}
    first, rest = others[0], others[1:]
    for kept in (first.line, *(part for guard in first.guards for part in guard.broken())):
        point = _outside((*given, kept), rest, space)
        if point is not None:
            return point
    return None

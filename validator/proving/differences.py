"""Numbers that an altered rule judges in another way than the rule did, or the proof that there are none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from validator.model.form import Form
from validator.model.rules.rule import Rule
from validator.packs.pack import Pack
from validator.proving._lines import Choice, Space
from validator.proving.altering.mutants import Mutant, MutantKind
from validator.proving.exact.feasible import feasible
from validator.proving.exact.pieces import Lines
from validator.proving.proof import Relatum


class Difference(Struct, frozen=True):
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
        unproved = any(
            self._space(form, rule).unproved for form in self._pack.forms for rule in (mutant.origin, mutant.rule)
        )
        return not unproved and self.difference(mutant) is None

    def difference(self, mutant: Mutant) -> Difference | None:
        """Numbers that are judged in another way; None if there are none, or if the rule has no relations."""
        if mutant.rule is None or not mutant.rule.check:
            return None
        for form in reversed(self._pack.forms):
            found = self._on(form, mutant.origin, mutant.rule)
            if found is not None:
                return found
        return None

    def _on(self, form: Form, origin: Rule, altered: Rule) -> Difference | None:
        key = (form.id, origin.id)
        if key not in self._before:
            self._before[key] = self._space(form, origin)
        old, new = self._before[key], self._space(form, altered)
        sides = (_by_place(old), _by_place(new))
        for each in dict.fromkeys((*sides[0], *sides[1])):
            before, after = (side.get(each, []) for side in sides)
            point = _apart(before, after, old)
            if point is not None:
                return Difference(form, (*before, *after)[0].relatum, old.amounts(point))
        return None

    def _space(self, form: Form, rule: Rule) -> Space:
        return Space.of(replace(self._pack, rules=(rule,)), form)


def _by_place(space: Space) -> dict[tuple[tuple[str, str], ...], list[Choice]]:
    """The relations at each row or column."""
    found: dict[tuple[tuple[str, str], ...], list[Choice]] = {}
    for one in (*map(Choice.of, space.instances), *space.choices):
        found.setdefault(one.constraint.each, []).append(one)
    return found


def _apart(before: Sequence[Choice], after: Sequence[Choice], space: Space) -> Mapping[int, int] | None:
    """Numbers that break one of some relations and none of the others."""
    if [(one.broken, one.under) for one in before] == [(one.broken, one.under) for one in after]:
        return None
    for some, others in ((before, after), (after, before)):
        for one in some:
            for lines in ((*met, *broken) for met in one.under for broken in one.broken):
                point = _outside(lines, others, space)
                if point is not None:
                    return point
    return None


def _outside(given: Lines, others: Sequence[Choice], space: Space) -> Mapping[int, int] | None:
    """Numbers on some lines that break none of these relations: each holds, or its condition does not."""
    outcome = feasible(given, space.limits)
    if not others or outcome.core:
        return None if outcome.core else outcome.point or {}
    first, rest = others[0], others[1:]
    for kept in (*first.accepted, *first.outside):
        point = _outside((*given, *kept), rest, space)
        if point is not None:
            return point
    return None

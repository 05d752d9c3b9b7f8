"""Altered rules held against the examples of their rule: what none of them notices is not shown by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from msgspec.structs import replace

from validator.checking.checker import Checker
from validator.engine.authoring.pack_examples import failing
from validator.model.rules.rule import Rule
from validator.packs.pack import Pack
from validator.proving.altering.mutants import Mutant, mutants
from validator.proving.differences import Differences
from validator.proving.scores import Fate, RuleScore


@dataclass(frozen=True)
class ExampleJudge:
    """Tells whether the examples of a rule notice that it was altered."""

    pack: Pack
    today: date
    """The day on which the reports of the examples are checked."""
    _needed: dict[str, tuple[Rule, ...]] = field(default_factory=dict, compare=False, repr=False)
    """Id of a rule -> the rules that its examples are tried with."""

    def notices(self, mutant: Mutant) -> bool:
        """True if an example of the rule comes out in another way than is written."""
        origin = mutant.origin
        if mutant.rule is None:
            # Nothing is ever violated without the rule.
            return origin.violated is not None
        rules = tuple(mutant.rule if one.id == origin.id else one for one in self._together(origin))
        checker = Checker(replace(self.pack, rules=rules))
        try:
            return any(True for _ in failing(checker, mutant.rule, self.today))
        except LookupError:
            # The example names a cell that the altered rule is not for, or has no relation left.
            return True

    def _together(self, origin: Rule) -> tuple[Rule, ...]:
        """A rule with those it names, or all of its kind where its examples do not come out as written with these."""
        if origin.id not in self._needed:
            others = {origin.fallback_for, *(origin.claim.of if origin.claim else ())}
            few = (origin, *(one for one in self.pack.rules if one.id in others))
            alone = not any(True for _ in failing(Checker(replace(self.pack, rules=few)), origin, self.today))
            every = tuple(one for one in self.pack.rules if one.claim) if origin.claim else few
            self._needed[origin.id] = few if alone else every
        return self._needed[origin.id]


def rule_scores(pack: Pack, today: date) -> Iterator[RuleScore]:
    """Alter every rule of a pack in every way, and see what its examples notice."""
    judge, differences = ExampleJudge(pack, today), Differences(pack)
    for mutant in _all(pack.rules):
        if judge.notices(mutant):
            fate = Fate.NOTICED
        else:
            fate = Fate.EQUIVALENT if differences.equivalent(mutant) else Fate.UNNOTICED
        yield RuleScore(mutant.origin, mutant.kind, mutant.change, fate)


def _all(rules: Iterable[Rule]) -> Iterator[Mutant]:
    return (mutant for rule in rules for mutant in mutants(rule))

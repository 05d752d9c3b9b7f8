"""All that can be said of a pack before it is used: what its relations prove, and what comes of its examples."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from validator.checking.checker import Checker
from validator.engine.authoring.pack_examples import failing
from validator.engine.authoring.rule_mutation import ExampleJudge
from validator.model.rules.constraint import RelationKey
from validator.model.rules.rule import Rule
from validator.packs.language.syntax import parse_check
from validator.packs.language.tree import comparisons_in
from validator.packs.pack import Pack
from validator.proving.altering.mutants import Mutant, MutantKind, mutants
from validator.proving.differences import Differences
from validator.proving.proof import Proof, ProofKind, Relatum
from validator.proving.prove import merged, prove


def proofs_of(pack: Pack, today: date) -> tuple[Proof, ...]:
    """What is proved of a pack, faults first. `today`: the day on which the reports of the examples are checked."""
    return merged((*prove(pack), *_wrong_examples(pack, today), *_one_sided(pack, today)))


def _wrong_examples(pack: Pack, today: date) -> Iterator[Proof]:
    checker = Checker(pack)
    for rule in pack.rules:
        for failure in failing(checker, rule, today):
            detail = f"{failure.which}: {failure.message.en.rpartition(' ')[2]}"
            yield Proof(ProofKind.WRONG_EXAMPLE, pack.forms[-1], (_relatum(rule),), detail=detail)


def _one_sided(pack: Pack, today: date) -> Iterator[Proof]:
    """Equations one side of which, and lists one relation of which, no example violates."""
    judge, differences = ExampleJudge(pack, today), Differences(pack)
    for rule in pack.rules:
        for mutant in mutants(rule):
            if _is_weaker(mutant) and not judge.notices(mutant):
                found = differences.difference(mutant)
                if found is not None:
                    relata = (found.relatum,)
                    yield Proof(ProofKind.ONE_SIDED, found.form, relata, example=found.example, detail=mutant.change)


def _is_weaker(mutant: Mutant) -> bool:
    """Whether it is an equation that has become a bound, or a list of relations that has lost one."""
    if mutant.kind is MutantKind.PART:
        return True
    if mutant.kind is not MutantKind.COMPARATOR or mutant.rule is None:
        return False
    pairs = [
        (before, after) for before, after in zip(mutant.origin.check, mutant.rule.check, strict=True) if before != after
    ]
    return any(_equations(before) > _equations(after) for before, after in pairs)


def _equations(text: str) -> int:
    return sum(one.comparator == "=" for one in comparisons_in(parse_check(text)))


def _relatum(rule: Rule) -> Relatum:
    return Relatum(rule, RelationKey(rule.id, rule.table), rule.check[0] if rule.check else "")

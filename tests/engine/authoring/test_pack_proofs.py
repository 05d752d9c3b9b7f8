"""Packs that are broken in one way each: every one is refused or warned of, with the rule and the reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from msgspec.structs import replace
from support.effort import seconds
from support.smallpacks import examples, rule, write_pack

from validator.engine.authoring.pack_proofs import proofs_of
from validator.model.rules.rule import Rule
from validator.packs.pack import load_pack
from validator.proving.proof import Proof, ProofKind, ProofLevel
from validator.proving.prove import prove

TODAY = date(2031, 1, 1)

LISTED = rule(
    "listed-sum",
    "listed = opened + closed",
    examples=examples(
        {"opened": 3, "closed": 1, "listed": 4},
        [{"opened": 3, "closed": 1, "listed": 5}, {"opened": 3, "closed": 1, "listed": 3}],
    ),
)
TOTAL = rule(
    "row-total",
    "total = fruit + fish",
    each="row",
    examples=examples(
        {"fruit": 3, "fish": 1, "total": 4}, [{"fruit": 3, "fish": 1, "total": 5}, {"fruit": 3, "fish": 1, "total": 3}]
    ),
)


class Broken(NamedTuple):
    rules: list[dict[str, object]]
    kind: ProofKind
    concerned: set[str]
    """The rules that are named."""


def bound(name: str, check: str, **keys: object) -> dict[str, object]:
    """A rule over single cells of table one."""
    return rule(name, check, each=None, **keys)


SAID = ProofKind
BROKEN = {
    "two bounds that leave no number": Broken(
        [bound("many", "listed.total >= 5"), bound("few", "listed.total <= 3")],
        SAID.CONTRADICTION,
        {"many", "few"},
    ),
    "an equation and the same with one more": Broken(
        [LISTED, rule("one-more", "listed = opened + closed + 1")],
        SAID.CONTRADICTION,
        {"listed-sum", "one-more"},
    ),
    "three rules in a circle": Broken(
        [
            rule("a-b", "opened <= closed"),
            rule("b-c", "closed <= listed - 1"),
            rule("c-a", "listed <= opened"),
        ],
        SAID.CONTRADICTION,
        {"a-b", "b-c", "c-a"},
    ),
    "a contradiction of whole numbers only": Broken(
        [bound("odd", "2 * opened.total = 2 * closed.total + 1")], SAID.CONTRADICTION, {"odd"}
    ),
    "two equations no whole number satisfies": Broken(
        [bound("seven", "opened.total + closed.total = 7"), bound("two", "opened.total - closed.total = 2")],
        SAID.CONTRADICTION,
        {"seven", "two"},
    ),
    "a number below zero": Broken([bound("below", "opened.total + 1 <= 0")], SAID.CONTRADICTION, {"below"}),
    "rules that clash over rows and columns": Broken(
        [LISTED, TOTAL, bound("cross", "listed.total >= opened.total + closed.fruit + closed.fish + 1")],
        SAID.CONTRADICTION,
        {"cross"},
    ),
    "a demand that cannot be met under its condition": Broken(
        [bound("guarded", "opened.total <= 5", when="opened.total >= 10")], SAID.CONTRADICTION, {"guarded"}
    ),
    "two demands under conditions that can be met together": Broken(
        [
            bound("first", "opened.fish <= 2", when="closed.fish >= 1"),
            bound("second", "opened.fish >= 3", when="listed.fish >= 1"),
        ],
        SAID.CONTRADICTION,
        {"first", "second"},
    ),
    "last year's report contradicts this year's": Broken(
        [
            rule("carry", "opened = previous.listed", severity="warning"),
            rule("carry-more", "opened >= previous.listed + 1", severity="warning"),
        ],
        SAID.CONTRADICTION,
        {"carry", "carry-more"},
    ),
    "a sum that forgets a part leaves it 0": Broken(
        [LISTED, rule("listed-opened", "listed = opened")], SAID.FORCED, {"listed-sum", "listed-opened"}
    ),
    "a part counted twice leaves it 0": Broken(
        [LISTED, rule("listed-twice", "listed = opened + 2 * closed")], SAID.FORCED, {"listed-sum", "listed-twice"}
    ),
    "the same on both sides": Broken([rule("same", "opened + closed = closed + opened")], SAID.TAUTOLOGY, {"same"}),
    "at most itself": Broken([rule("itself", "opened <= opened + 3")], SAID.TAUTOLOGY, {"itself"}),
    "a condition below zero": Broken([rule("dead", "opened = 0", when="closed < 0")], SAID.DEAD_GUARD, {"dead"}),
    "a condition with an empty range": Broken(
        [rule("range", "opened = 0", when="closed >= 5 and closed <= 3")], SAID.DEAD_GUARD, {"range"}
    ),
    "a condition that another rule rules out": Broken(
        [LISTED, rule("larger", "closed = 0", when="opened > listed")], SAID.DEAD_GUARD, {"larger", "listed-sum"}
    ),
    "a condition that always holds": Broken(
        [rule("always", "opened <= listed", when="closed >= 0")], SAID.IDLE_GUARD, {"always"}
    ),
    "a bound that counts cannot pass": Broken([rule("above", "opened + closed >= 0")], SAID.IDLE_BOUND, {"above"}),
    "a bound that its condition implies": Broken(
        [rule("implied", "opened >= 5", when="opened >= 10")], SAID.IDLE_BOUND, {"implied"}
    ),
    "a rule that stands there twice": Broken(
        [LISTED, rule("listed-again", "opened = listed - closed")], SAID.DUPLICATE, {"listed-sum", "listed-again"}
    ),
    "the same bound in other words": Broken(
        [rule("at-most", "opened <= listed"), rule("at-least", "2 * listed >= 2 * opened")],
        SAID.DUPLICATE,
        {"at-most", "at-least"},
    ),
    "an example that holds and should not": Broken(
        [
            rule(
                "listed-sum",
                "listed = opened + closed",
                examples=examples({"opened": 3, "listed": 3}, {"opened": 3, "listed": 3}),
            )
        ],
        SAID.WRONG_EXAMPLE,
        {"listed-sum"},
    ),
    "an example that is violated and should hold": Broken(
        [
            rule(
                "at-most", "opened <= listed", examples=examples({"opened": 3, "listed": 2}, {"opened": 3, "listed": 2})
            )
        ],
        SAID.WRONG_EXAMPLE,
        {"at-most"},
    ),
    "an example that the rule does not pass over": Broken(
        [
            rule(
                "at-most",
                "opened <= listed",
                when="closed >= 1",
                examples=examples(
                    {"opened": 2, "listed": 2, "closed": 1},
                    {"opened": 3, "listed": 2, "closed": 1},
                    not_applicable={"opened": 3, "listed": 2, "closed": 2},
                ),
            )
        ],
        SAID.WRONG_EXAMPLE,
        {"at-most"},
    ),
    "an equation with an example of one side only": Broken(
        [
            rule(
                "listed-sum",
                "listed = opened + closed",
                examples=examples({"opened": 3, "listed": 3}, {"opened": 3, "listed": 4}),
            )
        ],
        SAID.ONE_SIDED,
        {"listed-sum"},
    ),
    "two relations, one of which no example violates": Broken(
        [
            rule(
                "within",
                ["opened <= listed", "closed <= listed"],
                examples=examples({"opened": 3, "listed": 3}, {"opened": 4, "listed": 3}),
            )
        ],
        SAID.ONE_SIDED,
        {"within"},
    ),
    "a bound that follows from an equation": Broken(
        [LISTED, rule("at-most", "opened <= listed")], SAID.IMPLIED, {"at-most", "listed-sum"}
    ),
    "cells that no rule names": Broken([LISTED], SAID.UNSEEN, set()),
}


def proofs(folder: Path, rules: list[dict[str, object]]) -> tuple[Proof, ...]:
    return proofs_of(load_pack(write_pack(folder, rules)), TODAY)


def concerned(proof: Proof) -> set[str]:
    return {one.rule.id for one in proof.rules}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_what_is_wrong_with_a_pack_is_proved(broken: Broken, tmp_path: Path) -> None:
    found = proofs(tmp_path, broken.rules)
    assert [one for one in found if one.kind is broken.kind and broken.concerned <= concerned(one)], found
    # What is proved of it is not said of others as well.
    strong = {one.kind for one in found if one.level is ProofLevel.FAULT} - {ProofKind.WRONG_EXAMPLE}
    assert strong <= {broken.kind}


def test_a_pack_without_a_fault_has_none(tmp_path: Path) -> None:
    found = proofs(tmp_path, [LISTED, TOTAL])
    assert {one.kind for one in found} == {ProofKind.IMPLIED, ProofKind.UNSEEN}


def test_the_shipped_pack_has_neither_faults_nor_warnings() -> None:
    assert {one.level for one in proofs_of(load_pack(), TODAY)} == {ProofLevel.INFORMATION}


def test_a_set_that_clashes_is_a_smallest_one(tmp_path: Path) -> None:
    sound = [rule(f"free-{at}", f"opened <= listed + {at}") for at in range(1, 4)]
    (found, *_) = proofs(tmp_path, [*sound, rule("many", "opened >= 9"), rule("few", "opened <= 8")])
    assert found.kind is ProofKind.CONTRADICTION
    assert concerned(found) == {"many", "few"}
    # The one written last is the one it is said of, and the counter-example satisfies all others.
    assert found.rules[0].rule.id == "few"
    assert {name.partition(".")[2]: int(value) for name, value in found.example.items()} == {"opened.fruit": 9}


def test_two_contradictions_are_told_apart(tmp_path: Path) -> None:
    rules = [
        bound("many", "opened.fruit >= 5"),
        bound("few", "opened.fruit <= 3"),
        bound("much", "closed.fish >= 5"),
        bound("little", "closed.fish <= 3"),
    ]
    found = [one for one in proofs(tmp_path, rules) if one.kind is ProofKind.CONTRADICTION]
    assert [concerned(one) for one in found] == [{"many", "few"}, {"much", "little"}]


def test_money_is_reckoned_in_its_smallest_units(tmp_path: Path) -> None:
    rules = [
        rule("much", "rents.rents.amount >= 0.5", table=None, each=None),
        rule("little", "rents.rents.amount <= 0.499999", table=None, each=None),
    ]
    (found,) = (one for one in proofs(tmp_path, rules) if one.kind is ProofKind.CONTRADICTION)
    assert {name: str(value) for name, value in found.example.items()} == {"rents.rents.amount": "1/2"}
    rules[1]["check"] = "rents.rents.amount <= 0.5"
    assert not [one for one in proofs(tmp_path, rules) if one.kind is ProofKind.CONTRADICTION]


def test_a_contradiction_among_a_hundred_rules_is_found_at_once(tmp_path: Path) -> None:
    names = [f"r{at}" for at in range(102)]
    form = {
        "id": "long-2030",
        "title": {"zh": "长表", "en": "long"},
        "first_year": 2030,
        "basis": "某章程",
        "unit": "个",
        "sections": [{"number": "一", "title": {"zh": "概况", "en": "overview"}, "keywords": ["概况"]}],
        "tables": [
            {
                "name": "stalls",
                "number": "表一",
                "title": {"zh": "摊位", "en": "stalls"},
                "columns": [{"name": one, "title": {"zh": one, "en": one}} for one in ("fruit", "fish", "total")],
                "rows": [{"name": one, "title": {"zh": one, "en": one}} for one in names],
            }
        ],
    }
    chain = [rule(f"step-{at}", f"r{at} + 1 <= r{at + 1}") for at in range(100)]
    last = rule("back", "r50 <= r30 + 19")
    pack = load_pack(write_pack(tmp_path, [*chain, last], form))
    found: list[Proof] = []
    assert seconds(lambda: found.extend(proofs_of(pack, TODAY))) < 5
    (clash,) = (one for one in found if one.kind is ProofKind.CONTRADICTION)
    assert concerned(clash) == {"back", *(f"step-{at}" for at in range(30, 50))}


def test_a_rule_of_the_shipped_pack_that_was_written_again_and_wrong_is_found() -> None:
    pack = load_pack()
    balance = pack.rule("requests-balance")
    wrong: Rule = replace(balance, id="balance-wrong", check=("new = handled + carried_out",), line=999)
    (found,) = (one for one in prove(replace(pack, rules=(*pack.rules, wrong))) if one.level is ProofLevel.FAULT)
    assert (found.kind, concerned(found)) == (SAID.FORCED, {"balance-wrong", "requests-balance"})

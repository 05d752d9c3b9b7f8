"""Relations that are no lines of the matrix: what is wrong with them is proved, or it is said that nothing is."""

from __future__ import annotations

from pathlib import Path
from time import process_time
from typing import NamedTuple

import pytest
from support.smallpacks import examples, rule, write_pack

from validator.packs.pack import load_pack
from validator.proving.proof import NotProvedReason, Proof, ProofKind, ProofLevel
from validator.proving.prove import prove

SAID = ProofKind


class Broken(NamedTuple):
    rules: list[dict[str, object]]
    kind: ProofKind
    concerned: set[str]
    """The rules that are named."""


def called(name: str, check: str, **keys: object) -> dict[str, object]:
    """A rule that begins with the name of a function; its examples say little."""
    return rule(name, check, examples=examples({"opened": 1}, {"opened": 1}), **keys)


def counted(name: str, check: str) -> dict[str, object]:
    """The same over single cells of table one."""
    said = examples({"opened.fruit": 1}, {"opened.fruit": 1})
    return rule(name, check, each=None, examples=said)


BALANCE = rule("balance", "opened + closed = listed")
BROKEN = {
    "an or that two other rules leave no way": Broken(
        [rule("either", "opened = 3 or closed = 3"), rule("a", "opened >= 4"), rule("b", "closed <= 2")],
        SAID.CONTRADICTION,
        {"either", "a", "b"},
    ),
    "two ors and an equation": Broken(
        [
            rule("one", "opened = 1 or opened = 2"),
            rule("two", "closed = 1 or closed = 2"),
            BALANCE,
            rule("many", "listed >= 5"),
        ],
        SAID.CONTRADICTION,
        {"one", "two", "balance", "many"},
    ),
    "a least that is more than the greatest": Broken(
        [called("turned", "min(opened, closed) >= max(opened, closed) + 1")], SAID.CONTRADICTION, {"turned"}
    ),
    "a size below 0": Broken([called("size", "abs(opened - closed) = -1")], SAID.CONTRADICTION, {"size"}),
    "more cells than there are": Broken(
        [counted("counted", "count(opened.fruit, opened.fish > 0) >= 3")], SAID.CONTRADICTION, {"counted"}
    ),
    "a share of more than all": Broken(
        [rule("share", "100 * opened / listed >= 101"), rule("some", "opened >= 1"), rule("part", "opened <= listed")],
        SAID.CONTRADICTION,
        {"share", "some", "part"},
    ),
    "a sum that may be neither": Broken([rule("not", "opened != opened + 0")], SAID.CONTRADICTION, {"not"}),
    "an or that cannot be violated": Broken([rule("any", "opened >= 3 or opened <= 5")], SAID.IDLE_BOUND, {"any"}),
    "a greatest that is at least one of its parts": Broken(
        [called("largest", "max(opened, closed) = max(closed, opened)")], SAID.IDLE_BOUND, {"largest"}
    ),
    "an or that follows from an equation": Broken(
        [BALANCE, rule("some", "opened <= listed or closed + 5 <= listed")], SAID.IMPLIED, {"some", "balance"}
    ),
    "a condition with or that is never met": Broken(
        [BALANCE, rule("never", "opened <= 3", when="opened > listed or closed > listed")],
        SAID.DEAD_GUARD,
        {"never", "balance"},
    ),
    "a condition with or that is always met": Broken(
        [rule("always", "opened <= 3", when="opened > 3 or opened <= 3")], SAID.IDLE_GUARD, {"always"}
    ),
    "a demand that its condition with or excludes": Broken(
        [rule("less", "opened <= 3", when="opened = 4 or opened = 5")], SAID.CONTRADICTION, {"less"}
    ),
    "a demand under a condition that an or excludes": Broken(
        [rule("either", "opened = 1 or opened = 2"), rule("where", "opened >= 3", when="closed >= 1")],
        SAID.CONTRADICTION,
        {"either", "where"},
    ),
    "the same or twice": Broken(
        [rule("one", "opened = 0 or closed = 0"), rule("two", "opened = 0 or closed = 0")],
        SAID.DUPLICATE,
        {"one", "two"},
    ),
    "a strict bound on money": Broken(
        [
            rule("more", "rents.rents.amount > 0.5", table=None, each=None),
            rule("less", "rents.rents.amount < 0.500001", table=None, each=None),
        ],
        SAID.CONTRADICTION,
        {"more", "less"},
    ),
}


def proofs(folder: Path, rules: list[dict[str, object]]) -> tuple[Proof, ...]:
    return prove(load_pack(write_pack(folder, rules)))


def concerned(proof: Proof) -> set[str]:
    return {one.rule.id for one in proof.rules}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_what_is_wrong_with_a_relation_of_several_cases_is_proved(broken: Broken, tmp_path: Path) -> None:
    found = proofs(tmp_path, broken.rules)
    assert [one for one in found if one.kind is broken.kind and concerned(one) == broken.concerned], found
    # What is proved of it is not said of others as well.
    assert {one.kind for one in found if one.level is ProofLevel.FAULT} <= {broken.kind}
    assert SAID.NOT_PROVED not in {one.kind for one in found}


SOUND = [
    BALANCE,
    rule("either", "opened = 0 or closed >= 1"),
    called("least", "min(opened, closed) <= 100"),
    rule("share", "opened / listed >= 0.1", when="opened >= 1 or closed >= 1"),
    counted("counted", "count(opened.fruit, opened.fish, closed.fish > 0) >= 2"),
    rule("apart", "opened != closed", when="listed > 0"),
]


def test_nothing_is_said_of_what_can_hold_together(tmp_path: Path) -> None:
    found = proofs(tmp_path, SOUND)
    assert {one.kind for one in found} <= {SAID.UNSEEN}, found


def test_a_counter_example_violates_the_rule_it_is_said_of_alone(tmp_path: Path) -> None:
    (found,) = (one for one in proofs(tmp_path, BROKEN["two ors and an equation"].rules) if one.rules)
    assert found.rules[0].rule.id == "many"
    numbers = {name.split(".", 1)[1]: int(value) for name, value in found.example.items()}
    opened, closed, listed = (numbers.get(f"{row}.fruit", 0) for row in ("opened", "closed", "listed"))
    assert opened in {1, 2}
    assert closed in {1, 2}
    assert opened + closed == listed


@pytest.mark.parametrize(
    ("check", "reason"),
    [
        ("opened * closed <= listed", NotProvedReason.PRODUCT),
        ("count(opened, closed) >= 1", NotProvedReason.FILLED),
    ],
)
def test_what_is_not_proved_is_said(check: str, reason: NotProvedReason, tmp_path: Path) -> None:
    (found,) = (one for one in proofs(tmp_path, [called("far", check), BALANCE]) if one.kind is SAID.NOT_PROVED)
    assert (concerned(found), found.detail, found.level) == ({"far"}, reason, ProofLevel.INFORMATION)


def test_a_search_that_would_not_end_is_given_up_and_said(tmp_path: Path) -> None:
    rows = ("opened", "closed", "listed")
    many = [
        rule(f"odd-{at}", " or ".join(f"{row} = {2 * number + at}" for row in rows for number in range(5)))
        for at in range(8)
    ]
    start = process_time()
    found = proofs(tmp_path, [*many, rule("few", "opened + closed + listed >= 40")])
    assert process_time() - start < 20
    assert SAID.NOT_PROVED in {one.kind for one in found}

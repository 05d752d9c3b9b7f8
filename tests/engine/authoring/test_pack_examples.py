"""The examples in the shipped pack come out as they say, and an example that does not is told."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from validator.engine.authoring.pack_examples import run_examples
from validator.model.rules.rule import Example, Rule
from validator.packs.pack import Pack, load_pack


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


def test_every_example_of_the_shipped_pack_comes_out_as_it_says(pack: Pack) -> None:
    assert run_examples(pack, date(2026, 1, 1)) == ()


@pytest.mark.parametrize("rule", ["requests-balance", "total-blank", "table-missing", "requests-row-parts"])
def test_examples_the_wrong_way_round_are_told(pack: Pack, rule: str) -> None:
    swapped = replace(pack.rule(rule), holds=pack.rule(rule).violated, violated=pack.rule(rule).holds)
    failures = run_examples(_only(pack, swapped), date(2026, 1, 1))
    assert [(failure.rule, failure.which) for failure in failures] == [(rule, "holds"), (rule, "violated")]


def test_what_came_out_instead_is_told(pack: Pack) -> None:
    wrong = Example({"new": "1", "carried_in": "0", "handled": "0", "carried_out": "0"})
    (failure,) = run_examples(_only(pack, replace(pack.rule("requests-balance"), holds=wrong)), date(2026, 1, 1))
    assert "violated" in failure.message.en


def _only(pack: Pack, rule: Rule) -> Pack:
    """The pack with the examples of one rule; the others stay, since a rule may stand in for another."""
    silent = (replace(one, holds=None, violated=None) for one in pack.rules if one.id != rule.id)
    return replace(pack, rules=(rule, *silent))

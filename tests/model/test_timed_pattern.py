"""A pattern of a pack that would take for ever on the name of an organ is told as a fault of the pack."""

from __future__ import annotations

import pytest

from validator.model import timed_pattern
from validator.model.errors import BrokenPatternError
from validator.model.timed_pattern import AnyPattern, is_harmless, timed
from validator.packs.organ_names import NameRules

ENDLESS, NAME = "^(县|县县)+$", "县" * 40 + "局"


def test_what_fits_is_found_and_replaced() -> None:
    assert timed("政府$").is_in("甲县人民政府")
    assert not timed("^政府").is_in("甲县人民政府")
    assert timed("(人民)政府").sub(r"\1", "甲县人民政府") == "甲县人民"


@pytest.mark.parametrize("pattern", ["(", "(a)+("])
def test_what_is_no_pattern_is_told(pattern: str) -> None:
    with pytest.raises(BrokenPatternError):
        timed(pattern)


@pytest.mark.parametrize(
    ("pattern", "harmless"),
    [
        ("^国家.*局.*局$", True),
        ("^(甲|乙)市(本级)?((人民)?政府(办公厅)?)?$", True),
        ("(?<!开发|工业)(?<![园新])区$", True),
        ("(县|县县)+$", False),
        ("(县|县县){2,40}$", False),
        ("县*县*县*局", False),
        ("县?" * 17 + "局", False),
        ("县*" * 500 + "县?" * 2000, False),
        # No sign of repetition, and yet two ways at each step.
        ("(县|县县)" * 20 + "局", False),
        (r"[*+?({|]\\(\\*市$", True),
        (r"(县)局\1", False),
        ("(?P<own>县)局(?P=own)", False),
    ],
)
def test_a_pattern_that_can_be_tried_in_few_ways_needs_no_watch(pattern: str, *, harmless: bool) -> None:
    assert is_harmless(pattern) is harmless


def test_on_a_very_long_name_a_harmless_pattern_is_watched_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timed_pattern, "SECONDS", 0.05)
    pattern = timed("县.*县.*$局")
    assert not pattern.is_in("县" * 200)
    with pytest.raises(BrokenPatternError):
        pattern.is_in("县" * 100_000)


def test_one_that_takes_too_long_is_told_by_its_pattern(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timed_pattern, "SECONDS", 0.05)
    for act in (lambda: timed(ENDLESS).is_in(NAME), lambda: timed(ENDLESS).sub("", NAME)):
        with pytest.raises(BrokenPatternError) as told:
            act()
        assert told.value.pattern == ENDLESS
    for rules in (NameRules(noise=(ENDLESS,)), NameRules(offices=((ENDLESS, ""),))):
        with pytest.raises(BrokenPatternError):
            rules.apart(NAME)


@pytest.mark.parametrize(
    ("patterns", "may"),
    [
        (("甲$", "乙$"), True),
        (("^乙", "甲"), False),
        ((), False),
        # What refers to groups, names or flags is not put beside others: nothing is said then.
        (("(甲)", r"(乙)\1"), True),
        (("甲", "(?P<own>甲)"), True),
        (("甲", "(?i)a"), True),
        (("甲", r"(甲)\g<1>"), True),
        # Groups that only group are.
        (("(?:甲)", "(?<=甲)丁", "(?!丙)丁", r"丁\d"), False),
    ],
)
def test_several_are_asked_at_once(patterns: tuple[str, ...], *, may: bool) -> None:
    assert AnyPattern(patterns).may_be_in("丙乙") is may


def test_among_several_the_one_that_takes_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timed_pattern, "SECONDS", 0.05)
    with pytest.raises(BrokenPatternError) as told:
        NameRules(noise=("^甲", ENDLESS)).keys(NAME)
    assert ENDLESS in str(told.value)

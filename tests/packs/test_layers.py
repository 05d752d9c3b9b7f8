"""A pack that extends others: what it takes over, replaces, drops and changes, and what it is told where it cannot."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from validator.model.errors import BrokenPackError, Fault
from validator.model.rules.rule import Severity
from validator.packs import pack
from validator.packs.files.yaml_file import FaultKind
from validator.packs.folders import pack_folder, shipped_pack
from validator.packs.kept.compiled import load_compiled
from validator.packs.layers import layer_folders
from validator.packs.pack import Pack, load_pack

RULE = """\
- id: {id}
  title: {{zh: 不成立, en: it does not hold}}
  table: requests
  each: column
  check: {check}
  severity: warning
  basis: 本单位的规定
  why: {{zh: 例, en: an example}}
  examples:
    holds: {{handled: 2, denied.third_party: 1}}
    violated: {{handled: 1, denied.third_party: 2}}
"""
OWN = RULE.format(id="our-denied", check="sum(denied.*) <= handled")
EXTENDS = "id: our-office\nextends: annual-report\n"


def write(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def office(tmp_path: Path, heading: str = EXTENDS, rules: str = OWN, **others: str) -> Path:
    return write(tmp_path / "our-office", {"pack.yaml": heading, "rules/own.yaml": rules, **others})


def faults_of(*folders: Path) -> tuple[Fault, ...]:
    with pytest.raises(BrokenPackError) as caught:
        load_pack(*folders)
    return caught.value.faults


def told(faults: tuple[Fault, ...]) -> list[tuple[str, int, int | None, str, str, str | None]]:
    return [(Path(one.file).name, one.line, one.column, one.seen, one.problem, one.nearest) for one in faults]


def test_a_pack_of_one_rule_has_all_that_it_extends(tmp_path: Path) -> None:
    shipped, ours = load_pack(), load_pack(office(tmp_path))
    assert ours.rules[:-1] == shipped.rules
    assert (ours.rules[-1].id, ours.rules[-1].pack, ours.rules[0].pack) == ("our-denied", "our-office", "annual-report")
    assert ours.layers == ("annual-report", "our-office")
    same = ("title", "forms", "facts", "wordings", "names", "deadlines", "refusals", "example_organ", "identity")
    assert [getattr(ours, name) for name in same] == [getattr(shipped, name) for name in same]


def test_a_rule_of_the_same_id_takes_the_place_of_the_other(tmp_path: Path) -> None:
    ours = load_pack(office(tmp_path, rules=RULE.format(id="requests-balance", check="handled >= denied.third_party")))
    assert [rule.id for rule in ours.rules] == [rule.id for rule in load_pack().rules]
    assert ours.rule("requests-balance").check == ("handled >= denied.third_party",)


def test_rules_are_dropped_and_weigh_otherwise_without_being_copied(tmp_path: Path) -> None:
    heading = EXTENDS + "remove: [cells-*]\nseverity: {requests-row-*: note}\ntolerance: {requests-balance: 1.5}\n"
    shipped, ours = load_pack(), load_pack(office(tmp_path, heading))
    gone = {rule.id for rule in shipped.rules} - {rule.id for rule in ours.rules}
    assert gone
    assert all(name.startswith("cells-") for name in gone)
    assert ours.rule("requests-row-total").severity is Severity.NOTE
    assert ours.rule("requests-balance").tolerance == Decimal("1.5")


def test_packs_extend_packs_and_share_one(tmp_path: Path) -> None:
    for name in ("left", "right"):
        write(
            tmp_path / name,
            {
                "pack.yaml": f"id: {name}\nextends: annual-report\n",
                "rules/own.yaml": RULE.format(id=f"rule-of-{name}", check="handled >= denied.third_party"),
            },
        )
    top = office(tmp_path, "id: top\nextends: [../left, ../right]\nremove: rule-of-left\n")
    ours = load_pack(top)
    assert ours.layers == ("annual-report", "left", "right", "top")
    assert [rule.id for rule in ours.rules[-2:]] == ["rule-of-right", "our-denied"]


def test_several_packs_are_laid_over_each_other(tmp_path: Path) -> None:
    ours = office(tmp_path, "id: our-office\ntitle: {zh: 甲, en: a}\n")
    faults = faults_of(ours)
    assert FaultKind.NO_FILES in {one.problem for one in faults}
    both = load_pack(pack_folder("annual-report"), ours)
    assert (both.id, len(both.rules)) == ("our-office", len(load_pack().rules) + 1)


def test_single_words_are_laid_over_those_below(tmp_path: Path) -> None:
    others = {
        "wordings.yaml": "words:\n  receive: 收讫\n  ours: 本单位\n",
        "deadlines.yaml": "until: {county: 02-01}\n",
        "organs.yaml": "facts:\n  - {name: organ.ours, yes: [本单位], no: [别的]}\n",
        "identity.yaml": "untitled: ['^{report}$']\n",
        "lexicon.yaml": "fillers: [嗯]\n",
    }
    shipped, ours = load_pack(), load_pack(office(tmp_path, **others))
    assert ours.wordings.words == {**shipped.wordings.words, "receive": "收讫", "ours": "本单位"}
    assert ours.wordings.numbers == shipped.wordings.numbers
    assert ours.wordings.lexicon.fillers == ("嗯",)
    assert ours.wordings.lexicon.objects == shipped.wordings.lexicon.objects
    changed = [level for level, day in shipped.deadlines.until.items() if ours.deadlines.until[level] != day]
    assert changed == ["county"]
    assert [fact.name for fact in ours.facts] == [*(fact.name for fact in shipped.facts), "organ.ours"]
    assert ours.identity.titles == shipped.identity.titles
    assert ours.identity.untitled == ("^{report}$",)


# What is refused


@pytest.mark.parametrize(
    ("heading", "line", "column", "seen", "problem", "nearest"),
    [
        ("extends: anual-report\n", 2, 10, "anual-report", FaultKind.UNKNOWN_PACK, "annual-report"),
        ("extends: ../our-ofice\n", 2, 10, "../our-ofice", FaultKind.UNKNOWN_PACK, "../our-office"),
        ("extends: .\n", 2, 10, "our-office -> our-office", FaultKind.PACK_CYCLE, None),
        (
            "extends: annual-report\nremove: [cells-blanc]\n",
            3,
            10,
            "cells-blanc",
            FaultKind.UNKNOWN_RULE,
            "cells-blank",
        ),
        (
            "extends: annual-report\nseverity: {request-balance: note}\n",
            3,
            12,
            "request-balance",
            FaultKind.UNKNOWN_RULE,
            "requests-balance",
        ),
        ("extends: annual-report\nseverity: {requests-balance: nota}\n", 3, 30, "nota", FaultKind.UNKNOWN_WORD, "note"),
        ("extends: annual-report\ntolerance: {requests-balance: eins}\n", 3, 31, "eins", FaultKind.WRONG_TYPE, None),
        ("extend: annual-report\n", 2, 1, "extend", FaultKind.UNKNOWN_KEY, "extends"),
        ("title: {zh: 甲, en: a}\nremove: [cells-blank]\n", 3, 9, "remove", FaultKind.NOT_EXTENDING, None),
        (
            "extends: annual-report\nremove: [requests-row-total]\n",
            3,
            10,
            "requests-row-total <- requests-row-parts",
            FaultKind.RULE_NEEDED,
            None,
        ),
    ],
)
def test_a_broken_heading_is_told_with_its_place(
    tmp_path: Path, heading: str, line: int, column: int, seen: str, problem: FaultKind, nearest: str | None
) -> None:
    faults = told(faults_of(office(tmp_path, "id: our-office\n" + heading)))
    assert ("pack.yaml", line, column, seen, problem, nearest) in faults


def test_a_circle_of_packs_is_told(tmp_path: Path) -> None:
    for name, other in (("one", "two"), ("two", "three"), ("three", "two")):
        write(tmp_path / name, {"pack.yaml": f"id: {name}\nextends: ../{other}\n"})
    (fault,) = [one for one in faults_of(tmp_path / "one") if one.problem == FaultKind.PACK_CYCLE]
    assert (Path(fault.file).parent.name, fault.line, fault.seen) == ("three", 2, "two -> three -> two")


def test_a_fault_below_is_told_once(tmp_path: Path) -> None:
    write(tmp_path / "base", {"pack.yaml": EXTENDS.replace("our-office", "base"), "rules/a.yaml": "- id: Bad\n"})
    for name in ("left", "right"):
        write(tmp_path / name, {"pack.yaml": f"id: {name}\nextends: ../base\n"})
    faults = faults_of(office(tmp_path, "id: top\nextends: [../left, ../right]\n"))
    assert [one.problem for one in faults].count(FaultKind.NOT_KEBAB_CASE) == 1


# Copies


def test_a_copy_is_made_again_when_any_layer_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = write(tmp_path / "base", {"pack.yaml": "id: base\nextends: annual-report\n", "rules/b.yaml": OWN})
    rule = RULE.format(id="top-rule", check="handled >= denied.third_party")
    top = office(tmp_path, "id: top\nextends: ../base\n", rule)
    assert layer_folders([top]) == (shipped_pack(), top / "../base", top)
    read: list[int] = []

    def counted(*folders: Path, patterns: bool) -> Pack:
        read.append(1)
        return load_pack(*folders, patterns=patterns)

    monkeypatch.setattr(pack, "load_pack", counted)
    cache = tmp_path / "cache"
    first = load_compiled(top, patterns=False, cache=cache)
    assert load_compiled(top, patterns=False, cache=cache).rules == first.rules
    assert len(read) == 1
    (base / "rules/b.yaml").write_text(OWN.replace("warning", "error"), encoding="utf-8")
    assert load_compiled(top, patterns=False, cache=cache).rule("our-denied").severity is Severity.ERROR
    assert len(read) == 2

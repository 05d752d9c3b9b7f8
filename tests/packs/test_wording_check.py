"""Faults in the rules about the text, and in the words they share."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from support.checking import check_text
from support.official import lay_out
from support.samples import consistent_county
from support.writers import WRITERS

from validator.engine.authoring.pack_examples import run_examples
from validator.engine.pipeline import check_document
from validator.model.errors import BrokenPackError, BrokenPatternError, Fault
from validator.packs.pack import load_pack, shipped_pack
from validator.readers import read

RULE = """
- id: claim-petitions
  title: {zh: 甲, en: a}
  table: requests
  severity: warning
  basis: 推断：试验
  why: {zh: 乙。, en: b.}
  claim:
    patterns: ['答疑类{few}{n}']
    against: [unprocessed.petition.total]
  examples:
    holds: {text: 答疑类5件。, requests.unprocessed.petition.total: 5}
    violated: {text: 答疑类5件。, requests.unprocessed.petition.total: 6}
"""

BY_PATTERN, BY_WORDS = "patterns: ['答疑类{few}{n}']", "tokens: [explained]"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(shipped_pack(), tmp_path / "pack")
    return tmp_path / "pack"


def faults(folder: Path, old: str, new: str, rule: str = RULE) -> list[Fault]:
    assert old in rule
    (folder / "claims" / "mine.yaml").write_text(rule.replace(old, new), encoding="utf-8")
    with pytest.raises(BrokenPackError) as raised:
        load_pack(folder)
    return [fault for fault in raised.value.faults if fault.file.endswith("mine.yaml")]


def test_a_new_claim_needs_yaml_only(folder: Path) -> None:
    (folder / "claims" / "mine.yaml").write_text(RULE.replace(BY_PATTERN, BY_WORDS), encoding="utf-8")
    lexicon = folder / "lexicon.yaml"
    text = lexicon.read_text(encoding="utf-8")
    lexicon.write_text(text.replace("\nkinds:\n", "\nkinds:\n  explained: [答疑类]\n"), encoding="utf-8")
    pack = load_pack(folder)
    assert run_examples(replace(pack, rules=(pack.rule("claim-petitions"),)), date(2026, 1, 1)) == ()
    told = consistent_county().with_prose({"一": ("答疑类7件。",)})
    checked = check_document(read("report.txt", data=WRITERS["tabs"].write(lay_out(told))), pack=pack)
    assert "claim-petitions" in [finding.rule for finding in checked.findings]


def test_a_pattern_may_agree_but_only_known_words_disagree(folder: Path) -> None:
    (folder / "claims" / "mine.yaml").write_text(RULE, encoding="utf-8")
    pack = load_pack(folder)
    (failure,) = run_examples(replace(pack, rules=(pack.rule("claim-petitions"),)), date(2026, 1, 1))
    assert failure.which == "violated"


@pytest.mark.parametrize(
    ("old", "new", "seen", "problem", "nearest"),
    [
        ("{few}", "{fwe}", "fwe", "unknown name", "few"),
        ("答疑类", "答疑类(", "答疑类({few}{n}", "not a regular expression", None),
        ("claim:\n", "claim:\n    given: [requets]\n", "requets", "unknown name", "request"),
        ("unprocessed.petition.total]", "unprocessed.petitoin.total]", "unprocessed.petitoin.total", "unknown name", "unprocessed.petition.total"),  # noqa: E501 (a table)
        ("unprocessed.petition.total]", "unprocessed.petition.total +]", "unprocessed.petition.total +^", "syntax error in an expression", None),  # noqa: E501 (a table)
        ("claim:\n", "claim:\n    kind: cuont\n", "cuont", "unknown word", "count"),
        ("claim:\n", "claim:\n    unles: [x]\n", "unles", "unknown key", "unless"),
        ("    against: [unprocessed.petition.total]\n", "", "against", "missing key", None),
        ("against: [unprocessed.petition.total]", "against: []", "against", "missing key", None),
        ("petition.total]\n", "petition.total]\n    wordings: [{patterns: [a]}]\n", "against", "missing key", None),
        ("    against: [unprocessed.petition.total]\n", "    kind: sum\n", "against", "missing key", None),
        ("claim:\n", "claim:\n    of: [claim-shares]\n", "claim-shares", "unknown rule", "claim-share"),
        ("claim:\n", "check: new.total = 0\n  claim:\n", "claim, check", "keys exclude each other", None),
        ("claim:\n", "claim:\n    says: new.totl\n", "new.totl", "unknown name", "new.total"),
        ("holds: {text: 答疑类5件。, requests.unprocessed", "holds: {text: 答疑类5件。, request.unprocessed", "request.unprocessed.petition.total", "unknown name", "requests.unprocessed.petition.total"),  # noqa: E501 (a table)
    ],
)  # fmt: skip
def test_faults_say_where_what_and_the_nearest(
    folder: Path, old: str, new: str, seen: str, problem: str, nearest: str | None
) -> None:
    (fault,) = (one for one in faults(folder, old, new) if one.problem == problem)
    assert fault.nearest == nearest
    assert seen in fault.seen
    assert fault.line > 1


def test_a_claim_in_the_wrong_shape_is_told(folder: Path) -> None:
    for new in ("claim: [a]", "claim: a"):
        rule = RULE.replace(RULE[RULE.index("  claim:") : RULE.index("  examples:")], f"  {new}\n")
        assert "wrong type" in [fault.problem for fault in faults(folder, new, new, rule)]


@pytest.mark.parametrize(
    ("old", "new", "seen"),
    [
        ('own_subject: "', 'own_subject: "(', "own_subject"),
        ("part_of: [其中]", "part_of: ['{what}']", "what"),
        ("part_of: [其中]", "part_of: ['(']", "("),
        ('  few: "', '  few: "{few}', "few"),
        ("words: 本级", "words: (本级", "("),
    ],
)  # fmt: skip
def test_faults_of_the_shared_words_are_told(folder: Path, old: str, new: str, seen: str) -> None:
    path = folder / "wordings.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BrokenPackError) as raised:
        load_pack(folder)
    assert any(fault.file.endswith("wordings.yaml") for fault in raised.value.faults), seen


def test_a_pack_without_claims_says_nothing_of_the_text(folder: Path) -> None:
    shutil.rmtree(folder / "claims")
    (folder / "wordings.yaml").unlink()
    told = consistent_county().with_prose({"一": ("全年收到信息公开申请137件。",)})
    document = read("report.txt", data=WRITERS["tabs"].write(lay_out(told)))
    assert check_document(document, pack=load_pack(folder)).claims == ()
    assert len(check_text(WRITERS["tabs"].write(lay_out(told)).decode()).claims) > 0


def test_patterns_can_be_left_for_the_run_that_needs_them(folder: Path) -> None:
    (folder / "claims" / "mine.yaml").write_text(RULE.replace("答疑类", "答疑类("), encoding="utf-8")
    pack = load_pack(folder, patterns=False)
    told = consistent_county().with_prose({"一": ("答疑类7件。",)})
    document = read("report.txt", data=WRITERS["tabs"].write(lay_out(told)))
    with pytest.raises(BrokenPatternError, match="答疑类"):
        check_document(document, pack=pack)


def test_words_are_checked_even_where_patterns_are_not(folder: Path) -> None:
    (folder / "claims" / "mine.yaml").write_text(RULE.replace("{few}", "{fwe}"), encoding="utf-8")
    with pytest.raises(BrokenPackError):
        load_pack(folder, patterns=False)


def wordings_without(folder: Path, old: str, new: str) -> list[Fault]:
    file = folder / "wordings.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(BrokenPackError) as raised:
        load_pack(folder)
    return list(raised.value.faults)


@pytest.mark.parametrize(
    ("old", "new", "seen", "problem", "nearest"),
    [
        ("  units: [件次", "  unit: [件次", "unit", "unknown key", "units"),
        ("  before: [", "  befor: [", "befor", "unknown key", "before"),
        ("大?约, 将?近", "大?约(, 将?近", "大?约(", "not a regular expression", None),
        ("  units: [件次", "  units: ['{few}', 件次", "few", "unknown name", None),
    ],
)
def test_faults_in_the_words_of_numbers_say_where_and_what(
    folder: Path, old: str, new: str, seen: str, problem: str, nearest: str | None
) -> None:
    lines = (folder / "wordings.yaml").read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines, 1) if old in line)
    told = wordings_without(folder, old, new)
    assert any((one.line, one.problem, one.nearest) == (at, problem, nearest) and seen in one.seen for one in told), (
        told
    )


def test_a_number_in_a_pattern_needs_a_pack_that_has_units(folder: Path) -> None:
    told = wordings_without(folder, "  units: [件次", "  units: []\n  before: [件次")
    assert "n" in {one.seen for one in told if one.problem == "unknown name"}

"""The `text:` of a rule in YAML: what is read, and the faults of what is not right."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from shutil import copy, copytree

import pytest

from validator.engine.authoring.pack_examples import run_examples
from validator.model.errors import BrokenPackError
from validator.model.observations.kinds import ObservationKind
from validator.model.rules.text_rule import TextRule
from validator.packs.files.yaml_file import FaultKind
from validator.packs.pack import Pack, load_pack, shipped_pack

OWN = """\
- id: own-rule
  title: {zh: 题, en: title}
  severity: note
  basis: 某号文
  why: {zh: 因为。, en: Because.}
  text:
%s
  examples:
    holds: {section.五: 好。}
    violated: {section.五: 坏。}
"""


def load(folder: Path, text: str) -> Pack:
    """The forms of the shipped pack with a file of rules of an office."""
    pack = folder / "pack"
    copytree(shipped_pack() / "forms", pack / "forms")
    for name in ("pack.yaml", "identity.yaml"):
        copy(shipped_pack() / name, pack)
    (pack / "rules").mkdir()
    (pack / "rules" / "zz.yaml").write_text(text, "utf-8")
    return load_pack(pack)


def own(text: str) -> str:
    """A rule with these keys under `text`."""
    return OWN % "\n".join(f"    {line}" for line in text.splitlines())


def test_all_keys_are_read(tmp_path: Path) -> None:
    text = "in: [五, head]\nfinds: [坏, 差]\nunless: 不坏\nyears: {from: 2021, to: 2030}\nhide: true"
    rule = load(tmp_path, own(text)).rule("own-rule")
    assert rule.observe is ObservationKind.TEXT_FOUND
    assert rule.text == TextRule(
        "finds", ("五", "head"), ("坏", "差"), unless=("不坏",), first_year=2021, last_year=2030, hide=True
    )


@pytest.mark.parametrize(
    ("text", "line", "seen", "problem", "nearest"),
    [
        ("finds: '(坏'", 7, "(坏 (missing ), unterminated subpattern)", FaultKind.BAD_PATTERN, None),
        ("finds: '{las_year}年'", 7, "las_year", FaultKind.UNKNOWN_NAME, "last_year"),
        ("find: 坏", 7, "find", FaultKind.UNKNOWN_KEY, "finds"),
        ("in: 七\nfinds: 坏", 7, "七", FaultKind.UNKNOWN_WORD, None),
        ("finds: 坏\nlacks: {好: 好}", 8, "finds, lacks", FaultKind.KEYS_EXCLUDE, None),
        ("lacks: {好: '[好'}", 7, "[好 (unterminated character set)", FaultKind.BAD_PATTERN, None),
        ("lacks: {}", 7, "lacks", FaultKind.EMPTY, None),
        ("same: 培训[0-9]+次", 7, "培训[0-9]+次", FaultKind.BAD_PATTERN, "(?P<value>...)"),
        ("says_only: 无\nhide: true", 8, "says_only, hide", FaultKind.KEYS_EXCLUDE, None),
        ("finds: 坏\nproof: identity", 8, "identity", FaultKind.UNKNOWN_WORD, "resident-identity-number"),
        ("unless: 坏", 7, "finds", FaultKind.MISSING_KEY, None),
    ],
)
def test_faults(tmp_path: Path, text: str, line: int, seen: str, problem: FaultKind, nearest: str | None) -> None:
    with pytest.raises(BrokenPackError) as error:
        load(tmp_path, own(text))
    fault = error.value.faults[0]
    assert (fault.line, fault.seen, fault.problem) == (line, seen, problem)
    assert Path(fault.file).name == "zz.yaml"
    assert nearest is None or nearest in {fault.nearest, *fault.allowed}
    assert fault.column


def test_codes_of_words_are_no_observations(tmp_path: Path) -> None:
    with pytest.raises(BrokenPackError) as error:
        load(tmp_path, (OWN % "").replace("  text:\n", "  observe: text-found\n"))
    assert [(fault.seen, fault.problem) for fault in error.value.faults] == [("text-found", FaultKind.UNKNOWN_WORD)]


def test_the_rule_of_the_guide_holds_and_is_violated_as_it_says(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[3] / "docs" / "text-rules.md").read_text("utf-8")
    pack = load(tmp_path, guide.partition("```yaml\n")[2].partition("```")[0])
    assert pack.rule("office-slogan").text is not None
    assert run_examples(pack, date(2025, 1, 1)) == ()

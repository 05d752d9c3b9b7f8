from __future__ import annotations

from pathlib import Path

import pytest

from validator.model.errors import Fault
from validator.model.text import Text
from validator.packs.files.refusal_file import read_refusals
from validator.packs.files.yaml_file import FaultKind, YamlFile
from validator.packs.refusals import NEUTRAL, OtherForm, Refusal, Refusals

GOOD = """\
other_forms:
  - words: [航次, 吨位]
    reason: {zh: 这是旧表, en: an old form}
    hint: {zh: 换新表, en: take the new form}
no_tables:
  reason: {zh: 没有表, en: no table}
  hint: {zh: 再找, en: look again}
"""
NO_TABLE = Refusal(Text("没有表", "no table"), Text("再找", "look again"))


def read(tmp_path: Path, text: str) -> tuple[Refusals, list[Fault]]:
    path = tmp_path / "refusals.yaml"
    path.write_text(text, encoding="utf-8")
    faults: list[Fault] = []
    return read_refusals(YamlFile(path, faults)), faults


def test_what_a_pack_says_is_read_and_the_rest_is_neutral(tmp_path: Path) -> None:
    refusals, faults = read(tmp_path, GOOD)
    assert faults == []
    old = Refusal(Text("这是旧表", "an old form"), Text("换新表", "take the new form"))
    assert refusals.other_forms == (OtherForm(("航次", "吨位"), old),)
    assert refusals.no_tables == NO_TABLE
    assert (refusals.no_ruling_lines, refusals.run_together) == (NEUTRAL.no_ruling_lines, NEUTRAL.run_together)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("no_tables:", "no_table:", (5, "no_table", FaultKind.UNKNOWN_KEY, "no_tables")),
        ("words: [航次, 吨位]", "words: []", (2, "words", FaultKind.EMPTY, None)),
        ("words: [航次, 吨位]", "words: 航次", (2, "航次", FaultKind.WRONG_TYPE, None)),
        ("  - words: [航次, 吨位]\n    reason", "  - reason", (2, "words", FaultKind.MISSING_KEY, None)),
        ("zh: 这是旧表, ", "", (3, "zh", FaultKind.MISSING_KEY, None)),
        ("  hint: {zh: 再找, en: look again}\n", "", (6, "hint", FaultKind.MISSING_KEY, None)),
    ],
)
def test_a_fault_says_line_and_nearest_word(
    tmp_path: Path, old: str, new: str, fault: tuple[int, str, FaultKind, str | None]
) -> None:
    assert GOOD.count(old) == 1
    _, faults = read(tmp_path, GOOD.replace(old, new))
    assert fault in [(one.line, one.seen, one.problem, one.nearest) for one in faults]


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    _, faults = read(tmp_path, GOOD.replace("zh: 这是旧表, ", "").replace("look again", '""').replace("words", "word"))
    assert sorted((one.line, one.seen) for one in faults) == [(2, "word"), (2, "words"), (3, "zh"), (7, "")]

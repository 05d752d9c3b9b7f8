"""Packs broken in the ways of people who write their first: each is refused with place, reason and nearest name."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from validator.model.errors import BrokenPackError
from validator.packs.files.yaml_file import FaultKind
from validator.packs.folders import shipped_pack
from validator.packs.pack import load_pack

RULE = """\
- id: our-rule
  title: {zh: 例, en: an example}
  table: requests
  each: column
  check: new + carried_in = handled + carried_out
  severity: error
  basis: 示例
  why: {zh: 例, en: an example}
  examples:
    holds: {new: 1, handled: 1}
    violated: {new: 2, handled: 1}
"""

LABEL, NAME, SYNTAX = FaultKind.LABEL, FaultKind.UNKNOWN_NAME, FaultKind.SYNTAX


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The forms of the shipped pack, with few of its rules: quick to read."""
    folder = tmp_path_factory.mktemp("base")
    for name in ("forms/annual-report-2019.yaml", "forms/annual-report-2021.yaml", "rules/money.yaml", "organs.yaml"):
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(shipped_pack() / name, folder / name)
    (folder / "pack.yaml").write_text("id: base\ntitle: {zh: 甲, en: a}\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "problem", "nearest"),
    [
        (
            "check: new + carried_in = handled + carried_out",
            "check: 新收 + 结转 = 办理总计 + 结转下年度",
            *(5, 10, LABEL, "new + carried_in = handled + carried_out"),
        ),
        (
            "= handled + carried_out",
            "＝ 办理总计 ＋ carried_out",
            5,
            27,
            LABEL,
            "new + carried_in = handled + carried_out",
        ),
        ("new + carried_in = handled + carried_out", "'new + = 上年结转'", 5, 17, LABEL, "new + = carried_in"),
        ("= handled", "= 不予公开", 5, 29, LABEL, "new + carried_in = denied + carried_out"),
        ("carried_in", "carryed_in", 5, 16, NAME, "carried_in"),
        ("handled + carried_out", "handled + denied.thirdparty", 5, 39, NAME, "denied.third_party"),
        ("handled + carried_out", "sum(denid.*)", 5, 33, NAME, "denied.*"),
        ("handled + carried_out", "disputes.reconsideration.totl", 5, 29, NAME, "disputes.reconsideration.total"),
        ("handled + carried_out", "previous.carried_ot", 5, 29, NAME, "previous.carried_out"),
        ("handled + carried_out", "previous.previous.carried_ot", 5, 29, NAME, "previous.previous.carried_out"),
        ("= handled", "== handled", 5, 28, SYNTAX, None),
        ("= handled + carried_out", "= (handled", 5, 37, SYNTAX, None),
        ("= handled", "=> handled", 5, 28, SYNTAX, None),
        ("handled + carried_out", "avg(handled, new)", 5, 32, SYNTAX, None),
        ("table: requests", "table: 表三", 3, 10, FaultKind.UNKNOWN_TABLE, "requests"),
        ("table: requests", "table: request", 3, 10, FaultKind.UNKNOWN_TABLE, "requests"),
        ("each: column", "each: colum", 4, 9, FaultKind.UNKNOWN_WORD, "column"),
        ("each: column", "each: column\n  only: [自然人]", 5, 10, NAME, "natural_person"),
        ("severity: error", "severity: eror", 6, 13, FaultKind.UNKNOWN_WORD, "error"),
        ("severity: error", "severty: error", 6, 3, FaultKind.UNKNOWN_KEY, "severity"),
        ("holds: {new: 1", "holds: {新收: 1", 10, 13, NAME, "new"),
        ("violated: {new: 2", "violated: {nwe: 2", 11, 16, NAME, "new"),
        ("violated: {new: 2, handled: 1}", "violated: {}", 11, 15, FaultKind.EMPTY, None),
        ("severity: error", "severity: error\n  blank: {carried_inn: zero}", 7, 11, NAME, "carried_in"),
        ("severity: error", "severity: error\n  blank: nul", 7, 10, FaultKind.UNKNOWN_WORD, None),
        ("severity: error", "severity: error\n  applies: allways", 7, 12, FaultKind.UNKNOWN_WORD, "always"),
        ("severity: error", "severity: error\n  when: organ.may_issue = 1", 7, 9, NAME, "organ.may_issue_regulations"),
        ("severity: error", "severity: error\n  forms: [annual-report-2022]", 7, 11, FaultKind.UNKNOWN_FORM, None),
        ("id: our-rule", "id: 我的规则", 1, 7, FaultKind.NOT_KEBAB_CASE, None),
    ],
)
def test_a_first_rule_that_is_broken(  # noqa: PLR0913, PLR0917 (a case of the table)
    base: Path, tmp_path: Path, old: str, new: str, line: int, column: int, problem: FaultKind, nearest: str | None
) -> None:
    assert RULE.count(old) >= 1
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/own.yaml").write_text(RULE.replace(old, new, 1), encoding="utf-8")
    (tmp_path / "pack.yaml").write_text(f"id: ours\nextends: {base}\n", encoding="utf-8")
    with pytest.raises(BrokenPackError) as caught:
        load_pack(tmp_path, patterns=False)
    told = [(one.line, one.column, one.problem) for one in caught.value.faults if one.file.endswith("own.yaml")]
    assert (line, column, problem) in told
    found = [one for one in caught.value.faults if (one.line, one.column, one.problem) == (line, column, problem)]
    if nearest is not None:
        assert nearest in {one.nearest for one in found}


def test_the_rule_itself_is_sound(base: Path, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/own.yaml").write_text(RULE, encoding="utf-8")
    (tmp_path / "pack.yaml").write_text(f"id: ours\nextends: {base}\n", encoding="utf-8")
    assert load_pack(tmp_path, patterns=False).rule("our-rule").pack == "ours"

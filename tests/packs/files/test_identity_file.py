from __future__ import annotations

import re
from pathlib import Path

import pytest

from validator.model.errors import Fault
from validator.packs.files.identity_file import read_identity
from validator.packs.files.yaml_file import YamlFile
from validator.packs.identity import IdentityRules, compile_alone


def read(folder: Path, text: str, *, check: bool = True) -> tuple[IdentityRules, list[Fault]]:
    path = folder / "identity.yaml"
    path.write_text(text, encoding="utf-8")
    faults: list[Fault] = []
    return read_identity(YamlFile(path, faults), check=check), faults


def test_a_file_is_read(tmp_path: Path) -> None:
    text = (
        "words: {report: 年报, titled: '{report}$'}\nkeywords: [年报]\ntitles: ['{organ}{year}年{titled}']\n"
        "labels: {issuer: [发布机构]}\norgans: {endings: [局], never: [我]}\n"
    )
    rules, faults = read(tmp_path, text)
    assert faults == []
    (title,) = rules.ready(rules.titles)
    match = title.search("政务公开>甲县教育局2023年年报")
    assert match is not None
    assert (match["organ"], match["year"]) == ("甲县教育局", "2023")
    assert (rules.issuers, rules.sources) == (("发布机构",), ())
    assert [rules.is_name(name) for name in ("甲县教育局", "我局", "甲县教育局召开会议", "局")] == [
        True,
        False,
        False,
        False,
    ]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = (
        "words: {report: 年报, of_year: '{yaer}年'}\n"
        "titles: ['{organ}{reprot}', '{organ}(']\n"
        "labels: {isuer: [发布机构]}\n"
        "organs: {ending: [局]}\n"
        "title: []\n"
        "keywords: 公开\n"
    )
    _, faults = read(tmp_path, text)
    assert sorted((fault.line, fault.seen, fault.problem, fault.nearest) for fault in faults) == [
        (1, "yaer", "unknown name", "year"),
        (2, "reprot", "unknown name", "report"),
        (2, "{organ}( (missing ), unterminated subpattern)", "not a regular expression", None),
        (3, "isuer", "unknown key", "issuer"),
        (4, "ending", "unknown key", "endings"),
        (5, "title", "unknown key", "titles"),
        (6, "公开", "wrong type", None),
    ]
    assert next(fault for fault in faults if fault.seen == "reprot").allowed == ("organ", "year", "report", "of_year")


def test_a_checked_file_is_not_checked_again(tmp_path: Path) -> None:
    rules, faults = read(tmp_path, "titles: ['{organ}(']\n", check=False)
    assert (rules.titles, faults) == (("{organ}(",), [])


def test_what_is_found_twice_is_a_fault() -> None:
    with pytest.raises(re.error, match="twice"):
        compile_alone("{year}年至{year}年", {})
    with pytest.raises(re.error, match="twice"):
        compile_alone("{of_year}{year}", {"of_year": "{year}年"})

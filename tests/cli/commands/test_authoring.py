from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from validator.cli import run
from validator.packs.pack import load_pack


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_new_pack_is_sound_and_its_example_rule_comes_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "our-office"
    assert run(["rules", "new", str(folder), "--lang", language]) == 0
    told = capsys.readouterr()
    assert not told.out
    assert str(folder) in told.err
    pack = load_pack(folder, patterns=False)
    assert (pack.id, pack.layers) == ("our-office", ("annual-report", "our-office"))
    own = [rule for rule in pack.rules if rule.pack == "our-office"]
    assert [rule.id for rule in own] == ["our-office-first"]
    schemas = {file.name for file in (folder / "schemas").iterdir()}
    for file in (folder / "pack.yaml", folder / "rules" / "own.yaml"):
        first = file.read_text(encoding="utf-8").splitlines()[0]
        assert (file.parent / first.partition("$schema=")[2]).resolve().name in schemas
    assert run(["rules", "new", str(folder), "--lang", "en"]) == 2
    assert "exists and is no empty folder" in capsys.readouterr().err


def test_a_pack_may_extend_one_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "new", str(tmp_path / "base")]) == 0
    assert run(["rules", "new", str(tmp_path / "top"), "--extends", str(tmp_path / "base"), "--id", "the-top"]) == 0
    assert "extends: ../base\n" in (tmp_path / "top" / "pack.yaml").read_text(encoding="utf-8")
    assert load_pack(tmp_path / "top", patterns=False).layers == ("annual-report", "base", "the-top")
    assert run(["rules", "new", str(tmp_path / "新包"), "--lang", "en"]) == 2
    assert "--id" in capsys.readouterr().err


def test_the_names_of_a_form_are_listed_with_what_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "names", "--form", "2021", "--lang", "zh"]) == 0
    shown = capsys.readouterr().out
    form = load_pack(check=False).form("annual-report-2021")
    for table in form.tables:
        assert f"{table.name}  {table.number}" in shown
        assert all(f" {row.name} " in shown for row in table.rows)
    assert "本年新收政府信息公开申请数量" in shown
    assert "annual-report-2019" not in shown
    assert "organ.may_issue_regulations" in shown


def test_the_names_are_there_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "names", "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    forms = load_pack(check=False).forms
    assert [one["form"] for one in said] == [form.id for form in forms]
    cells = [cell for one in said for table in one["tables"] for cell in table["cells"]]
    assert cells == [cell for form in forms for cell in form.cells]


def test_a_schema_is_printed_and_an_unknown_kind_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "schema"]) == 0
    assert json.loads(capsys.readouterr().out)["$id"] == "urn:gouji:rules"
    assert run(["rules", "schema", "rule"]) == 2
    assert "rules" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("settings", "fits"),
    [
        ({"pack": ["annual-report", "ours"], "fail-on": "warning", "severity": {"a-*": "note"}}, True),
        ({"pack": "ours", "exclude": ["草稿/"], "details": True}, True),
        ({"fail-on": "eror"}, False),
        ({"packs": "ours"}, False),
        ({"select": "requests-*"}, False),
    ],
)
def test_the_schema_of_settings_knows_what_the_reader_knows(
    settings: dict[str, object], capsys: pytest.CaptureFixture[str], *, fits: bool
) -> None:
    assert run(["rules", "schema", "settings"]) == 0
    assert Draft7Validator(json.loads(capsys.readouterr().out)).is_valid(settings) is fits

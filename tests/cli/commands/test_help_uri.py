"""The site that SARIF names for each rule: by option, variable or settings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from validator.cli import run

SAMPLE = Path(__file__).parents[3] / "samples" / "consistent-2020.md"
SITE = "https://site.example/gouji"


def pages(capsys: pytest.CaptureFixture[str], *words: str, sample: Path = SAMPLE) -> set[str]:
    assert run(["check", str(sample), "--format", "sarif", *words]) == 0
    rules = json.loads(capsys.readouterr().out)["runs"][0]["tool"]["driver"]["rules"]
    return {rule.get("helpUri", "").partition("/rules/")[0] for rule in rules}


def test_the_site_is_what_is_said_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pages(capsys) == {""}
    assert pages(capsys, "--help-uri-base", SITE) == {SITE}
    monkeypatch.setenv("GOUJI_HELP_URI_BASE", SITE)
    assert pages(capsys) == {SITE}
    monkeypatch.delenv("GOUJI_HELP_URI_BASE")
    (tmp_path / "gouji.toml").write_text(f'help-uri-base = "{SITE}"\n', encoding="utf-8")
    handed_in = tmp_path / SAMPLE.name
    handed_in.write_bytes(SAMPLE.read_bytes())
    assert pages(capsys, sample=handed_in) == {SITE}
    assert pages(capsys, "--gate", sample=handed_in) == {""}


@pytest.mark.parametrize("value", ["", "site.example", "javascript:alert(1)", "https://", "https://a b", "file:///a"])
def test_what_is_no_address_is_refused(value: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(SAMPLE), "--format", "sarif", "--help-uri-base", value]) == 2
    assert "--help-uri-base" in capsys.readouterr().err

from __future__ import annotations

import pytest

from validator.cli import run
from validator.packs.pack import load_pack
from validator.renderers import RenderOptions
from validator.renderers.rules.explanation import render_rule


def test_a_rule_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "requests-balance"]) == 0
    shown = capsys.readouterr().out
    assert "new + carried_in = handled + carried_out" in shown
    assert "128 + 5 = 133，121 + 10 = 131；左边比右边多 2" in shown


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_rule_of_the_shipped_pack_can_be_explained(language: str) -> None:
    pack = load_pack()
    for rule in pack.rules:
        shown = render_rule(rule, pack, RenderOptions(language))
        assert "".join(shown.split()).startswith("".join(f"{rule.id}:{rule.title[language]}".split()))


def test_an_unknown_rule_offers_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "request-balance"]) == 2
    assert capsys.readouterr().err == (
        "用法有误: 没有名为“request-balance”的规则。是否想写“requests-balance”？（全部规则见 gouji rules list）\n"
    )
    assert run(["explain", "xyz", "--lang", "en"]) == 2
    assert capsys.readouterr().err == "wrong usage: there is no rule “xyz” (all rules: gouji rules list)\n"

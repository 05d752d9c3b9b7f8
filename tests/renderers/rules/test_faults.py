from __future__ import annotations

from validator.model.errors import Fault
from validator.renderers.rules.faults import render_faults

FAULTS = (
    Fault("rules/a.yaml", 12, "tabel", "unknown key", ("table", "title"), "table"),
    Fault("rules/b.yaml", 1, "", "empty"),
    Fault("rules/c.yaml", 3, "x", "a new clause", tuple(f"w{number}" for number in range(20))),
)


def test_each_fault_says_where_what_and_what_would_be_right() -> None:
    assert render_faults(FAULTS, "zh").splitlines() == [
        "规则包有 3 处错误：",
        "rules/a.yaml:12: 不认识的键：tabel；可以是：table, title；是否想写“table”？",
        "rules/b.yaml:1: 内容为空",
        "rules/c.yaml:3: a new clause：x；可以是：w0, w1, w2, w3, w4, w5, w6, w7, w8, w9, w10, w11, ...",
    ]


def test_faults_in_english() -> None:
    assert render_faults(FAULTS[:1], "en").splitlines() == [
        "the rule pack has 1 fault(s):",
        "rules/a.yaml:12: unknown key: tabel; allowed: table, title; did you mean “table”?",
    ]


def test_no_word_of_a_file_brings_control_characters_with_it() -> None:
    for word in ("\x1b[31m", "\u202e", "\ufeff", "\0", "a\nb"):
        told = render_faults([Fault(word, 1, word, "unknown key", (word, "b"), word)], "zh")
        assert all(line.isprintable() for line in told.splitlines())
        assert len(told.splitlines()) == 2

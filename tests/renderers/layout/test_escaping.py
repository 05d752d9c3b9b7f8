from __future__ import annotations

import pytest

from validator.renderers.layout.escaping import code, markdown, xml_safe


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("128 + 5 = 133，a ≠ b", "128 + 5 = 133，a ≠ b"),
        ("requests-balance", "requests-balance"),
        ("a|b", "a\\|b"),
        ("0.1 * b_c_d", "0.1 \\* b\\_c\\_d"),
        ("- 1", "\\- 1"),
        ("1. x", "1\\. x"),
        ("a\n\nb", "a b"),
        ("<script>&", "&lt;script&gt;&amp;"),
        ("@alle", "@\u2060alle"),
        ("#12", "\\#\u206012"),
        ("http://x", "http:\u2060//x"),
        (":tada:", ":\u2060tada:"),
        ("3:1", "3:1"),
    ],
)
def test_markdown_shows_the_text_as_it_is(text: str, expected: str) -> None:
    assert markdown(text) == expected


@pytest.mark.parametrize(("text", "expected"), [("a", "`a`"), ("a`b", "``a`b``"), ("`a``", "``` `a`` ```")])
def test_code_holds_any_text(text: str, expected: str) -> None:
    assert code(text) == expected


def test_what_xml_cannot_hold_becomes_a_question_mark() -> None:
    assert xml_safe("甲\x00\x1b\ud800\uffff\t\n") == "甲????\t\n"

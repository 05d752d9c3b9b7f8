"""Text that a web page marks with a colour behind it."""

from __future__ import annotations

import pytest
from readers.documents import page


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<mark>（单位 名称）</mark>", ("（单位名称）",)),
        ("<span style='background:yellow;mso-highlight:yellow'>待<b>定</b></span>", ("待定",)),
        ("<span style='color:red;BACKGROUND-COLOR: #ff0'>待定</span>", ("待定",)),
        ("<mark><span style='background:yellow'>待定</span></mark>", ("待定",)),
        ("<span style='background:white'>待定</span>", ()),
        ("<span style='background-color:rgb(255, 255, 255)'>待定</span>", ()),
        ("<span style='background-color:rgba(0,0,0,0)'>待定</span>", ()),
        ("<mark style='background:none'>待定</mark>", ()),
        ("<span style='background:url(a.png)'>待定</span>", ()),
        ("<div style='background:yellow'>待定</div>", ()),
    ],
)
def test_runs_with_a_colour_behind_them(markup: str, expected: tuple[str, ...]) -> None:
    assert page(f"<p>公开{markup}信息</p>").highlighted == expected

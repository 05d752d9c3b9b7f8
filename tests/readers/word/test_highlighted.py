"""Text that a Word document highlights."""

from __future__ import annotations

import pytest
from readers.documents import par, word

YELLOW = '<w:highlight w:val="yellow"/>'


def marked(text: str, properties: str) -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def test_runs_side_by_side_are_one() -> None:
    document = word(par(marked("公开（", "") + marked("单位 ", YELLOW) + marked("名称", YELLOW) + marked("）信息", "")))
    assert document.highlighted == ("单位名称",)


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ('<w:shd w:val="clear" w:color="auto" w:fill="FFFF00"/>', ("待定",)),
        ('<w:shd w:val="clear" w:color="auto" w:fill="auto"/>', ()),
        ('<w:shd w:val="clear" w:fill="FFFFFF"/>', ()),
        ('<w:highlight w:val="none"/>', ()),
        ("<w:b/>", ()),
    ],
)
def test_what_marks_nothing_is_no_highlight(properties: str, expected: tuple[str, ...]) -> None:
    assert word(par(marked("待定", properties))).highlighted == expected


def test_paragraphs_are_apart() -> None:
    assert word(par(marked("甲", YELLOW)) + par(marked("乙", YELLOW))).highlighted == ("甲", "乙")

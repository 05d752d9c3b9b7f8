from __future__ import annotations

import pytest

from validator.model.numbers import normalise
from validator.model.traditional import SIMPLIFIED


@pytest.mark.parametrize(
    ("printed", "same"),
    [
        ("丙縣丁局2023年政府信息公開工作年度報告", "丙县丁局2023年政府信息公开工作年度报告"),
        ("資訊公開", "资讯公开"),
        ("四、行政復議、行政訴訟情況", "四、行政复议、行政诉讼情况"),
        ("收費金額（單位：萬元）", "收费金额(单位:万元)"),
        ("乾隆镇著录", "乾隆镇著录"),
    ],
)
def test_traditional_characters_are_read_as_simplified_ones(printed: str, same: str) -> None:
    assert normalise(printed) == same


def test_simplified_text_is_left_alone() -> None:
    for traditional, simple in SIMPLIFIED.items():
        assert simple not in SIMPLIFIED, chr(simple)
        with pytest.raises(UnicodeEncodeError):
            chr(traditional).encode("gb2312")

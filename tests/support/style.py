"""How an office sets the official form: the liberties that are taken with its labels and its page breaks."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st
from msgspec import Struct, field

NUMBERINGS = ("1.", "1、", "１．", "1. ", "")
MISPRINTS: Mapping[str, str] = {
    "行政事业性收费": "行政事业型收费",
    "其他法律行政法规禁止公开": "其他法律行政止公开",
    "行政规范性文件": "规范性文件",
    "本机关不掌握相关政府信息": "本机关不掌握相关的政府信息",
    "行政复议": "行政法复议",
    "规章": "规章（设区的市、自治州人民政府应提供相关数据）",
    "商业企业": "商业\n企业",
    "重复申请": "重复 申请",
}
"""Official label -> how it has been seen in print."""


class Style(Struct, frozen=True):
    """One way to set the form; the default is the official one."""

    numbering: str = "1."
    """How the leaf labels of table three are numbered; one of NUMBERINGS."""
    quotes: str = "“”"
    brackets: str = "（）"
    misprints: Mapping[str, str] = field(default_factory=dict)
    """Labels that are misprinted -> what is printed."""
    break_after: int | None = None
    """Rows of table three on the first page; the rest is a table of its own. None: no page break."""
    header_again: bool = False
    """The header of table three is repeated after the page break."""
    group_cut: bool = False
    """A merged label that spans the page break stands half on either page; else it is blank on the second."""
    unit_row: bool = False
    """A row `单位：件` above the header of table three."""
    documents_apart: bool = False
    """Each item of table two is a table of its own."""


OFFICIAL = Style()


def styles() -> st.SearchStrategy[Style]:
    """Ways in which the form is set, alone and together."""
    return st.builds(
        Style,
        numbering=st.sampled_from(NUMBERINGS),
        quotes=st.sampled_from(("“”", '""', "「」", "")),
        brackets=st.sampled_from(("（）", "()")),
        misprints=st.lists(st.sampled_from(sorted(MISPRINTS)), unique=True, max_size=3).map(
            lambda labels: {label: MISPRINTS[label] for label in labels}
        ),
        break_after=st.none() | st.integers(1, 22),
        header_again=st.booleans(),
        group_cut=st.booleans(),
        unit_row=st.booleans(),
        documents_apart=st.booleans(),
    )

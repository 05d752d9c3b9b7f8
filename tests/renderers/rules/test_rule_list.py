from __future__ import annotations

from typing import TYPE_CHECKING

from renderers.factory import PACK
from rich.cells import cell_len

from validator.renderers import RenderOptions
from validator.renderers.rules.rule_list import render_rules

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion


def test_one_line_for_each_rule(snapshot: SnapshotAssertion) -> None:
    assert render_rules(PACK, RenderOptions()) == snapshot


def test_columns_are_aligned_and_titles_wrapped() -> None:
    header, *rows = render_rules(PACK, RenderOptions(width=72)).splitlines()
    start = cell_len(header[: header.index("不成立时这样说")])
    assert all(
        cell_len(row[: row.index(rule.title.zh[:4])]) == start
        for row in rows
        for rule in PACK.rules
        if row.startswith(rule.id + " ")
    )
    assert max(map(cell_len, rows)) <= 72

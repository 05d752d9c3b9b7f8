"""A row in the middle of which a text ends."""

from __future__ import annotations

from support.checking import check_text
from support.official import lay_out
from support.samples import consistent_county
from support.style import Style
from support.writers import WRITERS

from validator.model.report import Reading


def test_what_is_left_of_a_row_is_not_moved_into_columns_that_are_gone() -> None:
    lines = WRITERS["tabs"].write(lay_out(consistent_county(), Style(break_after=14))).decode().split("\n")
    last = next(at for at, line in enumerate(lines) if "（七）总计" in line)
    cut = lines[last].rpartition("\t")[0]
    found = check_text("\n".join([*lines[:last], cut]))
    cells = {found.report[f"requests.handled.{name}"].reading for name in ("natural_person", "business", "total")}
    assert cells == {Reading.AMBIGUOUS}
    assert {one.rule for one in found.findings if one.severity == "error"} == {"report-incomplete"}

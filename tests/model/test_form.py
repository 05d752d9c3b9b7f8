from __future__ import annotations

from collections.abc import Callable

import pytest
from core_factory import form, shipped_form, table

from validator.model.form import CellName

T, U = table(["g.x", "y"], ["a", "b"], name="t"), table(["z"], ["c"], name="u")
SMALL = form(T, U)


def test_cells_come_table_by_table_and_row_by_row() -> None:
    assert SMALL.cells == ("t.g.x.a", "t.g.x.b", "t.y.a", "t.y.b", "u.z.c")
    assert [SMALL.index[cell] for cell in SMALL.cells] == list(range(5))


@pytest.mark.parametrize("year", ["2019", "2021"])
def test_cell_names_are_taken_apart_and_put_together(year: str) -> None:
    of = shipped_form(year)
    for cell in of.cells:
        name = CellName.parse(cell)
        assert str(name) == cell
        part = of.table(name.table)
        assert part.row(name.row).name == name.row
        assert part.column(name.column).name == name.column
    assert len(set(of.cells)) == len(of.cells)


def test_row_of_a_group_tells_the_group() -> None:
    assert [row.group for row in T.rows] == ["g", None]


@pytest.mark.parametrize("call", [lambda: SMALL.table("v"), lambda: T.row("x"), lambda: T.column("c")])
def test_unknown_name_is_a_key_error(call: Callable[[], object]) -> None:
    with pytest.raises(KeyError):
        call()


def test_hybrid_has_the_other_table_in_the_place_of_its_own() -> None:
    other = table(["z", "w"], ["c"], name="u", edition="other")
    hybrid = SMALL.with_table(other)
    assert hybrid.cells == (*T.cells, "u.z.c", "u.w.c")
    assert hybrid.editions == (("t", "small"), ("u", "other"))
    assert SMALL.editions == (("t", "small"), ("u", "small"))
    assert hybrid.index["u.w.c"] == 5

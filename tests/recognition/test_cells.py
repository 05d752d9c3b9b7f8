"""What a cell says, with the units of the language and with those of a form."""

from __future__ import annotations

from decimal import Decimal

import pytest
from core_factory import column, document, form, grid, shipped_form, table

from validator.model.document import Cell
from validator.model.report import Reading
from validator.recognition.cells import cell_value, own_units, units_parted

UNITS = {"n": "艘", "w": "千吨", "v": "吨", "m": "元"}
CATCH = form(table(["r"], [column(name, unit=unit) for name, unit in UNITS.items()]))


def test_units_of_a_form_are_those_that_the_language_has_not() -> None:
    assert own_units([CATCH]) == ("千吨", "吨", "艘")
    assert own_units([shipped_form("2019"), shipped_form("2021")]) == ()


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("12艘", 12, "艘"),
        ("1,200 艘", 1200, "艘"),
        ("-2.5千吨", "-2.5", "千吨"),
        ("2.5吨", "2.5", "吨"),
        ("12", 12, None),
        ("3件", 3, "件"),
    ],
)
def test_a_number_may_have_a_unit_of_its_form(text: str, value: int | str, unit: str | None) -> None:
    told = cell_value(Cell(text, 0, 0), Reading.READ, own_units([CATCH]))
    assert (told.reading, told.value, told.unit, told.raw) == (Reading.READ, Decimal(value), unit, text)


@pytest.mark.parametrize("text", ["艘", "约12艘", "12件艘", "12(估)艘", "12箱"])
def test_what_is_no_number_with_a_unit_stays_a_text(text: str) -> None:
    told = cell_value(Cell(text, 0, 0), Reading.READ, own_units([CATCH]))
    assert (told.reading, told.value, told.raw) == (Reading.UNREADABLE, None, text)


def test_units_are_parted_from_the_numbers_of_a_document_and_from_nothing_else() -> None:
    source = document("渔船12艘", grid([["渔船", "12艘"], ["共几艘", "3"]]))
    parted = units_parted(source, own_units([CATCH]))
    (cells,) = [one.cells for one in parted.grids]
    assert [(cell.text, cell.behind) for cell in cells] == [("渔船", ""), ("12", "艘"), ("共几艘", ""), ("3", "")]
    assert list(parted.paragraphs) == list(source.paragraphs)
    assert units_parted(source, ()) is source


@pytest.mark.parametrize(("unit", "amount"), [(None, 12), ("艘", 12), ("件", 12), ("吨", None), ("万元", None)])
def test_a_number_of_something_else_than_its_column_counts_is_no_amount(unit: str | None, amount: int | None) -> None:
    told = cell_value(Cell(f"12{unit or ''}", 0, 0), Reading.READ, own_units([CATCH]))
    assert told.amount(column("n", unit="艘")) == amount

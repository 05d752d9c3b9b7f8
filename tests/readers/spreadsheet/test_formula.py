from __future__ import annotations

from decimal import Decimal

import pytest

from validator.readers.spreadsheet.formula import Formula, Place, Sums, address_of, place_of

CELLS: dict[Place, Decimal | None] = {
    (0, 0): Decimal(1),
    (1, 0): Decimal("2.5"),
    (2, 0): None,  # text
    (0, 1): Decimal(10),
    (1, 1): Decimal(20),
}
SIZE = (100, 20)


def computed(*formulas: str, errors: frozenset[Place] = frozenset()) -> Decimal | None:
    """The value of the first formula; they stand in column D from the first row."""
    cells = {(row, 3): Formula(text) for row, text in enumerate(formulas)}
    return Sums(CELLS, errors, cells, SIZE).value((0, 3))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("SUM(A1:A2)", "3.5"),
        ("SUM(A1:B2)", "33.5"),
        ("SUM(B2:A1)", "33.5"),
        ("sum( A1 , B1:B2 , 4 )", "35"),
        ("SUM(A1:A3)", "3.5"),  # text counts nothing
        ("SUM(A50:A60)", "0"),
        ("A1+B1-A2", "8.5"),
        ("-A1+(B1-(A2))", "6.5"),
        ("+A1", "1"),
        ("$A$1+B$2+0.5", "21.5"),
        ("SUM(A1:A2)+SUM(B1,B2)-1", "32.5"),
        ("of:=SUM([.A1:.B2])", "33.5"),
        ("of:=SUM([.A1];[.B2])+[.$A$2]", "23.5"),
    ],
)
def test_sums_and_differences_are_computed(text: str, value: str) -> None:
    assert computed(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A1*2",
        "A1/B1",
        "A1&B1",
        "AVERAGE(A1:A2)",
        "SUMIF(A1:A2,1)",
        "Sheet2!A1",
        "'表 1'!A1+1",
        "of:=[$Sheet2.A1]",
        "SUM(A:A)",
        "SUM(A1:A2",
        "A1)",
        "SUM A1",
        "A1+A3",  # text
        "A1+",
        "SUM(A1:A200)",  # beyond what was read
        "1E5",
        "#REF!",
        "(" * 500 + "1" + ")" * 500,
        "+".join(["A1"] * 2000),
    ],
)
def test_anything_else_has_no_value(text: str) -> None:
    assert computed(text) is None


def test_formulas_build_on_one_another() -> None:
    assert computed("D2+D3", "SUM(A1:B1)", "D2+1") == 23


def test_a_formula_that_comes_back_to_itself_has_no_value() -> None:
    assert computed("D2+1", "D1+1") is None
    assert computed("SUM(D1:D2)", "1") is None


def test_a_sum_over_an_error_has_no_value() -> None:
    assert computed("SUM(A1:A2)", errors=frozenset({(1, 0)})) is None


def test_a_sum_over_a_formula_without_value_has_none() -> None:
    assert computed("SUM(D2:D3)", "A1*2", "1") is None


def test_references_move_with_a_formula_that_was_filled_down() -> None:
    moved = {(1, 3): Formula("A1+$B$1+$A1", moved=(1, 0))}
    assert Sums(CELLS, frozenset(), moved, SIZE).value((1, 3)) == Decimal("2.5") + 10 + Decimal("2.5")


def test_a_reference_moved_off_the_sheet_has_no_value() -> None:
    assert Sums(CELLS, frozenset(), {(5, 3): Formula("A1+1", moved=(-1, 0))}, SIZE).value((5, 3)) is None


def test_a_long_chain_of_formulas_ends() -> None:
    chain = {(row, 3): Formula(f"D{row + 2}+1") for row in range(90)}
    assert Sums(CELLS, frozenset(), chain, SIZE).value((0, 3)) is None


def test_a_formula_is_shown_as_in_the_cell() -> None:
    assert Formula("SUM(A1:B2)").shown == "=SUM(A1:B2)"
    assert Formula("of:=SUM([.A1:.B2];3)").shown == "=SUM(A1:B2,3)"


@pytest.mark.parametrize(
    ("address", "place"),
    [("A1", (0, 0)), ("B5", (4, 1)), ("AA10", (9, 26)), ("XFD1048576", (1048575, 16383))],
)
def test_addresses(address: str, place: Place) -> None:
    assert place_of(address) == place
    assert address_of(place) == address


@pytest.mark.parametrize("address", ["", "A", "1", "A0", "A1:B2", "A1+1", "ABCD1", "甲1"])
def test_what_is_no_address(address: str) -> None:
    assert place_of(address) is None

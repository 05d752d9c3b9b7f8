"""Each slip by its name."""

from __future__ import annotations

from fractions import Fraction

import pytest
from core_factory import shipped_form

from validator.localisation.slips import Changed, KnownNumbers, Slip, diagnose, typing_slip

FORM = shipped_form("2021")
PART = "requests.granted.natural_person"
NEXT_COLUMN, NEXT_ROW = "requests.granted.business", "requests.partial.natural_person"
TOTAL = "requests.handled.natural_person"
PARTS = (PART, NEXT_ROW, "requests.unavailable.not_held.natural_person")


def changed(cell: str, old: int | str | None, new: int | str | None) -> Changed:
    value = None if new is None else Fraction(new)
    return Changed(cell, None if old is None else Fraction(old), value, value)


def sheet(**values: int) -> KnownNumbers:
    """A sheet in which the named cells hold numbers: `part`, `next_column`, `next_row`, `third`."""
    names = {"part": PART, "next_column": NEXT_COLUMN, "next_row": NEXT_ROW, "third": PARTS[2]}
    numbers = {names[name]: Fraction(value) for name, value in values.items()}
    return KnownNumbers(FORM, {cell: numbers.get(cell, Fraction(0)) for cell in FORM.cells}, {TOTAL: (PARTS,)})


@pytest.mark.parametrize(
    ("old", "new", "slip"),
    [
        ("10", "12", Slip.DIGIT_REPLACED),
        ("3", "8", Slip.DIGIT_REPLACED),
        ("1979", "19979", Slip.DIGIT_DROPPED),
        ("19979", "1979", Slip.DIGIT_ADDED),
        ("161", "116", Slip.DIGITS_SWAPPED),
        ("321", "123", Slip.DIGITS_SWAPPED),
        ("12.75", "12.57", Slip.DIGITS_SWAPPED),
        ("-18", "-81", Slip.DIGITS_SWAPPED),
        ("-18", "81", None),
        ("47", "92", None),
        ("123", "45", None),
    ],
)
def test_what_was_mistyped(old: str, new: str, slip: Slip | None) -> None:
    assert typing_slip(Fraction(old), Fraction(new)) is slip


@pytest.mark.parametrize(
    ("old", "new", "slip"),
    [
        (120, 12, Slip.TIMES_TEN),
        (12, 120, Slip.TIMES_TEN),
        (120000, 12, Slip.TIMES_TEN_THOUSAND),
        ("12.5", 125000, Slip.TIMES_TEN_THOUSAND),
        (-3, 3, Slip.SIGN),
        (None, 7, Slip.BLANK),
        (0, 7, None),
        (47, 92, None),
    ],
)
def test_a_part(old: int | str | None, new: int | str, slip: Slip | None) -> None:
    assert diagnose([changed(PART, old, new)], sheet()).slip is slip


@pytest.mark.parametrize(
    ("old", "new", "slip", "source"),
    [
        (0, 47, Slip.TOTAL_ZERO, ()),
        (54, 47, Slip.ROW_COUNTED_TWICE, (NEXT_ROW,)),
        (40, 47, Slip.ROW_LEFT_OUT, (NEXT_ROW,)),
        (45, 47, Slip.TOTAL_NOT_UPDATED, ()),
        (17, 47, Slip.DIGIT_REPLACED, ()),
        (74, 47, Slip.DIGITS_SWAPPED, ()),
        (None, 47, Slip.BLANK, ()),
    ],
)
def test_a_total(old: int | None, new: int, slip: Slip, source: tuple[str, ...]) -> None:
    found = diagnose([changed(TOTAL, old, new)], sheet(part=40, next_row=7)).each[0]
    assert (found.slip, found.source) == (slip, source)


def test_a_number_copied_from_the_cell_beside_it() -> None:
    (found,) = diagnose([changed(PART, 58, 6)], sheet(next_column=58)).each
    assert (found.slip, found.source) == (Slip.NEIGHBOUR_COLUMN, (NEXT_COLUMN,))
    (found,) = diagnose([changed(PART, 58, 6)], sheet(next_row=58)).each
    assert (found.slip, found.source) == (Slip.NEIGHBOUR_ROW, (NEXT_ROW,))


@pytest.mark.parametrize(
    ("other", "numbers", "slip"),
    [
        (NEXT_COLUMN, (7, 0), Slip.NEIGHBOUR_COLUMN),
        (NEXT_ROW, (7, 0), Slip.NEIGHBOUR_ROW),
        (PARTS[2], (7, 0), Slip.MISPLACED),
        (PARTS[2], (7, 31), Slip.CELLS_EXCHANGED),
    ],
)
def test_two_cells_that_hold_each_others_numbers(other: str, numbers: tuple[int, int], slip: Slip) -> None:
    one, two = numbers
    found = diagnose([changed(PART, one, two), changed(other, two, one)], sheet())
    assert (found.slip, found.each) == (slip, ())


def test_a_row_that_should_not_count() -> None:
    total = "requests.granted.total"
    assert diagnose([changed(PART, 6, 0), changed(total, 6, 0)], sheet()).slip is Slip.ROW_COUNTED_TWICE
    assert diagnose([changed(PART, 6, 0), changed("requests.partial.total", 6, 0)], sheet()).slip is None


def test_two_slips_of_one_kind_have_its_name_and_two_kinds_have_none() -> None:
    assert diagnose([changed(PART, 10, 12), changed(PARTS[2], 31, 38)], sheet()).slip is Slip.DIGIT_REPLACED
    mixed = diagnose([changed(PART, 10, 12), changed(PARTS[2], 13, 31)], sheet())
    assert mixed.slip is None
    assert [one.slip for one in mixed.each] == [Slip.DIGIT_REPLACED, Slip.DIGITS_SWAPPED]


def test_a_slip_is_more_plausible_than_none_and_a_number_more_than_nothing() -> None:
    weights = [
        diagnose([changed(PART, old, new)], sheet()).weight
        for old, new in ((161, 116), (1979, 19979), (3, 8), (47, 92), (0, 45))
    ]
    assert weights == sorted(set(weights))


def test_a_range_is_explained_by_a_sign_alone() -> None:
    at_least = Changed(PART, Fraction(-18), Fraction(-12), None)
    assert diagnose([at_least], sheet()).slip is Slip.SIGN
    assert diagnose([Changed(PART, Fraction(18), Fraction(20), None)], sheet()).slip is None


def test_cells_of_other_forms_have_no_neighbours() -> None:
    assert list(sheet().neighbours("claim.1")) == []
    assert [cell for _, cell in sheet().neighbours("disputes.reconsideration.upheld")] == [
        "disputes.reconsideration.corrected"
    ]

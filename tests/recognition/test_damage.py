"""What the relations settle in damaged rows, and what they leave open."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import pytest
from msgspec.structs import replace

from validator.model.document import Cell
from validator.model.form import Form, Row, Table
from validator.model.report import CellValue, Reading
from validator.model.rules.constraint import Linear, Relation, Term
from validator.packs.pack import load_pack
from validator.recognition._damage import SettledCells, settle
from validator.recognition.tables.reading import DamagedRow

FORM: Form = load_pack().form("annual-report-2021")
TABLE: Table = FORM.table("disputes")
BLANK = CellValue(Reading.BLANK)


def total(row: str) -> Relation:
    """total = upheld + corrected + other + pending."""
    return Relation(_sum(row, ["total"]), "=", _sum(row, ["upheld", "corrected", "other", "pending"]))


def _sum(row: str, columns: list[str]) -> Linear:
    return Linear(tuple(Term(f"disputes.{row}.{column}", Fraction(1)) for column in columns))


def doubtful(row: str, texts: list[str | tuple[str, ...]]) -> DamagedRow:
    """A row whose columns are sure; a tuple holds the texts a cell may have."""
    cells = [
        Cell(text, 0, at) if isinstance(text, str) else Cell(text[0], 0, at, candidates=text)
        for at, text in enumerate(texts)
    ]
    options: list[tuple[tuple[int, Cell], ...]] = [()]
    for at, cell in enumerate(cells):
        choices = cell.candidates or (cell.text,)
        options = [
            (*option, (at, Cell(text, 0, at, candidates=cell.candidates))) for option in options for text in choices
        ]
    return DamagedRow(_row(row), tuple(cells), tuple(options), in_place=True)


def _row(name: str) -> Row:
    return TABLE.row(name)


def settled(*rows: DamagedRow, relations: list[Relation]) -> SettledCells:
    return settle(FORM, [(TABLE, row) for row in rows], dict.fromkeys(FORM.cells, BLANK), relations)


def test_the_candidate_that_keeps_the_relation_is_taken() -> None:
    row = doubtful("reconsideration", ["3", ("1", "7"), "0", "0", "10"])
    values = settled(row, relations=[total("reconsideration")]).values
    cell = values["disputes.reconsideration.corrected"]
    assert cell.reading is Reading.RECONSTRUCTED
    assert cell.value == 7


def test_a_cell_without_candidates_in_a_doubtful_row_was_simply_read() -> None:
    row = doubtful("reconsideration", ["3", ("1", "7"), "0", "0", "10"])
    values = settled(row, relations=[total("reconsideration")]).values
    assert values["disputes.reconsideration.upheld"].reading is Reading.READ


def test_cells_chosen_by_a_relation_that_fails_all_the_same_are_told() -> None:
    relations = [total("reconsideration"), _equal("corrected", 9), _equal("corrected", 8)]
    found = settled(doubtful("reconsideration", ["3", ("1", "7", "9"), "0", "0", "12"]), relations=relations)
    assert found.values["disputes.reconsideration.corrected"].value == 9
    assert found.contradicted == {"disputes.reconsideration.corrected"}
    assert not settled(
        doubtful("reconsideration", ["3", ("1", "7"), "0", "0", "10"]), relations=relations[:1]
    ).contradicted


def _equal(column: str, number: int) -> Relation:
    return Relation(_sum("reconsideration", [column]), "=", Linear((), Fraction(number)))


def test_a_reading_with_one_violation_more_counts_where_only_the_order_of_the_numbers_is_left() -> None:
    number = Cell("9", 0, 0)
    row = DamagedRow(_row("reconsideration"), (number,), (((0, number),), ((1, number),)))
    relations = [_equal("upheld", 9), _equal("upheld", 9), _equal("corrected", 9)]
    assert settled(row, relations=relations).values["disputes.reconsideration.upheld"].value == 9
    found = settled(replace(row, order_only=True), relations=relations)
    assert found.values["disputes.reconsideration.upheld"].reading is Reading.AMBIGUOUS


def test_a_row_with_a_single_reading_counts_in_the_relations_of_others() -> None:
    columns = [("reconsideration", "total"), ("litigation_direct", "total")]
    left, right = (Linear((Term(f"disputes.{row}.{column}", Fraction(1)),), Fraction(0)) for row, column in columns)
    rows = [
        doubtful("reconsideration", ["3", "0", "0", "0", ("1", "3", "0")]),
        doubtful("litigation_direct", ["3", "0", "0", "0", "3"]),
    ]
    found = settled(*rows, relations=[Relation(left, "=", right)])
    assert found.values["disputes.reconsideration.total"].value == 3
    assert not found.contradicted


def test_where_no_relation_speaks_every_candidate_stays_open() -> None:
    row = doubtful("reconsideration", ["3", ("1", "7"), "0", "0", "10"])
    result = settled(row, relations=[])
    cell = result.values["disputes.reconsideration.corrected"]
    assert cell.reading is Reading.AMBIGUOUS
    assert cell.value is None
    assert cell.candidates == (Decimal(1), Decimal(7))
    assert result.readings == ({},)


def test_candidates_that_do_equally_well_stay_open_and_every_reading_is_told() -> None:
    row = doubtful("reconsideration", [("3", "8"), ("1", "6"), "0", "0", "9"])
    result = settled(row, relations=[total("reconsideration")])
    upheld, corrected = "disputes.reconsideration.upheld", "disputes.reconsideration.corrected"
    assert {(one[upheld], one[corrected]) for one in result.readings} == {
        (Decimal(3), Decimal(6)),
        (Decimal(8), Decimal(1)),
    }


def test_rows_that_no_relation_ties_are_settled_apart() -> None:
    rows = [doubtful(name, [("1", "7"), "0", "0", "0", ("1", "7")]) for name in TABLE.row_names]
    result = settled(*rows, relations=[total(name) for name in TABLE.row_names])
    assert len(result.readings) == 8


def test_more_readings_than_can_be_listed_leave_the_last_groups_unknown() -> None:
    rows = [doubtful(name, [("1", "2", "3", "4"), "0", "0", "0", ("1", "2", "3", "4")]) for name in TABLE.row_names]
    result = settled(*rows, relations=[total(name) for name in TABLE.row_names])
    assert len(result.readings) == 16
    assert {cell for one in result.readings for cell in one} < set(result.values)


@pytest.mark.parametrize("count", [6, 7])
def test_a_row_with_more_numbers_than_columns_is_not_read(count: int) -> None:
    row = DamagedRow(_row("reconsideration"), tuple(Cell(str(at), 0, at) for at in range(count)), ())
    values = settled(row, relations=[]).values
    assert {cell.reading for cell in values.values()} == {Reading.UNREADABLE}
    assert values["disputes.reconsideration.total"].raw.split() == [str(at) for at in range(count)]


def numbers(*texts: str) -> DamagedRow:
    """A row that has lost a cell: its numbers in every order of columns."""
    cells = [Cell(text, 0, at) for at, text in enumerate(texts)]
    width = len(TABLE.columns)
    options = (tuple(zip(places, cells, strict=True)) for places in combinations(range(width), len(cells)))
    return DamagedRow(_row("reconsideration"), tuple(cells), tuple(options), order_only=True)


TOTAL = "disputes.reconsideration.total"
BALANCE = Relation(_sum("reconsideration", ["total"]), "=", Linear((), Fraction(3)))


@pytest.mark.parametrize(("printed", "reading"), [("1 0 0 0", Reading.BLANK), ("1 0", Reading.AMBIGUOUS)])
def test_a_total_that_is_blank_or_0_beside_parts_that_are_more_is_blank_where_all_parts_are_printed(
    printed: str, reading: Reading
) -> None:
    found = settled(numbers(*printed.split()), relations=[total("reconsideration"), BALANCE])
    assert found.values[TOTAL].reading is reading
    assert not found.contradicted


def page_number(*others: str) -> DamagedRow:
    """A row whose last number may be that of a page."""
    row = numbers(*others, "3")
    return DamagedRow(row.row, row.printed, (*row.options, *numbers(*others).options), order_only=True)


@pytest.mark.parametrize(("known", "open_"), [(5, set()), (4, {"disputes.reconsideration.pending"})])
def test_a_number_is_that_of_a_page_only_where_a_blank_total_does_not_explain_it(known: int, open_: set[str]) -> None:
    columns = ["total", "upheld", "corrected", "other", "pending"][:known]
    sums = [Relation(_sum("reconsideration", [name]), "=", Linear((), Fraction(0))) for name in columns]
    found = settled(page_number(), relations=[total("reconsideration"), *sums]).values
    assert {name for name, one in found.items() if one.reading is Reading.AMBIGUOUS} == open_


def test_a_total_that_may_as_well_be_wrong_stays_open() -> None:
    found = settled(numbers("1", "0", "0", "0"), relations=[total("reconsideration")])
    assert found.values[TOTAL].reading is Reading.AMBIGUOUS


def test_no_number_is_taken_from_a_total_for_certain() -> None:
    found = settled(numbers("2"), relations=[total("reconsideration"), BALANCE])
    assert found.values[TOTAL].candidates == (None, Decimal(2)) or found.values[TOTAL].candidates == (Decimal(2), None)


def test_zeros_that_may_stand_in_many_cells_are_said_to_be_in_none() -> None:
    found = settled(numbers("0"), relations=[total("reconsideration")])
    readings = {value.reading for value in found.values.values()}
    assert readings == {Reading.AMBIGUOUS}
    assert {frozenset(value.candidates) for value in found.values.values()} == {frozenset({Decimal(0), None})}


def test_zeros_of_which_most_are_printed_count_0() -> None:
    found = settled(numbers("1", "0", "0", "1"), relations=[total("reconsideration")])
    assert found.values["disputes.reconsideration.other"].value == 0


@pytest.mark.parametrize(("cut", "reading"), [(True, Reading.AMBIGUOUS), (False, Reading.RECONSTRUCTED)])
def test_a_cut_that_holds_does_not_mend_a_total_that_is_wrong(*, cut: bool, reading: Reading) -> None:
    # `130031` behind a label may be 1 and 30 of 31, or 13 of a total that is misprinted.
    ways = [("1", "30", "0", "0", "31"), ("13", "0", "0", "0", "31")]
    options = tuple(tuple((at, Cell(text, 0, at)) for at, text in enumerate(way)) for way in ways)
    row = DamagedRow(_row("reconsideration"), (Cell("130031", 0, 0),), options, cut=cut)
    found = settled(row, relations=[total("reconsideration")])
    assert found.values["disputes.reconsideration.upheld"].reading is reading
    assert found.values[TOTAL].value == 31
    assert not found.contradicted


def sharing(ways: list[tuple[int, int]], *rows: DamagedRow) -> list[DamagedRow]:
    """Rows that share their columns: for each way, the option of each row."""
    return [replace(row, block=1, ways=own) for row, own in zip(rows, zip(*ways, strict=True), strict=True)]


def placed(row: str, text: str) -> DamagedRow:
    """A row of one number, in each of the columns but for the last, and its total."""
    cell, last = Cell(text, 0, 0), len(TABLE.columns) - 1
    whole = (last, Cell(text, 0, last))
    return DamagedRow(_row(row), (cell, whole[1]), tuple(((at, cell), whole) for at in range(last)))


UPHELD, OTHER = 0, 2


def test_rows_that_share_their_columns_are_read_in_one_way_together() -> None:
    rows = [placed("reconsideration", "9"), placed("litigation_direct", "7")]
    ways = [(UPHELD, UPHELD), (OTHER, OTHER)]
    relations = [_equal("upheld", 9)]
    first, second = "disputes.reconsideration.upheld", "disputes.litigation_direct.upheld"
    found = settled(*sharing(ways, *rows), relations=relations).values
    assert [found[cell].value for cell in (first, second)] == [9, 7]
    assert settled(*rows, relations=relations).values[second].reading is Reading.AMBIGUOUS


@pytest.mark.parametrize(("slips", "shared"), [(3, True), (4, False)])
def test_columns_are_shared_unless_rows_read_each_by_itself_explain_much_more(*, slips: int, shared: bool) -> None:
    rows = [placed("reconsideration", "9"), placed("litigation_direct", "7")]
    # The second row says that it stands elsewhere, in one relation or in more.
    elsewhere = Relation(_sum("litigation_direct", ["other"]), "=", Linear((), Fraction(7)))
    relations = [*[_equal("upheld", 9)] * 5, *[elsewhere] * slips]
    found = settled(*sharing([(UPHELD, UPHELD), (OTHER, OTHER)], *rows), relations=relations).values
    assert (found["disputes.litigation_direct.upheld"].value == 7) is shared
    assert (found["disputes.litigation_direct.other"].value == 7) is not shared


def test_rows_that_share_their_columns_in_one_way_alone_are_held_against_the_relations_as_well() -> None:
    rows = sharing([(UPHELD, UPHELD)], placed("reconsideration", "9"), placed("litigation_direct", "7"))
    elsewhere = Relation(_sum("litigation_direct", ["other"]), "=", Linear((), Fraction(7)))
    found = settled(*rows, relations=[_equal("upheld", 9), *[elsewhere] * 4]).values
    assert found["disputes.litigation_direct.other"].value == 7


def test_a_total_that_is_blank_beside_parts_has_no_say_in_the_reading_of_other_rows() -> None:
    row = doubtful("reconsideration", [("3", "8"), "0", "0", "0", ("3", "8")])
    both = Linear(tuple(Term(f"disputes.{one}.total", Fraction(1)) for one in ("reconsideration", "litigation_direct")))
    printed = {"disputes.litigation_direct.upheld": CellValue(Reading.READ, Decimal(5))}
    relations = [total("reconsideration"), Relation(both, "=", Linear((), Fraction(8)))]
    for read, reading in (({}, Reading.RECONSTRUCTED), (printed, Reading.AMBIGUOUS)):
        found = settle(FORM, [(TABLE, row)], {**dict.fromkeys(FORM.cells, BLANK), **read}, relations)
        assert found.values[TOTAL].reading is reading

from __future__ import annotations

from decimal import Decimal

import pytest
from renderers.factory import STOCK, balance, handled_sum, relation, report, row_total

from validator.model.finding import Link
from validator.model.report import CellValue, Reading
from validator.renderers.layout.excerpt import (
    Excerpt,
    ExcerptRow,
    SkippedRows,
    excerpts,
    open_terms,
    shown_terms,
    whole,
)

REPORT = report()
AMBIGUOUS = CellValue(Reading.AMBIGUOUS, raw="3", candidates=(Decimal(3), None))


def columns(excerpt: Excerpt) -> list[str]:
    return ["+".join(column.name for column in shown.columns) for shown in excerpt.columns]


def rows(excerpt: Excerpt) -> list[str | int]:
    return [part.row.name if isinstance(part, ExcerptRow) else part.count for part in excerpt.rows]


def row(excerpt: Excerpt, name: str) -> ExcerptRow:
    return next(part for part in excerpt.rows if isinstance(part, ExcerptRow) and part.row.name == name)


@pytest.mark.parametrize(
    ("column", "shown"),
    [
        (
            "natural_person",
            ["natural_person", "business", "research+welfare+legal_service+other_organisation", "total"],
        ),
        ("welfare", ["welfare", "legal_service", "natural_person+business+research+other_organisation", "total"]),
        (
            "other_organisation",
            ["legal_service", "other_organisation", "natural_person+business+research+welfare", "total"],
        ),
        ("total", ["natural_person+business+research+welfare+legal_service+other_organisation", "total"]),
    ],
)
def test_the_column_its_neighbour_and_the_total_are_shown_and_the_rest_folded(column: str, shown: list[str]) -> None:
    (excerpt,) = excerpts(balance(REPORT, column), REPORT)
    assert columns(excerpt) == shown


def test_the_rows_of_the_terms_are_shown_and_the_others_counted() -> None:
    (excerpt,) = excerpts(balance(REPORT), REPORT)
    assert rows(excerpt) == ["new", "carried_in", 7, "handled", "carried_out"]


def test_a_single_row_is_shown_between_its_neighbours_with_all_columns() -> None:
    (excerpt,) = excerpts(row_total(REPORT, "granted"), REPORT)
    assert rows(excerpt) == [1, "carried_in", "granted", "partial", 7]
    assert len(excerpt.columns) == 7


def test_only_the_cells_of_the_terms_carry_letters() -> None:
    (excerpt,) = excerpts(balance(REPORT), REPORT)
    assert [cell.letter for cell in row(excerpt, "handled").cells] == ["c", "", "", ""]


def test_folded_cells_show_their_sum() -> None:
    (excerpt,) = excerpts(balance(REPORT), REPORT)
    assert [cell.value for cell in row(excerpt, "new").cells] == [128, 6, 3, 137]


def test_folded_cells_are_open_where_one_of_them_is() -> None:
    made = report({"requests.new.research": AMBIGUOUS})
    (excerpt,) = excerpts(balance(made), made)
    folded = row(excerpt, "new").cells[2]
    assert (folded.reading, folded.value) == (Reading.AMBIGUOUS, None)


def test_folded_blanks_stay_blank() -> None:
    made = report(
        {
            f"requests.new.{name}": CellValue(Reading.BLANK)
            for name in ("research", "welfare", "legal_service", "other_organisation")
        }
    )
    (excerpt,) = excerpts(balance(made), made)
    assert row(excerpt, "new").cells[2].reading is Reading.BLANK


def test_a_small_table_is_shown_whole() -> None:
    finding = relation(REPORT, STOCK, (["documents.normative.issued"], ["documents.normative.in_force"]))
    (excerpt,) = excerpts(finding, REPORT)
    assert rows(excerpt) == ["regulations", "normative"]
    assert columns(excerpt) == ["issued", "repealed", "in_force"]


def test_cells_of_two_tables_give_two_excerpts_in_the_order_of_the_form() -> None:
    finding = relation(REPORT, STOCK, (["requests.handled.total"], ["documents.normative.in_force"]))
    assert [excerpt.table.name for excerpt in excerpts(finding, REPORT)] == ["documents", "requests"]


def test_a_unit_is_shown_where_it_is_not_the_one_in_the_header() -> None:
    yuan = CellValue(Reading.READ, Decimal(5), "5元", unit="元")
    made = report({"fees.fees.amount": yuan})
    assert row(whole(made.form.table("fees"), made), "fees").cells[0].unit == "元"
    made = report({"fees.fees.amount": CellValue(Reading.READ, Decimal(5), "5万元", unit="万元")})
    assert row(whole(made.form.table("fees"), made), "fees").cells[0].unit is None


def test_the_whole_table_has_every_row_and_column() -> None:
    table = REPORT.form.table("requests")
    excerpt = whole(table, REPORT)
    assert rows(excerpt) == list(table.row_names)
    assert not any(isinstance(part, SkippedRows) for part in excerpt.rows)
    assert columns(excerpt) == list(table.column_names)


def test_of_a_long_sum_the_zeros_and_blanks_are_left_out() -> None:
    cells = [f"requests.{name}.natural_person" for name in REPORT.form.table("requests").row_names]
    finding = relation(REPORT, STOCK, (cells[:1], cells[1:]))
    assert [term.letter for term in shown_terms(finding, REPORT)] == ["a", "b", "c", "d", "j", "k"]


def test_of_a_long_sum_open_and_shared_cells_are_kept() -> None:
    made = report({"requests.denied.state_secret.natural_person": AMBIGUOUS})
    cells = [f"requests.{name}.natural_person" for name in made.form.table("requests").row_names]
    finding = relation(made, STOCK, (cells[:1], cells[1:]), also=(Link("g", "requests-row-total"),))
    letters = [term.letter for term in shown_terms(finding, made)]
    assert letters == ["a", "b", "c", "d", "e", "g", "j", "k"]
    assert [term.letter for term in open_terms(finding, made)] == ["e"]


def test_a_short_relation_is_shown_with_its_zeros() -> None:
    finding = row_total(REPORT, "partial")
    assert shown_terms(finding, REPORT) == finding.terms
    assert handled_sum(REPORT).terms == shown_terms(handled_sum(REPORT), REPORT)

from __future__ import annotations

from decimal import Decimal

import pytest

from validator.model.document import FlatCell, FlatReport, Location
from validator.model.errors import UnreadableInputError
from validator.model.report import MISSING, CellValue, Reading, Report
from validator.packs.pack import load_pack
from validator.recognition.flat_export import report_of_export

FORMS = load_pack().forms
NEW = "requests.new.total"
PLACE = Location(table=3, row=4)


def report(cells: dict[str, FlatCell], editions: dict[str, str] | None = None) -> Report:
    flat = FlatReport("a.docx", "甲县", 2023, editions or {"requests": "annual-report-2021"}, cells)
    return report_of_export("book.csv", "text", flat, FORMS)


def value(cell: FlatCell) -> CellValue:
    return report({NEW: cell})[NEW]


def test_a_report_is_named_by_the_file_it_was_made_from() -> None:
    made = report({NEW: FlatCell("1")})
    assert (made.path, made.part, made.format, made.organ, made.year) == ("book.csv", "a.docx", "text", "甲县", 2023)


def test_cells_come_back_as_they_were() -> None:
    assert value(FlatCell("１２件", Decimal(12), None, "read", PLACE)) == CellValue(
        Reading.READ, Decimal(12), "１２件", PLACE, "件"
    )
    assert value(FlatCell("", None, None, "blank", PLACE)) == CellValue(Reading.BLANK, location=PLACE)
    assert value(FlatCell("64002", Decimal(64), None, "reconstructed", PLACE)) == CellValue(
        Reading.RECONSTRUCTED, Decimal(64), "64002", PLACE
    )
    assert value(FlatCell("3", None, None, "ambiguous", PLACE)) == CellValue(Reading.AMBIGUOUS, raw="3", location=PLACE)
    assert value(FlatCell("十二", None, None, "unreadable", PLACE)).reading is Reading.UNREADABLE


def test_what_was_not_in_the_report_is_missing_still() -> None:
    assert value(FlatCell("", None, None, "unreadable")) is MISSING
    assert report({})[NEW] is MISSING


def test_a_number_changed_in_one_field_only_is_not_certain() -> None:
    assert value(FlatCell("12", Decimal(21), None, "read")) == CellValue(
        Reading.AMBIGUOUS, raw="12", candidates=(Decimal(12), Decimal(21))
    )


def test_a_file_without_the_fields_of_the_reading_reads() -> None:
    assert value(FlatCell("12")) == CellValue(Reading.READ, Decimal(12), "12")


def test_every_table_comes_in_its_edition() -> None:
    made = report({NEW: FlatCell("1")}, {"documents": "annual-report-2021", "requests": "annual-report-2019"})
    assert dict(made.form.editions)["requests"] == "annual-report-2019"
    assert dict(made.form.editions)["documents"] == "annual-report-2021"


def test_a_form_that_the_rules_do_not_have_is_refused() -> None:
    with pytest.raises(UnreadableInputError) as caught:
        report({NEW: FlatCell("1")}, {"requests": "annual-report-1999"})
    assert "annual-report-1999" in caught.value.reason.en
    assert "annual-report-2021" in caught.value.hint.en

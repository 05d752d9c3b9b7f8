from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from renderers.factory import FORM, PACK, UNREADABLE, counts, report, result, sound_report, wrong_report
from rich.cells import cell_len

from validator.model.report import MISSING, CellValue, Reading
from validator.model.result import ReportResult, Result
from validator.renderers import TABLE_EXPORTERS, TABLE_RENDERERS, RenderOptions, exporter, renderer
from validator.renderers.data.flat_export import HEADER
from validator.renderers.data.lines import csv_header, csv_lines
from validator.renderers.data.records import CELL_FIELDS, cell_records

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

as_table = renderer(TABLE_RENDERERS["table"])
as_workbook = exporter(TABLE_EXPORTERS["xlsx"])

ODD = report(
    {
        "fees.fees.amount": CellValue(Reading.READ, Decimal("3.50"), "3.50元", unit="元"),
        "documents.regulations.issued": MISSING,
        "documents.regulations.repealed": CellValue(Reading.UNREADABLE, raw="=1+1"),
        "documents.normative.issued": CellValue(Reading.AMBIGUOUS, raw="3", candidates=(Decimal(3), None)),
        "documents.normative.repealed": CellValue(Reading.BLANK, raw="—"),
    },
    path="年报\x01.docx",
)
ODD_RESULT = Result((ReportResult(ODD, (), counts()),))


def records(made: Result) -> list[dict[str, str]]:
    lines = (csv_lines(cell_records(checked), CELL_FIELDS) for checked in made.reports)
    return list(csv.DictReader(io.StringIO(csv_header(CELL_FIELDS) + "".join(lines))))


def test_tables_stand_as_in_the_form(snapshot: SnapshotAssertion) -> None:
    assert as_table(Result((wrong_report(),), (UNREADABLE,)), PACK, RenderOptions()) == snapshot


def test_cells_without_a_number_show_why() -> None:
    text = as_table(ODD_RESULT, PACK, RenderOptions())
    regulations, normative = (line.split() for line in text.splitlines() if line.startswith(("规章", "行政规范性文件")))
    assert regulations == ["规章", "缺", "=1+1", "7"]
    assert normative == ["行政规范性文件", "?", "7"]
    assert "行政事业性收费         3.5元" in text


@pytest.mark.parametrize("width", [60, 100])
def test_no_line_is_wider_than_asked_for(width: int) -> None:
    lines = as_table(result(), PACK, RenderOptions(width=width)).splitlines()
    assert max(map(cell_len, lines)) <= width


def test_csv_has_one_row_for_each_cell() -> None:
    rows = records(result())
    assert len(rows) == 2 * len(FORM.cells)
    assert [f"{row['table']}.{row['row']}.{row['column']}" for row in rows[: len(FORM.cells)]] == list(FORM.cells)


def test_csv_rows_tell_value_unit_and_place() -> None:
    row = next(row for row in records(Result((sound_report(),))) if row["row"] == "new" and row["column"] == "business")
    assert row == {
        "path": "samples/乙县2023.html",
        "organ": "乙县人民政府",
        "year": "2023",
        "form": "annual-report-2021",
        "table": "requests",
        "row": "new",
        "column": "business",
        "value": "6",
        "unit": "件",
        "raw": "6",
        "reading": "read",
        "location_page": "2",
        "location_table": "3",
        "location_row": "1",
        "location_column": "2",
        "location_paragraph": "",
        "location_line": "",
        "location_sheet": "",
        "location_address": "",
    }


def test_csv_leaves_out_the_value_of_a_cell_without_a_number() -> None:
    by_cell = {(row["row"], row["column"]): row for row in records(ODD_RESULT)}
    assert by_cell["regulations", "repealed"]["value"] == ""
    # An apostrophe keeps a spreadsheet from running it.
    assert by_cell["regulations", "repealed"]["raw"] == "'=1+1"
    assert by_cell["normative", "repealed"]["reading"] == "blank"
    assert (by_cell["fees", "amount"]["value"], by_cell["fees", "amount"]["unit"]) == ("3.5", "元")


def test_workbook_holds_the_same_rows_with_numbers_as_numbers() -> None:
    sheet = load_workbook(io.BytesIO(as_workbook(ODD_RESULT, PACK, RenderOptions()))).active
    assert sheet is not None
    header, *rows = sheet.iter_rows(values_only=True)
    assert header == HEADER
    assert len(rows) == len(FORM.cells)
    by_cell = {(row[5], row[6]): dict(zip(HEADER, row, strict=True)) for row in rows}
    assert by_cell["fees", "amount"]["value"] == 3.5
    assert by_cell["new", "business"]["location_row"] == 1
    assert sheet.freeze_panes == "A2"


def test_workbook_takes_no_text_for_a_formula_and_no_control_character() -> None:
    sheet = load_workbook(io.BytesIO(as_workbook(ODD_RESULT, PACK, RenderOptions()))).active
    assert sheet is not None
    raw = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in raw] == ["s"]
    assert sheet["A2"].value == "年报?.docx"

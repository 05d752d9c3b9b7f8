from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from xml.sax.saxutils import escape

import pytest
from readers.sheet_samples import xlsx

from validator.model.document import FlatCell, Location
from validator.model.errors import UnreadableInputError
from validator.readers.spreadsheet import flat_export as flat_rows
from validator.readers.spreadsheet.flat_export import is_flat_csv
from validator.readers.spreadsheet.reader import read_flat, read_xlsx
from validator.readers.text.reader import read_text
from validator.renderers.data.flat_export import HEADER

Row = Sequence[str | int | float | None]

ROWS: list[Row] = [
    ["a.docx", "甲县", 2023, "annual-report-2021", "requests", "new", "total", 12, None, "１２", "read",
     None, 3, 4, 10],
    ["a.docx", "甲县", 2023, "annual-report-2021", "requests", "carried_in", "total", None, None, "", "blank"],
    ["a.docx", "甲县", 2023, "annual-report-2019", "fees", "fees", "amount", 4525.4, "万元", "4525.40万元", "read"],
    ["b.xlsx", None, None, "annual-report-2021", "requests", "new", "total", None, None, '=B1,"x"\n2', "unreadable",
     None, None, None, None, None, None, "表三", "B5"],
    ["b.xlsx", None, None, "annual-report-2021", "requests", "new", "total", 7, None, "", "read"],
]  # fmt: skip


def as_csv(rows: Sequence[Row] = ROWS, header: Sequence[str] = HEADER, delimiter: str = ",") -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def as_xlsx(rows: Sequence[Row] = ROWS) -> bytes:
    lines = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in (HEADER, *rows))
    return xlsx(f"<sheetData>{lines}</sheetData>")


def _cell(value: str | float | None) -> str:
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return "<c/>" if value is None else f"<c><v>{value}</v></c>"


def test_the_fields_are_those_that_the_program_writes() -> None:
    assert set(flat_rows.REQUIRED) <= set(HEADER)
    assert flat_rows.is_header(HEADER)
    assert flat_rows.FIELDS == HEADER


@pytest.mark.parametrize(("kind", "content"), [("csv", as_csv()), ("xlsx", as_xlsx())])
def test_what_was_written_comes_back(kind: str, content: bytes) -> None:
    first, second, third = read_flat("x", content, kind)
    assert (first.path, first.organ, first.year) == ("a.docx", "甲县", 2023)
    assert first.editions == {"requests": "annual-report-2021", "fees": "annual-report-2019"}
    assert first.raw == {
        "requests.new.total": "１２",
        "requests.carried_in.total": "",
        "fees.fees.amount": "4525.40万元",
    }
    assert first.cells["requests.new.total"] == FlatCell(
        "１２", Decimal(12), None, "read", Location(table=3, row=4, column=10)
    )
    assert first.cells["requests.carried_in.total"] == FlatCell("", None, None, "blank", None)
    assert first.cells["fees.fees.amount"].unit == "万元"
    assert first.cells["fees.fees.amount"].value == Decimal("4525.4")
    # The same cell again begins another report.
    assert (second.organ, second.year) == (None, None)
    assert second.raw == {"requests.new.total": '=B1,"x"\n2'}
    assert second.cells["requests.new.total"].location == Location(sheet="表三", address="B5")
    assert third.raw == {"requests.new.total": "7"}


def test_an_export_is_known_by_its_header() -> None:
    assert is_flat_csv(as_csv())
    assert is_flat_csv(b"\xef\xbb\xbf" + as_csv())
    assert read_xlsx("x", as_xlsx()).flat
    assert read_text("x", as_csv()).flat
    assert not is_flat_csv("甲,乙\n1,2\n".encode())
    assert not is_flat_csv(b"path,organ,year\n")
    assert not is_flat_csv(b"")


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_other_delimiters_and_encodings_read(delimiter: str) -> None:
    content = as_csv(delimiter=delimiter).decode().encode("gb18030")
    assert is_flat_csv(content)
    assert read_flat("x", content, "csv")[0].organ == "甲县"


def test_columns_may_be_moved_left_out_or_added() -> None:
    header = ["note", "raw", *flat_rows.REQUIRED[:-1]]
    content = as_csv([["看", "12", "a", "甲", "2023", "f", "t", "r", "c"], ["", ""], [None] * 9], header)
    (report,) = read_flat("x", content, "csv")
    assert report.raw == {"t.r.c": "12"}
    assert report.cells["t.r.c"] == FlatCell("12")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"a,b\n1,2\n",
        as_csv([["a", "b", "2023", "f", "", "r", "c"]]),
        as_csv([["a", "b", "2023"]]),
        as_csv([["a", "b", "2023", "f", "t", "r", "c", "x" * 200_000]]),
    ],
)
def test_what_is_no_export_or_names_no_cell_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableInputError) as caught:
        read_flat("x", content, "csv")
    assert "damaged" in caught.value.reason.en


def test_more_rows_read_than_a_table_may_have() -> None:
    many: list[Row] = [["a", "b", 2023, "f", "t", f"r{at}", "c", at, None, str(at)] for at in range(2500)]
    (report,) = read_flat("x", as_xlsx(many), "xlsx")
    assert len(report.cells) == 2500

"""The flat export of this program, one row per cell of a report, read back without loss.

The header tells which fields there are, so a file whose columns were moved or removed in a spreadsheet program still
reads.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from validator.model.document import FlatCell, FlatReport, Location
from validator.model.encoding.csv_field import of_field
from validator.readers import _refusal as refusal
from validator.readers.encoding import decode

REQUIRED = ("path", "organ", "year", "form", "table", "row", "column", "raw")
"""Fields without which the export cannot be read back."""
FIELDS = (
    *("path", "organ", "year", "form", "table", "row", "column", "value", "unit", "raw", "reading"),
    *("location_page", "location_table", "location_row", "location_column", "location_paragraph", "location_line"),
    *("location_sheet", "location_address"),
)
"""All fields that are understood, as the program writes them."""

_DELIMITERS = (",", "\t", ";")
_HEAD = 4096


def is_header(fields: Sequence[str]) -> bool:
    """Whether these are the first fields of an export."""
    return set(REQUIRED) <= {field.strip() for field in fields}


def is_flat_csv(data: bytes) -> bool:
    """Whether text is an export as CSV, by its first line."""
    return _delimiter(decode(data[:_HEAD]).text) is not None


def read_csv(path: str, data: bytes) -> tuple[FlatReport, ...]:
    """The reports of an export as CSV. Raises UnreadableInputError if it is none or is damaged."""
    text = decode(data).text.removeprefix("\ufeff")
    delimiter = _delimiter(text) or ","
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return read_rows(path, [[of_field(field) for field in row] for row in rows])
    except csv.Error:
        raise refusal.damaged(path, "a field of the CSV file does not end") from None


def read_rows(path: str, rows: Iterable[Sequence[str]]) -> tuple[FlatReport, ...]:
    """The reports of an export, its header first. Raises UnreadableInputError if it is none or is damaged."""
    lines = iter(rows)
    header = [field.strip() for field in next(lines, ())]
    if not is_header(header):
        raise refusal.damaged(path, "the header of the export is missing")
    return tuple(_reports(_named_rows(path, header, lines)))


def _delimiter(text: str) -> str | None:
    first = text.removeprefix("\ufeff").lstrip().partition("\n")[0].replace('"', "")
    return next((mark for mark in _DELIMITERS if is_header(first.split(mark))), None)


def _named_rows(path: str, header: Sequence[str], lines: Iterable[Sequence[str]]) -> Iterator[Mapping[str, str]]:
    for number, line in enumerate(lines, start=2):
        row = dict(zip(header, (field.strip() for field in line), strict=False))
        if not any(row.values()):
            continue
        if not all(row.get(name) for name in ("form", "table", "row", "column")):
            raise refusal.damaged(path, f"row {number} of the export names no cell")
        yield row


def _reports(rows: Iterable[Mapping[str, str]]) -> Iterator[FlatReport]:
    """Rows belong together while path, organ and year stay and no cell comes twice."""
    about: tuple[str, str, str] | None = None
    editions: dict[str, str] = {}
    cells: dict[str, FlatCell] = {}
    for row in rows:
        name = f"{row['table']}.{row['row']}.{row['column']}"
        of = row.get("path", ""), row.get("organ", ""), row.get("year", "")
        if about is not None and (of != about or name in cells):
            yield _report(about, editions, cells)
            editions, cells = {}, {}
        about = of
        editions[row["table"]] = row["form"]
        cells[name] = _cell(row)
    if about is not None:
        yield _report(about, editions, cells)


def _report(about: tuple[str, str, str], editions: Mapping[str, str], cells: Mapping[str, FlatCell]) -> FlatReport:
    path, organ, year = about
    return FlatReport(path, organ or None, _whole(year), editions, cells)


def _cell(row: Mapping[str, str]) -> FlatCell:
    # Loaded here: texts are looked at, too, and few are exports.
    from validator.readers.spreadsheet._cell_format import parse_number, plain

    value = parse_number(row.get("value", ""))
    raw = row.get("raw", "")
    return FlatCell(
        raw=raw if raw or value is None else plain(value),
        value=value,
        unit=row.get("unit") or None,
        reading=row.get("reading") or None,
        location=_location(row),
    )


def _location(row: Mapping[str, str]) -> Location | None:
    def number(place: str) -> int | None:
        return _whole(row.get(f"location_{place}", ""))

    place = Location(
        page=number("page"),
        table=number("table"),
        row=number("row"),
        column=number("column"),
        paragraph=number("paragraph"),
        line=number("line"),
        sheet=row.get("location_sheet") or None,
        address=row.get("location_address") or None,
    )
    return None if place == Location() else place


def _whole(text: str) -> int | None:
    from validator.readers.spreadsheet._cell_format import parse_number

    number = parse_number(text)
    return None if number is None or number != number.to_integral_value() else int(number)

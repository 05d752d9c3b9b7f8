"""Readers for spreadsheets: Excel and WPS workbooks, old and new, and OpenDocument sheets.

What does not show counts by its kind: hidden rows and columns are read, since offices fold rows of zeros away, and a
warning says so; hidden sheets are left out, since they hold lists and drafts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import TypeAlias, cast

from validator.model.document import Document, FlatReport
from validator.readers.spreadsheet import flat_export as flat_rows
from validator.readers.spreadsheet._sheet import Sheet
from validator.readers.spreadsheet._tables import document_of

Workbook: TypeAlias = tuple[tuple[Sheet, ...], tuple[str, ...]]
"""Sheets and warnings."""

_MODULES: Mapping[str, str] = MappingProxyType(
    {
        "xlsx": "validator.readers.spreadsheet._xlsx",
        "xls": "validator.readers.spreadsheet._xls",
        "ods": "validator.readers.spreadsheet._ods",
    }
)
"""Kind of workbook -> module with its `read_workbook`; loaded when needed."""
_MOST_FLAT_ROWS = 1 << 20


def read_xlsx(path: str, data: bytes) -> Document:
    """Read an Excel workbook (.xlsx, .xlsm, .et), all sheets one after the other. Raises UnreadableInputError."""
    return _document("xlsx", path, data)


def read_xls(path: str, data: bytes) -> Document:
    """Read an old Excel or WPS workbook (.xls, .et), all sheets one after the other. Raises UnreadableInputError."""
    return _document("xls", path, data)


def read_ods(path: str, data: bytes) -> Document:
    """Read an OpenDocument spreadsheet, all sheets one after the other. Raises UnreadableInputError."""
    return _document("ods", path, data)


def read_flat(path: str, data: bytes, kind: str) -> tuple[FlatReport, ...]:
    """The reports of a flat export; `kind` is `csv`, `xlsx`, `xls` or `ods`.

    Raises UnreadableInputError if it is none or is damaged.
    """
    if kind == "csv":
        return flat_rows.read_csv(path, data)
    sheets, _ = _workbook(kind, path, data, _MOST_FLAT_ROWS)
    return flat_rows.read_rows(path, _rows(sheets))


def _document(kind: str, path: str, data: bytes) -> Document:
    sheets, warnings = _workbook(kind, path, data)
    if flat_rows.is_header(next(_rows(sheets), ())):
        return Document(path, kind, (), warnings=warnings, flat=read_flat(path, data, kind))
    return document_of(path, kind, sheets, warnings)


def _workbook(kind: str, path: str, data: bytes, *limit: int) -> Workbook:
    function = import_module(_MODULES[kind]).read_workbook
    return cast("Callable[..., Workbook]", function)(path, data, *limit)


def _rows(sheets: Sequence[Sheet]) -> Iterator[list[str]]:
    """The rows of the first sheet, place by place."""
    rows: dict[int, dict[int, str]] = {}
    for cell in sheets[0].cells if sheets else ():
        rows.setdefault(cell.row, {})[cell.column] = cell.text
    for _, row in sorted(rows.items()):
        yield [row.get(column, "") for column in range(max(row) + 1)]

"""A list of the organs that have to report: CSV with a header, or the first sheet of an .xlsx workbook.

    organ,level,day                     机关,级别,日期
    甲县公安局,county,2024-01-31          甲县公安局,县级,2024-01-31

`organ` must be there; `level` is any word; `day` is the last day on which the report may come in.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from msgspec import Struct

from validator.model.errors import BrokenOrganFileError, Fault
from validator.packs.files.text_file import read_bytes
from validator.packs.files.yaml_file import FaultKind, nearest

_KEYS = {"organ": ("organ", "机关"), "level": ("level", "级别"), "day": ("day", "日期")}
"""Column -> what may stand over it."""
_ENCODINGS = ("utf-8-sig", "gb18030")
"""What office programs save such lists in."""
_LARGEST_SHEET = 100_000
"""Rows of a workbook that are looked at."""


class ExpectedOrgan(Struct, frozen=True):
    """An organ that has to report."""

    organ: str
    level: str = ""
    day: date | None = None
    """The last day on which its report may come in."""


def read_expected(path: Path) -> tuple[ExpectedOrgan, ...]:
    """The organs of a list in its order; raises BrokenOrganFileError with all of its faults."""
    faults: list[Fault] = []
    data = read_bytes(path, faults)
    read = _sheet if data is not None and data.startswith(b"PK") else _csv
    rows = [] if data is None else list(read(str(path), data, faults))
    organs = tuple(_organs(str(path), rows, faults))
    if faults:
        raise BrokenOrganFileError(tuple(faults))
    return organs


def _csv(file: str, data: bytes, faults: list[Fault]) -> Iterator[tuple[int, Sequence[object]]]:
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            reason = error.reason
            continue
        rows = csv.reader(io.StringIO(text.replace("\0", ""), newline=""))
        try:
            yield from ((rows.line_num, row) for row in rows)
        except csv.Error as error:
            faults.append(Fault(file, rows.line_num, str(error), FaultKind.UNREADABLE_CSV))
        return
    faults.append(Fault(file, 1, reason, FaultKind.UNREADABLE_FILE))


def _sheet(file: str, data: bytes, faults: list[Fault]) -> Iterator[tuple[int, Sequence[object]]]:
    import zipfile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(max_row=_LARGEST_SHEET, values_only=True)
        yield from enumerate(rows, 1)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError, SyntaxError) as error:
        faults.append(Fault(file, 1, str(error), FaultKind.UNREADABLE_FILE))


def _organs(file: str, rows: Sequence[tuple[int, Sequence[object]]], faults: list[Fault]) -> Iterator[ExpectedOrgan]:
    if not rows:
        if not faults:
            faults.append(Fault(file, 1, "", FaultKind.EMPTY))
        return
    words = {word: key for key, written in _KEYS.items() for word in written}
    header = [_text(one).lower() for one in rows[0][1]]
    keys = [words.get(word, word) for word in header]
    known = tuple(words)
    for word, key in zip(header, keys, strict=True):
        if word and key not in _KEYS:
            faults.append(Fault(file, rows[0][0], word, FaultKind.UNKNOWN_KEY, known, nearest(word, known)))
    if "organ" not in keys:
        faults.append(Fault(file, rows[0][0], "organ", FaultKind.MISSING_KEY))
        return
    for number, row in rows[1:]:
        values = {key: value for key, value in zip(keys, row, strict=False) if _text(value)}
        if values:
            yield _organ(file, number, values, faults)


def _organ(file: str, number: int, values: Mapping[str, object], faults: list[Fault]) -> ExpectedOrgan:
    name, day = _text(values.get("organ")), _day(values.get("day"))
    if not name:
        faults.append(Fault(file, number, "organ", FaultKind.MISSING_KEY))
    if day is None and "day" in values:
        faults.append(Fault(file, number, _text(values["day"]), FaultKind.WRONG_TYPE, ("2024-01-31",)))
    return ExpectedOrgan(name, _text(values.get("level")), day)


def _day(value: object) -> date | None:
    """A day as a spreadsheet holds it, or as it is written: 2024-01-31, 2024/1/31."""
    if isinstance(value, datetime):
        return value.date()
    parts = _text(value).replace("/", "-").replace(".", "-").split("-")
    try:
        year, month, day = map(int, parts)
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def _text(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())

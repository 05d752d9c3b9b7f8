"""Results of `gouji check` read back as records: a document of JSON, lines of it, CSV, Parquet."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, count
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from validator.model.encoding.csv_field import of_field
from validator.model.errors import BrokenResultsError, Fault
from validator.model.mistake import Demand
from validator.model.rules.rule import Severity
from validator.packs.files.yaml_file import FaultKind, nearest, whole_number
from validator.renderers.data.read_back import (
    BrokenJsonError,
    Entry,
    UnexpectedValueError,
    line_of_value,
    load_json,
    written_way,
)

RESULT_SUFFIXES = (".json", ".jsonl", ".csv", ".parquet")
"""Files with results of `gouji check`."""
_NEEDED = ("kind", "path", "organ", "year", "rule", "severity", "errors")
_DEMANDS = tuple(map(str, Demand))
_NUMBERS = frozenset({"year", "errors", *_DEMANDS})
_KINDS = ("report", "finding", "unreadable", "between", "explained")
_MOST_FAULTS = 20
"""Faults after which a file is not read further: it is none of ours."""
_LONGEST_LINE = 256 << 20
"""Bytes of one record as a line of JSON."""

_Numbered: TypeAlias = "Iterator[tuple[int, Entry | Fault]]"
"""Line or number of a record, and what stands there."""


class ResultRow(Struct, frozen=True):
    """What is counted of a record."""

    kind: str
    """`report`, `finding`, `unreadable`, `between` or `explained`."""
    path: str
    organ: str | None
    year: int | None
    rule: str
    """Of a finding; else empty."""
    severity: str
    """Of a finding; else empty."""
    errors: int
    """Of a report: findings of severity error."""
    demands: tuple[int, ...] = (0,) * len(_DEMANDS)
    """Of a report: mistakes by what they ask for, in the order of `Demand`; results of older versions have none."""


def result_rows(path: Path) -> Iterator[ResultRow]:
    """The records in a file of results.

    Raises BrokenResultsError with the faults of its records, OSError, and ImportError without pyarrow.
    """
    if path.suffix.lower() == ".json":
        yield from _rows_of_document(path)
        return
    readers = {".jsonl": _json_entries, ".csv": _csv_entries, ".parquet": _parquet_entries}
    faults: list[Fault] = []
    for line, entry in readers[path.suffix.lower()](path):
        found = entry if isinstance(entry, Fault) else _row(str(path), line, entry)
        if isinstance(found, ResultRow):
            yield found
            continue
        faults.append(found)
        if len(faults) == _MOST_FAULTS:
            break
    if faults:
        raise BrokenResultsError(tuple(faults))


def _rows_of_document(path: Path) -> Iterator[ResultRow]:
    """The records that the one JSON document of a run stands for."""
    data = path.read_bytes()
    try:
        document = load_json(data)
        document["version"].only(1)
        yield from [row for report in document["reports"].items() for row in _rows_of_report(report)]
        for error in document["unreadable"].items():
            yield ResultRow("unreadable", error["path"].text(), None, None, "", "", 0)
    except BrokenJsonError as error:
        raise BrokenResultsError((Fault(str(path), error.line, error.reason, error.problem),)) from None
    except UnexpectedValueError as error:
        seen = f"{written_way(error.way)} {error.seen}".strip()
        line = line_of_value(data.decode(json.detect_encoding(data)), error.way)
        raise BrokenResultsError((Fault(str(path), line, seen, error.problem, error.allowed),)) from None


def _rows_of_report(report: Entry) -> Iterator[ResultRow]:
    organ, year = report.get("organ"), report.get("year")
    about = (
        report["path"].text(),
        None if organ is None else organ.text(),
        None if year is None else year.integer(),
    )
    found = [
        ResultRow("finding", *about, one["rule"].text(), one["severity"].word(tuple(Severity)), 0)
        for one in report["findings"].items()
    ]
    asked = Counter(one["demand"].word(tuple(Demand)) for one in report["mistakes"].items())
    errors = sum(one.severity == Severity.ERROR for one in found)
    yield ResultRow("report", *about, "", "", errors, tuple(asked[demand] for demand in Demand))
    yield from found


def rows_of_lines(text: str) -> Iterator[ResultRow]:
    """The records in lines of JSON that this very run has made."""
    return (_checked(load_json(line)) for line in text.splitlines())


def _row(file: str, line: int, entry: Entry) -> ResultRow | Fault:
    try:
        return _checked(entry)
    except UnexpectedValueError as error:
        key = str(error.way[-1]) if error.way else ""
        seen = f"{key} = {error.seen}" if key else error.seen
        return Fault(file, line, seen, error.problem, error.allowed, nearest(error.seen, error.allowed))


def _checked(entry: Entry) -> ResultRow:
    """The record; raises UnexpectedValueError."""
    kind = entry["kind"].word(_KINDS)
    organ, year, errors = (entry[key] if entry[key].value is not None else None for key in ("organ", "year", "errors"))
    is_finding = kind == "finding"
    return ResultRow(
        kind=kind,
        path=entry["path"].text(),
        organ=None if organ is None else organ.text(),
        year=None if year is None else year.integer(),
        rule=entry["rule"].text() if is_finding else "",
        severity=entry["severity"].word(tuple(Severity)) if is_finding else "",
        errors=0 if errors is None else errors.integer(),
        demands=tuple(0 if one is None else one.integer() for one in map(entry.get, _DEMANDS)),
    )


def _json_entries(path: Path) -> _Numbered:
    with path.open("rb") as file:
        for number in count(1):
            line = file.readline(_LONGEST_LINE + 1)
            if not line:
                return
            if len(line) > _LONGEST_LINE:
                yield number, Fault(str(path), number, "", FaultKind.TOO_LONG)
                return
            try:
                yield number, load_json(line)
            except BrokenJsonError as error:
                yield number, Fault(str(path), number, error.reason, error.problem)


def _csv_entries(path: Path) -> _Numbered:
    with path.open(encoding="utf-8-sig", errors="strict", newline="") as lines:
        rows = csv.reader(lines)
        try:
            header = next(rows, [])
            missing = [name for name in _NEEDED if name not in header]
            if missing:
                yield from ((1, Fault(str(path), 1, name, FaultKind.MISSING_KEY)) for name in missing)
                return
            for row in rows:
                # Files that were joined have the header again.
                if row and [field.removeprefix("\ufeff") for field in row] != header:
                    yield rows.line_num, Entry(_of_csv(header, row))
        except (csv.Error, UnicodeDecodeError) as error:
            # Of a text that is read in pieces only the line before the piece is known.
            bad = FaultKind.UNREADABLE_CSV if isinstance(error, csv.Error) else FaultKind.UNREADABLE_FILE
            seen = error.reason if isinstance(error, UnicodeDecodeError) else str(error)
            yield rows.line_num, Fault(str(path), max(rows.line_num, 1), seen, bad)


def _of_csv(header: Sequence[str], row: Sequence[str]) -> Mapping[str, str | int | None]:
    values: dict[str, str | int | None] = {}
    for name, field in zip(header, row, strict=False):
        if name in _NUMBERS and (number := whole_number(field)) is not None:
            values[name] = number
        else:
            values[name] = of_field(field) or (None if name in {"organ", *_NUMBERS} else "")
    return values


def _parquet_entries(path: Path) -> _Numbered:
    import pyarrow as pa
    import pyarrow.parquet as pq

    numbers = count(1)
    try:
        with pq.ParquetFile(path) as file:
            names = file.schema_arrow.names
            missing = [name for name in _NEEDED if name not in names]
            if missing:
                yield from ((1, Fault(str(path), 1, name, FaultKind.MISSING_KEY)) for name in missing)
                return
            batches: Iterable[pa.RecordBatch] = file.iter_batches(
                columns=[*_NEEDED, *(one for one in _DEMANDS if one in names)]
            )
            records = chain.from_iterable(batch.to_pylist() for batch in batches)
            for record in records:
                yield next(numbers), Entry(record)
    except (pa.ArrowException, ValueError) as error:
        reason = str(error).partition("\n")[0]
        yield 1, Fault(str(path), next(numbers), reason, FaultKind.UNREADABLE_PARQUET)

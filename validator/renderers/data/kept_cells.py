"""The cells of results that were kept (JSON of `check` and `read`, Parquet of `read`), as the flat export as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from validator.model.form import CellName
from validator.renderers.data.read_back import load_json

_HEADER = ("path", "organ", "year", "form", "table", "row", "column", "raw")
"""Fields without which an export is none."""


def cells_of_json(data: bytes) -> str:
    """Those of all reports of a result; raises BrokenJsonError, UnexpectedValueError."""
    return _written(_rows(data))


def cells_of_parquet(path: Path) -> str | None:
    """Those of an export, None for any other table; raises OSError, ValueError, ImportError (extra `parquet`)."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        if not set(_HEADER) <= set(file.schema_arrow.names):
            return None
        rows = file.read(columns=list(_HEADER)).to_pylist()
    return _written([["" if row[name] is None else str(row[name]) for name in _HEADER] for row in rows])


def _rows(data: bytes) -> Iterator[Sequence[str]]:
    for report in load_json(data)["reports"].items():
        of_report = report["path"].text(), str(report["organ"].value or ""), str(report["year"].value or "")
        editions = {name: entry.text() for name, entry in report["editions"].entries()}
        for name, cell in report["cells"].entries():
            at = CellName.parse(name)
            edition = editions.get(at.table) or report["form"].text()
            yield (*of_report, edition, at.table, at.row, at.column, str(cell["raw"].value or ""))


def _written(rows: Iterable[Sequence[str]]) -> str:
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow(_HEADER)
    writer.writerows(rows)
    return made.getvalue()

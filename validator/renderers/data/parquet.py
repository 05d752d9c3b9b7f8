"""Records as a Parquet file, by pyarrow (extra `parquet`)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from validator.renderers.data.records import Field
from validator.renderers.layout.escaping import xml_safe

if TYPE_CHECKING:
    import pyarrow as pa

ROW_GROUP = 20_000
"""Records kept in memory at once."""


def schema(fields: Sequence[Field]) -> pa.Schema:
    """Text as string, whole numbers as int64, other numbers as double."""
    import pyarrow as pa

    types = {"text": pa.string(), "integer": pa.int64(), "number": pa.float64()}
    return pa.schema([pa.field(field.name, types[field.type], metadata=_metadata(field)) for field in fields])


def _metadata(field: Field) -> dict[str, str] | None:
    return {"description": field.about} if field.about else None


def write_parquet(lines: Iterable[str], fields: Sequence[Field], target: Path) -> None:
    """Write lines of JSON, a group of rows at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    shape = schema(fields)
    with pq.ParquetWriter(target, shape, compression="zstd") as writer:
        for group in _groups(map(json.loads, lines)):
            columns = [
                pa.array(
                    [_value(record[field.name], field.type) for record in group],
                    shape.field(field.name).type,
                )
                for field in fields
            ]
            writer.write_table(pa.Table.from_arrays(columns, schema=shape))


def _value(value: str | float | None, kind: str) -> str | float | None:
    if value is None:
        return None
    # A file name in an unknown encoding has halves of characters, which the format does not hold.
    return float(value) if kind == "number" else xml_safe(value) if isinstance(value, str) else value


def _groups(
    records: Iterator[dict[str, str | int | float | None]],
) -> Iterator[list[dict[str, str | int | float | None]]]:
    while group := list(islice(records, ROW_GROUP)):
        yield group

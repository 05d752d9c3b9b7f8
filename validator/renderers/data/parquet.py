"""Records as a Parquet file, by pyarrow (extra `parquet`)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from validator.renderers.data.records import Field

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
                    [_number(record[field.name]) if field.type == "number" else record[field.name] for record in group],
                    shape.field(field.name).type,
                )
                for field in fields
            ]
            writer.write_table(pa.Table.from_arrays(columns, schema=shape))


def _number(value: str | float | None) -> float | None:
    return None if value is None else float(value)


def _groups(
    records: Iterator[dict[str, str | int | float | None]],
) -> Iterator[list[dict[str, str | int | float | None]]]:
    while group := list(islice(records, ROW_GROUP)):
        yield group

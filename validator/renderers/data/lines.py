"""Formats that are written record by record, as the results come: lines of JSON, and CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from validator.model.encoding.csv_field import to_field
from validator.renderers.data.exact_json import quoted
from validator.renderers.data.records import Field, Record, Value
from validator.renderers.layout.escaping import xml_safe
from validator.renderers.words.figures import figure

Lines = Callable[[Iterable[Record], Sequence[Field]], str]
"""Records and their schema -> whole lines."""

_encode = json.JSONEncoder(ensure_ascii=False).encode


def json_lines(records: Iterable[Record], fields: Sequence[Field]) -> str:
    """One JSON object a line, every field in it."""
    heads = [("{" if at == 0 else ", ") + f'"{field.name}": ' for at, field in enumerate(fields)]
    return "".join(
        "".join(head + _json(value) for head, value in zip(heads, record, strict=True)) + "}\n" for record in records
    )


def _json(value: Value) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        return quoted(value)
    return str(value) if isinstance(value, int) else figure(value)


def csv_lines(records: Iterable[Record], fields: Sequence[Field]) -> str:  # noqa: ARG001 - the signature they share
    """One line of comma-separated values a record, without a header; an empty field where there is nothing.

    What a spreadsheet program would run, or a terminal obey, is written so that it does not.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([_field(value) for value in record] for record in records)
    return text.getvalue()


def _field(value: Value) -> str | int | None:
    if isinstance(value, str):
        return to_field(xml_safe(value))
    return figure(value) if isinstance(value, Decimal | Fraction) else value


def csv_header(fields: Sequence[Field]) -> str:
    """The names of the fields as the first line of a CSV."""
    return ",".join(field.name for field in fields) + "\n"


LINES: Mapping[str, Lines] = {"jsonl": json_lines, "csv": csv_lines, "parquet": json_lines}
"""Format -> how a worker writes its records. A Parquet file is made of lines of JSON once all of them are there."""

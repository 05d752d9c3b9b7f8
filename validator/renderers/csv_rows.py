"""The recognised numbers as CSV: a header, then one row per cell."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import TYPE_CHECKING

from validator.renderers.flat import HEADER, Field, rows
from validator.renderers.numerals import figure

if TYPE_CHECKING:
    from validator.pipeline import Result
    from validator.renderers import RenderOptions
    from validator.rulefile import Pack


def render(result: Result, pack: Pack, options: RenderOptions) -> str:  # noqa: ARG001 - the signature all renderers share
    """CSV with line feeds; a blank field is a cell without a number."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows([_field(field) for field in row] for row in rows(result))
    return text.getvalue()


def _field(field: Field) -> str | int | None:
    return figure(field) if isinstance(field, Decimal) else field
